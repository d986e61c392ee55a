//! The languages that answers are written in, and texts that stand in both: none can be added in one language alone.

use std::borrow::Cow;
use std::fmt::{Display, Formatter, Result as FmtResult};
use std::str::FromStr;

use super::party::UnknownWord;

/// A language that answers are written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Ukrainian.
    Ukrainian,
}

impl Language {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::English, Self::Ukrainian];

    /// Its tag (BCP 47): `en`, `uk`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Ukrainian => "uk",
        }
    }

    /// Of a text in both languages, the one in this language.
    #[must_use]
    pub const fn of<'a>(self, en: &'a str, uk: &'a str) -> &'a str {
        match self {
            Self::English => en,
            Self::Ukrainian => uk,
        }
    }

    /// The English, or the Ukrainian where this is the language and there is one.
    #[must_use]
    pub fn or_english<'a>(self, en: &'a str, uk: Option<&'a str>) -> &'a str {
        uk.filter(|_| self == Self::Ukrainian).unwrap_or(en)
    }

    /// Somebody else's words, in the quotation marks of the language.
    #[must_use]
    pub fn quoted(self, text: &str) -> String {
        match self {
            Self::English => format!("“{text}”"),
            Self::Ukrainian => format!("«{text}»"),
        }
    }
}

impl FromStr for Language {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let known = Self::ALL.into_iter().find(|language| language.as_str() == text);
        known.ok_or_else(|| UnknownWord { what: "language", value: text.into(), allowed: "en uk" })
    }
}

impl Display for Language {
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str(self.as_str())
    }
}

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Text {
    en: &'static str,
    uk: &'static str,
}

impl Text {
    /// The text in English and in Ukrainian.
    #[must_use]
    pub const fn new(en: &'static str, uk: &'static str) -> Self {
        Self { en, uk }
    }

    /// It in a language.
    #[must_use]
    pub const fn within(self, language: Language) -> &'static str {
        language.of(self.en, self.uk)
    }
}

impl Display for Text {
    /// In English.
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str(self.en)
    }
}

/// A sentence in both languages: composed of facts, or fixed.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Said {
    en: Cow<'static, str>,
    uk: Cow<'static, str>,
}

impl Said {
    /// The sentence in English and in Ukrainian.
    #[must_use]
    pub fn new(en: impl Into<String>, uk: impl Into<String>) -> Self {
        Self { en: Cow::Owned(en.into()), uk: Cow::Owned(uk.into()) }
    }

    /// What is the same in both: a name, an id.
    #[must_use]
    pub fn same(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(text.clone(), text)
    }

    /// It in a language.
    #[must_use]
    pub fn within(&self, language: Language) -> &str {
        language.of(&self.en, &self.uk)
    }

    /// It, after the name of who it is said of: `maps: outside the coverage`.
    #[must_use]
    pub fn of(self, subject: &str) -> Self {
        Self::new(format!("{subject}: {}", self.en), format!("{subject}: {}", self.uk))
    }

    /// Several in one, with semicolons between them; none where there are none.
    #[must_use]
    pub fn joined(parts: impl IntoIterator<Item = Self>) -> Option<Self> {
        parts
            .into_iter()
            .reduce(|all, part| Self::new(format!("{}; {}", all.en, part.en), format!("{}; {}", all.uk, part.uk)))
    }
}

impl Display for Said {
    /// In English.
    fn fmt(&self, f: &mut Formatter<'_>) -> FmtResult {
        f.write_str(&self.en)
    }
}

impl From<Text> for Said {
    fn from(text: Text) -> Self {
        Self { en: Cow::Borrowed(text.en), uk: Cow::Borrowed(text.uk) }
    }
}

/// The Ukrainian form that goes with a number, of those for one, few and many: 1 день, 2 дні, 5 днів.
#[must_use]
pub const fn ukrainian_form(number: u64, [one, few, many]: [&'static str; 3]) -> &'static str {
    match (number % 10, number % 100) {
        (_, 11..=14) => many,
        (1, _) => one,
        (2..=4, _) => few,
        _ => many,
    }
}

#[cfg(test)]
mod tests {
    use super::ukrainian_form;

    #[test]
    fn a_number_chooses_the_form_of_its_word() {
        let forms = ["день", "дні", "днів"];
        for (number, wanted) in
            [(1, 0), (21, 0), (101, 0), (2, 1), (34, 1), (0, 2), (5, 2), (11, 2), (12, 2), (114, 2), (569, 2)]
        {
            assert_eq!(ukrainian_form(number, forms), forms[wanted], "{number}");
        }
    }
}
