"""Merges announced_extra.csv into announcements.geojson: captures announced by Russia, each with the address of a news page.

    python3 announcements.py FILE

Needs what gazetteer/derive.py needs. Same bytes on every run, whether or not they are merged already; refuses another file.

An announcement of a place that is there already, made within SAME_DAYS days of it, is the same: the one that is there is kept, and
gets the address, and the denial where it had none. Of a place without a position in the file the gazetteer or the record of the
official list gives it, by its code. `date_kind` says what the day is: `day`, that of the announcement; `week`, the last of the week
in which it was announced; `by`, one by which it had been.
"""

import csv
import hashlib
import importlib.util
import json
import pathlib
import sys
import tomllib
from datetime import date

SHA256 = "7715be7935e6bb8d1b19527950b43424d0adc12429217b1d10185a063ed43a53"
SAME_DAYS = 7
HERE = pathlib.Path(__file__).parent
FILE = HERE / "announcements.geojson"
BY_UK = {"Russian Ministry of Defence": "Міністерство оборони Росії",
         "General Staff of the Armed Forces of Russia": "Генеральний штаб Збройних сил Росії"}
DENIED_UK = {"General Staff of the Armed Forces of Ukraine": "Генеральний штаб Збройних сил України",
             "Ukrainian Defence Forces of the South (V. Voloshyn)": "Сили оборони півдня України (В. Волошин)"}


def gazetteer():
    """The script of the gazetteer, for how a name is written in Latin letters."""
    spec = importlib.util.spec_from_file_location("gazetteer", HERE / "gazetteer/derive.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def positions():
    """By code the position and GeoNames id of every place that is listed."""
    known = {}
    for path in ("control/ua-official-list/settlements.geojson", "gazetteer/gazetteer.geojson"):
        for feature in json.loads((HERE / path).read_text())["features"]:
            properties = feature["properties"]
            if properties.get("katottg") and "part_of" not in properties:
                id_ = feature["id"].removeprefix("gn-")
                known[properties["katottg"]] = (feature["geometry"]["coordinates"], int(id_) if id_.isdigit() else None)
    return known


def is_same(feature, row):
    """Whether a row tells of an announcement that is there."""
    there = feature["properties"]
    days = abs((date.fromisoformat(there["date"]) - date.fromisoformat(row["date"])).days)
    place = there["place"]
    if there["party"] != "RU" or there["region"] != row["region"] or there["scope"] != "settlement" or days > SAME_DAYS:
        return False
    codes = {place.get("katottg") or "", row["katottg"]} - {""}
    return place["name_uk"] == row["name_uk"] if len(codes) < 2 and "" in (place.get("katottg") or "", row["katottg"]) \
        else place.get("katottg") == row["katottg"]


def denied(properties, row):
    """Adds a denial to an announcement without one."""
    if row["disputed"] == "true" and not properties["disputed_by"]:
        properties |= {"disputed": True, "disputed_by": "UA", "disputed_on": row["disputed_on"] or None}


def note(row):
    """What else there is to say, in both languages."""
    en, uk = [f'as "{row["as_named"]}"'], [f"як «{row['as_named']}»"]
    if row["match"].startswith("chosen among"):
        count = row["match"].split()[2]
        en.append(f"which of {count} places of this name in the oblast is meant was chosen by the official list")
        uk.append(f"котрий із {count} населених пунктів із цією назвою в області мали на увазі, обрано за офіційним переліком")
    elif row["match"].startswith("ambiguous"):
        count = row["match"].split()[1]
        en.append(f"which of {count} places of this name in the oblast is meant is not known")
        uk.append(f"котрий із {count} населених пунктів із цією назвою в області мали на увазі, невідомо")
    elif row["match"] == "none":
        en.append("no place of this name is in the codifier")
        uk.append("населеного пункту з цією назвою в кодифікаторі немає")
    if row["disputed_by"]:
        en.append(f"denied by the {row['disputed_by']}".replace("the Ukrainian", "Ukrainian"))
        uk.append(f"заперечили: {DENIED_UK[row['disputed_by']]}")
    return "; ".join(en), "; ".join(uk)


def announcement(row, name, known):
    position, geonameid = known.get(row["katottg"], (None, None))
    if row["lon"]:
        position = [float(row["lon"]), float(row["lat"])]
    place = {"name": name, "name_uk": row["name_uk"]}
    place |= {"katottg": row["katottg"]} if row["katottg"] else {}
    geonameid = int(row["geonameid"]) if row["geonameid"] else geonameid
    place |= {"geonameid": geonameid} if geonameid else {}
    in_english, in_ukrainian = note(row)
    properties = {"kind": "announced", "party": "RU", "says": "taken", "date": row["date"]}
    properties |= {"date_kind": row["date_kind"]} if row["date_kind"] != "day" else {}
    properties |= {"place": place, "region": row["region"], "scope": "settlement", "announced_by": row["announced_by"],
                   "announced_by_uk": BY_UK[row["announced_by"]], "certainty": "medium", "note": in_english,
                   "note_uk": in_ukrainian, "disputed": None, "disputed_by": None, "disputed_on": None, "source": row["source"]}
    denied(properties, row)
    slug = "".join(c if c.isalnum() else "-" for c in name.lower() if c not in "’'")
    geometry = {"type": "Point", "coordinates": position} if position else None
    return {"type": "Feature", "id": f"ru-{row['date']}-{slug}", "geometry": geometry, "properties": properties}


def main(path):
    data = pathlib.Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{path} is not the file this was made from")
    exceptions = tomllib.loads((HERE / "gazetteer/exceptions.toml").read_text())["exception"]
    exceptions, romanised, known = {e["name_uk"]: e["name"] for e in exceptions}, gazetteer().romanised, positions()
    features = json.loads(FILE.read_text())["features"]
    ids, added, same = {feature["id"] for feature in features}, 0, 0
    for row in csv.DictReader(data.decode().splitlines()):
        there = [feature for feature in features if is_same(feature, row)]
        if there:
            same += 1
            properties = there[0]["properties"]
            if row["source"] not in (properties["source"] or ""):
                properties["source"] = "; ".join(filter(None, [properties["source"], row["source"]]))
            denied(properties, row)
            continue
        feature = announcement(row, exceptions.get(row["name_uk"]) or romanised(row["name_uk"]), known)
        if feature["id"] in ids:
            sys.exit(f"{feature['id']} is there twice")
        ids.add(feature["id"])
        features.append(feature)
        added += 1
    features.sort(key=lambda feature: (feature["properties"]["date"], feature["id"]))
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features]
    FILE.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n")
    print(len(features), "announcements:", added, "added,", same, "there already")


if __name__ == "__main__":
    main(*sys.argv[1:])
