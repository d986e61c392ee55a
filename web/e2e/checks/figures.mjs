// Figures: regions, shapes, proposals, as the API answers them.
import assert from "node:assert/strict";
import { DAY, LIST, hash, text } from "./common.mjs";

export const figures = [
  ["the ledger's chart and table are the ledger", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=regions`);
    const { rows } = await answer(`/v1/ledger?claimant=RU&source=${LIST}&date=${DAY}`);
    const donetsk = rows.find((row) => row.region === "ua-14");
    const share = donetsk.claimed_held_share.toLocaleString("en-GB", { style: "percent", maximumFractionDigits: 1 });
    const row = await page.locator("tbody tr", { hasText: "Donetsk" }).innerText();
    const km2 = Math.round(donetsk.claimed_held_m2 / 1e6).toLocaleString("en-GB");
    assert.ok(row.includes(km2), `${row} has no ${km2}`);
    assert.ok((await page.locator(".strips li", { hasText: "Donetsk" }).innerText()).includes(share));
    await page.getByLabel("Party").selectOption("UA");
    await page.waitForFunction(() => document.querySelector(".rests")?.textContent.includes("Ukraine"));
    await picture("regions");
  }],

  ["a drawn area is measured as overlap answers", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=shape&map=7/48/37.5`);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.getByRole("button", { name: "Draw an area" }).click();
    const box = await page.locator(".map").first().boundingBox();
    for (const [x, y] of [[0.5, 0.3], [0.75, 0.3], [0.75, 0.6], [0.5, 0.6]]) {
      await page.mouse.click(box.x + box.width * x, box.y + box.height * y);
      await page.waitForTimeout(400);
    }
    await page.getByRole("button", { name: "Finish" }).click();
    await page.locator("tbody tr").first().waitFor();
    const shape = /shape=([^&]+)/.exec(await hash(page))[1].split(";").map((corner) => corner.split(",").map(Number));
    assert.equal(shape.length, 4);
    const overlap = await answer(`/v1/overlap?source=${LIST}&date=${DAY}`, { type: "Polygon", coordinates: [[...shape, shape[0]]] });
    const whole = Math.round(overlap.area_m2 / 1e6).toLocaleString("en-GB");
    assert.ok((await text(page, ".answer")).includes(`${whole}\u00a0km²`), await text(page, ".answer"));
    assert.equal(await page.locator("tbody tr").count(), overlap.rows.length);
    await picture("shape");
  }],

  ["a text redraws map and account, as proposals answers", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=proposals`);
    await page.locator(".maplibregl-canvas").waitFor();
    const { proposals } = await answer("/v1/proposals");
    const text = proposals.find((p) => p.id === "moscow-2025-12-02");
    await page.getByLabel("Text", { exact: true }).selectOption(text.id);
    await page.locator(".moves li").first().waitFor();
    const { evaluations } = await answer(`/v1/proposals/${text.id}?date=${DAY}&source=${LIST}`);
    const moved = evaluations[0].accounts.find((a) => a.region === "total").moved.filter((m) => m.area_m2 >= 5000 && (m.from.holder !== m.to.holder || m.from.status !== m.to.status));
    assert.equal(await page.locator(".moves li").count(), moved.length);
    const most = Math.max(...moved.map((m) => m.area_m2));
    assert.ok((await page.locator(".moves li").first().innerText()).startsWith(`${Math.round(most / 1e6).toLocaleString("en-GB")}\u00a0km²`));
    assert.match(await hash(page), new RegExp(`proposal=${text.id}`));
    await picture("proposal");
  }],

  ["what a text leaves open is asked for, and the answer follows", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=proposals&proposal=twenty-points`);
    const { proposals } = await answer("/v1/proposals");
    const { parameters } = proposals.find((p) => p.id === "twenty-points");
    assert.equal(await page.locator(".parameters > li").count(), parameters.length);
    for (const { about } of parameters) assert.ok((await text(page, ".parameters")).includes(about), about);
    const choice = parameters.find((p) => p.kind === "choice");
    const open_ = async (set) => (await answer(`/v1/proposals/twenty-points?date=${DAY}&source=${LIST}${set}`)).evaluations[0];
    assert.ok((await open_("")).open_reasons.some((reason) => reason.includes(choice.name)));
    assert.ok((await text(page, ".parameters")).includes("not set"));
    await page.locator(`#parameter-${choice.name}`).selectOption(choice.choices[0]);
    await page.waitForFunction(() => document.querySelector(".parameters") && !document.querySelector(".parameters .careful"));
    assert.match(await hash(page), new RegExp(`set=${choice.name}:${choice.choices[0]}`));
    const after = (await open_(`&set=${choice.name}:${choice.choices[0]}`)).accounts.find((a) => a.region === "total");
    const russia = after.parties.find((p) => p.party === "RU");
    await page.waitForFunction((figure) => document.querySelector("table")?.textContent.includes(figure), Math.round(russia.after_m2 / 1e6).toLocaleString("en-GB"));
    await picture("parameters");
  }],

  ["texts stand side by side, as compare answers", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=proposals&proposal=moscow-2025-12-02&beside=us-28-points`);
    await page.locator(".beside tbody tr").first().waitFor();
    const { evaluations } = await answer(`/v1/proposals?compare=moscow-2025-12-02,us-28-points&date=${DAY}&source=${LIST}`);
    assert.equal(await page.locator(".beside tbody tr").count(), evaluations.length + 1);
    const shown = await text(page, ".beside");
    for (const { accounts } of evaluations) {
      const russia = accounts.find((a) => a.region === "total").parties.find((p) => p.party === "RU");
      assert.ok(shown.includes(Math.round(russia.after_m2 / 1e6).toLocaleString("en-GB")), shown);
    }
    await page.getByLabel("Baseline: internationally recognised borders").check();
    await page.waitForFunction(() => document.querySelectorAll(".beside tbody tr").length === 4);
    assert.match(await hash(page), /beside=us-28-points,baseline-borders-1991/);
  }],

  ["regimes are told as at tells them", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&at=37.8,48.0`);
    await page.locator(".says").waitFor();
    const at = await answer(`/v1/at?lon=37.8&lat=48.0&date=${DAY}`);
    const shown = await text(page, ".content");
    const covering = at.regimes.filter((regime) => regime.applies !== "no");
    assert.ok(covering.length > 0);
    for (const { title } of covering) assert.ok(shown.includes(title), title);
    assert.ok(shown.includes("not legal advice"));
    assert.ok(shown.includes(at.nearest.name));
  }],

  ["an area is drawn by keyboard alone", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=shape&map=7/48/37.5`);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.getByRole("button", { name: "Draw an area" }).focus();
    await page.keyboard.press("Enter");
    for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft"]) {
      const before = await hash(page);
      await page.keyboard.press(" ");
      await page.keyboard.press(key);
      // The map stands still when its view is in the address.
      await page.waitForFunction((was) => decodeURIComponent(location.hash) !== was, before);
    }
    await page.keyboard.press("Enter");
    await page.locator("tbody tr").first().waitFor();
    assert.match(await hash(page), /shape=/);
  }],
];
