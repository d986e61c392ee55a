"""Writes postcodes.tsv, the postcodes of eight oblasts by the place that has them, from postcodes.csv.

    python3 derive.py FILE

Same bytes on every run; refuses another file.

postcodes.csv is GeoNames' postal file (2024-04, CC BY 4.0) joined to the codifier KATOTTG. A line of postcodes.tsv is a place: its code
in the codifier (empty where none was found), Ukrainian name, region, longitude, latitude, GeoNames' accuracy of that position, and its
postcodes. Accuracy 4 is a settlement's own position; 1 was 9 km off in the median, and of others nothing is known: their positions
are left out, empty.
"""

import csv
import hashlib
import pathlib
import sys

SHA256 = "77670367115a0193a388232a9cdb90cdeb6819b3d86f4b3e80490a63a524850d"
HERE = pathlib.Path(__file__).parent


def main(path):
    data = pathlib.Path(path).read_bytes()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{path} is not the file this was made from")
    places = {}
    for row in csv.DictReader(data.decode().splitlines()):
        located = row["accuracy"] == "4" and row["position_shared"] == "no"
        position = (row["lon"], row["lat"]) if located else ("", "")
        key = (row["region"], row["place_uk"].strip(), row["katottg"], *position, row["accuracy"])
        places.setdefault(key, set()).add(row["postcode"])
    lines = ["katottg\tname_uk\tregion\tlon\tlat\taccuracy\tpostcodes"]
    for (region, name, code, lon, lat, accuracy), codes in sorted(places.items()):
        lines.append("\t".join([code, name, region, lon, lat, accuracy, " ".join(sorted(codes))]))
    (HERE / "postcodes.tsv").write_text("\n".join(lines) + "\n")
    print(len(places), "places,", len({code for codes in places.values() for code in codes}), "postcodes")


if __name__ == "__main__":
    main(*sys.argv[1:])
