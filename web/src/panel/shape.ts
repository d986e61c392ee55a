// How much of a drawn area lies where, and who holds it.
import { api, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, keepingFocus, put } from "../dom.ts";
import { area, areaFigure, day, nameOf, percent, squareKm, t } from "../i18n.ts";
import type { Drawing } from "../map/draw.ts";
import type { OverlapRow } from "../types.ts";
import { answerInto, statusLine } from "./parts.ts";
import { oldNote } from "./age.ts";
import { drop, droppedOutline, hasRows, invitation, rowsPanel } from "./files.ts";
import { inRow, kindOf, strip } from "./strip.ts";

const turn = new Turn();

/** Begins a drawing on the map; tells how many corners it has. */
export type BeginDrawing = (corners: (count: number) => void) => Promise<Drawing | null>;

export async function shapePanel(context: Context, panel: HTMLElement, begin: BeginDrawing): Promise<void> {
  const { source, date } = context.store.state;
  const signal = turn.next();
  const shape = context.store.state.shape ?? droppedOutline();
  if (!shape && hasRows()) return rowsPanel(context, panel);
  if (!shape) return invite(context, panel, begin);
  return answerInto(panel, async () => {
    const overlap = await api.overlap(shape, source, date, false, signal);
    context.attribute("shape", overlap.attribution);
    const remove = h("button", { class: "quiet", onclick: () => drop(context) }, t("shapeRemove"));
    const statuses = merged(overlap.rows);
    const largest = statuses[0];
    return [
      h("header", { class: "answer" },
        h("p", { class: "where" }, h("span", {}, day(date)), remove),
        h("h2", {}, largest && statusLine(largest)),
        h("p", { class: "rests" }, largest && `${t("of", { part: percent(largest.share), whole: area(overlap.area_m2) })}, ${t("says", { source: shortTitle(context, source) })}`)),
      oldNote(context, overlap.rows),
      h("ul", { class: "strips" }, h("li", {}, strip(inRow(statuses.map((row) => ({ kind: kindOf(row), size: row.share })), 1), null))),
      h("ul", { class: "says" }, ...statuses.map((row) => h("li", {}, h("div", { class: "status" }, ...[statusLine(row)]), h("div", { class: "by" }, h("p", {}, h("strong", {}, percent(row.share)), ` · ${area(row.area_m2)}`))))),
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("tabShape") }, h("table", {},
        h("thead", {}, h("tr", {}, ...[t("region"), t("status"), `${t("area")}, ${squareKm()}`, t("share")].map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {}, ...overlap.rows.map((row) => h("tr", {}, h("th", { scope: "row" }, regionName(context, row.region)), h("td", { class: "status" }, ...[statusLine(row)]), h("td", {}, areaFigure(row.area_m2)), h("td", {}, percent(row.share))))))),
    ];
  });
}

/** Rows of all regions by what they state, the largest first. */
function merged(rows: OverlapRow[]): { status: string; holder: string | null; area_m2: number; share: number }[] {
  const by = new Map<string, { status: string; holder: string | null; area_m2: number; share: number }>();
  for (const { status, holder, area_m2, share } of rows) {
    const key = `${status} ${holder}`;
    const sum = by.get(key) ?? { status, holder, area_m2: 0, share: 0 };
    by.set(key, { ...sum, area_m2: sum.area_m2 + area_m2, share: sum.share + share });
  }
  return [...by.values()].sort((a, b) => b.area_m2 - a.area_m2);
}

function regionName(context: Context, id: string | null): string {
  const region = context.regions.find((r) => r.id === id);
  return region ? nameOf(region) : (id ?? t("noRegion"));
}

function invite(context: Context, panel: HTMLElement, begin: BeginDrawing): void {
  const start = h("button", { class: "main", onclick: () => void draw(panel, begin) }, t("shapeDraw"));
  keepingFocus(panel, () => put(panel, h("header", { class: "answer" }, h("h2", {}, t("tabShape")), h("p", { class: "rests" }, t("shapeLead"))), start, invitation(context)));
}

async function draw(panel: HTMLElement, begin: BeginDrawing): Promise<void> {
  const finish = h("button", { class: "main", disabled: true, onclick: () => drawing?.finish() }, t("shapeEnd"));
  const undo = h("button", { class: "quiet", disabled: true, onclick: () => drawing?.undo() }, t("shapeUndo"));
  const drawing = await begin((corners) => {
    finish.disabled = corners < 3;
    undo.disabled = corners === 0;
  });
  if (!drawing) return;
  put(panel,
    h("header", { class: "answer" }, h("h2", {}, t("shapeDraw")), h("p", { class: "rests", role: "status" }, t("shapeDrawing"))),
    h("p", { class: "chips" }, finish, undo, h("button", { class: "quiet", onclick: () => drawing.cancel() }, t("shapeCancel"))));
}
