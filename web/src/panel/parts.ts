// Small parts that panels share.
import { isGivenUp, Problem } from "../api.ts";
import { h, keepingFocus, put, type Child } from "../dom.ts";
import { party, stated, t, textOf, type Word } from "../i18n.ts";
import type { Stated } from "../types.ts";
import { kindOf } from "./strip.ts";

/** The sign of a status: its colour on the map, and a pattern where colour alone would not tell. */
export function swatch(status: Stated): HTMLElement {
  return h("span", { class: `swatch ${kindOf(status)}`, "aria-hidden": "true" });
}

export function statusLine(status: Stated): Child {
  return [swatch(status), h("span", {}, stated(status))];
}

/** A party with the sign of what it holds. */
export function partySwatch(code: string): Child {
  return [swatch({ status: "held", holder: code }), h("span", {}, party(code))];
}

export function section(title: string, ...children: Child[]): HTMLElement {
  return h("section", { class: "part" }, h("h3", {}, title), ...children);
}

/** A text of the data in the reader's language; where it is there in English alone, it says that it is English. */
export function told(en: string | null | undefined, uk?: string | null): Child {
  if (!en) return null;
  const { text, lang } = textOf(en, uk);
  return lang ? h("span", { lang }, text) : text;
}

/** A sentence of the page around a text that may be in another language. */
export function around(word: Word, name: string, child: Child): Child[] {
  const [before = "", after = ""] = t(word).split(`{${name}}`);
  return [before, child, after];
}

export function note(...children: Child[]): HTMLElement {
  return h("p", { class: "note" }, ...children);
}

/** A wait that is told as long. */
const LONG_MS = 6000;

/** Why there is no answer, and what to do: offline, no service, a service that has too much to do, or what it says itself. */
export function reasonOf(error: unknown): string {
  if (!navigator.onLine) return t("noNetwork");
  if (error instanceof TypeError) return t("offline");
  if (error instanceof Problem && (error.status === 503 || error.status === 429)) return [error.message, t("busy")].join(" ");
  if (error instanceof Problem && error.status >= 500) return [t("failed"), error.message].join(" ");
  return error instanceof Error ? error.message : String(error);
}

/** Fills a panel with what a question answers: says that it waits, or why there is no answer and how to ask again. */
export async function answerInto(panel: HTMLElement, ask: () => Promise<Child[]>): Promise<void> {
  panel.setAttribute("aria-busy", "true");
  // What is soon answered does not flicker; what takes long says so.
  const waiting = h("p", { class: "note waiting", role: "status" }, t("loading"));
  const slow = setTimeout(() => {
    if (panel.childElementCount === 0) put(panel, waiting);
    else panel.classList.add("waits");
  }, 250);
  const late = setTimeout(() => {
    waiting.textContent = t("loadingLong");
    if (!waiting.isConnected) panel.prepend(waiting);
  }, LONG_MS);
  try {
    const children = await ask();
    keepingFocus(panel, () => put(panel, ...children));
  } catch (error) {
    if (isGivenUp(error)) return;
    const again = h("button", { class: "quiet", onclick: () => void answerInto(panel, ask) }, t("retry"));
    keepingFocus(panel, () => put(panel, h("p", { class: "note problem", role: "alert" }, reasonOf(error)), again));
  } finally {
    clearTimeout(slow);
    clearTimeout(late);
    waiting.remove();
    panel.classList.remove("waits");
    panel.removeAttribute("aria-busy");
  }
}
