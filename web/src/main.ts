// The page: asks what the service declares, shows the answer, then brings the map.
import "maplibre-gl/dist/maplibre-gl.css";
import "./styles/page.css";
import "./styles/map.css";
import "./styles/small.css";
import { api } from "./api.ts";
import { spanOf, usualSource, type Context } from "./context.ts";
import { h } from "./dom.ts";
import { preferred, speak, t } from "./i18n.ts";
import { isEmbedded } from "./share.ts";
import { Shell } from "./shell.ts";
import { DRAWN, Store, type State } from "./state.ts";
import { Steps } from "./steps.ts";
import { fromUrl, toUrl } from "./url.ts";

const page = document.getElementById("page") as HTMLElement;

async function begin(): Promise<void> {
  const lang = preferred(navigator.languages);
  speak(lang);
  const [config, { sources }, { regions }, offered] = await Promise.all([api.config(), api.sources(), api.regions(), api.offered()]);
  const offers = (part: string) => offered.some((href) => href.includes(part));
  const usually = usualSource(sources, config.source);
  const usual: State = {
    lang, theme: "auto", tab: "place", date: spanOf(usually, config.today)[1], source: usually?.id ?? "",
    other: null, swipe: 0.5, place: null, name: null, claimant: "RU", within: null, proposal: null, beside: [], set: {}, shape: null, layers: DRAWN, fileTurn: 0, view: null,
  };
  const known = (state: State): State => {
    const has = (id: string) => sources.some((source) => source.id === id);
    return { ...state, source: has(state.source) ? state.source : usual.source, other: state.other && has(state.other.source) ? state.other : null };
  };
  const store = new Store(known(fromUrl(location.hash || location.search, usual)));
  speak(store.state.lang);
  const context: Context = {
    store, sources, regions, today: config.today,
    has: { tiles: offers("/tiles"), settlements: offers("/v1/settlements"), proposals: offers("/v1/proposals"), disputes: offers("/v1/disputes") },
    attribute: () => undefined, look: () => undefined, mark: () => undefined, outline: () => undefined, say: () => undefined,
  };

  const steps = new Steps();
  let written = "";
  let isFollowing = false;
  store.listen((state, before) => {
    const hash = toUrl(state, usual);
    const isStep = steps.isStep(state, before, performance.now()) && !isFollowing;
    written = hash;
    if (hash === location.hash) return;
    // Within a page of somebody else its back button is that page's.
    if (isStep && !isEmbedded()) history.pushState(null, "", hash);
    else history.replaceState(null, "", hash);
  });
  // A step back or forward, or a link followed to this page while it is open.
  addEventListener("hashchange", () => {
    if (location.hash === written) return;
    isFollowing = true;
    store.set({ ...known(fromUrl(location.hash, usual)), fileTurn: store.state.fileTurn });
    isFollowing = false;
  });

  new Shell(context, page, config);
}

begin().catch(() => {
  page.replaceChildren(h("main", { class: "fallen" }, h("h1", {}, "contactline"), h("p", { role: "alert" }, t("offline")), h("button", { class: "main", onclick: () => location.reload() }, t("retry"))));
});
