"""The atlas: opened once, asked from any thread."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Mapping, Sequence
from typing import Any

from . import _frames, _native
from ._columns import Column, column, speaks_arrow
from ._errors import QuestionError
from ._questions import WITH_GEOMETRY, Drawings, Questions
from ._words import Day, day, text, words

Given = Mapping[str, tuple[str, Any]]


class _Form(Questions[Any]):
    """The questions, answered in one form."""

    def __init__(self, atlas: Atlas, form: str) -> None:
        self._atlas = atlas
        self._form = form

    def _ask(self, name: str, given: Given, sent: Any = None) -> Any:
        if self._form == "features" and name not in WITH_GEOMETRY:
            message = f"'{name}' has no geometry; those that have: {', '.join(WITH_GEOMETRY)}"
            raise QuestionError(message, code="bad-value")
        return self._atlas._asked(name, self._form, given, sent)


class Atlas(Questions[dict[str, Any]], Drawings):
    """Who holds a place, who claims it, on which day, says who.

    ``Atlas()`` is what comes with the package; `Atlas.open` adds a data directory of your own, or opens a sealed file in its
    place. It is opened once and then only read: any number of threads may ask it at a time, and Python's lock is released
    while it answers. It is pickled by its path: another process opens it anew.

    Every question answers a dict, equal to the JSON that ``contactline QUESTION --json`` prints: names end in their units
    (``distance_m`` metres, ``area_m2`` square metres, ``share`` 0 to 1), positions are longitude and latitude on WGS 84.
    ``atlas.tables`` asks the same and answers rows as an Arrow table, ``atlas.features`` shapes as GeoArrow, ``atlas.texts``
    what people read.

    language: of sentences and titles in answers: "en" or "uk".
    expect: the fingerprint of the data that are meant, or 8 digits of it: QuestionError where they are others.
    known_on: a day (by its end) or a second, UTC: answers with what had been loaded into the data directory by then. QuestionError
        ("not-kept") where that is not known or not kept; a warning where the data that come with the package are newer.

    Raises DataError where data cannot be read.
    """

    def __init__(self, *, language: str = "en", expect: str | None = None, known_on: Day | None = None) -> None:
        self._begin(None, language, expect, known_on)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        *,
        language: str = "en",
        expect: str | None = None,
        known_on: Day | None = None,
    ) -> Atlas:
        """The atlas of a data directory, with what comes with the package; or of a file made by ``contactline seal``, alone.

        Raises DataError with its findings where it cannot be read, QuestionError where there is nothing at that path, or other data
        than those of the fingerprint `expect` (8 digits of it are enough), or where what had been loaded by `known_on` is not kept.
        """
        atlas = cls.__new__(cls)
        atlas._begin(os.fspath(path), language, expect, known_on)
        return atlas

    @classmethod
    def built_in(cls, *, language: str = "en", expect: str | None = None) -> Atlas:
        """The atlas of what comes with the package."""
        return cls(language=language, expect=expect)

    def _begin(
        self, path: str | None, language: str, expect: str | None = None, known_on: Day | None = None
    ) -> None:
        self._path, self._language = path, language
        self._known_on = None if known_on is None else day(known_on, "known_on")
        self._native = _native.Atlas(path, language, expect, self._known_on)
        if self._native.caveat is not None:
            warnings.warn(self._native.caveat, stacklevel=3)

    def __reduce__(self) -> Any:
        return _reopened, (self._path, self._language, self._known_on)

    def __repr__(self) -> str:
        of = "built in" if self._path is None else repr(self._path)
        return f"contactline.Atlas({of}, sources: {', '.join(self.source_ids)})"

    @property
    def source_ids(self) -> list[str]:
        """The ids of the sources, in order."""
        return self._native.sources

    @property
    def fingerprint(self) -> str:
        """The SHA-256 over all that it was loaded from, in hexadecimal digits: it changes with any file. Answers state it in `provenance`."""
        return self._native.fingerprint

    @property
    def tables(self) -> Questions[_native.Table]:
        """The questions, answered as Arrow tables: the rows of ``--format csv``, with types.

        Days are date32 (texts where a source or a question tells times of day), areas, lengths and shares float64.
        """
        return _Form(self, "csv")

    @property
    def features(self) -> Questions[_native.Table]:
        """The questions that have shapes, answered as GeoArrow tables: a row for each feature, its column ``geometry`` in
        longitude and latitude on WGS 84 (OGC:CRS84). ``geopandas.GeoDataFrame.from_arrow`` and lonboard take them as they are.
        """
        return _Form(self, "features")

    @property
    def texts(self) -> Questions[str]:
        """The questions, answered in sentences and tables for people."""
        return _Form(self, "text")

    def _asked(self, name: str, form: str, given: Given, sent: Any) -> Any:
        pairs, lists = words(given)
        return self._native.ask(name, form, pairs, lists, [] if sent is None else [(None, text(sent))])

    def _ask(self, name: str, given: Given, sent: Any = None) -> Any:
        if name in Drawings.__dict__:
            return self._asked(name, "svg", given, sent)
        return json.loads(self._asked(name, "json", given, sent))

    def classify(
        self,
        lon: Column,
        lat: Column | None = None,
        date: Column | Day | None = None,
        *,
        day: Day | None = None,
        regimes: bool = False,
        sources: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
    ) -> _native.Table:
        """The short answer at many places: one row for each, in their order.

        lon, lat: degrees on WGS 84, as columns; or lon alone, GeoArrow points.
        date: the day of each place, as a column of dates, timestamps with a time zone or texts; or one day for all
            (default: today). Of a timestamp without a zone its day counts.
        day: of places whose own is missing.
        regimes: whether to add a column for each legal regime: yes, no, disputed or not_determined. Not legal advice.
        sources: the ids of those to include (default: all); the verdict always uses all.
        columns: those to answer, in this order; see ``contactline classify --help``.
        prefix: stands before the names of the columns.

        Answers an Arrow table with the columns of ``contactline classify``: region, verdict, verdict.rests_on_stale, for each
        source status, holder, version (date32), age_days, stale, distance_m (metres), near_line, and error. A row that cannot
        be answered (no number, not on Earth, no day, a day to come) has its reason in error and nothing else.

        Raises QuestionError where no row can be answered: columns of something else, an unknown source or column.
        """
        if date is not None and not _is_column(date):
            date, day = None, date
        options = _options(day=_word(day), regimes=regimes, sources=sources, columns=columns, prefix=prefix)
        dates = column(date, "date")
        return self._native.classify(column(lon, "lon"), column(lat, "lat"), dates, options)

    def classify_table(
        self,
        table: Any,
        *,
        lon: str | None = None,
        lat: str | None = None,
        date: str | None = None,
        geometry: str | None = None,
        day: Day | None = None,
        date_format: str | None = None,
        regimes: bool = False,
        sources: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
    ) -> Any:
        """The rows of a table with their answers as columns beside them.

        table: anything with ``__arrow_c_stream__`` (pyarrow, Polars, pandas, DuckDB), or a GeoDataFrame of points.
        lon, lat, date: the names of the columns (default: told by their names and first values, as ``contactline classify``
            does; a warning says which, where that is not plain).
        geometry: the name of a column of GeoArrow points, in place of lon and lat.
        day: of every row, whatever date it has; with date named, of rows without one.
        date_format: how texts that are dates are written, as ``--date-format``.
        The others as for `classify`.

        A pandas DataFrame or GeoDataFrame is answered by one of its kind with the same index; all else by an Arrow table.

        Raises QuestionError as `classify`, and where it cannot be told which columns are meant.
        """
        given: dict[str, Any] = dict(lon=lon, lat=lat, date=date, geometry=geometry, day=day, date_format=date_format)
        given |= dict(regimes=regimes, sources=sources, columns=columns, prefix=prefix)
        if _frames.is_frame(table):
            return _frames.classified(self, table, given)
        return _native.gathered(self.classify_batches(table, **given))

    def classify_batches(
        self,
        table: Any,
        *,
        lon: str | None = None,
        lat: str | None = None,
        date: str | None = None,
        geometry: str | None = None,
        day: Day | None = None,
        date_format: str | None = None,
        regimes: bool = False,
        sources: Sequence[str] | None = None,
        columns: Sequence[str] | None = None,
        prefix: str = "",
    ) -> _native.Batches:
        """As `classify_table`, batch by batch as they are asked for: a stream of any length in bounded memory.

        Answers what can be iterated (tables), or handed on once to whatever reads ``__arrow_c_stream__``.
        """
        if not speaks_arrow(table):
            message = f"{type(table).__name__} is no table; give something with __arrow_c_stream__"
            raise QuestionError(message, code="bad-value", parameter="table")
        options = _options(
            lon=lon, lat=lat, date=date, date_format=date_format, day=_word(day),
            regimes=regimes, sources=sources, columns=columns, prefix=prefix,
        )  # fmt: skip
        batches, notes = self._native.classify_batches(table, geometry, options)
        for note in notes:
            warnings.warn(note, stacklevel=2)
        return batches


def _word(given: Day | None) -> str | None:
    return None if given is None else day(given, "day")


def _reopened(path: str | None, language: str, known_on: str | None) -> Atlas:
    given: Any = {"language": language, "known_on": known_on}
    return Atlas(**given) if path is None else Atlas.open(path, **given)


def _is_column(value: Any) -> bool:
    return speaks_arrow(value) or isinstance(value, list | tuple) or getattr(value, "ndim", 0) > 0 or isinstance(value, memoryview)


def _options(**given: Any) -> dict[str, Any]:
    """Every option of the rows, with those that are given."""
    every: dict[str, Any] = dict(
        lon=None, lat=None, date=None, date_format=None, day=None, sources=None, regimes=False, columns=None, prefix=""
    )
    for name in ("sources", "columns"):
        if isinstance(given.get(name), str):
            given[name] = [given[name]]
        elif given.get(name) is not None:
            given[name] = list(given[name])
    return every | given
