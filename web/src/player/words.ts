// The words of the player, in both languages.

export interface Words {
  play: string;
  pause: string;
  day: string;
  pace: string;
  perSecond: (days: number) => string;
  version: (from: string) => string;
  silent: string;
  held: (party: string) => string;
  contested: string;
  claimed: (party: string) => string;
  unknown: string;
  notDrawn: string;
  licence: string;
  failed: string;
}

const PARTIES_UK: Record<string, string> = { RU: "Росія", UA: "Україна" };
const PARTIES_EN: Record<string, string> = { RU: "Russia", UA: "Ukraine" };

const en: Words = {
  play: "Play",
  pause: "Pause",
  day: "Day",
  pace: "Pace",
  perSecond: (days) => (days === 1 ? "1 day a second" : `${days} days a second`),
  version: (from) => `version of ${from}`,
  silent: "no version of the source stands on this day",
  held: (party) => `held by ${PARTIES_EN[party] ?? party}`,
  contested: "contested",
  claimed: (party) => `claimed by ${PARTIES_EN[party] ?? party}`,
  unknown: "unknown, says the source",
  notDrawn: "What is not coloured the source leaves out.",
  licence: "Licence",
  failed: "The archive could not be read. It is read in parts: the web server must answer ranges of bytes.",
};

const uk: Words = {
  play: "Відтворити",
  pause: "Зупинити",
  day: "День",
  pace: "Швидкість",
  perSecond: (days) => (days === 1 ? "1 день за секунду" : `${days} днів за секунду`),
  version: (from) => `версія від ${from}`,
  silent: "на цей день немає чинної версії джерела",
  held: (party) => `під контролем: ${PARTIES_UK[party] ?? party}`,
  contested: "контроль оспорюється",
  claimed: (party) => `претензія: ${PARTIES_UK[party] ?? party}`,
  unknown: "невідомо, за даними джерела",
  notDrawn: "Чого не зафарбовано, того джерело не позначає.",
  licence: "Ліцензія",
  failed: "Архів не вдалося прочитати. Його читають частинами: вебсервер має віддавати діапазони байтів.",
};

/** The language that the reader's browser likes better. */
export const isUkrainian = navigator.languages.find((tag) => /^(uk|en)\b/i.test(tag))?.toLowerCase().startsWith("uk") ?? false;
export const words: Words = isUkrainian ? uk : en;

/** A day as people write it. */
export function written(day: string): string {
  const format = new Intl.DateTimeFormat(isUkrainian ? "uk" : "en-GB", { dateStyle: "long", timeZone: "UTC" });
  return format.format(new Date(`${day}T00:00:00Z`));
}
