// Several texts side by side: what each would leave to whom, on the same day by the same source.
import { address, api, isGivenUp } from "../api.ts";
import type { Context } from "../context.ts";
import { h, put } from "../dom.ts";
import { areaFigure, number, party, squareKm, t, textOf } from "../i18n.ts";
import type { Account, ProposalText } from "../types.ts";
import { note, section, told } from "./parts.ts";
import { given } from "./parameters.ts";

export function besidePart(context: Context, texts: ProposalText[], chosen: ProposalText, signal: AbortSignal): HTMLElement {
  const { beside } = context.store.state;
  const others = texts.filter((text) => text.id !== chosen.id);
  const toggle = (id: string) => (event: Event) => {
    const on = (event.target as HTMLInputElement).checked;
    context.store.set({ beside: on ? [...beside, id] : beside.filter((other) => other !== id) });
  };
  const answer = h("div", { class: "beside" });
  const both = [chosen, ...others.filter((text) => beside.includes(text.id))];
  if (both.length > 1) void fill(context, answer, both, signal);
  return section(t("beside"),
    h("details", { open: both.length > 1 }, h("summary", {}, t("besidePick")),
      h("fieldset", { class: "choices" }, h("legend", { class: "unseen" }, t("besidePick")),
        ...others.map((text) => h("label", { class: "toggle" }, h("input", { type: "checkbox", checked: beside.includes(text.id), onchange: toggle(text.id) }), h("span", {}, told(text.title, text.title_uk)))))),
    answer);
}

async function fill(context: Context, panel: HTMLElement, texts: ProposalText[], signal: AbortSignal): Promise<void> {
  const { source, date, set } = context.store.state;
  const ids = texts.map((text) => text.id).join(",");
  put(panel, note(t("loading")));
  try {
    const answer = await api.compared(ids, source, date, given(texts, set), signal);
    const totals = answer.evaluations.flatMap((e) => {
      const total = e.accounts.find((account) => account.region === "total");
      const text = answer.proposals.find((p) => p.id === e.proposal);
      return total && text ? [{ text, total }] : [];
    });
    const [first] = totals;
    if (!first) return put(panel);
    const row = (name: string, cells: string[]) => h("tr", {}, h("th", { scope: "row" }, name), ...cells.map((cell) => h("td", {}, cell)));
    const heads = [t("proposalPick"), party("RU"), party("UA"), t("open"), t("settlementsCount")];
    put(panel,
      h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": t("beside") }, h("table", {},
        h("caption", {}, note(t("besideCaption", { unit: squareKm() }))),
        h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
        h("tbody", {},
          row(t("before"), [of(first.total, "RU", "before_m2"), of(first.total, "UA", "before_m2"), "–", "–"]),
          ...totals.map(({ text, total }) => row(textOf(text.title, text.title_uk).text, [of(total, "RU", "after_m2"), of(total, "UA", "after_m2"), total.open_m2 < 5000 ? "–" : areaFigure(total.open_m2), number(moving(total))]))))),
      h("p", {}, h("a", { href: address("v1/proposals", { compare: ids, source, date, set: given(texts, set), f: "csv" }), download: `proposals-${date}.csv` }, t("downloadCsv"))));
  } catch (error) {
    if (!isGivenUp(error)) put(panel, h("p", { class: "note problem", role: "alert" }, error instanceof Error ? error.message : String(error)));
  }
}

function of(account: Account, code: string, key: "before_m2" | "after_m2"): string {
  const m2 = account.parties.find((p) => p.party === code)?.[key] ?? 0;
  return areaFigure(m2);
}

/** Settlements that would have another holder, or whose holder is open. */
function moving(account: Account): number {
  return account.moved.filter((m) => m.from.status !== m.to.status || m.from.holder !== m.to.holder).reduce((sum, m) => sum + m.settlements, 0);
}
