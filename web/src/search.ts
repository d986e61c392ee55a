// A place by name or by coordinates, with a list to choose from (ARIA's combobox with a listbox).
import { api, isGivenUp, Problem, Turn } from "./api.ts";
import type { Context } from "./context.ts";
import { h, put } from "./dom.ts";
import type { NamedPlace } from "./types.ts";
import { nameOf, t } from "./i18n.ts";
import { sixDecimals } from "./url.ts";

interface Found {
  name: string;
  more: string;
  lon: number;
  lat: number;
  /** False for coordinates: they are no name. */
  isNamed: boolean;
  /** What must be known of how the text was read. */
  notes: string[];
}

export function searchBox(context: Context, chosen: (lon: number, lat: number) => void): HTMLElement {
  const turn = new Turn();
  let found: Found[] = [];
  let marked = -1;
  const list = h("ul", { id: "found", role: "listbox", "aria-label": t("search"), hidden: true });
  const hint = h("p", { class: "hint", id: "search-hint", hidden: true }, t("searchHint"));
  const input = h("input", {
    type: "search", id: "search", placeholder: t("search"), autocomplete: "off", spellcheck: "false", enterkeyhint: "search",
    role: "combobox", "aria-expanded": "false", "aria-controls": "found", "aria-autocomplete": "list", "aria-describedby": "search-hint", "aria-label": t("search"),
  });

  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    marked = -1;
  };
  const choose = (place: Found) => {
    close();
    hint.textContent = place.notes.join("; ");
    hint.hidden = place.notes.length === 0;
    input.value = "";
    context.store.set({ place: { lon: sixDecimals(place.lon), lat: sixDecimals(place.lat) }, name: place.isNamed ? place.name : null, tab: "place" });
    chosen(place.lon, place.lat);
  };
  const show = () => {
    put(list, ...found.map((place, index) =>
      h("li", { id: `found-${index}`, role: "option", "aria-selected": index === marked, onpointerdown: (event: Event) => { event.preventDefault(); choose(place); } },
        h("span", {}, place.name), h("small", {}, place.more))));
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    if (marked >= 0) input.setAttribute("aria-activedescendant", `found-${marked}`);
    else input.removeAttribute("aria-activedescendant");
  };
  const look = async () => {
    const text = input.value.trim();
    const signal = turn.next();
    marked = -1;
    let unread = "";
    // Coordinates, codes and links have digits; few names do.
    if (/\d/.test(text)) {
      const read = meant(context, text, signal).then((place) => [place], (error) => {
        if (!(error instanceof Problem)) throw error;
        unread = error.message;
        return named(context, text, signal);
      });
      found = await read;
    } else found = text.length < 2 ? [] : await named(context, text, signal);
    hint.textContent = unread || (text.length >= 2 && found.length === 0 ? t("searchNone") : t("searchHint"));
    hint.hidden = found.length > 0;
    if (found.length > 0) context.say(t("searchFound", { count: found.length }));
    show();
  };
  /** Goes to the place that the text means. What is merely like it is listed to choose from, and the message says why. */
  const enter = async () => {
    const text = input.value.trim();
    if (text === "") return;
    try {
      choose(await meant(context, text, turn.next()));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      await look();
      hint.textContent = error.message;
      hint.hidden = false;
    }
  };
  const soon = later(() => void look().catch((error) => { if (!isGivenUp(error)) hint.hidden = false; }), 150);
  input.addEventListener("input", soon.begin);
  input.addEventListener("focus", () => { hint.hidden = found.length > 0 && input.value !== ""; });
  input.addEventListener("blur", () => { close(); hint.hidden = true; });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (found.length === 0) return;
      marked = (marked + (event.key === "ArrowDown" ? 1 : found.length - (marked < 0 ? 0 : 1))) % found.length;
      show();
      event.preventDefault();
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter") {
      event.preventDefault();
      soon.drop();
      const chosen = found[marked];
      if (chosen) choose(chosen);
      else void enter().catch((error) => { if (!isGivenUp(error)) hint.hidden = false; });
    }
  });
  return h("div", { class: "search", role: "search" }, input, hint, list);
}

/** The place that a text means, as the service reads it everywhere. */
async function meant(context: Context, text: string, signal: AbortSignal): Promise<Found> {
  const { lon, lat, place } = await api.place(text, context.store.state.date, signal);
  const others = (place?.others ?? []).map((other) => `${t("notMeant")}: ${nameOf(other)}, ${regionOf(context, other)}`);
  const notes = [...(place?.notes ?? []), ...others];
  const settlement = place?.settlement;
  if (settlement) return { name: nameOf(settlement), more: about(context, settlement), lon, lat, isNamed: true, notes };
  return { name: `${sixDecimals(lat)}, ${sixDecimals(lon)}`, more: notes.join("; "), lon, lat, isNamed: false, notes };
}

/** Settlements of that name, the most populous first, else those whose names hold the text. */
async function named(context: Context, text: string, signal: AbortSignal): Promise<Found[]> {
  if (!context.has.settlements) return [];
  const { source, date } = context.store.state;
  const answer = await api.settlements(text, source, date, 8, signal);
  return answer.features.flatMap(({ geometry, properties }): Found[] => {
    if (geometry.type !== "Point") return [];
    const [lon = Number.NaN, lat = Number.NaN] = geometry.coordinates;
    const said = properties as NamedPlace;
    return [{ name: nameOf(said), more: about(context, said), lon, lat, isNamed: true, notes: [] }];
  });
}

function regionOf(context: Context, place: NamedPlace): string {
  const region = context.regions.find((r) => r.id === place.region);
  return region ? nameOf(region) : "";
}

/** Region and population of a settlement. */
function about(context: Context, place: NamedPlace): string {
  const people = place.population ? t("inhabitants", { count: place.population }) : "";
  return [regionOf(context, place), people].filter(Boolean).join(" · ");
}

/** Waits for a pause. */
function later(act: () => void, ms: number): { begin(): void; drop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = () => clearTimeout(timer);
  return { begin: () => { drop(); timer = setTimeout(act, ms); }, drop };
}
