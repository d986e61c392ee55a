// The chart of a source's days: what Russia held of the six regions, and below, what it gained and lost month by month.
import { dayNumber, dayOf } from "../days.ts";
import { h, put, s } from "../dom.ts";
import { area, areaFigure, day, percent, squareKm, t } from "../i18n.ts";
import { isLong, monthOn, pointOn, ticks, type Held, type Month, type Point } from "./series.ts";

/** Pixels for the values on the left, and between chart and edge. */
export const LEFT = 62;
const RIGHT = 8;
const TOP = 8;
/** Parts of the height: what was held, what changed, the years. */
const HELD = 0.56;
const YEARS = 15;

export interface Shown {
  held: Held;
  months: Month[];
  /** The first and the last day. */
  span: [number, number];
  /** The other side of a comparison: its own series, never one with the first. */
  other: { held: Held; name: string } | null;
}

export class Chart {
  readonly element = s("svg", { class: "chart", role: "img" });
  /** What the day under the cursor, else the day shown, is told to be. */
  readonly reading = h("output", { class: "reading", "aria-live": "off" });
  #shown: Shown | null = null;
  #note = "";
  #day = 0;
  #hovered: number | null = null;
  #marks = s("g", {});
  #picked: (date: string) => void;
  /** What is told of the day on the map, where the series goes by longer steps. */
  #exact: Point | null = null;

  constructor(picked: (date: string) => void) {
    this.#picked = picked;
    new ResizeObserver(() => this.#draw()).observe(this.element);
    this.element.addEventListener("pointermove", (event) => this.#hover(this.#dayAt(event)));
    this.element.addEventListener("pointerleave", () => this.#hover(null));
    this.element.addEventListener("click", (event) => {
      // The day that was read: a click is told in whole pixels, a movement more finely.
      const at = this.#hovered ?? this.#dayAt(event);
      if (at !== null) this.#picked(dayOf(at));
    });
  }

  /** Shows a series; where there is none, the note says why. */
  show(shown: Shown | null, note = ""): void {
    this.#shown = shown;
    this.#note = note;
    this.#draw();
    this.#read();
  }

  /** The day on the map. */
  mark(date: string): void {
    this.#day = dayNumber(date);
    this.#mark();
    this.#read();
  }

  /** What the chart tells of a day, in words. */
  tell(at: number): string {
    if (!this.#shown) return "";
    const { held, months, span } = this.#shown;
    const point = this.#exact?.day === at ? this.#exact : at > span[1] ? null : pointOn(held, at);
    const month = monthOn(months, at);
    const parts = [
      // Where days are weeks or months apart, the day that was asked about is said.
      point ? `${point.day === at ? "" : `${day(dayOf(point.day), "short")}: `}${t("readingHeld", { area: area(point.held_m2) })}` : t("noData"),
      point && point.unknown >= 0.0005 && t("notCovered", { share: percent(point.unknown) }),
      month && t(isLong(month) ? "readingLong" : "readingMonth", { gained: area(month.gained_m2), lost: area(month.lost_m2), from: day(dayOf(month.from), "short"), to: day(dayOf(month.to), "short") }),
    ];
    return parts.filter(Boolean).join("; ");
  }

  /** The day on the map, as the service answers it. */
  know(point: Point | null): void {
    this.#exact = point;
    this.#read();
  }

  #hover(at: number | null): void {
    this.#hovered = at;
    this.#mark();
    this.#read();
  }

  #read(): void {
    const at = this.#hovered ?? this.#day;
    put(this.reading, !this.#shown ? this.#note : [h("b", {}, day(dayOf(at), "short")), " ", this.tell(at)]);
  }

  #dayAt(event: MouseEvent): number | null {
    if (!this.#shown) return null;
    const { left, width } = this.element.getBoundingClientRect();
    const [first, last] = this.#shown.span;
    const share = (event.clientX - left - LEFT) / (width - LEFT - RIGHT);
    return Math.round(first + Math.min(1, Math.max(0, share)) * (last - first));
  }

  #x(at: number): number {
    const [first, last] = this.#shown?.span ?? [0, 1];
    return LEFT + ((Math.min(last, Math.max(first, at)) - first) / (last - first || 1)) * (this.element.clientWidth - LEFT - RIGHT);
  }

  #mark(): void {
    if (!this.#shown) return put(this.#marks);
    const line = (at: number, kind: string) => s("line", { x1: this.#x(at), x2: this.#x(at), y1: TOP, y2: this.element.clientHeight - YEARS, class: kind });
    put(this.#marks, line(this.#day, "now-line"), this.#hovered !== null && line(this.#hovered, "hover-line"));
  }

  #draw(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    put(this.element);
    if (!this.#shown || width < 120 || height < 40) return;
    const { held, months, span, other } = this.#shown;
    this.element.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const plot = height - TOP - YEARS;
    const [bottom, middle] = [TOP + plot * HELD, TOP + plot * (HELD + 0.08)];
    const all = [...held.runs, ...(other?.held.runs ?? [])].flat().map((point) => point.held_m2);
    const [low, high] = [Math.min(...all), Math.max(...all)];
    const room = Math.max((high - low) * 0.06, 1e6);
    const y = (m2: number) => bottom - ((m2 - low + room) / (high - low + 2 * room)) * (bottom - TOP);
    const [gained, lost] = [Math.max(1, ...months.map((month) => month.gained_m2)), Math.max(0, ...months.map((month) => month.lost_m2))];
    const scale = (height - YEARS - middle) / (gained + lost);
    const zero = middle + gained * scale;
    const path = (runs: Held["runs"]) => runs.map((run) => `M${run.map((point) => `${this.#x(point.day).toFixed(1)},${y(point.held_m2).toFixed(1)}`).join("L")}${run.length === 1 ? "h1" : ""}`).join("");
    const values = all.length > 0 ? ticks(low - room, high + room, 2.2) : [];
    const label = (text: string, at: number) => s("text", { x: LEFT - 6, y: at, class: "tick", "text-anchor": "end", "dominant-baseline": "middle" }, text);
    put(this.element,
      ...held.gaps.map((gap) => s("rect", { x: this.#x(gap.from - 1), y: TOP, width: Math.max(1, this.#x(gap.to) - this.#x(gap.from - 1)), height: plot, class: "gap-days" }, s("title", {}, t("noData")))),
      ...values.flatMap((m2) => [s("line", { x1: LEFT, x2: width - RIGHT, y1: y(m2), y2: y(m2), class: "grid" }), label(areaFigure(m2), y(m2))]),
      s("text", { x: LEFT - 6, y: height - 1, class: "tick", "text-anchor": "end" }, squareKm()),
      ...months.flatMap((month) => {
        const [from, to] = [this.#x(month.from), this.#x(month.to)];
        const bar = (m2: number, sign: 1 | -1, kind: string) => m2 > 0 && s("rect", { x: from + 0.5, y: sign > 0 ? zero - m2 * scale : zero, width: Math.max(1, to - from - 1), height: Math.max(0.5, m2 * scale), class: `${kind}${isLong(month) ? " long" : ""}` });
        return [bar(month.gained_m2, 1, "bar-gained"), bar(month.lost_m2, -1, "bar-lost")];
      }),
      months.length > 0 && [s("line", { x1: LEFT, x2: width - RIGHT, y1: zero, y2: zero, class: "grid" }), label(`+${areaFigure(gained)}`, middle + 4), lost * scale > 14 && label(`−${areaFigure(lost)}`, height - YEARS - 4)],
      other && s("path", { d: path(other.held.runs), class: "line-other" }, s("title", {}, other.name)),
      s("path", { d: path(held.runs), class: "line-held" }),
      ...this.#dates(span).map(([at, text]) => [s("line", { x1: this.#x(at), x2: this.#x(at), y1: height - YEARS, y2: height - YEARS + 3, class: "grid" }), s("text", { x: this.#x(at), y: height - 1, class: "tick", "text-anchor": "middle" }, text)]),
      this.#marks);
    const ends = held.runs.flat();
    this.element.setAttribute("aria-label", [t("heldOverTime"), ends[0] && `${day(dayOf(ends[0].day))}: ${area(ends[0].held_m2)}`, ends.at(-1) && `${day(dayOf(ends.at(-1)!.day))}: ${area(ends.at(-1)!.held_m2)}`].filter(Boolean).join("; "));
    this.#mark();
  }

  /** Years, or months where the span is short, as far apart as their words are wide. */
  #dates([first, last]: [number, number]): [number, string][] {
    const width = this.element.clientWidth - LEFT - RIGHT;
    const days = last - first;
    const months = days < 800 ? 1 : 12;
    const from = new Date(first * 86_400_000);
    const found: [number, string][] = [];
    const apart = Math.max(1, Math.ceil((64 * days) / width / (months * 30.4)));
    for (let count = 0; ; count += 1) {
      const at = new Date(Date.UTC(from.getUTCFullYear(), months === 12 ? 0 : from.getUTCMonth(), 1));
      at.setUTCMonth(at.getUTCMonth() + count * months * apart);
      const on = at.getTime() / 86_400_000;
      if (on > last) return found;
      if (on < first) continue;
      found.push([on, months === 12 ? String(at.getUTCFullYear()) : day(dayOf(on), "month")]);
    }
  }
}
