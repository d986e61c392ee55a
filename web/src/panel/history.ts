// A place over time: a strip for each source, drawn to one scale.
import { dayNumber, dayOf, stampDay } from "../days.ts";
import { h } from "../dom.ts";
import { day, stated, t } from "../i18n.ts";
import { shortTitle, type Context } from "../context.ts";
import type { History, Stretch } from "../types.ts";
import { kindOf, strip } from "./strip.ts";

export function historyStrips(context: Context, history: History): HTMLElement {
  const spoken = history.sources.filter((source) => source.first_version && source.last_version);
  const first = Math.min(...spoken.map((s) => dayNumber(stampDay(s.first_version ?? ""))));
  const last = Math.max(...spoken.map((s) => dayNumber(stampDay(s.last_version ?? ""))), first + 1);
  const x = (at: number) => (Math.min(last, Math.max(first, at)) - first) / (last - first);
  const now = x(dayNumber(context.store.state.date));
  const strips = spoken.map((source) => {
    const end = dayNumber(stampDay(source.last_version ?? "")) + 1;
    const until = (stretch: Stretch) => (stretch.end ? dayNumber(stretch.end) + 1 : end);
    // After its last version a source only grows old: that is no turn of the place.
    const known = source.intervals.filter((stretch) => !stretch.start || dayNumber(stampDay(stretch.start)) < end);
    const bars = known.map((stretch) => {
      const from = stretch.start ? dayNumber(stampDay(stretch.start)) : first;
      return { kind: kindOf(stretch), from: x(from), to: x(until(stretch)), title: spell(stretch) };
    });
    const gaps = source.gaps.map((gap) => {
      return { kind: "gap", from: gap.start ? x(dayNumber(gap.start)) : 0, to: gap.end ? x(dayNumber(gap.end) + 1) : 1, title: t("noData") };
    });
    const picture = strip([...bars, ...gaps], `${shortTitle(context, source.source)}: ${known.map(spell).join("; ")}`, now);
    const turn = known.at(-1);
    const since = known.length > 1 && turn?.start ? turn.start : null;
    return h("li", {},
      h("span", { class: "strip-name" }, shortTitle(context, source.source),
        since && h("button", { class: "link", onclick: () => context.store.set({ date: stampDay(since) }) }, t("stretchOpen", { status: stated(turn as Stretch), from: day(since, "short") }))),
      picture);
  });
  const axis = h("div", { class: "axis" }, h("span", {}, day(dayOf(first), "short")), h("span", {}, day(dayOf(last), "short")));
  return h("div", {}, h("ul", { class: "strips" }, ...strips), axis);
}

function spell(stretch: Stretch): string {
  const [status, from, to] = [stated(stretch), stretch.start ? day(stretch.start, "short") : "…", stretch.end ? day(stretch.end, "short") : null];
  return to ? t("stretch", { status, from, to }) : t("stretchOpen", { status, from });
}
