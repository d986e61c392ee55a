// Legal regimes at a place: those that cover it, or may, first; those that do not, on asking.
import { distance, day, t, type Word } from "../i18n.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import type { At, Regime } from "../types.ts";
import { note, quotedText, section, told } from "./parts.ts";

export function regimesPart(context: Context, at: At): Child {
  const regimes = at.regimes ?? [];
  if (regimes.length === 0) return null;
  const [others, covering] = [regimes.filter((r) => r.applies === "no"), regimes.filter((r) => r.applies !== "no")];
  return section(t("regimes"), note(t("regimesNote")),
    covering.length > 0 && h("ul", { class: "said" }, ...covering.map((regime) => row(context, regime))),
    others.length > 0 && h("details", {}, h("summary", {}, t(covering.length > 0 ? "regimesNot" : "regimesNone", { count: others.length })), h("ul", { class: "said" }, ...others.map((regime) => row(context, regime)))));
}

function row(context: Context, regime: Regime): HTMLElement {
  const words = { yes: t("regimeYes"), no: t("regimeNo"), disputed: t("regimeDisputed"), not_determined: t("regimeOpen") };
  return h("li", {},
    h("div", { class: "status" }, words[regime.applies], regime.rests_on_stale && h("span", { class: "badge" }, t("stale"))),
    h("div", { class: "by" },
      h("p", {}, h("strong", { title: regime.citation ?? "" }, told(regime.title, regime.title_uk)), regime.since && `, ${t("sinceDay", { date: day(regime.since, "short") })}`),
      regime.wording && h("p", {}, quotedText(regime.wording, regime.wording_uk)),
      ...byLine(context, regime).map((line) => h("p", {}, line)),
      regime.reason && h("p", {}, regime.reason)));
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
  return [...line("regimeLine", ["yes", "boundary"]), ...(isSplit ? line("regimeNotLine", ["no"]) : []), ...(isSplit ? open : [])];
}
