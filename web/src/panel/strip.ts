// A bar of parts: colours and hatching are those of the map and its legend.
import { h } from "../dom.ts";
import type { Stated } from "../types.ts";

/** A part of a bar, its ends as shares of the bar's length. */
export interface Part {
  kind: string;
  from: number;
  to: number;
  title?: string;
}

/** The word for a status by which it is coloured. */
export function kindOf({ status, holder }: Stated): string {
  return status === "held" || status === "claimed" ? `${status}-${holder === "UA" ? "ua" : "ru"}` : status;
}

/** Parts one after another by their sizes, in shares of what they come to together, or of `whole`. */
export function inRow(sizes: { kind: string; size: number; title?: string }[], whole = sizes.reduce((sum, part) => sum + part.size, 0)): Part[] {
  let from = 0;
  return sizes.map(({ size, ...part }) => {
    const to = from + (whole > 0 ? size / whole : 0);
    const placed = { ...part, from, to };
    from = to;
    return placed;
  });
}

/** The bar; without a label it stands beside words that say the same. */
export function strip(parts: Part[], label: string | null, now: number | null = null): HTMLElement {
  const pieces = parts.map(({ kind, from, to, title }) => {
    const piece = h("span", { class: `bar ${kind}`, title: title ?? null });
    piece.style.left = `${from * 100}%`;
    piece.style.width = `max(${kind === "gap" ? 1 : 2}px, ${(to - from) * 100}%)`;
    return piece;
  });
  const mark = h("span", { class: "now" });
  if (now !== null) mark.style.left = `${now * 100}%`;
  return h("div", { class: "strip", ...(label ? { role: "img", "aria-label": label } : { "aria-hidden": "true" }) }, ...pieces, now !== null && mark);
}
