"""What the tests share: the atlas built in, one of every sample, and the program itself to compare with."""

import csv
import io
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

import contactline

REPOSITORY = Path(__file__).parents[3]
SAMPLES = REPOSITORY / "tests" / "samples"
#: The program, where it is built; else the same from the package.
PROGRAM = [os.environ["CONTACTLINE_BINARY"]] if "CONTACTLINE_BINARY" in os.environ else [sys.executable, "-m", "contactline"]


class Program:
    """The command line, over the data that an atlas has."""

    def __init__(self, data=None):
        self.data = [] if data is None else ["--data", str(data)]

    def run(self, *words, stdin=None):
        environment = {name: value for name, value in os.environ.items() if name != "CONTACTLINE_DATA"}
        done = subprocess.run([*PROGRAM, *self.data, *words], input=stdin, capture_output=True, text=True, env=environment)
        return done

    def __call__(self, *words, stdin=None):
        done = self.run(*words, stdin=stdin)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout


@pytest.fixture(scope="session")
def atlas():
    return contactline.Atlas()


@pytest.fixture(scope="session")
def program():
    return Program()


@pytest.fixture(scope="session")
def directory(tmp_path_factory):
    """A data directory with every sample."""
    directory = tmp_path_factory.mktemp("samples") / "data"
    for name in ("deepstate-daily", "deepstate-raw", "isw", "nzz"):
        contactline.import_files(SAMPLES / name, directory)
    viina = SAMPLES / "viina"
    contactline.import_files(
        viina / "control_latest_2022.csv", directory, tessellation=viina / "gn_UA_tess.geojson"
    )
    own = SAMPLES / "own-map"
    contactline.import_files(own / "zones.geojson", directory, mapping=own / "map.toml")
    return directory


@pytest.fixture(scope="session")
def sealed(directory, tmp_path_factory):
    """The same in one file."""
    file = tmp_path_factory.mktemp("sealed") / "atlas.sealed"
    Program(directory)("seal", "--output", str(file))
    return file


@pytest.fixture(scope="session")
def many(sealed):
    """The atlas of every sample."""
    return contactline.Atlas.open(sealed)


@pytest.fixture(scope="session")
def program_of_many(sealed):
    return Program(sealed)


def points(count, seed=15):
    """Places in and around the six regions, some nowhere, with days; and what cannot be answered."""
    chosen = random.Random(seed)
    rows = []
    for _ in range(count):
        lon, lat = round(chosen.uniform(30.0, 41.0), 6), round(chosen.uniform(43.5, 50.5), 6)
        day = f"{chosen.randint(2013, 2025)}-{chosen.randint(1, 12):02}-{chosen.randint(1, 28):02}"
        rows.append((lon, lat, day))
    for place in ((None, 48.0), (37.0, None), (float("nan"), 48.0), (181.0, 48.0), (37.0, -90.5), (48.28, 37.177)):
        rows.append((*place, "2025-05-07"))
    return rows + [(37.177, 48.28, None), (37.177, 48.28, "1950-01-01"), (37.177, 48.28, "2999-01-01"), (0.0, 0.0, "2025-05-07")]


def as_csv(rows):
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["lon", "lat", "date"])
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue()


def text_of(value):
    """A value as `classify` writes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def as_texts(table):
    """An Arrow table as columns of texts."""
    import pyarrow

    table = pyarrow.table(table)
    return {name: [text_of(value) for value in table[name].to_pylist()] for name in table.column_names}


def answers_of(text, own=3):
    """The columns that `classify` adds to a table, as texts."""
    # Each door names the options in its own words.
    header, *rows = csv.reader(io.StringIO(text.replace("--date DATE", "day=")))
    return {name: [row[place] for row in rows] for place, name in list(enumerate(header))[own:]}
