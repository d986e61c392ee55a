// Claimed against held, by region: a chart and a table of the same figures.
import { address, api, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { area, areaFigure, day, nameOf, notCovered, party, percent, squareKm, t } from "../i18n.ts";
import type { LedgerRow } from "../types.ts";
import { divisionsPart, knowRaions } from "./divisions.ts";
import { answerInto, note, section, swatch } from "./parts.ts";
import { oldNote } from "./age.ts";
import { inRow, strip } from "./strip.ts";

const turn = new Turn();

export async function regionsPanel(context: Context, panel: HTMLElement): Promise<void> {
  const { claimant, source, date, within } = context.store.state;
  const signal = turn.next();
  if (within === null) context.outline(null);
  return answerInto(panel, async () => {
    // The parts of a region that is opened stand above its neighbours' bars.
    const parts = within === null ? null : await knowRaions(signal).then(() => divisionsPart(context, within, signal));
    const ledger = await api.ledger(claimant, source, date, signal);
    context.attribute("regions", ledger.attribution);
    // A region for each row, without the groups they are summed in.
    const rows = ledger.rows.filter((row) => context.regions.some((region) => region.id === row.region && region.role === "region"));
    const claimed = rows.filter((row) => row.claimed_m2 > 0);
    const csv = address("v1/ledger", { claimant, source, date, f: "csv" });
    return [
      header(context, claimed, rows),
      oldNote(context, claimed),
      parts && section(t("divisions"), ...parts),
      claimed.length > 0 && [
        section(t("chart"), chart(context, claimed), legend(claimant, sum(claimed, "unknown_m2") > 0)),
        table(context, claimed),
        context.has.disputes && agreement(context, date),
        h("p", {}, h("a", { href: csv, download: `ledger-${claimant}-${date}.csv` }, t("downloadCsv"))),
      ],
    ];
  });
}

function header(context: Context, claimed: LedgerRow[], rows: LedgerRow[]): HTMLElement {
  const { claimant, source, date } = context.store.state;
  const choose = h("select", { "aria-label": t("claimantPick"), onchange: (event: Event) => context.store.set({ claimant: (event.target as HTMLSelectElement).value }) },
    ...(["RU", "UA"] as const).map((code) => h("option", { value: code, selected: code === claimant }, t(code === "RU" ? "claimantRU" : "claimantUA"))));
  const silent = rows.length > 0 && rows.every((row) => !row.version);
  return h("header", { class: "answer" },
    h("p", { class: "where" }, h("label", {}, t("claimantPick"), " ", choose), h("span", {}, day(date))),
    claimed.length === 0
      ? h("h2", {}, t("noClaims", { party: party(claimant) }))
      : [
          h("p", { class: "rests" }, claimant === "UA" ? t("ledgerLeadUA") : t("ledgerLead", { party: party(claimant) })),
          h("h2", {}, silent ? t("unknown") : `${percent(sum(claimed, "claimed_held_m2") / sum(claimed, "claimed_m2"))}${notCovered(sum(claimed, "unknown_m2") / sum(claimed, "claimed_m2"))}`),
          h("p", { class: "rests" }, `${t("of", { part: area(sum(claimed, "claimed_held_m2")), whole: area(sum(claimed, "claimed_m2")) })}, ${t("says", { source: shortTitle(context, source) })}`),
          claimed[0]?.caveat && note(claimed[0].caveat),
          note(t("sixRegions")),
        ]);
}

function sum(rows: LedgerRow[], key: "claimed_m2" | "claimed_held_m2" | "claimed_not_held_m2" | "contested_m2" | "unknown_m2"): number {
  return rows.reduce((total, row) => total + row[key], 0);
}

/** What a region's claimed land is made of. */
function partsOf(row: LedgerRow): { kind: string; m2: number }[] {
  const [mine, other] = row.claimant === "UA" ? ["held-ua", "held-ru"] : ["held-ru", "held-ua"];
  return [
    { kind: mine ?? "", m2: row.claimed_held_m2 },
    { kind: "contested", m2: row.contested_m2 },
    { kind: other ?? "", m2: row.claimed_not_held_m2 },
    { kind: "unknown", m2: row.unknown_m2 },
  ].filter((part) => part.m2 > 0);
}

/** A bar for each region, of its whole claimed land: shares of 100 %, with the area beside. */
function chart(context: Context, rows: LedgerRow[]): HTMLElement {
  const bars = rows.map((row) => {
    const parts = inRow(partsOf(row).map(({ kind, m2 }) => ({ kind, size: m2, title: area(m2) })), row.claimed_m2);
    const [share, km2] = [`${percent(row.claimed_held_share ?? 0)}${notCovered(row.unknown_share ?? 0)}`, t("of", { part: area(row.claimed_held_m2), whole: area(row.claimed_m2) })];
    return h("li", {},
      h("span", { class: "bar-name" }, h("button", { class: "link", onclick: () => look(context, row.region) }, name(context, row.region)), h("b", {}, share)),
      strip(parts, `${name(context, row.region)}: ${share}; ${km2}`),
      h("span", { class: "bar-area" }, km2, " · ", h("button", { class: "link", "aria-label": `${t("raions")}: ${name(context, row.region)}`, onclick: () => { context.store.set({ within: row.region }); look(context, row.region); } }, t("raions"))));
  });
  return h("ul", { class: "strips" }, ...bars);
}

function legend(claimant: string, hasUnknown: boolean): HTMLElement {
  const other = claimant === "UA" ? "RU" : "UA";
  const held = (code: string) => [swatch({ status: "held", holder: code }), h("span", {}, t("heldBy", { holder: party(code) }))];
  return h("p", { class: "keys" }, h("span", {}, held(claimant)), h("span", {}, swatch({ status: "contested", holder: null }), h("span", {}, t("contested"))), h("span", {}, held(other)),
    hasUnknown && h("span", {}, swatch({ status: "unknown", holder: null }), h("span", {}, t("uncovered"))));
}

function ledgerTitle(rows: LedgerRow[]): string {
  return rows[0]?.claimant === "UA" ? t("ledgerRecognised") : t("ledgerTitle");
}

function table(context: Context, rows: LedgerRow[]): Child {
  const line = (head: string, parts: number[], foot = false) =>
    h("tr", { class: foot ? "sum" : "" }, h("th", { scope: "row" }, head), ...parts.map((m2) => h("td", {}, m2 === 0 ? "–" : areaFigure(m2))));
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": ledgerTitle(rows) },
    h("table", {},
      h("caption", {}, note(`${ledgerTitle(rows)}, ${squareKm()}, ${day(rows[0]?.date ?? "")}`)),
      h("thead", {}, h("tr", {}, ...[t("region"), t("area"), t("held"), t("notHeld"), t("contested"), t("uncovered")].map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map((row) => line(name(context, row.region), [row.claimed_m2, row.claimed_held_m2, row.claimed_not_held_m2, row.contested_m2, row.unknown_m2]))),
      h("tfoot", {}, line(t("total"), [sum(rows, "claimed_m2"), sum(rows, "claimed_held_m2"), sum(rows, "claimed_not_held_m2"), sum(rows, "contested_m2"), sum(rows, "unknown_m2")], true))));
}

/** Whether sources agree, region by region: asked when it is opened, for it compares every source. */
function agreement(context: Context, date: string): HTMLElement {
  const body = h("div", {});
  const open = async (event: Event) => {
    if (!(event.target as HTMLDetailsElement).open || body.childElementCount > 0) return;
    await answerInto(body, async () => {
      const { regions } = await api.disputes(date);
      const heads = [t("region"), t("agreed"), t("disputed"), t("single"), t("silent")];
      return [h("table", {},
        h("caption", {}, note(`${squareKm()}, ${day(date)}`)),
        h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, ...regions.map((row) => h("tr", {}, h("th", { scope: "row" }, name(context, row.region)),
          ...[row.agreed_m2, row.disputed_m2, row.single_source_m2, row.unknown_m2].map((m2) => h("td", {}, m2 < 5000 ? "–" : areaFigure(m2)))))))];
    });
  };
  return h("details", { ontoggle: (event: Event) => void open(event) }, h("summary", {}, t("agreement")), body);
}

function look(context: Context, id: string): void {
  const region = context.regions.find((r) => r.id === id);
  if (region) context.look(region.bbox);
}

function name(context: Context, id: string): string {
  const region = context.regions.find((r) => r.id === id);
  return region ? nameOf(region) : id;
}
