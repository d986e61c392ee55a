"""Files of a map that changes a little every three hours, as many as wanted, for `contactline import`.

    python3 benches/many_versions.py COUNT DIRECTORY

A ring of 600 vertices around Donetsk, of which each version moves three; the form is that of `deepstate-raw`, whose files are
named by the second of their version.
"""

import json
import math
import random
import sys
from pathlib import Path

VERTICES = 600
FIRST_S = 1_648_771_200  # 2022-04-01
STEP_S = 3 * 3_600


def main():
    count, folder = int(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    chance = random.Random(5)
    moved = [0.0] * VERTICES
    for version in range(count):
        for _ in range(3):
            moved[chance.randrange(VERTICES)] += chance.uniform(-0.002, 0.002)
        ring = [vertex(k, moved[k]) for k in range(VERTICES)]
        feature = {
            "type": "Feature",
            "properties": {"name": "Окуповано /// Occupied /// ", "fill": "#a52714", "stroke": "#a52714"},
            "geometry": {"type": "Polygon", "coordinates": [ring + ring[:1]]},
        }
        file = folder / f"{FIRST_S + version * STEP_S}.geojson"
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False))


def vertex(k, moved):
    angle = 2 * math.pi * k / VERTICES
    radius = 1.2 + 0.05 * math.sin(20 * angle) + moved
    return [round(37.0 + radius * math.cos(angle), 6), round(48.0 + 0.7 * radius * math.sin(angle), 6), 0]


main()
