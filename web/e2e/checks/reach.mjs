// Everywhere a person is: small screens, no secure context, slow and failing services, the keyboard.
import assert from "node:assert/strict";
import { AT, DAY, LIST, PHONE, hash, text } from "./common.mjs";

/** Height of the map that nothing of the sheet covers, and of the screen. */
const seen = (page) => page.evaluate(() => {
  const [stage, panel] = [".stage", ".panel"].map((one) => document.querySelector(one).getBoundingClientRect());
  const isBeside = panel.right <= stage.left + 1;
  return { height: (isBeside ? stage.bottom : Math.min(stage.bottom, panel.top)) - Math.max(0, stage.top), width: stage.width, screen: [innerWidth, innerHeight], wide: document.documentElement.scrollWidth };
});

const active = (page) => page.evaluate(() => {
  const { tagName, id, textContent, ariaLabel } = document.activeElement;
  return [tagName, id, ariaLabel ?? textContent.trim().slice(0, 30)].join(" ");
});

export const reach = [
  ["on a phone the map is never under half of the screen, whatever is asked, compared or scrolled", async ({ open, page, picture }) => {
    for (const more of ["", "&at=37.177,48.28", "&tab=regions", `&with=viina@${DAY}`]) {
      await open(`#date=${DAY}&source=${LIST}${more}`);
      await page.locator(".maplibregl-canvas").first().waitFor();
      await page.locator(".panel").evaluate((panel) => panel.scrollTo(0, panel.scrollHeight));
      const { height, screen, wide } = await seen(page);
      assert.ok(height >= screen[1] / 2, `${more}: ${height} of ${screen[1]}`);
      assert.ok(wide <= screen[0], `${more}: ${wide} pixels wide`);
      // What stands on the map leaves most of it free: the source is one line.
      const legend = await page.locator(".legend").boundingBox();
      assert.ok(legend.height < 60, `${more}: the legend is ${legend.height} high`);
      await picture(`phone${more.slice(0, 4).replace(/\W/g, "-")}`);
    }
    await page.getByRole("button", { name: "Make the answer larger or smaller" }).click();
    await page.waitForFunction(() => document.querySelector(".panel").getBoundingClientRect().top >= innerHeight * 0.75);
  }, PHONE],

  ["on a phone's side and at 200 % map and answer are beside each other, none wider than the screen", async ({ open, page, picture }) => {
    for (const size of [{ width: 844, height: 390 }, { width: 640, height: 425 }]) {
      await page.setViewportSize(size);
      await open(AT);
      const { height, width, screen, wide } = await seen(page);
      assert.ok(height >= screen[1] - 1 && width >= screen[0] / 2 - 1, `${size.width}: ${width} x ${height}`);
      assert.ok(wide <= screen[0]);
      const [legend, time] = [await page.locator(".legend").boundingBox(), await page.locator(".time").boundingBox()];
      assert.ok(legend.y >= 0 && time.y + time.height <= screen[1], "what stands on the map leaves the screen");
      assert.ok(time.y - (legend.y + legend.height) >= 0, "the legend lies under the time");
      await picture(`low-${size.width}`);
    }
  }],

  ["a link is copied without a secure context", async ({ open, page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await open(`#date=${DAY}&source=${LIST}`);
    await page.locator("summary", { hasText: "Share" }).click();
    await page.getByRole("button", { name: "Copy link", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("[role=status].seen")?.textContent === "Copied");
    await page.locator("#search").focus();
    await page.keyboard.press("Control+V");
    assert.equal(await page.locator("#search").inputValue(), await page.evaluate(() => location.href));
  }],

  ["a service with too much to do is told with what to do, and asked again", async ({ open, page }) => {
    let busy = true;
    await page.route("**/v1/ledger?**", (route) => (busy ? route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify({ status: 503, code: "busy", detail: "The server is busy." }) }) : route.continue()));
    await open(`#date=${DAY}&source=${LIST}`);
    await page.getByRole("tab", { name: "Regions" }).click();
    await page.locator(".problem").waitFor();
    const said = await text(page, ".problem");
    assert.ok(said.includes("The server is busy.") && said.includes("ask again"), said);
    busy = false;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator("tfoot").waitFor();
  }, { refusals: { 503: 3 } }],

  ["without a network and with a slow one the page says so", async ({ open, page, context }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    await page.route("**/v1/proposals?**", async (route) => { await new Promise((resolve) => setTimeout(resolve, 8000)); await route.continue().catch(() => undefined); });
    await page.getByRole("tab", { name: "Proposals" }).click();
    await page.waitForFunction(() => document.querySelector(".waiting")?.textContent.includes("Still waiting"));
    await page.locator("article.source").first().waitFor();
    await page.unroute("**/v1/proposals?**");
    await page.getByRole("tab", { name: "Place" }).click();
    await page.getByRole("button", { name: "Kherson" }).waitFor();
    await context.setOffline(true);
    await page.getByRole("button", { name: "Kherson" }).click();
    await page.locator(".problem").waitFor();
    assert.ok((await text(page, ".problem")).startsWith("No network."), await text(page, ".problem"));
    await context.setOffline(false);
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".says").waitFor();
  }, { mayComplain: /ERR_INTERNET_DISCONNECTED/ }],

  ["a map that cannot be loaded is told, and questions work", async ({ open, page, base }) => {
    const html = await (await fetch(`${base}/`, { headers: { accept: "text/html" } })).text();
    const [, code] = /name="map-code" content="([^"]+)"/.exec(html);
    await page.route(`**/${code}`, (route) => route.abort());
    await open(`#date=${DAY}&source=${LIST}`);
    await page.locator(".no-map").waitFor();
    assert.ok((await text(page, ".no-map")).startsWith("The map could not be loaded"), await text(page, ".no-map"));
    await page.getByRole("button", { name: "Kherson" }).click();
    await page.locator(".says").waitFor();
  }, { mayComplain: /ERR_FAILED/ }],

  ["the keyboard's place is never lost", async ({ open, page }) => {
    await open(AT);
    await page.locator(".maplibregl-canvas").waitFor();
    const press = async (locator, key = "Enter") => {
      await locator.focus();
      await page.keyboard.press(key);
      await page.waitForTimeout(1200);
      const now = await active(page);
      assert.ok(!now.startsWith("BODY"), `after ${key} on ${locator}: ${now}`);
      return now;
    };
    await press(page.getByRole("button", { name: "Clear" }));
    await press(page.getByRole("button", { name: "Kherson" }));
    await press(page.locator(".says .link").first());
    await page.locator(".layers summary").click();
    assert.match(await press(page.locator("[data-layer=changes]"), " "), /INPUT/);
    assert.match(await press(page.getByRole("button", { name: "Day before" })), /Day before/);
    assert.match(await press(page.getByRole("button", { name: "Compare" })), /Compare/);
    await press(page.getByRole("button", { name: "End comparison" }));
    assert.match(await press(page.getByRole("tab", { name: "Regions" })), /tab-regions/);
    await press(page.locator(".strips .link").first());
    assert.match(await press(page.getByRole("button", { name: "Українською" })), /BUTTON|SECTION/);
  }],

  ["back walks places, tabs and texts, and forward again", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    await page.getByRole("button", { name: "Kherson" }).click();
    await page.locator(".says").waitFor();
    await page.getByRole("tab", { name: "Proposals" }).click();
    await page.locator("article.source").first().waitFor();
    await page.locator("article.source .link", { hasText: "28-point" }).first().click();
    await page.locator(".moves").waitFor();
    const [chosen] = /proposal=[^&]+/.exec(await hash(page));
    await page.goBack();
    await page.locator("article.source").first().waitFor();
    await page.goBack();
    await page.locator(".says").waitFor();
    await page.goForward();
    await page.goForward();
    await page.locator(".moves").waitFor();
    assert.ok((await hash(page)).includes(chosen));
  }],
];
