import assert from "node:assert/strict";
import { test } from "node:test";
import { versionOn, type Versions } from "../src/player/time.ts";

test("the version of a day is the last one that stands on it", () => {
  const versions: Versions = [[10, 12], [13, 13], [13, 20], [25, 30]];
  const on = (day: number) => versionOn(versions, day);
  assert.deepEqual([9, 10, 12, 13, 20, 21, 24, 25, 30, 31].map(on), [null, 0, 0, 2, 2, null, null, 3, 3, null]);
  assert.equal(versionOn([], 5), null);
});
