"""The function of columns in DuckDB and Spark: what it answers is what `classify` answers."""

import datetime
import os
import shutil
import sys

import pyarrow
import pytest
from conftest import as_texts, points, text_of

import contactline

pytestmark = pytest.mark.engines

ROWS = points(2_000, seed=4)
LON, LAT, DAY = (list(column) for column in zip(*ROWS, strict=True))
DAYS = [None if day is None else datetime.date.fromisoformat(day) for day in DAY]
FACTS = ["status", "holder", "version", "age_days", "stale", "distance_m", "near_line"]


@pytest.fixture(scope="module")
def told(many):
    return as_texts(many.classify(LON, LAT, DAYS))


def same(answers, told, many):
    """Whether structs tell what the columns do; of rows without an answer that nothing is known."""
    assert len(answers) == len(ROWS)
    for row, answer in enumerate(answers):
        error = told["error"][row]
        assert text_of(answer["error"]) == error
        assert answer["verdict"] == (told["verdict"][row] or "unknown")
        assert text_of(answer["region"]) == told["region"][row]
        assert text_of(answer["rests_on_stale"]) == told["verdict.rests_on_stale"][row]
        assert [of["source"] for of in answer["sources"]] == many.source_ids
        for of in answer["sources"]:
            assert [text_of(of[fact]) for fact in FACTS] == [told[f"{of['source']}.{fact}"][row] for fact in FACTS]
    assert sum(bool(error) for error in told["error"]) >= 8


def test_duckdb_answers_as_classify(many, told):
    duckdb = pytest.importorskip("duckdb")
    import contactline.duckdb

    con = duckdb.connect()
    contactline.duckdb.register(con, many)
    pings = pyarrow.table({"n": range(len(ROWS)), "lon": pyarrow.array(LON, "float64"), "lat": pyarrow.array(LAT, "float64"), "day": DAYS})
    con.register("pings", pings)
    answers = con.sql("SELECT contactline_at(lon, lat, day) AS answer FROM pings ORDER BY n").fetchall()
    same([answer for (answer,) in answers], told, many)
    counted = con.sql("SELECT contactline_at(lon, lat, day).verdict AS verdict, count(*) FROM pings GROUP BY ALL").fetchall()
    assert sum(count for _, count in counted) == len(ROWS)
    assert con.sql("SELECT contactline_at(lon, lat, day) FROM pings WHERE false").fetchall() == []
    nothing = con.sql("SELECT contactline_at(NULL, 48.0, DATE '2025-01-02').verdict, contactline_at(37, 48, NULL).error").fetchall()[0]
    assert nothing[0] == "unknown" and "no date" in nothing[1]


def test_duckdb_reads_the_tables(many):
    duckdb = pytest.importorskip("duckdb")
    answers = pyarrow.table(many.classify(LON, LAT, DAYS))  # noqa: F841 read by its name
    assert duckdb.sql("SELECT count(verdict) FROM answers").fetchall()[0][0] > 0
    relation = duckdb.sql("SELECT 37.177::DOUBLE AS lon, 48.28::DOUBLE AS lat, DATE '2025-01-02' AS date")
    answered = pyarrow.table(many.classify_table(relation))
    assert answered.num_rows == 1 and answered["region"].to_pylist() == ["ua-14"]


@pytest.fixture(scope="module")
def spark():
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none")
    # Workers have the interpreter that this is.
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.shuffle.partitions", "2").config("spark.sql.session.timeZone", "UTC")
    session = builder.getOrCreate()
    yield session
    session.stop()


def pings(spark):
    rows = [(n, lon, lat, day) for n, (lon, lat, day) in enumerate(zip(LON, LAT, DAYS, strict=True))]
    return spark.createDataFrame(rows, "n INT, lon DOUBLE, lat DOUBLE, day DATE").repartition(4)


def test_spark_answers_as_classify(spark, sealed, told, many):
    import contactline.spark

    contactline.spark.register(spark, atlas=sealed)
    pings(spark).createOrReplaceTempView("pings")
    answers = spark.sql("SELECT contactline_at(lon, lat, day) AS answer FROM pings ORDER BY n").collect()
    same([row.answer.asDict(recursive=True) for row in answers], told, many)
    wide = spark.sql("SELECT answer.* FROM (SELECT contactline_at(lon, lat, day) AS answer FROM pings)")
    assert wide.columns == ["region", "verdict", "rests_on_stale", "error", "sources"]
    assert spark.sql("SELECT contactline_at(lon, lat, day).verdict FROM pings WHERE false").count() == 0


def test_spark_has_what_is_built_in_and_files_that_were_added(spark, sealed, atlas, tmp_path, many):
    import contactline.spark

    at = contactline.spark.register(spark, name="built_in_at")
    frame = pings(spark).limit(50)
    verdicts = frame.select("lon", "lat", "day", at("lon", "lat", "day").verdict.alias("verdict")).collect()
    own = as_texts(atlas.classify([r.lon for r in verdicts], [r.lat for r in verdicts], [r.day for r in verdicts]))
    assert [row.verdict for row in verdicts] == [verdict or "unknown" for verdict in own["verdict"]]
    moved = shutil.copy(sealed, tmp_path / "added.sealed")
    added = contactline.spark.register(spark, atlas=moved, name="added_at")
    spark.sparkContext.addFile(str(moved))
    # Workers have their own copy once there was work to do.
    assert frame.count() == 50
    os.remove(moved)
    sources = frame.limit(1).select(added("lon", "lat", "day").sources.source).first()[0]
    assert sources == many.source_ids


def test_spark_refuses_another_atlas_than_the_driver_registered(spark, sealed, tmp_path):
    import contactline.spark

    own = shutil.copy(sealed, tmp_path / "altered.sealed")
    at = contactline.spark.register(spark, atlas=own, name="altered_at")
    with open(own, "r+b") as file:
        file.seek(200)
        file.write(b"altered")
    with pytest.raises(Exception, match="not the atlas that the driver registered"):
        pings(spark).limit(1).select(at("lon", "lat", "day")).collect()
    os.remove(own)
    gone = contactline.spark.register(spark, atlas=shutil.copy(sealed, own), name="gone_at")
    os.remove(own)
    with pytest.raises(Exception, match="no such file"):
        pings(spark).limit(1).select(gone("lon", "lat", "day")).collect()
    with pytest.raises(contactline.QuestionError, match="directory"):
        contactline.spark.register(spark, atlas=tmp_path)
