#!/usr/bin/env python3
"""Measure how closely a map of held areas follows coast and state border, and what a contact zone keeps of it.

    python3 measure.py HELD.geojson [--tolerance METRES ...] [--pieces]

HELD.geojson is one day of held areas (polygons); none is kept here. The outline of its largest polygon is split in two
where it leaves coast or border for good: the front is the longest run farther than 5 km from both, prolonged at either
end until it is within 500 m of them; the rest means to follow coast and border. Distances are to the land of ua.geojson
(far from the regions that file is simplified by about 100 m), in metres of the projection that derive.py uses.
Without --tolerance the zone is that of contact-zone.geojson; with it, zones are made afresh. --pieces lists what the
zone keeps, piece by piece, joined where ends meet. requirements: as derive.py.
"""
import argparse
import json
from pathlib import Path

import numpy as np
import shapely
from shapely.geometry import LineString, shape

from derive import ZONE_LAGOONS, crimea_line, polygons, project, zone_in_metres

HERE = Path(__file__).resolve().parent
STEP_M, AWAY_M, NEAR_M = 100, 5000, 500
BORDER_NORTH_OF = 47.115  # degrees: there the state border reaches the Sea of Azov


def read(path):
    """All geometry of a GeoJSON file as one, made valid."""
    features = json.loads(Path(path).read_text(encoding="utf-8"))["features"]
    shapes = [shape(f["geometry"]) for f in features if f["geometry"]]
    areas = [g for g in shapes if g.geom_type.endswith("Polygon")]
    return shapely.union_all([shapely.make_valid(a) for a in areas])


def split_outline(ring, edge):
    """The part of a closed ring that follows the edge, and the front."""
    points = shapely.get_coordinates(shapely.segmentize(ring, STEP_M))[:-1]
    distance = shapely.distance(shapely.points(points), edge)
    start = int(np.argmin(distance))  # surely not on the front
    points, distance = np.roll(points, -start, axis=0), np.roll(distance, -start)
    change = np.flatnonzero(np.diff(np.concatenate([[0], (distance > AWAY_M).astype(int), [0]])))
    first, last = max(change.reshape(-1, 2), key=lambda run: run[1] - run[0])
    while distance[first] > NEAR_M:
        first -= 1
    while distance[last] > NEAR_M:
        last += 1
    front = LineString(points[first:last + 1])
    following = LineString(np.vstack([points[last:], points[:first + 1]]))
    return following, front


def report(title, values):
    """One line of figures about distances."""
    if not len(values):
        return
    p50, p95, p99 = np.percentile(values, [50, 95, 99])
    print(f"{title:26} n {len(values):6}  mean {values.mean():5.0f}  median {p50:5.0f}  95% {p95:5.0f}  99% {p99:5.0f}"
          f"  max {values.max():5.0f} m")


def joined(lines):
    """Parts of a line geometry, joined where their ends meet."""
    merged = shapely.line_merge(shapely.union_all(lines))
    return sorted((p for p in getattr(merged, "geoms", [merged]) if p.length > 0), key=lambda p: -p.length)


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("held")
    parser.add_argument("--tolerance", type=float, nargs="+")
    parser.add_argument("--pieces", action="store_true")
    options = parser.parse_args()

    country = project(read(HERE / "ua.geojson"))
    edge, held = country.boundary, project(read(options.held))
    for geometry in (country, edge):
        shapely.prepare(geometry)
    largest = max(polygons(held), key=lambda p: p.area)
    following, front = split_outline(largest.exterior, edge)
    points = shapely.points(shapely.get_coordinates(following))
    distance, inside = shapely.distance(points, edge), shapely.contains(country, points)
    x, y = shapely.get_coordinates(project(following, inverse=True)).T
    lagoon = np.any([(x > w) & (x < e) & (y > s) & (y < n) for w, s, e, n in ZONE_LAGOONS], axis=0)
    border = y > BORDER_NORTH_OF
    print(f"outline of the largest polygon: follows {following.length / 1000:.0f} km, front {front.length / 1000:.0f} km")
    for name, some in (("coast", ~border & ~lagoon), ("state border", border), ("cut-out lagoon", lagoon)):
        report(name, distance[some])
        report(name + ", land side", distance[some & inside])
    for limit in (500, 1000, 1500, 2000):
        print(f"land side, no lagoon, deeper than {limit} m: {int((inside & ~lagoon & (distance > limit)).sum())} samples")

    line = project(crimea_line({k: read(HERE / f"{k}.geojson") for k in ("ua-43", "ua-65")}))
    zones = {t: zone_in_metres(country, line, t) for t in options.tolerance or []}
    if not zones:
        zones["file"] = project(read(HERE / "contact-zone.geojson"))
    for name, zone in zones.items():
        kept, spurious = held.boundary.intersection(zone), following.intersection(zone)
        print(f"zone {name}: boundary of held areas inside {kept.length / 1000:.1f} km, of it following coast or border "
              f"{spurious.length / 1000:.1f} km; front of the largest polygon lost {front.difference(zone).length / 1000:.1f} km"
              f" of {front.length / 1000:.1f} km")
        if options.pieces:
            for piece in joined([kept]):
                ends = shapely.get_coordinates(project(LineString([piece.coords[0], piece.coords[-1]]), inverse=True))
                middle = shapely.get_coordinates(project(piece.interpolate(0.5, normalized=True), inverse=True))[0]
                wrong = "  follows coast or border" if piece.intersection(following.buffer(1)).length > piece.length / 2 else ""
                print(f"  {piece.length / 1000:8.2f} km  from {ends[0].round(3)} by {middle.round(3)} to {ends[1].round(3)}{wrong}")


if __name__ == "__main__":
    main()
