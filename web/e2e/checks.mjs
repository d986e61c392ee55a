// What a person does with the page, on the data the program ships with.
import assert from "node:assert/strict";

const DAY = "2025-05-07";
const LIST = "ua-official-list";
const AT = `#date=${DAY}&source=${LIST}&at=37.177,48.28`;
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const text = (page, selector) => page.locator(selector).first().innerText();
/** The state in the address. */
const hash = (page) => page.evaluate(() => decodeURIComponent(location.hash));

export const checks = [
  ["the first screen tells how much is held, as areas answers", async ({ open, page, answer, picture }) => {
    await open(`#date=${DAY}&source=${LIST}`);
    const { rows } = await answer(`/v1/areas?region=all&source=${LIST}&date=${DAY}`);
    const held = rows.find((row) => row.status === "held" && row.holder === "RU");
    const share = held.share.toLocaleString("en-GB", { style: "percent", maximumFractionDigits: 1 });
    assert.ok((await text(page, ".answer h2")).includes(share), await text(page, ".answer h2"));
    await page.locator(".maplibregl-canvas").waitFor();
    await picture("first");
  }],

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
    assert.ok(shown.includes(`Controlled by ${control.holder === "UA" ? "Ukraine" : "Russia"}`), shown);
    assert.ok(shown.includes(`${(control.distance_m / 1000).toFixed(1)}\u00a0km from the line of this source`), shown);
    const claims = await text(page, ".content");
    for (const claim of at.claims) assert.ok(claims.includes(claim.act.title), claim.act.title);
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
    for (const typed of ["Одеса", "Kyiv", "Donetsk, Russia"]) {
      await open(`#date=${DAY}&source=${LIST}`);
      await page.locator("#search").fill(typed);
      await page.locator("#search").press("Enter");
      await page.waitForFunction(() => !document.querySelector("#search-hint").hidden && /no settlement|places are listed/.test(document.querySelector("#search-hint").textContent));
      assert.doesNotMatch(await hash(page), /at=/, typed);
    }
  }, { refusals: { 400: 3 } }],

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

  ["the place asked about is in no address sent but the questions'", async ({ open, asked, page }) => {
    await open(AT);
    await page.locator(".says").waitFor();
    const told = asked.filter((url) => url.includes("37.177") && !url.includes("#"));
    assert.ok(told.length > 0 && told.every((url) => /\/v1\/(at|history)\?/.test(url)), told.join(" "));
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
    const session = await context.newCDPSession(page);
    await session.send("Network.enable");
    let bytes = 0;
    session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
    await page.goto(base);
    await page.mouse.move(2, 2);
    await page.locator(".maplibregl-canvas").waitFor();
    await page.waitForLoadState("networkidle");
    assert.ok(bytes > 100_000 && bytes < 1_500_000, `${bytes} bytes`);
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
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.waitForFunction(() => document.querySelector("[role=status].seen")?.textContent === "Link copied");
    assert.equal(await page.evaluate(() => navigator.clipboard.readText()), await page.evaluate(() => location.href));
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"));
      document.execCommand = () => false;
    });
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.waitForFunction(() => document.querySelector("[role=status].seen")?.textContent.includes("did not allow"));
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

  ["axe finds nothing: the page of the API, whose landmarks have names", async ({ page, base, violations }) => {
    await page.goto(`${base}/api.html`);
    assert.deepEqual(await violations(), []);
    const nameless = await page.evaluate(() => [...document.querySelectorAll("nav, [role=region]")].filter((part) => !part.ariaLabel).map((part) => part.outerHTML.slice(0, 80)));
    assert.deepEqual(nameless, []);
  }],

  ...["place", "regions", "proposals", "shape", "sources"].flatMap((tab) => [["desk", {}], ["phone", PHONE]].map(([screen, options]) =>
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
];
