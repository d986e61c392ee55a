// The day on the map: a picker, a slider over the source's versions, the chart above it, and playing.
import { api, isGivenUp, Turn } from "../api.ts";
import { shortTitle, sourceOf, spanOf, type Context } from "../context.ts";
import { dayNumber, dayOf, daysBetween, plusDays, stampDay, withinDays } from "../days.ts";
import { h, put } from "../dom.ts";
import { area, day, party as nameOfParty, t } from "../i18n.ts";
import { changed } from "../state.ts";
import type { Changes } from "../types.ts";
import { reasonOf } from "../panel/parts.ts";
import { Chart } from "./chart.ts";
import { heldOf, monthEnd, monthsOf, type Held, type Month } from "./series.ts";

/** Where a day in words must be short. */
const NARROW = matchMedia("(max-width: 60rem)");
/** Steps a second that may be played; none: as fast as they come. */
const PACES = [1, 2, 4, null];
/** Days of a chart that goes by days, and of one that goes by weeks; longer ones go by months. */
const BY_DAYS = 800;
const BY_WEEKS = 1600;
/** A hand that rests this long shows the day it rests on. */
const REST_MS = 120;
/** Days from which months say more than the chart's own line. */
const MONTHS_FROM = 45;

export class TimeBar {
  readonly element = h("section", { class: "time", "aria-label": t("date") });
  #context: Context;
  #drawn: () => Promise<void>;
  /** How long a day stays at least while days follow each other, so that no more tiles are asked for than may be. */
  #beat: () => number;
  #chartTurn = new Turn();
  #otherTurn = new Turn();
  #dayTurn = new Turn();
  #chart = new Chart((date) => this.#go(date));
  #slider = h("input", { type: "range", step: 1, class: "days" });
  #field = h("input", { type: "date", class: "day" });
  #written = h("output", { class: "written", "aria-live": "off" });
  #said = h("p", { class: "delta", role: "status" });
  #play = h("button", { class: "round play" });
  #step = 1;
  #pace: number | null = 2;
  #playing = false;
  #span: [string, string] = ["", ""];
  #held: Held | null = null;
  #months: Month[] = [];
  /** Why there is no chart. */
  #note = "";
  #other: { held: Held; name: string } | null = null;
  /** The day a hand is on while the map still draws another. */
  #wanted: string | null = null;
  #rest: ReturnType<typeof setTimeout> | undefined;
  #isShowing = false;

  /** `drawn` resolves when the day asked for is on the screen. */
  constructor(context: Context, drawn: () => Promise<void>, beat: () => number) {
    this.#context = context;
    this.#drawn = drawn;
    this.#beat = beat;
    this.#slider.addEventListener("input", () => this.#drag(dayOf(Number(this.#slider.value))));
    this.#slider.addEventListener("change", () => this.#settle());
    this.#field.addEventListener("change", () => this.#field.value && this.#go(this.#field.value));
    this.#play.addEventListener("click", () => (this.#playing ? this.stop() : void this.#start()));
    context.store.listen((state, before) => {
      if (changed(state, before, "lang")) this.#build();
      if (changed(state, before, "source", "lang")) void this.#fill();
      if (changed(state, before, "source", "other", "lang") && (state.other?.source !== before.other?.source || changed(state, before, "source", "lang"))) void this.#fillOther();
      if (changed(state, before, "date")) this.#show();
    });
    this.#build();
    this.#bound();
    // The answer and the map come first.
    whenIdle(() => {
      void this.#fill();
      void this.#fillOther();
    });
  }

  /** What was gained and lost since the version before. */
  tell(changes: Changes | null): void {
    const total = changes?.total;
    // Versions may be weeks apart.
    const from = stampDay(changes?.from ?? "");
    const since = !from || daysBetween(from, this.#context.store.state.date) <= 1 ? t("sinceDayBefore") : t("changedSince", { date: day(from, "short") });
    // Each party's change in the same words: what one loses need not be what the other gains.
    const all = [{ party: changes?.party ?? "", total }, ...(changes?.others ?? [])];
    const moved = all.flatMap(({ party, total }) => (total && (total.gained_m2 >= 5000 || total.lost_m2 >= 5000) ? [{ party, ...total }] : []));
    const parties = moved.map((one) => t("gainedLost", { party: nameOfParty(one.party), gained: area(one.gained_m2), lost: area(one.lost_m2) }));
    this.#said.textContent = !total ? "" : moved.length === 0 ? t("noChange", { since }) : t("controlChanged", { parties: parties.join("; "), since });
  }

  stop(): void {
    this.#playing = false;
    this.#button();
  }

  #build(): void {
    const by = (days: number) => () => this.#go(plusDays(this.#context.store.state.date, days));
    const choice = <T>(label: string, values: [T, string][], now: T, choose: (value: T) => void) =>
      h("select", { class: "step", "aria-label": label, title: label, onchange: (event: Event) => choose(values[(event.target as HTMLSelectElement).selectedIndex]?.[0] as T) },
        ...values.map(([value, text]) => h("option", { selected: value === now }, text)));
    const step = choice(t("speed"), [[1, t("step1")], [7, t("step7")], [30, t("step30")]], this.#step, (days) => { this.#step = days; });
    const pace = choice(t("pace"), PACES.map((per) => [per, per === null ? t("paceFull") : t("paceSteps", { count: per })]), this.#pace, (per) => { this.#pace = per; });
    this.#slider.setAttribute("aria-label", t("timeSlider"));
    this.#field.setAttribute("aria-label", t("date"));
    this.element.setAttribute("aria-label", t("date"));
    const toggle = h("button", { class: "quiet chart-toggle", "aria-expanded": String(this.element.classList.contains("open")), onclick: () => {
      const open = this.element.classList.toggle("open");
      toggle.setAttribute("aria-expanded", String(open));
    } }, t("chart"));
    put(this.element,
      h("div", { class: "controls" }, this.#play,
        h("button", { class: "round", "aria-label": t("dayBefore"), title: t("dayBefore"), onclick: by(-1) }, "‹"), this.#field, this.#written,
        h("button", { class: "round", "aria-label": t("dayAfter"), title: t("dayAfter"), onclick: by(1) }, "›"), step, pace, toggle),
      h("div", { class: "told" }, this.#said, this.#chart.reading),
      h("div", { class: "track" }, this.#chart.element, this.#slider));
    this.#button();
    this.#show();
  }

  #button(): void {
    const word = this.#playing ? t("pause") : t("play");
    this.#play.setAttribute("aria-label", word);
    this.#play.title = word;
    this.#play.textContent = this.#playing ? "❚❚" : "▶";
  }

  #go(date: string): void {
    const [first] = this.#span;
    if (Number.isNaN(dayNumber(date)) || date > this.#context.today) return;
    this.#context.store.set({ date: date < first && daysBetween(date, first) === 1 ? first : date });
  }

  /** A hand on the slider: the words follow at once, the map as fast as it can draw, and the day it rests on is always drawn. */
  #drag(date: string): void {
    this.#wanted = date;
    this.#label(date);
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => this.#settle(), REST_MS);
    if (!this.#isShowing) void this.#keepUp();
  }

  async #keepUp(): Promise<void> {
    this.#isShowing = true;
    while (this.#wanted !== null && this.#wanted !== this.#context.store.state.date) {
      this.#go(this.#wanted);
      await Promise.all([this.#drawn(), pause(this.#beat())]);
    }
    this.#isShowing = false;
  }

  #settle(): void {
    clearTimeout(this.#rest);
    const { date } = this.#context.store.state;
    // While days are still drawn the last one wanted comes by itself.
    if (this.#wanted !== null && this.#wanted !== date && !this.#isShowing) this.#go(this.#wanted);
  }

  #show(): void {
    const { date } = this.#context.store.state;
    this.#slider.value = String(dayNumber(withinDays(this.#isShowing && this.#wanted ? this.#wanted : date, ...this.#span)));
    this.#field.value = date;
    this.#label(this.#isShowing && this.#wanted ? this.#wanted : date);
    void this.#know(date);
  }

  /** Asks what was held on the day shown, where the chart's own days are weeks or months apart. */
  async #know(date: string): Promise<void> {
    if (!this.#held || daysBetween(...this.#span) <= BY_DAYS || date < this.#span[0]) return;
    const signal = this.#dayTurn.next();
    const table = await api.areas(this.#context.store.state.source, "all", date, date, "day", signal).catch(() => null);
    // A day without a version of its own is told by none.
    const point = table?.rows.some((row) => (row.age_days ?? 0) > 0) ? null : (table && heldOf(table.rows).runs[0]?.[0]) ?? null;
    if (signal.aborted) return;
    this.#chart.know(point);
    this.#slider.setAttribute("aria-valuetext", [day(date), this.#chart.tell(dayNumber(date))].filter(Boolean).join("; "));
  }

  #label(date: string): void {
    this.#written.textContent = day(date, NARROW.matches ? "short" : "long");
    this.#chart.mark(date);
    this.#slider.setAttribute("aria-valuetext", [day(date), this.#chart.tell(dayNumber(date))].filter(Boolean).join("; "));
  }

  /** The slider's ends, which are the source's. */
  #bound(): [string, string] {
    const [first, last] = spanOf(sourceOf(this.#context, this.#context.store.state.source), this.#context.today);
    // One version is no stretch: a month before it makes it one.
    this.#span = first === last ? [plusDays(first, -30), last] : [first, last];
    this.#slider.min = String(dayNumber(this.#span[0]));
    this.#slider.max = String(dayNumber(this.#span[1]));
    this.#field.max = this.#context.today;
    this.#show();
    return [first, last];
  }

  async #fill(): Promise<void> {
    const { source } = this.#context.store.state;
    [this.#held, this.#months] = [null, []];
    const [first, last] = this.#bound();
    this.#draw();
    this.#note = "";
    if (first === last || source === "") return this.#draw();
    const signal = this.#chartTurn.next();
    const months = monthEnd(first);
    this.#note = t("loading");
    this.#draw();
    const failed = (error: unknown) => {
      if (isGivenUp(error)) return;
      this.#note = reasonOf(error);
      this.#draw();
    };
    await Promise.all([
      this.#heldBy(source, first, last, signal).then((held) => { if (held && !signal.aborted) this.#held = held; this.#draw(); }, failed),
      daysBetween(first, last) < MONTHS_FROM ? null : api.monthly(source, months, last, signal).then((csv) => { if (!signal.aborted) this.#months = monthsOf(csv, "RU"); this.#draw(); }, () => undefined),
    ]);
    if (!signal.aborted) this.#show();
  }

  /** The other side's series, drawn apart. */
  async #fillOther(): Promise<void> {
    const { other, source } = this.#context.store.state;
    this.#other = null;
    const signal = this.#otherTurn.next();
    if (other && other.source !== source) {
      const [first, last] = spanOf(sourceOf(this.#context, other.source), this.#context.today);
      const held = await this.#heldBy(other.source, first > this.#span[0] ? first : this.#span[0], last < this.#span[1] ? last : this.#span[1], signal).catch(() => null);
      if (held && !signal.aborted) this.#other = { held, name: shortTitle(this.#context, other.source) };
    }
    if (!signal.aborted) this.#draw();
  }

  async #heldBy(source: string, first: string, last: string, signal: AbortSignal): Promise<Held | null> {
    if (first >= last) return null;
    const days = daysBetween(first, last);
    const step = days <= BY_DAYS ? "day" : days <= BY_WEEKS ? "week" : "month";
    return heldOf((await api.areas(source, "all", first, last, step, signal)).rows);
  }

  #draw(): void {
    const [first, last] = this.#span.map(dayNumber) as [number, number];
    this.#chart.show(this.#held && { held: this.#held, months: this.#months, span: [first, last], other: this.#other }, this.#note);
  }

  async #start(): Promise<void> {
    const [first, last] = this.#span;
    this.#playing = true;
    this.#button();
    if (this.#context.store.state.date >= last) this.#context.store.set({ date: first });
    while (this.#playing) {
      const next = plusDays(this.#context.store.state.date, this.#step);
      if (next > last) break;
      this.#context.store.set({ date: next });
      await Promise.all([this.#drawn(), pause(this.#pace === null ? this.#beat() : Math.max(this.#beat(), 1000 / this.#pace))]);
    }
    this.stop();
  }
}

function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(act, { timeout: 1500 });
  else setTimeout(act, 300);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
