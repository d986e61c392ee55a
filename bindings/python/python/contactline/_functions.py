"""What the functions of SQL engines share: which atlas, what they answer, and its type as SQL writes it."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from typing import Any

from ._atlas import Atlas, _options
from ._errors import QuestionError

#: What a function answers of each source, in order.
FACTS = ("status", "holder", "version", "age_days", "stale", "distance_m", "near_line", "reason")


def options(regimes: bool, sources: Sequence[str] | None) -> dict[str, Any]:
    """What the function is asked for every row."""
    columns = ["region", "verdict", "verdict.rests_on_stale", *FACTS]
    return _options(columns=columns, regimes=regimes, sources=sources)


def digest(path: str) -> str:
    """The SHA-256 of a file."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def of_arrow(kind: Any, write: Callable[[str], str], struct: str, array: str) -> str:
    """An Arrow type as SQL writes it; `write` tells the words of a dialect."""
    import pyarrow

    if pyarrow.types.is_struct(kind):
        members = (f"{struct.format(f.name)}{of_arrow(f.type, write, struct, array)}" for f in kind)
        return write("struct").format(", ".join(members))
    if pyarrow.types.is_list(kind):
        return array.format(of_arrow(kind.value_type, write, struct, array))
    return write(str(kind))


def field(function: Any) -> Any:
    """What a function answers, as a field of Arrow."""
    import pyarrow

    return pyarrow.field(function)


def resolved(atlas: Atlas | str | os.PathLike[str] | None) -> Atlas:
    """An atlas, opened where it is a path."""
    if atlas is None:
        return Atlas()
    if isinstance(atlas, Atlas):
        return atlas
    if isinstance(atlas, str | os.PathLike):
        return Atlas.open(atlas)
    raise QuestionError(f"{atlas!r} is no atlas; give an Atlas or a path", code="bad-value", parameter="atlas")
