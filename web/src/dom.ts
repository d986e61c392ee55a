// Elements in one expression. Text is always text: nothing is ever read as HTML.

export type Child = Node | string | number | null | undefined | false | Child[];
type Value = string | number | boolean | null | undefined | EventListener;

function fill(element: Element, attributes: Record<string, Value>, children: Child[]): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  add(element, children);
}

function add(element: Element, children: Child[]): void {
  for (const child of children) {
    if (Array.isArray(child)) add(element, child);
    else if (child instanceof Node) element.append(child);
    else if (child !== null && child !== undefined && child !== false && child !== "") element.append(String(child));
  }
}

/** An HTML element; attributes beginning with `on` are listeners. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value | ((event: never) => void)> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  fill(element, attributes as Record<string, Value>, children);
  return element;
}

/** An SVG element. */
export function s<K extends keyof SVGElementTagNameMap>(
  tag: K,
  attributes: Record<string, Value> = {},
  ...children: Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(element, attributes, children);
  return element;
}

/** What tells an element from the others around it, whatever it is made anew as. */
function signOf(element: Element): string {
  const said = ["id", "aria-label", "data-layer", "href", "type"].map((name) => element.getAttribute(name) ?? "");
  return [element.tagName, ...said, said.some(Boolean) ? "" : (element.textContent ?? "")].join("|");
}

/**
 * Makes an element's content anew without losing the keyboard's place: what had the focus has it again where it is still there, else
 * the element itself, where it can have it.
 */
export function keepingFocus(element: HTMLElement, make: () => void): void {
  const active = document.activeElement;
  const had = active instanceof HTMLElement && element.contains(active) && active !== element ? active : null;
  const sign = had && signOf(had);
  make();
  if (!had || document.activeElement === had) return;
  if (element.contains(had)) return had.focus({ preventScroll: true });
  const again = [...element.querySelectorAll<HTMLElement>("a, button, input, select, summary, [tabindex]")].find((one) => signOf(one) === sign);
  (again ?? element).focus({ preventScroll: true });
}

/** Puts these children in the place of what was there. */
export function put(element: Element, ...children: Child[]): void {
  element.replaceChildren();
  add(element, children);
}
