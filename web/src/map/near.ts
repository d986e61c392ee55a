// The ground near a line of which its source does not speak, because the version is old or the source runs behind: as overlap
// answers for the ground around the line.
import type { Feature, FeatureCollection, MultiPolygon, Position } from "geojson";
import type { Line, Source } from "../types.ts";

/** Sides of a square of ground in degrees: about 19 km. */
const ACROSS = 0.25;
const DOWN = 0.18;
/** Kilometres of a degree of latitude, and of a degree of longitude at the country's north end: farther south it is more. */
const LAT_KM = 111.2;
const LON_KM = 67;
/** Squares next to each other do not touch, by a metre. */
const APART = 0.00001;

/** How far from its line a source may be silent, in metres, at most; 0 where it speaks of every place. */
export function silentWithin(source: Source, line: Line): number {
  const behind = source.absence?.within_m ?? 0;
  return line.stale ? (line.uncertain_within_m ?? 0) + behind : behind;
}

/** The ground within that distance of a line, in squares; null where there is no line. */
export function around(line: FeatureCollection, within_m: number): MultiPolygon | null {
  const squares = new Map<number, Set<number>>();
  const mark = ([lon = 0, lat = 0]: Position) => {
    const [dx, dy] = [within_m / 1000 / LON_KM, within_m / 1000 / LAT_KM];
    for (let row = Math.floor((lat - dy) / DOWN); row <= Math.floor((lat + dy) / DOWN); row += 1) {
      const marked = squares.get(row) ?? new Set();
      for (let column = Math.floor((lon - dx) / ACROSS); column <= Math.floor((lon + dx) / ACROSS); column += 1) marked.add(column);
      squares.set(row, marked);
    }
  };
  for (const { geometry } of line.features) {
    const lines = geometry.type === "MultiLineString" ? geometry.coordinates : geometry.type === "LineString" ? [geometry.coordinates] : [];
    for (const points of lines) points.forEach((point, index) => between(points[index - 1] ?? point, point).forEach(mark));
  }
  const coordinates = [...squares].flatMap(([row, columns]) => runs([...columns].sort((a, b) => a - b)).map(([first, last]) => rectangle(first, row, last + 1, row + 1)));
  return coordinates.length > 0 ? { type: "MultiPolygon", coordinates } : null;
}

/** The pieces of an answer of which the source does not speak, on the land of the regions it covers. */
export function unknownPieces(rows: { status: string; region: string | null; piece?: Feature["geometry"] | null }[], source: Source): FeatureCollection {
  const { regions } = source.coverage;
  const isCovered = (region: string) => regions.includes("ua") || regions.includes(region);
  const pieces = rows.flatMap(({ status, region, piece }): Feature[] => (status === "unknown" && region && isCovered(region) && piece ? [{ type: "Feature", properties: {}, geometry: piece }] : []));
  return { type: "FeatureCollection", features: pieces };
}

/** Points on the way from one to another, closer than a square is wide. */
function between(from: Position, to: Position): Position[] {
  const [[x = 0, y = 0], [toX = 0, toY = 0]] = [from, to];
  const steps = Math.max(1, Math.ceil(Math.max(Math.abs(toX - x) / ACROSS, Math.abs(toY - y) / DOWN) * 2));
  return Array.from({ length: steps }, (_, step) => [x + ((toX - x) * (step + 1)) / steps, y + ((toY - y) * (step + 1)) / steps]);
}

/** Numbers in a row that follow each other, as first and last. */
function runs(sorted: number[]): [number, number][] {
  const found: [number, number][] = [];
  for (const number of sorted) {
    const run = found.at(-1);
    if (run && run[1] === number - 1) run[1] = number;
    else found.push([number, number]);
  }
  return found;
}

function rectangle(left: number, bottom: number, right: number, top: number): Position[][] {
  const [west, south, east, north] = [left * ACROSS, bottom * DOWN, right * ACROSS - APART, top * DOWN - APART];
  return [[[west, south], [east, south], [east, north], [west, north], [west, south]]];
}
