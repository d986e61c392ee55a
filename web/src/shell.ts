// The frame of the page: the panel with its tabs, the map with its tools, the day below.
import type { FeatureCollection } from "geojson";
import { address, api, isGivenUp, Turn } from "./api.ts";
import { shortTitle, sourceOf, spanOf, type Context } from "./context.ts";
import { plusDays } from "./days.ts";
import { h, keepingFocus, put } from "./dom.ts";
import { saveGeoJson, savePng, saveTable } from "./download.ts";
import { distance, speak, spoken, t, type Word } from "./i18n.ts";
import { claimedOf, ofChanges, ofLine, ofPieces } from "./facts.ts";
import { fillLegend, NOTHING_KNOWN, type OfMap } from "./legend.ts";
import type { Drawing } from "./map/draw.ts";
import { beat } from "./map/frame.ts";
import { Picture } from "./map/picture.ts";
import { announcedPanel } from "./panel/announced.ts";
import { comparePart } from "./panel/compare.ts";
import { placePanel } from "./panel/place.ts";
import { take } from "./panel/files.ts";
import { proposalsPanel } from "./panel/proposals.ts";
import { regionsPanel } from "./panel/regions.ts";
import { shapePanel } from "./panel/shape.ts";
import { sourcesPanel } from "./panel/sources.ts";
import { receive } from "./receive.ts";
import { searchBox } from "./search.ts";
import { isEmbedded, shareMenu, wayOut } from "./share.ts";
import { changed, TABS, type State, type Tab, type Theme } from "./state.ts";
import { TimeBar } from "./time/bar.ts";
import type { Stage, Told } from "./stage.ts";
import { daysOld, movedToday } from "./panel/age.ts";
import type { Config } from "./types.ts";

const TAB_WORDS: Record<Tab, Word> = { place: "tabPlace", regions: "tabRegions", announced: "tabAnnounced", proposals: "tabProposals", shape: "tabShape", sources: "tabSources" };
const DARK = matchMedia("(prefers-color-scheme: dark)");
/** What somebody does who is there. */
const SIGNS_OF_LIFE = ["pointermove", "pointerdown", "touchstart", "wheel", "keydown"] as const;
/** How long a page that nobody touches shows its map as a picture. */
const UNTOUCHED_MS = 7000;

export class Shell {
  #context: Context;
  #config: Config;
  #stage: Stage | null = null;
  #coming: Promise<Stage | null> | null = null;
  #picture: Picture;
  #content = h("div", { class: "content", id: "content", role: "tabpanel", tabindex: -1 });
  #attribution = h("footer", { class: "attribution" });
  #said = h("p", { class: "unseen", role: "status", "aria-live": "polite" });
  #comparison = h("section", { class: "comparison", hidden: true });
  #legend = h("div", { class: "legend card" });
  #maps = h("div", { class: "maps" });
  #frame: HTMLElement;
  #time: TimeBar;
  #lines = new Map<string, string[]>();
  #told: OfMap = NOTHING_KNOWN;
  #credit = h("p", { class: "credit" });
  #age = h("p", { class: "age card" });
  #asking = new Turn();
  #writing: number | null = null;
  #pieces: FeatureCollection | null = null;
  #outlines: FeatureCollection | null = null;

  constructor(context: Context, page: HTMLElement, config: Config) {
    this.#context = context;
    this.#config = config;
    this.#frame = page;
    context.attribute = (part, lines) => {
      this.#lines.set(part, lines);
      this.#attribute();
    };
    context.look = (bbox) => void this.#withStage((stage) => stage.look(bbox));
    context.mark = (points) => {
      if (points || this.#stage) void this.#withStage((stage) => stage.points(points));
    };
    context.outline = (outlines) => {
      this.#outlines = outlines;
      this.#stage?.divisions(outlines);
    };
    context.say = (text) => { this.#said.textContent = text; };
    this.#time = new TimeBar(context, () => this.#stage?.onScreen ?? Promise.resolve(), () => beat(this.#maps, context.store.state.other !== null));
    this.#dress();
    this.#build();
    receive(page, (file) => void take(context, file));
    context.store.listen((state, before) => this.#follow(state, before));
    DARK.addEventListener("change", () => this.#dress());
    this.#picture = new Picture(context, this.#maps, (lon, lat) => context.store.set({ place: { lon, lat }, name: null, tab: "place" }));
    this.#draw();
    this.#classify();
    void comparePart(this.#context, this.#comparison);
    void this.#panel().then(() => this.#fetchAhead());
    this.#bringWhenWanted();
    // A link may name a text while another tab is open.
    if (context.store.state.proposal && context.store.state.tab !== "proposals") this.#proposeQuietly();
  }

  /** Brings the map that moves when somebody is there to move it, or the picture cannot show what the link names. */
  #bringWhenWanted(): void {
    const { other, place, shape, proposal, layers } = this.#context.store.state;
    if (this.#config.basemap || other || place || shape || proposal || layers.includes("disputes")) return void this.#bring();
    const bring = () => void this.#bring();
    for (const sign of SIGNS_OF_LIFE) addEventListener(sign, bring, { once: true, passive: true, capture: true });
    setTimeout(bring, UNTOUCHED_MS);
  }

  /** Lets the browser fetch the map's code while nothing else is to be done. */
  #fetchAhead(): void {
    const code = document.querySelector<HTMLMetaElement>("meta[name=map-code]")?.content;
    if (code && !this.#coming) document.head.append(h("link", { rel: "prefetch", href: code }));
  }

  /** Loads the map's code and draws it, once; without WebGL the picture stays and the questions work all the same. */
  #bring(): Promise<Stage | null> {
    this.#coming ??= this.#begin().catch((error) => {
      // Code that does not come is no fault of the browser.
      const words = t(error instanceof TypeError ? "mapFailed" : "noWebGl");
      this.#maps.append(h("p", { class: "no-map card", role: "alert" }, words));
      console.warn(error);
      return null;
    });
    return this.#coming;
  }

  async #begin(): Promise<Stage> {
    const { Stage } = await import("./stage.ts");
    const { basemap } = this.#config;
    this.#stage = new Stage(this.#context, this.#maps, this.#config, this.#isDark(), (told) => this.#tell(told), () => this.#toast("tilesFailed"));
    if (basemap?.attribution) this.#context.attribute("basemap", [t("basemapNote", { attribution: basemap.attribution })]);
    if (this.#pieces) this.#stage.proposal(this.#pieces);
    if (this.#outlines) this.#stage.divisions(this.#outlines);
    this.#picture.letThrough();
    void this.#stage.seen.then(() => this.#picture.remove());
    return this.#stage;
  }

  async #withStage(act: (stage: Stage) => void): Promise<void> {
    const stage = await this.#bring();
    if (stage) act(stage);
  }

  /** Draws the picture, as long as there is no map, and tells of its day what the map would. */
  #draw(): void {
    if (this.#stage) return;
    this.#picture.show(this.#isDark());
    const { source, date } = this.#context.store.state;
    const shown = sourceOf(this.#context, source);
    this.#context.attribute("map", [shown?.attribution ?? ""]);
    if (!shown || date < spanOf(shown, this.#context.today)[0]) return this.#tell({ ...ofLine(this.#context, null), ...ofChanges(null) });
    const isStill = () => !this.#stage && this.#context.store.state.source === source && this.#context.store.state.date === date;
    const told = <T>(asked: Promise<T>, tell: (answer: T) => Told) => void asked.then((answer) => isStill() && this.#tell(tell(answer)), () => undefined);
    told(api.line(source, date), (line) => ofLine(this.#context, line));
    told(api.ledger("RU", source, date), (ledger) => ({ isClaimed: claimedOf(ledger).length > 0 }));
    if (plusDays(date, -1) >= spanOf(shown, this.#context.today)[0]) told(api.changes(source, plusDays(date, -1), date), (changes) => ({ changes, ...ofChanges(changes) }));
  }

  /** Asks which classes the source draws on that day: the legend shows no other. */
  #classify(): void {
    const { source, date } = this.#context.store.state;
    const shown = sourceOf(this.#context, source);
    if (!shown || shown.geometry_withheld || !this.#context.has.tiles) return this.#tell({ classes: null });
    void api.classes(source, date, this.#asking.next()).then((classes) => this.#tell({ classes }), (error) => { if (!isGivenUp(error)) this.#tell({ classes: null }); });
  }

  #tell({ changes, ...known }: Told): void {
    if (changes !== undefined) this.#time.tell(changes);
    if (known.disputes !== undefined) this.#context.attribute("disputes", known.disputes?.attribution ?? []);
    if (Object.keys(known).length === 0) return;
    this.#told = { ...this.#told, ...known };
    // What is told at once is written once.
    this.#writing ??= requestAnimationFrame(() => {
      this.#writing = null;
      fillLegend(this.#context, this.#legend, this.#told);
    });
    if (known.old !== undefined || known.moved !== undefined) this.#corner();
    this.#stage?.relabel();
  }

  /** How old what is on the map is, and how far its line may have moved, in the map's corner. */
  #corner(): void {
    const { source, date } = this.#context.store.state;
    const count = this.#told.old ?? daysOld(this.#context, source, date);
    const moved = this.#told.old === null ? (count === null ? Promise.resolve(null) : movedToday(this.#context, source).catch(() => null)) : Promise.resolve(this.#told.moved);
    if (count === null) return put(this.#age);
    void moved.then((m) => {
      const { source: now, date: then } = this.#context.store.state;
      if (now === source && then === date) put(this.#age, t("daysOldCorner", { count }), m !== null && `; ${t("mayHaveMoved", { distance: distance(m) })}`);
    });
  }

  #build(): void {
    const { store } = this.#context;
    document.documentElement.lang = store.state.lang;
    const languages = h("button", { class: "quiet", id: "language", lang: store.state.lang === "en" ? "uk" : "en", onclick: () => store.set({ lang: store.state.lang === "en" ? "uk" : "en" }) }, store.state.lang === "en" ? "Українською" : "In English");
    const theme = h("select", { class: "quiet", "aria-label": t("theme"), onchange: (event: Event) => store.set({ theme: (event.target as HTMLSelectElement).value as Theme }) },
      ...([["auto", t("themeAuto")], ["light", t("themeLight")], ["dark", t("themeDark")]] as const).map(([value, text]) => h("option", { value, selected: value === store.state.theme }, text)));
    const sheet = h("button", { class: "sheet", "aria-label": t("sheet"), "aria-expanded": "true", onclick: () => {
      const low = panel.classList.toggle("low");
      sheet.setAttribute("aria-expanded", String(!low));
    } });
    const panel: HTMLElement = h("section", { class: "panel", "aria-label": t("panel") }, sheet,
      h("header", { class: "top" }, h("h1", {}, "contactline"), h("p", { class: "tagline" }, t("tagline"))),
      searchBox(this.#context, (lon, lat) => void this.#withStage((stage) => stage.fly(lon, lat))),
      this.#tabs(), this.#comparison, this.#content, this.#attribution,
      h("footer", { class: "settings" }, languages, theme, h("a", { href: address("v1/sources") }, "API")));
    const stage = h("section", { class: "stage", "aria-label": t("map") }, this.#maps, ...(isEmbedded() ? [wayOut(this.#context)] : [this.#tools()]), this.#age, this.#credit, this.#legend, this.#time.element);
    // What stands on the map leaves room for the time below it.
    new ResizeObserver(() => stage.style.setProperty("--time", `${this.#time.element.offsetHeight}px`)).observe(this.#time.element);
    keepingFocus(this.#frame, () => put(this.#frame, h("a", { class: "skip", href: "#content", onclick: (event: Event) => { event.preventDefault(); this.#content.focus(); } }, t("skip")), h("main", {}, panel, stage), this.#said));
    fillLegend(this.#context, this.#legend, this.#told);
    this.#attribute();
  }

  #tabs(): HTMLElement {
    const { store } = this.#context;
    const buttons = TABS.map((tab) => {
      const on = tab === store.state.tab;
      return h("button", { role: "tab", id: `tab-${tab}`, "aria-selected": String(on), "aria-controls": "content", tabindex: on ? 0 : -1, onclick: () => store.set({ tab }) }, t(TAB_WORDS[tab]));
    });
    const list = h("div", { class: "tabs", role: "tablist", "aria-label": t("panel") }, ...buttons);
    list.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = TABS[(TABS.indexOf(store.state.tab) + step + TABS.length) % TABS.length] as Tab;
      store.set({ tab: next });
      document.getElementById(`tab-${next}`)?.focus();
    });
    this.#content.setAttribute("aria-labelledby", `tab-${store.state.tab}`);
    return list;
  }

  #tools(): HTMLElement {
    const round = (sign: string, word: Word, act: () => void) => h("button", { class: "round", "aria-label": t(word), title: t(word), onclick: act }, sign);
    const menu = h("details", { class: "menu" }, h("summary", { class: "tool" }, t("download")), h("div", { class: "card" },
      h("button", { onclick: () => void this.#save("geo") }, t("downloadGeo")), h("button", { onclick: () => void this.#save("csv") }, t("downloadCsv")), h("button", { onclick: () => void this.#save("png") }, t("downloadPng"))));
    this.#closing(menu);
    return h("div", { class: "tools" },
      h("div", { class: "zooms card" }, round("+", "zoomIn", () => void this.#withStage((stage) => stage.zoom(1))), round("−", "zoomOut", () => void this.#withStage((stage) => stage.zoom(-1))), round("⤢", "wholeView", () => void this.#withStage((stage) => stage.look()))),
      h("button", { class: "tool", onclick: () => this.#compare() }, t("compare")), menu,
      this.#closing(shareMenu(this.#context, (word) => this.#toast(word))));
  }

  /** A menu that closes when something in it was chosen, or it was left. */
  #closing<T extends HTMLElement>(menu: T): T {
    const details = menu as unknown as HTMLDetailsElement;
    menu.addEventListener("click", (event) => { if ((event.target as Element).closest("div button, div a")) details.open = false; });
    menu.addEventListener("focusout", (event) => { if (!menu.contains(event.relatedTarget as Node | null)) details.open = false; });
    menu.addEventListener("keydown", (event) => { if (event.key === "Escape") details.open = false; });
    return menu;
  }

  /** Another source on the same day where there is one to draw, else the same a month before. */
  #compare(): void {
    const { source, date, other } = this.#context.store.state;
    if (other) return this.#context.store.set({ other: null });
    this.#context.store.set({ other: { source, date: plusDays(date, -30) }, swipe: 0.5 });
  }

  /** Says a thing that is seen for a moment, too. */
  #toast(word: Word): void {
    this.#context.say(t(word));
    this.#said.classList.add("seen");
    setTimeout(() => this.#said.classList.remove("seen"), 5000);
  }

  async #save(form: "geo" | "csv" | "png"): Promise<void> {
    const lines = this.#allLines();
    if (form === "csv") return void (await saveTable(this.#context).catch((error: Error) => this.#context.say(error.message)));
    const stage = await this.#bring();
    if (stage && form === "png") savePng(this.#context, stage.views, this.#told, lines);
    else if (stage?.views[0] && form === "geo") await saveGeoJson(this.#context, stage.views[0].view, stage.drawn, lines).catch((error: Error) => this.#context.say(error.message));
  }

  #follow(state: State, before: State): void {
    if (changed(state, before, "lang")) {
      speak(state.lang);
      this.#build();
    }
    if (changed(state, before, "theme")) this.#dress();
    if (changed(state, before, "source", "date", "layers", "lang")) this.#draw();
    if (changed(state, before, "source", "date")) this.#classify();
    if (changed(state, before, "source", "date", "lang")) this.#corner();
    if (changed(state, before, "source", "other")) this.#attribute();
    if (changed(state, before, "other", "lang") || (state.other && changed(state, before, "source", "date"))) void comparePart(this.#context, this.#comparison);
    if (changed(state, before, "tab")) {
      const had = document.activeElement?.getAttribute("role") === "tab";
      this.#frame.querySelector(".tabs")?.replaceWith(this.#tabs());
      if (had) document.getElementById(`tab-${state.tab}`)?.focus();
      this.#content.scrollTop = 0;
      this.#context.outline(null);
      const within = this.#content.contains(document.activeElement);
      put(this.#content);
      if (within) this.#content.focus({ preventScroll: true });
      this.#lines = new Map([...this.#lines].filter(([part]) => part === "map" || part === "basemap" || part === "disputes" || part === "compare"));
    }
    if (changed(state, before, "source", "date", "layers", "lang", "proposal")) fillLegend(this.#context, this.#legend, this.#told);
    const asks: Record<Tab, (keyof State)[]> = { place: ["place", "name", "date", "source"], regions: ["claimant", "within", "source", "date"], announced: ["source", "date"], proposals: ["proposal", "beside", "set", "source", "date"], shape: ["shape", "source", "date", "fileTurn"], sources: ["source"] };
    if (changed(state, before, "tab", "lang", ...asks[state.tab])) void this.#panel();
    else if (state.tab !== "proposals" && state.proposal && changed(state, before, "source", "date")) this.#proposeQuietly();
  }

  async #panel(): Promise<void> {
    const [context, content] = [this.#context, this.#content];
    switch (context.store.state.tab) {
      case "place": return placePanel(context, content);
      case "regions": return regionsPanel(context, content);
      case "announced": return announcedPanel(context, content);
      case "proposals": return proposalsPanel(context, content, (pieces) => this.#propose(pieces));
      case "shape": return shapePanel(context, content, (corners) => this.#beginDrawing(corners));
      case "sources": return sourcesPanel(context, content);
    }
  }

  async #beginDrawing(corners: (count: number) => void): Promise<Drawing | null> {
    const stage = await this.#bring();
    // What is drawn must be seen.
    if (stage) this.#picture.remove();
    return stage?.begin(corners) ?? null;
  }

  #proposeQuietly(): void {
    void proposalsPanel(this.#context, h("div"), (pieces) => this.#propose(pieces));
  }

  /** Draws what a text would change, now or when the map is there. */
  #propose(pieces: FeatureCollection | null): void {
    this.#pieces = pieces;
    this.#stage?.proposal(pieces);
    this.#tell(ofPieces(pieces));
  }

  #allLines(): string[] {
    return [...new Set([...this.#lines.values(), [t("groundCredit")]].flat())].filter(Boolean);
  }

  #attribute(): void {
    const { source, other } = this.#context.store.state;
    const shown = [...new Set([source, other?.source ?? source])].map((id) => shortTitle(this.#context, id)).join(", ");
    put(this.#credit, h("span", { class: "credit-long" }, t("controlCredit", { source: shown }), h("br"), t("groundCredit")), h("span", { class: "credit-short" }, `${shown} · ${t("groundCreditShort")}`));
    put(this.#attribution,
      h("h2", {}, t("noticeHead")), h("p", { class: "notice" }, t("notice")),
      h("h2", {}, t("attribution")), ...this.#allLines().map((line) => h("p", { lang: spoken() === "en" ? null : "en" }, line)));
  }

  #isDark(): boolean {
    const { theme } = this.#context.store.state;
    return theme === "dark" || (theme === "auto" && DARK.matches);
  }

  #dress(): void {
    document.documentElement.dataset["theme"] = this.#isDark() ? "dark" : "light";
    if (this.#stage) this.#stage.dress(this.#isDark());
    else this.#picture?.show(this.#isDark());
  }
}
