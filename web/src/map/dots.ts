// Points for pieces of ground that are too small to be seen at the scale of a country.
import type { Feature, FeatureCollection, Position } from "geojson";

/** Less than this is no piece worth a sign, in square metres. */
const LEAST_M2 = 50_000;

/** A point in the middle of each piece's largest part, with the piece's properties. */
export function dotsOf(pieces: FeatureCollection): FeatureCollection {
  const features = pieces.features.flatMap(({ geometry, properties }): Feature[] => {
    const polygons = geometry?.type === "MultiPolygon" ? geometry.coordinates : geometry?.type === "Polygon" ? [geometry.coordinates] : [];
    if (polygons.length === 0 || Number(properties?.["area_m2"] ?? 0) < LEAST_M2) return [];
    const middle = polygons.map((rings) => middleOf(rings[0] ?? [])).reduce((a, b) => (a.area >= b.area ? a : b));
    return [{ type: "Feature", properties, geometry: { type: "Point", coordinates: middle.at } }];
  });
  return { type: "FeatureCollection", features };
}

/** Area of a ring in square degrees, and its centre of gravity. */
function middleOf(ring: Position[]): { at: Position; area: number } {
  let [area, x, y] = [0, 0, 0];
  const [[fromX = 0, fromY = 0] = []] = ring;
  for (let k = 0; k + 1 < ring.length; k += 1) {
    // Seen from the first corner: small rings far from 0, 0 lose no digits.
    const [[ax = 0, ay = 0], [bx = 0, by = 0]] = [ring[k] as Position, ring[k + 1] as Position];
    const cross = (ax - fromX) * (by - fromY) - (bx - fromX) * (ay - fromY);
    area += cross;
    x += (ax + bx - 2 * fromX) * cross;
    y += (ay + by - 2 * fromY) * cross;
  }
  return { at: area === 0 ? [fromX, fromY] : [fromX + x / (3 * area), fromY + y / (3 * area)], area: Math.abs(area / 2) };
}
