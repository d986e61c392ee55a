// Two sides beside each other: what differs, by region, as the API answers it.
import assert from "node:assert/strict";
import { DAY, LIST, text } from "./common.mjs";

const km2 = (m2) => {
  const figure = Math.abs(m2 / 1e6);
  const digits = figure >= 100 || figure === 0 ? 0 : figure >= 1 ? 1 : 2;
  return figure.toLocaleString("en-GB", { maximumFractionDigits: digits, minimumFractionDigits: digits });
};

export const compare = [
  ["two sources on one day: the ground on which they differ, by region and by what each states", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&with=viina@${DAY}`);
    const { regions, features } = await answer(`/v1/disputes?date=${DAY}&sources=${LIST},viina`);
    await page.locator(".comparison tbody tr").first().waitFor();
    const said = await text(page, ".comparison");
    assert.ok(said.includes(`differ on ${km2(regions.reduce((sum, region) => sum + region.disputed_m2, 0))}\u00a0km²`), said);
    assert.equal(await page.locator(".comparison tbody tr").count(), features.filter((feature) => feature.properties.area_m2 >= 5000).length);
    const donetsk = features.find((feature) => feature.properties.region === "ua-14" && feature.properties.area_m2 >= 5000);
    const rows = await page.locator(".comparison tbody tr", { hasText: "Donetsk" }).allInnerTexts();
    assert.ok(rows.some((row) => row.includes(km2(donetsk.properties.area_m2))), rows.join(" | "));
    assert.ok(rows.every((row) => row.includes("Controlled by") || row.includes("unclear")), "what each is, is not said");
    await picture("compare-sources");
  }],

  ["one source on two days: what came under and left each party's control, by region", async ({ open, page, answer }) => {
    await open(`#date=2022-12-01&source=viina&with=viina@2022-10-01`);
    const changes = await answer("/v1/changes?source=viina&from=2022-10-01&to=2022-12-01");
    await page.locator(".comparison tbody tr").first().waitFor();
    const said = await text(page, ".comparison");
    assert.ok(said.includes(`Russia: +${km2(changes.total.gained_m2)}\u00a0km² −${km2(changes.total.lost_m2)}\u00a0km²`), said);
    const kherson = changes.regions.find((region) => region.region === "ua-65");
    const row = await page.locator(".comparison tbody tr", { hasText: "Kherson" }).filter({ hasText: "Russia" }).innerText();
    assert.ok(row.includes(km2(kherson.lost_m2)), row);
  }],

  ["two sources on two days: areas by each, and that the ground is not compared", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&with=viina@2024-05-07`);
    await page.locator(".comparison tbody tr").first().waitFor();
    assert.ok((await text(page, ".comparison")).includes("Both the source and the day differ"));
    const held = async (source, date) => (await answer(`/v1/areas?source=${source}&date=${date}&region=ua-14`)).rows.find((row) => row.status === "held" && row.holder === "RU").area_m2;
    const row = await page.locator(".comparison tbody tr", { hasText: "Donetsk" }).innerText();
    for (const m2 of [await held(LIST, DAY), await held("viina", "2024-05-07")]) assert.ok(row.includes(km2(m2)), row);
  }],

  ["a proposal's total says what it is of, and is the sum of its regions", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=proposals&proposal=us-28-points`);
    const { accounts } = (await answer(`/v1/proposals/us-28-points?date=${DAY}&source=${LIST}`)).evaluations[0];
    await page.locator(".moves").waitFor();
    const regions = accounts.filter((account) => account.region !== "total");
    const total = accounts.find((account) => account.region === "total");
    const russia = (account) => account.parties.find((party) => party.party === "RU").before_m2;
    assert.ok(Math.abs(regions.reduce((sum, account) => sum + russia(account), 0) - russia(total)) < 1000, "the regions do not come to the total");
    const { rows } = await answer(`/v1/areas?region=all&source=${LIST}&date=${DAY}`);
    const held = rows.find((row) => row.status === "held" && row.holder === "RU").area_m2;
    const said = await page.locator(".content").innerText();
    assert.ok(said.includes(`${km2(held)}\u00a0km² lie in the six regions`), `no ${km2(held)}: ${said.slice(0, 1500)}`);
    assert.ok(said.includes(`6 regions that Russia claims + ${regions.length - 6} other oblasts: ${km2(total.land_m2)}\u00a0km²`));
    await page.getByText("By region, before and after").click();
    assert.equal(await page.locator("details[open] tbody tr").count(), regions.length);
  }],

  ["bars of the ledger are shares of the whole, with the area beside", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=regions`);
    const { rows } = await answer(`/v1/ledger?claimant=RU&source=${LIST}&date=${DAY}`);
    for (const row of rows.filter((one) => one.claimed_m2 > 0 && one.region.startsWith("ua-"))) {
      const bar = page.locator(".strips li").filter({ hasText: `${km2(row.claimed_held_m2)}\u00a0km² of ${km2(row.claimed_m2)}\u00a0km²` });
      assert.equal(await bar.count(), 1, row.region);
      const [whole, part] = await bar.evaluate((li) => [li.querySelector(".strip"), li.querySelector(".bar.held-ru")].map((one) => one.getBoundingClientRect().width));
      assert.ok(Math.abs(part / whole - row.claimed_held_share) < 0.01, `${row.region}: ${part / whole}, not ${row.claimed_held_share}`);
    }
  }],
];
