"""A session of Spark with eight workers at once, which tell of themselves: run by the tests as a program of its own, as what a daemon
opens is settled before the session begins. Words: the atlas, whether the daemon shares it, and whether a worker is killed."""

import json
import os
import sys
import time

WORKERS = 8


def memory_kb():
    """What this process holds: alone, and of what it shares its part (Linux)."""
    with open("/proc/self/smaps_rollup") as lines:
        sizes = {line.split(":")[0]: int(line.split()[1]) for line in lines if line.rstrip().endswith("kB")}
    return {"pss": sizes["Pss"], "anonymous_pss": sizes["Pss_Anon"], "anonymous": sizes["Anonymous"]}


def main(path, shared, killed):
    from pyspark.sql import SparkSession

    import contactline.spark

    os.environ["PYSPARK_PYTHON"] = sys.executable
    # Of a failed task `local[8, 2]` tries once more.
    builder = SparkSession.builder.master(f"local[{WORKERS}, 2]").config("spark.ui.enabled", "false")
    if shared:
        builder = builder.config("spark.python.daemon.module", "contactline.spark_daemon")
        builder = builder.config("spark.executorEnv.CONTACTLINE_SPARK_ATLAS", path)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    at = contactline.spark.register(spark, atlas=path)
    mark = f"{path}.killed"

    def told(batches):
        import pyarrow

        import contactline.spark

        rows = sum(batch.num_rows for batch in batches)
        [function] = contactline.spark._opened.values() if contactline.spark._opened else [None]
        if function is None:
            key, options = keyed
            function = contactline.spark._function(key, options)
        lon = pyarrow.array([37.0 + k / 1e4 for k in range(10_000)])
        answers = pyarrow.array(function(lon, pyarrow.array([48.2] * 10_000), pyarrow.array([20_000] * 10_000, "int32").cast("date32")))
        if killed and not os.path.exists(mark):
            open(mark, "w").close()
            os.kill(os.getpid(), 9)
        # All of them are there before one of them measures itself.
        time.sleep(6)
        said = {"pid": os.getpid(), "rows": rows, "verdicts": len(answers), **memory_kb()}
        yield pyarrow.record_batch({"said": [json.dumps(said)]})

    options = contactline.spark._functions.options(False, None)
    keyed = ((*contactline.spark._sealed(path), "en", repr(options)), options)
    frame = spark.range(0, 80_000, numPartitions=WORKERS)
    said = [json.loads(row.said) for row in frame.mapInArrow(told, "said STRING").collect()]
    counted = frame.selectExpr("contactline_at(36 + id / 20000, 48.2D, DATE '2025-05-07').verdict AS verdict").groupBy("verdict").count()
    verdicts = {row.verdict: row["count"] for row in counted.collect()}
    print(json.dumps({"workers": said, "verdicts": verdicts, "was_killed": os.path.exists(mark)}))
    spark.stop()
    del at


if __name__ == "__main__":
    main(sys.argv[1], "shared" in sys.argv, "killed" in sys.argv)
