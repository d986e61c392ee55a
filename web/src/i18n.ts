// The page's words and numbers in the reader's language.
import { stampDay } from "./days.ts";
import type { Lang } from "./state.ts";
import type { Stated } from "./types.ts";
import { en, type Word } from "./words/en.ts";
import type { EnglishForms, UkrainianForms } from "./words/text.ts";
import { listWordsUk } from "./words/names.ts";
import { uk } from "./words/uk.ts";

export type { Word } from "./words/en.ts";

let lang: Lang = "en";

/** Speaks another language from now on. */
export function speak(wanted: Lang): void {
  lang = wanted;
}

export function spoken(): Lang {
  return lang;
}

/** The language the reader's browser asks for. */
export function preferred(languages: readonly string[]): Lang {
  const known = languages.map((l) => l.slice(0, 2).toLowerCase()).find((l) => l === "en" || l === "uk");
  return known === "uk" ? "uk" : "en";
}

/** A text, with its braces filled in: a number as the language writes it, and the form that `count` asks for. */
export function t(word: Word, filling: Record<string, string | number> = {}): string {
  const words: string | EnglishForms | UkrainianForms = (lang === "uk" ? uk : en)[word];
  const text = typeof words === "string" ? words : formOf(words, Number(filling["count"] ?? 0));
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = filling[name] ?? whole;
    return typeof value === "number" ? number(value) : value;
  });
}

/** The form of a counted word that goes with a number, by the language's own rules. */
function formOf(forms: EnglishForms | UkrainianForms, count: number): string {
  const form = new Intl.PluralRules(locale()).select(count);
  const fallback = "many" in forms ? forms.many : forms.other;
  return (forms as Partial<Record<Intl.LDMLPluralRule, string>>)[form] ?? fallback;
}

/** Somebody else's words, in the quotation marks of the language. */
export function quoted(text: string): string {
  return lang === "uk" ? `«${text}»` : `“${text}”`;
}

/** A publisher's word, in the reader's language where it is one that is known. */
export function publisherWord(word: string): string {
  return lang === "uk" ? listWordsUk.reduce((text, [english, ukrainian]) => text.replace(english, ukrainian), word) : word;
}

/** A party's name: of a state by its code, as the language has it; else the code. */
export function party(code: string | null): string {
  if (code === null) return t("none");
  if (code === "RU" || code === "UA" || code === "UNGA") return t(code);
  return /^[A-Z]{2}$/.test(code) ? (new Intl.DisplayNames(locale(), { type: "region" }).of(code) ?? code) : code;
}

/** A status with its holder. */
export function stated({ status, holder }: Stated): string {
  if (status === "held") return t("heldBy", { holder: party(holder) });
  if (status === "claimed") return t("claimedBy", { holder: party(holder) });
  return status === "contested" ? t("contested") : t("unknown");
}

/** The name of a region or a place in the reader's language. */
export function nameOf(named: { name: string; name_uk: string }): string {
  return lang === "uk" ? named.name_uk : named.name;
}

/** A text of the data in the reader's language, where it has one there; else in English, marked as that for screen readers. */
export function textOf(en: string, uk?: string | null): { text: string; lang: Lang | null } {
  if (lang === "en") return { text: en, lang: null };
  return uk ? { text: uk, lang: null } : { text: en, lang: "en" };
}

function locale(): string {
  return lang === "uk" ? "uk-UA" : "en-GB";
}

export function number(value: number, digits = 0): string {
  return value.toLocaleString(locale(), { maximumFractionDigits: digits, minimumFractionDigits: digits });
}

/** A share of the whole, 0 to 1; never 100 % or 0 % of what is not quite. */
export function percent(share: number): string {
  const held = share > 0 && share < 0.001 ? 0.001 : share < 1 && share > 0.999 ? 0.999 : share;
  return held.toLocaleString(locale(), { style: "percent", maximumFractionDigits: 1, minimumFractionDigits: 0 });
}

/** What a share of a whole leaves out: the part of which the source does not say. */
export function notCovered(share: number): string {
  return share < 0.0005 ? "" : `, ${t("notCovered", { share: percent(share) })}`;
}

export function squareKm(): string {
  return lang === "uk" ? "км²" : "km²";
}

/** Square metres as square kilometres without the unit, with decimals only where they tell something. */
export function areaFigure(m2: number): string {
  const km2 = m2 / 1e6;
  return number(km2, Math.abs(km2) >= 100 || km2 === 0 ? 0 : Math.abs(km2) >= 1 ? 1 : 2);
}

/** Square metres as square kilometres. */
export function area(m2: number): string {
  return `${areaFigure(m2)}\u00a0${squareKm()}`;
}

export function distance(m: number): string {
  const [metre, kilometre] = lang === "uk" ? ["м", "км"] : ["m", "km"];
  if (m < 1000) return `${number(m)}\u00a0${metre}`;
  return `${number(m / 1000, m < 10_000 ? 1 : 0)}\u00a0${kilometre}`;
}

const made = new Map<string, Intl.DateTimeFormat>();

/** A way of writing days, made once: making one takes longer than a thousand days. */
function dates(style: "long" | "short" | "month"): Intl.DateTimeFormat {
  const key = `${lang} ${style}`;
  const parts: Intl.DateTimeFormatOptions = style === "month" ? { month: "short", year: "2-digit" } : { day: "numeric", month: style, year: "numeric" };
  const format = made.get(key) ?? new Intl.DateTimeFormat(locale(), { ...parts, timeZone: "UTC" });
  made.set(key, format);
  return format;
}

/** A day or a stamp as a day in words. */
export function day(stamp: string, style: "long" | "short" | "month" = "long"): string {
  const text = dates(style).format(new Date(`${stampDay(stamp)}T00:00:00Z`));
  return text.replace(/\s?р\.$/, style === "long" ? "\u00a0року" : "");
}
