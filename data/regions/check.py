#!/usr/bin/env python3
"""Check the region files of this folder (or of the folder given): python3 check.py [DIR]. requirements: as derive.py."""
import json
import sys
from pathlib import Path

import shapely
from shapely.geometry import Point, shape

from derive import NEIGHBOURS, REGIONS, area_km2

# place: (longitude, latitude, the one region or neighbour whose outline holds it)
PLACES = {
    "Sevastopol": (33.5254, 44.6166, "ua-40"), "Simferopol": (34.1024, 44.9521, "ua-43"),
    "Kerch": (36.47, 45.3562, "ua-43"), "Tuzla island": (36.53, 45.27, "ua-43"), "Chonhar": (34.493, 45.958, "ua-65"),
    "Strilkove": (34.87, 45.90, "ua-65"), "Kinburn": (31.63, 46.53, "ua-48"), "Snake Island": (30.2045, 45.2555, None),
    "mid-Azov": (36.5, 46.0, None), "Donetsk": (37.80, 48.00, "ua-14"), "Luhansk": (39.31, 48.57, "ua-09"),
    "Melitopol": (35.37, 46.85, "ua-23"), "Kyiv": (30.52, 50.45, None), "central Syvash": (34.65, 46.05, "ua-65"),
}


def check(folder):
    """Read the files back and test what they promise; returns what fails."""
    shapes, failures = {}, []
    for path in sorted(folder.glob("*.geojson")):
        for item in json.loads(path.read_text(encoding="utf-8"))["features"]:
            shapes[item["id"]] = geometry = shape(item["geometry"])
            if not geometry.is_valid or geometry.geom_type != "MultiPolygon":
                failures.append(f"{item['id']} is not a valid MultiPolygon")
            if not all(p.exterior.is_ccw and not any(r.is_ccw for r in p.interiors) for p in geometry.geoms):
                failures.append(f"{item['id']} is wound wrongly")
            print(f"{item['id']:18} {path.stat().st_size:7} bytes {shapely.count_coordinates(geometry):6} vertices"
                  f" {len(geometry.geoms):4} parts {area_km2(geometry):10.1f} km2")
    outline = {k: shapes[f"{k}/extent" if k in REGIONS else f"{k}/land"] for k in [*REGIONS, *NEIGHBOURS]}
    country = shapes["ua/land"]
    if not shapely.coverage_is_valid(list(outline.values())):
        failures.append("extents and neighbours are not a coverage")
    if not shapely.coverage_is_valid([shapes[f"{k}/land"] for k in outline]):
        failures.append("lands are not a coverage")
    for key, area in outline.items():
        if not (area.covers(shapes[f"{key}/land"]) and country.covers(shapes[f"{key}/land"])):
            failures.append(f"the land of {key} is not inside its extent and the country")
        if any(area.intersection(other).area for k, other in outline.items() if k != key):
            failures.append(f"{key} overlaps another")
    if not country.contains(shapes["ua/contact-zone"]):
        failures.append("the contact zone is not inside the country")
    for place, (x, y, want) in PLACES.items():
        got = [k for k, area in outline.items() if area.contains(Point(x, y))]
        on_land = "land" if country.contains(Point(x, y)) else "no land"
        print(f"{place:18} {got} {on_land}")
        if got != ([want] if want else []):
            failures.append(f"{place} is in {got}, not in {want}")
    return failures


if __name__ == "__main__":
    failed = check(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent)
    sys.exit("\n".join(["failed:", *failed]) if failed else 0)
