// The answer about a place: what it comes to first, then who says what, then claims and announcements.
import { api, Turn } from "../api.ts";
import { shortTitle, type Context } from "../context.ts";
import { daysBetween, stampDay } from "../days.ts";
import { h, put, type Child } from "../dom.ts";
import { area, day, distance, nameOf, notCovered, party, percent, publisherWord, quoted, stated, t, type Word } from "../i18n.ts";
import type { Announcement } from "../announcements.ts";
import type { At, Claim, Control, History, LastKnown } from "../types.ts";
import { placeDivisions } from "./divisions.ts";
import { historyStrips } from "./history.ts";
import { answerInto, note, section, statusLine, swatch, told } from "./parts.ts";
import { builtInNote, newestNote, oldNote } from "./age.ts";
import { regimesPart } from "./regimes.ts";

const turn = new Turn();

export async function placePanel(context: Context, panel: HTMLElement): Promise<void> {
  const { place, date } = context.store.state;
  const signal = turn.next();
  if (!place) {
    context.outline(null);
    return answerInto(panel, () => overview(context, signal));
  }
  return answerInto(panel, async () => {
    const [at, history] = await Promise.all([api.at(place.lon, place.lat, date, signal), api.history(place.lon, place.lat, signal).catch(() => null)]);
    context.attribute("place", at.attribution);
    const parts = h("div", { class: "divisions" });
    // What lies around the place follows when it is answered.
    void placeDivisions(context, at, signal).then((child) => put(parts, child), () => undefined);
    return answer(context, at, history, parts);
  });
}

function answer(context: Context, at: At, history: History | null, parts: HTMLElement): Child[] {
  const { nearest } = at;
  const { name } = context.store.state;
  const where = [
    at.region ? `${nameOf(at.region)}, ${t(at.region.place)}` : t("outside"),
  ].filter(Boolean);
  const clear = h("button", { class: "quiet", onclick: () => context.store.set({ place: null, name: null }) }, t("clear"));
  return [
    h("header", { class: "answer" },
      h("p", { class: "where" }, (name ?? nearest) && h("strong", {}, name ?? (nearest && nearPlace(nearest))), h("span", {}, where.join(" · ")), h("span", { class: "figures" }, `${at.lat.toFixed(4)}, ${at.lon.toFixed(4)}`), clear),
      headline(context, at), h("p", { class: "careful" }, t("noMovement"))),
    section(t("sourcesSay"), h("ul", { class: "says" }, ...inOrder(at).map((control) => says(context, control, at))), dependence(context, at)),
    history && history.sources.some((s) => s.first_version) && section(t("history"), historyStrips(context, history)),
    parts,
    at.claims.length > 0 && section(t("claims"), h("ul", { class: "said" }, ...at.claims.map(claim))),
    at.announcements.length > 0 && section(t("announcements"), note(t("announcementsNote")), h("ul", { class: "said" }, ...at.announcements.map(announcement))),
    regimesPart(context, at),
  ];
}

/** The settlement nearby, and how far it is. */
function nearPlace(nearest: NonNullable<At["nearest"]>): string {
  // Within a settlement's own extent a distance to its middle tells nothing.
  return nearest.distance_m < 500 ? nameOf(nearest) : t("nearPlace", { distance: distance(nearest.distance_m), place: nameOf(nearest) });
}

/** What the sources come to, in a line, and on what that rests. */
function headline(context: Context, at: At): Child {
  const detail = at.verdict_detail;
  const on = t("onDay", { date: day(at.date) });
  // What rests on old versions says so in its first words.
  const behind = at.control.filter((c) => detail.sources.includes(c.source) && c.version !== null);
  const dates = [...new Set(behind.map((c) => day(c.version ?? "", "short")))].join(", ");
  const old = detail.rests_on_stale && h("p", { class: "careful" }, t("asLastKnown", { date: dates }));
  if (at.verdict === "disputed" || at.verdict === "unknown") {
    const words = at.verdict === "disputed" ? t("verdictDisputed") : t("verdictUnknown");
    const last = at.verdict === "unknown" ? at.control.flatMap((c) => (c.last_known ? [`${lastKnown(c.last_known)} (${shortTitle(context, c.source)})`] : [])) : [];
    return [old, h("h2", {}, swatch({ status: at.verdict === "disputed" ? "contested" : "unknown", holder: null }), h("span", {}, words)), ...last.map((text) => h("p", { class: "careful" }, text)), h("p", { class: "rests" }, on)];
  }
  // A conclusion from silence is no statement that somebody controls the place.
  const isInferred = detail.status === "held" && behind.length > 0 && behind.every((c) => c.basis === "inferred" && !c.publisher_word);
  const who = detail.sources.length > 0 ? detail.sources : detail.stale_sources;
  const rests: Word = detail.rests_on_stale ? "verdictStale" : at.verdict === "agreed" ? "verdictAgreed" : "verdictSingle";
  const source = who.map((id) => shortTitle(context, id)).join(", ");
  return [
    old,
    h("h2", {}, isInferred && detail.holder === "UA"
      ? [swatch({ status: "held", holder: "UA" }), h("span", {}, t("notListed"))]
      : statusLine({ status: detail.status ?? "unknown", holder: detail.holder })),
    h("p", { class: "rests" }, [on, t("says", { source }), t(rests)].join(" · ")),
  ];
}

/** What was last known: "last known: held by Ukraine, 7 May 2025". */
function lastKnown(last: LastKnown): string {
  return t("lastKnown", { status: stated(last), date: day(last.version, "short") });
}

/** Those that speak today before those that are old, those before the silent. */
function inOrder(at: At): Control[] {
  const rank = (c: Control) => (c.status === "unknown" ? 2 : c.stale ? 1 : 0);
  return [...at.control].sort((a, b) => rank(a) - rank(b));
}

function says(context: Context, c: Control, { date }: At): HTMLElement {
  const shown = context.store.state.source === c.source;
  const old = c.version === null ? null : (c.age_days ?? daysBetween(stampDay(c.version), stampDay(date)));
  const age = old === null ? null : old === 0 ? t("sameDay") : t("daysOld", { count: old });
  const first: Child[] = [
    c.version && t("version", { date: day(c.version, "short") }), age && ` · ${age}`,
    // Between the words and the badge stands a blank, for those who hear or copy them.
    c.stale && [" ", h("span", { class: "badge" }, t("stale"))],
  ];
  const more = [
    c.last_known && lastKnown(c.last_known),
    c.stale && c.status !== "unknown" && c.version && t("asLastKnown", { date: day(c.version, "short") }),
    c.distance_m !== null && t("toLine", { distance: distance(c.distance_m) }),
    c.basis === "inferred" && !c.publisher_word && t("inferred"),
    c.publisher_word && t("word", { word: quoted(publisherWord(c.publisher_word)) }),
    c.settlement && t("nearestListed", { place: nameOf({ name: c.settlement, name_uk: c.settlement_uk ?? c.settlement }) }),
    c.hostilities === "active" && t("hostilitiesActive"),
    c.hostilities === "possible" && t("hostilitiesPossible"),
    c.other_side && t("otherSide", { status: stated(c.other_side) }),
    c.reason, c.caveat,
  ].filter(Boolean);
  return h("li", { class: c.stale || c.status === "unknown" ? "old" : "" },
    h("div", { class: "status" }, ...[statusLine(c)]),
    h("div", { class: "by" },
      h("button", { class: "link", "aria-pressed": shown, title: t("source"), onclick: () => context.store.set({ source: c.source }) }, shortTitle(context, c.source)),
      h("p", {}, ...first), more.length > 0 && h("p", {}, more.join(" · ")),
      c.near_line && h("p", { class: "careful" }, t("nearLine", { distance: distance(c.uncertain_within_m ?? c.precision_m) }))));
}

function dependence(context: Context, at: At): Child {
  return at.verdict_detail.dependence.map((d) => note(t("draws", { source: shortTitle(context, d.source), others: d.depends_on.map((id) => shortTitle(context, id)).join(", ") })));
}

function claim(c: Claim): HTMLElement {
  const isSovereign = c.claimant === "UA";
  const more = [
    c.approximate && t("approximate"),
  ].filter(Boolean);
  const rejections = c.rejections.map((act) => h("li", {}, party(act.actor), ": ", told(act.title, act.title_uk), `, ${day(act.date)}`));
  // Support that was stated is not recognition.
  const acts = (isSupport: boolean) => (c.recognised_by ?? []).filter((act) => (act.how === "support") === isSupport).map((act) => h("li", {}, party(act.party), ": ", told(act.title, act.title_uk), `, ${day(act.date)}`, act.until && `, ${t("claimUntil", { date: day(act.until) })}`));
  const list = (word: Word, items: HTMLElement[]) => items.length > 0 && [h("p", {}, t(word)), h("ul", { class: "bullets" }, ...items)];
  const what = isSovereign ? t("recognisedBorders") : t("claimOfParty");
  return h("li", {},
    h("div", { class: "status" }, h("span", {}, party(c.claimant))),
    h("div", { class: "by" }, h("p", {}, h("strong", {}, what), `, ${t("claimSince", { date: day(c.since) })}`, c.until && `, ${t("claimUntil", { date: day(c.until) })}`), c.act && h("p", {}, h("cite", { title: c.act.citation }, told(c.act.title, c.act.title_uk))), more.length > 0 && h("p", {}, more.join(" · ")),
      list("recognised", acts(false)), list("supported", acts(true)), list("rejectedBy", rejections)));
}

/** What a party says of a place. */
const ANNOUNCED: Record<string, Word> = { taken: "announcedTaken", left: "announcedLeft", holds: "announcedHolds" };

function announcement(a: Announcement): HTMLElement {
  const more = [
    a.distance_m !== null && t("away", { distance: distance(a.distance_m) }),
    a.disputed_by && `${t("disputedBy", { party: party(a.disputed_by) })}${a.disputed_on ? `, ${day(a.disputed_on, "short")}` : ""}`,
  ].filter(Boolean);
  return h("li", {},
    h("div", { class: "status" }, h("span", {}, t(ANNOUNCED[a.says] ?? "announcedTaken", { party: party(a.party) }))),
    h("div", { class: "by" }, h("p", {}, h("strong", {}, nameOf({ name: a.place, name_uk: a.place_uk })), `, ${day(a.date)}`), h("p", {}, told(a.announced_by, a.announced_by_uk)), more.length > 0 && h("p", {}, more.join(" · "))));
}

/** Places that are asked about: to begin with. */
const EXAMPLES: { name: string; name_uk: string; lon: number; lat: number }[] = [
  { name: "Pokrovsk", name_uk: "Покровськ", lon: 37.177, lat: 48.28 },
  { name: "Kherson", name_uk: "Херсон", lon: 32.617, lat: 46.635 },
  { name: "Sevastopol", name_uk: "Севастополь", lon: 33.525, lat: 44.602 },
  { name: "Kramatorsk", name_uk: "Краматорськ", lon: 37.556, lat: 48.738 },
];

/** What there is to say before a place is asked about: the six regions as a whole. */
async function overview(context: Context, signal: AbortSignal): Promise<Child[]> {
  const { source, date } = context.store.state;
  const table = await api.areas(source, "all", date, date, "day", signal);
  context.attribute("place", table.attribution);
  const whole = table.rows.reduce((sum, row) => sum + row.area_m2, 0);
  const held = table.rows.filter((row) => row.status === "held" && row.holder === "RU").reduce((sum, row) => sum + row.area_m2, 0);
  const unknown = table.rows.filter((row) => row.status === "unknown").reduce((sum, row) => sum + row.area_m2, 0);
  const says = table.rows.some((row) => row.version);
  const examples = EXAMPLES.map((place) => h("button", { class: "chip", onclick: () => context.store.set({ place: { lon: place.lon, lat: place.lat }, name: nameOf(place) }) }, nameOf(place)));
  return [
    h("header", { class: "answer" },
      h("p", { class: "where" }, h("span", {}, day(date))),
      says
        ? [h("h2", {}, h("span", {}, t("overviewHeld", { share: percent(held / whole) }), notCovered(unknown / whole))), h("p", { class: "rests" }, t("overviewHeldShort", { held: area(held), whole: area(whole), source: shortTitle(context, source) })), newestNote(context, source, date), oldNote(context, table.rows), table.rows[0]?.caveat && note(table.rows[0].caveat)]
        : h("h2", {}, h("span", {}, t("noVersion", { source: shortTitle(context, source) })))),
    builtInNote(context),
    section(t("pickHead"), h("p", {}, t("pick")), h("p", { class: "chips", role: "group", "aria-label": t("tryThese") }, ...examples)),
  ];
}
