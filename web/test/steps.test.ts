import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAWN, type State } from "../src/state.ts";
import { Steps } from "../src/steps.ts";

const state: State = {
  lang: "en", theme: "auto", tab: "place", date: "2025-12-31", source: "", other: null, swipe: 0.5, place: null, name: null,
  claimant: "RU", within: null, proposal: null, beside: [], set: {}, shape: null, layers: DRAWN, fileTurn: 0, view: null,
};

// The back button left the page: nothing that was asked on it was a step.
test("places, tabs and days are steps, the map's stand is none", () => {
  const isStep = (part: Partial<State>) => new Steps().isStep({ ...state, ...part }, state, 0);
  assert.ok(isStep({ place: { lon: 37, lat: 48 } }) && isStep({ tab: "regions" }) && isStep({ date: "2025-12-30" }));
  assert.ok(!isStep({ view: { lon: 37, lat: 48, zoom: 7 } }) && !isStep({ theme: "dark" }) && !isStep({ swipe: 0.3 }));
});

test("a run of days is one step", () => {
  const steps = new Steps();
  const days = ["2025-12-01", "2025-12-02", "2025-12-03", "2025-12-04"].map((date) => ({ ...state, date }));
  const at = [0, 500, 1000].map((now, k) => steps.isStep(days[k + 1]!, days[k]!, now));
  assert.deepEqual(at, [true, false, false]);
  assert.ok(steps.isStep(days[0]!, days[3]!, 9000));
});
