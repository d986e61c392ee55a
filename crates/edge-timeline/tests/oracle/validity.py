"""Random polygons on a small grid, where everything touches everything, and whether GEOS calls them valid.

Writes validity.json beside itself: needs shapely (2.2.0 with GEOS 3.14.1 wrote the file).
"""

import json
import math
import pathlib
import random

import shapely
from shapely.geometry import MultiPolygon, Polygon
from shapely.validation import explain_validity

random.seed(20251202)


def ring(size, n):
    """A closed ring of n vertices, none twice in a row: angular order about its middle, or any order."""
    points = [(random.randrange(size), random.randrange(size)) for _ in range(n)]
    if random.random() < 0.7:
        mx, my = sum(p[0] for p in points) / n + 0.01, sum(p[1] for p in points) / n + 0.003
        points.sort(key=lambda p: (math.atan2(p[1] - my, p[0] - mx), math.hypot(p[0] - mx, p[1] - my)))
    out = []
    for p in points:
        if not out or out[-1] != p:
            out.append(p)
    while len(out) > 1 and out[-1] == out[0]:
        out.pop()
    return out + out[:1] if len(out) >= 3 else ring(size, n)


def polygon():
    size = random.choice([4, 6, 9])
    n = random.choice([3, 4, 5, 6, 9])
    rings = [ring(size, n)]
    if random.random() < 0.5:
        rings = [[(-1, -1), (size, -1), (size, size), (-1, size), (-1, -1)]]
        rings += [ring(size, random.choice([3, 4])) for _ in range(random.choice([1, 1, 2, 2, 3]))]
        if random.random() < 0.2:
            dx = random.randrange(2 * size)
            rings[1] = [(x + dx, y) for x, y in rings[1]]
    return rings


cases, counts = [], {}
while len(cases) < 900:
    rings = [polygon() for _ in range(random.choice([1, 1, 1, 2, 3]))]
    if random.random() < 0.3 and len(rings) > 1:
        dx = random.randrange(12)
        rings[1] = [[(x + dx, y) for x, y in r] for r in rings[1]]
    shape = MultiPolygon([Polygon(p[0], p[1:]) for p in rings])
    valid = shapely.is_valid(shape)
    reason = "valid" if valid else explain_validity(shape).split("[")[0]
    limit = 400 if valid else 120
    if counts.get(reason, 0) >= limit:
        continue
    counts[reason] = counts.get(reason, 0) + 1
    cases.append({"rings": rings, "geos": reason})

path = pathlib.Path(__file__).with_suffix(".json")
lines = ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases)
path.write_text("[\n" + lines + "\n]\n")
print(counts)
