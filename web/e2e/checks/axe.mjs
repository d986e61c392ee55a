// What axe finds: nothing, in every tab, size, language and theme.
import assert from "node:assert/strict";
import { AT, DAY, LIST, PHONE } from "./common.mjs";

export const axe = [
  ["axe finds nothing: the page of the API, whose landmarks have names", async ({ page, base, violations }) => {
    await page.goto(`${base}/api.html`);
    assert.deepEqual(await violations(), []);
    const nameless = await page.evaluate(() => [...document.querySelectorAll("nav, [role=region]")].filter((part) => !part.ariaLabel).map((part) => part.outerHTML.slice(0, 80)));
    assert.deepEqual(nameless, []);
  }],

  ...["place", "regions", "announced", "proposals", "shape", "sources"].flatMap((tab) => [["desk", {}], ["phone", PHONE]].map(([screen, options]) =>
    [`axe finds nothing: ${tab}, ${screen}, in both languages and themes`, async ({ open, violations, page, picture }) => {
      for (const [lang, theme] of [["en", "light"], ["en", "dark"], ["uk", "light"], ["uk", "dark"]]) {
        await open(`${AT}&tab=${tab}&theme=${theme}&lang=${lang}`);
        await page.locator(".maplibregl-canvas").waitFor();
        await page.evaluate(() => { for (const part of document.querySelectorAll(".content details")) part.open = true; });
        assert.deepEqual(await violations(), [], `${lang}, ${theme}`);
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it is wider than the screen");
        await picture(`${tab}-${screen}-${lang}-${theme}`);
      }
    }, options])),

  ["axe finds nothing: a comparison", async ({ open, violations, page }) => {
    await open(`${AT}&with=${LIST}@2024-01-01`);
    await page.locator(".map.over .maplibregl-canvas").waitFor();
    assert.deepEqual(await violations(), []);
  }],
  ["axe finds nothing: what is opened, chosen or dropped", async ({ open, violations, page }) => {
    for (const more of ["&tab=regions&in=ua-14", "&tab=proposals&proposal=us-28-points", `&with=viina@${DAY}`]) {
      await open(`#date=${DAY}&source=${LIST}${more}`);
      await page.locator("tbody tr").first().waitFor();
      await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
      assert.deepEqual(await violations(), [], more);
    }
    await open(`#date=${DAY}&source=${LIST}&tab=shape`);
    await page.locator("#file").setInputFiles({ name: "a.csv", mimeType: "text/csv", buffer: Buffer.from("lon,lat\n37.8,48\n") });
    await page.locator(".says li").first().waitFor();
    assert.deepEqual(await violations(), [], "a file");
  }],
];
