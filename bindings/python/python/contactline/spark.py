"""contactline in Spark: a function of columns for SQL and data frames.

    import contactline.spark
    contactline.spark.register(spark, atlas="/data/atlas.sealed")
    spark.sql("SELECT answer.* FROM (SELECT contactline_at(lon, lat, day) AS answer FROM pings)")

Needs ``pyspark`` 4.1 or newer on the driver, and this package and ``pyarrow`` for the Python of every worker
(``PYSPARK_PYTHON``).
"""

import os
from collections.abc import Iterator, Sequence
from typing import Any

from . import _functions
from ._atlas import Atlas
from ._errors import DataError, QuestionError

_WORDS = {"string": "STRING", "bool": "BOOLEAN", "int64": "BIGINT", "double": "DOUBLE", "struct": "STRUCT<{}>"}

#: What this process has opened, by path and digest, with the options of the function.
_opened: dict[Any, Any] = {}
#: What was opened before this process was forked, by the digest of the file and the language.
_preloaded: dict[tuple[str | None, str], Atlas] = {}
#: Places in every region, and a day (days since 1970) on which each source says something.
_WARM = [(34.1, 45.0, 20_000), (33.5, 44.6, 20_000), (37.8, 48.0, 20_000), (39.3, 48.6, 20_000), (32.6, 46.6, 20_000), (35.1, 47.8, 20_000)]


def register(
    spark: Any,
    atlas: str | os.PathLike[str] | None = None,
    *,
    name: str = "contactline_at",
    regimes: bool = False,
    sources: Sequence[str] | None = None,
    language: str = "en",
) -> Any:
    """Registers ``contactline_at(lon DOUBLE, lat DOUBLE, day DATE)`` on a session of Spark, and answers it for data frames.

    It answers a STRUCT: region, verdict (agreed, disputed, single_source, unknown), rests_on_stale, with `regimes` a member
    for each legal regime, error, and sources, an ARRAY with a STRUCT for each: source, status, holder, version, age_days,
    stale, distance_m (metres), near_line, reason. What it says is what `Atlas.classify` says; versions are texts.

    A row without a number or day, off the Earth or of a day to come is ``unknown``, with the reason in error. No row raises.

    atlas: the path of a sealed file (``contactline seal``), which every worker sees at that path, or by its name among those
        of ``spark.sparkContext.addFile`` (default: what comes with the package). Each worker opens it once, and refuses one that
        is not the driver's to the bit.
    name: of the function.
    regimes, sources: as for `Atlas.classify`.
    language: of reasons.

    Raises QuestionError where the atlas is a directory, or there is none.
    """
    from pyspark.sql.functions import arrow_udf

    path, digest = _sealed(atlas)
    options = _functions.options(regimes, sources)
    key = (path, digest, language, repr(options))
    opened = Atlas(language=language) if path is None else Atlas.open(path, language=language)
    kind = _functions.field(opened._native.function(options, True, False)).type
    answer = _functions.of_arrow(kind, _WORDS.__getitem__, "`{}`: ", "ARRAY<{}>")

    import pyarrow

    def at(batches: Iterator[tuple[pyarrow.Array, pyarrow.Array, pyarrow.Array]]) -> Iterator[pyarrow.Array]:
        import pyarrow

        from contactline.spark import _function

        function = _function(key, options)
        for lon, lat, day in batches:
            yield pyarrow.array(function(lon, lat, day))

    at.__name__ = name
    function = arrow_udf(at, answer)
    spark.udf.register(name, function)
    return function


def preload(atlas: str | os.PathLike[str] | None = None, *, language: str = "en") -> None:
    """Opens an atlas in this process, for the workers that it forks later: they share its memory (`contactline.spark_daemon`).

    atlas, language: as for `register`, whose digest must be the same.
    """
    import pyarrow

    path, digest = _sealed(atlas)
    opened = Atlas(language=language) if path is None else Atlas.open(path, language=language)
    _preloaded[digest, language] = opened
    # What is made by the first questions is made here, on this thread alone: a fork has no other.
    asked = opened._native.function(_functions.options(True, None), True, False)
    lon, lat, day = zip(*_WARM, strict=True)
    pyarrow.array(asked(pyarrow.array(lon), pyarrow.array(lat), pyarrow.array(day, "int32").cast("date32")))


def _sealed(atlas: str | os.PathLike[str] | None) -> tuple[str | None, str | None]:
    """The path of a sealed file and its digest; of what comes with the package none."""
    if atlas is None:
        return None, None
    path = os.path.abspath(os.fspath(atlas))
    if os.path.isdir(path):
        message = f"{path} is a directory: workers share one file; make it with `contactline --data {path} seal --output FILE`"
        raise QuestionError(message, code="bad-value", parameter="atlas")
    if not os.path.exists(path):
        raise QuestionError(f"{path}: there is no such file", code="not-found", parameter="atlas")
    return path, _functions.digest(path)


def _function(key: Any, options: dict[str, Any]) -> Any:
    """The function of this process, its atlas opened once."""
    if key not in _opened:
        path, digest, language, _ = key
        atlas = _preloaded.get((digest, language))
        # Also of an atlas that is there already the file is looked at: one that was replaced is refused.
        found = path and _found(path, digest)
        if atlas is None:
            atlas = Atlas(language=language) if found is None else Atlas.open(found, language=language)
        # A worker is one of many processes: it works on one thread.
        _opened[key] = atlas._native.function(options, True, False)
    return _opened[key]


def _found(path: str, digest: str) -> str:
    """Where this worker has the file."""
    places = [path]
    try:
        from pyspark import SparkFiles

        places.append(SparkFiles.get(os.path.basename(path)))
    except Exception:  # Where there are no such files, the path alone counts.
        pass
    there = [place for place in places if os.path.exists(place)]
    if not there:
        raise DataError(f"{path}: this worker has no such file, nor one of that name from addFile", code="not-loaded")
    for place in there:
        if _functions.digest(place) == digest:
            return place
    raise DataError(f"{there[0]}: this is not the atlas that the driver registered; register it again", code="not-loaded")
