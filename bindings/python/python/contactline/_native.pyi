"""The extension: what the package calls, and the two kinds of answers in columns."""

from collections.abc import Iterator, Sequence
from os import PathLike
from typing import Any

VERSION: str

class Table:
    """Columns of one length, by name: an Arrow table for whatever reads ``__arrow_c_stream__``.

    ``pyarrow.table(table)``, ``polars.DataFrame(table)``, ``geopandas.GeoDataFrame.from_arrow(table)``; DuckDB reads it by the
    name of its variable once it is one of pyarrow's.
    """

    @property
    def num_rows(self) -> int:
        """The number of rows."""
    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
    @property
    def nbytes(self) -> int:
        """The bytes that its columns hold."""
    def __len__(self) -> int: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class Batches:
    """Rows with their answers, batch by batch as they are asked for: iterated, or handed on once as a stream."""

    @property
    def column_names(self) -> list[str]:
        """The names of the columns, in order."""
    def __iter__(self) -> Iterator[Table]: ...
    def __next__(self) -> Table: ...
    def __arrow_c_schema__(self) -> object: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

class Atlas:
    def __init__(self, path: str | None, spoken: str, expected: str | None, known_on: str | None) -> None: ...
    @property
    def caveat(self) -> str | None: ...
    @property
    def fingerprint(self) -> str: ...
    @property
    def sources(self) -> list[str]: ...
    def ask(
        self,
        name: str,
        form: str,
        pairs: list[tuple[str, str]],
        lists: list[tuple[str, list[str]]],
        sent: Sequence[tuple[str | None, str]],
    ) -> Any: ...
    def classify(self, lon: Any, lat: Any, date: Any, options: dict[str, Any]) -> Table: ...
    def classify_batches(self, table: Any, geometry: str | None, options: dict[str, Any]) -> tuple[Batches, list[str]]: ...
    def function(self, options: dict[str, Any], is_dated: bool, is_parallel: bool) -> Function: ...

class Function:
    def __arrow_c_schema__(self) -> object: ...
    def __call__(self, lon: Any, lat: Any, date: Any) -> Any: ...

def main(words: Sequence[str]) -> int: ...
def questions() -> str: ...
def column(values: Sequence[Any]) -> Any: ...
def seconds(values: Any) -> Any: ...
def gathered(batches: Batches) -> Table: ...
def import_files(
    files: Sequence[str | PathLike[str]],
    directory: str | PathLike[str],
    *,
    format: str | None,
    date: str | None,
    crs: str | None,
    layer: str | None,
    source: str | None,
    mapping: str | PathLike[str] | None,
    tessellation: str | PathLike[str] | None,
    column: str | None,
    settlements: str | PathLike[str] | None,
    amendments: str | None,
    attribution: str | None,
) -> str: ...
