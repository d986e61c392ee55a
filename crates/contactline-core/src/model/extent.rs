//! Extents: the one rule language in which claims, regimes and proposals say where they apply.
//!
//! ```text
//! region(ua-14, ua-09) and not held_by(UA)
//! group(donbas) and held_by(UA, source = ua-official-list, on = 2022-02-23)
//! within_distance_of_line(15km, side = UA) or drawn(corridor)
//! ```
//!
//! `not` binds before `and`, `and` before `or`; parentheses group. An argument may be a parameter, `$zone_m`, that the
//! question gives.

mod parse;
mod write;

use std::collections::BTreeMap;
use std::sync::Arc;

use edge_timeline::Area;

use super::party::Party;
use super::time::Date;

pub(super) use parse::to_metres;
pub use parse::{ExtentError, Vocabulary};

/// Where something applies.
#[derive(Clone, Debug, PartialEq)]
pub enum Extent {
    /// Everywhere.
    Everywhere,
    /// In the sea that belongs to a region.
    Sea,
    /// In any of these regions (ids).
    Region(Vec<String>),
    /// In any region of these groups.
    Group(Vec<String>),
    /// Where a party holds the ground.
    HeldBy(Party, Whose),
    /// Where the ground is contested.
    Contested(Whose),
    /// In a shape drawn for the purpose.
    Drawn(Arc<DrawnShape>),
    /// Within a distance of the line of contact.
    WithinDistanceOfLine {
        /// The distance in metres.
        distance_m: Setting<f64>,
        /// Only on ground that this party holds.
        side: Option<Party>,
        /// Whose line.
        whose: Whose,
    },
    /// Where all of these apply.
    And(Vec<Extent>),
    /// Where any of these applies.
    Or(Vec<Extent>),
    /// Where this does not apply.
    Not(Box<Extent>),
}

/// By which source, as of which day. None: the source and the day of the question.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Whose {
    /// The source.
    pub source: Option<Setting<String>>,
    /// The day.
    pub on: Option<Setting<Date>>,
}

/// A value, or the name of the parameter that gives it.
#[derive(Clone, Debug, PartialEq)]
pub enum Setting<T> {
    /// The value.
    Given(T),
    /// The parameter's name.
    Parameter(String),
}

/// A shape drawn for a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnShape {
    /// Its name in rules.
    pub name: String,
    /// Where.
    pub area: Area,
    /// It stands for bounds that nobody defined.
    pub approximate: bool,
    /// What it stands for, and who drew it.
    pub note: String,
}

/// The value of a day that means the day of the question.
pub(super) const ASKED: &str = "asked";

/// Values for parameters, by name.
pub type Bindings = BTreeMap<String, String>;

/// Why a parameter's value is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("parameter '{parameter}': {reason}")]
pub struct BindError {
    /// The parameter.
    pub parameter: String,
    /// What is wrong with its value, and what is wanted.
    pub reason: String,
}

impl Extent {
    /// The same extent with values put for the parameters that have one.
    ///
    /// # Errors
    /// A value that is no distance, date or source.
    pub fn bound(&self, bindings: &Bindings) -> Result<Self, BindError> {
        let all = |list: &[Self]| list.iter().map(|e| e.bound(bindings)).collect::<Result<Vec<_>, _>>();
        Ok(match self {
            Self::HeldBy(party, whose) => Self::HeldBy(*party, whose.bound(bindings)?),
            Self::Contested(whose) => Self::Contested(whose.bound(bindings)?),
            Self::WithinDistanceOfLine { distance_m, side, whose } => Self::WithinDistanceOfLine {
                distance_m: distance_m.bound(bindings, to_metres)?,
                side: *side,
                whose: whose.bound(bindings)?,
            },
            Self::And(list) => Self::And(all(list)?),
            Self::Or(list) => Self::Or(all(list)?),
            Self::Not(extent) => Self::Not(Box::new(extent.bound(bindings)?)),
            other => other.clone(),
        })
    }

    /// Every extent in it, itself first.
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        let mut left = vec![self];
        std::iter::from_fn(move || {
            let next = left.pop()?;
            match next {
                Self::And(list) | Self::Or(list) => left.extend(list.iter().rev()),
                Self::Not(extent) => left.push(extent),
                _ => {}
            }
            Some(next)
        })
    }

    /// Whether the answer depends on who holds what, and so on a source.
    #[must_use]
    pub fn depends_on_control(&self) -> bool {
        self.walk().any(|e| e.whose().is_some())
    }

    /// Whether the answer depends on the source of the question: somewhere no source is named.
    #[must_use]
    pub fn depends_on_source_asked(&self) -> bool {
        self.walk().filter_map(Self::whose).any(|whose| whose.source.is_none())
    }

    /// The sources it names.
    #[must_use]
    pub fn sources(&self) -> Vec<&str> {
        let named = self.walk().filter_map(Self::whose).filter_map(|whose| whose.source.as_ref());
        named.filter_map(|source| if let Setting::Given(id) = source { Some(id.as_str()) } else { None }).collect()
    }

    /// Whether it is drawn with bounds that nobody defined.
    #[must_use]
    pub fn is_approximate(&self) -> bool {
        self.walk().any(|e| matches!(e, Self::Drawn(drawing) if drawing.approximate))
    }

    /// The parameters in it, each once.
    #[must_use]
    pub fn parameters(&self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for extent in self.walk() {
            if let Self::WithinDistanceOfLine { distance_m, .. } = extent {
                found.extend(distance_m.parameter());
            }
            if let Some(whose) = extent.whose() {
                found.extend(whose.source.as_ref().and_then(Setting::parameter));
                found.extend(whose.on.as_ref().and_then(Setting::parameter));
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// By which source and day it goes itself, where it goes by control.
    #[must_use]
    pub const fn whose(&self) -> Option<&Whose> {
        match self {
            Self::HeldBy(_, whose) | Self::Contested(whose) | Self::WithinDistanceOfLine { whose, .. } => Some(whose),
            _ => None,
        }
    }
}

impl Whose {
    fn bound(&self, bindings: &Bindings) -> Result<Self, BindError> {
        let source = self.source.as_ref().map(|s| s.bound(bindings, |text| Ok(text.to_owned()))).transpose()?;
        let day = |text: &str| text.parse::<Date>().map_err(|e| e.to_string());
        let is_asked = |on: &&Setting<Date>| {
            on.parameter().and_then(|name| bindings.get(name)).is_some_and(|value| value == ASKED)
        };
        let on = self.on.as_ref().filter(|on| !is_asked(on)).map(|on| on.bound(bindings, day)).transpose()?;
        Ok(Self { source, on })
    }
}

impl<T: Clone> Setting<T> {
    /// The value; none while the parameter is not given.
    pub const fn value(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::Parameter(_) => None,
        }
    }

    /// The parameter's name, where no value is given.
    pub fn parameter(&self) -> Option<&str> {
        match self {
            Self::Given(_) => None,
            Self::Parameter(name) => Some(name),
        }
    }

    fn bound(&self, bindings: &Bindings, read: impl Fn(&str) -> Result<T, String>) -> Result<Self, BindError> {
        let Self::Parameter(name) = self else { return Ok(self.clone()) };
        match bindings.get(name) {
            None => Ok(self.clone()),
            Some(text) => read(text).map(Self::Given).map_err(|reason| BindError { parameter: name.clone(), reason }),
        }
    }
}
