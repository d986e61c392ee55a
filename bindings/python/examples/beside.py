"""The points of `events.py` on one day, asked here and joined by GeoPandas with the outlines of that day and of the regions: how often
the two differ, and how many times the processor's time the join takes, in one run. What is printed is JSON.

    python examples/beside.py [ROWS]
"""

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


def main():
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    atlas = contactline.Atlas()
    regions = geopandas.GeoDataFrame.from_arrow(atlas.features.regions())[["id", "role", "geometry"]]
    regions = regions[regions["role"] == "region"].set_crs(4326, allow_override=True)
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/day.fgb"
        command = [sys.executable, "-m", "contactline", "export", SOURCE, "--date", DAY, "--output", path]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        drawn = geopandas.read_file(path)
    drawn = drawn[drawn["status"] == "held"][["holder", "geometry"]]

    points = list(batches(rows))
    columns = ["region", f"{SOURCE}.holder"]
    atlas.classify([37.8], [48.0], DAY, columns=columns)  # what the first question makes is made
    begun = time.process_time()
    told = [pyarrow.table(atlas.classify(batch["lon"], batch["lat"], DAY, columns=columns)) for batch in points]
    here_s = time.process_time() - begun

    begun = time.process_time()
    frames = [geopandas.GeoDataFrame(geometry=geopandas.points_from_xy(batch["lon"], batch["lat"], crs=4326)) for batch in points]
    joined = [frame.sjoin(regions, how="left").drop(columns="index_right").sjoin(drawn, how="left") for frame in frames]
    there_s = time.process_time() - begun

    region, holder = ([value for table in told for value in table[name].to_pylist()] for name in columns)
    theirs = [row for frame in joined for row in zip(frame["id"], frame["holder"], strict=True)]
    assert len(theirs) == len(region)
    # A region's outline is its land; the answer here names the region off its coast too.
    land = [pair for pair in zip(region, holder, theirs, strict=True) if pair[2][0] == pair[2][0]]
    told = {
        "rows": rows,
        "on_land_of_the_six_regions": len(land),
        "other_region": sum(own != their for own, _, (their, _) in land),
        "other_holder": sum((own == "RU") != (their == "RU") for _, own, (_, their) in land),
        "join_takes_times": round(there_s / here_s, 1),
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
