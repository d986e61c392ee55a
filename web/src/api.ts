// Asks the service. The page is a client like any other: what it shows is what the API answers.
import type { FeatureCollection, MultiPolygon, Polygon } from "geojson";
import type {
  AreaRow, At, Changes, Config, Disputes, Evaluated, History, LedgerRow, Line, Overlap, ProposalText, Regions, Source, Table,
} from "./types.ts";
import type { Announcements } from "./announcements.ts";
import { spoken } from "./i18n.ts";

/** What the service says is wrong with a question, or why there is no answer. */
export class Problem extends Error {
  constructor(readonly status: number, readonly code: string, detail: string) {
    super(detail);
  }
}

type Words = Record<string, string | number | undefined | null>;

/** The service's address: where the page itself stands. */
const base = new URL(".", location.href);

export function address(path: string, words: Words = {}): string {
  // The service writes its sentences in the page's language, whatever the browser prefers.
  const inWords: Words = path.startsWith("v1/") ? { lang: spoken() } : {};
  const given = Object.entries<Words[string]>({ ...inWords, ...words }).filter(([, value]) => value !== undefined && value !== null && value !== "");
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return `${new URL(path, base).href}${query.size > 0 ? `?${query}` : ""}`;
}

/** How many answers are kept: a month of days to and fro. */
const KEPT = 120;
const kept = new Map<string, unknown>();

async function ask<T>(path: string, words: Words = {}, signal?: AbortSignal): Promise<T> {
  const url = address(path, words);
  if (kept.has(url)) return kept.get(url) as T;
  return keep(url, await read<T>(await fetch(url, { headers: { accept: "application/json" }, ...(signal && { signal }) })));
}

function keep<T>(url: string, answer: T): T {
  const eldest = kept.keys().next();
  if (kept.size >= KEPT && !eldest.done) kept.delete(eldest.value);
  kept.set(url, answer);
  return answer;
}

async function read<T>(response: Response): Promise<T> {
  if (response.ok) return (await response.json()) as T;
  const problem = (await response.json().catch(() => ({}))) as { code?: string; detail?: string };
  throw new Problem(response.status, problem.code ?? "", problem.detail ?? response.statusText);
}

export const api = {
  config: () => ask<Config>("config.json"),
  sources: () => ask<{ sources: Source[] }>("v1/sources"),
  regions: () => ask<Regions>("v1/regions"),
  at: (lon: number, lat: number, date: string, signal?: AbortSignal) => ask<At>("v1/at", { lon, lat, date }, signal),
  /** The place that a text means: a name, coordinates as people write them, a link to a map. */
  place: (text: string, date: string, signal?: AbortSignal) => ask<At>("v1/at", { place: text, date }, signal),
  history: (lon: number, lat: number, signal?: AbortSignal) => ask<History>("v1/history", { lon, lat }, signal),
  ledger: (claimant: string, source: string, date: string, signal?: AbortSignal) =>
    ask<Table<LedgerRow>>("v1/ledger", { claimant, source, date }, signal),
  /** The same of one division, or of all of a level within another. */
  ledgerIn: (claimant: string, region: string, by: string | null, source: string, date: string, signal?: AbortSignal) =>
    ask<Table<LedgerRow>>("v1/ledger", { claimant, region, by, source, date }, signal),
  divisions: (by: string, region: string | null, signal?: AbortSignal) => ask<Regions>("v1/regions", { by, region }, signal),
  outlines: (by: string, region: string, signal?: AbortSignal) => ask<FeatureCollection>("v1/regions", { by, region, f: "geojson" }, signal),
  announcements: (source: string, to: string, signal?: AbortSignal) => ask<Announcements>("v1/announcements", { source, to }, signal),
  areas: (source: string, region: string, from: string, to: string, step: string, signal?: AbortSignal) =>
    ask<Table<AreaRow>>("v1/areas", { source, region, from, to, step }, signal),
  changes: (source: string, from: string, to: string, signal?: AbortSignal) =>
    ask<Changes>("v1/changes", { source, from, to }, signal),
  /** Gains and losses of the six regions month by month, as CSV: the same without outlines. */
  async monthly(source: string, from: string, to: string, signal?: AbortSignal): Promise<string> {
    const url = address("v1/changes", { source, from, to, step: "month", region: "all", f: "csv" });
    if (kept.has(url)) return kept.get(url) as string;
    const response = await fetch(url, { headers: { accept: "text/csv" }, ...(signal && { signal }) });
    return keep(url, response.ok ? await response.text() : await read<string>(response));
  },
  line: (source: string, date: string, signal?: AbortSignal) => ask<Line>("v1/line", { source, date }, signal),
  /** Which statuses a source draws on a day, `held/RU` or `not_covered`: the features of its collection without their outlines. */
  async classes(source: string, date: string, signal?: AbortSignal): Promise<Set<string>> {
    const path = `collections/${encodeURIComponent(`control-${source}`)}/items`;
    const { features } = await ask<FeatureCollection>(path, { datetime: date, skipGeometry: "true", limit: 1000, f: "json" }, signal);
    return new Set(features.map(({ properties }) => [properties?.["status"], properties?.["holder"]].filter(Boolean).join("/")));
  },
  /** Settlements of that name, or all, the best named or the most populous first. */
  settlements: (q: string, source: string, date: string, limit: number, signal?: AbortSignal) =>
    ask<FeatureCollection>("v1/settlements", { q, source, date, limit, f: "geojson" }, signal),
  proposals: () => ask<{ proposals: ProposalText[]; notice: string }>("v1/proposals"),
  proposal: (id: string, source: string, date: string, set: string, signal?: AbortSignal) =>
    ask<Evaluated>(`v1/proposals/${encodeURIComponent(id)}`, { source, date, set }, signal),
  proposalMap: (id: string, source: string, date: string, set: string, signal?: AbortSignal) =>
    ask<FeatureCollection>(`v1/proposals/${encodeURIComponent(id)}`, { source, date, set, f: "geojson" }, signal),
  compared: (ids: string, source: string, date: string, set: string, signal?: AbortSignal) =>
    ask<Evaluated>("v1/proposals", { compare: ids, source, date, set }, signal),
  /** Where these sources differ, and what each states there. */
  disputesOf: (sources: string[], date: string, signal?: AbortSignal) => ask<Disputes>("v1/disputes", { sources: sources.join(","), date }, signal),
  /** Every region's area by status, on a day. */
  areasOn: (source: string, date: string, signal?: AbortSignal) => ask<Table<AreaRow>>("v1/areas", { source, date }, signal),
  disputes: (date: string, signal?: AbortSignal) => ask<Disputes>("v1/disputes", { date }, signal),

  /** How much of a shape lies where; `pieces` asks for their geometry too. A ring is a polygon's only one, open. */
  async overlap(shape: [number, number][] | Polygon | MultiPolygon, source: string | null, date: string, pieces: boolean, signal?: AbortSignal): Promise<Overlap> {
    const url = address("v1/overlap", { source, date, pieces: pieces ? "true" : undefined });
    const key = `${url} ${JSON.stringify(shape)}`;
    if (kept.has(key)) return kept.get(key) as Overlap;
    return keep(key, await read<Overlap>(await fetch(url, sent(shape, "application/json", signal))));
  },
  /** The same as a table, CSV. */
  async overlapTable(shape: [number, number][] | Polygon | MultiPolygon, source: string | null, date: string): Promise<string> {
    const response = await fetch(address("v1/overlap", { source, date, f: "csv" }), sent(shape, "text/csv"));
    return response.ok ? response.text() : read<string>(response);
  },

  /** Rows or points as they were sent, each with what the sources state of its place; and how they were read. */
  async classify(text: string, type: "text/csv" | "application/geo+json", words: Words, signal?: AbortSignal): Promise<{ text: string; notes: string }> {
    const response = await fetch(address("v1/at", words), { method: "POST", headers: { "content-type": type, accept: type }, body: text, ...(signal && { signal }) });
    if (!response.ok) return read<never>(response);
    // Rows are answered as they come: what went wrong on the way stands in the rows.
    return { text: await response.text(), notes: response.headers.get("contactline-notes") ?? "" };
  },

  /** Addresses that the service's front door names: what it answers. */
  async offered(): Promise<string[]> {
    const front = await ask<{ links?: { href: string }[] }>("").catch(() => ({ links: [] }));
    return (front.links ?? []).map((link) => link.href);
  },
};

/** A shape as what is sent. */
function sent(shape: [number, number][] | Polygon | MultiPolygon, accept: string, signal?: AbortSignal): RequestInit {
  const body = JSON.stringify("type" in shape ? shape : { type: "Polygon", coordinates: [[...shape, shape[0]]] });
  return { method: "POST", headers: { "content-type": "application/geo+json", accept }, body, ...(signal && { signal }) };
}

/** One question at a time: asking again gives up what was asked before. */
export class Turn {
  #abort: AbortController | null = null;

  next(): AbortSignal {
    this.#abort?.abort();
    this.#abort = new AbortController();
    return this.#abort.signal;
  }
}

/** Whether an error only says that the question was given up. */
export function isGivenUp(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
