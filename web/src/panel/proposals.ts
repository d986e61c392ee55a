// What a text would change: its pieces on the map, its account here. The data sums the texts up.
import type { Feature, FeatureCollection } from "geojson";
import { address, api, Turn } from "../api.ts";
import { shortTitle, withNames, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { area, areaFigure, day, distance, nameOf, number, party, squareKm, stated, t, textOf } from "../i18n.ts";
import type { Account, Evaluated, ProposalText, Stated } from "../types.ts";
import { besidePart } from "./beside.ts";
import { given, parametersPart, words } from "./parameters.ts";
import { answerInto, note, partySwatch, section, swatch, told } from "./parts.ts";
import { oldNote } from "./age.ts";

const turn = new Turn();

export async function proposalsPanel(context: Context, panel: HTMLElement, draw: (pieces: FeatureCollection | null) => void): Promise<void> {
  const { proposal, source, date, set } = context.store.state;
  const signal = turn.next();
  return answerInto(panel, async () => {
    if (!context.has.proposals) return [h("header", { class: "answer" }, h("h2", {}, t("tabProposals"))), note(t("proposalsNone"))];
    const { proposals: all, notice } = await api.proposals();
    // Texts first, then the lines they are measured against.
    const proposals = [...all].sort((a, b) => Number(a.baseline) - Number(b.baseline));
    const chosen = proposals.find((text) => text.id === proposal);
    if (!chosen) {
      draw(null);
      return [picker(context, proposals, null), note(notice), ...proposals.map((text) => card(context, text))];
    }
    const values = given([chosen], set);
    const [answer, map] = await Promise.all([api.proposal(chosen.id, source, date, values, signal), api.proposalMap(chosen.id, source, date, values, signal).catch(() => null)]);
    if (signal.aborted) return [];
    draw(map && piecesOf(map));
    context.attribute("proposals", answer.attribution);
    return [picker(context, proposals, chosen), ...evaluated(context, answer, chosen), besidePart(context, proposals, chosen, signal), ...terms(context, answer, chosen), note(answer.notice)];
  });
}

/** What would change hands, by who would hold it; what would stay as it is, is not drawn. */
export function piecesOf(map: FeatureCollection): FeatureCollection {
  const features = map.features.flatMap((feature): Feature[] => {
    const { kind, from, to } = (feature.properties ?? {}) as { kind: string; from?: Stated; to?: Stated };
    if (!feature.geometry || kind !== "piece" || !from || !to) return [];
    if (isSame(from, to)) return [];
    return [{ ...feature, properties: { ...feature.properties, to: to.holder ?? to.status } }];
  });
  return { type: "FeatureCollection", features };
}

function picker(context: Context, texts: ProposalText[], chosen: ProposalText | null): HTMLElement {
  const { source, date } = context.store.state;
  const choose = (event: Event) => context.store.set({ proposal: (event.target as HTMLSelectElement).value || null });
  return h("header", { class: "answer" },
    chosen ? null : h("h2", {}, t("tabProposals")),
    h("p", { class: "rests" }, t("proposalsLead", { source: shortTitle(context, source), date: day(date) })),
    h("select", { class: "source-select", "aria-label": t("proposalPick"), onchange: choose },
      h("option", { value: "" }, t("proposalNone")),
      ...texts.map((text) => h("option", { value: text.id, selected: text.id === chosen?.id }, textOf(text.title, text.title_uk).text))));
}

function card(context: Context, text: ProposalText): HTMLElement {
  return h("article", { class: "source" },
    h("h3", {}, h("button", { class: "link", onclick: () => context.store.set({ proposal: text.id }) }, told(text.title, text.title_uk))),
    note(told(text.origin, text.origin_uk), text.origin && text.date && " · ", text.date && day(text.date)));
}

function evaluated(context: Context, answer: Evaluated, text: ProposalText): Child[] {
  const evaluation = answer.evaluations[0];
  const total = evaluation?.accounts.find((account) => account.region === "total");
  if (!evaluation || !total) return [h("h2", {}, told(text.title, text.title_uk))];
  const { source, date, set } = context.store.state;
  const moves = total.moved.filter(isMove).sort((a, b) => b.area_m2 - a.area_m2);
  return [
    h("header", { class: "answer" }, h("h2", {}, told(text.title, text.title_uk)), note(told(text.origin, text.origin_uk), text.origin && text.date && " · ", text.date && day(text.date))),
    oldNote(context, [evaluation]),
    parametersPart(context, text, evaluation.parameters),
    section(t("moves"), moves.length === 0 ? h("p", {}, t("movesNone")) : h("ul", { class: "moves" }, ...moves.map((m) => h("li", {},
      h("strong", {}, area(m.area_m2)),
      h("span", { class: "from-to" }, swatch(m.from), spell(m.from), " → ", swatch(m.to), spell(m.to)),
      note(t("movesSettlements", { count: m.settlements })))))),
    section(t("account"), balance(context, total), note(totalWords(context, evaluation.accounts, total)), perRegion(context, evaluation.accounts, total),
      h("p", { class: "note" }, t("lineLengths", { before: distance(evaluation.line_before_m), after: distance(evaluation.line_after_m) }))),
    byRegion(context, evaluation.accounts),
    h("p", {}, h("a", { href: address(`v1/proposals/${text.id}`, { source, date, set: given([text], set), f: "csv" }), download: `${text.id}-${date}.csv` }, t("downloadCsv"))),
  ];
}

/** What the text leaves open, and its terms as the data sums them up: they are no quotations. */
function terms(context: Context, answer: Evaluated, text: ProposalText): Child[] {
  const open = [...new Set([...(answer.evaluations[0]?.open_reasons ?? []), ...listOf(text.undefined, text.undefined_uk)])];
  return [
    open.length > 0 && section(t("undefined"), h("ul", { class: "bullets" }, ...open.map((reason) => h("li", {}, inWords(context, reason))))),
    section(t("terms"), h("ul", { class: "said" }, ...text.terms.map((term) => h("li", {},
      h("div", { class: "status" }, term.holder === "RU" || term.holder === "UA" ? partySwatch(term.holder) : h("span", {}, term.holder === "open" ? t("open") : term.holder === "unchanged" ? t("unchanged") : words(term.holder))),
      h("div", { class: "by" }, term.wording && h("p", {}, told(term.wording, term.wording_uk)), h("p", {}, told(term.source), term.source && more(term).length > 0 && " · ", more(term).join(" · ")),
        term.undefined.length > 0 && h("p", {}, `${t("undefined")}: ${listOf(term.undefined, term.undefined_uk).join("; ")}`)))))),
  ];
}

/** A reason of the service, with words for the names of parameters and terms. */
function inWords(context: Context, reason: string): string {
  return withNames(context, reason.replace(/(['«])([a-z_]+)(['»])/g, (_, open: string, name: string, close: string) => `${open}${words(name)}${close}`));
}

/** What a term says of its ground beside who would hold it. */
function more(term: ProposalText["terms"][number]): string[] {
  return [
    term.standing && standing(term.standing), term.zone && words(term.zone),
    term.when && t("termWhen", { name: words(term.when[0]), value: words(term.when[1]) }), term.approximate && t("approximate"),
  ].filter((text) => typeof text === "string" && text !== "") as string[];
}

/** A list of the data in the reader's language, where it is there whole. */
function listOf(en: string[], uk?: string[]): string[] {
  return en.map((text, index) => textOf(text, uk?.[index]).text);
}

/** Whose recognition a standing is: that of the text's own parties, in its own words. */
function standing(word: string): string {
  if (word === "de_facto") return t("standingDeFacto");
  if (word === "de_jure") return t("standingDeJure");
  return word === "recognised" ? t("standingRecognised") : words(word);
}

function isSame(a: Stated, b: Stated): boolean {
  return a.status === b.status && a.holder === b.holder;
}

/** Whether ground changes hands: more of it than a picture or a figure would show. */
function isMove(moved: Account["moved"][number]): boolean {
  return !isSame(moved.from, moved.to) && moved.area_m2 >= 5000;
}

function spell(state: Stated): string {
  return state.status === "open" ? t("open") : state.status === "held" ? party(state.holder) : stated(state);
}

/** Which regions the total is the sum of, and how it divides: the six that are claimed, as elsewhere on the page, and the others. */
function totalWords(context: Context, accounts: Account[], total: Account): string {
  const isClaimed = (account: Account) => context.regions.some((region) => region.id === account.region && region.role === "region");
  const regions = accounts.filter((account) => account.region !== "total");
  const [six, rest] = [regions.filter(isClaimed), regions.filter((account) => !isClaimed(account))];
  const counts = [six.length > 0 && t("regionsClaimed", { count: six.length }), rest.length > 0 && t("regionsOther", { count: rest.length })].filter(Boolean).join(" + ");
  const before = (of: Account[]) => area(of.reduce((sum, account) => sum + (account.parties.find((one) => one.party === "RU")?.before_m2 ?? 0), 0));
  return t("totalIncludes", { regions: counts, land: area(total.land_m2), six: before(six), rest: before(rest) });
}

/** Every region before and after, and their total, with which it agrees. */
function perRegion(context: Context, accounts: Account[], total: Account): HTMLElement {
  const figures = (account: Account) => ["RU", "UA"].flatMap((code) => {
    const one = account.parties.find((p) => p.party === code);
    return [areaFigure(one?.before_m2 ?? 0), areaFigure(one?.after_m2 ?? 0)];
  });
  const line = (name: string, account: Account, kind: string | null = null) =>
    h("tr", { class: kind }, h("th", { scope: "row" }, name), ...[...figures(account), account.open_m2 < 5000 ? "–" : areaFigure(account.open_m2)].map((figure) => h("td", {}, figure)));
  const heads = ["RU", "UA"].flatMap((code) => [`${party(code)}: ${t("before")}`, t("after")]);
  return h("details", {}, h("summary", {}, t("perRegion")), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("perRegion") }, h("table", {},
    h("caption", {}, note(squareKm())),
    h("thead", {}, h("tr", {}, ...[t("region"), ...heads, t("open")].map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...accounts.filter((account) => account.region !== "total").map((account) => {
      const region = context.regions.find((one) => one.id === account.region);
      return line(region ? nameOf(region) : account.region, account);
    })),
    h("tfoot", {}, line(t("total"), total, "sum")))));
}

/** Before and after, by party. */
function balance(context: Context, account: Account): HTMLElement {
  const name = context.regions.find((r) => r.id === account.region);
  return h("table", {},
    h("caption", { class: "unseen" }, name ? nameOf(name) : t("total")),
    h("thead", {}, h("tr", {}, ...[t("party"), `${t("before")}, ${squareKm()}`, `${t("after")}, ${squareKm()}`, t("settlementsCount")].map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...account.parties.map((p) => h("tr", {},
      h("th", { scope: "row" }, party(p.party)), h("td", {}, areaFigure(p.before_m2)), h("td", {}, areaFigure(p.after_m2)), h("td", {}, `${number(p.settlements_before)} → ${number(p.settlements_after)}`)))));
}

/** What moves in each region where anything does. */
function byRegion(context: Context, accounts: Account[]): Child {
  const rows = accounts.filter((account) => account.region !== "total").flatMap((account) => account.moved.filter(isMove).map((m) => {
    const region = context.regions.find((r) => r.id === account.region);
    return h("tr", {}, h("th", { scope: "row" }, region ? nameOf(region) : account.region), h("td", { class: "status" }, swatch(m.to), spell(m.to)), h("td", {}, areaFigure(m.area_m2)), h("td", {}, number(m.settlements)));
  }));
  if (rows.length === 0) return null;
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("region") }, h("table", {},
    h("thead", {}, h("tr", {}, ...[t("region"), t("passesTo"), squareKm(), t("settlementsCount")].map((head) => h("th", { scope: "col" }, head)))), h("tbody", {}, ...rows)));
}
