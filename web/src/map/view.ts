// One map: MapLibre, what lies under everything, and what the page draws on it.
import { Map as MapLibre, ScaleControl, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import type { FeatureCollection } from "geojson";
import { spoken, t } from "../i18n.ts";
import type { Layer, View } from "../state.ts";
import { MAX_ZOOM, MIN_ZOOM, WHOLE, room } from "./frame.ts";
import { addHatches } from "./hatch.ts";
import { DARK, LIGHT, type Palette } from "./palette.ts";
import { ABOVE_CONTROL, LAYERS_OF, NOTHING, RESERVOIR, controlLayers, layers, style, type Drawn, type Ground } from "./style.ts";

/** Control as it is drawn: tiles of one layer, or GeoJSON. */
export type ControlData = { tiles: string; layer: string } | { geojson: FeatureCollection } | null;

export class MapView {
  readonly map: MapLibre;
  #ready: Promise<void>;
  #ground: Ground;
  #dark: boolean;
  #slot: "control-a" | "control-b" = "control-a";
  #layerOf: Record<string, string | null> = {};
  #shown: string | null = null;
  #turn = 0;

  constructor(container: HTMLElement, ground: Ground, view: View | null, dark: boolean) {
    this.#ground = ground;
    this.#dark = dark;
    this.map = new MapLibre({
      container,
      style: style(ground, this.palette, spoken()),
      ...(view ? { center: [view.lon, view.lat], zoom: view.zoom } : { bounds: WHOLE, fitBoundsOptions: { padding: room(container) } }),
      minZoom: MIN_ZOOM,
      maxZoom: MAX_ZOOM,
      maxBounds: [10, 38, 54, 57],
      renderWorldCopies: false,
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      attributionControl: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
      locale: { "Map.Title": t("map") },
      fadeDuration: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-right");
    this.#ready = new Promise((resolve) => {
      this.map.once("styledata", () => {
        addHatches(this.map, this.palette);
        resolve();
      });
    });
  }

  /** Resolves when the map stands still for the first time, with all that was asked of it drawn. */
  get still(): Promise<void> {
    return new Promise((resolve) => {
      if (this.map.loaded()) resolve();
      else this.map.once("idle", () => resolve());
    });
  }

  get palette(): Palette {
    return this.#dark ? DARK : LIGHT;
  }

  get view(): View {
    const { lng, lat } = this.map.getCenter();
    return { lon: lng, lat, zoom: this.map.getZoom() };
  }

  /** Draws these features in a layer, in the place of those there; what is given as an address, the map's worker reads. */
  async draw(name: Drawn, data: FeatureCollection | string | null): Promise<void> {
    await this.#ready;
    await this.map.getSource<GeoJSONSource>(name)?.setData(data ?? NOTHING);
  }

  /**
   * Shows control: the new beside the old, which goes when the new is there, so that nothing flickers while days play.
   * Resolves when it is on the screen.
   */
  async control(data: ControlData): Promise<void> {
    await this.#ready;
    const key = data ? ("tiles" in data ? data.tiles : data) : null;
    if (typeof key === "string" && key === this.#shown) return;
    this.#shown = typeof key === "string" ? key : null;
    this.#turn += 1;
    const turn = this.#turn;
    const before = this.#slot;
    const slot = before === "control-a" ? "control-b" : "control-a";
    this.#slot = slot;
    this.#clear(slot);
    if (data) {
      const layer = "tiles" in data ? data.layer : null;
      this.#layerOf[slot] = layer;
      this.map.addSource(slot, "tiles" in data
        ? { type: "vector", tiles: [data.tiles], minzoom: 0, maxzoom: 14 }
        : { type: "geojson", data: data.geojson, tolerance: 0.2 });
      for (const part of controlLayers(slot, layer, this.palette)) this.map.addLayer(part, ABOVE_CONTROL);
      await this.#loaded(slot);
    }
    // Who came later has cleared already.
    if (turn === this.#turn) this.#clear(before);
  }

  /** Outlines the regions that are claimed. */
  async claims(regions: string[]): Promise<void> {
    await this.#ready;
    this.map.setFilter("claims", ["in", ["get", "id"], ["literal", regions]]);
  }

  /** Shows the water as it is on a day: of a reservoir that drained, its outline from then on. */
  async onDay(date: string): Promise<void> {
    await this.#ready;
    const isFull = ["<", date, ["get", "until"]];
    this.map.setFilter("reservoir", ["all", RESERVOIR, isFull] as never);
    this.map.setFilter("reservoir-former", ["all", RESERVOIR, ["!", isFull]] as never);
    this.map.setFilter("reservoir-name", ["all", RESERVOIR, ["!", isFull]] as never);
  }

  /** Whether the country beyond the regions is hatched: ground of which a source does not speak. */
  async beyond(isUnknown: boolean): Promise<void> {
    await this.#ready;
    if (this.map.getLayer("beyond")) this.map.setLayoutProperty("beyond", "visibility", isUnknown ? "visible" : "none");
  }

  /** Which layers are seen. */
  async visible(shown: Layer[]): Promise<void> {
    await this.#ready;
    for (const [name, ids] of Object.entries(LAYERS_OF)) {
      const visibility = shown.includes(name as Layer) ? "visible" : "none";
      for (const id of ids) if (this.map.getLayer(id)) this.map.setLayoutProperty(id, "visibility", visibility);
    }
  }

  /** Takes on other colours, or another language. */
  async dress(dark: boolean): Promise<void> {
    await this.#ready;
    this.#dark = dark;
    addHatches(this.map, this.palette);
    const slots = ["control-a", "control-b"].filter((slot) => this.map.getSource(slot));
    const all = [...layers(this.#ground, this.palette, spoken()), ...slots.flatMap((slot) => controlLayers(slot, this.#layerOf[slot] ?? null, this.palette))];
    for (const layer of all) {
      for (const [name, value] of Object.entries(layer.paint ?? {})) this.map.setPaintProperty(layer.id, name as never, value as never);
      const field = "layout" in layer && layer.layout && "text-field" in layer.layout ? layer.layout["text-field"] : null;
      if (field) this.map.setLayoutProperty(layer.id, "text-field", field);
    }
  }

  /** Shows what a link or a step back names; where the map stands there already, nothing moves. */
  stand({ lon, lat, zoom }: View): void {
    const { view } = this;
    const differs = Math.abs(view.lon - lon) + Math.abs(view.lat - lat) > 0.001 || Math.abs(view.zoom - zoom) > 0.01;
    if (differs && !this.map.isMoving()) this.map.jumpTo({ center: [lon, lat], zoom });
  }

  /** Moves so that a place is seen well. */
  fly(lon: number, lat: number, padding: { left: number; bottom: number }): void {
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.map.easeTo({ center: [lon, lat], zoom: Math.max(this.map.getZoom(), 8), padding: { top: 0, right: 0, ...padding }, duration: still ? 0 : 900 });
  }

  #clear(slot: string): void {
    for (const layer of controlLayers(slot, null, this.palette)) if (this.map.getLayer(layer.id)) this.map.removeLayer(layer.id);
    if (this.map.getSource(slot)) this.map.removeSource(slot);
  }

  #loaded(slot: string): Promise<void> {
    return new Promise((resolve) => {
      const check = () => {
        if (this.map.getSource(slot) && !this.map.isSourceLoaded(slot)) return;
        this.map.off("sourcedata", check);
        this.map.off("error", check);
        clearTimeout(late);
        resolve();
      };
      // A tile that never comes must not keep the old day on the screen.
      const late = setTimeout(() => {
        this.map.off("sourcedata", check);
        resolve();
      }, 8000);
      this.map.on("sourcedata", check);
      this.map.on("error", check);
      check();
    });
  }
}

/** Tells MapLibre where its worker is: a file of our own. */
export function useWorker(url: string): void {
  setWorkerUrl(url);
}

export type { StyleSpecification };
