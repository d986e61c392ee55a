// Two maps, one over the other: a divider says how much of each is seen.
import { h } from "../dom.ts";
import { t } from "../i18n.ts";
import type { MapView } from "./view.ts";

/** Makes two maps move as one. */
export function together(a: MapView, b: MapView): () => void {
  let moving = false;
  const follow = (from: MapView, to: MapView) => () => {
    if (moving) return;
    moving = true;
    to.map.jumpTo({ center: from.map.getCenter(), zoom: from.map.getZoom() });
    moving = false;
  };
  const [ab, ba] = [follow(a, b), follow(b, a)];
  a.map.on("move", ab);
  b.map.on("move", ba);
  ab();
  return () => {
    a.map.off("move", ab);
    b.map.off("move", ba);
  };
}

/** The divider: dragged, or moved by the arrow keys. */
export function divider(over: HTMLElement, stand: number, moved: (stand: number) => void): HTMLElement {
  const handle = h("div", {
    class: "divider",
    role: "slider",
    tabindex: 0,
    "aria-label": t("compareHandle"),
    "aria-orientation": "horizontal",
    "aria-valuemin": 0,
    "aria-valuemax": 100,
  }, h("span", { class: "grip", "aria-hidden": "true" }));
  const place = (to: number) => {
    const kept = Math.min(1, Math.max(0, to));
    handle.style.left = `${kept * 100}%`;
    over.style.clipPath = `inset(0 0 0 ${kept * 100}%)`;
    handle.setAttribute("aria-valuenow", String(Math.round(kept * 100)));
    return kept;
  };
  let now = place(stand);
  const move = (to: number) => {
    now = place(to);
    moved(now);
  };
  handle.addEventListener("pointerdown", (event) => {
    handle.setPointerCapture(event.pointerId);
    event.preventDefault();
    handle.focus();
  });
  handle.addEventListener("pointermove", (event) => {
    if (!handle.hasPointerCapture(event.pointerId)) return;
    const box = over.getBoundingClientRect();
    move((event.clientX - box.left) / box.width);
  });
  handle.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -0.02, ArrowRight: 0.02, PageUp: -0.1, PageDown: 0.1, Home: -1, End: 1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(now + step);
  });
  return handle;
}
