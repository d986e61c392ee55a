// What is on the map: its source, what its colours mean, and why something is not drawn.
import { shortTitle, sourceOf, type Context } from "./context.ts";
import { h, keepingFocus, put, type Child } from "./dom.ts";
import { area, day, party, t, type Word } from "./i18n.ts";
import { LAYERS, type Layer } from "./state.ts";
import type { Disputes, Stated } from "./types.ts";
import { swatch } from "./panel/parts.ts";

const LAYER_WORDS: Record<Layer, Word> = {
  control: "layerControl",
  line: "layerLine",
  changes: "layerChanges",
  claims: "layerClaims",
  settlements: "layerSettlements",
  disputes: "layerDisputes",
};

/** What is known of what is on the map; what is not known yet is null. */
export interface OfMap {
  /** The stamp of what is drawn. */
  version: string | null;
  /** Its age in days, where it is past its source's limit. */
  old: number | null;
  /** How far the line may have moved since, in metres. */
  moved: number | null;
  /** What the source draws: `held/RU`, `contested`, `not_covered`. */
  classes: Set<string> | null;
  /** Whether there is ground near the line of which the source does not speak. */
  isUnknown: boolean;
  hasLine: boolean;
  /** What changed since the version before: `gained`, `lost`. */
  changed: Set<string>;
  /** Whether any region is claimed on that day. */
  isClaimed: boolean;
  /** To whom a text would give what is drawn of it. */
  moves: Set<string>;
  disputes: Disputes | null;
}

export const NOTHING_KNOWN: OfMap = { version: null, old: null, moved: null, classes: null, isUnknown: false, hasLine: false, changed: new Set(), isClaimed: false, moves: new Set(), disputes: null };

export function fillLegend(context: Context, element: HTMLElement, known: OfMap): void {
  keepingFocus(element, () => fill(context, element, known));
}

function fill(context: Context, element: HTMLElement, known: OfMap): void {
  const { source, layers } = context.store.state;
  const shown = sourceOf(context, source);
  const wasOpen = (name: string) => element.querySelector<HTMLDetailsElement>(`details${name}`)?.open;
  const isOpen = wasOpen(":not(.layers)") ?? matchMedia("(min-width: 75rem) and (min-height: 40rem)").matches;
  const layersOpen = wasOpen(".layers") ?? false;
  put(element,
    sourceSelect(context, source, t("source"), (id) => context.store.set({ source: id })),
    known.version && h("p", { class: "note" }, t("version", { date: day(known.version, "short") })),
    shown?.geometry_withheld && h("p", { class: "withheld" }, h("strong", {}, `${t("withheldHead")}. `), t("withheld", { source: shortTitle(context, source) })),
    h("details", { open: isOpen }, h("summary", {}, t("legend")),
      h("ul", { class: "legend-keys" }, keysOf(context, known).map(({ sign, words }) => h("li", {}, sign, h("span", {}, words)))),
      layers.includes("control") && shown && !shown.geometry_withheld && known.classes && !known.classes.has("held/UA") && h("p", { class: "note" }, t("legendUncoloured"), "."),
      layers.includes("control") && shown?.geometry === "tessellated" && h("p", { class: "note of-cells" }, t("tessellated"))),
    h("details", { class: "layers", open: layersOpen }, h("summary", {}, t("layers")),
      h("fieldset", {}, h("legend", { class: "unseen" }, t("layers")),
        ...LAYERS.filter((layer) => (layer !== "settlements" || context.has.settlements) && (layer !== "disputes" || context.has.disputes)).map((layer) => toggle(context, layer)))));
}

/** A sign of the map, the word for its colour or pattern, and what it means. */
export interface Key {
  sign: HTMLElement;
  looks: Word;
  words: Child;
}

/** What is on the map and nothing else, in the order of the legend. */
export function keysOf(context: Context, known: OfMap): Key[] {
  const { source, layers, proposal } = context.store.state;
  const isDrawn = !sourceOf(context, source)?.geometry_withheld;
  const has = (name: string) => isDrawn && layers.includes("control") && Boolean(known.classes?.has(name));
  const key = (isThere: boolean, sign: string | Stated, looks: Word, words: Child): Key[] =>
    isThere ? [{ sign: typeof sign === "string" ? h("span", { class: `swatch ${sign}`, "aria-hidden": "true" }) : swatch(sign), looks, words }] : [];
  const moves = proposal === null ? [] : [...known.moves].sort();
  return [
    ...key(has("held/RU"), { status: "held", holder: "RU" }, "keyOrange", t("legendHeldRu")),
    ...key(has("contested"), { status: "contested", holder: null }, "keyStriped", t("contested")),
    ...key(has("held/UA"), { status: "held", holder: "UA" }, "keyBlue", t("legendUaDrawn")),
    ...key(has("claimed/RU"), { status: "claimed", holder: "RU" }, "keyDotted", t("claimedBy", { holder: party("RU") })),
    ...key(has("claimed/UA"), { status: "claimed", holder: "UA" }, "keyDotted", t("claimedBy", { holder: party("UA") })),
    ...key(has("unknown") || has("not_covered") || (known.isUnknown && isDrawn && layers.includes("control")), { status: "unknown", holder: null }, "keyHatched", t("legendUnknown")),
    ...moves.flatMap((to) => key(true, to === "RU" ? "key-moves-ru" : to === "UA" ? "key-moves-ua" : "key-open", "keyDashedEdge", to === "open" ? t("legendOpen") : t("legendMoves", { party: party(to) }))),
    ...key(isDrawn && layers.includes("line") && known.hasLine, "key-line", "keyBold", t("layerLine")),
    ...key(true, "key-border", "keySolid", t("legendBorder")),
    ...key(layers.includes("claims") && known.isClaimed, "key-claim", "keyDashed", t("legendClaimed")),
    ...key(isDrawn && layers.includes("changes") && known.changed.has("gained"), "key-gained", "keyDarkOrange", t("gained")),
    ...key(isDrawn && layers.includes("changes") && known.changed.has("lost"), "key-lost", "keyDarkBlue", t("lost")),
    ...key(layers.includes("disputes") && context.has.disputes, "key-dispute", "keyViolet", disputed(known.disputes)),
  ];
}

/** Where sources differ: on how much ground, and how many of those places may not be drawn. */
function disputed(disputes: Disputes | null): Child {
  const m2 = (disputes?.regions ?? []).reduce((sum, region) => sum + region.disputed_m2, 0);
  const hidden = (disputes?.features ?? []).filter((feature) => !feature.geometry).length;
  return [t("layerDisputes"), disputes && `: ${area(m2)}`, hidden > 0 && h("small", { class: "note" }, ` ${t("disputesHidden", { count: hidden })}`)];
}

function toggle(context: Context, layer: Layer): HTMLElement {
  const change = (event: Event) => {
    const on = (event.target as HTMLInputElement).checked;
    const { layers } = context.store.state;
    context.store.set({ layers: LAYERS.filter((l) => (l === layer ? on : layers.includes(l))) });
  };
  return h("label", { class: "toggle" }, h("input", { type: "checkbox", "data-layer": layer, checked: context.store.state.layers.includes(layer), onchange: change }), h("span", {}, t(LAYER_WORDS[layer])));
}

/** A choice among the sources that have versions. */
export function sourceSelect(context: Context, chosen: string, label: string, choose: (id: string) => void): HTMLSelectElement {
  const options = context.sources.filter((source) => source.last_version).map((source) =>
    h("option", { value: source.id, selected: source.id === chosen }, shortTitle(context, source.id)));
  return h("select", { class: "source-select", "aria-label": label, onchange: (event: Event) => choose((event.target as HTMLSelectElement).value) }, ...options);
}
