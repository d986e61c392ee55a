// A file's rows as the service classifies them, or its outline as it is measured: shown, and given back with what was added.
import { api, Problem, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { day, number, t } from "../i18n.ts";
import { classified, columnsOf, counted, MOST_BYTES, pointsOf, readDropped, type Dropped } from "../files.ts";
import { save } from "../download.ts";
import { answerInto, note, section, statusLine } from "./parts.ts";
import { inRow, kindOf, strip } from "./strip.ts";

const turn = new Turn();

/** How the rows of the file at hand are read; another file is read anew. */
interface Reading {
  file: Dropped;
  /** Each row on its own day, or all on the day shown. */
  ownDays: boolean;
  /** The column with names of places, where there are no coordinates. */
  place: string | null;
  regimes: boolean;
}

let reading: Reading | null = null;
let refused: string | null = null;

/** The outline of the file at hand. */
export function droppedOutline(): Dropped["outline"] {
  return reading?.file.outline ?? null;
}

export function hasRows(): boolean {
  return reading !== null && reading.file.kind !== "outline";
}

/** Takes a file; the panel shows what the service says of it. */
export async function take(context: Context, file: File): Promise<void> {
  reading = null;
  refused = null;
  if (file.size > MOST_BYTES) refused = t("fileLarge", { name: file.name, count: Math.round(MOST_BYTES / 1e6) });
  else {
    const dropped = readDropped(file.name, decoded(new Uint8Array(await file.arrayBuffer())));
    if (dropped) reading = { file: dropped, ownDays: false, place: null, regimes: false };
    else refused = t("fileUnread", { name: file.name });
  }
  context.mark(null);
  // A shape that was drawn before gives way to the file.
  context.store.set({ shape: null, tab: "shape", fileTurn: context.store.state.fileTurn + 1 });
}

/** UTF-8, else the letters of a Ukrainian office: what is sent is UTF-8. */
function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1251").decode(bytes);
  }
}

export function drop(context: Context): void {
  reading = null;
  refused = null;
  context.mark(null);
  context.store.set({ shape: null, fileTurn: context.store.state.fileTurn + 1 });
}

/** A place to drop a file on, and a button to choose one. */
export function invitation(context: Context): Child {
  const input = h("input", { type: "file", id: "file", class: "unseen", accept: ".csv,.tsv,.txt,.json,.geojson", onchange: () => input.files?.[0] && void take(context, input.files[0]) });
  return section(t("fileHead"), h("p", {}, t("fileLead")), h("p", { class: "drop" }, h("label", { class: "chip", for: "file" }, t("fileChoose")), input, h("span", { class: "note" }, t("fileOrDrop"))),
    refused && h("p", { class: "note problem", role: "alert" }, refused), note(t("filePrivate")));
}

export async function rowsPanel(context: Context, panel: HTMLElement): Promise<void> {
  const read = reading;
  if (!read) return;
  const { source, date } = context.store.state;
  const signal = turn.next();
  return answerInto(panel, async () => {
    const { file, ownDays, place, regimes } = read;
    const isPoints = file.kind === "points";
    const head = header(context, read);
    const words = { date: ownDays ? undefined : date, place_column: place, regimes: regimes ? "true" : undefined };
    let answer: { text: string; notes: string };
    try {
      answer = await api.classify(file.text, isPoints ? "application/geo+json" : "text/csv", words, signal);
    } catch (error) {
      // What is wrong with the file is told beside it, with what may be chosen.
      if (!(error instanceof Problem) || error.status >= 500) throw error;
      return [head, h("p", { class: "note problem", role: "alert" }, error.message), choices(context, read)];
    }
    const { rows } = classified(file.kind, answer.text, answer.notes);
    const points = pointsOf(rows, source);
    context.mark(points);
    const counts = counted(rows, source);
    const wrong = rows.filter((row) => row.error !== null);
    const give = () => save(new Blob([answer.text], { type: isPoints ? "application/geo+json" : "text/csv" }), named(file.name, isPoints ? "geojson" : "csv"));
    return [
      head,
      h("p", {}, h("button", { class: "main", onclick: give }, t("fileDownload"))),
      section(t("fileStated", { source: shortTitle(context, source) }),
        counts.length > 0 && strip(inRow(counts.map(({ stated, count }) => ({ kind: kindOf(stated), size: count }))), null),
        h("ul", { class: "says" }, ...counts.map(({ stated, count }) => h("li", {}, h("div", { class: "status" }, ...[statusLine(stated)]), h("div", { class: "by" }, h("p", {}, h("strong", {}, number(count))))))),
        wrong.length > 0 && h("p", { class: "careful" }, t("fileWrong", { count: wrong.length }), " ", wrong[0]?.error ?? ""),
        points.features.length < rows.length && note(t("fileUnplaced", { count: rows.length - points.features.length })),
        answer.notes && h("p", { class: "note", lang: "en" }, answer.notes)),
      choices(context, read),
      h("p", { class: "careful" }, t("noMovement")),
    ];
  });
}

function header(context: Context, { file, ownDays }: Reading): HTMLElement {
  return h("header", { class: "answer" },
    h("p", { class: "where" }, h("span", {}, ownDays ? t("fileOwnDays") : day(context.store.state.date)), h("button", { class: "quiet", onclick: () => drop(context) }, t("shapeRemove"))),
    h("h2", {}, file.name));
}

/** How the rows are to be read. */
function choices(context: Context, read: Reading): Child {
  const again = () => context.store.set({ fileTurn: context.store.state.fileTurn + 1 });
  const toggle = (word: "fileOwnDays" | "fileRegimes", key: "ownDays" | "regimes") =>
    h("label", { class: "toggle" }, h("input", { type: "checkbox", checked: read[key], "data-layer": key, onchange: (event: Event) => { read[key] = (event.target as HTMLInputElement).checked; again(); } }), h("span", {}, t(word)));
  const columns = read.file.kind === "rows" ? columnsOf(read.file.text) : [];
  return section(t("fileHow"),
    columns.length > 0 && h("label", {}, t("filePlace"), " ", h("select", { onchange: (event: Event) => { read.place = (event.target as HTMLSelectElement).value || null; again(); } },
      h("option", { value: "" }, t("fileByCoordinates")), ...columns.map((column) => h("option", { value: column, selected: column === read.place }, column)))),
    toggle("fileOwnDays", "ownDays"), toggle("fileRegimes", "regimes"));
}

function named(name: string, ending: string): string {
  return `${name.replace(/\.[^.]+$/, "")}-classified.${ending}`;
}
