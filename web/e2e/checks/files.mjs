// Files dropped on the page: rows classified, outlines measured, as the API answers them.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { DAY, LIST, hash, text } from "./common.mjs";

const CSV = 'client;lon;lat\n"Warehouse; north";37,80;48,00\nOffice;35,117;47,852\nHarbour;33,52;44,60\n';
const file = (name, body) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(body) });
const choose = async (page, what) => page.locator("#file").setInputFiles(what);

export const files = [
  ["a CSV is classified as the API classifies it, shown, and given back with its columns", async ({ open, page, base, asked, picture }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=shape`);
    await choose(page, file("clients.csv", CSV));
    await page.locator(".says li").first().waitFor();
    const answer = await (await fetch(`${base}/v1/at?date=${DAY}&lang=en`, { method: "POST", headers: { "content-type": "text/csv", accept: "text/csv" }, body: CSV })).text();
    const [save] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download with the columns added" }).click()]);
    assert.equal(save.suggestedFilename(), "clients-classified.csv");
    assert.equal(await readFile(await save.path(), "utf8"), answer);
    // Statuses are counted as the rows state them.
    const [head, ...rows] = answer.trim().split("\n").map((line) => line.replace(/"[^"]*"/, "x").split(";"));
    const held = rows.filter((row) => row[head.indexOf(`${LIST}.status`)] === "held" && row[head.indexOf(`${LIST}.holder`)] === "RU").length;
    const shown = await page.locator(".says li", { hasText: "Controlled by Russia" }).innerText();
    assert.ok(held > 0 && shown.includes(String(held)), `${shown}, not ${held}`);
    // The map shows a point for each row; the file stands in no address.
    await page.waitForTimeout(1500);
    await picture("rows");
    assert.ok(!(await hash(page)).includes("Warehouse") && asked.every((url) => !url.includes("Warehouse") && !url.includes("37,80")));
  }],

  ["points of GeoJSON keep their form, and rows without a place say why", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=shape`);
    const point = (lon, lat, n) => ({ type: "Feature", properties: { n }, geometry: { type: "Point", coordinates: [lon, lat] } });
    await choose(page, file("points.geojson", JSON.stringify({ type: "FeatureCollection", features: [point(37.8, 48, 1), point(35.117, 47.852, 2), { type: "Feature", properties: { n: 3 }, geometry: null }] })));
    await page.locator(".says li").first().waitFor();
    const [save] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Download with the columns added" }).click()]);
    const given = JSON.parse(await readFile(await save.path(), "utf8"));
    assert.deepEqual(given.features.map((feature) => feature.properties.n), [1, 2, 3]);
    assert.ok(given.features[0].properties.control.some((one) => one.source === LIST));
    assert.ok((await text(page, ".content")).includes("1 row could not be answered"), await text(page, ".content"));
  }],

  ["a table of names is read by its column once that is chosen", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=shape`);
    await choose(page, file("names.csv", "client,town\nA,Donetsk\nB,Маріуполь\n"));
    await page.locator(".problem").waitFor();
    assert.ok((await text(page, ".problem")).includes("lon"), await text(page, ".problem"));
    await page.getByLabel("Places by").selectOption("town");
    await page.locator(".says li", { hasText: "Controlled by Russia" }).waitFor();
    assert.ok((await text(page, ".content")).includes("2 rows without coordinates are not on the map"));
  }, { refusals: { 400: 1 } }],

  ["an outline is measured as overlap measures it, dropped anywhere on the page", async ({ open, page, answer }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    const outline = { type: "Polygon", coordinates: [[[37, 47.5], [38, 47.5], [38, 48.5], [37, 48.5], [37, 47.5]]] };
    await page.evaluate((body) => {
      const data = new DataTransfer();
      data.items.add(new File([body], "area.geojson"));
      for (const kind of ["dragover", "drop"]) document.querySelector(".stage").dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
    }, JSON.stringify({ type: "Feature", properties: {}, geometry: outline }));
    await page.locator("tbody tr").first().waitFor();
    const overlap = await answer(`/v1/overlap?source=${LIST}&date=${DAY}`, outline);
    assert.ok((await text(page, ".answer")).includes(`${Math.round(overlap.area_m2 / 1e6).toLocaleString("en-GB")}\u00a0km²`), await text(page, ".answer"));
    assert.equal(await page.locator("tbody tr").count(), overlap.rows.length);
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByText("Choose a file").waitFor();
  }],

  ["what is no table and no GeoJSON is told", async ({ open, page }) => {
    await open(`#date=${DAY}&source=${LIST}&tab=shape`);
    await choose(page, file("picture.json", "{ no"));
    await page.locator(".problem").waitFor();
    assert.ok((await text(page, ".problem")).startsWith("picture.json is neither"));
  }],
];
