// Raions and hromadas: how much of each is controlled and claimed, and how many people lived there where that is known.
import type { FeatureCollection } from "geojson";
import { api } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { area, areaFigure, day, nameOf, notCovered, number, party, percent, squareKm, t } from "../i18n.ts";
import type { At, Division, LedgerRow } from "../types.ts";
import { note, section } from "./parts.ts";

/** What lies in a region are raions, in a raion hromadas. */
export function levelIn(within: string): "raion" | "hromada" {
  return within.startsWith("ua-") ? "raion" : "hromada";
}

/** The raion and the hromada of a place: asked after the answer about it, and drawn. */
export async function placeDivisions(context: Context, at: At, signal: AbortSignal): Promise<Child> {
  const divisions = [at.raion, at.hromada].flatMap((one) => (one ? [one] : []));
  if (divisions.length === 0) return null;
  const { source, date } = context.store.state;
  const answers = await Promise.all(divisions.map(async (one, index) => {
    const level = index === 0 && at.raion ? "raion" : "hromada";
    const [ledger, regions, outline] = await Promise.all([api.ledgerIn("RU", one.code, null, source, date, signal), api.divisions(level, one.code, signal), api.outlines(level, one.code, signal)]);
    context.attribute("divisions", regions.attribution);
    return { division: regions.divisions?.find((other) => other.code === one.code) ?? null, row: ledger.rows[0], notes: ledger.notes ?? [], outline };
  }));
  context.outline({ type: "FeatureCollection", features: answers.flatMap((answer) => answer.outline.features) });
  const rows = answers.flatMap(({ division, row }) => (division && row ? [{ division, row }] : []));
  return section(t("divisions"), ...rows.map(({ division, row }) => h("p", {},
    h("button", { class: "link", onclick: () => context.store.set({ tab: "regions", within: division.level === "raion" ? division.code : (division.within ?? division.region) }) }, nameOf(division)),
    `: ${t("divisionHeld", { share: percent(row.region_m2 > 0 ? row.held_m2 / row.region_m2 : 0), held: area(row.held_m2), whole: area(row.region_m2), party: party("RU"), source: shortTitle(context, source) })}${notCovered(row.region_m2 > 0 ? row.unknown_m2 / row.region_m2 : 0)}; `,
    row.claimed_m2 > 0 ? t("divisionClaimed", { area: area(row.claimed_m2) }) : t("divisionUnclaimed"),
    division.population !== null && `; ${t("divisionPeople", { count: division.population, date: day(division.population_on ?? "", "short") })}`)),
  [...new Set(answers.flatMap((answer) => answer.notes))].map((text) => note(text)));
}

/** What a region or a raion is made of: a table, and outlines on the map. */
export async function divisionsPart(context: Context, within: string, signal: AbortSignal): Promise<Child[]> {
  const { claimant, source, date } = context.store.state;
  const level = levelIn(within);
  const [ledger, regions, outline] = await Promise.all([api.ledgerIn(claimant, within, level, source, date, signal), api.divisions(level, within, signal), api.outlines(level, within, signal)]);
  context.attribute("divisions", [...ledger.attribution, ...regions.attribution]);
  context.outline(outline);
  const divisions = new Map((regions.divisions ?? []).map((one) => [one.code, one]));
  const rows = ledger.rows.flatMap((row): { row: LedgerRow; division: Division }[] => {
    const division = divisions.get(row.region);
    return division ? [{ row, division }] : [];
  });
  const heads = [t(level === "raion" ? "raion" : "hromada"), t("area"), t("held"), t("share"), t("claimed"), t("uncovered"), t("population")];
  const figure = (m2: number) => (m2 < 5000 ? "–" : areaFigure(m2));
  const all = (key: "region_m2" | "held_m2" | "claimed_m2" | "unknown_m2") => rows.reduce((sum, one) => sum + one.row[key], 0);
  const share = (held: number, whole: number) => (whole > 0 ? percent(held / whole) : "–");
  return [
    h("nav", { class: "crumbs", "aria-label": t("divisions") }, ...crumbs(context, within, rows[0]?.division ?? null)),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("divisions") }, h("table", {},
      h("caption", {}, note(`${squareKm()}, ${day(date)}, ${party(claimant)}`)),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...rows.map(({ row, division }) => h("tr", {},
        h("th", { scope: "row" }, h("button", { class: "link", onclick: () => go(context, division, outline) }, nameOf(division))),
        ...[areaFigure(row.region_m2), figure(row.held_m2), share(row.held_m2, row.region_m2), figure(row.claimed_m2), figure(row.unknown_m2), division.population === null ? "–" : number(division.population)].map((cell) => h("td", {}, cell))))),
      h("tfoot", {}, h("tr", { class: "sum" }, h("th", { scope: "row" }, t("total")), ...[areaFigure(all("region_m2")), figure(all("held_m2")), share(all("held_m2"), all("region_m2")), figure(all("claimed_m2")), figure(all("unknown_m2")), ""].map((cell) => h("td", {}, cell)))))),
    note(t("populationOf", { date: day(rows.find(({ division }) => division.population_on)?.division.population_on ?? "2022-01-01", "short") })),
    ...(ledger.notes ?? []).map((text) => note(text)),
  ];
}

/** A raion is opened; a hromada is looked at. */
function go(context: Context, division: Division, outline: FeatureCollection): void {
  if (division.level === "raion") context.store.set({ within: division.code });
  const points: number[][] = [];
  const collect = (part: unknown): void => {
    if (!Array.isArray(part)) return;
    if (typeof part[0] === "number") points.push(part as number[]);
    else part.forEach(collect);
  };
  for (const feature of outline.features) if (feature.id === division.code && "coordinates" in feature.geometry) collect(feature.geometry.coordinates);
  if (points.length === 0) return;
  const [lons, lats] = [points.map(([lon = 0]) => lon), points.map(([, lat = 0]) => lat)];
  const least = (of: number[]) => of.reduce((a, b) => Math.min(a, b));
  const most = (of: number[]) => of.reduce((a, b) => Math.max(a, b));
  context.look([least(lons), least(lats), most(lons), most(lats)]);
}

/** The way back up: all regions, the region, the raion. */
function crumbs(context: Context, within: string, first: Division | null): Child[] {
  const up = (name: string, to: string | null) => [h("button", { class: "link", onclick: () => context.store.set({ within: to }) }, name), " › "];
  const region = context.regions.find((one) => one.id === (within.startsWith("ua-") ? within : first?.region));
  const isRaion = !within.startsWith("ua-");
  return [...up(t("allRegions"), null), isRaion && region ? up(nameOf(region), region.id) : null, h("strong", {}, isRaion ? (raionName(context, within) ?? within) : region ? nameOf(region) : within)];
}

const raions = new Map<string, Division>();

function raionName(_: Context, code: string): string | null {
  const one = raions.get(code);
  return one ? nameOf(one) : null;
}

/** Remembers raions by their codes: their names stand above their hromadas. */
export async function knowRaions(signal: AbortSignal): Promise<void> {
  if (raions.size > 0) return;
  const { divisions } = await api.divisions("raion", null, signal);
  for (const one of divisions ?? []) raions.set(one.code, one);
}
