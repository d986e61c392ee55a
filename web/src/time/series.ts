// What the time chart shows, out of the service's answers: what was held day by day, and what changed month by month. What no
// version tells is a gap, and what was covered otherwise is another series: neither is joined.
import { dayNumber, stampDay } from "../days.ts";
import type { AreaRow } from "../types.ts";

/** What was held on a day. */
export interface Point {
  day: number;
  held_m2: number;
  /** Share of the whole of which the source does not speak. */
  unknown: number;
  /** The day of the version that tells it. */
  version: string;
}

/** A stretch of days that no version tells of, both included. */
export interface Gap {
  from: number;
  to: number;
}

export interface Held {
  /** Stretches of points that may be joined. */
  runs: Point[][];
  gaps: Gap[];
}

/** Gains and losses from one version to another, about a month apart; wider where no version lies between. */
export interface Month {
  from: number;
  to: number;
  gained_m2: number;
  lost_m2: number;
}

/** By how much of the whole what is not known may differ from one point to the next in one series. */
const SAME_COVER = 0.02;
/** A month has no more days. */
const A_MONTH = 31;

/** What `areas` answers by days, weeks or months, as stretches and gaps. A point without a version of its own is a gap. */
export function heldOf(rows: AreaRow[]): Held {
  const points = new Map<string, Point & { age: number }>();
  for (const row of rows) {
    if (!row.version) continue;
    const point = points.get(row.date) ?? { day: dayNumber(row.date), held_m2: 0, unknown: row.unknown_share, version: stampDay(row.version), age: row.age_days ?? 0 };
    if (row.status === "held" && row.holder === "RU") point.held_m2 += row.area_m2;
    points.set(row.date, point);
  }
  const held: Held = { runs: [], gaps: [] };
  let before: (Point & { age: number }) | null = null;
  for (const point of points.values()) {
    const { age, ...said } = point;
    // No version since the point before, whose day tells already what there is to tell.
    const isGap = before !== null && age > 0 && point.day - age <= before.day;
    const run = held.runs.at(-1);
    if (isGap && before) {
      const gap = held.gaps.at(-1);
      if (gap && gap.to === before.day) gap.to = point.day;
      else held.gaps.push({ from: before.day + 1, to: point.day });
    } else if (run && before && run.at(-1)?.day === before.day && Math.abs(before.unknown - said.unknown) < SAME_COVER) {
      run.push(said);
    } else {
      // What was last known before a gap of one step ends where the next version begins: that much is hidden by no gap.
      held.runs.push([said]);
    }
    before = point;
  }
  return held;
}

/** The point that tells of a day: the last one at or before it in its stretch; none in a gap. */
export function pointOn({ runs, gaps }: Held, day: number): Point | null {
  if (gaps.some((gap) => gap.from <= day && day <= gap.to)) return null;
  return runs.flat().findLast((point) => point.day <= day) ?? null;
}

/** The months of `changes` by steps as CSV, of all regions together, as one party's gains and losses. */
export function monthsOf(csv: string, party: string): Month[] {
  const [head = [], ...rows] = table(csv);
  const column = (name: string) => head.indexOf(name);
  const who = column("party");
  const [gained, lost] = [column("gained_m2"), column("lost_m2")];
  const [from, to] = [column("from"), column("to")];
  // A record tells of its days though nothing changed on them: a version's own day counts only as far as it is old by then.
  const told = (row: string[], end: string) => dayNumber(row[column(`${end}_date`)] ?? "") - Number(row[column(`${end}_age_days`)]);
  const months = new Map<string, Month>();
  for (const row of rows) {
    if (row[who] !== party || row[from] === row[to]) continue;
    const key = `${row[from]} ${row[to]}`;
    const month = months.get(key) ?? { from: told(row, "from"), to: told(row, "to"), gained_m2: 0, lost_m2: 0 };
    month.gained_m2 += Number(row[gained]);
    month.lost_m2 += Number(row[lost]);
    months.set(key, month);
  }
  return [...months.values()];
}

/** Whether what changed is of more than a month, for want of versions between. */
export function isLong(month: Month): boolean {
  return month.to - month.from > A_MONTH + 7;
}

/** The change that a day lies in. */
export function monthOn(months: Month[], day: number): Month | null {
  return months.find((month) => month.from < day && day <= month.to) ?? null;
}

/** The last day of a day's month, or of the next where it has fewer than 31: steps of a month from there end with each month. */
export function monthEnd(day: string): string {
  const [year = 0, month = 1] = day.split("-").map(Number);
  const end = new Date(Date.UTC(year, month, 0));
  return end.getUTCDate() === A_MONTH ? end.toISOString().slice(0, 10) : new Date(Date.UTC(year, month + 1, 0)).toISOString().slice(0, 10);
}

/** Round values between two, about `count` of them. */
export function ticks(low: number, high: number, count: number): number[] {
  if (!(high > low)) return [];
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  return Array.from({ length: Math.floor(high / step) - first + 1 }, (_, index) => (first + index) * step);
}

/** Rows of a CSV, with what stands in quotes. */
export function table(csv: string, between = ","): string[][] {
  const rows: string[][] = [[]];
  let [cell, quoted] = ["", false];
  for (let at = 0; at < csv.length; at += 1) {
    const sign = csv[at] as string;
    if (quoted && sign === '"' && csv[at + 1] === '"') { cell += sign; at += 1; }
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === between || sign === "\n")) {
      rows.at(-1)?.push(cell.replace(/\r$/, ""));
      cell = "";
      if (sign === "\n") rows.push([]);
    } else cell += sign;
  }
  if (cell !== "" || (rows.at(-1)?.length ?? 0) > 0) rows.at(-1)?.push(cell);
  return rows.filter((row) => row.length > 0);
}
