// What each source declares of itself.
import { shortTitle, type Context } from "../context.ts";
import { h, put, type Child } from "../dom.ts";
import { day, distance, t, type Word } from "../i18n.ts";
import { en } from "../words/en.ts";
import type { Source } from "../types.ts";
import { told } from "./parts.ts";

export function sourcesPanel(context: Context, panel: HTMLElement): void {
  put(panel,
    h("header", { class: "answer" }, h("h2", {}, t("tabSources")), h("p", { class: "rests" }, t("sourcesLead"))),
    ...context.sources.map((source) => card(context, source)));
}

function card(context: Context, source: Source): HTMLElement {
  const rows: [Word, Child][] = [
    ["publisher", source.url ? h("a", { href: source.url, rel: "noopener noreferrer external" }, told(source.publisher, source.publisher_uk)) : told(source.publisher, source.publisher_uk)],
    ["versions", source.first_version && source.last_version ? t("versionsSpan", { count: source.versions, first: day(source.first_version, "short"), last: day(source.last_version, "short") }) : t("none")],
    ["method", method(source.method)],
    ["precision", `${t("precisionAbout", { distance: distance(source.precision_m) })}${source.precision_95_m ? ` (95%: ${distance(source.precision_95_m)})` : ""}`],
    ["lag", source.lag_days === null ? null : t("lagDays", { count: source.lag_days })],
    ["licence", source.licence],
  ];
  const more: [Word, Child][] = [
    ["licenceTerms", told(source.licence_terms, source.licence_terms_uk)], ["lag", told(source.lag_note, source.lag_note_uk)],
    ["precision", told(source.precision_note, source.precision_note_uk)], ["note", told(source.note, source.note_uk)],
  ];
  const list = (pairs: [Word, Child][]) => h("dl", {}, ...pairs.filter(([, value]) => value).map(([word, value]) => [h("dt", {}, t(word)), h("dd", {}, value)]));
  const shown = context.store.state.source === source.id;
  return h("article", { class: "source" },
    h("h3", {}, h("button", { class: "link", "aria-pressed": shown, onclick: () => context.store.set({ source: source.id }) }, told(source.title, source.title_uk))),
    h("p", { class: "note" }, `${shortTitle(context, source.id)} · ${source.geometry_withheld ? t("geometryWithheld") : t("geometryShown")}`),
    list(rows),
    more.some(([, value]) => value) && h("details", {}, h("summary", {}, t("more")), list(more)));
}

function method(word: string): string {
  const key = `method${word.charAt(0).toUpperCase()}${word.slice(1)}`;
  return key in en ? t(key as Word) : word;
}
