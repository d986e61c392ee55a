#!/usr/bin/env python3
"""Golden answers on real days, by other people's tools: GEOS (shapely) cuts and locates, GeographicLib (pyproj) measures.

    python3 tests/oracle/control.py DATA_DIR

reads DATA_DIR/deepstate-daily/deepstatemap_data_YYYYMMDD.geojson, DATA_DIR/registers/point_matrix.csv and the outlines in
data/regions; writes the tables in tests/oracle/control, the same bytes on every run. The tables hold figures and places
chosen here, none of the source's outlines: no vertex of one is among the places, so its boundary is tested on the files
themselves (tests/real_data.rs). shapely 2.2.0 (GEOS 3.14.1) and pyproj 3.7.2 (PROJ 9.5.1) wrote them.

Edges are straight in degrees: shapes are cut first, then every edge is parted into steps of at most STEP degree and the
geodesic polygon through them is measured. Each step is a geodesic, not a straight line in degrees, which leaves up to 4 m2 in a
region (1e-8 of a small one, mostly far less) and goes with the square of the step: all that is held on 2025-12-02 is off by 2 m2 at 0.001
degree, 497 m2 at 0.01, 529,444 m2 undivided. So areas.csv has a second truth beside it: the integral of the ellipsoid's surface
under the edges by a Gauss rule of twelve points (integral_m2), which errs by its rounding alone.

What holds a place, by the rule declared in data/sources/deepstate.toml: inside a polygon or on its boundary, RU; else in the
box around Tuzla, unknown; else on the country's land, UA; else unknown.
"""
import csv
import datetime
import json
import math
import pathlib
import random
import sys

import numpy as np
import shapely
from pyproj import Geod
from shapely.geometry import Point, shape

HERE = pathlib.Path(__file__).parent
REGIONS_DIR = HERE.parent.parent / "data" / "regions"
OUT = HERE / "control"
GEOD = Geod(ellps="WGS84")
STEP = 0.001
# On a border shared by two the first is meant.
OWN = ["ua-09", "ua-14", "ua-23", "ua-40", "ua-43", "ua-65"]
NEIGHBOURS = ["ua-12", "ua-48", "ua-59", "ua-63"]
AREA_DAYS = ["2024-07-08", "2024-08-31", "2024-10-31", "2024-11-30", "2025-01-31", "2025-02-28", "2025-05-07", "2025-06-15",
             "2025-08-31", "2025-11-01", "2025-12-02", "2025-12-31"]
PAIRS = [("2024-10-31", "2024-11-30"), ("2025-01-31", "2025-02-28"), ("2025-10-31", "2025-11-30"),
         ("2024-07-08", "2025-12-31"),
         ("2024-08-19", "2024-09-30"),  # no version of 2024-08-19: that of 08-17 stands
         ("2025-12-01", "2025-12-02"), ("2025-08-31", "2025-07-31"), ("2025-05-07", "2025-05-08")]
LINE_DAYS = ["2024-07-08", "2024-12-31", "2025-06-15", "2025-12-02", "2025-12-31"]
FAR = [(30.52, 50.45), (13.4, 52.5), (139.7, 35.7), (-74.0, 40.7), (18.4, -33.9)]
TUZLA = (36.48, 45.23, 36.60, 45.30)
LENGTH_STEP = 0.0005


def polygons(g):
    return [p for p in getattr(g, "geoms", [g]) if p.geom_type == "Polygon" and not p.is_empty]


def ring_m2(ring):
    lon, lat = shapely.segmentize(ring, STEP).coords.xy
    return abs(GEOD.polygon_area_perimeter(lon, lat)[0])


def area_m2(g):
    return sum(ring_m2(p.exterior) - sum(ring_m2(r) for r in p.interiors) for p in polygons(g))


def strip_m2(lat):
    """The surface between the equator and a parallel, for a radian of longitude: Snyder, Map Projections (1987), 3-12."""
    e = np.sqrt(GEOD.es)
    sin = np.sin(np.radians(lat))
    return GEOD.a**2 / 2 * (1 - e**2) * (sin / (1 - (e * sin) ** 2) + np.arctanh(e * sin) / e)


def ring_integral_m2(ring):
    lon, lat = np.array(ring.coords).T
    zero = strip_m2(lat[0])
    nodes, weights = np.polynomial.legendre.leggauss(12)
    at = lat[:-1] + np.outer((nodes + 1) / 2, np.diff(lat))
    return abs(math.fsum(np.radians(np.diff(lon)) * (weights / 2 @ (strip_m2(at) - zero))))


def integral_m2(g):
    return sum(ring_integral_m2(p.exterior) - sum(map(ring_integral_m2, p.interiors)) for p in polygons(g))


def read_part(name, part):
    features = json.loads((REGIONS_DIR / f"{name}.geojson").read_text(encoding="utf-8"))["features"]
    return next(shape(f["geometry"]) for f in features if f["properties"]["part"] == part)


def write(name, header, rows):
    with open(OUT / name, "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)
    print(name, len(rows))


class World:
    """The days and the regions."""

    def __init__(self, folder):
        files = sorted((folder / "deepstate-daily").glob("*.geojson"))
        self.held = {}
        for file in files:
            day = datetime.datetime.strptime(file.stem[-8:], "%Y%m%d").date().isoformat()
            [feature] = json.loads(file.read_text(encoding="utf-8"))["features"]
            self.held[day] = shape(feature["geometry"])
            assert self.held[day].is_valid, file
        self.days = list(self.held)
        self.land = {i: read_part(i, "land") for i in OWN + NEIGHBOURS}
        self.extent = {i: read_part(i, "extent") for i in OWN}
        self.country, self.zone = read_part("ua", "land"), read_part("contact-zone", "contact-zone")
        for g in [*self.held.values(), *self.land.values(), *self.extent.values(), self.country, self.zone]:
            shapely.prepare(g)
        self.lines = {}

    def as_of(self, day):
        return max(d for d in self.days if d <= day)

    def line(self, day):
        """The boundary inside the contact zone."""
        if day not in self.lines:
            line = self.held[day].boundary.intersection(self.zone)
            self.lines[day] = [p for p in line.geoms if p.geom_type == "LineString" and p.length > 0]
        return self.lines[day]

    def region(self, p):
        on_land = next((i for i, g in self.land.items() if g.intersects(p)), None)
        return on_land or next((i for i, g in self.extent.items() if g.intersects(p)), "")

    def stated(self, day, p):
        """Where the place lies, and status and holder."""
        held = self.held[day]
        if held.intersects(p):
            return "interior" if held.contains(p) else "boundary", "held", "RU"
        if not shapely.box(*TUZLA).intersects(p) and self.country.intersects(p):
            return "exterior", "held", "UA"
        return "exterior", "unknown", ""


def beside(rng, line, km):
    """A place within km kilometres, or a little more, of a place on a line."""
    p = line.interpolate(rng.random(), normalized=True)
    return round(p.x + rng.uniform(-1, 1) * km / 75, 6), round(p.y + rng.uniform(-1, 1) * km / 111, 6)


def vertex(rng, g):
    """A vertex of any ring."""
    polygon = rng.choice(polygons(g))
    return rng.choice(rng.choice([polygon.exterior, *polygon.interiors]).coords[:])[:2]


def areas(world):
    rows = []
    for day in AREA_DAYS:
        held = world.held[world.as_of(day)]
        parts = {i: held.intersection(g) for i, g in world.land.items()} | {"total": held}
        rows += [(day, i, f"{area_m2(g):.3f}", f"{integral_m2(g):.3f}") for i, g in parts.items()]
    write("areas.csv", "day,region,area_m2,integral_m2", rows)


def changes(world):
    rows = []
    for start, end in PAIRS:
        old, new = world.held[world.as_of(start)], world.held[world.as_of(end)]
        both = new.difference(old), old.difference(new)
        for i, g in world.land.items():
            rows.append((start, end, i, *(f"{area_m2(part.intersection(g)):.3f}" for part in both)))
        rows.append((start, end, "total", *(f"{area_m2(part):.3f}" for part in both)))
    write("changes.csv", "from,to,region,gained_m2,lost_m2", rows)


def points(world, rng):
    vertices = {tuple(c[:2]) for g in world.held.values() for c in shapely.get_coordinates(g).tolist()}
    rows = []
    for k in range(3000):
        day = rng.choice(world.days)
        if k % 50 == 1:
            outlines = [*world.land.values(), *world.extent.values(), world.country]
            lon, lat = vertex(rng, rng.choice(outlines))
        elif k % 50 == 2:
            west, south, east, north = TUZLA
            lon, lat = rng.choice([(round(rng.uniform(west, east), 6), round(rng.uniform(south, north), 6)), (west, north)])
        elif k % 2:
            lon, lat = beside(rng, world.held[day].boundary, 2)
        else:
            lon, lat = round(rng.uniform(31, 41), 6), round(rng.uniform(44, 52), 6)
        assert (lon, lat) not in vertices, "the source's outlines may not be passed on"
        p = Point(lon, lat)
        located, status, holder = world.stated(day, p)
        rows.append((repr(lon), repr(lat), day, located, world.region(p), status, holder))
    write("points.csv", "lon,lat,date,located,region,status,holder", rows)


def moved(rng, world):
    """A place held on one of two days a month apart."""
    k = rng.randrange(len(world.days) - 30)
    change = world.held[world.days[k + 30]].symmetric_difference(world.held[world.days[k]])
    part = rng.choice([p for p in polygons(change) if p.area > 1e-5])
    west, south, east, north = part.bounds
    while True:
        lon, lat = round(rng.uniform(west, east), 6), round(rng.uniform(south, north), 6)
        if part.contains(Point(lon, lat)):
            return lon, lat


def histories(world, rng):
    """A quarter where a month changes the holder, a quarter within about 3 km of a day's line, half anywhere. An empty
    holder: unknown."""
    rows = []
    for k in range(200):
        if k % 4 == 1:
            lon, lat = moved(rng, world)
        elif k % 4 == 3:
            lon, lat = beside(rng, rng.choice(world.line(rng.choice(world.days))), 3)
        else:
            lon, lat = round(rng.uniform(31, 41), 6), round(rng.uniform(44, 52), 6)
        runs = []
        for day in world.days:
            _, _, holder = world.stated(day, Point(lon, lat))
            if not runs or runs[-1][1] != holder:
                runs.append((day, holder))
        rows.append((repr(lon), repr(lat), ";".join(f"{day}:{holder}" for day, holder in runs)))
    write("histories.csv", "lon,lat,runs", rows)


def distance_m(chains, lon, lat):
    """The least geodesic distance to chains of short steps, to a tenth of a millimetre: first to their ends; then, on the
    steps that may come nearer than any end, by ternary search (on a step the distance has one valley)."""
    def to(points):
        return GEOD.inv(np.full(len(points), lon), np.full(len(points), lat), points[:, 0], points[:, 1])[2]

    ends = np.concatenate([np.stack([c[:-1], c[1:]], axis=1) for c in chains])
    measured = np.minimum(to(ends[:, 0]), to(ends[:, 1]))
    lengths = GEOD.inv(*ends[:, 0].T, *ends[:, 1].T)[2]
    low, high = np.moveaxis(ends[measured - lengths / 2 <= measured.min()], 1, 0)
    for _ in range(60):
        left, right = (2 * low + high) / 3, (low + 2 * high) / 3
        keep_left = (to(left) < to(right))[:, None]
        low, high = np.where(keep_left, low, left), np.where(keep_left, right, high)
    return min(measured.min(), to((low + high) / 2).min())


def lines(world, rng):
    lengths, distances = [], []
    for day in LINE_DAYS:
        chains = [np.array(shapely.segmentize(part, LENGTH_STEP).coords) for part in world.line(day)]
        lengths.append((day, f"{sum(GEOD.line_length(c[:, 0], c[:, 1]) for c in chains):.3f}"))
        for k in range(20):
            if k == 0:
                lon, lat = FAR[LINE_DAYS.index(day)]
            elif k % 4 == 0:
                lon, lat = round(rng.uniform(31, 41), 6), round(rng.uniform(44, 52), 6)
            else:
                lon, lat = beside(rng, rng.choice(world.line(day)), [0.1, 2, 30][k % 4 - 1])
            distances.append((day, repr(lon), repr(lat), f"{distance_m(chains, lon, lat):.3f}"))
    write("lengths.csv", "day,length_m", lengths)
    write("distances.csv", "day,lon,lat,distance_m", distances)


def point_matrix(folder):
    with open(folder / "registers" / "point_matrix.csv", encoding="utf-8") as file:
        matrix = list(csv.DictReader(file))

    def of(column):
        rows = [(r["place"], r["lon"], r["lat"], r["date"], r[column]) for r in matrix]
        return [r for r in rows if r[-1] != "n/a" and not r[-1].startswith("other:")]

    write("point_matrix.csv", "place,lon,lat,date,held", of("cyterat"))
    write("raw_matrix.csv", "place,lon,lat,date,said", of("deepstate_raw"))
    write("isw_matrix.csv", "place,lon,lat,date,said", of("isw_nikkei"))
    write("nzz_matrix.csv", "place,lon,lat,date,said", of("nzz_liveuamap"))


def main(folder):
    OUT.mkdir(exist_ok=True)
    world, seed = World(folder), 20251202
    areas(world)
    changes(world)
    points(world, random.Random(seed))
    histories(world, random.Random(seed + 1))
    lines(world, random.Random(seed + 2))
    point_matrix(folder)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(pathlib.Path(sys.argv[1]))
