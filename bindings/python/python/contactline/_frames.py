"""Frames of pandas and GeoPandas: answered by frames of the same kind and index."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from ._errors import QuestionError

if TYPE_CHECKING:
    from ._atlas import Atlas

_LON, _LAT = "contactline longitude", "contactline latitude"


def is_frame(table: Any) -> bool:
    """Whether it is a frame of pandas; nothing is imported to find out."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(table, pandas.DataFrame)


def classified(atlas: Atlas, frame: Any, given: dict[str, Any]) -> Any:
    """The frame with its answers beside it."""
    import pandas
    import pyarrow

    own = list(frame.columns)
    table = frame
    if hasattr(frame, "geometry") and given["lon"] is None and given["lat"] is None:
        table = _with_numbers(frame, given["geometry"])
        given = given | dict(lon=_LON, lat=_LAT, geometry=None)
    arrow = pyarrow.Table.from_pandas(table, preserve_index=False)
    answered = pyarrow.table(atlas.classify_batches(arrow, **given))
    answers = answered.select(range(arrow.num_columns, answered.num_columns)).to_pandas()
    answers.index = frame.index
    beside = pandas.concat([frame, answers], axis="columns")
    assert list(beside.columns[: len(own)]) == own
    return beside


def _with_numbers(frame: Any, geometry: str | None) -> Any:
    """The frame with longitude and latitude in place of its points."""
    points = frame.geometry if geometry is None else frame[geometry]
    if points.crs is None:
        message = "the frame has no reference system; set it with set_crs, for degrees on WGS 84 EPSG:4326"
        raise QuestionError(message, code="unknown-crs", parameter="geometry")
    other = points.geom_type[points.notna() & (points.geom_type != "Point")]
    if len(other):
        message = f"row {other.index[0]!r} is a {other.iloc[0]}, no point: take its representative_point() or centroid first"
        raise QuestionError(message, code="bad-geometry", parameter="geometry")
    points = points.to_crs(4326)
    bare = frame.drop(columns=[name for name, kind in frame.dtypes.items() if str(kind) == "geometry"])
    # What is no point, or an empty one, has no numbers.
    return bare.assign(**{_LON: points.x.values, _LAT: points.y.values})
