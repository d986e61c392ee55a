"""Writes divisions.geojson, the raions and hromadas of ten oblasts without outlines, from hromadas.csv.

    python3 derive.py FILE

Needs what ../gazetteer/derive.py needs. Same bytes on every run; refuses another file.

hromadas.csv holds what the codifier KATOTTG (an official act) says of each hromada, and of those of the government-controlled part of
2020 to 2022 the area and the population of 2022-01-01 as KSE-Loc-Data-Hub has them (MIT; State Statistics Service of Ukraine). What it
does not have is null: nothing of Crimea's hromadas, no area of those of Donetsk and Luhansk oblasts held since 2014. Names in Latin
letters are computed from the Ukrainian ones by the national table of 2010.
"""

import csv
import hashlib
import importlib.util
import json
import pathlib
import sys

SHA256 = "71156e39d3073bc0058d498a57bb2479959bd167168f0e479a0284314a133e5c"
HERE = pathlib.Path(__file__).parent


def gazetteer():
    """The script of the gazetteer, for how a name is written in Latin letters."""
    spec = importlib.util.spec_from_file_location("gazetteer", HERE.parent / "gazetteer/derive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main(path):
    data = pathlib.Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{path} is not the file this was made from")
    romanised = gazetteer().romanised
    divisions = {}
    for row in csv.DictReader(data.decode().splitlines()):
        row = {name: value.strip() for name, value in row.items()}
        divisions[row["raion_code"]] = {
            "level": "raion", "name": f"{romanised(row['raion_uk'])} Raion", "name_uk": f"{row['raion_uk']} район",
            "region": row["region"]}
        number = lambda name, kind: kind(row[name]) if row[name] else None
        population = number("population_2022", int)
        divisions[row["hromada_code"]] = {
            "level": "hromada", "name": f"{romanised(row['hromada_uk'])} Hromada", "name_uk": f"{row['hromada_uk']} громада",
            "region": row["region"], "within": row["raion_code"], "settlements": int(row["settlements"]),
            "stated_area_km2": number("area_km2", float), "population": population,
            "population_on": "2022-01-01" if population is not None else None}
    lines = [json.dumps({"type": "Feature", "id": code, "geometry": None, "properties": properties}, ensure_ascii=False,
                        separators=(",", ":")) for code, properties in sorted(divisions.items())]
    (HERE / "divisions.geojson").write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n")
    print(len(divisions), "divisions")


if __name__ == "__main__":
    main(*sys.argv[1:])
