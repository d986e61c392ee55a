//! Codes of administrative units (KATOTTG): `UA OO RR HHH SSS DD NNNNN`, oblast, raion, hromada, settlement, city district and
//! a number that is unique.

use std::fmt;

use crate::read::parts::latin;

/// A code of 17 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Code(String);

/// Where in the digits a unit of each level ends, most specific first.
const LEVELS: [(&str, usize); 4] = [("settlement", 10), ("hromada", 7), ("raion", 4), ("oblast", 2)];

/// Digits before the unique number.
const PLACE: usize = 12;

impl Code {
    /// The code in a text, whatever letters and blanks stand in it.
    ///
    /// # Errors
    /// The text without its blanks, where it has not `UA` and 17 digits.
    pub(super) fn from_text(text: &str) -> Result<Self, String> {
        let text = latin(text);
        match text.strip_prefix("UA") {
            Some(digits) if digits.len() == 17 && digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Self(digits.into())),
            _ => Err(text),
        }
    }

    /// The codes that a text of one digit too many or too few can be meant to be, among those known.
    pub(super) fn nearest<'a>(text: &str, mut known: impl Iterator<Item = &'a Self>) -> Option<Self> {
        let digits = text.strip_prefix("UA")?;
        let shorter = |long: &str, short: &str| {
            (0..long.len()).any(|k| long.get(..k) == short.get(..k) && long.get(k + 1..) == short.get(k..))
        };
        let near = |code: &&Self| match digits.len() {
            18 => shorter(digits, &code.0),
            16 => shorter(&code.0, digits),
            _ => false,
        };
        let found = known.find(near)?;
        known.filter(near).all(|other| other == found).then(|| found.clone())
    }

    fn zeros_after(&self, end: usize) -> bool {
        self.0.get(end..PLACE).is_some_and(|digits| digits.bytes().all(|b| b == b'0'))
    }

    /// Digits that name the unit.
    pub(super) fn depth(&self) -> usize {
        LEVELS.iter().rev().map(|(_, end)| *end).find(|end| self.zeros_after(*end)).unwrap_or(PLACE)
    }

    /// The word for the unit.
    pub(super) fn level(&self) -> &'static str {
        let depth = self.depth();
        LEVELS.iter().find(|(_, end)| *end == depth).map_or("settlement", |(word, _)| word)
    }

    /// Its first digits, those of the oblast.
    pub(super) fn oblast(&self) -> &str {
        self.0.get(..2).unwrap_or_default()
    }

    pub(super) fn is_settlement(&self) -> bool {
        self.depth() >= LEVELS[0].1
    }

    /// The units this one lies in, the smallest first, by their digits with zeros behind.
    pub(super) fn units_above(&self) -> impl Iterator<Item = Self> + '_ {
        let depth = self.depth();
        let above = LEVELS.iter().map(|(_, end)| *end).filter(move |end| *end < depth);
        above.filter_map(|end| Some(Self(format!("{:0<17}", self.0.get(..end)?))))
    }

    /// Whether this is the unit: the very code, or, of a unit above, one of the same digits.
    pub(super) fn is_unit(&self, unit: &Self) -> bool {
        let above = unit.0.get(PLACE..).is_some_and(|number| number == "00000");
        if above { self.0.get(..PLACE) == unit.0.get(..PLACE) } else { self == unit }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UA{}", self.0)
    }
}
