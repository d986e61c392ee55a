// What every part of the page is given: the state, and what the service declares.
import { stampDay } from "./days.ts";
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
  /** Says a short thing to everybody, those who do not see included. */
  say(text: string): void;
}

export function sourceOf(context: Pick<Context, "sources">, id: string): Source | undefined {
  return context.sources.find((source) => source.id === id);
}

/** A source's title without what stands after the comma. */
export function shortTitle(context: Pick<Context, "sources">, id: string): string {
  const source = sourceOf(context, id);
  if (!source) return id;
  // Two layers of one publisher are told apart by their titles.
  const twins = context.sources.filter((other) => other.publisher === source.publisher).length > 1;
  const name = /\(([^)]+)\)$/.exec(source.publisher)?.[1] ?? source.publisher.split(/ and |,|;/)[0] ?? source.title;
  return twins ? source.title : name;
}

/** The source shown where none is asked for: one that may be drawn, with the newest version. */
export function usualSource(sources: Source[]): Source | undefined {
  const rank = (source: Source) => `${source.geometry_withheld ? 0 : 1}${stampDay(source.last_version ?? "0")}`;
  return [...sources].filter((s) => s.last_version).sort((a, b) => rank(b).localeCompare(rank(a)))[0];
}

/** First and last day of a source's versions. */
export function spanOf(source: Source | undefined, today: string): [string, string] {
  return [stampDay(source?.first_version ?? today), stampDay(source?.last_version ?? today)];
}
