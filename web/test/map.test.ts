import assert from "node:assert/strict";
import { test } from "node:test";
import { beat } from "../src/map/frame.ts";
import { dotsOf } from "../src/map/dots.ts";
import { metresOfPixel, scaleOf } from "../src/map/scale.ts";

test("a scale bar is round, fits, and is as long as it says", () => {
  // At the equator a world of 512 pixels is 40,075 km around.
  assert.ok(Math.abs(metresOfPixel(0, 0) * 512 - 40_075_017) < 1);
  for (const zoom of [3.5, 6, 9.3, 14]) {
    const { metres, pixels } = scaleOf(48, zoom, 120);
    assert.ok(pixels <= 120 && pixels > 40, `${zoom}: ${pixels}`);
    assert.match(String(metres), /^[125]0*$/);
    assert.ok(Math.abs(metres / pixels - metresOfPixel(48, zoom)) < 1e-9 * metres);
  }
});

test("a piece's dot is the centre of its largest part, and what is tiny has none", () => {
  const square = (x: number, y: number, side: number) => [[[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]];
  const pieces = (area_m2: number) => dotsOf({ type: "FeatureCollection", features: [{ type: "Feature", properties: { area_m2, kind: "gained" }, geometry: { type: "MultiPolygon", coordinates: [square(30, 40, 0.1), square(36, 48, 0.4)] } }] });
  const [dot] = pieces(1e6).features;
  assert.ok(dot?.geometry.type === "Point");
  const [lon = 0, lat = 0] = dot.geometry.coordinates;
  assert.ok(Math.abs(lon - 36.2) < 1e-9 && Math.abs(lat - 48.2) < 1e-9, `${lon} ${lat}`);
  assert.equal(dot.properties?.["kind"], "gained");
  assert.equal(pieces(100).features.length, 0);
});

test("days follow each other no faster than tiles may be asked for", () => {
  const tiles = (width: number, height: number, two: boolean) => (60 * beat({ clientWidth: width, clientHeight: height } as HTMLElement, two)) / 1000;
  // As many as lie across and down, and one more where the edges cut.
  assert.ok(tiles(1000, 900, false) >= 3 * 3 && tiles(1000, 900, true) >= 2 * 3 * 3);
});
