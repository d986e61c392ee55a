// Opens the page in Chromium and uses it as a person would; what it shows is compared with what the API answers.
// node e2e/run.mjs [PICTURES]: with a folder, pictures of each screen are left there to be looked at. ONLY=WORD runs the
// checks whose name has that word. A check that asks what the service refuses says how often and with which status: its
// third part has refusals: { 400: 3 }; one that breaks the network says what the browser may complain of: mayComplain: /WORD/.
import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { NEWS, browse, serve } from "./browser.mjs";
import { checks } from "./checks.mjs";

const { stop, address } = serve(["--frame-ancestor", NEWS]);
const browser = await browse();
const pictures = process.argv[2];
if (pictures) await mkdir(pictures, { recursive: true });
const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const chosen = checks.filter(([name]) => name.includes(process.env.ONLY ?? ""));
let failed = 0;
try {
  const base = await address;
  for (const [name, check, { refusals: provoked = {}, mayComplain = null, ...options } = {}] of chosen) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 850 }, locale: "en-GB", bypassCSP: false, permissions: ["clipboard-read", "clipboard-write"], ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(60_000);
    const said = [];
    const asked = [];
    const refused = [];
    // The browser writes a line of its own for each answer that is a refusal: those are counted by their status.
    page.on("console", (message) => { if (message.type() === "error" && !message.text().startsWith("Failed to load resource: the server responded")) said.push(message.text()); });
    page.on("pageerror", (error) => said.push(error.message));
    context.on("response", (response) => { if (response.status() >= 400) refused.push({ status: response.status(), url: response.url() }); });
    context.on("request", (request) => asked.push(request.url()));
    const tools = {
      base, page, asked, context,
      open: async (hash = "", isSomebodyThere = true) => {
        // From nothing each time: a change after # alone loads nothing anew.
        await page.goto("about:blank");
        await page.goto(`${base}/${hash}`);
        // The map that moves comes to who moves.
        if (isSomebodyThere) await page.mouse.move(2, 2);
        await page.locator(".content h2").first().waitFor();
      },
      answer: async (path, body) => {
        const response = await fetch(`${base}${path}`, body ? { method: "POST", headers: { "content-type": "application/geo+json" }, body: JSON.stringify(body) } : {});
        assert.equal(response.status, 200, path);
        return response.json();
      },
      picture: async (file) => { if (pictures) await page.screenshot({ path: `${pictures}/${file}.png` }); },
      // axe by its text through the debugger: the page's own policy lets no other script in.
      violations: async () => {
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
        return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(" ")).slice(0, 4).join(", ")}`);
      },
    };
    try {
      await check(tools);
      const foreign = asked.filter((url) => !url.startsWith(base) && !url.startsWith(NEWS) && url !== "about:blank" && !url.startsWith("data:") && !url.startsWith("blob:"));
      assert.deepEqual(foreign, [], "other hosts were asked");
      assert.deepEqual(said.filter((text) => !mayComplain?.test(text)), [], "the browser complained");
      const counts = {};
      for (const { status } of refused) counts[status] = (counts[status] ?? 0) + 1;
      assert.deepEqual(counts, provoked, `the service refused ${refused.map(({ status, url }) => `${status} ${url}`).join(", ") || "nothing"}`);
      console.log(`ok   ${name}`);
    } catch (error) {
      failed += 1;
      console.log(`FAIL ${name}\n     ${String(error.message ?? error).split("\n").slice(0, 12).join("\n     ")}`);
      await tools.picture(`failed-${failed}`).catch(() => undefined);
    }
    await context.close();
  }
} finally {
  await browser.close();
  stop();
}
console.log(failed === 0 ? `${chosen.length} checks passed` : `${failed} of ${chosen.length} checks failed`);
process.exitCode = failed === 0 ? 0 : 1;
