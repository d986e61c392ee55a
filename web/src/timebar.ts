// The day on the map: a slider over the source's versions, a chart of what Russia held behind it, and playing.
import { api, Turn } from "./api.ts";
import { sourceOf, spanOf, type Context } from "./context.ts";
import { dayNumber, dayOf, daysBetween, plusDays, stampDay, withinDays } from "./days.ts";
import { h, put, s } from "./dom.ts";
import { area, day, party as nameOfParty, t } from "./i18n.ts";
import { changed } from "./state.ts";
import type { Changes } from "./types.ts";

/** How long a day stays on the screen while days play, at least. */
const BEAT_MS = 350;
/** Days from which the chart goes by weeks. */
const LONG = 200;

export class TimeBar {
  readonly element = h("section", { class: "time", "aria-label": t("date") });
  #context: Context;
  #drawn: () => Promise<void>;
  #chartTurn = new Turn();
  #chart = s("svg", { class: "spark", viewBox: "0 0 1000 40", preserveAspectRatio: "none", "aria-hidden": "true" });
  #slider = h("input", { type: "range", step: 1, class: "days" });
  #field = h("input", { type: "date", class: "day" });
  #said = h("p", { class: "delta", role: "status" });
  #play = h("button", { class: "round play" });
  #step = 1;
  #playing = false;
  #span: [string, string] = ["", ""];

  /** `drawn` resolves when the day asked for is on the screen. */
  constructor(context: Context, drawn: () => Promise<void>) {
    this.#context = context;
    this.#drawn = drawn;
    this.#slider.addEventListener("input", () => this.#go(dayOf(Number(this.#slider.value))));
    this.#field.addEventListener("change", () => this.#field.value && this.#go(this.#field.value));
    this.#play.addEventListener("click", () => (this.#playing ? this.stop() : void this.#start()));
    context.store.listen((state, before) => {
      if (changed(state, before, "lang")) this.#build();
      if (changed(state, before, "source", "lang")) void this.#fill();
      if (changed(state, before, "date")) this.#show();
    });
    this.#build();
    void this.#fill();
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
    const step = h("select", { class: "step", "aria-label": t("speed"), onchange: (event: Event) => { this.#step = Number((event.target as HTMLSelectElement).value); } },
      ...([[1, t("step1")], [7, t("step7")], [30, t("step30")]] as const).map(([days, text]) => h("option", { value: days, selected: days === this.#step }, text)));
    this.#slider.setAttribute("aria-label", t("timeSlider"));
    this.#field.setAttribute("aria-label", t("date"));
    this.element.setAttribute("aria-label", t("date"));
    put(this.element,
      h("div", { class: "controls" }, this.#play,
        h("button", { class: "round", "aria-label": t("dayBefore"), title: t("dayBefore"), onclick: by(-1) }, "‹"), this.#field,
        h("button", { class: "round", "aria-label": t("dayAfter"), title: t("dayAfter"), onclick: by(1) }, "›"), step, this.#said),
      h("div", { class: "track" }, this.#chart, this.#slider));
    this.#button();
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

  #show(): void {
    const { date } = this.#context.store.state;
    this.#slider.value = String(dayNumber(withinDays(date, ...this.#span)));
    this.#slider.setAttribute("aria-valuetext", day(date));
    this.#field.value = date;
  }

  /** The slider's ends and the chart, which are the source's. */
  async #fill(): Promise<void> {
    const { source, date } = this.#context.store.state;
    const [first, last] = spanOf(sourceOf(this.#context, source), this.#context.today);
    // One version is no stretch: a month before it makes it one.
    this.#span = first === last ? [plusDays(first, -30), last] : [first, last];
    this.#slider.min = String(dayNumber(this.#span[0]));
    this.#slider.max = String(dayNumber(this.#span[1]));
    this.#field.max = this.#context.today;
    this.#show();
    put(this.#chart);
    if (first === last || source === "") return;
    const step = daysBetween(first, last) > LONG ? (daysBetween(first, last) > 8 * LONG ? "month" : "week") : "day";
    const table = await api.areas(source, "all", first, last, step, this.#chartTurn.next()).catch(() => null);
    if (!table || date === "") return;
    const held = new Map<string, number>();
    for (const row of table.rows) if (row.version) held.set(row.date, (held.get(row.date) ?? 0) + (row.status === "held" && row.holder === "RU" ? row.area_m2 : 0));
    this.#line([...held].map(([on, m2]) => [dayNumber(on), m2]));
  }

  #line(points: [number, number][]): void {
    if (points.length < 2) return;
    const [first, last] = this.#span.map(dayNumber) as [number, number];
    const [low, high] = [Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))];
    const at = ([on, m2]: [number, number]) => `${(((on - first) / (last - first)) * 1000).toFixed(1)},${(36 - ((m2 - low) / (high - low || 1)) * 32).toFixed(1)}`;
    const path = points.map(at).join(" L");
    put(this.#chart,
      s("path", { d: `M${path} L1000,40 L0,40 Z`, class: "spark-fill" }),
      s("path", { d: `M${path}`, class: "spark-line", "vector-effect": "non-scaling-stroke" }));
    this.#chart.parentElement?.setAttribute("title", `${t("heldOverTime")}: ${area(low)} – ${area(high)}`);
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
      await Promise.all([this.#drawn(), new Promise((resolve) => setTimeout(resolve, BEAT_MS))]);
    }
    this.stop();
  }
}
