import assert from "node:assert/strict";
import { test } from "node:test";
import { DRAWN, type State } from "../src/state.ts";
import { fromUrl, toUrl } from "../src/url.ts";

const usual: State = {
  lang: "en", theme: "auto", tab: "place", date: "2025-12-31", source: "", other: null, swipe: 0.5, place: null, name: null,
  claimant: "RU", within: null, proposal: null, beside: [], set: {}, shape: null, layers: DRAWN, fileTurn: 0, view: null,
};

test("an address gives back the state it was written from", () => {
  const state: State = {
    lang: "uk", theme: "dark", tab: "shape", date: "2025-11-03", source: "deepstate",
    other: { source: "isw", date: "2025-11-01" }, swipe: 0.3, place: { lon: 37.177, lat: 48.28 }, name: "Покровськ & Ко",
    claimant: "UA", within: "ua-14", proposal: "28-points", beside: ["a-text", "b-text"], set: { line_date: "2025-12-02", depth: "15km" }, shape: [[37, 48], [38, 48], [38, 49.1234]], layers: ["line", "disputes"], fileTurn: 0,
    view: { lon: 36.1, lat: 47.9, zoom: 6.5 },
  };
  assert.deepEqual(fromUrl(toUrl(state, usual), usual), state);
});

test("what is as usual is not written", () => {
  assert.equal(toUrl({ ...usual, source: "isw" }, usual), "#date=2025-12-31&source=isw&lang=en");
});

test("what is wrong in an address is left as usual", () => {
  const hash = "#date=2025-02-31&at=200,48&tab=everything&swipe=300&map=x/1/2&shape=1,2;3,4&with=isw@never&lang=fr";
  assert.deepEqual(fromUrl(hash, usual), usual);
});

test("all layers may be off", () => {
  assert.deepEqual(fromUrl(toUrl({ ...usual, layers: [] }, usual), usual).layers, []);
});
