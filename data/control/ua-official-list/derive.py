"""Adds to settlements.geojson the smaller settlements, and the state of the list of 2026-08-21, from three files.

    python3 derive.py DIR CONTACTLINE

DIR holds them; CONTACTLINE is the built program, whose `import official-list` reads the list of 2025. Needs what
../../gazetteer/derive.py needs. Same bytes on every run, whether or not settlements.geojson has them already; refuses other files.

    ua_perelik_order376_asof_20250507.csv   order No. 376, its whole list in the wording of 2025-05-07: from it the periods of
                                            the smaller settlements; those of the others stand in settlements.geojson
    occupied_codes_20260821.txt             KATOTTG codes of the settlements listed as temporarily occupied in the wording of
                                            2026-08-21. No days, no part I (hostilities), nothing that was taken off the list
    places_extra.csv                        1,631 settlements of Donetsk, Luhansk, Kherson and Zaporizhzhia oblasts with code
                                            and position: GeoNames' postal file (2024-04) joined to the codifier

A settlement listed on 2026-08-21 and not on 2025-05-07 is held from an unknown day between the two: the period has the day after
the first as its earliest start and the second as its last. Names of smaller settlements that stand in the record are kept: new ones
get theirs of today by ../../gazetteer/derive.py, to be run afterwards. Which amendments the two wordings hold stands in data/README.md.
"""

import csv
import hashlib
import importlib.util
import json
import pathlib
import subprocess
import sys
import tempfile
import tomllib

LIST, CODES, PLACES = "ua_perelik_order376_asof_20250507.csv", "occupied_codes_20260821.txt", "places_extra.csv"
SHA256 = {
    LIST: "efdf0d42fd405d3fc893d3a9c2f8e9c80e5716efeb2be89c0e6f20c8987c32f4",
    CODES: "5b3468df8d520b219e839e8f6fbd3c0272df5c7b5cb096835c267e9965833673",
    PLACES: "7478a1e5a21cfa7e5365d73e17198876985ec0c12fec79e0df6745449313aaa4",
}
BEFORE, AFTER, STATE = "2025-05-07", "2025-05-08", "2026-08-21"
RECORD = pathlib.Path(__file__).parent / "settlements.geojson"
GAZETTEER = RECORD.parents[2] / "gazetteer"
# Crimea and Sevastopol are listed as a whole, and not by settlement.
WHOLE = ("ua-43", "ua-40")


def gazetteer():
    """The script of the gazetteer, for how a name is written in Latin letters."""
    spec = importlib.util.spec_from_file_location("gazetteer", GAZETTEER / "derive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def as_of_2025(properties):
    """Takes what this script adds out of the periods again."""
    periods = properties["periods"]
    if periods[-1].get("known_from") == STATE:
        del periods[-1]
        periods[-1]["end"] = None
        if len(periods) == 1:
            periods[-1]["publisher_word"] = "not listed"


def collection(features):
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def smaller(rows, named, list_, program):
    """The smaller settlements with their periods up to 2025-05-07, as the program reads the list."""
    exceptions = tomllib.loads((GAZETTEER / "exceptions.toml").read_text())["exception"]
    exceptions, romanised = {e["name_uk"]: e["name"] for e in exceptions}, gazetteer().romanised
    features = [{
        "type": "Feature", "id": f"katottg-{row['katottg']}",
        "geometry": {"type": "Point", "coordinates": [float(row["lon"]), float(row["lat"])]},
        "properties": {
            "name": exceptions.get(row["name_uk"]) or romanised(row["name_uk"]), "name_uk": row["name_uk"], "population": None,
            **named.get(row["katottg"], {}), "region": row["region"], "katottg": row["katottg"],
            "match_confidence": "high" if row["name_unique_in_oblast"] == "yes" else "medium", "match_method": "postal_file",
        }} for row in rows]
    with tempfile.TemporaryDirectory() as directory:
        places = pathlib.Path(directory) / "places.geojson"
        places.write_text(collection(features))
        asked = [program, "import", "--format", "official-list", "--date", BEFORE, "--settlements", places]
        subprocess.run([*asked, "--data", f"{directory}/store", list_], stdout=subprocess.DEVNULL)
        read = json.loads((pathlib.Path(directory) / "store/control/ua-official-list/settlements.geojson").read_text())
    for feature, found, row in zip(features, read["features"], rows, strict=True):
        for name in ("hostilities", "periods"):
            feature["properties"][name] = found["properties"][name]
        last = feature["properties"]["periods"][-1]
        since = last["start"] if last["holder"] == "RU" else ""
        if feature["id"] != found["id"] or since != row["since"]:
            sys.exit(f"{feature['id']} is occupied since '{since}' in the list, since '{row['since']}' in {PLACES}")
    return features


def with_state(properties, listed):
    """Adds what the state of 2026-08-21 says beyond that of 2025-05-07."""
    periods, code = properties["periods"], properties["katottg"]
    is_held = periods[-1]["holder"] == "RU"
    if properties["region"] in WHOLE or is_held == (code in listed):
        return False
    if is_held:
        sys.exit(f"{code} was taken off the list, which this script knows nothing of")
    periods[-1] |= {"end": BEFORE, "publisher_word": "not listed for this period"}
    word = f"part II: temporarily occupied (settlement row {code}), listed by {STATE}"
    periods.append({"holder": "RU", "basis": "official", "start": STATE, "end": None, "publisher_word": word,
                    "start_earliest": AFTER, "known_from": STATE})
    return True


def main(directory, program):
    directory = pathlib.Path(directory)
    for name, sha256 in SHA256.items():
        if hashlib.sha256((directory / name).read_bytes()).hexdigest() != sha256:
            sys.exit(f"{name} is not the file this was made from")
    listed = set((directory / CODES).read_text().split())
    rows = sorted(csv.DictReader((directory / PLACES).open()), key=lambda row: (row["region"], row["katottg"]))
    features = json.loads(RECORD.read_text())["features"]
    shown = [f["properties"] for f in features if not f["id"].startswith("gn-")]
    named = {p["katottg"]: {"name": p["name"], "name_uk": p["name_uk"]} for p in shown}
    features = [f for f in features if f["id"].startswith("gn-")]
    for feature in features:
        as_of_2025(feature["properties"])
    features += smaller(rows, named, directory / LIST, program)
    added = sum(with_state(feature["properties"], listed) for feature in features)
    features.sort(key=lambda feature: feature["properties"]["region"])
    RECORD.write_text(collection(features))
    print(len(features), "settlements, of them", len(rows), "smaller;", added, "newly listed")


if __name__ == "__main__":
    main(*sys.argv[1:])
