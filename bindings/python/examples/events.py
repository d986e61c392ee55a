"""Ten million dated points: who held the ground, by region and month, and what it took.

    python examples/events.py             # in this process, batch by batch, on every core
    python examples/events.py --spark 2   # the same in Spark, with so many workers that share the atlas

The points are made up, alike in every run: no event in them happened. What is printed last is JSON.
"""

import argparse
import collections
import json
import os
import resource
import sys
import time

import numpy
import pyarrow
import pyarrow.compute

import contactline

SEED, BATCH = 20_250_507, 100_000
#: West, south, east, north; the first and the last day, since 1970.
BOX, DAYS = (32.0, 44.2, 40.3, 50.2), (19_048, 20_215)
SOURCE = "ua-official-list"


def batches(rows):
    """The points in batches: each batch has a seed of its own, so that a worker can make any of them."""
    for number in range(-(-rows // BATCH)):
        yield batch(number, min(BATCH, rows - number * BATCH))


def batch(number, rows):
    made = numpy.random.default_rng([SEED, number])
    lon, lat = made.uniform(BOX[0], BOX[2], rows), made.uniform(BOX[1], BOX[3], rows)
    day = pyarrow.array(made.integers(*DAYS, rows, dtype="int32")).cast("date32")
    return pyarrow.record_batch({"lon": pyarrow.array(lon), "lat": pyarrow.array(lat), "day": day})


def counted(table):
    """Rows by region, month and what the source says."""
    table = pyarrow.table(table)
    month = pyarrow.compute.strftime(table["day"].cast("timestamp[s]"), "%Y-%m")
    stated = pyarrow.compute.coalesce(table[f"{SOURCE}.holder"], table[f"{SOURCE}.status"], "no answer")
    grouped = pyarrow.table({"region": pyarrow.compute.coalesce(table["region"], "none"), "month": month, "stated": stated})
    counts = grouped.group_by(["region", "month", "stated"]).aggregate([([], "count_all")])
    return collections.Counter({(r["region"], r["month"], r["stated"]): r["count_all"] for r in counts.to_pylist()})


def here(rows):
    """Answered in this process, in bounded memory."""
    atlas = contactline.Atlas()
    schema = batch(0, 1).schema
    stream = pyarrow.RecordBatchReader.from_batches(schema, batches(rows))
    answers = atlas.classify_batches(stream, date="day", sources=[SOURCE], columns=["region", "status", "holder"])
    counts = collections.Counter()
    for part in pyarrow.RecordBatchReader.from_stream(answers):
        counts += counted(pyarrow.table([part[name] for name in part.schema.names], names=part.schema.names))
    return counts


def in_spark(rows, workers):
    """Answered by workers of Spark, which share what the daemon opened."""
    from pyspark.sql import SparkSession

    import contactline.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    os.environ["PYTHONPATH"] = os.path.dirname(os.path.abspath(__file__))
    builder = SparkSession.builder.master(f"local[{workers}]").config("spark.ui.enabled", "false")
    spark = builder.config("spark.python.daemon.module", "contactline.spark_daemon").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    contactline.spark.register(spark, sources=[SOURCE])
    numbers = spark.range(0, -(-rows // BATCH), numPartitions=4 * workers)

    def made(ids):
        from events import BATCH, batch

        for part in ids:
            for number in part.column(0).to_pylist():
                yield batch(number, min(BATCH, rows - number * BATCH))

    numbers.mapInArrow(made, "lon DOUBLE, lat DOUBLE, day DATE").createOrReplaceTempView("events")
    told = spark.sql("""
        SELECT coalesce(answer.region, 'none') AS region, date_format(day, 'yyyy-MM') AS month,
            coalesce(answer.sources[0].holder, answer.sources[0].status, 'no answer') AS stated, count(*) AS n
        FROM (SELECT day, contactline_at(lon, lat, day) AS answer FROM events) GROUP BY ALL
    """).collect()
    spark.stop()
    return collections.Counter({(row.region, row.month, row.stated): row.n for row in told})


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--rows", type=int, default=10_000_000)
    words.add_argument("--spark", type=int, metavar="WORKERS")
    given = words.parse_args()
    begun = time.perf_counter(), time.process_time()
    counts = in_spark(given.rows, given.spark) if given.spark else here(given.rows)
    seconds = time.perf_counter() - begun[0]
    # Of this process the time it had a processor counts, whatever else the machine does; workers are processes of their own.
    busy_s = given.spark * seconds if given.spark else time.process_time() - begun[1]
    by_month = collections.defaultdict(collections.Counter)
    for (region, month, stated), count in counts.items():
        by_month[f"{region} {month}"][stated] += count
    for name in sorted(name for name in by_month if name.startswith("ua-14")):
        print(name, dict(sorted(by_month[name].items())))
    told = {"rows": sum(counts.values())}
    told["rows_per_s_and_core"] = round(told["rows"] / busy_s)
    if not given.spark:  # `tests/spark_workers.py` measures what workers take
        told["peak_rss_kb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps(told))


if __name__ == "__main__":
    main()
