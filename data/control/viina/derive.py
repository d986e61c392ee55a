"""Writes settlements.geojson, VIINA 2.0's control of the settlements of the gazetteer, from three files.

    python3 derive.py DIR

DIR holds them. Same bytes on every run; refuses other files.

    viina_changes.csv   for each place the days from which VIINA's column `status` has another word, 2022-02-24 to 2026-04-24. Runs
                        shorter than 3 days were left out before (flicker), and so were changes of 2026-01-27 to 2026-04-18, days of a
                        fault upstream through which the state of 2026-01-26 is carried
    viina_places.csv    the places that were ever of another status than UA, with their positions
    uncovered.csv       places of the gazetteer that VIINA does not know

A settlement of the gazetteer that is in none of the three was UA on all days: VIINA knows it, and the table of changes has those
alone that ever were not. One that VIINA does not know stands in the record without periods, so that no neighbour speaks for it.
Districts of cities have no cell of their own in any record: their city speaks. Left out are places of the table that the gazetteer
does not list, which have no name and code by its rule: their positions were in part guessed from reports of events.
"""

import csv
import hashlib
import json
import pathlib
import sys
from collections import defaultdict
from datetime import date, timedelta

CHANGES, PLACES, UNCOVERED = "viina_changes.csv", "viina_places.csv", "uncovered.csv"
SHA256 = {
    CHANGES: "e00aa72ef33c07c677f346d071c43777b7f7348c1877ef06054acdf2b490195d",
    PLACES: "3b8a340b36591a0bcd3a3b1303c560c7c319b450d9d88c4815936ffc41c44923",
    UNCOVERED: "ad058457fd6df1a1b5936d91d611d9f945a8c2e877b8435188082297d8eab454",
}
FIRST = "2022-02-24"
HERE = pathlib.Path(__file__).parent
GAZETTEER = HERE.parents[1] / "gazetteer/gazetteer.geojson"


def period(word, start, end):
    stated = {"status": "contested"} if word == "CONTESTED" else {"holder": word}
    return stated | {"basis": "coded", "start": start, "end": end, "publisher_word": word}


def periods(changes):
    """The periods that touch, from the first day on; before its first change a place was UA."""
    if not changes or changes[0][0] != FIRST:
        changes = [(FIRST, "UA"), *changes]
    ends = [str(date.fromisoformat(start) - timedelta(days=1)) for start, _ in changes[1:]] + [None]
    return [period(word, start, end) for (start, word), end in zip(changes, ends, strict=True)]


def main(directory):
    directory = pathlib.Path(directory)
    for name, sha256 in SHA256.items():
        if hashlib.sha256((directory / name).read_bytes()).hexdigest() != sha256:
            sys.exit(f"{name} is not the file this was made from")
    rows = lambda name: csv.DictReader((directory / name).open())
    changes = defaultdict(list)
    for row in rows(CHANGES):
        changes[f"gn-{row['geonameid']}"].append((row["from"], row["status"]))
    uncovered = {f"gn-{row['geonameid']}" for row in rows(UNCOVERED)}
    lines, counts = [], defaultdict(int)
    for feature in json.loads(GAZETTEER.read_text())["features"]:
        id_, properties = feature["id"], feature["properties"]
        if "part_of" in properties:
            continue
        kept = {name: properties.get(name) for name in ("name", "name_uk", "population", "region", "katottg")}
        kept["hostilities"] = None
        kept["periods"] = [] if id_ in uncovered else periods(changes.get(id_, []))
        counts["not known" if id_ in uncovered else "ever of another status" if id_ in changes else "UA on all days"] += 1
        feature = {"type": "Feature", "id": id_, "geometry": feature["geometry"], "properties": kept}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    (HERE / "settlements.geojson").write_text(text)
    known = {f"gn-{row['geonameid']}" for row in rows(PLACES)}
    print(len(lines), "settlements:", dict(counts), "; of", len(known), "places that VIINA has changes of")


if __name__ == "__main__":
    main(*sys.argv[1:])
