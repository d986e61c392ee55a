// Military grid references to degrees on WGS 84, after NGA.SIG.0012 (grid letters) and Krüger's series (projection).

export interface LonLat {
  lon: number;
  lat: number;
}

const BANDS = "CDEFGHJKLMNPQRSTUVWX";
const COLUMNS = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
const ROWS = "ABCDEFGHJKLMNPQRSTUV";

/** The middle of the square a reference names; nothing where the text is none. */
export function fromMgrs(text: string): LonLat | null {
  const match = /^(\d{1,2})([C-HJ-NP-X])([A-HJ-NP-Z])([A-HJ-NP-V])(\d*)$/.exec(text.toUpperCase().replace(/[\s-]/g, ""));
  if (!match) return null;
  const [, zoneText = "", band = "", columnLetter = "", rowLetter = "", digits = ""] = match;
  const zone = Number(zoneText);
  if (zone < 1 || zone > 60 || digits.length % 2 !== 0 || digits.length > 10) return null;
  const column = (COLUMNS[(zone - 1) % 3] ?? "").indexOf(columnLetter);
  if (column < 0) return null;
  const size = 10 ** (5 - digits.length / 2);
  const half = digits.length / 2;
  const within = (part: string) => (part === "" ? 0 : Number(part)) * size + size / 2;
  const easting = (column + 1) * 100_000 + within(digits.slice(0, half));
  const row = (ROWS.indexOf(rowLetter) - (zone % 2 === 0 ? 5 : 0) + 20) % 20;
  const south = -80 + 8 * BANDS.indexOf(band);
  const isSouth = south < 0;
  // Rows repeat every 2,000 km: the one within the band is meant.
  for (let cycle = 0; cycle < 5; cycle += 1) {
    const northing = row * 100_000 + cycle * 2_000_000 + within(digits.slice(half));
    const place = fromUtm(zone, easting, isSouth ? northing - 10_000_000 : northing);
    // A square may stick out of its band by its own height.
    if (place.lat >= south - 1 && place.lat <= south + (band === "X" ? 13 : 9)) return place;
  }
  return null;
}

/** Degrees of an easting and a northing from the equator in a UTM zone: Krüger's series to the sixth power of n. */
export function fromUtm(zone: number, easting: number, northing: number): LonLat {
  const n = 1 / (2 * 298.257223563 - 1);
  const radius = (6_378_137 / (1 + n)) * (1 + n ** 2 / 4 + n ** 4 / 64 + n ** 6 / 256);
  const beta = [
    n / 2 - (2 / 3) * n ** 2 + (37 / 96) * n ** 3 - n ** 4 / 360,
    n ** 2 / 48 + n ** 3 / 15 - (437 / 1440) * n ** 4,
    (17 / 480) * n ** 3 - (37 / 840) * n ** 4,
    (4397 / 161280) * n ** 4,
  ];
  const xi = northing / (0.9996 * radius);
  const eta = (easting - 500_000) / (0.9996 * radius);
  let [xi0, eta0] = [xi, eta];
  beta.forEach((b, index) => {
    const k = 2 * (index + 1);
    xi0 -= b * Math.sin(k * xi) * Math.cosh(k * eta);
    eta0 -= b * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const conformal = Math.sin(xi0) / Math.cosh(eta0);
  const lat = geodetic(conformal);
  const lon = Math.atan2(Math.sinh(eta0), Math.cos(xi0));
  return { lon: zone * 6 - 183 + (lon * 180) / Math.PI, lat: (lat * 180) / Math.PI };
}

/** Latitude of the sine of a conformal latitude, by repetition: it settles to a nanometre within six turns. */
function geodetic(sine: number): number {
  const e = Math.sqrt((2 - 1 / 298.257223563) / 298.257223563);
  const t = Math.tan(Math.asin(sine));
  let tau = t;
  for (let turn = 0; turn < 6; turn += 1) {
    const sigma = Math.sinh(e * Math.atanh((e * tau) / Math.hypot(1, tau)));
    const tried = tau * Math.hypot(1, sigma) - sigma * Math.hypot(1, tau);
    tau += ((t - tried) / Math.hypot(1, tried)) * ((1 + (1 - e * e) * tau * tau) / ((1 - e * e) * Math.hypot(1, tau)));
  }
  return Math.atan(tau);
}
