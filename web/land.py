"""Derives land.geojson, the land around the regions for the page's map, from OpenStreetMap's land polygons (ODbL 1.0).

python3 land.py LAND.geojson > land.geojson
"""

import json
import sys

from shapely import set_precision
from shapely.geometry import mapping, shape

# Degrees: about 200 m, under a pixel at the zooms where this land is looked at; smaller islands go.
TOLERANCE = 0.002
LEAST_AREA = 0.0005

with open(sys.argv[1], encoding="utf-8") as file:
    land = shape(json.load(file)["features"][0]["geometry"])
simple = set_precision(land.simplify(TOLERANCE), 0.0001)
parts = [part for part in getattr(simple, "geoms", [simple]) if part.area >= LEAST_AREA]
features = [{"type": "Feature", "properties": {}, "geometry": mapping(part.normalize().reverse())} for part in parts]
document = {
    "type": "FeatureCollection",
    "attribution": "© OpenStreetMap contributors, ODbL 1.0",
    "features": features,
}
json.dump(document, sys.stdout, ensure_ascii=False, separators=(",", ":"))
print()
