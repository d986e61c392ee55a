// What the first screen costs: bytes, and when the page answers a hand on a processor slowed down fourfold.
// node e2e/speed.mjs [WORDS FOR serve]: such as --data DIR --geometry-right SOURCE
import { browse, serve } from "./browser.mjs";

/** As long without a long task the page counts as ready (as Lighthouse counts). */
const QUIET_MS = 5000;

const { stop, address } = serve(process.argv.slice(2));
const browser = await browse();
try {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 850 } })).newPage();
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await session.send("Network.enable");
  let bytes = 0;
  session.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
  await page.addInitScript(() => {
    globalThis.long = [];
    new PerformanceObserver((list) => { for (const task of list.getEntries()) globalThis.long.push([task.startTime, task.startTime + task.duration]); }).observe({ type: "longtask", buffered: true });
  });
  await page.goto(await address);
  await page.waitForFunction(() => document.querySelector(".picture")?.naturalWidth > 0);
  await page.waitForTimeout(QUIET_MS + 1000);
  const untouched = bytes;
  const { first, long } = await page.evaluate(() => ({ first: performance.getEntriesByName("first-contentful-paint")[0].startTime, long: globalThis.long }));
  let ready = first;
  for (const [begin, end] of long) {
    if (begin - ready > QUIET_MS) break;
    ready = Math.max(ready, end);
  }
  await page.mouse.move(2, 2);
  await page.locator(".maplibregl-canvas").waitFor();
  await page.waitForFunction(() => !document.querySelector(".picture"));
  const whole = bytes;
  const kilobytes = (count) => `${Math.round(count / 1000)} kB`;
  console.log(`transferred: ${kilobytes(untouched)} until somebody is there, ${kilobytes(whole)} with the map`);
  console.log(`at a quarter of the speed: first paint after ${(first / 1000).toFixed(1)} s, ready after ${(ready / 1000).toFixed(1)} s`);
} finally {
  await browser.close();
  stop();
}
