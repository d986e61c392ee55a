// A place over time: a strip for each source, drawn to one scale.
import { dayNumber, dayOf, stampDay } from "../days.ts";
import { h, s } from "../dom.ts";
import { day, stated, t } from "../i18n.ts";
import { shortTitle, type Context } from "../context.ts";
import type { History, Stretch } from "../types.ts";

const WIDTH = 1000;
const HEIGHT = 14;

export function historyStrips(context: Context, history: History): HTMLElement {
  const spoken = history.sources.filter((source) => source.first_version && source.last_version);
  const first = Math.min(...spoken.map((s) => dayNumber(stampDay(s.first_version ?? ""))));
  const last = Math.max(...spoken.map((s) => dayNumber(stampDay(s.last_version ?? ""))), first + 1);
  const x = (at: number) => ((Math.min(last, Math.max(first, at)) - first) / (last - first)) * WIDTH;
  const now = x(dayNumber(context.store.state.date));
  const strips = spoken.map((source) => {
    const end = dayNumber(stampDay(source.last_version ?? "")) + 1;
    const until = (stretch: Stretch) => (stretch.end ? dayNumber(stretch.end) + 1 : end);
    // After its last version a source only grows old: that is no turn of the place.
    const known = source.intervals.filter((stretch) => !stretch.start || dayNumber(stampDay(stretch.start)) < end);
    const bars = known.map((stretch) => {
      const from = stretch.start ? dayNumber(stampDay(stretch.start)) : first;
      const width = Math.max(2, x(until(stretch)) - x(from));
      const kind = stretch.status === "held" ? `held-${stretch.holder === "UA" ? "ua" : "ru"}` : stretch.status;
      return s("rect", { x: x(from), y: 0, width, height: HEIGHT, class: `bar ${kind}` }, s("title", {}, spell(stretch)));
    });
    const gaps = source.gaps.map((gap) => {
      const from = gap.start ? x(dayNumber(gap.start)) : 0;
      const to = gap.end ? x(dayNumber(gap.end) + 1) : WIDTH;
      return s("rect", { x: from, y: HEIGHT - 3, width: Math.max(1, to - from), height: 3, class: "gap" }, s("title", {}, t("noData")));
    });
    const picture = s("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", class: "strip", role: "img", "aria-label": `${shortTitle(context, source.source)}: ${known.map(spell).join("; ")}` },
      ...bars, ...gaps, s("line", { x1: now, x2: now, y1: 0, y2: HEIGHT, class: "now" }));
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
