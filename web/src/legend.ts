// Whose map it is, what its colours mean, and why something is not drawn.
import { shortTitle, sourceOf, type Context } from "./context.ts";
import { h, put, type Child } from "./dom.ts";
import { area, day, t, type Word } from "./i18n.ts";
import { LAYERS, type Layer } from "./state.ts";
import type { Disputes } from "./types.ts";
import { newestNote, swatch } from "./panel/parts.ts";

const LAYER_WORDS: Record<Layer, Word> = {
  control: "layerControl",
  line: "layerLine",
  changes: "layerChanges",
  claims: "layerClaims",
  settlements: "layerSettlements",
  disputes: "layerDisputes",
};

/** What is known of what is on the map. */
export interface OfMap {
  /** The stamp of what is drawn. */
  version: string | null;
  /** Its age in days, where it is past its source's limit. */
  old: number | null;
  disputes: Disputes | null;
}

export function fillLegend(context: Context, element: HTMLElement, { version, old, disputes }: OfMap): void {
  const { source, date, layers, proposal } = context.store.state;
  const shown = sourceOf(context, source);
  const key = (sign: string, words: string): Child => h("li", {}, h("span", { class: `swatch ${sign}`, "aria-hidden": "true" }), h("span", {}, words));
  const seen = (layer: Layer) => layers.includes(layer);
  const isDrawn = shown && !shown.geometry_withheld;
  const wasOpen = (name: string) => element.querySelector<HTMLDetailsElement>(`details${name}`)?.open;
  const isOpen = wasOpen(":not(.layers)") ?? matchMedia("(min-width: 60rem)").matches;
  const layersOpen = wasOpen(".layers") ?? false;
  put(element,
    sourceSelect(context, source, t("source"), (id) => context.store.set({ source: id })),
    version && h("p", { class: "note" }, t("version", { date: day(version, "short") })),
    old !== null && h("p", { class: "careful" }, t("mapOld", { count: old })),
    old === null && newestNote(context, source, date),
    shown?.geometry_withheld && h("p", { class: "withheld" }, h("strong", {}, `${t("withheldHead")}. `), t("withheld", { source: shortTitle(context, source) })),
    h("details", { open: isOpen }, h("summary", {}, t("legend")),
      h("ul", { class: "legend-keys" },
        isDrawn && seen("control") && [
          h("li", {}, swatch({ status: "held", holder: "RU" }), h("span", {}, t("legendHeldRu"))),
          h("li", {}, swatch({ status: "contested", holder: null }), h("span", {}, t("contested"))),
          h("li", {}, swatch({ status: "held", holder: "UA" }), h("span", {}, t("legendUaDrawn"))),
          h("li", {}, swatch({ status: "unknown", holder: null }), h("span", {}, t("legendUnknown"))),
        ],
        proposal !== null && [key("key-moves", t("legendMoves")), key("key-open", t("legendOpen"))],
        isDrawn && seen("line") && key("key-line", t("layerLine")),
        key("key-border", t("legendBorder")),
        seen("claims") && key("key-claim", t("legendClaimed")),
        isDrawn && seen("changes") && [key("key-gained", t("gained")), key("key-lost", t("lost"))],
        seen("disputes") && context.has.disputes && disputed(disputes)),
      isDrawn && seen("control") && h("p", { class: "note" }, t("legendUncoloured"), "."),
      isDrawn && seen("control") && shown.geometry === "tessellated" && h("p", { class: "note of-cells" }, t("tessellated"))),
    h("details", { class: "layers", open: layersOpen }, h("summary", {}, t("layers")),
      h("fieldset", {}, h("legend", { class: "unseen" }, t("layers")),
        ...LAYERS.filter((layer) => (layer !== "settlements" || context.has.settlements) && (layer !== "disputes" || context.has.disputes)).map((layer) => toggle(context, layer)))));
}

/** Where sources differ: on how much ground, and how many of those places may not be drawn. */
function disputed(disputes: Disputes | null): Child {
  const m2 = (disputes?.regions ?? []).reduce((sum, region) => sum + region.disputed_m2, 0);
  const hidden = (disputes?.features ?? []).filter((feature) => !feature.geometry).length;
  return h("li", {}, h("span", { class: "swatch key-dispute", "aria-hidden": "true" }),
    h("span", {}, t("layerDisputes"), disputes && `: ${area(m2)}`, hidden > 0 && h("small", { class: "note" }, ` ${t("disputesHidden", { count: hidden })}`)));
}

function toggle(context: Context, layer: Layer): HTMLElement {
  const change = (event: Event) => {
    const on = (event.target as HTMLInputElement).checked;
    const { layers } = context.store.state;
    context.store.set({ layers: LAYERS.filter((l) => (l === layer ? on : layers.includes(l))) });
  };
  return h("label", { class: "toggle" }, h("input", { type: "checkbox", checked: context.store.state.layers.includes(layer), onchange: change }), h("span", {}, t(LAYER_WORDS[layer])));
}

/** A choice among the sources that have versions. */
export function sourceSelect(context: Context, chosen: string, label: string, choose: (id: string) => void): HTMLSelectElement {
  const options = context.sources.filter((source) => source.last_version).map((source) =>
    h("option", { value: source.id, selected: source.id === chosen }, shortTitle(context, source.id)));
  return h("select", { class: "source-select", "aria-label": label, onchange: (event: Event) => choose((event.target as HTMLSelectElement).value) }, ...options);
}
