// What a text leaves to the reader: a control for each, what it is, and what stays open without it.
import { sourceOf, shortTitle, type Context } from "../context.ts";
import { h, type Child } from "../dom.ts";
import { day, spoken, t } from "../i18n.ts";
import { namesUk } from "../words/names.ts";
import type { Evaluated, Parameter, ProposalText } from "../types.ts";
import { section, told } from "./parts.ts";

/** The word that stands for the day of the question. */
const ASKED = "asked";

/** The values given that a text has parameters for, as the API takes them; nothing where there are none. */
export function given(texts: ProposalText[], set: Record<string, string>): string {
  const known = new Set(texts.flatMap((text) => text.parameters.map((p) => p.name)));
  return Object.entries(set).filter(([name, value]) => known.has(name) && value !== "").map(([name, value]) => `${name}:${value}`).join(",");
}

export function parametersPart(context: Context, text: ProposalText, used: Evaluated["evaluations"][number]["parameters"]): Child {
  if (text.parameters.length === 0) return null;
  return section(t("parameters"), h("ul", { class: "parameters" }, ...text.parameters.map((parameter) => {
    const value = used.find((u) => u.name === parameter.name)?.value ?? null;
    const id = `parameter-${parameter.name}`;
    return h("li", {},
      h("label", { for: id }, words(parameter.name)),
      control(context, parameter, id),
      h("p", { class: "note", id: `${id}-about` }, told(parameter.about, parameter.about_uk)),
      value === null && h("p", { class: "careful note" }, t("parameterOpen")));
  })));
}

/** A control for a value; what is not given is left to the text, and shown as such. */
function control(context: Context, parameter: Parameter, id: string): Child {
  const now = context.store.state.set[parameter.name] ?? "";
  const give = (value: string) => {
    const { [parameter.name]: _, ...others } = context.store.state.set;
    context.store.set({ set: value === "" ? others : { ...others, [parameter.name]: value } });
  };
  const about = { id, "aria-describedby": `${id}-about` };
  const changed = (event: Event) => give((event.target as HTMLInputElement).value);
  const unsaid = parameter.default === null ? t("parameterUnsaid") : t("parameterDefault", { value: spell(context, parameter, parameter.default) });
  const among = (values: [string, string][]) => h("select", { ...about, onchange: changed },
    h("option", { value: "" }, unsaid), ...values.map(([value, name]) => h("option", { value, selected: value === now }, name)));
  switch (parameter.kind) {
    case "choice":
      return among(parameter.choices.map((choice) => [choice, words(choice)]));
    case "source":
      return among(context.sources.filter((source) => source.last_version).map((source) => [source.id, shortTitle(context, source.id)]));
    case "date":
      return h("span", { class: "value" },
        h("input", { ...about, type: "date", value: now, max: context.today, onchange: changed }),
        now === "" ? h("span", { class: "note" }, unsaid) : h("button", { class: "quiet", onclick: () => give("") }, unsaid));
    case "distance":
      return h("span", { class: "value" },
        h("input", { ...about, type: "number", min: 0, step: "any", value: kilometres(now), onchange: (event: Event) => { const { value } = event.target as HTMLInputElement; give(value === "" ? "" : `${value}km`); } }),
        h("span", {}, t("kilometres")), now === "" && h("span", { class: "note" }, unsaid));
  }
}

function spell(context: Context, parameter: Parameter, value: string): string {
  if (parameter.kind === "date") return value === ASKED ? t("parameterAsked") : day(value, "short");
  if (parameter.kind === "source") return sourceOf(context, value) ? shortTitle(context, value) : value;
  return parameter.kind === "choice" ? words(value) : value;
}

/** 15km and 15000 as a figure in kilometres. */
function kilometres(value: string): string {
  const figure = Number.parseFloat(value);
  if (Number.isNaN(figure)) return "";
  return String(value.endsWith("km") ? figure : figure / 1000);
}

/** A name as the data has it, as words of the reader's language where they are known. */
export function words(name: string): string {
  return (spoken() === "uk" && namesUk[name]) || name.replaceAll("_", " ");
}
