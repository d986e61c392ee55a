import assert from "node:assert/strict";
import { test } from "node:test";
import { around, silentWithin, unknownPieces } from "../src/map/near.ts";
import { inRow, kindOf } from "../src/panel/strip.ts";
import type { Line, Source } from "../src/types.ts";

const lineOf = (coordinates: number[][]): Line => ({ type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }] }) as unknown as Line;

const isIn = (shape: NonNullable<ReturnType<typeof around>>, [lon, lat]: [number, number]) =>
  shape.coordinates.some(([ring]) => ring![0]![0]! <= lon && lon <= ring![2]![0]! && ring![0]![1]! <= lat && lat <= ring![2]![1]!);

test("the ground around a line holds every place that near, along its whole length", () => {
  // A segment without corners on its way, as between cells.
  const shape = around(lineOf([[35, 47.4], [37.6, 48.6]]), 20_000);
  assert.ok(shape);
  for (let step = 0; step <= 50; step += 1) {
    const [lon, lat] = [35 + (2.6 * step) / 50, 47.4 + (1.2 * step) / 50];
    // 17 km in each direction, but for the seams of a metre between the squares.
    for (const [dx, dy] of [[0.22, 0], [-0.22, 0], [0, 0.15], [0, -0.15]] as const) assert.ok(isIn(shape, [lon + dx + 0.00003, lat + dy + 0.00003]), `${step} ${dx} ${dy}`);
  }
  assert.ok(!isIn(shape, [35, 49.5]) && !isIn(shape, [33, 45]));
});

test("squares of a row that touch are one rectangle", () => {
  const shape = around(lineOf([[35.01, 47.4], [35.99, 47.4]]), 1000);
  assert.equal(shape?.coordinates.length, 1);
  assert.equal(around(lineOf([]), 1000), null);
});

test("a source is silent as far as its version is uncertain, and as far as it runs behind", () => {
  const source = (within_m: number | null) => ({ absence: { lag_days: null, within_m } }) as Source;
  const line = { stale: true, uncertain_within_m: 12_000 } as Line;
  assert.equal(silentWithin(source(null), line), 12_000);
  assert.equal(silentWithin(source(9700), { ...line, stale: false } as Line), 9700);
  assert.equal(silentWithin(source(null), { ...line, stale: false } as Line), 0);
});

test("only unknown land of regions that the source covers is hatched", () => {
  const piece = { type: "Polygon" as const, coordinates: [] };
  const rows = [
    { status: "unknown", region: "ua-14", piece }, { status: "unknown", region: "ua-63", piece }, { status: "unknown", region: null, piece },
    { status: "held", region: "ua-14", piece }, { status: "unknown", region: "ua-09", piece: null },
  ];
  const covers = (regions: string[]) => unknownPieces(rows, { coverage: { regions, start: null, end: null } } as unknown as Source).features.length;
  assert.equal(covers(["ua-14", "ua-09"]), 1);
  assert.equal(covers(["ua"]), 2);
});

test("parts of a bar follow each other to the whole", () => {
  assert.deepEqual(inRow([{ kind: "a", size: 1 }, { kind: "b", size: 3 }]).map(({ from, to }) => [from, to]), [[0, 0.25], [0.25, 1]]);
  assert.deepEqual(inRow([{ kind: "a", size: 1 }], 4).map(({ to }) => to), [0.25]);
  assert.equal(kindOf({ status: "claimed", holder: "RU" }), "claimed-ru");
});
