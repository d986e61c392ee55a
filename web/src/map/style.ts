// The layers of the map from bottom to top. What is drawn in each is data that comes later.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Config } from "../types.ts";
import type { Lang } from "../state.ts";
import type { Palette } from "./palette.ts";

export const NOTHING = { type: "FeatureCollection" as const, features: [] };

/** Sources whose data is GeoJSON that the page sets. */
export const DRAWN_BY_PAGE = ["unknown", "line", "changes", "dots", "disputes", "proposal", "labels", "divisions", "points", "shape", "place"] as const;
export type Drawn = (typeof DRAWN_BY_PAGE)[number];

/** Control is drawn below this layer. */
export const ABOVE_CONTROL = "regions-line";

/** What a reservoir is told by. */
export const RESERVOIR = ["==", ["get", "kind"], "reservoir"];

export interface Ground {
  /** Where the regions come from: tiles where the service has them. */
  regions: SourceSpecification;
  /** Name of the layer inside the tiles. */
  regionsLayer: string | null;
  land: string;
  /** Rivers, the reservoir, and borders of other countries; settlements with many people; seas and countries by name. */
  water: string;
  places: string;
  names: string;
  /** Settlements with fewer people. */
  settlements: SourceSpecification | null;
  basemap: Config["basemap"];
}

export function style(ground: Ground, palette: Palette, lang: Lang): StyleSpecification {
  const sources: Record<string, SourceSpecification> = { regions: ground.regions };
  for (const name of DRAWN_BY_PAGE) sources[name] = { type: "geojson", data: NOTHING };
  for (const name of ["land", "water", "places", "names"] as const) sources[name] = { type: "geojson", data: ground[name] };
  if (ground.settlements) sources["settlements"] = ground.settlements;
  if (ground.basemap) {
    sources["basemap"] = { type: "raster", tiles: [ground.basemap.url], tileSize: 256, attribution: ground.basemap.attribution ?? "" };
  }
  return { version: 8, sources, layers: layers(ground, palette, lang) };
}

/** Every layer but those of control. */
export function layers(ground: Ground, p: Palette, lang: Lang): LayerSpecification[] {
  const regions = ground.regionsLayer ? { source: "regions", "source-layer": ground.regionsLayer } : { source: "regions" };
  const label = ["coalesce", ["get", lang === "uk" ? "name_uk" : "name"], ["get", "name"], ""];
  const text = { "text-color": p.text, "text-halo-color": p.halo, "text-halo-width": 1.4 };
  const under: unknown[] = ground.basemap
    ? [{ id: "basemap", type: "raster", source: "basemap", paint: { "raster-saturation": -0.7, "raster-opacity": 0.8 } }]
    : [
        { id: "land", type: "fill", source: "land", paint: { "fill-color": p.elsewhere } },
        { id: "country", type: "fill", ...regions, filter: ["==", ["get", "role"], "country"], paint: { "fill-color": p.country } },
        { id: "beyond", type: "fill", ...regions, filter: ["==", ["get", "role"], "country"], layout: { visibility: "none" }, paint: { "fill-pattern": "unknown" } },
        {
          id: "regions-fill",
          type: "fill",
          ...regions,
          filter: ["!=", ["get", "role"], "country"],
          paint: { "fill-color": ["match", ["get", "role"], "region", p.region, p.country] },
        },
      ];
  // Ground that came under Russian control, and ground that left it or came under Ukrainian control.
  const changed = ["case", ["all", ["==", ["get", "kind"], "gained"], ["!=", ["get", "party"], "UA"]], p.gained, p.lost];
  const all: unknown[] = [
    { id: "background", type: "background", paint: { "background-color": p.sea } },
    ...under,
    {
      id: ABOVE_CONTROL,
      type: "line",
      ...regions,
      paint: {
        "line-color": ["match", ["get", "role"], "region", p.regionBorder, p.border],
        "line-width": ["interpolate", ["linear"], ["zoom"], 5, 0.6, 10, 1.6],
      },
    },
    { id: "river", type: "fill", source: "water", filter: ["==", ["get", "kind"], "river"], paint: { "fill-color": p.water } },
    { id: "reservoir", type: "fill", source: "water", filter: RESERVOIR, paint: { "fill-color": p.water } },
    { id: "reservoir-former", type: "line", source: "water", filter: ["boolean", false], paint: { "line-color": p.waterText, "line-width": 0.8, "line-dasharray": [2, 2] } },
    { id: "stream", type: "line", source: "water", filter: ["==", ["get", "kind"], "stream"], layout: { "line-cap": "round", "line-join": "round" }, paint: { "line-color": p.water, "line-width": ["interpolate", ["linear"], ["zoom"], 4, 1, 7, 2, 10, 3] } },
    { id: "borders", type: "line", source: "water", filter: ["==", ["get", "kind"], "border"], paint: { "line-color": p.border, "line-width": 1 } },
    { id: "unknown-near", type: "fill", source: "unknown", paint: { "fill-pattern": "unknown" } },
    {
      id: "border",
      type: "line",
      ...regions,
      filter: ["==", ["get", "role"], "country"],
      layout: { "line-join": "round" },
      paint: { "line-color": p.recognised, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1.1, 10, 2], "line-opacity": 0.65 },
    },
    {
      id: "claims",
      type: "line",
      ...regions,
      filter: ["in", ["get", "id"], ["literal", []]],
      layout: { "line-join": "round" },
      paint: { "line-color": p.claim, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1.1, 10, 2.2], "line-dasharray": [5, 4], "line-opacity": 0.85 },
    },
    {
      id: "proposal-fill",
      type: "fill",
      source: "proposal",
      paint: { "fill-color": ["match", ["get", "to"], "UA", p.ukraine, "RU", p.russia, p.unknown], "fill-opacity": 0.55 },
    },
    { id: "proposal-line", type: "line", source: "proposal", paint: { "line-color": p.line, "line-width": 1.2, "line-dasharray": [2, 1.5] } },
    { id: "disputes", type: "fill", source: "disputes", paint: { "fill-pattern": "dispute", "fill-opacity": 0.6 } },
    { id: "disputes-line", type: "line", source: "disputes", paint: { "line-color": p.dispute, "line-width": 0.7 } },
    {
      id: "changes-fill",
      type: "fill",
      source: "changes",
      paint: { "fill-color": changed, "fill-opacity": 0.75 },
    },
    {
      id: "changes-line",
      type: "line",
      source: "changes",
      paint: { "line-color": changed, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 2.5, 9, 1] },
    },
    // At the scale of a country a ring around each piece, the larger the more ground.
    {
      id: "changes-dots",
      type: "circle",
      source: "dots",
      maxzoom: 8.5,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["get", "area_m2"], 0, 4, 5e6, 6, 5e7, 11, 5e8, 20],
        "circle-color": changed,
        "circle-opacity": ["interpolate", ["linear"], ["zoom"], 6, 0.28, 8.5, 0],
        "circle-stroke-color": changed,
        "circle-stroke-width": 1.8,
        "circle-stroke-opacity": ["interpolate", ["linear"], ["zoom"], 7, 1, 8.5, 0],
      },
    },
    { id: "line-casing", type: "line", source: "line", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": p.casing, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 4.6, 10, 6], "line-opacity": 0.8 } },
    { id: "line", type: "line", source: "line", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": p.line, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 2.2, 10, 3.2] } },
    { id: "divisions", type: "line", source: "divisions", layout: { "line-join": "round" }, paint: { "line-color": p.text, "line-width": ["match", ["get", "level"], "raion", 1.5, 0.8], "line-opacity": 0.8 } },
    { id: "shape-fill", type: "fill", source: "shape", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": p.shape, "fill-opacity": 0.08 } },
    { id: "shape-line", type: "line", source: "shape", paint: { "line-color": p.shape, "line-width": 2, "line-dasharray": [1.5, 1.5] } },
    { id: "shape-corners", type: "circle", source: "shape", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": p.halo, "circle-stroke-color": p.shape, "circle-stroke-width": 2 } },
    {
      id: "river-names",
      type: "symbol",
      source: "water",
      filter: ["==", ["get", "kind"], "stream"],
      layout: { "text-field": label, "text-font": ["system-ui, sans-serif"], "text-size": 11, "symbol-placement": "line", "text-letter-spacing": 0.05, "symbol-spacing": 400 },
      paint: { ...text, "text-color": p.waterText },
    },
    {
      id: "reservoir-name",
      type: "symbol",
      source: "water",
      minzoom: 7,
      filter: ["boolean", false],
      layout: { "text-field": FORMER[lang], "text-font": ["system-ui, sans-serif"], "text-size": 11, "text-max-width": 9 },
      paint: { ...text, "text-color": p.waterText },
    },
    {
      id: "names",
      type: "symbol",
      source: "names",
      maxzoom: 9,
      filter: ["<=", ["get", "rank"], ["step", ["zoom"], 1, 4.6, 2]],
      layout: {
        "text-field": label,
        "text-font": ["system-ui, sans-serif"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 4, 12, 8, 17],
        "text-letter-spacing": ["match", ["get", "kind"], "sea", 0.08, 0.16],
        "text-max-width": 7,
        "text-padding": 8,
      },
      paint: { ...text, "text-color": ["match", ["get", "kind"], "sea", p.waterText, p.text], "text-opacity": ["match", ["get", "kind"], "sea", 1, 0.62] },
    },
    {
      id: "region-names",
      type: "symbol",
      source: "labels",
      maxzoom: 9,
      filter: ["any", ["==", ["get", "role"], "region"], [">=", ["zoom"], 6]],
      layout: {
        "text-field": label,
        "text-font": ["system-ui, sans-serif"],
        "text-size": ["match", ["get", "role"], "region", 13, 11.5],
        "text-letter-spacing": 0.04,
        "text-max-width": 8,
        "text-padding": 3,
        "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
        "text-radial-offset": 1.2,
      },
      paint: { ...text, "text-opacity": ["match", ["get", "role"], "region", 0.75, 0.55] },
    },
    // Last, and so first to have room.
    ...settlements(ground, p, label, text),
    {
      id: "points",
      type: "circle",
      source: "points",
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 4, 10, 6],
        "circle-color": ["match", ["get", "status"], "held", ["match", ["get", "holder"], "UA", p.ukraine, p.russia], "contested", p.dispute, p.unknown],
        "circle-opacity": ["match", ["get", "status"], "error", 0, 1],
        "circle-stroke-color": ["match", ["get", "status"], "error", p.dispute, p.halo],
        "circle-stroke-width": 1.6,
      },
    },
    { id: "place-ring", type: "circle", source: "place", paint: { "circle-radius": 9, "circle-color": p.halo, "circle-opacity": 0.9, "circle-stroke-color": p.place, "circle-stroke-width": 2.5 } },
    { id: "place", type: "circle", source: "place", paint: { "circle-radius": 3.5, "circle-color": p.place } },
  ];
  return all as LayerSpecification[];
}

/** What stands where the reservoir was. */
const FORMER: Record<Lang, string> = { en: "former Kakhovka Reservoir, drained June 2023", uk: "колишнє Каховське водосховище, спустошене в червні 2023" };

/** How many people a settlement must have to be shown: oblasts' centres are shown wherever they are. A filter goes by whole zooms. */
const BIG = [">=", ["get", "population"], ["step", ["zoom"], 400000, 5, 140000, 6, 75000, 7, 40000, 8, 12000, 9, 0]];

/** Oblasts' centres and large cities first, then what has room. */
function settlements(ground: Ground, p: Palette, label: unknown, text: object): unknown[] {
  const isCapital = ["has", "capital"];
  const dots = (id: string, from: object, filter: unknown) => ({
    id, type: "circle", ...from, filter,
    paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, ["case", isCapital, 2.8, 1.8], 11, ["case", isCapital, 5, 3.5]], "circle-color": p.text, "circle-stroke-color": p.halo, "circle-stroke-width": 1 },
  });
  const names = (id: string, from: object, filter: unknown) => ({
    id, type: "symbol", ...from, filter,
    layout: {
      "text-field": label,
      "text-font": ["system-ui, sans-serif"],
      "text-size": ["interpolate", ["linear"], ["zoom"], 5, ["case", isCapital, 12.5, 11], 11, ["case", isCapital, 15, 13]],
      "text-variable-anchor": ["left", "right", "top", "bottom"],
      "text-radial-offset": 0.5,
      "text-justify": "auto",
      "symbol-sort-key": ["case", isCapital, -10_000_000, ["-", ["coalesce", ["get", "population"], 0]]],
    },
    paint: text,
  });
  const small = { source: "settlements", "source-layer": "settlements", minzoom: 9.3 };
  const fewer = ["<", ["coalesce", ["get", "population"], 0], 5000];
  return [
    ...(ground.settlements ? [dots("hamlets", small, fewer), names("hamlet-names", small, fewer)] : []),
    dots("settlements", { source: "places" }, ["any", isCapital, BIG]),
    names("settlement-names", { source: "places" }, ["any", isCapital, BIG]),
  ];
}

/** The layers of control in one of two slots: what a source draws, by status and holder. */
export function controlLayers(slot: string, layer: string | null, p: Palette): LayerSpecification[] {
  const source = layer ? { source: slot, "source-layer": layer } : { source: slot };
  const is = (status: string) => ["==", ["get", "status"], status];
  const all: unknown[] = [
    {
      id: `${slot}-held`,
      type: "fill",
      ...source,
      filter: is("held"),
      paint: {
        "fill-color": ["match", ["get", "holder"], "UA", p.ukraine, p.russia],
        "fill-opacity": p.heldOpacity,
        // Neighbours that share an edge show no seam.
        "fill-antialias": false,
      },
    },
    { id: `${slot}-unknown`, type: "fill", ...source, filter: ["in", ["get", "status"], ["literal", ["unknown", "not_covered"]]], paint: { "fill-pattern": "unknown" } },
    { id: `${slot}-claimed`, type: "fill", ...source, filter: is("claimed"), paint: { "fill-pattern": ["match", ["get", "holder"], "UA", "claimed-ua", "claimed-ru"] } },
    { id: `${slot}-contested`, type: "fill", ...source, filter: is("contested"), paint: { "fill-pattern": "contested" } },
    { id: `${slot}-contested-edge`, type: "line", ...source, filter: is("contested"), paint: { "line-color": p.unknown, "line-width": 0.7 } },
  ];
  return all as LayerSpecification[];
}

/** The layers that a reader may turn off, by what they are called. */
export const LAYERS_OF: Record<string, string[]> = {
  control: ["unknown-near"],
  line: ["line-casing", "line"],
  changes: ["changes-fill", "changes-line", "changes-dots"],
  claims: ["claims"],
  settlements: ["hamlets", "hamlet-names", "settlements", "settlement-names"],
  disputes: ["disputes", "disputes-line"],
};
