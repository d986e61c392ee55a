// What the page shows, as one value, and who wants to know when it changes.
export type Lang = "en" | "uk";
export type Theme = "auto" | "light" | "dark";
export type Tab = "place" | "regions" | "announced" | "proposals" | "shape" | "sources";
export type Layer = "control" | "line" | "changes" | "claims" | "settlements" | "disputes";

export const TABS: Tab[] = ["place", "regions", "announced", "proposals", "shape", "sources"];
export const LAYERS: Layer[] = ["control", "line", "changes", "claims", "settlements", "disputes"];
/** What is drawn unless the reader says otherwise. */
export const DRAWN: Layer[] = ["control", "line", "changes", "claims", "settlements"];

/** A place in degrees. */
export interface LonLat {
  lon: number;
  lat: number;
}

export interface View {
  lon: number;
  lat: number;
  zoom: number;
}

export interface State {
  lang: Lang;
  theme: Theme;
  tab: Tab;
  date: string;
  /** The source on the map; empty until the sources are known. */
  source: string;
  /** The other side of the swipe: another source, another day, or both. */
  other: { source: string; date: string } | null;
  /** Where the swipe stands, 0 to 1. */
  swipe: number;
  place: LonLat | null;
  /** The name asked for, where it was a name. */
  name: string | null;
  claimant: string;
  /** The region or raion that is opened to its parts. */
  within: string | null;
  proposal: string | null;
  /** Texts set beside it. */
  beside: string[];
  /** What is given for the parameters of texts, by their names. */
  set: Record<string, string>;
  /** The corners of the shape drawn. */
  shape: [number, number][] | null;
  layers: Layer[];
  /** Counts up when another file is at hand, or it is read otherwise; the file itself stands in no address. */
  fileTurn: number;
  view: View | null;
}

export type Listener = (state: State, before: State) => void;

/** Holds the state; tells everybody of each change once, after it. */
export class Store {
  #state: State;
  #listeners: Listener[] = [];

  constructor(state: State) {
    this.#state = state;
  }

  get state(): State {
    return this.#state;
  }

  set(part: Partial<State>): void {
    const before = this.#state;
    this.#state = { ...before, ...part };
    for (const listener of this.#listeners) listener(this.#state, before);
  }

  listen(listener: Listener): void {
    this.#listeners.push(listener);
  }
}

/** Whether any of these differ. */
export function changed(state: State, before: State, ...keys: (keyof State)[]): boolean {
  return keys.some((key) => state[key] !== before[key]);
}
