// Legal regimes at a place: those that cover it, or may, first; those that do not, on asking.
import { distance, day, spoken, t, textOf, type Word } from "../i18n.ts";
import { shortTitle, withNames, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import type { At, Certainty, Regime } from "../types.ts";
import { around, note, section, told } from "./parts.ts";

const CERTAINTIES: Record<Certainty, Word> = { high: "certaintyHigh", medium: "certaintyMedium", low: "certaintyLow" };

export function regimesPart(context: Context, at: At): Child {
  const regimes = at.regimes ?? [];
  if (regimes.length === 0) return null;
  const [others, covering] = [regimes.filter((r) => r.applies === "no"), regimes.filter((r) => r.applies !== "no")];
  return section(t("regimes"), note(t("regimesNote"), " ", t("noMovement")),
    covering.length > 0 && h("ul", { class: "said" }, ...covering.map((regime) => row(context, regime, regimes))),
    others.length > 0 && h("details", {}, h("summary", {}, t(covering.length > 0 ? "regimesNot" : "regimesNone", { count: others.length })), h("ul", { class: "said" }, ...others.map((regime) => row(context, regime, regimes)))));
}

function row(context: Context, regime: Regime, all: Regime[]): HTMLElement {
  const words = { yes: t("regimeYes"), no: t("regimeNo"), disputed: t("regimeDisputed"), not_determined: t("regimeOpen") };
  return h("li", {},
    h("div", { class: "status" }, words[regime.applies], regime.rests_on_stale && [" ", h("span", { class: "badge" }, t("stale"))]),
    h("div", { class: "by" },
      h("p", {}, h("strong", {}, told(regime.title, regime.title_uk)), regime.since && `, ${t("sinceDay", { date: day(regime.since, "short") })}`),
      regime.wording && h("p", {}, ...around("regimeWording", "wording", told(regime.wording, regime.wording_uk))),
      ...byLine(context, regime).map((line) => h("p", {}, line)),
      regime.reason && h("p", {}, withNames(context, regime.reason))),
    h("details", { class: "particulars" }, h("summary", { "aria-label": `${t("more")}: ${textOf(regime.title, regime.title_uk).text}` }, t("more")), particulars(regime, all)));
}

/** What the register has of a regime on that day: the text, its days, and how sure they are. */
function particulars(regime: Regime, all: Regime[]): HTMLElement {
  const isUk = spoken() === "uk";
  const other = isUk ? h("span", { lang: "en" }, regime.title) : regime.title_uk && h("span", { lang: "uk" }, regime.title_uk);
  const dated = (date: string | null) => (date ? day(date) : t("notRecorded"));
  const successor = all.find((one) => one.id === regime.replaced_by);
  const inForce = regime.since && [t("sinceDay", { date: day(regime.since) }), regime.until && t("claimUntil", { date: day(regime.until) })].filter(Boolean).join(" ");
  const stage: [Word, Child][] = regime.since === null ? [] : [
    ["regimeNumber", regime.number ?? t("notRecorded")],
    ["regimeAdopted", dated(regime.adopted)],
    ["regimePublished", dated(regime.published)],
    ["regimeInForce", inForce],
    ["regimeReplaced", successor ? told(successor.title, successor.title_uk) : regime.replaced_by],
    ["regimeCitation", regime.citation && h("span", { lang: isUk ? "en" : null }, regime.citation)],
    ["certainty", regime.certainty && t(CERTAINTIES[regime.certainty])],
    ["extentCertainty", regime.extent_certainty && [t(CERTAINTIES[regime.extent_certainty]), regime.approximate && `; ${t("regimeApproximate")}`]],
    ["regimeUnsettled", told(regime.unsettled, regime.unsettled_uk)],
  ];
  const notes = regime.note.map((text, index) => h("p", {}, told(text, regime.note_uk.length === regime.note.length ? regime.note_uk[index] : null)));
  const rows: [Word, Child][] = [["otherTitle", other], ...stage, ["note", notes.length > 0 && notes], ["regimeChecked", regime.checked && day(regime.checked)]];
  return h("dl", {}, ...rows.filter(([, value]) => value).map(([word, value]) => [h("dt", {}, t(word)), h("dd", {}, value)]));
}

/** By whose line it covers the place, and by whose it does not. */
function byLine(context: Context, regime: Regime): string[] {
  const said = (by: Regime["by_source"][number]) => {
    const more = [by.distance_m !== null && t("toLine", { distance: distance(by.distance_m) }), by.stale && t("stale")].filter(Boolean).join(", ");
    return `${shortTitle(context, by.source)}${more ? ` (${more})` : ""}`;
  };
  const line = (word: Word, answers: string[]) => {
    const sources = regime.by_source.filter((by) => answers.includes(by.applies)).map(said).join(", ");
    return sources ? [t(word, { sources })] : [];
  };
  const open = [...new Set(regime.by_source.filter((by) => by.applies === "not_determined").map((by) => by.reason ?? ""))].filter((reason) => reason && reason !== regime.reason);
  const isSplit = regime.applies === "disputed" || regime.applies === "not_determined";
  return [...line("regimeLine", ["yes", "boundary"]), ...(isSplit ? line("regimeNotLine", ["no"]) : []), ...(isSplit ? open.map((reason) => withNames(context, reason)) : [])];
}
