"""Values of Python as the words that every door of contactline reads."""

import datetime
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

from ._errors import QuestionError

Day: TypeAlias = str | datetime.date
"""A day (`datetime.date`, "2025-12-02"), a second (a `datetime.datetime` with a time zone, "2025-12-02T10:00:00Z") or "latest"."""

Shape: TypeAlias = str | Mapping[str, Any] | Any
"""GeoJSON as a text or a dict, or anything with ``__geo_interface__``."""


def day(value: Day, name: str = "date") -> str:
    """A day or second as a word."""
    if isinstance(value, str):
        return value
    if isinstance(value, datetime.datetime):
        if value.tzinfo is None:
            raise QuestionError(
                f"{value.isoformat()} has no time zone; give a date, or a datetime with its zone",
                code="bad-value",
                parameter=name,
            )
        second = value.astimezone(datetime.timezone.utc).replace(microsecond=0, tzinfo=None)
        return second.isoformat() + "Z"
    if isinstance(value, datetime.date):
        return value.isoformat()
    if type(value).__name__ == "datetime64":
        return str(value)
    raise QuestionError(f"{value!r} is no day; give a date or a text", code="bad-value", parameter=name)


def words(given: Mapping[str, tuple[str, Any]]) -> tuple[list[tuple[str, str]], list[tuple[str, list[str]]]]:
    """Parameters with their kinds and values as names with words, and as names with lists of words."""
    pairs: list[tuple[str, str]] = []
    lists: list[tuple[str, list[str]]] = []
    for name, (kind, value) in given.items():
        if value is None or value is False:
            continue
        if kind == "flag":
            pairs.append((name, "true"))
        elif kind == "date":
            pairs.append((name, day(value, name)))
        elif kind == "number" and not isinstance(value, str):
            pairs.append((name, repr(float(value))))
        elif kind == "box" and not isinstance(value, str):
            pairs.append((name, ",".join(repr(float(side)) for side in value)))
        elif kind == "texts":
            texts: Sequence[str] = [value] if isinstance(value, str) else list(value)
            if texts:
                lists.append((name, list(texts)))
        elif kind == "bindings":
            lists.append((name, [f"{key}:{_bound(bound)}" for key, bound in dict(value).items()]))
        else:
            pairs.append((name, str(value)))
    return pairs, lists


def _bound(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def text(sent: Any) -> str:
    """What is sent with a question as a text: GeoJSON, TOML or JSON."""
    if isinstance(sent, str):
        return sent
    return json.dumps(getattr(sent, "__geo_interface__", sent))
