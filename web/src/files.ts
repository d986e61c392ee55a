// A file that is dropped on the page or chosen: what it is, and what the service answers for it. It is sent to this service alone,
// and stands in no address.
import type { Feature, FeatureCollection, Geometry, MultiPolygon, Polygon, Position } from "geojson";
import { table } from "./time/series.ts";
import type { Stated } from "./types.ts";

/** More is a matter for the command line, in bytes. */
export const MOST_BYTES = 16_000_000;

export interface Dropped {
  name: string;
  text: string;
  /** Points to be classified, in the form they came in, or an outline to be measured. */
  kind: "rows" | "points" | "outline";
  outline: Polygon | MultiPolygon | null;
}

/** What a file is, by its content; null where it is neither rows, nor points, nor an outline. */
export function readDropped(name: string, text: string): Dropped | null {
  const begin = text.trimStart().slice(0, 1);
  if (begin !== "{" && begin !== "[") return text.trim().includes("\n") ? { name, text, kind: "rows", outline: null } : null;
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return null;
  }
  const geometries = geometriesOf(document as Feature | FeatureCollection | Geometry);
  const rings = geometries.flatMap((one) => (one.type === "Polygon" ? [one.coordinates] : one.type === "MultiPolygon" ? one.coordinates : []));
  if (rings.length > 0) return { name, text, kind: "outline", outline: rings.length === 1 ? { type: "Polygon", coordinates: rings[0] as Position[][] } : { type: "MultiPolygon", coordinates: rings } };
  return geometries.some((one) => one.type === "Point") ? { name, text, kind: "points", outline: null } : null;
}

function geometriesOf(one: Feature | FeatureCollection | Geometry | null): Geometry[] {
  if (!one || typeof one !== "object") return [];
  if (one.type === "FeatureCollection") return Array.isArray(one.features) ? one.features.flatMap(geometriesOf) : [];
  if (one.type === "Feature") return geometriesOf(one.geometry);
  if (one.type === "GeometryCollection") return one.geometries.flatMap(geometriesOf);
  return "coordinates" in one ? [one] : [];
}

/** A row as it was answered. */
export interface Row {
  at: Position | null;
  /** What each source states. */
  stated: Map<string, Stated>;
  error: string | null;
}

export interface Classified {
  rows: Row[];
  /** The answer, in the form that was sent. */
  text: string;
}

/** What separates the cells of a table: what there is most of in its first line. */
export function separator(text: string): string {
  const [line = ""] = text.split("\n", 1);
  return [",", ";", "\t", "|"].map((sign) => [sign, line.split(sign).length] as const).reduce((a, b) => (b[1] > a[1] ? b : a))[0];
}

/** The names of a table's columns. */
export function columnsOf(text: string): string[] {
  return table(text.slice(0, text.indexOf("\n") + 1), separator(text))[0] ?? [];
}

const LON = /^(lon|lng|long|longitude|x|довгота|долгота)$/i;
const LAT = /^(lat|latitude|y|широта)$/i;

/** An answer's rows: of a table by its columns, of GeoJSON by its features. `notes` say by which columns it was read. */
export function classified(kind: Dropped["kind"], text: string, notes: string): Classified {
  if (kind === "points") {
    const document = JSON.parse(text) as Feature | FeatureCollection;
    const features = document.type === "FeatureCollection" ? document.features : [document];
    return { text, rows: features.map(({ geometry, properties }) => {
      const control = (properties?.["control"] ?? []) as (Stated & { source: string })[];
      return { at: geometry?.type === "Point" ? geometry.coordinates : null, stated: new Map(control.map(({ source, status, holder }) => [source, { status, holder }])), error: (properties?.["error"] as string | null | undefined) ?? null };
    }) };
  }
  const [head = [], ...rows] = table(text, separator(text));
  // The columns that were read, as the notes name them in either language, else by their names.
  const [, lonName, latName] = /['«]([^'»]+)['»][^'«]*['«]([^'»]+)['»]/.exec(notes) ?? [];
  const column = (named: string | undefined, pattern: RegExp) => (named && head.includes(named) ? head.indexOf(named) : head.findIndex((one) => pattern.test(one.trim())));
  const [lon, lat, error] = [column(lonName, LON), column(latName, LAT), head.lastIndexOf("error")];
  const sources = head.flatMap((one, index) => (one.endsWith(".status") ? [{ source: one.slice(0, -".status".length), status: index, holder: head.indexOf(one.replace(/status$/, "holder")) }] : []));
  const degrees = (cell: string | undefined) => (cell === undefined || cell.trim() === "" ? Number.NaN : Number(cell.trim().replace(",", ".")));
  return { text, rows: rows.map((cells) => {
    const at: Position = [degrees(cells[lon]), degrees(cells[lat])];
    return {
      at: at.every(Number.isFinite) ? at : null,
      stated: new Map(sources.flatMap(({ source, status, holder }) => (cells[status] ? [[source, { status: cells[status] as string, holder: cells[holder] || null }]] : []))),
      error: cells[error] || null,
    };
  }) };
}

/** How many rows a source states what of, the most first; rows with an error are none of them. */
export function counted(rows: Row[], source: string): { stated: Stated; count: number }[] {
  const by = new Map<string, { stated: Stated; count: number }>();
  for (const { stated, error } of rows) {
    const one = stated.get(source);
    if (error || !one) continue;
    const key = `${one.status} ${one.holder}`;
    by.set(key, { stated: one, count: (by.get(key)?.count ?? 0) + 1 });
  }
  return [...by.values()].sort((a, b) => b.count - a.count);
}

/** The rows that have a place, as a source states them, for the map. */
export function pointsOf(rows: Row[], source: string): FeatureCollection {
  const features = rows.flatMap(({ at, stated, error }): Feature[] => (at ? [{ type: "Feature", properties: error ? { status: "error" } : { ...(stated.get(source) ?? { status: "unknown", holder: null }) }, geometry: { type: "Point", coordinates: at.slice(0, 2) } }] : []));
  return { type: "FeatureCollection", features };
}
