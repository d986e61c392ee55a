"""What `contactline export` writes, opened by others: GDAL, DuckDB, GeoPandas, PMTiles' own reader. What they count and measure is what
`areas` says."""

import csv
import datetime
import io
import json

import pytest

pytestmark = pytest.mark.engines

SOURCE = "ua-official-list"
DAY = "2025-05-07"
#: Square metres may differ by so much of the whole: others draw edges on the spheroid, and project.
CLOSE = 2e-4


@pytest.fixture(scope="module")
def folder(program, tmp_path_factory):
    """Every form, of the day and of the history."""
    folder = tmp_path_factory.mktemp("exports")
    for ending in ("parquet", "fgb", "gpkg", "csv"):
        program("export", SOURCE, "--date", DAY, "--output", str(folder / f"day.{ending}"))
        program("export", SOURCE, "--output", str(folder / f"history.{ending}"))
    program("export", SOURCE, "--output", str(folder / "history.pmtiles"))
    return folder


@pytest.fixture(scope="module")
def held(program):
    """Square metres held by Russia on the day by region, says `areas`."""
    rows = csv.DictReader(io.StringIO(program("areas", "--date", DAY, "--source", SOURCE, "--format", "csv")))
    held = {row["region"]: float(row["area_m2"]) for row in rows if (row["status"], row["holder"]) == ("held", "RU")}
    assert held["all"] > 1e11 and len(held) == 7
    return held


@pytest.fixture(scope="module")
def geopandas():
    return pytest.importorskip("geopandas")


def read(geopandas, path):
    """The frame, by GDAL; GeoParquet by GeoPandas, as GDAL's wheel has none."""
    if path.suffix == ".parquet":
        return geopandas.read_parquet(path)
    if path.suffix == ".csv":
        import pandas

        frame = pandas.read_csv(path)
        return geopandas.GeoDataFrame(frame.drop(columns="WKT"), geometry=geopandas.GeoSeries.from_wkt(frame["WKT"]), crs=4326)
    return geopandas.read_file(path)


def area_m2(geometry):
    """Square metres on the spheroid, by PROJ's geodesics."""
    import pyproj

    return abs(pyproj.Geod(ellps="WGS84").geometry_area_perimeter(geometry)[0])


def standing(frame):
    """The rows that stand on the day."""
    import pandas

    noon = pandas.Timestamp(f"{DAY}T12:00:00Z")
    start, end = (pandas.to_datetime(frame[name], utc=True, format="ISO8601") for name in ("start", "end"))
    return frame[(start <= noon) & (end.isna() | (end >= noon))]


@pytest.mark.parametrize("ending", ["fgb", "gpkg", "csv", "parquet"])
def test_a_day_has_the_area_that_areas_says(folder, held, geopandas, program, ending):
    frame = read(geopandas, folder / f"day.{ending}")
    assert frame.crs.equals("EPSG:4326", ignore_axis_order=True) or frame.crs.equals("OGC:CRS84", ignore_axis_order=True)
    assert set(frame["status"]) == {"held", "not_covered"}
    # GeoParquet and GDAL have two names for the same system.
    assert frame.geometry.is_valid.all()
    drawn = frame[frame["status"] == "held"].set_crs(4326, allow_override=True)
    assert float(drawn["area_m2"].sum()) == pytest.approx(held["all"], abs=1)
    assert area_m2(drawn.geometry.iloc[0]) == pytest.approx(held["all"], rel=CLOSE)
    regions = geopandas.GeoDataFrame.from_features(json.loads(program("regions", "--geojson")), crs=4326)
    parts = geopandas.overlay(regions[regions["role"] == "region"][["id", "geometry"]], drawn[["geometry"]])
    assert set(parts["id"]) == set(held) - {"all"}
    for region, geometry in zip(parts["id"], parts.geometry, strict=True):
        assert area_m2(geometry) == pytest.approx(held[region], rel=CLOSE), region


@pytest.mark.parametrize("ending", ["fgb", "gpkg", "csv", "parquet"])
def test_a_history_holds_the_day(folder, held, geopandas, ending):
    frame = read(geopandas, folder / f"history.{ending}")
    assert len(frame) == len(read(geopandas, folder / "history.fgb")) > 500
    assert frame.geometry.is_valid.all()
    there = standing(frame)
    there = there[(there["status"] == "held") & (there["holder"] == "RU")]
    assert 1 < len(there) < len(frame)
    assert float(there["area_m2"].sum()) == pytest.approx(held["all"], rel=1e-9)
    assert sum(map(area_m2, there.geometry)) == pytest.approx(held["all"], rel=CLOSE)


def test_every_form_has_the_same_rows(folder, geopandas):
    frames = {ending: read(geopandas, folder / f"history.{ending}") for ending in ("parquet", "fgb", "gpkg", "csv")}
    # FlatGeobuf is in the order of its index.
    sorted_ = {ending: frame.sort_values("id", ignore_index=True) for ending, frame in frames.items()}
    wanted = sorted_.pop("parquet")
    for ending, frame in sorted_.items():
        assert list(frame["id"]) == list(wanted["id"]), ending
        assert frame["area_m2"].to_list() == pytest.approx(wanted["area_m2"].to_list(), abs=1), ending
        # CSV has seven decimals.
        within = 1e-7 if ending == "csv" else 0
        assert frame.geometry.geom_equals_exact(wanted.geometry.set_crs(4326, allow_override=True), within).all(), ending
    # Dates are dates, also to GDAL.
    for ending in ("fgb", "gpkg", "parquet"):
        assert str(frames[ending]["start"].dtype).startswith("datetime64"), ending
        assert (sorted_.get(ending, wanted)["start"] == wanted["start"]).all(), ending


def test_gdal_finds_rows_by_the_index_of_a_geopackage(folder):
    pyogrio = pytest.importorskip("pyogrio")
    path = folder / "history.gpkg"
    info = pyogrio.read_info(path)
    assert (info["driver"], info["geometry_type"], info["fid_column"], info["geometry_name"]) == ("GPKG", "MultiPolygon", "fid", "geom")
    assert info["capabilities"]["fast_spatial_filter"] and info["features"] > 500
    box = (36.0, 46.0, 37.0, 47.0)
    found = pyogrio.read_dataframe(path, bbox=box)
    every = pyogrio.read_dataframe(path)
    sides = every.geometry.bounds
    meets = (sides.minx <= box[2]) & (sides.maxx >= box[0]) & (sides.miny <= box[3]) & (sides.maxy >= box[1])
    assert 0 < len(found) < len(every) and set(found["id"]) <= set(every["id"][meets])
    # What GDAL writes into it goes into its index, by the file's own triggers.
    import shutil

    copied = shutil.copy(path, folder / "changed.gpkg")
    pyogrio.write_dataframe(found.head(3), copied, layer=info["layer_name"], append=True)
    assert len(pyogrio.read_dataframe(copied, bbox=box)) == len(found) + sum(found.head(3).geometry.intersects(_box(*box)))


def _box(*sides):
    import shapely

    return shapely.box(*sides)


def test_duckdb_reads_parquet_and_csv(folder, held):
    duckdb = pytest.importorskip("duckdb")
    noon = f"TIMESTAMPTZ '{DAY} 12:00:00+00'"
    query = f"""SELECT sum(area_m2), count(*) FROM '{folder}/history.parquet'
        WHERE status = 'held' AND holder = 'RU' AND "start" <= {noon} AND ("end" IS NULL OR "end" >= {noon})"""
    area, count = duckdb.sql(query).fetchall()[0]
    assert area == pytest.approx(held["all"], rel=1e-9) and count > 1
    [(area,)] = duckdb.sql(f"SELECT sum(area_m2) FROM read_csv('{folder}/day.csv') WHERE holder = 'RU'").fetchall()
    assert area == pytest.approx(held["all"], abs=1)
    kinds = dict(duckdb.sql(f"SELECT name, type FROM parquet_schema('{folder}/history.parquet')").fetchall())
    assert kinds["area_m2"] == "DOUBLE" and kinds["start"] == "INT64"


def test_gdal_and_its_own_reader_read_the_archive(folder, held):
    pyogrio, reader = pytest.importorskip("pyogrio"), pytest.importorskip("pmtiles.reader")
    path = folder / "history.pmtiles"
    with open(path, "rb") as file:
        archive = reader.Reader(reader.MmapSource(file))
        header, told = archive.header(), archive.metadata()
        tiles = list(reader.all_tiles(reader.MmapSource(file)))
    assert (header["min_zoom"], header["max_zoom"]) == (0, 12) and len(tiles) == header["addressed_tiles_count"]
    assert told["contactline"]["source"]["id"] == SOURCE
    day = (datetime.date.fromisoformat(DAY) - datetime.date(1970, 1, 1)).days
    assert any(first <= day and (last is None or day <= last) for first, last in told["contactline"]["versions"])
    frame = pyogrio.read_dataframe(path, layer=f"history-{SOURCE}", ZOOM_LEVEL=9, CLIP="YES")
    there = frame[(frame["from_days"] <= day) & (frame["to_days"] >= day) & (frame["holder"] == "RU")]
    # Tiles overlap at their sides; at this zoom a border is drawn to some 20 m.
    whole = there.to_crs(4326).union_all()
    assert area_m2(whole) == pytest.approx(held["all"], rel=2e-3)
