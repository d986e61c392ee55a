// Chromium, and the real program to open in it.
import { spawn, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

function browserPath() {
  const named = [process.env.CHROMIUM, "chromium", "chromium-browser", "google-chrome"].filter(Boolean);
  for (const name of named) {
    if (existsSync(name)) return name;
    const found = spawnSync("which", [name], { encoding: "utf8" });
    if (found.status === 0) return found.stdout.trim();
  }
  console.error("test-page: Chromium is missing; install it (Debian: apt-get install chromium) or name it in CHROMIUM");
  return process.exit(2);
}

/**
 * The real program with the data it ships with, and more words for `serve`; resolves with its address. One that is served
 * already may be named in ADDRESS.
 */
export function serve(words = []) {
  const { ADDRESS: served } = process.env;
  if (served) return { stop: () => undefined, address: Promise.resolve(served) };
  const binary = process.env.CONTACTLINE ?? here("../../target/debug/contactline");
  if (!existsSync(binary)) {
    console.error(`test-page: ${binary} is missing; build it with: cargo build`);
    process.exit(2);
  }
  const { CONTACTLINE_DATA: _, ...env } = process.env;
  const child = spawn(binary, ["serve", "--listen", "127.0.0.1:0", ...words], { env, stdio: ["ignore", "pipe", "inherit"] });
  const address = new Promise((resolve, reject) => {
    child.stdout.on("data", (bytes) => resolve(/http:\/\/\S+/.exec(String(bytes))?.[0]));
    child.on("exit", (code) => reject(new Error(`the program ended with ${code}`)));
  });
  const stop = () => {
    child.removeAllListeners("exit");
    child.kill("SIGTERM");
  };
  return { stop, address };
}

/** The host whose pages may show the map embedded. */
export const NEWS = "http://news.example";

/** A browser that draws by software: the same everywhere. */
export function browse() {
  return chromium.launch({
    executablePath: browserPath(),
    args: ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist", "--disable-background-networking", "--disable-features=LocalNetworkAccessChecks"],
  });
}
