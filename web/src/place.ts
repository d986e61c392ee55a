// Coordinates as people write them: decimal degrees, degrees with minutes and seconds, MGRS, geo: addresses.
import { fromMgrs, type LonLat } from "./mgrs.ts";

export type { LonLat } from "./mgrs.ts";

/** The place a text names by coordinates; nothing where it names none: it may be a name. */
export function parsePlace(text: string): LonLat | null {
  const trimmed = text.trim();
  return geoAddress(trimmed) ?? mapAddress(trimmed) ?? fromMgrs(trimmed) ?? sexagesimal(trimmed) ?? decimal(trimmed);
}

/** `geo:48.28,37.177;u=10`, latitude first (RFC 5870). */
function geoAddress(text: string): LonLat | null {
  const match = /^geo:\s*(-?[\d.]+),(-?[\d.]+)/i.exec(text);
  return match ? checked(Number(match[2]), Number(match[1])) : null;
}

/** The place in the address of a web map: `#map=12/48.28/37.177` or `@48.28,37.177`. */
function mapAddress(text: string): LonLat | null {
  if (!/^https?:\/\//.test(text)) return null;
  const match = /#map=[\d.]+\/(-?[\d.]+)\/(-?[\d.]+)/.exec(text) ?? /[@=](-?\d+\.\d+),(-?\d+\.\d+)/.exec(text);
  return match ? checked(Number(match[2]), Number(match[1])) : null;
}

const DIRECTION = /[NSEW]|пн\.?|пд\.?|сх\.?|зх\.?/giu;
const LETTERS: Record<string, "N" | "S" | "E" | "W"> = { n: "N", s: "S", e: "E", w: "W", пн: "N", пд: "S", сх: "E", зх: "W" };

/** `48°16'48"N 37°10'37"E`, `48 16.8 N, 37 10.6 E`, `N48.28 E37.177`. */
function sexagesimal(text: string): LonLat | null {
  const letters = [...text.matchAll(DIRECTION)].map((m) => LETTERS[m[0].toLowerCase().replace(".", "")]);
  if (letters.length !== 2 || letters.includes(undefined) || /[a-zа-яіїє]{3,}/iu.test(text)) return null;
  const parts = text.split(DIRECTION).filter((part) => /\d/.test(part));
  const [first, second] = parts;
  if (parts.length !== 2 || first === undefined || second === undefined) return null;
  const values = [degrees(first), degrees(second)];
  const place: Partial<Record<"lon" | "lat", number>> = {};
  letters.forEach((letter, index) => {
    const value = (values[index] ?? Number.NaN) * (letter === "S" || letter === "W" ? -1 : 1);
    place[letter === "N" || letter === "S" ? "lat" : "lon"] = value;
  });
  return checked(place.lon ?? Number.NaN, place.lat ?? Number.NaN);
}

function degrees(text: string): number {
  const numbers = text.replaceAll(",", ".").match(/\d+(?:\.\d+)?/g)?.map(Number) ?? [];
  const [whole = Number.NaN, minutes = 0, seconds = 0] = numbers;
  if (numbers.length > 3 || minutes >= 60 || seconds >= 60) return Number.NaN;
  return whole + minutes / 60 + seconds / 3600;
}

/**
 * Two decimal numbers. The regions lie between 44 and 53 degrees north and 22 and 41 east, so the order is told by the
 * numbers where they can only be one; else latitude comes first, as people write it.
 */
function decimal(text: string): LonLat | null {
  const match = /^\(?\s*(-?\d{1,3}(?:[.,]\d+)?)°?\s*[,;\s]\s*(-?\d{1,3}(?:[.,]\d+)?)°?\s*\)?$/.exec(text);
  if (!match) return null;
  const [first, second] = [match[1] ?? "", match[2] ?? ""].map((part) => Number(part.replace(",", ".")));
  if (first === undefined || second === undefined) return null;
  const isLat = (n: number) => n >= 43 && n <= 53;
  const isLon = (n: number) => n >= 21 && n <= 41.5;
  return isLon(first) && isLat(second) ? checked(first, second) : checked(second, first);
}

function checked(lon: number, lat: number): LonLat | null {
  const is = Number.isFinite(lon) && Number.isFinite(lat) && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
  return is ? { lon: round(lon), lat: round(lat) } : null;
}

/** Six decimals: a tenth of a metre. */
export function round(degree: number): number {
  return Math.round(degree * 1e6) / 1e6;
}
