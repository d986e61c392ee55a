// Colours of the map: two hues that stay apart in every common form of colour blindness (vermilion and blue, after Okabe and
// Ito), and hatching where a third meaning is needed, so that no meaning rests on colour alone.

export interface Palette {
  sea: string;
  water: string;
  waterText: string;
  elsewhere: string;
  country: string;
  region: string;
  border: string;
  regionBorder: string;
  russia: string;
  /** One for every holder: neither weighs more. */
  heldOpacity: number;
  ukraine: string;
  unknown: string;
  hatch: string;
  line: string;
  casing: string;
  gained: string;
  lost: string;
  recognised: string;
  claim: string;
  dispute: string;
  shape: string;
  text: string;
  halo: string;
  place: string;
}

export const LIGHT: Palette = {
  sea: "#e3eaee",
  water: "#c3d9e6",
  waterText: "#3f6a84",
  elsewhere: "#eeeeea",
  country: "#f7f6f2",
  region: "#fdfcfa",
  border: "#c9c6bd",
  regionBorder: "#8d8a82",
  russia: "#d55e00",
  heldOpacity: 0.4,
  ukraine: "#0072b2",
  unknown: "#8a8f96",
  hatch: "#c0c4c8",
  line: "#1d2126",
  casing: "#ffffff",
  gained: "#a03c00",
  lost: "#005a8f",
  recognised: "#4b525b",
  claim: "#8a3f0a",
  dispute: "#6a3d9a",
  shape: "#1d2126",
  text: "#2c3137",
  halo: "#ffffff",
  place: "#111417",
};

export const DARK: Palette = {
  sea: "#12171c",
  water: "#1b3242",
  waterText: "#84a9c0",
  elsewhere: "#1a1f24",
  country: "#20262c",
  region: "#262d34",
  border: "#3a424a",
  regionBorder: "#6c757e",
  russia: "#e8833a",
  heldOpacity: 0.42,
  ukraine: "#56b4e9",
  unknown: "#7d858e",
  hatch: "#565e66",
  line: "#f3f1ec",
  casing: "#12171c",
  gained: "#ffb27d",
  lost: "#9ad6f7",
  recognised: "#b9c1c9",
  claim: "#f0a46b",
  dispute: "#c9a6ee",
  shape: "#f3f1ec",
  text: "#dfe3e6",
  halo: "#12171c",
  place: "#ffffff",
};

/** The colour of a status. */
export function colourOf(palette: Palette, status: string, holder: string | null): string {
  if (status === "held") return holder === "UA" ? palette.ukraine : palette.russia;
  return palette.unknown;
}
