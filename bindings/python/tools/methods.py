"""Writes `_questions.py`: the methods of the questions, with types and documentation, from their one description.

    python tools/methods.py          writes it
    python tools/methods.py --check  says whether it is as it would be written
"""

import json
import sys
import textwrap
from pathlib import Path

from contactline import _native

TARGET = Path(__file__).parent.parent / "python" / "contactline" / "_questions.py"

HEAD = '''"""The questions as methods. Written by tools/methods.py from their one description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, Literal, TypeVar

from ._words import Day, Shape

Answer = TypeVar("Answer")


class Asker(Generic[Answer]):
    """Whoever asks a question and has its answer in a form."""

    def _ask(self, name: str, given: Mapping[str, tuple[str, Any]], sent: Any = None) -> Answer:
        raise NotImplementedError
'''

TYPES = {
    "date": "Day | None",
    "text": "str | None",
    "texts": "str | Sequence[str]",
    "number": "float | None",
    "whole": "int | None",
    "box": "tuple[float, float, float, float] | None",
    "bindings": "Mapping[str, Any] | None",
    "flag": "bool",
}
DEFAULTS = {"texts": "()", "flag": "False"}


def named(name):
    """A name that Python takes."""
    return name + "_" if name in ("from",) else name


def typed(parameter):
    kind = parameter["kind"]
    if kind == "word":
        return "Literal[" + ", ".join(f'"{word}"' for word in parameter["words"]) + "] | None"
    return TYPES[kind]


def argument(parameter):
    kind = typed(parameter)
    if parameter["is_required"]:
        return f"{named(parameter['name'])}: {kind.removesuffix(' | None')}"
    return f"{named(parameter['name'])}: {kind} = {DEFAULTS.get(parameter['kind'], 'None')}"


def sentence(text):
    """What is said of a parameter, in Python's words."""
    text = text.replace(", on the command line files (.toml or .json) too", "").replace("; on the command line ", "; ")
    return text.rstrip(".")


def wrapped(text, indent, hang=""):
    return textwrap.fill(text, width=120, initial_indent=indent, subsequent_indent=indent + hang)


def method(question, answer):
    parameters = list(question["parameters"])
    if question["has_geojson"]:
        about = "Direction of rings: rfc7946 (default), or d3, the other way, as d3-geo reads them"
        parameters.append({"name": "winding", "about": about, "kind": "text", "words": [], "is_required": False})
    first = [p for p in parameters if p["name"] in ("lon", "lat") or p["is_required"]]
    rest = [p for p in parameters if p not in first]
    sent = question["sent"]
    arguments = ["self"]
    if sent:
        arguments.append("sent: Shape" if "GeoJSON" in sent else "sent: str")
    arguments += [argument(p) for p in first]
    arguments += (["*"] if rest else []) + [argument(p) for p in rest]
    lines = [f"    def {question['name']}("] + [f"        {a}," for a in arguments] + [f"    ) -> {answer}:"]
    lines.append(f'        """{question["about"]}.')
    lines.append("")
    if sent:
        about = "GeoJSON with areas or lines" if "GeoJSON" in sent else "the text of a proposal, TOML or JSON"
        lines.append(wrapped(f"sent: {about}.", " " * 8, "    "))
    lines += [wrapped(f"{named(p['name'])}: {sentence(p['about'])}.", " " * 8, "    ") for p in first + rest]
    lines.append("")
    lines.append(wrapped("Raises QuestionError where it is refused, with code, parameter and candidates.", " " * 8))
    lines.append('        """')
    lines.append("        given: dict[str, tuple[str, Any]] = {")
    lines += [f'            "{p["name"]}": ("{p["kind"]}", {named(p["name"])}),' for p in parameters]
    lines.append("        }")
    lines.append(f'        return self._ask("{question["name"]}", given{", sent" if sent else ""})')
    return "\n".join(lines)


def group(name, about, questions, answer):
    base = "Asker[Answer]" if answer == "Answer" else f"Asker[{answer}]"
    methods = "\n\n".join(method(question, answer) for question in questions)
    return f'\n\nclass {name}({base}):\n    """{about}"""\n\n{methods}\n'


def written():
    questions = json.loads(_native.questions())
    said = [q for q in questions if "json" in q["forms"]]
    drawn = [q for q in questions if "json" not in q["forms"]]
    rows = [q for q in said if "csv" in q["forms"]]
    shapes = [q for q in said if q["has_geojson"]]
    assert all(q in rows for q in said), "a question without rows"
    text = HEAD + group("Questions", "Every question that has an answer in words and numbers.", said, "Answer")
    text += group("Drawings", "Every question that is answered by a picture alone: SVG as a text.", drawn, "str")
    names = ", ".join(f'"{q["name"]}"' for q in shapes)
    return text + f"\n\nWITH_GEOMETRY = ({names},)\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit(0 if TARGET.exists() and TARGET.read_text() == written() else "_questions.py is not as described: run tools/methods.py")
    TARGET.write_text(written())
