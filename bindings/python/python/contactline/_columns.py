"""Columns as they come: whatever speaks Arrow or the buffer protocol passes; lists and NumPy's days are made to."""

import datetime
from collections.abc import Sequence
from typing import Any, TypeAlias

from . import _native
from ._errors import QuestionError
from ._words import day

Column: TypeAlias = Any
"""A column: anything with ``__arrow_c_array__`` or ``__arrow_c_stream__`` (pyarrow, Polars, pandas 3, DuckDB, GeoArrow), with the
buffer protocol (NumPy, ``array.array``), or a list."""


def speaks_arrow(values: Any) -> bool:
    """Whether it hands out Arrow by itself."""
    return hasattr(values, "__arrow_c_array__") or hasattr(values, "__arrow_c_stream__")


def column(values: Any, name: str) -> Any:
    """What the extension reads."""
    if values is None or speaks_arrow(values):
        return values
    if isinstance(values, list | tuple):
        return _of_list(values, name)
    if hasattr(values, "__array__"):
        return _of_numpy(values.__array__(), name)
    return values


def _of_numpy(values: Any, name: str) -> Any:
    if values.ndim != 1:
        raise QuestionError(f"{name} has {values.ndim} dimensions; give one", code="bad-value", parameter=name)
    if values.dtype.kind == "M":
        # Not a time is the lowest of the numbers.
        return _native.seconds(values.astype("datetime64[s]").astype("int64"))
    if values.dtype.kind in "OUS":
        return _of_list(values.tolist(), name)
    return values if values.flags["C_CONTIGUOUS"] and values.dtype.isnative else values.astype(values.dtype.newbyteorder("="))


def _of_list(values: Sequence[Any], name: str) -> Any:
    def plain(value: Any) -> Any:
        missing = value is None or type(value).__name__ in ("NaTType", "NAType")
        return None if missing else day(value, name) if isinstance(value, datetime.date) else value

    try:
        return _native.column([plain(value) for value in values])
    except TypeError:
        message = f"{name} has values that are neither numbers, days nor texts"
        raise QuestionError(message, code="bad-value", parameter=name) from None
