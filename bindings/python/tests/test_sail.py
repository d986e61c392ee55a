"""The same function on Sail, which speaks Spark Connect and has no Java: `tools/python.sh sail`, in an environment of its own, as
Sail wants another release of Spark's client than Spark's tests do."""

import os
import sys

import pytest

pytest.importorskip("pysail")

from conftest import as_texts
from test_engines import DAYS, LAT, LON, pings, same


@pytest.fixture(scope="module")
def spark():
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = sys.executable
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    _, port = server.listening_address
    yield SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
    server.stop()


def test_sail_answers_as_classify(spark, sealed, many):
    import contactline.spark

    contactline.spark.register(spark, atlas=sealed)
    pings(spark).createOrReplaceTempView("pings")
    answers = spark.sql("SELECT contactline_at(lon, lat, day) AS answer FROM pings ORDER BY n").collect()
    same([row.answer.asDict(recursive=True) for row in answers], as_texts(many.classify(LON, LAT, DAYS)), many)
    wide = spark.sql("SELECT answer.* FROM (SELECT contactline_at(lon, lat, day) AS answer FROM pings)")
    assert wide.columns == ["region", "verdict", "rests_on_stale", "error", "sources"]
    assert spark.sql("SELECT contactline_at(lon, lat, day).verdict FROM pings WHERE false").count() == 0


def test_sail_refuses_another_atlas(spark, sealed, tmp_path):
    import shutil

    import contactline.spark

    own = shutil.copy(sealed, tmp_path / "altered.sealed")
    at = contactline.spark.register(spark, atlas=own, name="altered_at")
    with open(own, "r+b") as file:
        file.seek(200)
        file.write(b"altered")
    with pytest.raises(Exception, match="not the atlas that the driver registered"):
        pings(spark).limit(1).select(at("lon", "lat", "day")).collect()
