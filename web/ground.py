"""Derives what the page's map shows beside control: ground.json, water.json, places.json and names.json.

npm pack world-atlas@2.0.2    # Natural Earth 4.1, public domain; countries-10m.json of it
python3 ground.py LAND.geojson HYDRO.geojson countries-10m.json ../data/gazetteer > made.txt

LAND and HYDRO are OpenStreetMap's land polygons (ODbL 1.0) around the regions, and rivers: OpenStreetMap's (ODbL 1.0) and Natural
Earth's (public domain). Natural Earth gives the land and the borders farther away; no border of Ukraine or of Russia with Ukraine
is taken from it. Settlements are the gazetteer's (GeoNames, CC BY 4.0). The other names are written here.
"""

import json
import re
import sys
import tomllib
from pathlib import Path

from shapely import make_valid, set_precision
from shapely.geometry import LineString, MultiPolygon, Polygon, box, mapping, shape
from shapely.ops import linemerge, unary_union

# Degrees: about 200 m near the regions, two kilometres far from them; smaller islands go.
NEAR, FAR = 0.002, 0.03
LEAST_NEAR, LEAST_FAR = 0.0005, 0.02
# What is drawn from OpenStreetMap, and all that the map can be moved to.
INNER = box(31, 43.9, 40.5, 50.4)
OUTER = box(5, 35, 59, 60)
UKRAINE = "804"
# Smaller places come with the tiles of settlements.
LEAST_PEOPLE = 5000
# Where oblasts are governed from; Kyiv and Sevastopol are regions of their own.
CAPITALS = {
    "gn-686967", "gn-687700", "gn-689558", "gn-690548", "gn-691650", "gn-692194", "gn-693805", "gn-694423", "gn-695594", "gn-696643",
    "gn-698740", "gn-700569", "gn-702550", "gn-702569", "gn-702658", "gn-703448", "gn-705812", "gn-706369", "gn-706448", "gn-706483",
    "gn-707471", "gn-709717", "gn-709930", "gn-710719", "gn-710735", "gn-710791",
}
SEA, COUNTRY, RIVER = "sea", "country", "river"
NAMES = [
    (SEA, 31.6, 43.6, "Black Sea", "Чорне море", 1), (SEA, 36.6, 46.15, "Sea of Azov", "Азовське море", 2),
    (SEA, 51, 43.2, "Caspian Sea", "Каспійське море", 1), (SEA, 19.3, 56.1, "Baltic Sea", "Балтійське море", 1),
    (COUNTRY, 42.6, 51.2, "Russia", "Росія", 1), (COUNTRY, 28, 53.3, "Belarus", "Білорусь", 1), (COUNTRY, 19.4, 52.1, "Poland", "Польща", 1),
    (COUNTRY, 25.2, 45.9, "Romania", "Румунія", 1), (COUNTRY, 28.6, 47.1, "Moldova", "Молдова", 2), (COUNTRY, 34, 39.6, "Türkiye", "Туреччина", 1),
    (COUNTRY, 43.4, 42.1, "Georgia", "Грузія", 2), (COUNTRY, 19.6, 48.7, "Slovakia", "Словаччина", 2), (COUNTRY, 19.4, 47.1, "Hungary", "Угорщина", 2),
    (COUNTRY, 25.2, 42.7, "Bulgaria", "Болгарія", 2), (COUNTRY, 23.9, 55.3, "Lithuania", "Литва", 2), (COUNTRY, 30.3, 49.4, "Ukraine", "Україна", 1),
]


def without_small(land, least):
    return MultiPolygon([part for part in getattr(land, "geoms", [land]) if isinstance(part, Polygon) and part.area >= least])


def topology(path):
    """Countries as polygons, and the lines that two of them share, by their numbers of ISO 3166-1."""
    document = json.loads(Path(path).read_text(encoding="utf-8"))
    (sx, sy), (tx, ty) = document["transform"]["scale"], document["transform"]["translate"]
    arcs = []
    for arc in document["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    owners: dict[int, set[str]] = {}
    lands = {}
    for country in document["objects"]["countries"]["geometries"]:
        number = country.get("id", country["properties"]["name"])
        shapes = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        polygons = []
        for rings in shapes:
            lines = []
            for ring in rings:
                points = []
                for index in ring:
                    owners.setdefault(index if index >= 0 else ~index, set()).add(number)
                    arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                    points += arc[1 if points else 0 :]
                lines.append(points)
            # An islet of two points is none.
            if len(lines[0]) > 3:
                polygons.append(Polygon(lines[0], [line for line in lines[1:] if len(line) > 3]))
        lands[number] = make_valid(unary_union([make_valid(one) for one in polygons if one.intersects(OUTER)]))
    shared = [(arcs[index], both) for index, both in owners.items() if len(both) > 1]
    return lands, shared


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": mapping(geometry)}


def write(name, features, attribution):
    document = {"type": "FeatureCollection", "attribution": attribution, "features": features}
    Path(name).write_text(json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")
    print(f"{name}: {len(features)} features, {Path(name).stat().st_size} bytes")


def written(geometry, grid=0.0001):
    made = set_precision(geometry, grid)
    return made.normalize().reverse() if made.geom_type.endswith("Polygon") else made


land_path, hydro_path, countries_path, gazetteer = sys.argv[1:]
near = shape(json.loads(Path(land_path).read_text(encoding="utf-8"))["features"][0]["geometry"]).simplify(NEAR)
lands, shared = topology(countries_path)
# The far land is drawn in under the near, a little, so that no seam of sea lies between them.
far = unary_union([land for land in lands.values() if not land.is_empty]).intersection(OUTER).simplify(FAR)
far = far.difference(INNER.buffer(-0.02))
parts = [*(written(part) for part in without_small(near, LEAST_NEAR).geoms), *(written(part, 0.001) for part in without_small(make_valid(far), LEAST_FAR).geoms)]
write("ground.json", [feature(part) for part in parts], "© OpenStreetMap contributors, ODbL 1.0; Natural Earth, public domain")

hydro = json.loads(Path(hydro_path).read_text(encoding="utf-8"))["features"]
water = []
for one in hydro:
    name, geometry = one["properties"]["name"], make_valid(shape(one["geometry"]))
    if "Reservoir" in name:
        # The Kakhovka Reservoir drained after its dam was destroyed on 2023-06-06.
        water.append(feature(written(geometry.simplify(NEAR)), kind="reservoir", until="2023-06-06"))
    elif geometry.geom_type.endswith("Polygon"):
        if geometry.area > 0.0002:
            water.append(feature(written(geometry.simplify(NEAR)), kind="river"))
    else:
        water.append(feature(written(geometry.simplify(NEAR), 0.001), kind="stream", name="Dnipro" if "Dnipro" in name else "Siverskyi Donets", name_uk="Дніпро" if "Dnipro" in name else "Сіверський Донець"))
lines = [LineString(arc) for arc, both in shared if UKRAINE not in both]
borders = linemerge(unary_union([line for line in lines if line.intersects(OUTER)]))
water.append(feature(written(borders.intersection(OUTER).simplify(FAR), 0.001), kind="border"))
write("water.json", water, "© OpenStreetMap contributors, ODbL 1.0; Natural Earth, public domain")

names = [{"type": "Feature", "properties": {"kind": kind, "name": en, "name_uk": uk, "rank": rank}, "geometry": {"type": "Point", "coordinates": [lon, lat]}} for kind, lon, lat, en, uk, rank in NAMES]
write("names.json", names, "")

places = []
for one in json.loads(Path(gazetteer, "gazetteer.geojson").read_text(encoding="utf-8"))["features"]:
    said = one["properties"]
    # What is part of a city is no settlement of its own on a map.
    if "part_of" not in said and (said["population"] or 0) >= LEAST_PEOPLE:
        places.append((one["id"], said["name"], said["name_uk"], said["population"] or 0, one["geometry"]["coordinates"]))
with Path(gazetteer, "elsewhere.toml").open("rb") as file:
    for city in tomllib.load(file)["city"]:
        if city["id"] in CAPITALS:
            places.append((city["id"], city["name"], city["name_uk"], city["population"], city["position"]))
places.sort(key=lambda place: (place[0] not in CAPITALS, -place[3]))
rows = [{"type": "Feature", "properties": {"name": re.sub(r"\s+", " ", name), "name_uk": uk, "population": people, **({"capital": 1} if id_ in CAPITALS else {})}, "geometry": {"type": "Point", "coordinates": [round(lon, 4), round(lat, 4)]}} for id_, name, uk, people, (lon, lat) in places]
write("places.json", rows, "GeoNames (geonames.org), CC BY 4.0")
missing = CAPITALS - {place[0] for place in places}
print("capitals without a place:", sorted(missing))
