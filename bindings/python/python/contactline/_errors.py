"""What can go wrong, as exceptions with fields."""

import json
from typing import Any


class ContactlineError(Exception):
    """What every error of this package is.

    code: a stable word, such as ``bad-value`` or ``unknown-place``, as HTTP answers it.
    message: a sentence; also what ``str()`` gives.
    findings: what was found in data or in a geometry, each with its place.
    """

    def __init__(self, message: str, *, code: str, findings: list[dict[str, Any]] | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.code = code
        self.findings = findings or []

    def __reduce__(self) -> Any:
        return _rebuilt, (type(self), self.message, self.__dict__)


class QuestionError(ContactlineError, ValueError):
    """A question that is refused: a value that cannot be meant, a name that stands for nothing or for several.

    parameter: the parameter it is about, or None.
    candidates: the settlements that may have been meant, each with id, name, name_uk, region, lon, lat, population.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        parameter: str | None = None,
        findings: list[dict[str, Any]] | None = None,
        candidates: list[dict[str, Any]] | None = None,
    ) -> None:
        super().__init__(message, code=code, findings=findings)
        self.parameter = parameter
        self.candidates = candidates or []


class DataError(ContactlineError):
    """Data that cannot be opened or imported.

    report: of an import what was done before it ended, else None.
    """

    def __init__(
        self,
        message: str,
        *,
        code: str,
        findings: list[dict[str, Any]] | None = None,
        report: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(message, code=code, findings=findings)
        self.report = report


def _rebuilt(kind: type[ContactlineError], message: str, fields: dict[str, Any]) -> ContactlineError:
    error = kind.__new__(kind)
    Exception.__init__(error, message)
    error.__dict__.update(fields)
    return error


def _made(kind: str, fields: str) -> ContactlineError:
    members = json.loads(fields)
    made: type[Any] = {"QuestionError": QuestionError, "DataError": DataError}[kind]
    error: ContactlineError = made(members.pop("message"), **members)
    return error
