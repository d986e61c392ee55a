"""Every question by Python and by the program: the same answers, the same refusals."""

import datetime
import inspect
import json
import pickle
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import parse_qsl

import pytest

import contactline
from contactline import _native

DESCRIBED = json.loads(_native.questions())
POKROVSK = (37.177, 48.280)
SQUARE = {"type": "Polygon", "coordinates": [[[37.0, 48.0], [37.5, 48.0], [37.5, 48.5], [37.0, 48.5], [37.0, 48.0]]]}

# A question by Python, and the words that ask the same of the program.
ASKED = {
    "at": (lambda a: a.at(*POKROVSK, date="2025-05-07"), "at 37.177 48.28 --date 2025-05-07"),
    "at by name": (lambda a: a.at(place="Pokrovsk", region="ua-14"), "at Pokrovsk --region ua-14"),
    "at in metres": (lambda a: a.at(x=365_000, y=5_349_000, crs="EPSG:32637"), "at 365000 5349000 --crs EPSG:32637"),
    "history": (lambda a: a.history(*POKROVSK), "history 37.177 48.28"),
    "areas": (
        lambda a: a.areas(from_=datetime.date(2022, 3, 1), to="2022-06-01", step="month"),
        "areas --from 2022-03-01 --to 2022-06-01 --step month",
    ),
    "overlap": (lambda a: a.overlap(SQUARE, date="2025-01-02"), "overlap - --date 2025-01-02"),
    "changes": (lambda a: a.changes(from_="2025-01-01", to="2025-01-02"), "changes --from 2025-01-01 --to 2025-01-02"),
    "ledger": (lambda a: a.ledger(date="2025-01-02"), "ledger --date 2025-01-02"),
    "agreement": (lambda a: a.agreement(date="2025-01-02"), "agreement --date 2025-01-02"),
    "line": (lambda a: a.line(date="2025-01-02", place="Pokrovsk"), "line --date 2025-01-02 --near Pokrovsk"),
    "drift": (
        lambda a: a.drift(source="viina", from_="2025-01-01", to="2025-03-01"),
        "drift --source viina --from 2025-01-01 --to 2025-03-01",
    ),
    "regimes": (lambda a: a.regimes(*POKROVSK, date="2025-01-02"), "regimes 37.177 48.28 --date 2025-01-02"),
    "settlements": (lambda a: a.settlements(q="Pokrovsk"), "settlements Pokrovsk"),
    "sources": (lambda a: a.sources(), "sources"),
    "regions": (lambda a: a.regions(), "regions"),
    "proposals": (lambda a: a.proposals(), "proposal"),
    "one proposal": (
        lambda a: a.proposal("european-counter-text", date="2025-01-02", region="ua-14"),
        "proposal european-counter-text --date 2025-01-02 --region ua-14",
    ),
}


@pytest.mark.parametrize("name", ASKED)
def test_an_answer_is_what_the_program_prints(name, many, program_of_many):
    ask, words = ASKED[name]
    told = program_of_many(*words.split(), "--json", stdin=json.dumps(SQUARE))
    assert ask(many) == json.loads(told)


def test_the_atlas_built_in_answers_as_the_program(atlas, program):
    assert atlas.at(*POKROVSK, date="2025-05-07") == json.loads(program("at", "37.177", "48.28", "--date", "2025-05-07", "--json"))


def test_the_methods_are_the_questions_that_are_described():
    tool = Path(__file__).parent.parent / "tools" / "methods.py"
    subprocess.run([sys.executable, tool, "--check"], check=True)
    for question in DESCRIBED:
        method = getattr(contactline.Atlas, question["name"])
        assert inspect.getdoc(method).startswith(question["about"])


@pytest.mark.parametrize("question", [q for q in DESCRIBED if q["example"] and not q["sent"]], ids=lambda q: q["name"])
def test_every_example_is_answered_in_every_form(question, atlas):
    given = {name + "_" if name == "from" else name: value for name, value in parse_qsl(question["example"])}
    given |= {name: float(given[name]) for name in ("lon", "lat") if name in given}
    ask = lambda of: getattr(of, question["name"])(**given)  # noqa: E731
    if "json" not in question["forms"]:
        assert ask(atlas).startswith("<svg")
        return
    assert isinstance(ask(atlas), dict)
    assert isinstance(ask(atlas.texts), str)
    assert ask(atlas.tables).column_names
    if question["has_geojson"]:
        assert ask(atlas.features).column_names[-1] == "geometry"


def test_names_in_ukrainian(sealed):
    assert "Покровськ" in contactline.Atlas.open(sealed, language="uk").texts.at(place="Pokrovsk", region="ua-14")


@pytest.mark.parametrize(
    ("ask", "code", "parameter"),
    [
        (lambda a: a.at(place="Nowhereville"), "unknown-place", "place"),
        (lambda a: a.at(place="Ivanivka"), "ambiguous-place", "place"),
        (lambda a: a.at(48.28, 37.177), "swapped-axes", None),
        (lambda a: a.at(float("nan"), 48.0), "bad-value", "lon"),
        (lambda a: a.at(37.0, 91.0), "bad-value", "lat"),
        (lambda a: a.at(37.0), "missing-parameter", "lat"),
        (lambda a: a.at(), "missing-parameter", "lon"),
        (lambda a: a.at(37.0, 48.0, date="2999-01-01"), "bad-value", "date"),
        (lambda a: a.at(37.0, 48.0, date="7 May"), "bad-value", "date"),
        (lambda a: a.at(37.0, 48.0, date=datetime.datetime(2025, 5, 7, 10)), "bad-value", "date"),
        (lambda a: a.at(37.0, 48.0, date=20250507), "bad-value", "date"),
        (lambda a: a.at(1.0, 2.0, crs="EPSG:1"), "unknown-crs", "crs"),
        (lambda a: a.areas(region="ua-99"), "unknown-region", "region"),
        (lambda a: a.areas(from_="2025-01-01"), "missing-parameter", "to"),
        (lambda a: a.line(source="none"), "unknown-source", "source"),
        (lambda a: a.features.areas(), "bad-value", None),
        (lambda a: a.overlap("{"), "bad-body", None),
        (lambda a: contactline.Atlas.open("/no/such/place"), "not-found", "path"),
        (lambda a: contactline.Atlas(language="fr"), "bad-value", "language"),
    ],
)
def test_a_refusal_has_fields(ask, code, parameter, atlas):
    with pytest.raises(contactline.QuestionError) as refused:
        ask(atlas)
    error = refused.value
    assert (error.code, error.parameter) == (code, parameter)
    assert isinstance(error, ValueError) and str(error) == error.message
    assert (len(error.candidates) > 1) == (code == "ambiguous-place")
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), again.__dict__, str(again)) == (type(error), error.__dict__, str(error))


def test_a_moment_with_a_zone_is_that_second(many):
    noon = datetime.datetime(2025, 1, 2, 14, tzinfo=datetime.timezone(datetime.timedelta(hours=2)))
    assert many.at(*POKROVSK, date=noon) == many.at(*POKROVSK, date="2025-01-02T12:00:00Z")


def test_a_damaged_sealed_file_is_refused_with_its_findings(sealed, tmp_path):
    damaged = tmp_path / "damaged.sealed"
    bytes_ = bytearray(sealed.read_bytes())
    bytes_[len(bytes_) // 2] ^= 0xFF
    damaged.write_bytes(bytes_)
    with pytest.raises(contactline.DataError) as refused:
        contactline.Atlas.open(damaged)
    assert refused.value.code == "not-loaded" and refused.value.findings


def test_an_import_answers_what_the_program_finds(tmp_path):
    from conftest import SAMPLES, Program

    files = SAMPLES / "isw"
    told = contactline.import_files(files, tmp_path / "a")
    assert told["imported"] > 0
    by_program = json.loads(Program(tmp_path / "b")("import", "--json", str(files)))
    assert told["findings"] == by_program
    missing = contactline.import_files(files / "no such file.geojson", tmp_path / "a")
    assert missing["refused"] == 1 and missing["findings"][0]["code"] == "unreadable"
    (tmp_path / "file").touch()
    with pytest.raises(contactline.DataError) as refused:
        contactline.import_files(files, tmp_path / "file")
    assert refused.value.code == "not-imported" and refused.value.report["imported"] == 0


def test_many_threads_ask_one_atlas(many):
    expected = many.at(*POKROVSK, date="2025-01-02")
    answers = []
    threads = [threading.Thread(target=lambda: answers.append(many.at(*POKROVSK, date="2025-01-02"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 8


def test_an_atlas_is_pickled_by_its_path(many):
    assert pickle.loads(pickle.dumps(many)).at(*POKROVSK) == many.at(*POKROVSK)


def test_the_package_is_the_program_too(program):
    own = subprocess.run([sys.executable, "-m", "contactline", "at", "37.177", "48.28", "--date", "2025-05-07"], capture_output=True, text=True)
    assert (own.returncode, own.stdout) == (0, program("at", "37.177", "48.28", "--date", "2025-05-07"))
    wrong = subprocess.run([sys.executable, "-m", "contactline", "at"], capture_output=True, text=True)
    assert wrong.returncode == 2 and "contactline" in wrong.stderr


def test_an_answer_says_of_which_data_it_was_made_and_others_are_refused(atlas):
    provenance = atlas.at(37.80, 48.00, date="2025-05-07")["provenance"]
    assert provenance == {"program": f"contactline {contactline.__version__}", "fingerprint": atlas.fingerprint}
    assert contactline.Atlas(expect=atlas.fingerprint[:8]).fingerprint == atlas.fingerprint
    for expected, code in [("0badcafe", "other-data"), ("0bad", "bad-value")]:
        with pytest.raises(contactline.QuestionError) as refused:
            contactline.Atlas(expect=expected)
        assert (refused.value.code, refused.value.parameter) == (code, "expect")


def test_an_atlas_answers_with_what_had_been_loaded_by_then(tmp_path, program):
    ring = [[37.2, 47.5], [38.0, 47.5], [38.0, 48.5], [37.2, 48.5], [37.2, 47.5]]
    file, data = tmp_path / "deepstatemap_data_20250101.geojson", tmp_path / "data"

    def loaded(east):
        outline = [[east if lon == 38.0 else lon, lat] for lon, lat in ring]
        feature = {"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[outline]]}}
        file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
        contactline.import_files(file, data)
        second = datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)
        time.sleep(1.1)
        return second, contactline.Atlas.open(data).areas(date="2025-01-01", source="deepstate")

    (first, then), (second, now) = loaded(38.0), loaded(38.4)
    assert then != now
    for known_on, answer in [(first, then), (second, now), (datetime.date.today(), now)]:
        atlas = contactline.Atlas.open(data, known_on=known_on)
        assert atlas.areas(date="2025-01-01", source="deepstate") == answer
        assert pickle.loads(pickle.dumps(atlas)).fingerprint == atlas.fingerprint
    pruned = subprocess.run([sys.executable, "-m", "contactline", "--data", str(data), "prune", "--keep", "0"])
    assert pruned.returncode == 0
    with pytest.raises(contactline.QuestionError) as refused:
        contactline.Atlas.open(data, known_on=first)
    assert (refused.value.code, refused.value.parameter) == ("not-kept", "known_on")
    with pytest.warns(UserWarning, match="an earlier version of the program may answer otherwise"):
        assert "deepstate" not in contactline.Atlas.open(data, known_on="2026-01-01").source_ids
    with pytest.raises(contactline.QuestionError) as refused:
        contactline.Atlas.open(data, known_on="2999-01-01")
    assert (refused.value.code, refused.value.parameter) == ("bad-value", "known_on")


def test_changes_are_told_in_steps(atlas):
    asked = {"from_": "2022-04-01", "to": "2022-07-01", "source": "viina", "party": "RU"}
    steps = atlas.changes(**asked, step="month")["steps"]
    assert [step["to_date"] for step in steps if step["region"] == "total"] == ["2022-05-01", "2022-06-01", "2022-07-01"]
    assert atlas.tables.changes(**asked, step="month").num_rows == len(steps)
    assert atlas.changes(**asked)["steps"] is None
