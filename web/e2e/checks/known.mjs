// What is known and what is not: hatching, age, the legend, the built-in data.
import assert from "node:assert/strict";
import { DAY, LIST, text } from "./common.mjs";

/** A day on which the list is old. */
const OLD = "2025-12-02";
const km = (metres) => `${(metres / 1000).toLocaleString("en-GB", { maximumFractionDigits: metres < 10_000 ? 1 : 0 })}\u00a0km`;

export const known = [
  ["what is not known stands in the headline, and how old the version is below it and on the map", async ({ open, page, answer, picture }) => {
    await open(`#date=${OLD}&source=${LIST}`);
    const [{ rows }, { sources }] = [await answer(`/v1/areas?region=all&source=${LIST}&date=${OLD}`), await answer("/v1/sources")];
    const [row] = rows;
    assert.ok(row.stale && row.unknown_share > 0.01, "the version is not old");
    const share = row.unknown_share.toLocaleString("en-GB", { style: "percent", maximumFractionDigits: 1 });
    assert.ok((await text(page, ".answer h2")).includes(`${share} not known`), await text(page, ".answer h2"));
    const moved = km(row.uncertain_within_m - sources.find((source) => source.id === LIST).precision_m);
    const aged = await text(page, ".answer .aged");
    for (const words of ["7 May 2025", `${row.age_days} days old`, `may have moved up to ${moved}`]) assert.ok(aged.includes(words), `${aged} has no ${words}`);
    await page.waitForFunction((count) => document.querySelector(".age")?.textContent.includes(`${count} days old`), row.age_days);
    assert.ok((await text(page, ".age")).includes(moved));
    // The ground of which the list does not speak is asked of overlap, and drawn.
    await page.waitForFunction(() => document.querySelector(".legend-keys")?.textContent.includes("Not known"));
    await page.waitForTimeout(3000);
    await picture("old");
  }],

  ["the newest data, where they are old, say how far the line may have moved since", async ({ open, page, answer }) => {
    const { sources } = await answer("/v1/sources");
    const list = sources.find((source) => source.id === LIST);
    const { today } = await answer("/config.json");
    const { rows: [row] } = await answer(`/v1/areas?region=all&source=${LIST}&date=${today}`);
    await open(`#date=${list.last_version}&source=${LIST}`);
    await page.waitForFunction((words) => document.querySelector(".answer .newest")?.textContent.includes(words), km(row.uncertain_within_m - list.precision_m));
  }],

  ["the legend has what is on the map and nothing else", async ({ open, page, answer }) => {
    const WORDS = { "held/RU": "Controlled by Russia", "held/UA": "Controlled by Ukraine", contested: "Control unclear", not_covered: "Not known" };
    for (const [source, date] of [[LIST, DAY], ["viina", "2022-04-01"], ["viina", "2025-12-02"], [LIST, "2014-03-10"]]) {
      await open(`#date=${date}&source=${source}`);
      const { features } = await answer(`/collections/control-${source}/items?datetime=${date}&skipGeometry=true&limit=1000`);
      const drawn = new Set(features.map(({ properties: { status, holder } }) => [status, holder].filter(Boolean).join("/")));
      const line = await answer(`/v1/line?source=${source}&date=${date}`);
      await page.waitForFunction((words) => document.querySelector(".legend-keys")?.textContent.includes(words), WORDS[[...drawn][0]]);
      await page.waitForFunction((is) => is === document.querySelector(".legend-keys").textContent.includes("Line of contact"), line.features.length > 0);
      const legend = await text(page, ".legend-keys");
      for (const [name, words] of Object.entries(WORDS)) if (name !== "not_covered") assert.equal(legend.includes(words), drawn.has(name), `${source}, ${date}: ${words}`);
      assert.ok(!legend.includes("by the text"), "no text is shown, and one is explained");
    }
  }],

  ["a text's changes are explained, by party", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=proposals&proposal=us-28-points`);
    const { features } = await answer(`/v1/proposals/us-28-points?date=${DAY}&source=${LIST}&f=geojson`);
    const to = new Set(features.filter(({ properties: { kind, from, to } }) => kind === "piece" && (from.status !== to.status || from.holder !== to.holder)).map(({ properties }) => properties.to.holder ?? properties.to.status));
    await page.waitForFunction(() => document.querySelector(".legend-keys")?.textContent.includes("by the text"));
    const legend = await text(page, ".legend-keys");
    for (const [party, name] of [["RU", "Russia"], ["UA", "Ukraine"]]) assert.equal(legend.includes(`Control would change to ${name}`), to.has(party), party);
    assert.equal(legend.includes("Not settled by the text"), to.has("open"));
  }],

  ["with the built-in data alone the page says what they are and how to bring newer", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    await page.locator(".built-in summary").click();
    const said = await text(page, ".built-in");
    for (const words of ["21 Aug 2026", "not a front line", "contactline sync", "contactline import"]) assert.ok(said.includes(words), words);
  }],
];
