// Links, steps back, files, comparison.
import assert from "node:assert/strict";
import { AT, DAY, LIST, hash, text } from "./common.mjs";

export const links = [
  ["two days are seen side by side, and the divider moves by keys", async ({ open, page, picture }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.getByRole("button", { name: "Compare" }).click();
    await page.locator(".map.over .maplibregl-canvas").waitFor();
    const divider = page.getByRole("slider", { name: "Divide" });
    await divider.focus();
    for (let i = 0; i < 5; i += 1) await page.keyboard.press("ArrowRight");
    assert.equal(await divider.getAttribute("aria-valuenow"), "60");
    assert.match(await hash(page), /with=ua-official-list@2025-04-07&swipe=60/);
    await page.waitForTimeout(4000);
    await picture("compare");
    await page.getByRole("button", { name: "End comparison" }).click();
    assert.equal(await page.locator(".map.over").count(), 0);
  }],

  ["a link brings back what its sender saw", async ({ open, page, context, base }) => {
    await open(`${AT}&tab=regions&claimant=UA&lang=uk&theme=dark&show=control,line&map=7.00/48.0000/37.0000`);
    const address = await page.evaluate(() => location.href);
    const other = await context.newPage();
    await other.goto(address);
    await other.locator(".content h2").first().waitFor();
    assert.equal(await other.evaluate(() => location.href), address);
    assert.equal(await other.evaluate(() => document.documentElement.lang), "uk");
    assert.equal(await other.evaluate(() => document.documentElement.dataset.theme), "dark");
    assert.equal(await text(other, ".answer"), await text(page, ".answer"));
    assert.ok(address.startsWith(base));
  }],

  ["files are given: map, table, picture", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=regions&map=8/48/37.5`);
    await page.locator(".maplibregl-canvas").waitFor();
    for (const [name, ending] of [["Map as GeoJSON", ".geojson"], ["Table as CSV", ".csv"], ["Picture as PNG", ".png"]]) {
      await page.locator(".menu summary").click();
      const [file] = await Promise.all([page.waitForEvent("download"), page.locator(".menu").getByText(name).click()]);
      assert.ok(file.suggestedFilename().endsWith(ending), file.suggestedFilename());
    }
  }],

  ["back goes to the panel, the place and the day before", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    const first = await text(page, ".answer h2");
    await page.getByRole("button", { name: "Kherson" }).click();
    await page.locator(".says").waitFor();
    const place = await text(page, ".where");
    await page.waitForTimeout(1200);
    await page.getByRole("tab", { name: "Regions" }).click();
    await page.locator("tfoot").waitFor();
    await page.goBack();
    await page.locator(".says").waitFor();
    assert.equal(await text(page, ".where"), place);
    await page.goBack();
    await page.waitForFunction((words) => document.querySelector(".answer h2")?.innerText === words, first);
    assert.doesNotMatch(await hash(page), /at=/);
  }],

  ["a link is said to be copied only when it was", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    await page.locator("summary", { hasText: "Share" }).click();
    await page.getByRole("button", { name: "Copy link", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("[role=status].seen")?.textContent === "Copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.evaluate(() => location.href));
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
      document.execCommand = () => false;
    });
    await page.locator("summary", { hasText: "Share" }).click();
    await page.getByRole("button", { name: "Copy link", exact: true }).click();
    await page.waitForFunction(() => document.querySelector("[role=status].seen")?.textContent.includes("did not allow"));
  }],
];
