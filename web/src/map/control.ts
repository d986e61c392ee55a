// Where control comes from: tiles where the service has them, else pieces of a question about the whole area.
import type { Feature } from "geojson";
import { address, api } from "../api.ts";
import type { Source } from "../types.ts";
import type { ControlData } from "./view.ts";

/** A box around Ukraine: what is drawn beyond it is of no source. */
const BOX: [number, number][] = [[22, 44], [41, 44], [41, 52.5], [22, 52.5]];

/** Address of the tiles of a collection; z, row and column are left to the map. */
export function tiles(collection: string, date?: string): string {
  const query = date ? `?datetime=${date}` : "";
  return `${address("collections/")}${encodeURIComponent(collection)}/tiles/WebMercatorQuad/{z}/{y}/{x}.mvt${query}`;
}

/** What a source draws on a day; nothing where it may not be drawn. */
export async function controlOf(source: Source | undefined, date: string, byTiles: boolean, signal: AbortSignal): Promise<ControlData> {
  if (!source || source.geometry_withheld) return null;
  if (byTiles) return { tiles: tiles(`control-${source.id}`, date), layer: `control-${source.id}` };
  const overlap = await api.overlap(BOX, source.id, date, true, signal);
  const features = overlap.rows.flatMap((row): Feature[] => {
    // What a source infers to be Ukraine's is the land itself; what is unknown outside the regions is sea or abroad.
    if (!row.piece || row.holder === "UA" || (row.status === "unknown" && !row.region)) return [];
    return [{ type: "Feature", properties: { status: row.status, holder: row.holder }, geometry: row.piece }];
  });
  return { geojson: { type: "FeatureCollection", features } };
}
