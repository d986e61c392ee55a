"""Columns in every form there is: byte for byte what the program answers to the same rows as CSV."""

import array
import datetime
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time

import pyarrow
import pytest
from conftest import answers_of, as_csv, as_texts, points

import contactline

ROWS = points(3_000)
LON, LAT, DAY = (list(column) for column in zip(*ROWS, strict=True))
DAYS = [None if day is None else datetime.date.fromisoformat(day) for day in DAY]


@pytest.fixture(scope="module")
def told(program_of_many):
    """What the program answers."""
    return answers_of(program_of_many("classify", "-", stdin=as_csv(ROWS)))


def table():
    return pyarrow.table({"lon": pyarrow.array(LON, "float64"), "lat": pyarrow.array(LAT, "float64"), "date": DAYS})


def without(columns, *names):
    return {name: values for name, values in columns.items() if name not in names}


def test_columns_are_what_the_program_answers(many, told):
    answers = many.classify(LON, LAT, DAYS)
    assert as_texts(answers) == told
    assert len(answers) == len(ROWS) and sum(bool(error) for error in told["error"]) >= 8
    kinds = {field.name: str(field.type) for field in pyarrow.table(answers).schema}
    assert kinds["nzz.version"] == "date32[day]" and kinds["nzz.distance_m"] == "double"
    # A source that stamps its versions with times of day has them as texts.
    assert kinds["deepstate-raw.version" if "deepstate-raw.version" in kinds else "error"] == "string"


@pytest.mark.engines
def test_every_kind_of_column_is_read(many, told):
    polars, numpy, pandas = (pytest.importorskip(name) for name in ("polars", "numpy", "pandas"))
    lon, lat, days = table().columns
    nan = float("nan")
    forms = {
        "pyarrow": (lon, lat, days),
        "chunks": (pyarrow.chunked_array([lon.slice(0, 7).combine_chunks(), lon.slice(7).combine_chunks()]), lat, days),
        "texts": (lon, lat, pyarrow.array(DAY)),
        "wide texts": (lon, lat, pyarrow.array(DAY, "large_string")),
        "dictionary": (lon, lat, pyarrow.array(DAY).dictionary_encode()),
        "milliseconds": (lon, lat, days.cast("date64")),
        "midnights": (lon, lat, days.cast("timestamp[us]")),
        "polars": tuple(polars.DataFrame(table()).get_columns()),
        "lists": (LON, LAT, DAY),
    }
    for name, (lon_, lat_, day_) in forms.items():
        assert as_texts(many.classify(lon_, lat_, day_)) == told, name
    # NumPy and `array` have no value for none: the number that is none is told of in its own words.
    numbers = [[nan if value is None else value for value in column] for column in (LON, LAT)]
    days_ = numpy.array(DAY, "datetime64[D]")
    buffers = {
        "numpy": (*map(numpy.array, numbers), days_),
        "strided": (*(numpy.repeat(numpy.array(column), 2)[::2] for column in numbers), days_),
        "array": (*(array.array("d", column) for column in numbers), DAY),
        "pandas": (*(pandas.Series(column) for column in numbers), pandas.Series(days_)),
    }
    for name, (lon_, lat_, day_) in buffers.items():
        assert without(as_texts(many.classify(lon_, lat_, day_)), "error") == without(told, "error"), name
    floats = many.classify(numpy.array([37.25], "float32"), numpy.array([48], "int16"), "2025-01-02")
    assert as_texts(floats) == as_texts(many.classify([37.25], [48.0], "2025-01-02"))


def test_a_table_keeps_its_columns_and_gets_those_of_the_program(many, told):
    answered = pyarrow.table(many.classify_table(table().append_column("n", pyarrow.array(range(len(ROWS))))))
    assert answered.column_names[:4] == ["lon", "lat", "date", "n"]
    assert answered.select(["lon", "n"]).num_rows == len(ROWS)
    assert {name: values for name, values in as_texts(answered).items() if name in told} == told


@pytest.mark.parametrize("options", [["--columns", "as_of,version,reason,caveat,uncertain_within_m"], ["--regimes"], ["--source", "nzz"]])
def test_options_are_those_of_the_program(many, program_of_many, options):
    told = answers_of(program_of_many("classify", "-", *options, "--prefix", "c_", stdin=as_csv(ROWS)))
    given = {"--columns": dict(columns=options[-1].split(",")), "--regimes": dict(regimes=True), "--source": dict(sources=["nzz"])}
    assert as_texts(many.classify(LON, LAT, DAYS, prefix="c_", **given[options[0]])) == told


def test_places_of_geoarrow(many, told):
    struct = pyarrow.StructArray.from_arrays(
        [pyarrow.array(LON, "float64"), pyarrow.array(LAT, "float64")], names=["x", "y"]
    )
    assert as_texts(many.classify(struct, date=DAYS)) == told
    import struct as bytes_

    kept = [place for place, (lon, lat, _) in enumerate(ROWS) if lon is not None and lat is not None]
    points = pyarrow.array([bytes_.pack("<BIdd", 1, 1, LON[k], LAT[k]) for k in kept], "binary")
    metadata = {"ARROW:extension:name": "geoarrow.wkb", "ARROW:extension:metadata": '{"crs":"EPSG:4326"}'}
    field = pyarrow.field("where", "binary", metadata=metadata)
    frame = pyarrow.table([points, [DAYS[k] for k in kept]], schema=pyarrow.schema([field, pyarrow.field("date", "date32")]))
    answered = as_texts(many.classify_table(frame))
    assert {name: answered[name] for name in told} == {name: [column[k] for k in kept] for name, column in told.items()}
    metres = frame.cast(pyarrow.schema([field.with_metadata(metadata | {"ARROW:extension:metadata": '{"crs":"EPSG:32637"}'}), frame.schema[1]]))
    with pytest.raises(ValueError, match="EPSG:32637"):
        many.classify_table(metres)


def test_a_moment_counts_by_its_zone(many):
    moments = pyarrow.array([datetime.datetime(2025, 1, 2, 10)] * 2, pyarrow.timestamp("ns"))
    zoned = moments.cast(pyarrow.timestamp("ns", "Europe/Kyiv"))
    told = as_texts(many.classify([37.2, 37.2], [48.2, 48.2], zoned, columns=["as_of", "version"]))
    assert told["as_of"] == ["2025-01-02T10:00:00Z"] * 2
    # Without a zone the day counts, as it does where such a time is written in a table of text.
    bare = as_texts(many.classify([37.2, 37.2], [48.2, 48.2], moments, columns=["as_of"]))
    written = as_texts(many.classify([37.2], [48.2], ["2025-01-02T10:00:00"], columns=["as_of"]))
    assert bare["as_of"] == ["2025-01-02"] * 2 == written["as_of"] * 2


def test_days_beyond_every_calendar_are_told_of(many):
    days = pyarrow.array([-(2**31), 2**31 - 1, 0], "int32").cast("date32")
    seconds = pyarrow.array([-(2**63), 2**63 - 1, 0], "int64").cast(pyarrow.timestamp("s", "UTC"))
    for dates in (days, seconds):
        told = as_texts(many.classify([37.2] * 3, [48.2] * 3, dates))
        assert told["verdict"] == ["", "", ""] and "calendar" in told["error"][0] and "1991" in told["error"][2]


def test_nothing_is_answered_by_nothing(many):
    assert len(many.classify([], [])) == 0
    empty = many.classify_table(table().slice(0, 0))
    assert len(empty) == 0 and "verdict" in empty.column_names
    assert pyarrow.table(many.tables.settlements(q="Nowhereville")).num_rows == 0


@pytest.mark.parametrize(
    ("ask", "parameter", "word"),
    [
        (lambda a: a.classify([1.0], [2.0, 3.0]), "lat", "2 values"),
        (lambda a: a.classify(["x"], [2.0]), "lon", "numbers"),
        (lambda a: a.classify([1.0], [2.0], [5]), "date", "no days"),
        (lambda a: a.classify([1.0], [2.0], sources=["none"]), "source", "no source"),
        (lambda a: a.classify([1.0], [2.0], columns=["none"]), "columns", "no column"),
        (lambda a: a.classify([1.0], [2.0], "2999-01-01"), "day", "after today"),
        (lambda a: a.classify([1.0]), "lon", "no points"),
        (lambda a: a.classify_table(table().rename_columns(["a", "b", "c"])), None, "longitude"),
        (lambda a: a.classify_table(table().append_column("verdict", pyarrow.array(LON))), None, "prefix="),
        (lambda a: a.classify_table(table(), geometry="where"), "geometry", "no column"),
        (lambda a: a.classify_table(5), "table", "no table"),
    ],
)
def test_columns_of_something_else_are_refused(many, ask, parameter, word):
    with pytest.raises(contactline.QuestionError, match=word) as refused:
        ask(many)
    assert refused.value.parameter == parameter


def test_a_stream_of_any_length_is_answered_in_bounded_memory(many):
    rows = 200_000
    column = pyarrow.array([37.0, 38.0] * 5_000)
    batch = pyarrow.record_batch({"lon": column, "lat": pyarrow.array([48.0] * 10_000)})
    given = []

    def batches():
        for _ in range(rows // 10_000):
            given.append(1)
            yield batch

    stream = pyarrow.RecordBatchReader.from_batches(batch.schema, batches())
    answers = many.classify_batches(stream, day="2025-01-02", columns=["verdict"])
    seen = 0
    for part in pyarrow.RecordBatchReader.from_stream(answers):
        seen += part.num_rows
        # No more is read than is answered.
        assert len(given) * 10_000 <= seen + 10_000
    assert seen == rows
    with pytest.raises(ValueError, match="read already"):
        next(answers)


@pytest.mark.engines
def test_frames_come_back_with_their_index(many, told):
    geopandas = pytest.importorskip("geopandas")
    import pandas

    kept = [place for place, (lon, lat, _) in enumerate(ROWS) if lon == lon and lat is not None and lon is not None and abs(lat) <= 90]
    lon, lat = [LON[k] for k in kept], [LAT[k] for k in kept]
    frame = geopandas.GeoDataFrame(
        {"date": [DAYS[k] for k in kept]}, geometry=geopandas.points_from_xy(lon, lat, crs=4326), index=[f"row {k}" for k in kept]
    )
    answered = many.classify_table(frame)
    assert isinstance(answered, geopandas.GeoDataFrame) and list(answered.index) == list(frame.index)
    assert answered.crs == frame.crs and answered.geometry.equals(frame.geometry)
    verdicts = [None if pandas.isna(verdict) else verdict for verdict in answered["verdict"]]
    assert [verdict or "" for verdict in verdicts] == [told["verdict"][k] for k in kept]
    inside = frame.iloc[:100]
    assert list(many.classify_table(inside.to_crs(32637))["verdict"]) == list(answered["verdict"][:100])
    plain = pandas.DataFrame({"lon": lon, "lat": lat, "date": frame["date"]})
    assert list(many.classify_table(plain)["error"].fillna("")) == [told["error"][k] for k in kept]
    with pytest.raises(contactline.QuestionError, match="set_crs"):
        many.classify_table(frame.set_crs(None, allow_override=True))
    with pytest.raises(contactline.QuestionError, match="LineString"):
        many.classify_table(geopandas.GeoDataFrame(geometry=geopandas.GeoSeries.from_wkt(["LINESTRING(37 48, 38 48)"], crs=4326)))


@pytest.mark.engines
def test_shapes_are_geoarrow_that_geopandas_shows(many):
    geopandas = pytest.importorskip("geopandas")
    line = geopandas.GeoDataFrame.from_arrow(many.features.line(date="2025-01-02"))
    assert line.crs == "OGC:CRS84" and set(line.geom_type) == {"MultiLineString"}
    assert line["length_m"].iloc[0] == many.line(date="2025-01-02")["length_m"]
    told = many.changes(from_="2025-01-01", to="2025-01-02")
    changes = geopandas.GeoDataFrame.from_arrow(many.features.changes(from_="2025-01-01", to="2025-01-02"))
    assert len(changes) == len(told["features"]) > 0 and changes.geometry.is_valid.all()
    own = geopandas.GeoDataFrame.from_features(told, crs="OGC:CRS84")
    assert changes.geometry.geom_equals_exact(own.geometry, 0).all() and list(changes["area_m2"]) == list(own["area_m2"])
    nothing = many.features.changes(from_="2025-01-02", to="2025-01-02")
    assert nothing.column_names == ["kind", "party", "area_m2", "geometry"] and len(nothing) == 0


def test_rows_of_a_question_have_types(many, program_of_many):
    table = pyarrow.table(many.tables.areas(date="2025-01-02"))
    told = program_of_many("areas", "--date", "2025-01-02", "--format", "csv")
    assert table.num_rows == told.count("\n") - 1
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["date"], kinds["area_m2"], kinds["stale"], kinds["age_days"]) == ("date32[day]", "double", "bool", "int64")


def _count(atlas_and_places):
    atlas, lon, lat = atlas_and_places
    return as_texts(atlas.classify(lon, lat, "2025-01-02"))["verdict"]


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_two_processes_answer_alike(many, method):
    lon, lat = [37.0 + k / 10_000 for k in range(9_000)], [48.2] * 9_000
    own = _count((many, lon, lat))
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(_count, [(many, lon, lat)] * 2, chunksize=1) == [own, own]


def test_ctrl_c_stops_columns(sealed):
    """A minute of rows ends at once, with the exception that Python has for it."""
    script = textwrap.dedent(f"""
        import numpy, contactline
        atlas = contactline.Atlas.open({str(sealed)!r})
        lon = numpy.linspace(36, 39, 50_000_000)
        print("begun", flush=True)
        try:
            atlas.classify(lon, lon + 11, "2025-01-02")
        except KeyboardInterrupt:
            print("stopped", flush=True)
    """)
    process = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "begun\n"
    time.sleep(1)
    begun = time.monotonic()
    os.kill(process.pid, signal.SIGINT)
    assert process.communicate(timeout=60)[0] == "stopped\n"
    assert time.monotonic() - begun < 30
