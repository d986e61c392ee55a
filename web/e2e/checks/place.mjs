// A place: found, clicked at, asked about.
import assert from "node:assert/strict";
import { AT, DAY, LIST, hash, text } from "./common.mjs";

export const place = [
  ["a click on the map asks about that place", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&map=9/48.28/37.177`);
    await page.locator(".maplibregl-canvas").waitFor();
    const box = await page.locator(".map").first().boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
    await page.locator(".says").waitFor();
    const [, lon, lat] = /at=([\d.]+),([\d.]+)/.exec(await hash(page));
    assert.ok(Math.abs(lon - 37.177) < 0.01 && Math.abs(lat - 48.28) < 0.01, `${lon} ${lat}`);
    const at = await answer(`/v1/at?lon=${lon}&lat=${lat}&date=${DAY}`);
    const control = at.control.find((c) => c.source === LIST);
    const shown = await text(page, ".says");
    const status = control.status === "held" ? `Controlled by ${control.holder === "UA" ? "Ukraine" : "Russia"}` : "Unknown";
    assert.ok(shown.includes(status), shown);
    assert.ok(shown.includes(`${(control.distance_m / 1000).toFixed(1)}\u00a0km from the line of this source`), shown);
    const claims = await text(page, ".content");
    for (const claim of at.claims) assert.ok(claims.includes(claim.act.title), claim.act.title);
  }],

  ["a name is found by keyboard alone, in either alphabet", async ({ open, page }) => {
    for (const typed of ["pokrovsk", "Покровськ"]) {
      await open(`#date=${DAY}&source=${LIST}`);
      // From the page's first link on: the panel that scrolls, then the search.
      await page.locator(".skip").focus();
      for (let tabs = 0; tabs < 4 && (await page.evaluate(() => document.activeElement.id)) !== "search"; tabs += 1) await page.keyboard.press("Tab");
      assert.equal(await page.evaluate(() => document.activeElement.id), "search");
      await page.keyboard.type(typed);
      await page.locator("#found li").first().waitFor();
      await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
      await page.locator(".says").waitFor();
      assert.match(await hash(page), /at=37\.17\d*,48\.28/);
      assert.ok((await text(page, ".where")).startsWith("Pokrovsk"));
    }
  }],

  ["coordinates are read as people write them", async ({ open, page }) => {
    for (const typed of ["48.28 37.177", "48°16′48″N 37°10′37.2″E", "geo:48.28,37.177", "37U CP 64752 49028"]) {
      await open(`#date=${DAY}&source=${LIST}`);
      await page.locator("#search").fill(typed);
      await page.locator("#search").press("Enter");
      await page.locator(".says").waitFor();
      const [, lon, lat] = /at=([\d.]+),([\d.]+)/.exec(await hash(page)) ?? [];
      assert.ok(Math.abs(lon - 37.177) < 0.01 && Math.abs(lat - 48.28) < 0.01, `${typed}: ${lon} ${lat}`);
    }
  }],

  ["what is not listed is never answered by what is merely like it", async ({ open, page }) => {
    for (const typed of ["Берлін", "Rostov-on-Don", "Donetsk, Russia"]) {
      await open(`#date=${DAY}&source=${LIST}`);
      await page.locator("#search").fill(typed);
      await page.locator("#search").press("Enter");
      await page.waitForFunction(() => !document.querySelector("#search-hint").hidden && /no settlement|places are listed/.test(document.querySelector("#search-hint").textContent));
      assert.doesNotMatch(await hash(page), /at=/, typed);
    }
  }, { refusals: { 400: 3 } }],

  ["the place asked about is in no address sent but the questions'", async ({ open, asked, page }) => {
    await open(AT);
    await page.locator(".says").waitFor();
    const told = asked.filter((url) => url.includes("37.177") && !url.includes("#"));
    assert.ok(told.length > 0 && told.every((url) => /\/v1\/(at|history)\?/.test(url)), told.join(" "));
  }],

  ["a regime opens to its card of the register", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}&at=37.8,48.0`);
    await page.locator(".says").waitFor();
    const { regimes } = await answer(`/v1/at?lon=37.8&lat=48.0&date=${DAY}`);
    const regime = regimes.find((r) => r.id === "eu-2022-263");
    const card = page.locator(".said > li", { hasText: regime.title }).locator(".particulars");
    await card.locator("summary").click();
    const shown = await card.innerText();
    for (const word of [regime.title_uk, regime.number, regime.citation, regime.certainty, ...regime.note]) assert.ok(shown.includes(word), word);
    assert.match(shown, /Last checked\s+\d+ \w+ 20\d\d/);
    assert.equal(await card.locator("[lang=uk]").first().innerText(), regime.title_uk);
  }],
];
