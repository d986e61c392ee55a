"""Writes crs.csv: coordinates by another PROJ (pyproj), through its own EPSG database.

Usage: python3 crs.py > crs.csv

Each row: EPSG code, longitude, latitude (degrees on WGS 84), easting, northing (longitude, latitude in a geographic
system). The operation is picked by the name EPSG gives it, so that the parameters come from the register and not from
this project: UCS-2000 by EPSG:5840, SK-42 by EPSG:15865.
"""

import sys

import pyproj
from pyproj.transformer import TransformerGroup

WGS84 = [3857, 32635, 32636, 32637, 32638]
UCS2000 = [*range(5561, 5570), *range(6381, 6388)]
SK42 = [4284, *range(28404, 28409)]
PLACES = [
    (22.3, 48.4), (24.03, 49.84), (30.52, 50.45), (30.73, 46.48), (32.61, 46.64), (33.52, 44.6), (34.1, 44.95),
    (34.65, 47.5), (36.25, 49.99), (37.17706, 48.28014), (37.8, 48.0), (38.49, 48.9), (39.3, 48.57), (40.2, 49.6),
]
NAMED = {"UCS-2000": "UCS-2000 to WGS 84 (2)", "SK-42": "Pulkovo 1942 to WGS 84 (16)"}


def operation(code, datum):
    group = TransformerGroup(f"EPSG:{code}", "EPSG:4326", always_xy=True, allow_ballpark=False)
    wanted = NAMED.get(datum)
    found = [t for t in group.transformers if wanted is None or wanted in t.description]
    assert len(found) == 1, (code, [t.description for t in group.transformers])
    return found[0]


def main():
    pyproj.network.set_network_enabled(False)
    print(f"pyproj {pyproj.__version__}, PROJ {pyproj.proj_version_str}", file=sys.stderr)
    print("epsg,lon,lat,x,y")
    for datum, codes in (("WGS 84", WGS84), ("UCS-2000", UCS2000), ("SK-42", SK42)):
        for code in codes:
            transformer = operation(code, datum)
            digits = 10 if code in (5561, 4284) else 4
            for lon, lat in PLACES:
                x, y = transformer.transform(lon, lat, direction="INVERSE")
                print(f"{code},{lon},{lat},{x:.{digits}f},{y:.{digits}f}")


main()
