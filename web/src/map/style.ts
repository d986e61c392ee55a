// The layers of the map from bottom to top. What is drawn in each is data that comes later.
import type { LayerSpecification, SourceSpecification, StyleSpecification } from "maplibre-gl";
import type { Config } from "../types.ts";
import type { Lang } from "../state.ts";
import type { Palette } from "./palette.ts";

export const NOTHING = { type: "FeatureCollection" as const, features: [] };

/** Sources whose data is GeoJSON that the page sets. */
export const DRAWN_BY_PAGE = ["unknown", "line", "changes", "disputes", "proposal", "settlements", "labels", "shape", "place"] as const;
export type Drawn = (typeof DRAWN_BY_PAGE)[number];

/** Control is drawn below this layer. */
export const ABOVE_CONTROL = "regions-line";

/** Width of the soft edge of the land around, in pixels at the first zoom. */
const FADE = ["interpolate", ["exponential", 2], ["zoom"], 4, 24, 8, 384, 12, 6000];

export interface Ground {
  /** Where the regions come from: tiles where the service has them. */
  regions: SourceSpecification;
  /** Name of the layer inside the tiles. */
  regionsLayer: string | null;
  land: string;
  basemap: Config["basemap"];
}

export function style(ground: Ground, palette: Palette, lang: Lang): StyleSpecification {
  const sources: Record<string, SourceSpecification> = { regions: ground.regions };
  for (const name of DRAWN_BY_PAGE) sources[name] = { type: "geojson", data: NOTHING };
  sources["land"] = { type: "geojson", data: ground.land };
  sources["edge"] = { type: "geojson", data: EDGE };
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
        { id: "edge", type: "line", source: "edge", paint: { "line-color": p.sea, "line-width": FADE, "line-blur": FADE } },
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
    { id: "unknown-near", type: "fill", source: "unknown", paint: { "fill-pattern": "unknown" } },
    {
      id: "border",
      type: "line",
      ...regions,
      filter: ["==", ["get", "role"], "country"],
      layout: { "line-join": "round" },
      paint: { "line-color": p.recognised, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 1.1, 10, 2] },
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
    { id: "line-casing", type: "line", source: "line", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": p.casing, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 4.6, 10, 6], "line-opacity": 0.8 } },
    { id: "line", type: "line", source: "line", layout: { "line-join": "round", "line-cap": "round" }, paint: { "line-color": p.line, "line-width": ["interpolate", ["linear"], ["zoom"], 5, 2.2, 10, 3.2] } },
    { id: "shape-fill", type: "fill", source: "shape", filter: ["==", ["geometry-type"], "Polygon"], paint: { "fill-color": p.shape, "fill-opacity": 0.08 } },
    { id: "shape-line", type: "line", source: "shape", paint: { "line-color": p.shape, "line-width": 2, "line-dasharray": [1.5, 1.5] } },
    { id: "shape-corners", type: "circle", source: "shape", filter: ["==", ["geometry-type"], "Point"], paint: { "circle-radius": 4, "circle-color": p.halo, "circle-stroke-color": p.shape, "circle-stroke-width": 2 } },
    {
      id: "settlements",
      type: "circle",
      source: "settlements",
      // The more people, the sooner.
      filter: [">=", ["get", "population"], ["step", ["zoom"], 200000, 6.5, 60000, 7.5, 20000, 8.5, 5000, 9.5, 0]],
      paint: { "circle-radius": ["interpolate", ["linear"], ["zoom"], 5, 1.8, 11, 3.5], "circle-color": p.text, "circle-stroke-color": p.halo, "circle-stroke-width": 1 },
    },
    {
      id: "settlement-names",
      type: "symbol",
      source: "settlements",
      filter: [">=", ["get", "population"], ["step", ["zoom"], 200000, 6.5, 60000, 7.5, 20000, 8.5, 5000, 9.5, 0]],
      layout: {
        "text-field": label,
        "text-font": ["system-ui, sans-serif"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 5, 11, 11, 13],
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": 0.5,
        "text-justify": "auto",
        "symbol-sort-key": ["-", ["get", "population"]],
      },
      paint: text,
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
        "text-padding": 6,
      },
      paint: { ...text, "text-opacity": ["match", ["get", "role"], "region", 0.9, 0.6] },
    },
    { id: "place-ring", type: "circle", source: "place", paint: { "circle-radius": 9, "circle-color": p.halo, "circle-opacity": 0.9, "circle-stroke-color": p.place, "circle-stroke-width": 2.5 } },
    { id: "place", type: "circle", source: "place", paint: { "circle-radius": 3.5, "circle-color": p.place } },
  ];
  return all as LayerSpecification[];
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
  changes: ["changes-fill", "changes-line"],
  claims: ["claims"],
  settlements: ["settlements", "settlement-names"],
  disputes: ["disputes", "disputes-line"],
};

/** The edge of the land around the regions: the data ends there, the land does not. */
const EDGE = {
  type: "Feature" as const,
  properties: {},
  geometry: {
    type: "LineString" as const,
    coordinates: [[31, 43.9], [31, 50.4], [40.5, 50.4], [40.5, 43.9], [31, 43.9]],
  },
};
