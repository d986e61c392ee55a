"""Workers of an engine: eight that share an atlas, one that is killed, millions of rows, moments in a time zone."""

import datetime
import json
import os
import shutil
import statistics
import subprocess
import sys
import textwrap
from pathlib import Path

import pyarrow
import pytest
from conftest import as_texts

import contactline

SESSION = Path(__file__).parent / "spark_workers.py"
IS_LINUX = sys.platform == "linux"


def run(*words):
    """What a program prints last, as JSON."""
    done = subprocess.run([sys.executable, *map(str, words)], capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stderr[-4_000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def opened_kb(sealed):
    """What the memory of a process grows by when it opens the atlas and is asked."""
    script = f"""
        import json, sys
        sys.path.insert(0, {str(SESSION.parent)!r})
        import pyarrow, contactline
        from spark_workers import memory_kb
        before = memory_kb()["anonymous"]
        atlas = contactline.Atlas.open({str(sealed)!r})
        print(json.dumps(memory_kb()["anonymous"] - before))
    """
    return run("-c", textwrap.dedent(script))


@pytest.fixture(scope="module")
def verdicts(many):
    """What the session's rows are answered by `classify`."""
    lon = [36 + k / 20_000 for k in range(80_000)]
    told = as_texts(many.classify(lon, [48.2] * len(lon), "2025-05-07", columns=["verdict"]))["verdict"]
    return {verdict or "unknown": told.count(verdict) for verdict in set(told)}


@pytest.fixture(scope="module")
def java():
    pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, and there is none")


@pytest.mark.engines
@pytest.mark.skipif(not IS_LINUX, reason="what processes share is read from Linux's /proc")
def test_eight_workers_share_one_atlas_and_one_that_is_killed_is_made_up_for(java, sealed, tmp_path, opened_kb, verdicts):
    assert opened_kb > 20_000
    own = shutil.copy(sealed, tmp_path / "atlas.sealed")
    alone = run(SESSION, own)
    shared = run(SESSION, own, "shared", "killed")
    assert shared["was_killed"] and not alone["was_killed"]
    for told in (alone, shared):
        assert len({worker["pid"] for worker in told["workers"]}) == 8
        assert sum(worker["rows"] for worker in told["workers"]) == 80_000
        assert told["verdicts"] == verdicts
    part_kb = {name: statistics.mean(worker["anonymous_pss"] for worker in told["workers"]) for name, told in (("alone", alone), ("shared", shared))}
    # Seven eighths of it at best; what each worker makes for itself is not shared.
    assert part_kb["alone"] - part_kb["shared"] > opened_kb / 2, (part_kb, opened_kb)
    # A worker that opens the atlas for itself holds it for itself.
    assert part_kb["alone"] > opened_kb


@pytest.mark.skipif(not IS_LINUX, reason="what processes share is read from Linux's /proc")
def test_forked_processes_share_an_atlas_and_spawned_ones_do_not(sealed, opened_kb):
    script = f"""
        import json, multiprocessing, sys, time
        sys.path.insert(0, {str(SESSION.parent)!r})
        import pyarrow, contactline
        from spark_workers import memory_kb
        def ask(atlas):
            atlas.classify([37.2], [48.2], "2025-05-07", columns=["verdict"])
            time.sleep(5)
            return memory_kb()["anonymous_pss"]
        if __name__ == "__main__":
            atlas = contactline.Atlas.open({str(sealed)!r})
            with multiprocessing.get_context(sys.argv[1]).Pool(4) as pool:
                print(json.dumps(max(pool.map(ask, [atlas] * 4, chunksize=1))))
    """
    program = sealed.parent / "forked.py"
    program.write_text(textwrap.dedent(script))
    # Each is sent the atlas by its path, and opens it; who is forked could have asked the one that is there.
    assert run(program, "spawn") > opened_kb


def test_millions_of_rows_are_answered_in_bounded_memory(sealed):
    script = f"""
        import json, resource
        import pyarrow, contactline
        atlas = contactline.Atlas.open({str(sealed)!r})
        ROWS, BATCH = 2_000_000, 50_000
        lon = pyarrow.array([36.0 + 3 * k / BATCH for k in range(BATCH)])
        lat, day = pyarrow.array([48.2] * BATCH), pyarrow.array([20_000] * BATCH, "int32").cast("date32")
        batch = pyarrow.record_batch({{"lon": lon, "lat": lat, "day": day}})
        stream = pyarrow.RecordBatchReader.from_batches(batch.schema, (batch for _ in range(ROWS // BATCH)))
        answers = atlas.classify_batches(stream, date="day", columns=["verdict", "holder"])
        seen, peaks = 0, []
        for part in pyarrow.RecordBatchReader.from_stream(answers):
            seen += part.num_rows
            peaks.append((seen, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
        early = next(peak for rows, peak in peaks if rows >= ROWS // 8)
        print(json.dumps([seen, early, peaks[-1][1]]))
    """
    seen, early, late = run("-c", textwrap.dedent(script))
    assert seen == 2_000_000
    # Eight times the rows, and hardly more memory: kilobytes on Linux.
    assert late - early < 30_000 * (1 if IS_LINUX else 1024), (early, late)


@pytest.mark.engines
def test_moments_of_spark_count_by_the_zone_of_the_session(java, sealed, many):
    script = f"""
        import json, os, sys
        os.environ["PYSPARK_PYTHON"] = sys.executable
        from pyspark.sql import SparkSession
        import contactline.spark
        builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
        spark = builder.config("spark.sql.session.timeZone", "Europe/Kyiv").getOrCreate()
        contactline.spark.register(spark, atlas={str(sealed)!r})
        told = spark.sql('''
            SELECT contactline_at(37.2D, 48.2D, moment) AS answer FROM VALUES
                (TIMESTAMP '2025-01-02 01:30:00'), (TIMESTAMP '2025-01-02 12:00:00'), (TIMESTAMP '1950-01-01 00:00:00'),
                (TIMESTAMP '2999-01-01 00:00:00'), (CAST(NULL AS TIMESTAMP)) AS moments(moment)
        ''').collect()
        print(json.dumps([row.answer.asDict(recursive=True) for row in told]))
    """
    told = run("-c", textwrap.dedent(script))
    # Half past one in Kyiv is the day before, UTC.
    moments = [datetime.datetime(2025, 1, 1, 23, 30), datetime.datetime(2025, 1, 2, 10)]
    zoned = pyarrow.array(moments, pyarrow.timestamp("us", "UTC"))
    own = as_texts(many.classify([37.2] * 2, [48.2] * 2, zoned))
    for row in range(2):
        for of in told[row]["sources"]:
            assert (of["version"] or "") == own[f"{of['source']}.version"][row]
    assert [answer["verdict"] for answer in told[2:]] == ["unknown"] * 3
    assert all(answer["error"] for answer in told[2:])


def test_null_island_and_other_nowheres_are_told_apart(many):
    nan, inf = float("nan"), float("inf")
    lon, lat = [0.0, nan, inf, 37.2, None, -180.0, 37.2], [0.0, 48.2, 48.2, -inf, 48.2, 90.0, 91.0]
    told = as_texts(many.classify(lon, lat, "2025-05-07", columns=["region", "verdict", "status"]))
    assert [bool(error) for error in told["error"]] == [False, True, True, True, True, False, True]
    for row in (0, 5):
        assert told["region"][row] == "" and told["verdict"][row] == "unknown"
        assert {told[f"{source}.status"][row] for source in many.source_ids} == {"unknown"}


def test_a_damaged_atlas_is_refused_by_name(sealed, tmp_path):
    damaged = tmp_path / "damaged.sealed"
    whole = sealed.read_bytes()
    for change in (whole[: len(whole) // 2], whole[:5_000] + b"\\0" + whole[5_001:], b"", whole + b"more"):
        damaged.write_bytes(change)
        with pytest.raises(contactline.DataError, match="damaged.sealed"):
            contactline.Atlas.open(damaged)
