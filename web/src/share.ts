// How what is seen is passed on: as a link, as one with a preview, as a map for a page of one's own, as a feed.
import { h } from "./dom.ts";
import { copy } from "./download.ts";
import { shortTitle, type Context } from "./context.ts";
import { day, t, type Word } from "./i18n.ts";
import { afterQuestionMark } from "./url.ts";

/** Whether the page is shown within a page of somebody else. */
export const isEmbedded = (): boolean => document.documentElement.dataset.shown === "embedded";

/** The address of the whole page beside this one, where the program is served below a path too. */
const beside = (path: string): string => new URL(path, new URL(".", location.href)).href;

/** The words of the state, for an address that a server reads: what is seen, and the language it is seen in. */
function words({ store }: Context): string {
  return afterQuestionMark(store.state);
}

/** The code that places the map in a page. */
export function embedCode(context: Context): string {
  const { source, date } = context.store.state;
  const title = `${shortTitle(context, source)}, ${day(date)}`.replaceAll('"', "&quot;");
  const src = beside(`embed?${words(context)}`).replaceAll("&", "&amp;");
  return `<iframe src="${src}" width="720" height="480" title="${title}" loading="lazy" style="border:0" allowfullscreen></iframe>`;
}

/** The menu of ways to pass on what is seen; `say` tells what came of it. */
export function shareMenu(context: Context, say: (word: Word) => void): HTMLElement {
  const copying = (word: Word, text: () => string) =>
    h("button", { onclick: async () => say((await copy(text())) ? "copied" : "notCopied") }, t(word));
  const feed = h("a", { href: feedOf(context), type: "application/atom+xml" }, t("feed"));
  const card = h("div", { class: "card" },
    copying("share_", () => location.href), copying("sharePreview", () => beside(`share?${words(context)}`)), copying("shareEmbed", () => embedCode(context)),
    feed, h("p", { class: "note" }, t("sharePrivate")));
  const menu = h("details", { class: "menu" }, h("summary", { class: "tool" }, t("shareMenu")), card);
  menu.addEventListener("toggle", () => feed.setAttribute("href", feedOf(context)));
  return menu;
}

const feedOf = ({ store }: Context): string => `feeds/changes.atom?source=${encodeURIComponent(store.state.source)}&lang=${store.state.lang}`;

/** In a page of somebody else: the way to the whole, with what is seen. */
export function wayOut(context: Context): HTMLAnchorElement {
  const link = h("a", { class: "way-out card", target: "_blank", rel: "noopener" }, t("openWhole")) as HTMLAnchorElement;
  const lead = () => { link.href = beside(`share?${words(context)}`); link.textContent = `${t("openWhole")} ↗`; };
  context.store.listen(lead);
  lead();
  return link;
}
