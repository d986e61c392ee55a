// What differs between the two sides of a comparison: on how much ground, by region, and what each side says of it.
import { api, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, put, type Child } from "../dom.ts";
import { area, areaFigure, day, nameOf, party, squareKm, t } from "../i18n.ts";
import type { AreaRow, Changes, Disputes, Stated } from "../types.ts";
import { answerInto, note, statusLine } from "./parts.ts";

const turn = new Turn();
/** Less than this is no ground that a picture or a figure would show, in square metres. */
const LEAST_M2 = 5000;

export interface Side {
  source: string;
  date: string;
}

export async function comparePart(context: Context, element: HTMLElement): Promise<void> {
  const { source, date, other } = context.store.state;
  element.hidden = !other;
  if (!other) return put(element);
  const signal = turn.next();
  const [left, right]: [Side, Side] = [{ source, date }, other];
  return answerInto(element, async () => {
    const body = left.source === right.source ? await byDay(context, left, right, signal)
      : left.date === right.date ? await bySource(context, left, right, signal)
        : await byBoth(context, left, right, signal);
    return [
      h("h2", {}, t("compareHead")),
      h("p", { class: "note" }, t("compareSides", { left: sideOf(context, left), right: sideOf(context, right) })),
      ...body,
    ];
  });
}

function sideOf(context: Context, { source, date }: Side): string {
  return `${shortTitle(context, source)}, ${day(date, "short")}`;
}

/** One source on two days: what each party gained and lost from the earlier to the later. */
async function byDay(context: Context, left: Side, right: Side, signal: AbortSignal): Promise<Child[]> {
  const [from, to] = left.date < right.date ? [left.date, right.date] : [right.date, left.date];
  if (from === to) return [h("p", {}, t("compareSame"))];
  const changes = await api.changes(left.source, from, to, signal);
  context.attribute("compare", changes.attribution);
  const all = [{ party: changes.party, total: changes.total, regions: changes.regions }, ...changes.others];
  const rows = all.flatMap((one) => one.regions.filter((region) => region.gained_m2 >= LEAST_M2 || region.lost_m2 >= LEAST_M2).map((region) => [nameBy(context, region.region), party(one.party), areaFigure(region.gained_m2), areaFigure(region.lost_m2)]));
  const [mine] = all;
  return [
    mine?.total ? h("p", {}, t("compareChanged", { party: party(mine.party), gained: area(mine.total.gained_m2), lost: area(mine.total.lost_m2), from: day(from), to: day(to) })) : null,
    rows.length === 0 ? h("p", {}, t("compareNothing")) : table([t("region"), t("party"), `${t("gainedShort")}, ${squareKm()}`, `${t("lostShort")}, ${squareKm()}`], rows),
    stampsNote(changes, from, to),
  ];
}

/** The versions that stand behind the two days, where they are not of those days. */
function stampsNote({ from, to }: Changes, fromDay: string, toDay: string): Child {
  return (!from.startsWith(fromDay) || !to.startsWith(toDay)) && note(t("compareVersions", { from: day(from), to: day(to) }));
}

/** Two sources on one day: where they state otherwise, and what each states there. */
async function bySource(context: Context, left: Side, right: Side, signal: AbortSignal): Promise<Child[]> {
  const answer = await api.disputesOf([left.source, right.source], left.date, signal);
  context.attribute("compare", answer.attribution);
  const differing = answer.features.flatMap(({ properties }) => {
    const { region, area_m2, stated } = properties as { region: string; area_m2: number; stated: (Stated & { source: string })[] };
    return area_m2 >= LEAST_M2 ? [{ region, area_m2, left: stated.find((one) => one.source === left.source), right: stated.find((one) => one.source === right.source) }] : [];
  });
  const sum = (key: keyof Omit<Disputes["regions"][number], "region">) => answer.regions.reduce((total, region) => total + region[key], 0);
  const rows = differing.map((one) => [nameBy(context, one.region), one.left ? statusLine(one.left) : "–", one.right ? statusLine(one.right) : "–", areaFigure(one.area_m2)]);
  return [
    h("p", {}, h("strong", {}, t("compareDiffer", { area: area(sum("disputed_m2")) })), ` ${t("compareRest", { agreed: area(sum("agreed_m2")), single: area(sum("single_source_m2")), silent: area(sum("unknown_m2")) })}`),
    rows.length > 0 && table([t("region"), t("left"), t("right"), squareKm()], rows, [1, 2]),
  ];
}

/** Two sources on two days: what Russia holds by each, region by region. Which ground differs is no question of one answer. */
async function byBoth(context: Context, left: Side, right: Side, signal: AbortSignal): Promise<Child[]> {
  const ids = context.regions.filter((region) => region.role === "region").map((region) => region.id);
  const [one, two] = await Promise.all([left, right].map((side) => api.areasOn(side.source, side.date, signal)));
  context.attribute("compare", [...(one?.attribution ?? []), ...(two?.attribution ?? [])]);
  const held = (rows: AreaRow[] | undefined, id: string) => (rows ?? []).filter((row) => row.region === id && row.status === "held" && row.holder === "RU").reduce((sum, row) => sum + row.area_m2, 0);
  const unknown = (rows: AreaRow[] | undefined, id: string) => (rows ?? []).filter((row) => row.region === id && row.status === "unknown").reduce((sum, row) => sum + row.area_m2, 0);
  const figures = ids.map((id) => ({ id, left: held(one?.rows, id), right: held(two?.rows, id), silent: unknown(one?.rows, id) + unknown(two?.rows, id) }));
  const rows = figures.map(({ id, left: a, right: b, silent }) => [nameBy(context, id), areaFigure(a), areaFigure(b), `${b - a > 0 ? "+" : b - a < 0 ? "−" : ""}${areaFigure(Math.abs(b - a))}${silent >= LEAST_M2 ? " *" : ""}`]);
  return [
    h("p", {}, t("compareBoth")),
    table([`${t("region")}: ${t("heldBy", { holder: party("RU") })}, ${squareKm()}`, t("left"), t("right"), t("difference")], rows),
    figures.some(({ silent }) => silent >= LEAST_M2) && note(t("compareSilent")),
  ];
}

function table(heads: string[], rows: Child[][], words: number[] = []): HTMLElement {
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("compareHead") }, h("table", {},
    h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
    h("tbody", {}, ...rows.map(([name, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell, index) => h("td", { class: words.includes(index + 1) ? "status" : null }, cell)))))));
}

function nameBy(context: Context, id: string): string {
  const region = context.regions.find((one) => one.id === id);
  return region ? nameOf(region) : id;
}
