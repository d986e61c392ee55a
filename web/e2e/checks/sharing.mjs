// How what is seen is passed on: links with previews, a map in a page of somebody else, feeds.
import assert from "node:assert/strict";
import { AT, DAY, LIST } from "./common.mjs";
import { NEWS } from "../browser.mjs";

/** What the share menu copies by that name. */
async function copied(page, name) {
  await page.locator("summary", { hasText: "Share" }).click();
  await page.getByRole("button", { name, exact: true }).click();
  await page.waitForFunction(() => document.querySelector("[role=status].seen")?.textContent === "Copied");
  return page.evaluate(() => navigator.clipboard.readText());
}

export const sharing = [
  ["a link with a preview has a title and a picture, and shows the same", async ({ open, page, base }) => {
    await open(`#date=${DAY}&source=${LIST}&at=${AT}`);
    const place = await page.locator(".where").innerText();
    const link = await copied(page, "Copy link with a preview");
    assert.ok(link.startsWith(`${base}/share?date=${DAY}&source=${LIST}`), link);
    const html = await (await fetch(link)).text();
    const meta = (name) => new RegExp(`"${name}" content="([^"]+)"`).exec(html)?.[1]?.replaceAll("&amp;", "&");
    assert.match(meta("og:title"), /7 May 2025/);
    const image = await fetch(meta("og:image"));
    assert.equal(image.headers.get("content-type"), "image/png");
    await page.goto("about:blank");
    await page.goto(link);
    await page.locator(".where").waitFor();
    assert.equal(await page.locator(".where").innerText(), place);
  }],

  ["the map stands in a page of another host, with its day, source and the way to the whole", async ({ open, page, base, picture }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    const code = await copied(page, "Copy code to embed");
    await page.route(`${NEWS}/**`, (route) => route.fulfill({ contentType: "text/html", body: `<!doctype html><html lang="en"><title>News</title><h1>News</h1>${code}` }));
    await page.goto("about:blank");
    await page.goto(`${NEWS}/article`);
    const frame = page.frameLocator("iframe");
    await frame.locator(".legend").waitFor();
    assert.equal(await frame.locator(".panel").isVisible(), false);
    assert.match(await frame.locator(".written").innerText(), /7 May 2025/);
    await frame.locator(".credit").waitFor();
    const out = frame.locator(".way-out");
    assert.ok((await out.getAttribute("href")).startsWith(`${base}/share?date=${DAY}&source=${LIST}`));
    assert.equal(await out.getAttribute("target"), "_blank");
    await page.mouse.move(200, 300);
    await frame.locator(".maplibregl-canvas").waitFor();
    await page.waitForTimeout(2500);
    await picture("embedded");
  }],

  ["the feed that the page names is one", async ({ open, page, base }) => {
    await open(`#date=${DAY}&source=viina`);
    await page.locator("summary", { hasText: "Share" }).click();
    const href = await page.getByRole("link", { name: "Feed of changes" }).getAttribute("href");
    const feed = await fetch(`${base}/${href}`);
    assert.equal(feed.headers.get("content-type"), "application/atom+xml");
    // Of 24 months those in which the source had a newer version.
    const entries = (await feed.text()).match(/<entry>/g).length;
    assert.ok(entries > 12 && entries <= 24, `${entries} entries`);
  }],
];
