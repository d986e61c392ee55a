// The length of a scale bar: a round number of metres that fits.
/** Metres of a pixel at a latitude and zoom, where a tile is 512 pixels wide. */
export function metresOfPixel(lat: number, zoom: number): number {
  return (40_075_016.686 * Math.cos((lat * Math.PI) / 180)) / (512 * 2 ** zoom);
}

/** The longest round length, in metres, of at most so many pixels. */
export function scaleOf(lat: number, zoom: number, pixels: number): { metres: number; pixels: number } {
  const metre = metresOfPixel(lat, zoom);
  const most = pixels * metre;
  const power = 10 ** Math.floor(Math.log10(most));
  const metres = ([5, 2, 1].find((times) => times * power <= most) ?? 1) * power;
  return { metres, pixels: metres / metre };
}
