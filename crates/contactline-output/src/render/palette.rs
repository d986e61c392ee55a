//! The colours of maps: two hues that stay apart in every common form of colour blindness, vermilion and blue (after Okabe
//! and Ito, *Color Universal Design*, 2008), and hatching where a third meaning is needed. The page has the same ones.

use std::str::FromStr;

use contactline_core::model::{Party, UnknownWord};

/// The colours of a map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Palette {
    pub(super) sea: &'static str,
    pub(super) elsewhere: &'static str,
    pub(super) country: &'static str,
    pub(super) region: &'static str,
    pub(super) border: &'static str,
    pub(super) region_border: &'static str,
    pub(super) russia: &'static str,
    /// One for every holder: neither weighs more.
    pub(super) held_opacity: f64,
    pub(super) ukraine: &'static str,
    pub(super) unknown: &'static str,
    pub(super) line: &'static str,
    pub(super) casing: &'static str,
    pub(super) recognised: &'static str,
    pub(super) claim: &'static str,
    pub(super) text: &'static str,
    pub(super) halo: &'static str,
}

/// On paper and on bright screens.
pub const LIGHT: Palette = Palette {
    sea: "#e3eaee",
    elsewhere: "#eeeeea",
    country: "#f7f6f2",
    region: "#fdfcfa",
    border: "#c9c6bd",
    region_border: "#8d8a82",
    russia: "#d55e00",
    held_opacity: 0.4,
    ukraine: "#0072b2",
    unknown: "#8a8f96",
    line: "#1d2126",
    casing: "#ffffff",
    recognised: "#4b525b",
    claim: "#8a3f0a",
    text: "#2c3137",
    halo: "#ffffff",
};

/// On dark screens.
pub const DARK: Palette = Palette {
    sea: "#12171c",
    elsewhere: "#1a1f24",
    country: "#20262c",
    region: "#262d34",
    border: "#3a424a",
    region_border: "#6c757e",
    russia: "#e8833a",
    held_opacity: 0.42,
    ukraine: "#56b4e9",
    unknown: "#7d858e",
    line: "#f3f1ec",
    casing: "#12171c",
    recognised: "#b9c1c9",
    claim: "#f0a46b",
    text: "#dfe3e6",
    halo: "#12171c",
};

impl Palette {
    /// The colour of a party.
    pub(super) const fn of(&self, party: Party) -> &'static str {
        match party {
            Party::UA => self.ukraine,
            Party::RU => self.russia,
            _ => self.unknown,
        }
    }

    /// Fill and opacity of what a party holds.
    pub(super) fn held_by(&self, holder: Option<&str>) -> (&'static str, f64) {
        let holder = holder.and_then(|code| code.parse().ok());
        (holder.map_or(self.unknown, |party| self.of(party)), self.held_opacity)
    }
}

impl FromStr for Palette {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "light" => Ok(LIGHT),
            "dark" => Ok(DARK),
            _ => Err(UnknownWord { what: "theme", value: text.into(), allowed: "light dark" }),
        }
    }
}
