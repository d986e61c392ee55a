// What is on the screen, as files.
import type { Feature, FeatureCollection } from "geojson";
import { address, api } from "./api.ts";
import { h } from "./dom.ts";
import { shortTitle, sourceOf, type Context } from "./context.ts";
import { day, distance, t } from "./i18n.ts";
import { keysOf, type OfMap } from "./legend.ts";
import { scaleOf } from "./map/scale.ts";
import type { MapView } from "./map/view.ts";
import { oldWords } from "./panel/age.ts";
import { droppedOutline } from "./panel/files.ts";
import { given } from "./panel/parameters.ts";

/** What the page has drawn beside control, by what it is. */
export type OnMap = Map<string, FeatureCollection>;

/** The map as GeoJSON: control cut to the part that is seen, and what else is drawn. */
export async function saveGeoJson(context: Context, view: MapView, drawn: OnMap, attribution: string[]): Promise<void> {
  const { source, date, layers } = context.store.state;
  const features: Feature[] = [];
  if (layers.includes("control") && !sourceOf(context, source)?.geometry_withheld) {
    const [[west, south], [east, north]] = view.map.getBounds().toArray() as [[number, number], [number, number]];
    const overlap = await api.overlap([[west, south], [east, south], [east, north], [west, north]], source, date, true);
    for (const { piece, ...said } of overlap.rows) {
      if (piece && said.status !== "unknown") features.push({ type: "Feature", properties: { kind: "control", ...said }, geometry: piece });
    }
  }
  for (const [kind, collection] of drawn) {
    for (const feature of collection.features) features.push({ ...feature, properties: { layer: kind, ...feature.properties } });
  }
  const document = { type: "FeatureCollection", source, date, attribution, features };
  save(new Blob([JSON.stringify(document)], { type: "application/geo+json" }), `contactline-${source}-${date}.geojson`);
}

/** The table of what the open panel tells, as CSV. */
export async function saveTable(context: Context): Promise<void> {
  const { source, date, shape, tab } = context.store.state;
  const outline = shape ?? droppedOutline();
  if (tab === "shape" && outline) {
    // A shape is sent, so its table has no address.
    const table = await api.overlapTable(outline, source, date);
    return save(new Blob([table], { type: "text/csv" }), `contactline-shape-${source}-${date}.csv`);
  }
  h("a", { href: await tableAddress(context), download: "" }).click();
}

async function tableAddress(context: Context): Promise<string> {
  const { source, date, claimant, tab, place, proposal, set } = context.store.state;
  if (tab === "place" && place) return address("v1/at", { ...place, date, f: "csv" });
  if (tab === "regions") return address("v1/ledger", { claimant, source, date, f: "csv" });
  if (tab === "proposals" && proposal) {
    const text = (await api.proposals()).proposals.find((one) => one.id === proposal);
    return address(`v1/proposals/${encodeURIComponent(proposal)}`, { source, date, set: text && given([text], set), f: "csv" });
  }
  if (tab === "sources") return address("v1/sources", { f: "csv" });
  return address("v1/areas", { source, date, f: "csv" });
}

/** The map as a picture, with its day, its source and whom to name. */
export function savePng(context: Context, views: { view: MapView; from: number }[], known: OfMap, attribution: string[]): void {
  const first = views[0]?.view.map.getCanvas();
  if (!first) return;
  const canvas = document.createElement("canvas");
  const scale = first.width / first.clientWidth;
  canvas.width = first.width;
  const pen = canvas.getContext("2d");
  if (!pen) return;
  const small = `${10.5 * scale}px system-ui, sans-serif`;
  pen.font = small;
  const lines = [keys(context, known), ageOf(known), t("notice"), ...attribution].filter(Boolean).flatMap((line) => wrapped(pen, line, first.width - 24 * scale));
  canvas.height = first.height + Math.round((34 + 15 * lines.length) * scale);
  const { palette } = views[0]!.view;
  pen.fillStyle = palette.halo;
  pen.fillRect(0, 0, canvas.width, canvas.height);
  for (const { view, from } of views) {
    const picture = view.map.getCanvas();
    const x = Math.round(from * picture.width);
    if (x < picture.width) pen.drawImage(picture, x, 0, picture.width - x, picture.height, x, 0, picture.width - x, picture.height);
  }
  const { source, date, other } = context.store.state;
  const side = (id: string, on: string) => `${shortTitle(context, id)}, ${day(on)}`;
  const bold = `600 ${14 * scale}px system-ui, sans-serif`;
  // Two days on one picture are two maps: the line between them is drawn, and each half says whose and of which day it is.
  if (other && views.length > 1) {
    const middle = Math.round((views[1]?.from ?? 0) * first.width);
    for (const [colour, wide] of [[palette.halo, 6], [palette.text, 2]] as const) {
      pen.fillStyle = colour;
      pen.fillRect(middle - (wide / 2) * scale, 0, wide * scale, first.height);
    }
    pen.font = bold;
    const name = (text: string, from: number, to: number, isRight: boolean) => {
      const wide = Math.min(pen.measureText(text).width, to - from - 24 * scale);
      if (wide < 40 * scale) return;
      const x = isRight ? from + 12 * scale : to - 12 * scale - wide;
      pen.fillStyle = palette.halo;
      pen.fillRect(x - 6 * scale, 8 * scale, wide + 12 * scale, 24 * scale);
      pen.fillStyle = palette.text;
      pen.fillText(text, x, 25 * scale, wide);
    };
    name(side(source, date), 0, middle, false);
    name(side(other.source, other.date), middle, first.width, true);
  }
  pen.fillStyle = palette.text;
  pen.font = bold;
  pen.fillText([side(source, date), other && side(other.source, other.date)].filter(Boolean).join("  |  "), 12 * scale, first.height + 22 * scale);
  pen.font = small;
  lines.forEach((line, index) => pen.fillText(line, 12 * scale, first.height + (38 + 15 * index) * scale));
  compass(pen, views[0]!.view, first.width, first.height, scale);
  canvas.toBlob((blob) => {
    if (blob) save(blob, `contactline-${source}-${date}.png`);
    context.say(t("download"));
  });
}

/** Which way is north, and how long so many kilometres are, in the picture's lower right. */
function compass(pen: CanvasRenderingContext2D, view: MapView, width: number, height: number, scale: number): void {
  const { lat, zoom } = view.view;
  const { metres, pixels } = scaleOf(lat, zoom, 120);
  const { palette } = view;
  const [right, bottom, long] = [width - 16 * scale, height - 16 * scale, pixels * scale];
  const left = right - long;
  for (const [colour, wide] of [[palette.halo, 5], [palette.text, 1.6]] as const) {
    pen.strokeStyle = colour;
    pen.lineWidth = wide * scale;
    pen.beginPath();
    pen.moveTo(left, bottom - 6 * scale);
    pen.lineTo(left, bottom);
    pen.lineTo(right, bottom);
    pen.lineTo(right, bottom - 6 * scale);
    // The arrow stands at the bar's left end.
    const [x, y] = [left - 16 * scale, bottom];
    pen.moveTo(x, y);
    pen.lineTo(x, y - 26 * scale);
    pen.moveTo(x - 5 * scale, y - 18 * scale);
    pen.lineTo(x, y - 26 * scale);
    pen.lineTo(x + 5 * scale, y - 18 * scale);
    pen.stroke();
    pen.font = `600 ${11 * scale}px system-ui, sans-serif`;
    pen.textAlign = "center";
    for (const [text, at, up] of [[distance(metres), (left + right) / 2, 9], [t("north"), x, 31]] as const) {
      if (colour === palette.halo) {
        pen.lineWidth = 3 * scale;
        pen.strokeText(text, at, bottom - up * scale);
      } else {
        pen.fillStyle = colour;
        pen.fillText(text, at, bottom - up * scale);
      }
    }
    pen.textAlign = "start";
  }
}

/** What the colours and lines of the picture mean: of what is on it, as its legend has it. */
function keys(context: Context, known: OfMap): string {
  return keysOf(context, known).map(({ looks, words }) => `${t(looks)}: ${h("span", {}, words).textContent ?? ""}`).join("; ");
}

function ageOf({ version, old, moved }: OfMap): string {
  return version === null || old === null ? "" : oldWords(version, old, moved);
}

/** A text in lines that fit a width. */
function wrapped(pen: CanvasRenderingContext2D, text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
    if (lines.length > 0 && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

/** Puts a text on the clipboard; whether it is there. */
export async function copy(text: string): Promise<boolean> {
  const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  return isCopied || copyByHand(text);
}

/** The old way, for pages that did not come over HTTPS: they have no clipboard. */
function copyByHand(text: string): boolean {
  const field = h("textarea", { class: "unseen", "aria-hidden": "true", readonly: true }, text);
  const active = document.activeElement;
  document.body.append(field);
  field.select();
  const isCopied = document.execCommand("copy");
  field.remove();
  if (active instanceof HTMLElement) active.focus();
  return isCopied;
}

export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
