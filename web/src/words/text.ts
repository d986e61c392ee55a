// What a word of the page is: a text, or a text for each form that a number asks for.

/** English counts one and others. */
export interface EnglishForms {
  one: string;
  other: string;
}

/** Ukrainian counts one, few and many: 1 день, 2 дні, 5 днів. */
export interface UkrainianForms {
  one: string;
  few: string;
  many: string;
}

/** A text, or its forms by `{count}`. */
export type EnglishText = string | EnglishForms;

/** The Ukrainian of an English text: with forms where, and only where, the English has them. */
export type UkrainianOf<Text> = Text extends string ? string : UkrainianForms;
