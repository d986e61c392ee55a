#!/usr/bin/env python3
"""What every term of every shipped text makes of every region, by GEOS, on two sources and three days each.

    python3 tests/oracle/proposals.py DATA_DIR [TEXT ...]

reads the texts in data/proposals and the rules in them with a reader of its own, the merged days in DATA_DIR/deepstate-daily and
the map's own form in DATA_DIR/deepstate-raw; writes tests/oracle/control/proposals.csv. Cut by shapely 2.2.0 (GEOS 3.14.1), measured
as control.py says (integral_m2). Unknown ground stays open: yes and open are kept apart as the rules' four answers ask.
"""
import csv
import datetime
import json
import pathlib
import re
import sys
import tomllib

import shapely
from shapely.geometry import shape

from control import NEIGHBOURS, OUT, OWN, TUZLA, integral_m2, read_part, write

HERE = pathlib.Path(__file__).parent
TEXTS = HERE.parent.parent / "data" / "proposals"
LIST_END = "2025-05-07"
GROUPS = {"donbas": ["ua-14", "ua-09"], "crimea-and-sevastopol": ["ua-43", "ua-40"], "all": OWN}
EMPTY = shapely.Polygon()
CASES = [("deepstate", "2024-08-31"), ("deepstate", "2025-05-07"), ("deepstate", "2025-12-02"),
         ("deepstate-raw", "2024-07-16"), ("deepstate-raw", "2025-01-05"), ("deepstate-raw", "2025-06-26")]
SET = [{}, {"other_land": "given_up", "donetsk": "stay"}, {"other_land": "kept", "donetsk": "demilitarised"}]


def polygons(g):
    return [p for p in getattr(g, "geoms", [g]) if p.geom_type == "Polygon" and not p.is_empty]


def merged(folder, day):
    files = {f.stem[-8:]: f for f in (folder / "deepstate-daily").glob("*.geojson")}
    name = max(n for n in files if n <= day.replace("-", ""))
    [feature] = json.loads(files[name].read_text())["features"]
    return [("held", "RU", shape(feature["geometry"]))], shapely.box(*TUZLA)


def raw(folder, day):
    """The statements in the order in which they count: held, contested, taken back."""
    end = datetime.datetime.fromisoformat(day + "T23:59:59+00:00").timestamp()
    file = max((f for f in (folder / "deepstate-raw").glob("*.geojson") if int(f.stem) <= end), key=lambda f: int(f.stem))
    kinds = {"held": [], "contested": [], "back": []}
    for feature in json.loads(file.read_text(encoding="utf-8"))["features"]:
        if feature["geometry"]["type"] != "Polygon":
            continue
        key = re.sub(r"\s|\u00a0", "", feature["properties"]["name"]).split("///")[-1]
        kind = ("held" if re.fullmatch(r"geoJSON\.(status\.occupied|territories\.(crimea|tuzla|ordlo))", key)
                else "contested" if key == "geoJSON.status.unknown"
                else "back" if re.match(r"geoJSON\.(status\.dismissed|zmiinyi_island)", key) else None)
        if kind:
            polygon = shapely.force_2d(shape(feature["geometry"]))
            assert polygon.is_valid, (file, feature["properties"]["name"])
            kinds[kind].append(polygon)
    held, contested, back = (shapely.union_all(kinds[k]) for k in ("held", "contested", "back"))
    contested = contested.difference(held)
    return [("held", "RU", held), ("contested", "", contested), ("held", "UA", back.difference(held).difference(contested))], EMPTY


def flat(g):
    """The areas of a geometry: where outlines touch, GEOS gives points and lines too."""
    return shapely.MultiPolygon(polygons(g)) if g.geom_type == "GeometryCollection" else g


def both(a, b):
    return flat(shapely.intersection(a, b))


def less(a, b):
    return flat(shapely.difference(a, b))


def either(a, b):
    return flat(shapely.union(a, b))


class Part:
    """Where a rule holds, and where that is open, within one region's land."""

    def __init__(self, land, yes, open_=EMPTY):
        self.land, self.yes, self.open = land, yes, open_

    def __and__(self, other):
        yes = both(self.yes, other.yes)
        return Part(self.land, yes, less(both(either(self.yes, self.open), either(other.yes, other.open)), yes))

    def __invert__(self):
        return Part(self.land, less(self.land, either(self.yes, self.open)), self.open)

    def __or__(self, other):
        return ~(~self & ~other)


class Scene:
    """One source on one day."""

    def __init__(self, folder, source, day):
        self.folder, self.source, self.day = folder, source, day
        self.known = {}

    def statements(self, day):
        if day not in self.known:
            self.known[day] = (merged if self.source == "deepstate" else raw)(self.folder, day)
        return self.known[day]

    def stated(self, land, day):
        """The land parted by status and holder."""
        statements, unknown = self.statements(day)
        parts, rest = {}, land
        for status, holder, area in statements:
            parts[status, holder] = either(parts.get((status, holder), EMPTY), both(rest, area))
            rest = less(rest, area)
        parts["unknown", ""] = both(rest, unknown)
        parts["held", "UA"] = either(parts.get(("held", "UA"), EMPTY), less(rest, unknown))
        return parts

    def evaluate(self, rule, region, land, values, drawn):
        nothing, everything = Part(land, EMPTY), Part(land, land)

        def call(word, words):
            plain = [w for w in words if "=" not in w]
            named = dict(w.split("=") for w in words if "=" in w)
            named = {k: values.get(v[1:]) if v.startswith("$") else v for k, v in named.items()}
            if word == "region":
                return everything if region in plain else nothing
            if word == "group":
                return everything if any(region in GROUPS[g] for g in plain) else nothing
            if word == "drawn":
                return Part(land, both(land, drawn[plain[0]]))
            assert word == "held_by", word
            day = named.get("on", "asked")
            if "source" in named:
                return None
            parts = self.stated(land, self.day if day == "asked" else day)
            return Part(land, parts.get(("held", plain[0]), EMPTY), parts["unknown", ""])

        text = re.sub(r"(\w+)\(([^()]*)\)", lambda m: f"call('{m[1]}', {[w.strip().replace(' ', '') for w in m[2].split(',')]})", rule)
        text = text.replace("everywhere", "everything").replace(" and ", " & ").replace(" or ", " | ").replace("not ", "~")
        return eval(text, {"call": call, "everything": everything})  # our own files


def rows_of(scene, text, land, given):
    drawn = {d["name"]: shape(d["geometry"]) for d in text.get("drawing", [])}
    values = {p["name"]: given.get(p["name"], p.get("default")) for p in text.get("parameter", [])}
    for region, ground in land.items():
        rest, taken = ground, []
        for term in text["term"]:
            after, when = term["holder"], term.get("when")
            if when and values[when["parameter"]] not in (None, when["is"]):
                continue
            if when and values[when["parameter"]] is None:
                after = "open"
            part = scene.evaluate(term["extent"], region, ground, values, drawn)
            if part is None:
                return None
            for area, outcome in ((part.yes, after), (part.open, "open")):
                taken.append((term["id"], outcome, both(rest, area)))
                rest = less(rest, area)
        taken.append(("", "unchanged", rest))
        for (status, holder), stated in scene.stated(ground, scene.day).items():
            for term, outcome, area in taken:
                m2 = integral_m2(both(area, stated))
                # Where two outlines all but coincide, what is left between them is rounding.
                if m2 > 100:
                    yield region, term, status, holder, outcome, m2


def main(folder, only):
    """Every text, or only those named: the rows of the others stay as they are."""
    kept = []
    if only:
        with open(OUT / "proposals.csv", encoding="utf-8", newline="") as table:
            kept = [tuple(row) for row in list(csv.reader(table))[1:]]
    land = {i: read_part(i, "land") for i in OWN + NEIGHBOURS}
    texts = [tomllib.loads(f.read_text(encoding="utf-8")) for f in sorted(TEXTS.glob("*.toml"))]
    rows = []
    for source, day in CASES:
        scene = Scene(folder, source, day)
        for text in texts:
            if only and text["id"] not in only:
                rows += [row for row in kept if (row[0], row[2], row[3]) == (text["id"], source, day)]
                continue
            if any("source" in term["extent"] for term in text["term"]):
                continue  # goes by the list's cells, which this program makes itself
            names = {p["name"] for p in text.get("parameter", [])}
            for number, given in enumerate(SET):
                given = {k: v for k, v in given.items() if k in names}
                if number and not given:
                    continue
                words = " ".join(f"{k}={v}" for k, v in sorted(given.items()))
                for region, term, status, holder, outcome, m2 in rows_of(scene, text, land, given):
                    rows.append((text["id"], words, source, day, region, term, status, holder, outcome, f"{m2:.3f}"))
    write("proposals.csv", "proposal,set,source,day,region,term,status,holder,outcome,area_m2", rows)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2:])
