// Legal regimes that cover a place, where the service's answer names them.
import { day, t } from "../i18n.ts";
import { h, type Child } from "../dom.ts";
import type { At } from "../types.ts";
import { note, section } from "./parts.ts";

interface Regime {
  id?: string;
  title?: string;
  name?: string;
  issuer?: string;
  applies?: boolean | string;
  determination?: string;
  reason?: string | null;
  since?: string | null;
  citation?: string | null;
}

export function regimesPart(at: At): Child {
  const { regimes } = at as At & { regimes?: Regime[] };
  if (!regimes || regimes.length === 0) return null;
  const rows = regimes.map((regime) => {
    const applies = regime.determination ?? (typeof regime.applies === "string" ? regime.applies : null);
    const more = [applies?.replaceAll("_", " "), regime.since && t("sinceDay", { date: day(regime.since) }), regime.reason].filter(Boolean);
    return h("li", {}, h("div", { class: "by" }, h("p", {}, h("strong", { title: regime.citation }, regime.title ?? regime.name ?? regime.id)), more.length > 0 && h("p", {}, more.join(" · "))));
  });
  return section(t("regimes"), note(t("regimesNote")), h("ul", { class: "said" }, ...rows));
}
