// Days as the service writes them: `2025-12-02`. No clock, no zone.

const A_DAY_MS = 86_400_000;

/** Days since 1970-01-01; not a number where the text is no day. */
export function dayNumber(day: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return Number.NaN;
  const ms = Date.parse(`${day}T00:00:00Z`);
  // 2025-02-31 is read by some engines as 2025-03-03.
  return new Date(ms || 0).toISOString().startsWith(day) ? ms / A_DAY_MS : Number.NaN;
}

/** The day of a number of days since 1970-01-01. */
export function dayOf(number: number): string {
  return new Date(number * A_DAY_MS).toISOString().slice(0, 10);
}

/** The day so many days later. */
export function plusDays(day: string, days: number): string {
  return dayOf(dayNumber(day) + days);
}

/** Days from one day to another. */
export function daysBetween(from: string, to: string): number {
  return dayNumber(to) - dayNumber(from);
}

/** The day of a stamp, which may have a time. */
export function stampDay(stamp: string): string {
  return stamp.slice(0, 10);
}

export function isDay(text: string): boolean {
  return !Number.isNaN(dayNumber(text));
}

/** The day, or the nearer end of a stretch it lies outside of. */
export function withinDays(day: string, first: string, last: string): string {
  return day < first ? first : day > last ? last : day;
}
