// What parties announced to have taken, beside what a source came to state: a view of its own, for an announcement is no control.
import { address, api, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { day, nameOf, number, party, t, type Word } from "../i18n.ts";
import type { Announced, Outcome } from "../announcements.ts";
import { answerInto, note, section, told } from "./parts.ts";
import { inRow, strip } from "./strip.ts";

const turn = new Turn();
/** How many announcements are listed before one asks for more. */
const LISTED = 25;

/** What a source came to state: what it is called, and how it is drawn. */
const OUTCOMES: [Outcome, Word][] = [
  ["confirmed", "outcomeConfirmed"], ["already", "outcomeAlready"], ["not_confirmed", "outcomeNot"],
  ["silent_since", "outcomeSilentSince"], ["silent", "outcomeSilent"], ["not_placed", "outcomeNotPlaced"],
];

export async function announcedPanel(context: Context, panel: HTMLElement): Promise<void> {
  const { source, date } = context.store.state;
  const signal = turn.next();
  return answerInto(panel, async () => {
    const answer = await api.announcements(source, date, signal);
    context.attribute("announced", answer.attribution);
    const taken = answer.totals.filter((total) => total.says === "taken" && total.source === source);
    const russia = taken.find((total) => total.party === "RU");
    const months = new Map<string, Record<Outcome, number> & { announced: number }>();
    for (const month of answer.months) {
      if (month.says !== "taken" || month.party !== "RU" || month.source !== source || !month.month) continue;
      const sum = months.get(month.month) ?? { announced: 0, confirmed: 0, already: 0, not_confirmed: 0, silent_since: 0, silent: 0, not_placed: 0 };
      for (const key of ["announced", ...OUTCOMES.map(([name]) => name)] as const) sum[key] += month[key];
      months.set(month.month, sum);
    }
    const most = Math.max(1, ...[...months.values()].map((month) => month.announced));
    const parts = (of: Record<Outcome, number>) => OUTCOMES.map(([kind, word]) => ({ kind: `outcome-${kind}`, size: of[kind], title: `${t(word)}: ${number(of[kind])}` })).filter((part) => part.size > 0);
    return [
      h("header", { class: "answer" },
        h("p", { class: "where" }, h("span", {}, t("announcedUntil", { date: day(date) }))),
        h("h2", {}, russia ? t("announcedHead", { announced: number(russia.announced), confirmed: number(russia.confirmed), party: party("RU"), source: shortTitle(context, source) }) : t("announcedNone")),
        note(t("announcementsNote"), " ", t("announcedIncomplete"))),
      taken.length > 0 && section(t("announcedWhat"), h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("announcedWhat") }, h("table", {},
        h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t("announcedWhat")), ...taken.map((total) => h("th", { scope: "col" }, party(total.party))))),
        h("tbody", {}, ...OUTCOMES.map(([kind, word]) => h("tr", {}, h("th", { scope: "row" }, h("span", { class: `swatch outcome-${kind}`, "aria-hidden": "true" }), " ", t(word)), ...taken.map((total) => h("td", {}, number(total[kind]))))),
          h("tr", {}, h("th", { scope: "row" }, t("outcomeWithin30")), ...taken.map((total) => h("td", {}, number(total.confirmed_within_30_days))))),
        h("tfoot", {}, h("tr", { class: "sum" }, h("th", { scope: "row" }, t("announced")), ...taken.map((total) => h("td", {}, number(total.announced)))))))),
      months.size > 0 && section(t("announcedMonths", { party: party("RU") }), h("ul", { class: "strips months" }, ...[...months].sort().reverse().map(([month, sum]) =>
        h("li", {}, h("span", { class: "bar-name" }, h("span", {}, day(`${month}-01`, "month")), h("b", {}, number(sum.announced))), strip(inRow(parts(sum), most), `${day(`${month}-01`, "month")}: ${parts(sum).map((part) => part.title).join("; ")}`))))),
      section(t("announcements"), list(context, [...answer.announcements].sort((a, b) => (a.date < b.date ? 1 : -1)), source)),
      h("p", {}, h("a", { href: address("v1/announcements", { source, to: date, f: "csv" }), download: `announcements-${source}-${date}.csv` }, t("downloadCsv"))),
    ];
  });
}

function list(context: Context, all: Announced[], source: string): Child[] {
  const item = (one: Announced) => {
    const { lon, lat } = one;
    const outcome = one.sources.find((by) => by.source === source);
    const name = nameOf({ name: one.place, name_uk: one.place_uk });
    const says = { taken: "announcedTaken", left: "announcedLeft", holds: "announcedHolds" }[one.says] ?? "announcedTaken";
    return h("li", {},
      h("div", { class: "status" }, h("span", {}, t(says as Word, { party: party(one.party) }))),
      h("div", { class: "by" },
        h("p", {}, lon !== null && lat !== null ? h("button", { class: "link", onclick: () => context.store.set({ place: { lon, lat }, name, tab: "place", date: one.date }) }, name) : h("strong", {}, name), `, ${day(one.date)}`),
        h("p", {}, told(one.announced_by, one.announced_by_uk)),
        outcome && h("p", {}, h("span", { class: `swatch outcome-${outcome.outcome}`, "aria-hidden": "true" }), " ", outcome.finding)));
  };
  return [
    h("ul", { class: "said" }, ...all.slice(0, LISTED).map(item)),
    all.length > LISTED && h("details", {}, h("summary", {}, t("announcedMore", { count: all.length - LISTED })), h("ul", { class: "said" }, ...all.slice(LISTED).map(item))),
  ];
}
