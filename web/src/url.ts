// The state in the address, after the #: a link shows what its sender saw, and the part after # is never sent to a server.
import { isDay } from "./days.ts";
import { DRAWN, LAYERS, TABS, type Layer, type State } from "./state.ts";

/** The state that stands in an address; what it does not name, or names wrongly, is left to `usual`. */
export function fromUrl(hash: string, usual: State): State {
  const words = new URLSearchParams(hash.replace(/^[#?]/, ""));
  const word = <T extends string>(name: string, allowed: readonly T[]): T | undefined =>
    allowed.find((a) => a === words.get(name));
  const day = words.get("date") ?? "";
  const [lon, lat] = numbers(words.get("at"), ",");
  const [zoom, viewLat, viewLon] = numbers(words.get("map"), "/");
  const [otherSource, otherDate = ""] = (words.get("with") ?? "").split("@");
  const swipe = words.has("swipe") ? Number(words.get("swipe")) / 100 : Number.NaN;
  const corners = (words.get("shape") ?? "").split(";").map((corner) => numbers(corner, ","));
  const shape = corners.filter((c): c is [number, number] => c.length === 2 && isPlace(c[0], c[1]));
  const layers = words.get("show")?.split(",").filter((l): l is Layer => LAYERS.includes(l as Layer));
  return {
    ...usual,
    lang: word("lang", ["en", "uk"] as const) ?? usual.lang,
    theme: word("theme", ["auto", "light", "dark"] as const) ?? usual.theme,
    tab: word("tab", TABS) ?? usual.tab,
    date: isDay(day) ? day : usual.date,
    source: words.get("source") ?? usual.source,
    other: otherSource && isDay(otherDate) ? { source: otherSource, date: otherDate } : usual.other,
    swipe: swipe >= 0 && swipe <= 1 ? swipe : usual.swipe,
    place: isPlace(lon, lat) ? { lon: lon as number, lat: lat as number } : usual.place,
    name: words.get("name") ?? usual.name,
    claimant: words.get("claimant") ?? usual.claimant,
    within: words.get("in") ?? usual.within,
    proposal: words.get("proposal") ?? usual.proposal,
    beside: words.get("beside")?.split(",").filter(Boolean) ?? usual.beside,
    set: words.has("set") ? pairs(words.get("set") ?? "") : usual.set,
    shape: shape.length >= 3 ? shape : usual.shape,
    layers: layers ?? usual.layers,
    view: isPlace(viewLon, viewLat) && (zoom ?? -1) >= 0
      ? { lon: viewLon as number, lat: viewLat as number, zoom: zoom as number }
      : usual.view,
  };
}

/** The address of a state: what is as usual is left out. */
export function toUrl(state: State, usual: State): string {
  const words: [string, string][] = [];
  const say = (name: string, value: string | null, unless: string | null) => {
    if (value !== null && value !== unless) words.push([name, value]);
  };
  // The day and the source always stand there: what is usual today is another tomorrow.
  say("date", state.date, null);
  say("source", state.source || null, null);
  if (state.place) say("at", `${sixDecimals(state.place.lon)},${sixDecimals(state.place.lat)}`, null);
  say("name", state.name, null);
  say("tab", state.tab, usual.tab);
  if (state.other) {
    say("with", `${state.other.source}@${state.other.date}`, null);
    say("swipe", String(Math.round(state.swipe * 100)), "50");
  }
  say("claimant", state.claimant, usual.claimant);
  say("in", state.within, null);
  say("proposal", state.proposal, null);
  say("beside", state.beside.join(","), "");
  say("set", Object.entries(state.set).map(([name, value]) => `${name}:${value}`).join(","), "");
  if (state.shape) say("shape", state.shape.map(([lon, lat]) => `${round4(lon)},${round4(lat)}`).join(";"), null);
  say("show", state.layers.join(","), DRAWN.join(","));
  say("lang", state.lang, null);
  say("theme", state.theme, "auto");
  if (state.view) {
    const { zoom, lat, lon } = state.view;
    say("map", `${zoom.toFixed(2)}/${lat.toFixed(4)}/${lon.toFixed(4)}`, null);
  }
  // Signs that may stand after # as they are stay readable.
  const written = (value: string) => encodeURIComponent(value).replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3B", ";").replaceAll("%40", "@").replaceAll("%3A", ":");
  return `#${words.map(([name, value]) => `${name}=${written(value)}`).join("&")}`;
}

/** The same for an address whose words a server reads: after `?`. */
export const afterQuestionMark = (state: State): string => toUrl(state, { ...state, tab: "place", claimant: "RU" }).slice(1);

/** name:value,name:value */
function pairs(text: string): Record<string, string> {
  const all = text.split(",").map((pair) => pair.split(":")).filter(([name, value]) => name && value);
  return Object.fromEntries(all.map(([name, value]) => [name, value]));
}

function numbers(text: string | null, between: string): number[] {
  return text ? text.split(between).map((part) => (part.trim() === "" ? Number.NaN : Number(part))) : [];
}

function isPlace(lon: number | undefined, lat: number | undefined): boolean {
  return lon !== undefined && lat !== undefined && Math.abs(lon) <= 180 && Math.abs(lat) <= 90;
}

function round4(degree: number): number {
  return Math.round(degree * 1e4) / 1e4;
}

/** Six decimals: a tenth of a metre. */
export function sixDecimals(degree: number): number {
  return Math.round(degree * 1e6) / 1e6;
}
