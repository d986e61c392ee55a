"""The examples, run as a reader would, on fewer points."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"

#: Runs the cells of a notebook one after the other, as its kernel would.
CELLS = """
import json, sys
sys.path.insert(0, "")
__name__ = "notebook"
for cell in json.load(open(sys.argv[1]))["cells"]:
    if cell["cell_type"] == "code":
        exec(compile("".join(cell["source"]), cell["id"], "exec"), globals())
"""


def run(*words, **environment):
    """What an example prints."""
    told = subprocess.run(
        [sys.executable, *words], cwd=EXAMPLES, env=os.environ | environment, capture_output=True, text=True, timeout=900
    )
    assert told.returncode == 0, told.stderr[-4_000:]
    return told.stdout


def test_events_are_counted_once_each():
    *by_month, last = run("events.py", "--rows", "30000").splitlines()
    assert json.loads(last)["rows"] == 30_000
    # Three years and more, each month with what is known of it; the list says nothing after its last version but where it may.
    assert len(by_month) > 36
    assert any("'RU'" in line and "'UA'" in line for line in by_month)


@pytest.mark.engines
def test_another_engine_joins_the_same_points_with_the_same_outlines():
    pytest.importorskip("geopandas")
    told = json.loads(run("beside.py", "--rows", "20000"))
    assert told["on_land_of_the_six_regions"] > 5_000
    assert (told["other_region"], told["other_holder"]) == (0, 0)


@pytest.mark.engines
def test_the_notebook_runs_from_the_first_cell_to_the_last():
    pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java, and there is none")
    told = run("-c", CELLS, "events.ipynb", ROWS="20000")
    assert "20,000 rows" in told
    assert "10,000,000,000 rows on 256 cores" in told
