// What a text would change: its pieces on the map, its figures here.
import type { FeatureCollection } from "geojson";
import { api, Problem, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { area, day, nameOf, number, party, t } from "../i18n.ts";
import { answerInto, note, section } from "./parts.ts";

const turn = new Turn();

type Loose = Record<string, unknown>;

export async function proposalsPanel(context: Context, panel: HTMLElement, draw: (pieces: FeatureCollection | null) => void): Promise<void> {
  const { proposal, source, date } = context.store.state;
  const signal = turn.next();
  return answerInto(panel, async () => {
    if (!context.has.proposals) return [h("header", { class: "answer" }, h("h2", {}, t("tabProposals"))), note(t("proposalsNone"))];
    const listed = rowsOf(await api.proposals(), "proposals");
    const pick = h("select", { "aria-label": t("proposalPick"), onchange: (event: Event) => context.store.set({ proposal: (event.target as HTMLSelectElement).value || null }) },
      h("option", { value: "" }, t("proposalNone")),
      ...listed.map((row) => h("option", { value: text(row["id"]), selected: row["id"] === proposal }, title(row))));
    const head = h("header", { class: "answer" }, h("p", { class: "where" }, pick), h("p", { class: "rests" }, t("proposalsLead", { source: shortTitle(context, source), date: day(date) })));
    if (!proposal) {
      draw(null);
      return [head, ...listed.map((row) => card(context, row))];
    }
    try {
      const answer = (await api.proposal(proposal, source, date, signal)) as Loose;
      draw(piecesOf(answer));
      if (Array.isArray(answer["attribution"])) context.attribute("proposals", answer["attribution"] as string[]);
      return [head, ...evaluated(context, answer)];
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      draw(null);
      return [head, note(error.message)];
    }
  });
}

/** The map of what would change, where the service gives one. */
export function piecesOf(answer: Loose): FeatureCollection | null {
  const inside = [answer, answer["pieces"], answer["geojson"]].find((part) => (part as Loose | undefined)?.["type"] === "FeatureCollection");
  if (!inside) return null;
  const { features } = inside as unknown as FeatureCollection;
  const drawn = features.filter((feature) => feature.geometry).map((feature) => {
    const said = feature.properties ?? {};
    return { ...feature, properties: { ...said, to: partyOf(said["to"] ?? said["holder"] ?? said["holder_after"]) } };
  });
  return { type: "FeatureCollection", features: drawn };
}

function evaluated(context: Context, answer: Loose): Child[] {
  const about = (answer["proposal"] as Loose | undefined) ?? answer;
  const tables = Object.entries(answer).filter(([, value]) => Array.isArray(value) && value.length > 0 && typeof value[0] === "object" && (value[0] as Loose)["type"] !== "Feature");
  return [
    h("h2", {}, title(about)),
    text(about["note"] ?? about["summary"]) && h("p", { class: "rests" }, text(about["note"] ?? about["summary"])),
    ...tables.map(([name, rows]) => section(words(name), figures(context, rows as Loose[]))),
  ];
}

/** A table of whatever figures the rows have, areas and parties written as the reader writes them. */
function figures(context: Context, rows: Loose[]): HTMLElement {
  const columns = [...new Set(rows.flatMap(Object.keys))].filter((name) => rows.some((row) => typeof row[name] !== "object" && row[name] !== null)).slice(0, 8);
  const cell = (name: string, value: unknown): string => {
    if (value === null || value === undefined || typeof value === "object") return "–";
    if (name.endsWith("_m2")) return area(Number(value));
    if (name === "region") return nameOf(context.regions.find((r) => r.id === value) ?? { name: String(value), name_uk: String(value) });
    if (value === "RU" || value === "UA") return party(value);
    return typeof value === "number" ? number(value) : String(value);
  };
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("tabProposals") }, h("table", {},
    h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, words(name.replace(/_m2$/, "")))))),
    h("tbody", {}, ...rows.map((row) => h("tr", {}, ...columns.map((name) => h("td", {}, cell(name, row[name]))))))));
}

function card(context: Context, row: Loose): HTMLElement {
  const said = [text(row["by"] ?? row["author"] ?? row["party"]), row["date"] ? day(text(row["date"])) : ""].filter(Boolean).join(" · ");
  return h("article", { class: "source" },
    h("h3", {}, h("button", { class: "link", onclick: () => context.store.set({ proposal: text(row["id"]) }) }, title(row))),
    said && note(said), text(row["summary"] ?? row["note"]) && h("p", {}, text(row["summary"] ?? row["note"])));
}

function rowsOf(answer: unknown, member: string): Loose[] {
  const rows = Array.isArray(answer) ? answer : (answer as Loose | null)?.[member];
  return Array.isArray(rows) ? (rows as Loose[]) : [];
}

function title(row: Loose): string {
  const named = { name: text(row["title"] ?? row["name"] ?? row["id"]), name_uk: text(row["title_uk"] ?? row["name_uk"] ?? row["title"] ?? row["name"] ?? row["id"]) };
  return nameOf(named);
}

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");
const words = (name: string): string => name.replaceAll("_", " ");
const partyOf = (value: unknown): string => (typeof value === "string" ? value : text((value as Loose | null)?.["holder"]));
