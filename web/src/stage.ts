// The maps and what they show: the one side, and with a comparison the other.
import type { FeatureCollection } from "geojson";
import { api, isGivenUp, Turn } from "./api.ts";
import { shortTitle, sourceOf, spanOf, type Context } from "./context.ts";
import { plusDays } from "./days.ts";
import { h, keepingFocus, put } from "./dom.ts";
import { day, t } from "./i18n.ts";
import { claimedOf, ofChanges, ofLine } from "./facts.ts";
import { sourceSelect, type OfMap } from "./legend.ts";
import { controlOf, tiles } from "./map/control.ts";
import { dotsOf } from "./map/dots.ts";
import { Drawing, shapeOf } from "./map/draw.ts";
import type { Ground } from "./map/style.ts";
import { divider, together } from "./map/swipe.ts";
import { around, silentWithin, unknownPieces } from "./map/near.ts";
import { WHOLE, room, rounded } from "./map/frame.ts";
import { MapView, useWorker } from "./map/view.ts";
import { droppedOutline } from "./panel/files.ts";
import { changed, type Layer, type State } from "./state.ts";
import type { Changes, Config, Disputes, Line, Source } from "./types.ts";
import type { OnMap } from "./download.ts";

declare const WORKER_NAME: string;
declare const GROUND_NAMES: Record<"ground" | "water" | "places" | "names", string>;

/** A city and a region. */
const SEVASTOPOL = "ua-40";
/** How long a day is shown before more is asked about it than while days go by. */
const REST_MS = 400;

/** What a map was told: the rest of the page says it too. */
export type Told = Partial<OfMap> & { changes?: Changes | null };

export class Stage {
  readonly drawn: OnMap = new Map();
  #context: Context;
  #ground: Ground;
  #main: MapView;
  #other: MapView | null = null;
  #apart: (() => void) | null = null;
  #dark: boolean;
  #drawing: Drawing | null = null;
  #element: HTMLElement;
  #mainTurn = new Turn();
  #otherTurn = new Turn();
  #onScreen: Promise<void> = Promise.resolve();
  #tell: (told: Told) => void;
  #bar = h("div", { class: "compare-bar", hidden: true });

  constructor(context: Context, element: HTMLElement, config: Config, dark: boolean, tell: (told: Told) => void, failed: () => void) {
    const here = (name: string) => new URL(`assets/${name}`, new URL(".", location.href)).href;
    useWorker(here(WORKER_NAME));
    this.#context = context;
    this.#element = element;
    this.#dark = dark;
    this.#tell = tell;
    const byTiles = context.has.tiles;
    this.#ground = {
      regions: byTiles
        ? { type: "vector", tiles: [tiles("regions")], maxzoom: 14 }
        : { type: "geojson", data: new URL("v1/regions?f=geojson", new URL(".", location.href)).href, tolerance: 0.2 },
      regionsLayer: byTiles ? "regions" : null,
      land: here(GROUND_NAMES.ground),
      water: here(GROUND_NAMES.water),
      places: here(GROUND_NAMES.places),
      names: here(GROUND_NAMES.names),
      settlements: byTiles && context.has.settlements ? { type: "vector", tiles: [tiles("settlements")], minzoom: 9, maxzoom: 14 } : null,
      basemap: config.basemap,
    };
    const container = h("div", { class: "map" });
    element.append(container, this.#bar);
    this.#main = new MapView(container, this.#ground, context.store.state.view, dark);
    this.#main.map.on("click", (event) => this.ask(event.lngLat.lng, event.lngLat.lat));
    let isTold = false;
    this.#main.map.on("error", () => {
      // Once: what fails for one tile fails for its neighbours.
      if (!isTold) failed();
      isTold = true;
    });
    this.#main.map.on("moveend", () => context.store.set({ view: this.#main.view }));
    this.#main.map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !this.#drawing) this.ask(this.#main.view.lon, this.#main.view.lat);
    });
    this.#main.map.getCanvas().setAttribute("aria-label", `${t("map")}. ${t("mapHint")}`);
    context.store.listen((state, before) => this.#follow(state, before));
    this.#base(this.#main);
    this.#show();
    this.#marks();
    this.#compare();
  }

  /** Resolves when the map is drawn for the first time, or somebody moves it before. */
  get seen(): Promise<void> {
    const moved = new Promise<void>((resolve) => void this.#main.map.once("movestart", () => resolve()));
    return Promise.race([this.#onScreen.then(() => this.#main.still), moved]);
  }

  /** Resolves when the day asked for is on the screen. */
  get onScreen(): Promise<void> {
    return this.#onScreen;
  }

  get views(): { view: MapView; from: number }[] {
    const both = [{ view: this.#main, from: 0 }];
    return this.#other ? [...both, { view: this.#other, from: this.#context.store.state.swipe }] : both;
  }

  begin(corners: (count: number) => void): Drawing | null {
    this.#drawing?.cancel();
    this.#drawing = new Drawing(this.#main, (shape) => {
      this.#drawing = null;
      this.#context.store.set({ shape, tab: "shape" });
      if (!shape) this.#marks();
    }, corners);
    this.#main.map.getCanvas().focus();
    return this.#drawing;
  }

  proposal(pieces: FeatureCollection | null): void {
    if (pieces) this.drawn.set("proposal", pieces);
    else this.drawn.delete("proposal");
    for (const { view } of this.views) void view.draw("proposal", pieces);
  }

  /** The rows of a file, and the ground they lie on. */
  points(points: FeatureCollection | null): void {
    this.#keep("points", points);
    for (const { view } of this.views) void view.draw("points", points);
    const places = (points?.features ?? []).flatMap(({ geometry }) => (geometry.type === "Point" ? [geometry.coordinates] : []));
    if (places.length === 0) return;
    const [lons, lats] = [places.map(([lon = 0]) => lon), places.map(([, lat = 0]) => lat)];
    const ends = (of: number[]) => of.reduce<[number, number]>(([low, high], one) => [Math.min(low, one), Math.max(high, one)], [Infinity, -Infinity]);
    const [[west, east], [south, north]] = [ends(lons), ends(lats)];
    this.look([west - 0.2, south - 0.2, east + 0.2, north + 0.2]);
  }

  /** The outlines of raions or hromadas. */
  divisions(outlines: FeatureCollection | null): void {
    this.#keep("divisions", outlines);
    for (const { view } of this.views) void view.draw("divisions", outlines);
  }

  zoom(by: number): void {
    this.#main.map.easeTo({ zoom: this.#main.map.getZoom() + by, duration: 250 });
  }

  look(bbox: [number, number, number, number] = WHOLE): void {
    this.#main.map.fitBounds(bbox, { padding: room(this.#main.map.getContainer()), duration: 700 });
  }

  fly(lon: number, lat: number): void {
    this.#main.fly(lon, lat, { left: 0, bottom: 0 });
  }

  dress(dark: boolean): void {
    this.#dark = dark;
    for (const { view } of this.views) void view.dress(dark);
  }

  /** Asks about a place, unless a shape is being drawn. */
  ask(lon: number, lat: number): void {
    if (this.#drawing) return;
    this.#context.store.set({ place: rounded(lon, lat), name: null, tab: "place" });
  }

  #follow(state: State, before: State): void {
    if (changed(state, before, "date", "source", "layers")) this.#show();
    if (changed(state, before, "place", "shape", "fileTurn")) this.#marks();
    if (changed(state, before, "other")) this.#compare();
    if (changed(state, before, "view") && state.view) this.#main.stand(state.view);
    if (changed(state, before, "lang")) {
      this.dress(this.#dark);
      this.#fillBar();
    }
    if (changed(state, before, "proposal") && !state.proposal) this.proposal(null);
  }

  /** What a map has whatever the day: names of regions and settlements. */
  #base(view: MapView): void {
    void view.draw("labels", {
      type: "FeatureCollection",
      // A region that is a city has the city's name.
      features: this.#context.regions.filter((region) => region.role !== "country" && region.id !== SEVASTOPOL).map(({ name, name_uk, role, bbox }) => ({
        type: "Feature",
        properties: { name, name_uk, role },
        geometry: { type: "Point", coordinates: [(bbox[0] + bbox[2]) / 2, (bbox[1] + bbox[3]) / 2] },
      })),
    });
  }

  #show(): void {
    const { source, date } = this.#context.store.state;
    this.#onScreen = this.#fill(this.#main, source, date, this.#mainTurn.next(), true);
    this.#showOther();
  }

  #showOther(): void {
    const { other } = this.#context.store.state;
    if (!this.#other || !other) return;
    void this.#fill(this.#other, other.source, other.date, this.#otherTurn.next(), false);
  }

  /** Draws a source's day on a map, each part as it is answered; resolves when control and line are there. */
  async #fill(view: MapView, id: string, date: string, signal: AbortSignal, isMain: boolean): Promise<void> {
    const { layers } = this.#context.store.state;
    const source = sourceOf(this.#context, id);
    const seen = (layer: Layer) => layers.includes(layer);
    if (isMain) this.#context.attribute("map", [source?.attribution ?? ""]);
    // What cannot be answered is not drawn; what was given up leaves what is there.
    const part = async <T>(asked: Promise<T> | null, draw: (answer: T | null) => Promise<void> | void): Promise<void> => {
      const answer = await (asked ?? Promise.resolve(null)).catch((error) => (isGivenUp(error) ? undefined : null));
      if (answer !== undefined && !signal.aborted) await draw(answer);
    };
    void view.onDay(date);
    const control = part(seen("control") ? controlOf(source, date, this.#context.has.tiles, signal) : null, (data) => view.control(data));
    // Before a source's first version there is nothing to ask for.
    const [first] = spanOf(source, this.#context.today);
    const line = part<Line>(date < first ? null : api.line(id, date, signal), (answer) => {
      if (isMain) this.#told(ofLine(this.#context, answer), "line", seen("line") ? answer : null);
      if (source) void part(seen("control") && answer ? this.#silence(source, answer, date, signal) : null, (pieces) => {
        if (isMain) this.#tell({ isUnknown: (pieces?.features.length ?? 0) > 0 });
        return view.draw("unknown", pieces);
      });
      return view.draw("line", answer);
    });
    void part<Changes>(plusDays(date, -1) < first ? null : api.changes(id, plusDays(date, -1), date, signal), (answer) => {
      if (isMain) this.#told({ changes: answer, ...ofChanges(answer) }, "changes", seen("changes") ? answer : null);
      // What another party gained is drawn beside what the first lost: it need not be the same ground.
      const gained = (answer?.others ?? []).flatMap((other) => other.features.filter((feature) => feature.properties?.kind === "gained"));
      const all = answer && { ...answer, features: [...answer.features, ...gained] };
      void view.draw("dots", all && dotsOf(all));
      return view.draw("changes", all);
    });
    void part<Disputes>(seen("disputes") && this.#context.has.disputes ? api.disputes(date, signal) : null, (answer) => {
      if (isMain) {
        this.#keep("disputes", answer);
        this.#tell({ disputes: answer });
      }
      return view.draw("disputes", answer);
    });
    void part(seen("claims") ? api.ledger("RU", id, date, signal) : null, (ledger) => {
      const claimed = claimedOf(ledger);
      if (isMain) this.#tell({ isClaimed: claimed.length > 0 });
      return view.claims(claimed);
    });
    // A source that does not speak of all of Ukraine leaves the rest of it open.
    void view.beyond(source !== undefined && seen("control") && !source.geometry_withheld && !source.coverage.regions.includes("ua"));
    await Promise.all([control, line, view.visible(layers)]);
  }

  /** The ground near a source's line of which it does not speak; asked when the map stands still, for it is no small question. */
  async #silence(source: Source, line: Line, date: string, signal: AbortSignal): Promise<FeatureCollection | null> {
    const within = source.geometry_withheld ? 0 : silentWithin(source, line);
    const shape = within > 0 ? around(line, within) : null;
    if (!shape) return null;
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    signal.throwIfAborted();
    return unknownPieces((await api.overlap(shape, source.id, date, true, signal)).rows, source);
  }

  #told(told: Told, name: string, collection: FeatureCollection | null): void {
    this.#keep(name, collection);
    this.#tell(told);
  }

  #keep(name: string, collection: FeatureCollection | null): void {
    if (collection && collection.features.length > 0) this.drawn.set(name, collection);
    else this.drawn.delete(name);
  }

  /** The place asked about, and the shape drawn. */
  #marks(): void {
    const { place, shape } = this.#context.store.state;
    const point: FeatureCollection | null = place && { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [place.lon, place.lat] } }] };
    const outline = droppedOutline();
    const area: FeatureCollection | null = shape ? shapeOf(shape, true) : outline && { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: outline }] };
    this.#keep("place", point);
    this.#keep("shape", area);
    for (const { view } of this.views) {
      void view.draw("place", point);
      void view.draw("shape", area);
    }
  }

  #compare(): void {
    const { other, swipe } = this.#context.store.state;
    if (!other) {
      this.#apart?.();
      this.#other?.map.remove();
      this.#other = null;
      for (const part of this.#element.querySelectorAll(".map.over, .divider")) part.remove();
      // What had the focus goes: the map it stood on has it then.
      if (this.#bar.contains(document.activeElement)) this.#main.map.getCanvas().focus({ preventScroll: true });
      this.#bar.hidden = true;
      return;
    }
    if (!this.#other) {
      const over = h("div", { class: "map over" });
      this.#element.insertBefore(over, this.#bar);
      this.#other = new MapView(over, this.#ground, this.#main.view, this.#dark);
      this.#other.map.on("click", (event) => this.ask(event.lngLat.lng, event.lngLat.lat));
      this.#other.map.getCanvas().setAttribute("aria-label", `${t("map")}, ${t("right")}`);
      this.#apart = together(this.#main, this.#other);
      this.#element.insertBefore(divider(over, swipe, (stand) => this.#context.store.set({ swipe: stand })), this.#bar);
      this.#base(this.#other);
      this.#marks();
    }
    this.#fillBar();
    this.#showOther();
  }

  /** Who stands left and right, and a choice for the right. */
  #fillBar(): void {
    const { other, source, date } = this.#context.store.state;
    this.#bar.hidden = !other;
    if (!other) return;
    const set = (part: Partial<NonNullable<State["other"]>>) => this.#context.store.set({ other: { ...other, ...part } });
    const on = (event: Event) => (event.target as HTMLInputElement).value && set({ date: (event.target as HTMLInputElement).value });
    const withheld = sourceOf(this.#context, other.source)?.geometry_withheld;
    keepingFocus(this.#bar, () => put(this.#bar,
      h("span", { class: "side" }, h("b", {}, shortTitle(this.#context, source)), ` ${day(date, "short")}`),
      h("span", { class: "side" },
        sourceSelect(this.#context, other.source, `${t("right")}: ${t("source")}`, (id) => set({ source: id })),
        h("input", { type: "date", value: other.date, max: this.#context.today, "aria-label": `${t("right")}: ${t("date")}`, onchange: on }),
        h("span", { class: "other-day" }, day(other.date, "short")),
        withheld && h("span", { class: "badge", title: t("withheld", { source: shortTitle(this.#context, other.source) }) }, t("withheldHead")),
        h("button", { class: "round", "aria-label": t("compareOff"), title: t("compareOff"), onclick: () => this.#context.store.set({ other: null }) }, "×"))));
  }

  /** Keeps the bar's left side true while the day changes. */
  relabel(): void {
    this.#fillBar();
  }
}
