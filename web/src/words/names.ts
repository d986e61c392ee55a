// Ukrainian words for names and terms that the data has in English.
/** The words of Ukraine's own list, which its data has in English. */
export const listWordsUk: readonly [string, string][] = [
  ["part II: temporarily occupied", "розділ II: тимчасово окуповані території"],
  ["oblast row", "рядок області"],
  ["raion row", "рядок району"],
  ["hromada row", "рядок громади"],
  ["settlement row", "рядок населеного пункту"],
  [", as updated ", ", оновлення від "],
  ["not listed for this period", "на цей час не внесено до переліку"],
  ["not listed", "не внесено до переліку"],
];

/** Names that texts give to what they leave open, to its choices and to zones. */
export const namesUk: Readonly<Record<string, string>> = {
  line_date: "день, лінію якого взято",
  reference_source: "джерело, лінію якого взято",
  donetsk: "решта Донецької області",
  other_land: "інші території",
  stay: "війська лишаються на місці",
  demilitarised: "демілітаризована зона",
  free_economic: "вільна економічна зона",
  given_up: "відмова від них",
  kept: "лишаються під контролем",
};
