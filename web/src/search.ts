// A place by name or by coordinates, with a list to choose from (ARIA's combobox with a listbox).
import { api, isGivenUp, Problem, Turn } from "./api.ts";
import type { Context } from "./context.ts";
import { h, put } from "./dom.ts";
import { nameOf, number, t } from "./i18n.ts";
import { sixDecimals } from "./url.ts";

interface Found {
  name: string;
  more: string;
  lon: number;
  lat: number;
  /** False for coordinates: they are no name. */
  isNamed: boolean;
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
    hint.hidden = true;
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
    // Names have no digits, coordinates always do.
    if (/\d/.test(text)) {
      const read = written(context, text, signal).catch((error) => {
        if (!(error instanceof Problem)) throw error;
        unread = error.message;
        return [];
      });
      found = await read;
    } else found = text.length < 2 ? [] : await named(context, text, signal);
    hint.textContent = unread || (text.length >= 2 && found.length === 0 ? t("searchNone") : t("searchHint"));
    hint.hidden = found.length > 0;
    show();
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
      void look().then(() => { const first = found[Math.max(0, marked)]; if (first) choose(first); }).catch(() => undefined);
    }
  });
  return h("div", { class: "search", role: "search" }, input, list, hint);
}

/** The place that written coordinates mean, as the service reads them everywhere. */
async function written(context: Context, text: string, signal: AbortSignal): Promise<Found[]> {
  const { lon, lat } = await api.place(text, context.store.state.date, signal);
  return [{ name: `${sixDecimals(lat)}, ${sixDecimals(lon)}`, more: "", lon, lat, isNamed: false }];
}

/** Settlements of that name, the most populous first. */
async function named(context: Context, text: string, signal: AbortSignal): Promise<Found[]> {
  if (!context.has.settlements) return [];
  const { source, date } = context.store.state;
  const answer = await api.settlements(text, source, date, 8, signal);
  return answer.features.flatMap(({ geometry, properties }): Found[] => {
    if (geometry.type !== "Point") return [];
    const [lon = Number.NaN, lat = Number.NaN] = geometry.coordinates;
    const said = properties as { name: string; name_uk: string; region?: string; population?: number };
    const region = context.regions.find((r) => r.id === said.region);
    const people = said.population ? t("inhabitants", { count: number(said.population) }) : "";
    return [{ name: nameOf(said), more: [region ? nameOf(region) : "", people].filter(Boolean).join(" · "), lon, lat, isNamed: true }];
  });
}

/** Waits for a pause. */
function later(act: () => void, ms: number): { begin(): void; drop(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const drop = () => clearTimeout(timer);
  return { begin: () => { drop(); timer = setTimeout(act, ms); }, drop };
}
