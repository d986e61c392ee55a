//! Parties, and the words for who holds what on whose say.

use std::fmt;
use std::str::FromStr;

use super::language::Language;

/// A state by its ISO 3166-1 alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Party([u8; 2]);

impl Party {
    /// Russia.
    pub const RU: Self = Self(*b"RU");
    /// Ukraine.
    pub const UA: Self = Self(*b"UA");

    /// Its name in a sentence; its code where it has none here.
    #[must_use]
    pub fn name(&self, language: Language) -> &str {
        match *self {
            Self::RU => language.of("Russia", "Росія"),
            Self::UA => language.of("Ukraine", "Україна"),
            _ => self.as_str(),
        }
    }

    /// The code, two upper-case letters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }
}

impl fmt::Display for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Party {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Party {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => {
                Ok(Self([a.to_ascii_uppercase(), b.to_ascii_uppercase()]))
            }
            _ => Err(UnknownWord {
                what: "party",
                value: text.into(),
                allowed: "an ISO 3166-1 alpha-2 code such as RU or UA",
            }),
        }
    }
}

/// A word outside a closed list: the word, and the list.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{value}' is not a {what}; allowed: {allowed}")]
pub struct UnknownWord {
    /// What the word was to be.
    pub what: &'static str,
    /// The word as given.
    pub value: String,
    /// The words allowed.
    pub allowed: &'static str,
}

/// Declares a closed list of words as an enum with `as_str`, `Display` and `FromStr`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident as $what:literal { $($(#[$vdoc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// Every word, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The word as written in files and answers.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::model::UnknownWord;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text {
                    $($word => Ok(Self::$variant),)+
                    _ => Err($crate::model::UnknownWord {
                        what: $what, value: text.into(), allowed: concat!($($word, " "),+),
                    }),
                }
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a source states of a place. Who holds it is a second word, the holder.
    Status as "status" {
        /// A party controls it.
        Held = "held",
        /// Fought over or between the lines: no holder.
        Contested = "contested",
        /// A party says it controls it; the source does not.
        Claimed = "claimed",
        /// The source does not say: outside its coverage in space or time.
        Unknown = "unknown",
    }
}

impl Status {
    /// Whether it tells who controls a place, if anybody does. A claim is no control, and takes no part where sources are
    /// compared.
    #[must_use]
    pub const fn is_of_control(self) -> bool {
        matches!(self, Self::Held | Self::Contested)
    }
}

words! {
    /// On what a statement of control rests.
    Basis as "basis" {
        /// Assessed from evidence.
        Assessed = "assessed",
        /// Drawn on a map by its publisher.
        Mapped = "mapped",
        /// Listed in an official act.
        Official = "official",
        /// Coded place by place in a data set.
        Coded = "coded",
        /// Said by a party.
        Announced = "announced",
        /// Concluded from what the source leaves out inside its coverage.
        Inferred = "inferred",
    }
}
