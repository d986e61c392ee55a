// What every part of the page is given: the state, and what the service declares.
import type { FeatureCollection } from "geojson";
import { stampDay } from "./days.ts";
import { spoken, textOf } from "./i18n.ts";
import type { Store } from "./state.ts";
import type { RegionRow, Source } from "./types.ts";

export interface Context {
  store: Store;
  sources: Source[];
  regions: RegionRow[];
  today: string;
  /** What this service answers beyond the questions every one answers. */
  has: { tiles: boolean; settlements: boolean; proposals: boolean; disputes: boolean };
  /** Tells what is to be shown with what is on the screen. */
  attribute(part: string, lines: string[]): void;
  /** Shows a box of the map: west, south, east, north. */
  look(bbox: [number, number, number, number]): void;
  /** Shows the points of a file on the map, or none. */
  mark(points: FeatureCollection | null): void;
  /** Draws the outlines of raions or hromadas, or none. */
  outline(outlines: FeatureCollection | null): void;
  /** Says a short thing to everybody, those who do not see included. */
  say(text: string): void;
}

export function sourceOf(context: Pick<Context, "sources">, id: string): Source | undefined {
  return context.sources.find((source) => source.id === id);
}

/** Sources that others rest on and that may not be loaded here. */
const NAMES: Record<string, [string, string]> = {
  wikipedia: ["Wikipedia", "Вікіпедія"], deepstate: ["DeepState", "DeepState"], "deepstate-raw": ["DeepState", "DeepState"],
  isw: ["ISW", "ISW"], nzz: ["NZZ", "NZZ"], liveuamap: ["Liveuamap", "Liveuamap"],
};

/** A sentence of the service, with the names of sources for their ids. */
export function withNames(context: Pick<Context, "sources">, text: string): string {
  return text.replace(/(^|[\s(])([a-z][a-z0-9-]+)(?=[:,)]|$)/g, (whole, before: string, id: string) => (sourceOf(context, id) ? `${before}${shortTitle(context, id)}` : whole));
}

/**
 * A short name for a source: what its publisher is called for short, in brackets, else all that stands before a comma; what
 * follows in its id where one publisher has several. A name is never cut within: a ministry has the whole of its own.
 */
export function shortTitle(context: Pick<Context, "sources">, id: string): string {
  const source = sourceOf(context, id);
  if (!source) return NAMES[id]?.[spoken() === "uk" ? 1 : 0] ?? id;
  const { text: publisher } = textOf(source.publisher, source.publisher_uk);
  const name = /\(([^)]+)\)/.exec(publisher)?.[1] ?? publisher.split(/[,;]/)[0] ?? source.title;
  const twins = context.sources.filter((other) => other.publisher === source.publisher).map((other) => other.id);
  if (twins.length < 2) return name;
  const base = twins.reduce((a, b) => (a.length <= b.length ? a : b));
  return id === base ? name : `${name} (${id.replace(`${base}-`, "")})`;
}

/** The source shown where none is asked for: the one the service itself means then. */
export function usualSource(sources: Source[], meant: string | null): Source | undefined {
  const withVersions = sources.filter((source) => source.last_version);
  return withVersions.find((source) => source.id === meant) ?? withVersions[0];
}

/** First and last day a source speaks of: of its versions, and for a record to the end it declares. */
export function spanOf(source: Source | undefined, today: string): [string, string] {
  const [first, last] = [stampDay(source?.first_version ?? today), stampDay(source?.last_version ?? today)];
  const end = source?.coverage.end ?? last;
  return [first, end > last ? end : last];
}
