import assert from "node:assert/strict";
import { test } from "node:test";
import { dayNumber } from "../src/days.ts";
import { heldOf, isLong, monthEnd, monthOn, monthsOf, pointOn, table, ticks } from "../src/time/series.ts";
import type { AreaRow } from "../src/types.ts";

/** Rows of a source as `areas` answers them: what Russia holds, what nobody is known to hold. */
const rows = (days: [string, string, number, number?][]): AreaRow[] =>
  days.flatMap(([date, version, held, unknown = 0]) => [["held", "RU", held], ["held", "UA", 100 - held - unknown]].map(([status, holder, area]) =>
    ({ date, version, status, holder, area_m2: area, unknown_share: unknown / 100, age_days: dayNumber(date) - dayNumber(version) }) as unknown as AreaRow));

test("days without a version are a gap and break the line", () => {
  const held = heldOf(rows([["2025-01-01", "2025-01-01", 50], ["2025-01-02", "2025-01-02", 51], ["2025-01-03", "2025-01-02", 51], ["2025-01-04", "2025-01-02", 51], ["2025-01-05", "2025-01-05", 54]]));
  assert.deepEqual(held.runs.map((run) => run.map((point) => point.held_m2)), [[50, 51], [54]]);
  assert.deepEqual(held.gaps, [{ from: dayNumber("2025-01-03"), to: dayNumber("2025-01-04") }]);
  assert.equal(pointOn(held, dayNumber("2025-01-03")), null);
  assert.equal(pointOn(held, dayNumber("2025-01-02"))?.held_m2, 51);
});

test("weeks in which a version came are joined, whatever its day", () => {
  const held = heldOf(rows([["2025-01-01", "2025-01-01", 50], ["2025-01-08", "2025-01-06", 51], ["2025-01-15", "2025-01-06", 51], ["2025-01-22", "2025-01-20", 52]]));
  assert.deepEqual(held.runs.map((run) => run.length), [2, 1]);
  assert.equal(held.gaps.length, 1);
});

test("what is covered otherwise is another series", () => {
  // A map that stops drawing a region loses no ground there.
  const held = heldOf(rows([["2025-01-01", "2025-01-01", 50], ["2025-01-02", "2025-01-02", 20, 30], ["2025-01-03", "2025-01-03", 21, 30]]));
  assert.deepEqual(held.runs.map((run) => run.length), [1, 2]);
  assert.deepEqual(held.gaps, []);
});

test("days before the first version are no points", () => {
  assert.deepEqual(heldOf([{ date: "2025-01-01", version: null } as AreaRow]), { runs: [], gaps: [] });
});

const CSV = `source,party,from_date,to_date,from,to,from_age_days,to_age_days,region,name,gained_m2,lost_m2
x,RU,2025-01-31,2025-02-28,2025-01-30,2025-02-28,1,0,ua-14,"Donetsk, Oblast",10,1
x,RU,2025-01-31,2025-02-28,2025-01-30,2025-02-28,1,0,ua-23,Z,5,0
x,UA,2025-01-31,2025-02-28,2025-01-30,2025-02-28,1,0,ua-14,D,1,10
x,RU,2025-02-28,2025-03-31,2025-02-28,2025-02-28,0,31,ua-14,D,0,0
x,RU,2025-03-31,2025-04-30,2025-02-28,2025-04-30,31,0,ua-14,D,7,0
`;

test("months are summed over regions, for one party, and know from which version they are", () => {
  const months = monthsOf(CSV, "RU");
  assert.deepEqual(months.map(({ gained_m2, lost_m2 }) => [gained_m2, lost_m2]), [[15, 1], [7, 0]]);
  assert.deepEqual(months.map(isLong), [false, true]);
  assert.equal(months[1]?.from, dayNumber("2025-02-28"));
  assert.equal(monthOn(months, dayNumber("2025-02-10"))?.gained_m2, 15);
  assert.equal(monthOn(months, dayNumber("2025-01-30")), null);
});

test("a record's months are months, though its last change was long before", () => {
  const record = CSV.replace("2025-02-28,2025-04-30,31,0", "2014-05-01,2025-04-30,0,0");
  assert.equal(monthsOf(record, "RU").some(isLong), false);
});

test("cells in quotes hold commas, quotes and line ends", () => {
  assert.deepEqual(table('a,"b,""c"""\r\n"d\ne",f\n'), [["a", 'b,"c"'], ["d\ne", "f"]]);
});

test("ticks are round and lie between", () => {
  assert.deepEqual(ticks(108_500, 112_100, 2), [110_000, 112_000]);
  assert.deepEqual(ticks(5, 5, 3), []);
  assert.deepEqual(["2022-02-24", "2024-07-08", "2014-12-31"].map(monthEnd), ["2022-03-31", "2024-07-31", "2014-12-31"]);
});
