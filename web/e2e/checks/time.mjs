// The day: the slider, the chart, playing.
import assert from "node:assert/strict";
import { AT, LIST, hash, text } from "./common.mjs";

export const time = [
  ["the slider moves the day, and the answer with it", async ({ open, page, answer }) => {
    await open(AT);
    await page.locator(".days").focus();
    await page.keyboard.press("Home");
    const first = /date=([\d-]+)/.exec(await hash(page))[1];
    assert.equal(await page.locator("input.day").inputValue(), first);
    const at = await answer(`/v1/at?lon=37.177&lat=48.28&date=${first}`);
    assert.equal(at.announcements.length, 0);
    await page.waitForFunction((year) => document.querySelector(".rests")?.textContent.includes(year), first.slice(0, 4));
    await page.getByRole("button", { name: "Day after" }).click();
    assert.notEqual(/date=([\d-]+)/.exec(await hash(page))[1], first);
  }],

  ["play goes on day by day until told to stop", async ({ open, page }) => {
    await open(`#date=2024-06-01&source=${LIST}`);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.getByRole("button", { name: "Play" }).click();
    await page.waitForFunction(() => !location.hash.includes("2024-06-01"));
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByRole("button", { name: "Play" }).waitFor();
  }],

  ["the chart reads what areas and changes answer, and says what no version tells", async ({ open, page, answer, picture }) => {
    await open(`#date=2022-11-30&source=viina`);
    const { rows } = await answer("/v1/areas?region=all&source=viina&date=2022-11-30");
    const held = rows.find((row) => row.status === "held" && row.holder === "RU").area_m2;
    await page.waitForFunction(() => document.querySelector(".chart .line-held"));
    assert.equal(await text(page, ".written"), "30 November 2022");
    // The chart goes by weeks; the day on the map is told as areas answers it.
    await page.waitForFunction((words) => document.querySelector(".reading")?.textContent.includes(words), `${Math.round(held / 1e6).toLocaleString("en-GB")}\u00a0km² under Russian control`);
    const reading = await text(page, ".reading");
    // The month's figures are those of changes from one month's end to the next.
    const [total, from, to] = [await answer("/v1/changes?source=viina&region=all&from=2022-10-31&to=2022-11-30&step=month"), "31 Oct 2022", "30 Nov 2022"];
    const figure = (name) => {
      const km2 = total.steps.filter((step) => step.party === "RU").reduce((sum, step) => sum + step[name], 0) / 1e6;
      const digits = km2 >= 100 || km2 === 0 ? 0 : km2 >= 1 ? 1 : 2;
      return `${km2.toLocaleString("en-GB", { maximumFractionDigits: digits, minimumFractionDigits: digits })}\u00a0km²`;
    };
    const month = `${from} to ${to}: +${figure("gained_m2")} −${figure("lost_m2")}`;
    assert.ok(reading.includes(month), `${reading} has no ${month}`);
    await picture("chart");
    // What stands under the cursor is read; a click goes there.
    const box = await page.locator(".chart").boundingBox();
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.waitForFunction((was) => document.querySelector(".reading").innerText !== was, reading);
    const hovered = await text(page, ".reading b");
    await page.mouse.click(box.x + box.width * 0.3, box.y + box.height / 2);
    await page.waitForFunction(() => !location.hash.includes("2022-11-30"));
    const went = new Date(`${hovered} UTC`).toISOString().slice(0, 10);
    assert.ok((await hash(page)).includes(`date=${went}`), `${await hash(page)}, ${hovered}`);
  }],

  ["the days of which the list has no version are a gap, and what came in it is no month's", async ({ open, page }) => {
    await open(`#date=2025-12-02&source=${LIST}`);
    await page.waitForFunction(() => document.querySelector(".chart .gap-days"));
    await page.waitForFunction(() => document.querySelector(".reading")?.textContent.includes("no version"));
    assert.ok((await page.locator(".chart .line-held").getAttribute("d")).split("M").length > 2, "one line over the gap");
  }],

  ["a drag over a year asks for at most 60 tiles a second, and ends on the day it rests on", async ({ open, page, asked }) => {
    await open(`#date=2023-05-01&source=viina`);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.waitForFunction(() => !document.querySelector(".picture"));
    const times = [];
    page.on("request", (request) => { if (request.url().includes(".mvt")) times.push(performance.now()); });
    const before = asked.length;
    const days = page.locator(".days");
    const [first, min, max] = await days.evaluate((slider) => [slider.value, slider.min, slider.max].map(Number));
    const box = await days.boundingBox();
    const x = (day) => box.x + 8 + ((day - min) / (max - min)) * (box.width - 16);
    await page.mouse.move(x(first), box.y + box.height / 2);
    await page.mouse.down();
    for (let day = 0; day <= 365; day += 5) await page.mouse.move(x(first + day), box.y + box.height / 2);
    await page.waitForTimeout(1500);
    await page.mouse.up();
    const last = Number(await days.inputValue());
    assert.ok(Math.abs(last - first - 365) < 12, `${last - first} days`);
    await page.waitForFunction((date) => location.hash.includes(`date=${date}`), new Date(last * 86_400_000).toISOString().slice(0, 10));
    assert.ok(asked.length > before && times.length > 0, "no tile was asked for");
    const most = Math.max(...times.map((at) => times.filter((other) => other >= at && other < at + 1000).length));
    assert.ok(most <= 60, `${most} tiles within a second`);
  }],
];
