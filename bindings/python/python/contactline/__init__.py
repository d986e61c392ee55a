"""Who holds a place, who claims it, on which day, says who: Crimea, Sevastopol, Donbas, Kherson and Zaporizhzhia.

    >>> import contactline
    >>> atlas = contactline.Atlas()
    >>> atlas.at(37.177, 48.280, date="2025-05-07")["verdict"]["kind"]

The answers are those of the command line and the HTTP service; ``python -m contactline`` is the former.
"""

import json as _json
import os as _os
from collections.abc import Sequence as _Sequence
from typing import Any as _Any

from . import _native
from ._atlas import Atlas
from ._errors import ContactlineError, DataError, QuestionError
from ._native import Batches, Table
from ._words import Day as _Day
from ._words import day as _day

__version__: str = _native.VERSION
__all__ = ["Atlas", "Batches", "ContactlineError", "DataError", "QuestionError", "Table", "import_files"]


def import_files(
    files: str | _os.PathLike[str] | _Sequence[str | _os.PathLike[str]],
    directory: str | _os.PathLike[str],
    *,
    format: str | None = None,
    date: _Day | None = None,
    crs: str | None = None,
    layer: str | None = None,
    source: str | None = None,
    mapping: str | _os.PathLike[str] | None = None,
    tessellation: str | _os.PathLike[str] | None = None,
    column: str | None = None,
    settlements: str | _os.PathLike[str] | None = None,
    amendments: str | None = None,
    attribution: str | None = None,
) -> dict[str, _Any]:
    """Imports files of a publisher's map into a data directory, which is made where it is not there.

    files: files, or directories of files.
    directory: what `Atlas.open` opens afterwards.
    format: deepstate-daily, deepstate-raw, isw, nzz, viina, official-list or boundaries (default: detected from the content).
    date: of the version, where the file does not contain it.
    crs: reference system of the coordinates, such as EPSG:4284, where the file's own member is missing or wrong.
    layer: of a map published in layers, where neither name nor property gives it.
    source: the source's id (default: the format's own).
    mapping: a TOML file that describes the properties of the files, in place of a format.
    tessellation, column: for viina; settlements, amendments: for official-list; attribution: for boundaries; as the flags of
    ``contactline import``.

    Answers a dict: imported, replaced and refused (numbers of versions and files), summary, and findings, each with
    severity, code, message and place, equal to what ``contactline import --json`` prints.

    Raises DataError where the directory cannot be written, with what was done by then in report, and QuestionError for a word
    that cannot be meant. A file that is not there or cannot be read is among the findings, and counted as refused.
    """
    many = [files] if isinstance(files, str | _os.PathLike) else list(files)
    told: dict[str, _Any] = _json.loads(_native.import_files(
        many, directory, format=format, date=None if date is None else _day(date), crs=crs, layer=layer, source=source,
        mapping=mapping, tessellation=tessellation, column=column, settlements=settlements, amendments=amendments,
        attribution=attribution,
    ))  # fmt: skip
    return told
