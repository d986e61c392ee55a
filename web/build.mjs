// Builds the page into dist/, or its tests into build/test/. Names of assets hold a hash of their content.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

process.chdir(fileURLToPath(new URL(".", import.meta.url)));

if (process.argv.includes("--tests")) {
  await rm("build/test", { recursive: true, force: true });
  const tests = (await readdir("test")).filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);
  await esbuild.build({ entryPoints: tests, outdir: "build/test", bundle: true, platform: "node", format: "esm", logLevel: "warning" });
} else {
  await page();
}

async function page() {
  await rm("dist", { recursive: true, force: true });
  await mkdir("dist/assets", { recursive: true });
  // MapLibre's worker is a whole of its own: copied under its own hash, its name told to the page.
  const worker = await keep("worker.js", await minified("node_modules/maplibre-gl/dist/maplibre-gl-worker.mjs"));
  const ground = {};
  for (const name of ["ground", "water", "places", "names"]) ground[name] = await keep(`${name}.json`, Buffer.from(JSON.stringify(JSON.parse(await readFile(`${name}.json`, "utf8")))));
  const icon = await keep("icon.svg", await readFile("icon.svg"));
  const built = await esbuild.build({
    entryPoints: ["src/main.ts"],
    outdir: "dist/assets",
    entryNames: "page-[hash]",
    chunkNames: "part-[hash]",
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    define: { WORKER_NAME: JSON.stringify(worker), GROUND_NAMES: JSON.stringify(ground) },
  });
  const script = Object.entries(built.metafile.outputs).find(([, output]) => output.entryPoint === "src/main.ts");
  if (!script?.[1].cssBundle) throw new Error("the page was built without its script or its styles");
  await keep("licences.txt", await licences());
  // Told to the page, which fetches the map's code when nothing else is to be, and runs it when somebody is there.
  const map = Object.entries(built.metafile.outputs).find(([, output]) => output.entryPoint === "src/stage.ts");
  const names = { SCRIPT: script[0], STYLE: script[1].cssBundle, MAP: map[0] };
  let html = (await readFile("index.html", "utf8")).replaceAll("%ICON%", icon);
  for (const [word, path] of Object.entries(names)) html = html.replaceAll(`%${word}%`, path.split("/").at(-1));
  await writeFile("dist/index.html", html);
  await player(worker);
}

// The page that plays an archive of tiles from any web server: in a folder of its own, with MapLibre's worker beside it.
async function player(worker) {
  await mkdir("dist/player/assets", { recursive: true });
  const built = await esbuild.build({
    entryPoints: ["src/player/main.ts"],
    outdir: "dist/player/assets",
    entryNames: "player-[hash]",
    bundle: true,
    minify: true,
    format: "esm",
    target: ["es2022"],
    metafile: true,
    legalComments: "none",
    logLevel: "warning",
    define: { WORKER_NAME: JSON.stringify(worker) },
  });
  const [[script, output]] = Object.entries(built.metafile.outputs).filter(([, output]) => output.entryPoint);
  const html = (await readFile("player.html", "utf8")).replace("%SCRIPT%", basename(script)).replace("%STYLE%", basename(output.cssBundle));
  await writeFile("dist/player/index.html", html);
}

async function keep(name, bytes) {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 8);
  const [stem, ending] = name.split(".");
  const hashed = `${stem}-${hash}.${ending}`;
  await writeFile(`dist/assets/${hashed}`, bytes);
  return hashed;
}

async function minified(path) {
  const built = await esbuild.build({ entryPoints: [path], bundle: true, minify: true, format: "esm", write: false, legalComments: "none" });
  return built.outputFiles[0].contents;
}

// The licences of what the page is made with, as they ask to be kept.
async function licences() {
  const parts = [];
  const lock = JSON.parse(await readFile("package-lock.json", "utf8"));
  for (const [path, about] of Object.entries(lock.packages)) {
    if (path === "" || about.dev) continue;
    const file = (await readdir(path).catch(() => [])).find((name) => /^licen[sc]e/i.test(name));
    const text = file ? await readFile(`${path}/${file}`, "utf8") : "";
    parts.push(`${path.replace(/^.*node_modules\//, "")} ${about.version} (${about.license ?? "see its package"})\n\n${text}`);
  }
  return Buffer.from(parts.join("\n\n----\n\n"));
}
