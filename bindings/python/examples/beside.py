"""The points of `events.py` on one day, asked here and joined by another engine with the outlines of that day and of the regions: how
often the two differ, and how many times the processor's time the join takes, in one run. What is printed is JSON.

    python examples/beside.py                        # GeoPandas
    python examples/beside.py --engine sedona        # SedonaDB (pip install sedonadb)
"""

import argparse
import json
import subprocess
import sys
import tempfile
import time

import geopandas
import pyarrow
from events import SOURCE, batches

import contactline

DAY = "2025-05-07"


def by_geopandas(points, regions, drawn):
    """Of each point the region and the holder on whose outline it lies; None on no outline."""
    for batch in points:
        frame = geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(batch["lon"], batch["lat"], crs=4326))
        joined = frame.sjoin(regions, how="left").drop(columns="index_right").sjoin(drawn, how="left").astype(object)
        joined = joined.where(joined.notna(), None)
        yield from zip(joined["id"], joined["holder"], strict=True)


def by_sedona(points, regions, drawn):
    """The same by SedonaDB, in one thread of its own or more."""
    import sedonadb

    session = sedonadb.connect()
    session.create_data_frame(regions).to_view("regions")
    session.create_data_frame(drawn).to_view("drawn")
    for batch in points:
        numbered = pyarrow.table({"n": range(len(batch)), "lon": batch["lon"], "lat": batch["lat"]})
        session.create_data_frame(numbered).to_view("points", overwrite=True)
        # Of those alone that lie on an outline: an inner join is the one that uses an index.
        found = [{}, {}]
        for known, outlines, name in zip(found, ("regions", "drawn"), ("id", "holder"), strict=True):
            told = session.sql(f"""
                SELECT p.n, o.{name} AS told
                FROM (SELECT n, ST_SetSRID(ST_Point(lon, lat), 4326) AS point FROM points) AS p
                JOIN {outlines} AS o ON ST_Intersects(o.geometry, p.point)
            """).to_arrow_table()
            known.update(zip(told["n"].to_pylist(), told["told"].to_pylist(), strict=True))
        yield from ((found[0].get(n), found[1].get(n)) for n in range(len(batch)))


ENGINES = {"geopandas": by_geopandas, "sedona": by_sedona}


def outlines(atlas):
    """The regions' land, and what was held on the day."""
    regions = geopandas.GeoDataFrame.from_arrow(atlas.features.regions())[["id", "role", "geometry"]]
    regions = regions[regions["role"] == "region"].set_crs(4326, allow_override=True).drop(columns="role")
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/day.fgb"
        command = [sys.executable, "-m", "contactline", "export", SOURCE, "--date", DAY, "--output", path]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        drawn = geopandas.read_file(path)
    return regions, drawn[drawn["status"] == "held"][["holder", "geometry"]]


def main():
    words = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    words.add_argument("--rows", type=int, default=1_000_000)
    words.add_argument("--engine", choices=ENGINES, default="geopandas")
    given = words.parse_args()
    atlas = contactline.Atlas()
    regions, drawn = outlines(atlas)
    points = list(batches(given.rows))
    columns = ["region", f"{SOURCE}.holder"]
    atlas.classify([37.8], [48.0], DAY, columns=columns)  # what the first question makes is made

    begun = time.process_time()
    told = [pyarrow.table(atlas.classify(batch["lon"], batch["lat"], DAY, columns=columns)) for batch in points]
    here_s = time.process_time() - begun
    begun = time.process_time()
    theirs = list(ENGINES[given.engine](points, regions, drawn))
    there_s = time.process_time() - begun

    region, holder = ([value for table in told for value in table[name].to_pylist()] for name in columns)
    # A region's outline is its land; the answer here names the region off its coast too.
    land = [(own, their) for *own, their in zip(region, holder, theirs, strict=True) if their[0] is not None]
    answer = {
        "rows": given.rows,
        "engine": given.engine,
        "on_land_of_the_six_regions": len(land),
        "other_region": sum(own[0] != their[0] for own, their in land),
        "other_holder": sum((own[1] == "RU") != (their[1] == "RU") for own, their in land),
        "join_takes_times": round(there_s / here_s, 1),
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
