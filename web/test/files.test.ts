import assert from "node:assert/strict";
import { test } from "node:test";
import { classified, columnsOf, counted, pointsOf, readDropped, separator } from "../src/files.ts";

test("a file is told by its content, not by its name", () => {
  const kind = (text: string) => readDropped("x.txt", text)?.kind ?? null;
  assert.equal(kind("lon,lat\n37,48\n"), "rows");
  assert.equal(kind('{"type":"Point","coordinates":[37,48]}'), "points");
  assert.equal(kind('{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]]]}}]}'), "outline");
  assert.equal(kind('{"type":"GeometryCollection","geometries":[{"type":"Point","coordinates":[1,2]}]}'), "points");
  for (const none of ["", "one line", "{ broken", '{"type":"LineString","coordinates":[[0,0],[1,1]]}', '{"type":"FeatureCollection","features":[]}', "[]", "null"]) assert.equal(kind(none), null, none);
  // Two polygons are one outline.
  const two = readDropped("x", '{"type":"MultiPolygon","coordinates":[[[[0,0],[1,0],[1,1],[0,0]]],[[[5,5],[6,5],[6,6],[5,5]]]]}');
  assert.equal(two?.outline?.type, "MultiPolygon");
});

const ANSWER = 'name;lon;lat;a.status;a.holder;b.status;b.holder;error\n"x; y";37,5;48;held;RU;unknown;;\nz;35;47;held;UA;held;RU;\nw;;;;;;;no longitude\n';

test("rows are read with their separators, commas in figures and errors", () => {
  assert.equal(separator(ANSWER), ";");
  assert.deepEqual(columnsOf(ANSWER).slice(0, 3), ["name", "lon", "lat"]);
  const { rows } = classified("rows", ANSWER, "");
  assert.deepEqual(rows.map((row) => row.at), [[37.5, 48], [35, 47], null]);
  assert.deepEqual(rows.map((row) => row.error), [null, null, "no longitude"]);
  assert.deepEqual(counted(rows, "b").map(({ stated, count }) => [stated.status, stated.holder, count]), [["unknown", null, 1], ["held", "RU", 1]]);
  assert.deepEqual(pointsOf(rows, "a").features.map((feature) => feature.properties?.["holder"]), ["RU", "UA"]);
});

test("columns that the service found are those of the notes", () => {
  const text = "east,north,a.status,a.holder,error\n37,48,held,RU,\n";
  assert.deepEqual(classified("rows", text, "longitude is read from 'east', latitude from 'north'").rows[0]?.at, [37, 48]);
  assert.equal(classified("rows", text, "").rows[0]?.at, null);
});
