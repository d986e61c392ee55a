// How old what is shown is, and how far its line may have moved since: figures of the service's own answers.
import { api } from "../api.ts";
import { shortTitle, sourceOf, spanOf, type Context } from "../context.ts";
import { daysBetween } from "../days.ts";
import { h, type Child } from "../dom.ts";
import { day, distance, t } from "../i18n.ts";
import type { Aged } from "../types.ts";

/** The sources that come with the program. */
const BUILT_IN = ["ua-official-list", "viina"];

/** How far a line may have moved since its version, in metres: what the answer's margin holds beside the source's own error. */
export function movedSince(context: Pick<Context, "sources">, { source, uncertain_within_m: within }: Pick<Aged, "source" | "uncertain_within_m">): number | null {
  const error = sourceOf(context, source)?.precision_m;
  return within === null || within === undefined || error === undefined || within <= error ? null : within - error;
}

/** "Version of 7 May 2025, 209 days old; the line may have moved up to 25 km since." */
export function oldWords(version: string, count: number, moved: number | null): string {
  const old = t("versionOld", { count, date: day(version) });
  return moved === null ? `${old}: ${t("nearMayChange")}.` : `${old}; ${t("mayHaveMoved", { distance: distance(moved) })}.`;
}

/** Of answers that rest on a version past its source's limit of age: how old it is, in amber. */
export function oldNote(context: Context, answers: Aged[]): Child {
  const old = new Map<string, string>();
  for (const answer of answers) {
    if (!answer.stale || !answer.version) continue;
    const words = typeof answer.age_days === "number" ? oldWords(answer.version, answer.age_days, movedSince(context, answer)) : `${t("asLastKnown", { date: day(answer.version) })}: ${t("nearMayChange")}`;
    old.set(`${answer.source} ${answer.version}`, words);
  }
  return [...old.values()].map((words) => h("p", { class: "careful aged" }, words));
}

/** Days from the newest day that a source speaks of to today, where the day shown is that day and it is longer than the source itself calls new. */
export function daysOld(context: Context, id: string, date: string): number | null {
  const source = sourceOf(context, id);
  const [, last] = spanOf(source, context.today);
  const count = daysBetween(last, context.today);
  return source && date === last && count > source.stale_after_days ? count : null;
}

/** How far the line of a source may have moved to this day, as the service answers for today. */
export async function movedToday(context: Context, id: string): Promise<number | null> {
  const { rows } = await api.areas(id, "all", context.today, context.today, "day");
  return rows[0] ? movedSince(context, rows[0]) : null;
}

/** Of the newest day that a source speaks of: how long ago that was, and how far its line may have moved since. */
export function newestNote(context: Context, id: string, date: string): Child {
  const count = daysOld(context, id, date);
  if (count === null) return null;
  const note = h("p", { class: "careful aged newest" }, t("newestData", { count, date: day(date) }));
  void movedToday(context, id).then((moved) => moved !== null && note.append(` ${t("sinceThen")} ${t("mayHaveMoved", { distance: distance(moved) })}.`), () => undefined);
  return note;
}

/** With the data that come with the program alone: what they are, and how to bring newer. */
export function builtInNote(context: Context): Child {
  const loaded = context.sources.filter((source) => source.last_version);
  if (loaded.length === 0 || loaded.some((source) => !BUILT_IN.includes(source.id))) return null;
  const until = loaded.map((source) => t("sourceUntil", { source: shortTitle(context, source.id), date: day(spanOf(source, context.today)[1], "short") })).join("; ");
  return h("details", { class: "built-in" }, h("summary", {}, t("builtIn", { sources: until })),
    h("p", { class: "note" }, t("builtInWhat")),
    h("p", { class: "note" }, t("builtInNewer"), " ", h("code", {}, "contactline sync SOURCE --data store"), ", ", h("code", {}, "contactline import --data store FILES"), ", ", h("code", {}, "contactline serve --data store"), "."));
}
