import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { daysBetween, isDay, plusDays, withinDays } from "../src/days.ts";
import { area, day, distance, percent, preferred, quoted, speak, stated, t } from "../src/i18n.ts";
import { en } from "../src/words/en.ts";
import { uk } from "../src/words/uk.ts";

/** A word's texts by form; a text without forms has one. */
function formsOf(words: Record<string, string | object>, word: string): Record<string, string> {
  const text = words[word] ?? "";
  return typeof text === "string" ? { text } : { ...text };
}

test("both languages have the same words, each with the same braces in every form", () => {
  assert.deepEqual(Object.keys(uk).sort(), Object.keys(en).sort());
  const braces = (text: string) => [...text.matchAll(/\{\w+\}/g)].map((m) => m[0]).sort();
  for (const word of Object.keys(en)) {
    const [wanted] = Object.values(formsOf(en, word)).map(braces);
    for (const words of [en, uk]) for (const [form, text] of Object.entries(formsOf(words, word))) assert.deepEqual(braces(text), wanted, `${word}, ${form}`);
  }
});

test("a counted word has the forms that whole numbers ask for in its language", () => {
  for (const [words, locale] of [[en, "en-GB"], [uk, "uk-UA"]] as const) {
    const rules = new Intl.PluralRules(locale);
    const wanted = new Set(Array.from({ length: 200 }, (_, count) => rules.select(count)));
    for (const word of Object.keys(words)) {
      const forms = formsOf(words, word);
      if ("text" in forms) continue;
      assert.deepEqual(new Set(Object.keys(forms)), wanted, word);
      for (const text of Object.values(forms)) assert.match(text, /\{count\}/, word);
    }
  }
});

test("every word is said somewhere, and quotation marks are those of the language", async () => {
  const folder = fileURLToPath(new URL("../../src/", import.meta.url));
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".ts") && !name.startsWith("words"));
  const source = (await Promise.all(files.map((name) => readFile(folder + name, "utf8")))).join("\n");
  for (const word of Object.keys(en)) assert.ok(word.startsWith("method") || source.includes(`"${word}"`), `${word} is said nowhere`);
  for (const word of Object.keys(uk)) assert.doesNotMatch(Object.values(formsOf(uk, word)).join(""), /[“”"]/, word);
});

test("a number chooses the form of its word", () => {
  speak("en");
  assert.deepEqual([1, 2].map((count) => t("daysOld", { count })), ["1 day old", "2 days old"]);
  speak("uk");
  assert.deepEqual([1, 3, 5, 11, 21, 569].map((count) => t("daysOld", { count })), ["давність 1 день", "давність 3 дні", "давність 5 днів", "давність 11 днів", "давність 21 день", "давність 569 днів"]);
  assert.equal(quoted("тимчасово окупована"), "«тимчасово окупована»");
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
  assert.equal(stated({ status: "held", holder: "RU" }), "Controlled by Russia");
  speak("uk");
  assert.equal(day("2025-12-02"), "2 грудня 2025\u00a0року");
  assert.equal(stated({ status: "contested", holder: null }), "Контроль неясний (сіра зона)");
  assert.equal(t("heldBy", { holder: "Україна" }), "Контролює Україна");
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
