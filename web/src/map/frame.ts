// Where a map looks and how much of it is covered: what the picture and the map that moves have in common.
import type { LonLat, View } from "../state.ts";

/** West, south, east, north in degrees. */
export type Box = [number, number, number, number];

/** The six regions, with their sides: where a map begins. */
export const WHOLE: Box = [32.2, 44.2, 40.4, 50.3];
export const MIN_ZOOM = 3.5;
export const MAX_ZOOM = 15;

/** Pixels across the whole world at zoom 0. */
const WORLD = 512;

/** How much of a map is covered by what stands on it. */
export function room(container: HTMLElement): { top: number; right: number; bottom: number; left: number } {
  return container.clientWidth > 700 ? { top: 70, right: 24, bottom: 205, left: 285 } : { top: 60, right: 8, bottom: 110, left: 8 };
}

const across = (lon: number) => lon / 360 + 0.5;
const down = (lat: number) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
const lonOf = (x: number) => (x - 0.5) * 360;
const latOf = (y: number) => (Math.atan(Math.sinh((0.5 - y) * 2 * Math.PI)) * 180) / Math.PI;

/** What a container of that size shows: of a view, or of the whole within the room that is left. */
export function shown(container: HTMLElement, view: View | null): Box {
  const { clientWidth: width, clientHeight: height } = container;
  let [x, y, world]: [number, number, number] = [0, 0, 0];
  if (view) [x, y, world] = [across(view.lon), down(view.lat), WORLD * 2 ** view.zoom];
  else {
    const [west, south, east, north] = WHOLE;
    const { top, right, bottom, left } = room(container);
    world = Math.min((width - left - right) / (across(east) - across(west)), (height - top - bottom) / (down(south) - down(north)));
    world = Math.min(Math.max(world, WORLD * 2 ** MIN_ZOOM), WORLD * 2 ** MAX_ZOOM);
    x = (across(west) + across(east)) / 2 + (right - left) / 2 / world;
    y = (down(north) + down(south)) / 2 + (bottom - top) / 2 / world;
  }
  return [lonOf(x - width / 2 / world), latOf(y + height / 2 / world), lonOf(x + width / 2 / world), latOf(y - height / 2 / world)];
}

/** Tiles that may be asked for in a second while days follow each other. */
const TILES_PER_SECOND = 55;
/** Pixels across a tile. */
const TILE = 512;

/** How long a day must stay, in milliseconds, so that no more tiles are asked for than may be: of one map, or of two. */
export function beat({ clientWidth, clientHeight }: HTMLElement, two: boolean): number {
  // Between two zooms a tile is drawn as small as TILE pixels, and the edges cut one more in each direction.
  const tiles = (Math.ceil(clientWidth / TILE) + 1) * (Math.ceil(clientHeight / TILE) + 1) * (two ? 2 : 1);
  return (tiles / TILES_PER_SECOND) * 1000;
}

/** A place to about a metre: nobody points finer. */
export function rounded(lon: number, lat: number): LonLat {
  const five = (degrees: number) => Math.round(degrees * 1e5) / 1e5;
  return { lon: five(lon), lat: five(lat) };
}

/** The place at a part of a box, 0 to 1 from its upper left corner. */
export function placeIn([west, south, east, north]: Box, x: number, y: number): LonLat {
  return rounded(west + (east - west) * x, latOf(down(north) + (down(south) - down(north)) * y));
}
