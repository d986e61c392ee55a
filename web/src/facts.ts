// What answers tell of the map: what the legend and the map's corner say.
import type { Context } from "./context.ts";
import type { OfMap } from "./legend.ts";
import { movedSince } from "./panel/age.ts";
import type { Changes, LedgerRow, Line, Table } from "./types.ts";
import type { FeatureCollection } from "geojson";

export function ofLine(context: Context, line: Line | null): Partial<OfMap> {
  if (!line) return { version: null, old: null, moved: null, hasLine: false };
  return { version: line.version, old: line.stale ? line.age_days : null, moved: movedSince(context, line), hasLine: line.features.length > 0 };
}

/** Ground that came under Russian control is gained; what another party gained is drawn as what Russia lost. */
export function ofChanges(changes: Changes | null): Partial<OfMap> {
  const kinds = (changes?.features ?? []).map((feature) => String(feature.properties?.["kind"]));
  const others = (changes?.others ?? []).some((other) => other.features.some((feature) => feature.properties?.["kind"] === "gained"));
  return { changed: new Set(others ? [...kinds, "lost"] : kinds) };
}

/** The regions claimed on that day, by their ids. */
export function claimedOf(ledger: Table<LedgerRow> | null): string[] {
  return (ledger?.rows ?? []).filter((row) => row.claimed_m2 > 0).map((row) => row.region);
}

/** To whom the pieces of a text would go. */
export function ofPieces(pieces: FeatureCollection | null): Partial<OfMap> {
  return { moves: new Set((pieces?.features ?? []).map((feature) => String(feature.properties?.["to"]))) };
}
