// Drawing an area on the map, corner by corner, by pointer or by keyboard.
import type { MapMouseEvent } from "maplibre-gl";
import type { Feature, FeatureCollection } from "geojson";
import type { MapView } from "./view.ts";

type Corner = [number, number];

export class Drawing {
  #corners: Corner[] = [];
  #view: MapView;
  #done: (corners: Corner[] | null) => void;
  #changed: (corners: number) => void;

  constructor(view: MapView, done: (corners: Corner[] | null) => void, changed: (corners: number) => void) {
    this.#view = view;
    this.#done = done;
    this.#changed = changed;
    view.map.doubleClickZoom.disable();
    view.map.on("click", this.#click);
    view.map.on("dblclick", this.finish);
    view.map.on("mousemove", this.#hover);
    document.addEventListener("keydown", this.#key);
    view.map.getCanvas().style.cursor = "crosshair";
  }

  /** Ends with what was drawn; of fewer than three corners nothing is made. */
  finish = (): void => this.#end(this.#corners.length >= 3 ? this.#corners : null);

  cancel = (): void => this.#end(null);

  undo = (): void => {
    this.#corners.pop();
    this.#show();
  };

  /** Sets a corner in the middle of the map. */
  addMiddle = (): void => this.#add(this.#view.map.getCenter());

  #click = (event: MapMouseEvent): void => this.#add(event.lngLat);

  #add({ lng, lat }: { lng: number; lat: number }): void {
    const corner: Corner = [Math.round(lng * 1e4) / 1e4, Math.round(lat * 1e4) / 1e4];
    // The second click of a double click, or a corner set again while the map still moves, is no corner of its own.
    if (this.#corners.some(([lon, lat]) => lon === corner[0] && lat === corner[1])) return;
    this.#corners.push(corner);
    this.#show();
  }

  #hover = (event: MapMouseEvent): void => {
    if (this.#corners.length > 0) void this.#view.draw("shape", shapeOf([...this.#corners, [event.lngLat.lng, event.lngLat.lat]], false));
  };

  #key = (event: KeyboardEvent): void => {
    const within = event.target instanceof HTMLElement && event.target.closest("button, input, select, a");
    if (event.key === "Escape") this.cancel();
    else if (event.key === "Enter" && !within) this.finish();
    else if (event.key === "Backspace" && !within) this.undo();
    else if (event.key === " " && !within) this.addMiddle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  #show(): void {
    void this.#view.draw("shape", shapeOf(this.#corners, false));
    this.#changed(this.#corners.length);
  }

  #end(corners: Corner[] | null): void {
    const { map } = this.#view;
    map.off("click", this.#click);
    map.off("dblclick", this.finish);
    map.off("mousemove", this.#hover);
    document.removeEventListener("keydown", this.#key);
    map.getCanvas().style.cursor = "";
    setTimeout(() => map.doubleClickZoom.enable(), 300);
    this.#done(corners);
  }
}

/** A shape as the map draws it: closed, or as far as it has come with its corners. */
export function shapeOf(corners: Corner[], closed: boolean): FeatureCollection {
  const ring = [...corners, corners[0] ?? [0, 0]];
  const feature = (geometry: Feature["geometry"]): Feature => ({ type: "Feature", properties: {}, geometry });
  const features: Feature[] = [];
  if (corners.length >= 3) features.push(feature({ type: "Polygon", coordinates: [ring] }));
  else if (corners.length === 2) features.push(feature({ type: "LineString", coordinates: corners }));
  if (!closed) features.push(...corners.map((corner) => feature({ type: "Point", coordinates: corner })));
  return { type: "FeatureCollection", features };
}
