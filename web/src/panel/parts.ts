// Small parts that panels share.
import { isGivenUp } from "../api.ts";
import { h, put, type Child } from "../dom.ts";
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

/** Fills a panel with what a question answers: says that it waits, or why there is no answer and how to ask again. */
export async function answerInto(panel: HTMLElement, ask: () => Promise<Child[]>): Promise<void> {
  panel.setAttribute("aria-busy", "true");
  // What is soon answered does not flicker.
  const slow = setTimeout(() => {
    if (panel.childElementCount === 0) put(panel, h("p", { class: "note waiting" }, t("loading")));
    else panel.classList.add("waits");
  }, 250);
  try {
    const children = await ask();
    put(panel, ...children);
  } catch (error) {
    if (isGivenUp(error)) return;
    const reason = error instanceof TypeError ? t("offline") : error instanceof Error ? error.message : String(error);
    const again = h("button", { class: "quiet", onclick: () => void answerInto(panel, ask) }, t("retry"));
    put(panel, h("p", { class: "note problem", role: "alert" }, reason), again);
  } finally {
    clearTimeout(slow);
    panel.classList.remove("waits");
    panel.removeAttribute("aria-busy");
  }
}
