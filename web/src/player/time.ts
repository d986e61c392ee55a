// Which version stands on a day.

/** The first and last day of each version, as days since 1970-01-01, in order. */
export type Versions = [number, number][];

/** The version that stands on a day; null where none does. */
export function versionOn(versions: Versions, day: number): number | null {
  let [low, high] = [0, versions.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (versions[middle]![0] <= day) low = middle + 1;
    else high = middle;
  }
  // Of several that begin on one day, the last one.
  const version = versions[low - 1];
  return version && day <= version[1] ? low - 1 : null;
}
