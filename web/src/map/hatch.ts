// Patterns for the map, drawn by hand: MapLibre has no hatching of its own.
import type { Map as MapLibre } from "maplibre-gl";
import type { Palette } from "./palette.ts";

/** Side of a pattern in pixels of the screen's finer grid. */
const SIDE = 24;

/** Puts the patterns of a palette on a map, in the place of those of another. */
export function addHatches(map: MapLibre, palette: Palette): void {
  const patterns: Record<string, ImageData> = {
    // Both parties' colours by turns: neither holds it.
    contested: stripes([palette.russia, palette.ukraine], 0.85, 1, palette.halo),
    // All but covering: the same ground hatched twice looks as hatched once.
    unknown: stripes([palette.hatch], 1, 1, undefined, 6),
    dispute: stripes([palette.dispute], 0.9, -1),
    "claimed-ru": dots(palette.russia),
    "claimed-ua": dots(palette.ukraine),
  };
  for (const [name, image] of Object.entries(patterns)) {
    if (map.hasImage(name)) map.updateImage(name, image);
    else map.addImage(name, image, { pixelRatio: 2 });
  }
}

/** Dots, for what a party says without being shown to hold it. */
function dots(colour: string): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext("2d");
  if (!context) return new ImageData(SIDE, SIDE);
  context.fillStyle = colour;
  for (const [x, y] of [[SIDE / 4, SIDE / 4], [(SIDE * 3) / 4, (SIDE * 3) / 4]] as const) {
    context.beginPath();
    context.arc(x, y, SIDE / 8, 0, 2 * Math.PI);
    context.fill();
  }
  return context.getImageData(0, 0, SIDE, SIDE);
}

/** Slanted stripes in these colours by turns, with a gap of the ground after each; they join over the edges of the pattern. */
function stripes(colours: string[], opacity: number, slant: 1 | -1, ground?: string, thin = 4): ImageData {
  const canvas = document.createElement("canvas");
  canvas.width = SIDE;
  canvas.height = SIDE;
  const context = canvas.getContext("2d");
  if (!context) return new ImageData(SIDE, SIDE);
  // A ground of its own sets a narrow strip off from what lies beside it.
  if (ground) {
    context.globalAlpha = 0.75;
    context.fillStyle = ground;
    context.fillRect(0, 0, SIDE, SIDE);
  }
  context.globalAlpha = opacity;
  context.lineWidth = SIDE / (colours.length * (ground ? 2.6 : thin));
  const apart = SIDE / (colours.length === 1 ? 2 : colours.length);
  for (let turn = -6; turn <= 6; turn += 1) {
    context.strokeStyle = colours[((turn % colours.length) + colours.length) % colours.length] ?? "";
    context.beginPath();
    const x = turn * apart;
    context.moveTo(slant > 0 ? x - SIDE : x + SIDE, 2 * SIDE);
    context.lineTo(slant > 0 ? x + 2 * SIDE : x - 2 * SIDE, -SIDE);
    context.stroke();
  }
  return context.getImageData(0, 0, SIDE, SIDE);
}
