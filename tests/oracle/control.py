#!/usr/bin/env python3
"""Golden answers on real days, by other people's tools: GEOS cuts, GeographicLib measures.

Made with shapely 2.2.0 (GEOS 3.14.1) and pyproj 3.7.2; the same bytes on every run.

    python3 tests/oracle/control.py DATA_DIR      # DATA_DIR/deepstate-daily/deepstatemap_data_YYYYMMDD.geojson

Edges are straight in degrees: shapes are cut first, then every edge is cut into steps of at most 0.001 degree and the
geodesic polygon through them is measured. Writes figures and places of our own choosing, nothing of the source's geometry:
no vertex of an outline is among the places, so the boundary itself is tested on the files (`tests/real_data.rs`).
"""
import csv, datetime, json, math, pathlib, random, sys
import numpy as np, shapely
from pyproj import Geod
from shapely.geometry import shape

HERE = pathlib.Path(__file__).parent
REGIONS = HERE.parent.parent / "data" / "regions"
OUT = HERE / "control"
GEOD = Geod(ellps="WGS84")
IDS = ["ua-43", "ua-40", "ua-14", "ua-09", "ua-65", "ua-23", "ua-63", "ua-59", "ua-12", "ua-48"]
DAYS = ["2024-07-08", "2024-11-30", "2025-02-28", "2025-06-15", "2025-08-31", "2025-11-01", "2025-12-02", "2025-12-31"]
PAIRS = [
    ("2024-10-31", "2024-11-30"), ("2025-01-31", "2025-02-28"), ("2025-10-31", "2025-11-30"),
    ("2025-12-01", "2025-12-02"), ("2024-07-08", "2025-12-31"),
]
TUZLA = shapely.box(36.48, 45.23, 36.60, 45.30)


def polygons(g):
    return [p for p in getattr(g, "geoms", [g]) if p.geom_type == "Polygon" and not p.is_empty]


def ring_m2(ring, step=0.001):
    lon, lat = shapely.segmentize(ring, step).coords.xy
    return abs(GEOD.polygon_area_perimeter(lon, lat)[0])


def area_m2(g):
    return sum(ring_m2(p.exterior) - sum(ring_m2(r) for r in p.interiors) for p in polygons(g))


def load(path, part):
    features = json.loads(path.read_text())["features"]
    found = [shape(f["geometry"]) for f in features if f["properties"].get("part") == part]
    return found[0] if found else None


def write(name, header, rows):
    with open(OUT / name, "w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(header)
        w.writerows(rows)
    print(name, len(rows))


def main(folder):
    OUT.mkdir(exist_ok=True)
    files = sorted((pathlib.Path(folder) / "deepstate-daily").glob("*.geojson"))
    days = [datetime.datetime.strptime(f.stem[-8:], "%Y%m%d").date().isoformat() for f in files]
    held = {d: shape(json.loads(f.read_text())["features"][0]["geometry"]) for d, f in zip(days, files)}
    land = {i: load(REGIONS / f"{i}.geojson", "land") for i in IDS}
    extent = {i: load(REGIONS / f"{i}.geojson", "extent") for i in IDS[:6]}
    country = load(REGIONS / "ua.geojson", "land")
    zone = load(REGIONS / "contact-zone.geojson", "contact-zone")
    for g in [*held.values(), *land.values(), *extent.values(), country, zone]:
        shapely.prepare(g)
    as_of = lambda day: max(d for d in days if d <= day)

    rows = [(d, i, f"{area_m2(held[d].intersection(land[i])):.3f}") for d in DAYS for i in IDS]
    write("areas.csv", ["day", "region", "area_m2"], rows + [(d, "total", f"{area_m2(held[d]):.3f}") for d in DAYS])

    rows = []
    for a, b in PAIRS:
        old, new = held[as_of(a)], held[as_of(b)]
        gained, lost = new.difference(old), old.difference(new)
        for i, region in [*land.items(), ("total", None)]:
            cut = [g if region is None else g.intersection(region) for g in (gained, lost)]
            rows.append((a, b, i, *(f"{area_m2(g):.3f}" for g in cut)))
    write("changes.csv", ["from", "to", "region", "gained_m2", "lost_m2"], rows)

    rng = random.Random(20251202)

    def near(day, km):
        """A place within km kilometres of that day's boundary."""
        p = held[day].boundary.interpolate(rng.random(), normalized=True)
        lon, lat, _ = GEOD.fwd(p.x, p.y, rng.uniform(0, 360), 1000 * km * math.sqrt(rng.random()))
        return round(lon, 6), round(lat, 6)

    def least_m(parts, lon, lat):
        """Metres to the nearest point: over vertices 0.0002 degree apart, then 1e-6 degree apart beside the nearest of them."""
        def to(points):
            return GEOD.inv(np.full(len(points), lon), np.full(len(points), lat), points[:, 0], points[:, 1])[2]
        best = math.inf
        for part in parts:
            m = to(part)
            # A vertex is at most 23 m from the next, so the nearest point is beside one that is at most that much farther.
            for k in np.flatnonzero(m <= min(best, m.min()) + 23):
                beside = shapely.LineString(part[max(k - 1, 0) : k + 2])
                best = min(best, to(np.array(shapely.segmentize(beside, 1e-6).coords)).min())
        return best

    def stated(day, lon, lat):
        p = shapely.Point(lon, lat)
        where = "interior" if held[day].contains(p) else "boundary" if held[day].intersects(p) else "exterior"
        region = next((i for i in IDS[:6] if land[i].intersects(p)), None)
        region = region or next((i for i in IDS[6:] if land[i].intersects(p)), None)
        sea = None if region else next((i for i in IDS[:6] if extent[i].intersects(p)), None)
        if where != "exterior":
            return where, region or sea, "held", "RU"
        if TUZLA.intersects(p):
            return where, region or sea, "unknown", ""
        if country.intersects(p):
            return where, region or sea, "held", "UA"
        return where, sea, "unknown", ""

    rows = []
    while len(rows) < 3000:
        day = rng.choice(days)
        lon, lat = near(day, 2) if len(rows) % 2 else (round(rng.uniform(31, 41), 6), round(rng.uniform(44, 52), 6))
        where, region, status, holder = stated(day, lon, lat)
        rows.append((lon, lat, day, where, region or "", status, holder))
    write("points.csv", ["lon", "lat", "date", "located", "region", "status", "holder"], rows)

    rows = []
    while len(rows) < 200:
        lon, lat = near(rng.choice(days), 3) if len(rows) % 2 else (rng.uniform(33, 39), rng.uniform(45.5, 49.5))
        p = shapely.Point(lon, lat)
        if not country.contains(p) or TUZLA.intersects(p):
            continue
        runs, last = [], None
        for d in days:
            holder = "RU" if held[d].intersects(p) else "UA"
            if holder != last:
                runs.append(f"{d}:{holder}")
                last = holder
        rows.append((repr(lon), repr(lat), ";".join(runs)))
    write("histories.csv", ["lon", "lat", "runs"], rows)

    lengths, lines = [], []
    for day in ("2024-07-08", "2025-12-02", "2025-12-31"):
        line = held[day].boundary.intersection(zone)
        parts = [np.array(shapely.segmentize(part, 0.0002).coords) for part in line.geoms if part.length > 0]
        lengths.append((day, f"{sum(GEOD.line_length(c[:, 0], c[:, 1]) for c in parts):.3f}"))
        for k in range(20):
            lon, lat = near(day, 20) if k % 2 else (rng.uniform(31, 41), rng.uniform(44, 52))
            lines.append((day, repr(lon), repr(lat), f"{least_m(parts, lon, lat):.3f}"))
    write("lengths.csv", ["day", "length_m"], lengths)
    write("distances.csv", ["day", "lon", "lat", "distance_m"], lines)

    matrix = list(csv.DictReader(open(pathlib.Path(folder) / "registers" / "point_matrix.csv")))
    of = lambda column: [(r["place"], r["lon"], r["lat"], r["date"], r[column]) for r in matrix]
    write("point_matrix.csv", ["place", "lon", "lat", "date", "held"], [r for r in of("cyterat") if r[4] != "n/a"])
    raw = [r for r in of("deepstate_raw") if r[4] != "n/a" and not r[4].startswith("other:")]
    write("raw_matrix.csv", ["place", "lon", "lat", "date", "said"], raw)
    isw = [r for r in of("isw_nikkei") if r[4] != "n/a"]
    write("isw_matrix.csv", ["place", "lon", "lat", "date", "said"], isw)


if __name__ == "__main__":
    main(sys.argv[1])
