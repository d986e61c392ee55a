import assert from "node:assert/strict";
import { test } from "node:test";
import { daysBetween, isDay, plusDays, withinDays } from "../src/days.ts";
import { area, day, distance, percent, preferred, speak, stated, t } from "../src/i18n.ts";
import { en } from "../src/words/en.ts";
import { uk } from "../src/words/uk.ts";

test("both languages fill in the same words", () => {
  const braces = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
  for (const [word, text] of Object.entries(en)) {
    assert.deepEqual(braces(uk[word as keyof typeof uk]), braces(text), word);
  }
});

test("a share that is not all is never shown as all", () => {
  speak("en");
  assert.equal(percent(0.99996), "99.9%");
  assert.equal(percent(1), "100%");
  assert.equal(percent(0.00001), "0.1%");
  assert.equal(percent(0), "0%");
});

test("numbers, days and statuses are written as the reader writes them", () => {
  speak("en");
  assert.equal(area(36_496_863), "36.5\u00a0km²");
  assert.equal(distance(538.4), "538\u00a0m");
  assert.equal(day("2025-12-02T10:00:00Z"), "2 December 2025");
  assert.equal(stated({ status: "held", holder: "RU" }), "Held by Russia");
  speak("uk");
  assert.equal(day("2025-12-02"), "2 грудня 2025");
  assert.equal(stated({ status: "contested", holder: null }), "Спірна смуга");
  assert.equal(t("heldBy", { holder: "Україна" }), "Утримує Україна");
});

test("the language is the first the reader asks for that is spoken", () => {
  assert.equal(preferred(["de", "uk-UA", "en"]), "uk");
  assert.equal(preferred(["fr"]), "en");
});

test("days are counted over months and leap years", () => {
  assert.equal(plusDays("2024-02-28", 2), "2024-03-01");
  assert.equal(daysBetween("2025-12-31", "2026-01-02"), 2);
  assert.ok(!isDay("2025-02-29") && isDay("2024-02-29") && !isDay("today"));
  assert.equal(withinDays("2026-05-01", "2025-01-01", "2025-12-31"), "2025-12-31");
});
