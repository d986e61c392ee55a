"""contactline in DuckDB: a function of columns for SQL.

    import duckdb, contactline.duckdb
    con = duckdb.connect()
    contactline.duckdb.register(con)
    con.sql("SELECT contactline_at(lon, lat, day).verdict, count(*) FROM pings GROUP BY 1")

Needs the packages ``duckdb`` and ``pyarrow``.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from . import _functions
from ._atlas import Atlas

_WORDS = {"string": "VARCHAR", "bool": "BOOLEAN", "int64": "BIGINT", "double": "DOUBLE", "struct": "STRUCT({})"}


def register(
    con: Any,
    atlas: Atlas | str | os.PathLike[str] | None = None,
    *,
    name: str = "contactline_at",
    regimes: bool = False,
    sources: Sequence[str] | None = None,
) -> None:
    """Registers ``contactline_at(lon DOUBLE, lat DOUBLE, day DATE)`` on a connection of DuckDB.

    It answers a STRUCT: region, verdict (agreed, disputed, single_source, unknown), rests_on_stale, with `regimes` a member
    for each legal regime, error, and sources, a list with a STRUCT for each: source, status, holder, version, age_days,
    stale, distance_m (metres), near_line, reason. What it says is what `Atlas.classify` says; versions are texts.

    A row without a number or day, off the Earth or of a day to come is ``unknown``, with the reason in error. No row raises.

    atlas: an `Atlas`, or the path of a sealed file or data directory (default: what comes with the package).
    name: of the function.
    regimes, sources: as for `Atlas.classify`.
    """
    import pyarrow

    function = _functions.resolved(atlas)._native.function(_functions.options(regimes, sources), True, True)
    kind = _functions.field(function).type
    answer = _functions.of_arrow(kind, _WORDS.__getitem__, '"{}" ', "{}[]")

    def at(lon: Any, lat: Any, day: Any) -> Any:
        return pyarrow.array(function(lon, lat, day))

    con.create_function(name, at, ["DOUBLE", "DOUBLE", "DATE"], answer, type="arrow", null_handling="special")
