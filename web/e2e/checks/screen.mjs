// The first screen: what it tells, what it costs, and what is there without WebGL.
import assert from "node:assert/strict";
import { AT, DAY, LIST, hash, text } from "./common.mjs";

export const screen = [
  ["the first screen tells how much is held, as areas answers", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    const { rows } = await answer(`/v1/areas?region=all&source=${LIST}&date=${DAY}`);
    const held = rows.find((row) => row.status === "held" && row.holder === "RU");
    const share = held.share.toLocaleString("en-GB", { style: "percent", maximumFractionDigits: 1 });
    assert.ok((await text(page, ".answer h2")).includes(share), await text(page, ".answer h2"));
    await page.locator(".maplibregl-canvas").waitFor();
    await picture("first");
  }],

  ["until somebody is there the map is a picture, of the same ground", async ({ open, page, asked, picture }) => {
    const hash = `#date=${DAY}&source=${LIST}`;
    const spot = async (selector) => {
      const box = await page.locator(selector).first().boundingBox();
      await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.4);
      await page.locator(".says").waitFor();
      return /at=([\d.]+),([\d.]+)/.exec(await page.evaluate(() => location.hash)).slice(1).map(Number);
    };
    await open(hash, false);
    await page.waitForFunction(() => document.querySelector(".picture")?.naturalWidth > 0);
    await picture("untouched");
    assert.ok(!asked.some((url) => url.includes(".mvt")), "nobody was there, and tiles were asked for");
    const [lon, lat] = await spot(".picture");
    await page.locator(".maplibregl-canvas").waitFor();
    await page.waitForFunction(() => !document.querySelector(".picture"));
    await open(hash);
    await page.waitForFunction(() => document.querySelector(".maplibregl-canvas") && !document.querySelector(".picture"));
    const [mapLon, mapLat] = await spot(".map");
    // A pixel is about a hundredth of a degree here.
    assert.ok(Math.abs(lon - mapLon) < 0.02 && Math.abs(lat - mapLat) < 0.02, `${lon} ${lat}, on the map ${mapLon} ${mapLat}`);
    await open(hash, false);
    await page.locator(".maplibregl-canvas").waitFor({ timeout: 20_000 });
  }],

  ["without WebGL the picture stays, follows the day, and questions are answered", async ({ open, page }) => {
    await page.addInitScript(() => {
      const { getContext } = HTMLCanvasElement.prototype;
      HTMLCanvasElement.prototype.getContext = function (kind, ...more) { return kind.startsWith("webgl") ? null : getContext.call(this, kind, ...more); };
    });
    await open(`#date=${DAY}&source=${LIST}`);
    await page.locator(".no-map").waitFor();
    const box = await page.locator(".picture").boundingBox();
    await page.mouse.click(box.x + box.width * 0.6, box.y + box.height * 0.4);
    await page.locator(".says").waitFor();
    await page.locator(".days").focus();
    await page.keyboard.press("Home");
    const day = /date=([\d-]+)/.exec(await hash(page))[1];
    await page.waitForFunction((text) => document.querySelector(".picture").src.includes(`date=${text}`), day);
  }],

  ["attribution stands there, and every word is in the other language", async ({ open, page }) => {
    await open(AT);
    assert.ok((await text(page, ".attribution")).includes("OpenStreetMap"));
    await page.getByRole("button", { name: "Українською" }).click();
    await page.waitForFunction(() => document.querySelector(".content h3")?.textContent === "Дані кожного джерела");
    for (const english of ["Controlled by", "According to", "Sovereignty", "Download", "Compare"]) {
      assert.ok(!(await page.locator("main").innerText()).includes(english), english);
    }
  }],

  ["the first screen is small", async ({ page, base, context }) => {
    const sizes = [];
    context.on("requestfinished", (request) => sizes.push(request.sizes().then((size) => size.responseBodySize, () => 0)));
    const sum = async () => (await Promise.all(sizes)).reduce((total, size) => total + size, 0);
    // A build for tests may take longer than the map waits for somebody: here it waits on.
    await page.addInitScript(() => {
      const later = globalThis.setTimeout;
      globalThis.setTimeout = (act, ms, ...words) => (ms === 7000 ? 0 : later(act, ms, ...words));
    });
    await page.goto(base);
    await page.waitForFunction(() => document.querySelector(".picture")?.naturalWidth > 0);
    await page.waitForLoadState("networkidle");
    const untouched = await sum();
    assert.ok(untouched > 100_000 && untouched < 600_000, `${untouched} bytes before somebody is there`);
    await page.mouse.move(2, 2);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.waitForLoadState("networkidle");
    assert.ok((await sum()) < 800_000, `${await sum()} bytes with the map`);
  }],];
