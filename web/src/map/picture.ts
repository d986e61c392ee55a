// The map as a picture that the service draws: on the screen with the first answer, long before a map that moves could be.
import { address } from "../api.ts";
import { sourceOf, type Context } from "../context.ts";
import { h } from "../dom.ts";
import { t } from "../i18n.ts";
import { placeIn, shown, type Box } from "./frame.ts";

export class Picture {
  #context: Context;
  #container: HTMLElement;
  #box: Box;
  #image = h("img", { class: "picture" });

  /** A click tells the place clicked at. */
  constructor(context: Context, container: HTMLElement, clicked: (lon: number, lat: number) => void) {
    this.#context = context;
    this.#container = container;
    this.#box = shown(container, context.store.state.view);
    this.#image.addEventListener("click", (event) => {
      const { lon, lat } = placeIn(this.#box, event.offsetX / this.#image.clientWidth, event.offsetY / this.#image.clientHeight);
      clicked(lon, lat);
    });
    container.append(this.#image);
  }

  /** Draws the day and source of the state; nothing of what may not be drawn. */
  show(dark: boolean): void {
    const { source, date, layers, lang } = this.#context.store.state;
    const { clientWidth, clientHeight } = this.#container;
    const hidden = !source || sourceOf(this.#context, source)?.geometry_withheld || clientWidth < 64 || clientHeight < 64 || !layers.includes("control");
    this.#image.hidden = Boolean(hidden);
    if (hidden) return;
    this.#image.alt = t("map");
    this.#image.src = address("v1/map", {
      source, date, lang, bare: "true", theme: dark ? "dark" : "light", bbox: this.#box.map((degrees) => degrees.toFixed(5)).join(","),
      width: Math.min(clientWidth, 4096), height: Math.min(clientHeight, 4096), ...(layers.includes("claims") && { claimant: "RU" }),
    });
  }

  /** Lets hands through to the map that is there but not yet drawn. */
  letThrough(): void {
    this.#image.classList.add("through");
  }

  /** Gives way to the map. */
  remove(): void {
    this.#image.classList.add("gone");
    setTimeout(() => this.#image.remove(), 300);
  }
}
