import assert from "node:assert/strict";
import { test } from "node:test";
import { fromMgrs, fromUtm } from "../src/mgrs.ts";
import { parsePlace } from "../src/place.ts";

const near = (text: string, lat: number, lon: number, within = 1e-6) => {
  const place = parsePlace(text);
  assert.ok(place, `'${text}' was not read`);
  assert.ok(Math.abs(place.lat - lat) <= within && Math.abs(place.lon - lon) <= within, `'${text}' was read as ${JSON.stringify(place)}`);
};

test("decimal degrees, in the order people or programs write them", () => {
  near("48.28, 37.177", 48.28, 37.177);
  near("48.28 37.177", 48.28, 37.177);
  near("37.177,48.280", 48.28, 37.177);
  near("(48,28; 37,177)", 48.28, 37.177);
  near("48.28° 37.177°", 48.28, 37.177);
  // Neither number can only be a latitude of the regions: latitude first.
  near("10 20", 10, 20);
});

test("degrees, minutes and seconds, in either order, with letters before or after", () => {
  near("48°16'48\"N 37°10'37.2\"E", 48.28, 37.177);
  near("48°16′48″N, 37°10′37.2″E", 48.28, 37.177);
  near("N48°16'48\" E37°10'37.2\"", 48.28, 37.177);
  near("37 10.62 E 48 16.8 N", 48.28, 37.177);
  near("48.28 N 37.177 E", 48.28, 37.177);
  near("48°16′48″ пн. 37°10′37.2″ сх.", 48.28, 37.177);
});

test("geo addresses and links of web maps", () => {
  near("geo:48.28,37.177;u=35", 48.28, 37.177);
  near("https://www.openstreetmap.org/#map=12/48.28000/37.17700", 48.28, 37.177);
});

// The corner of square 37U DQ and the others: by PROJ 9 (+proj=utm).
test("military grid references are the middle of their square", () => {
  near("37U DQ 00000 00000", 48.7449887, 37.6397274);
  const whole = fromMgrs("37UDQ");
  assert.ok(whole && Math.abs(whole.lat - 49.2) < 0.05 && Math.abs(whole.lon - 38.3) < 0.05);
  assert.equal(fromMgrs("37U DQ 123 4567"), null);
  assert.equal(fromMgrs("61U DQ 12 34"), null);
  assert.equal(fromMgrs("37U IQ 12 34"), null);
});

test("the projection is undone", () => {
  const middle = fromUtm(37, 500_000, 0);
  assert.ok(Math.abs(middle.lon - 39) < 1e-9 && Math.abs(middle.lat) < 1e-9);
});

test("names are not coordinates, nor is what lies nowhere", () => {
  for (const text of ["Pokrovsk", "Покровськ", "", "48", "Severodonetsk 12", "99 200", "48 61 00 N 37 10 00 E"]) {
    assert.equal(parsePlace(text), null, text);
  }
});
