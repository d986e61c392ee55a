// Raions, hromadas and announcements, as the API answers them.
import assert from "node:assert/strict";
import { AT, DAY, LIST, hash, text } from "./common.mjs";

const km2 = (m2) => {
  const figure = m2 / 1e6;
  const digits = figure >= 100 || figure === 0 ? 0 : figure >= 1 ? 1 : 2;
  return figure.toLocaleString("en-GB", { maximumFractionDigits: digits, minimumFractionDigits: digits });
};

export const divisions = [
  ["a place tells its raion and hromada, with what is controlled, claimed and known of people", async ({ open, page, answer }) => {
    await open(AT);
    const { raion, hromada } = await answer(`/v1/at?lon=37.177&lat=48.28&date=${DAY}`);
    await page.locator(".divisions .link").first().waitFor();
    const said = await text(page, ".divisions");
    for (const [level, { code, name }] of [["raion", raion], ["hromada", hromada]]) {
      const { rows: [row] } = await answer(`/v1/ledger?claimant=RU&region=${code}&source=${LIST}&date=${DAY}`);
      const { divisions: all } = await answer(`/v1/regions?by=${level}&region=${code}`);
      const division = all.find((one) => one.code === code);
      for (const words of [name, km2(row.region_m2), `${km2(row.claimed_m2)}\u00a0km² claimed`, division.population.toLocaleString("en-GB")]) assert.ok(said.includes(words), `${said} has no ${words}`);
    }
    assert.ok(said.includes("approximate"), said);
  }],

  ["regions open to raions and raions to hromadas, and back goes up again", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=regions`);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.getByRole("button", { name: "Raions: Donetsk Oblast" }).click();
    const table = page.locator(".part", { has: page.locator(".crumbs") });
    const { rows: raions } = await answer(`/v1/ledger?claimant=RU&region=ua-14&by=raion&source=${LIST}&date=${DAY}`);
    await page.waitForFunction((count) => document.querySelectorAll(".crumbs + .scroll tbody tr").length === count, raions.length);
    const bakhmut = raions.find((row) => row.name === "Bakhmutskyi Raion");
    const row = await table.locator("tbody tr", { hasText: "Bakhmutskyi" }).innerText();
    for (const m2 of [bakhmut.region_m2, bakhmut.held_m2, bakhmut.claimed_m2, bakhmut.unknown_m2]) assert.ok(row.includes(km2(m2)), `${row} has no ${km2(m2)}`);
    await page.waitForTimeout(2500);
    await picture("raions");
    await table.getByRole("button", { name: "Bakhmutskyi Raion" }).click();
    const { rows: hromadas } = await answer(`/v1/ledger?claimant=RU&region=${bakhmut.region}&by=hromada&source=${LIST}&date=${DAY}`);
    await page.waitForFunction((count) => document.querySelectorAll(".crumbs + .scroll tbody tr").length === count, hromadas.length);
    assert.ok((await hash(page)).includes(`in=${bakhmut.region}`));
    assert.match(await text(page, ".crumbs"), /All regions › Donetsk Oblast › Bakhmutskyi Raion/);
    await page.goBack();
    await page.waitForFunction((count) => document.querySelectorAll(".crumbs + .scroll tbody tr").length === count, raions.length);
  }],

  ["announced captures stand beside what a source came to state", async ({ open, page, answer, picture }) => {
    await open("#date=2026-04-24&source=viina&tab=announced");
    const { totals, announcements } = await answer("/v1/announcements?source=viina&to=2026-04-24");
    const russia = totals.find((total) => total.party === "RU" && total.says === "taken" && total.source === "viina");
    await page.locator(".months li").first().waitFor();
    assert.ok((await text(page, ".answer h2")).startsWith(`${russia.announced} places announced as taken by Russia, ${russia.confirmed} of them later confirmed`), await text(page, ".answer h2"));
    for (const [words, count] of [["Confirmed later", russia.confirmed], ["Not confirmed", russia.not_confirmed], ["No place to look up", russia.not_placed], ["Confirmed within 30 days", russia.confirmed_within_30_days]]) {
      const row = await page.locator("tbody tr", { hasText: words }).innerText();
      assert.match(row, new RegExp(`\\b${count}\\b`), row);
    }
    assert.ok((await page.locator(".said").first().innerText()).includes([...announcements].sort((a, b) => (a.date < b.date ? 1 : -1))[0].place));
    await picture("announced");
  }],
];
