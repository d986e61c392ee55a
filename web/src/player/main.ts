// A map that plays a source's history from an archive of tiles beside it, on any web server that answers ranges of bytes.
import { Map as MapLibre, NavigationControl, ScaleControl, addProtocol, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import { PMTiles, Protocol } from "pmtiles";
import { dayOf } from "../days.ts";
import { h, put } from "../dom.ts";
import { LIGHT, colourOf } from "../map/palette.ts";
import "./player.css";
import { versionOn, type Versions } from "./time.ts";
import { isUkrainian, words, written } from "./words.ts";

declare const WORKER_NAME: string;

const ARCHIVE = "history.pmtiles";
const STYLE = "style.json";
/** Days a second. */
const PACES = [1, 5, 15, 30];

/** What the archive says of itself to a page like this. */
interface About {
  attribution: string;
  contactline: {
    source: { id: string; title: string; title_uk: string | null };
    licence: string;
    notice: string;
    notice_uk: string;
    versions: Versions;
    classes: { status: string; holder: string | null }[];
  };
}

const here = (name: string): string => new URL(name, location.href).href;
const root = document.querySelector("#player")!;

document.documentElement.lang = isUkrainian ? "uk" : "en";
begin().catch((error: unknown) => put(root, h("p", { class: "failed", role: "alert" }, `${words.failed} (${String(error)})`)));

async function begin(): Promise<void> {
  const archive = new PMTiles(here(ARCHIVE));
  const [about, style] = await Promise.all([archive.getMetadata() as Promise<About>, fetched(STYLE)]);
  const { source, versions, classes, licence, notice, notice_uk } = about.contactline;
  const title = isUkrainian ? source.title_uk ?? source.title : source.title;
  document.title = title;

  setWorkerUrl(here(`assets/${WORKER_NAME}`));
  const protocol = new Protocol();
  protocol.add(archive);
  addProtocol("pmtiles", protocol.tile);
  for (const tiles of Object.values(style.sources)) if ("url" in tiles && tiles.url) tiles.url = `pmtiles://${here(ARCHIVE)}`;
  style.sprite = here("sprite");

  const map = h("div", { class: "map" });
  const day = h("input", { type: "range", min: versions[0]?.[0] ?? 0, max: versions.at(-1)?.[0] ?? 0, step: 1, "aria-label": words.day });
  const told = h("output", { class: "told" });
  const button = h("button", { type: "button", onclick: () => play(timer === null) });
  const pace = h("select", { "aria-label": words.pace }, PACES.map((days) => h("option", { value: days, selected: days === 5 }, words.perSecond(days))));
  const legend = h("ul", { class: "legend" }, classes.map(({ status, holder }) => h("li", {}, swatch(status, holder), named(status, holder))));
  put(
    root,
    map,
    h("section", { class: "panel" },
      h("h1", {}, title),
      told,
      h("div", { class: "time" }, button, day, pace),
      legend,
      h("p", { class: "fine" }, words.notDrawn),
      h("details", {}, h("summary", {}, `${words.licence}: ${licence}`), h("p", { class: "fine" }, about.attribution), h("p", { class: "fine" }, isUkrainian ? notice_uk : notice)),
    ),
  );
  const view = new MapLibre({ container: map, style, bounds: [[31.5, 44.2], [40.5, 50.6]], dragRotate: false, renderWorldCopies: false, attributionControl: { compact: true } });
  view.addControl(new NavigationControl({ showCompass: false }), "top-right");
  view.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-right");
  const ready = new Promise<void>((resolve) => view.once("load", () => resolve()));

  const show = async (): Promise<void> => {
    const number = Number(day.value);
    const version = versionOn(versions, number);
    const said = version === null ? words.silent : words.version(written(dayOf(versions[version]![0])));
    put(told, h("strong", {}, written(dayOf(number))), ` · ${said}`);
    day.setAttribute("aria-valuetext", `${written(dayOf(number))}: ${said}`);
    await ready;
    view.setGlobalStateProperty("day", number);
  };
  let timer: number | null = null;
  const play = (isOn: boolean): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
    put(button, isOn ? words.pause : words.play);
    if (!isOn) return;
    if (Number(day.value) >= Number(day.max)) day.value = day.min;
    timer = window.setInterval(() => {
      if (Number(day.value) >= Number(day.max)) return play(false);
      day.value = String(Number(day.value) + 1);
      void show();
    }, 1000 / Number(pace.value));
  };
  day.addEventListener("input", () => {
    play(false);
    void show();
  });
  pace.addEventListener("change", () => {
    if (timer !== null) play(true);
  });
  day.value = day.max;
  play(false);
  await show();
}

async function fetched(name: string): Promise<StyleSpecification> {
  const response = await fetch(here(name));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return (await response.json()) as StyleSpecification;
}

function swatch(status: string, holder: string | null): HTMLElement {
  const swatch = h("span", { class: `swatch ${status}`, "aria-hidden": "true" });
  swatch.style.setProperty("--colour", colourOf(LIGHT, status, holder));
  return swatch;
}

function named(status: string, holder: string | null): string {
  if (status === "held") return words.held(holder ?? "");
  if (status === "claimed") return words.claimed(holder ?? "");
  return status === "contested" ? words.contested : words.unknown;
}
