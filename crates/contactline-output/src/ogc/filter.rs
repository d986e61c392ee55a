//! Filters in CQL2 (OGC 21-065r2), read as text or JSON, held to the collection's properties, and asked of items.

mod bounds;
mod expression;
mod json;
mod pattern;
mod read;
#[cfg(test)]
mod tests;
mod text;

use std::cmp::Ordering;

use geo::Intersects;

pub use read::{FilterError, Language};

use super::select::literal;
use contactline_core::model::Moment;
use contactline_core::query::items::{Geometry, Item};
use edge_timeline::{BBox, Position, budget};

/// A condition on an item. What is not known makes it neither true nor false (three-valued logic), and then it does not hold.
#[derive(Clone, Debug)]
pub struct Filter(Condition);

#[derive(Clone, Debug)]
enum Condition {
    All(Vec<Condition>),
    Any(Vec<Condition>),
    Not(Box<Condition>),
    Is(bool),
    Compare(Operand, Comparison, Operand),
    Between(Operand, Operand, Operand),
    In(Operand, Vec<Operand>),
    Like(Operand, String),
    IsNull(Operand),
    Meets(geo::Geometry<f64>, BBox),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Clone, Debug)]
enum Operand {
    Property(String),
    Literal(Literal),
    /// In lower case.
    Folded(Box<Operand>),
}

/// A value to compare.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Literal {
    Text(String),
    Number(f64),
    /// A second; or, when it was written as a day, that day.
    Time(Moment, bool),
}

/// The order of two values; days and seconds compare by day. None of two that cannot be compared.
pub(super) fn compare(a: &Literal, b: &Literal) -> Option<Ordering> {
    match (a, b) {
        (Literal::Text(a), Literal::Text(b)) => Some(a.cmp(b)),
        (Literal::Number(a), Literal::Number(b)) => a.partial_cmp(b),
        (Literal::Time(a, false), Literal::Time(b, false)) => Some(a.cmp(b)),
        (Literal::Time(a, _), Literal::Time(b, _)) => Some(a.date().cmp(&b.date())),
        _ => None,
    }
}

impl Filter {
    /// Whether it is true of the item.
    #[must_use]
    pub fn holds(&self, item: &Item<'_>) -> bool {
        self.0.of(item) == Some(true)
    }
}

impl Condition {
    fn of(&self, item: &Item<'_>) -> Option<bool> {
        match self {
            Self::All(conditions) => of_all(conditions, item, false),
            Self::Any(conditions) => of_all(conditions, item, true),
            Self::Not(condition) => condition.of(item).map(|is| !is),
            Self::Is(is) => Some(*is),
            Self::Compare(a, how, b) => {
                let order = compare(&a.of(item)?, &b.of(item)?)?;
                Some(how.allows(order))
            }
            Self::Between(value, low, high) => {
                let value = value.of(item)?;
                let (low, high) = (compare(&value, &low.of(item)?)?, compare(&value, &high.of(item)?)?);
                Some(low != Ordering::Less && high != Ordering::Greater)
            }
            Self::In(value, list) => {
                let value = value.of(item)?;
                let equal = |other: &Operand| Some(compare(&value, &other.of(item)?)? == Ordering::Equal);
                let found: Vec<Option<bool>> = list.iter().map(equal).collect();
                if found.contains(&Some(true)) {
                    Some(true)
                } else {
                    found.into_iter().collect::<Option<Vec<_>>>().map(|_| false)
                }
            }
            Self::Like(value, like) => match value.of(item)? {
                Literal::Text(text) => Some(pattern::matches(&text, like)),
                _ => None,
            },
            Self::IsNull(value) => Some(value.of(item).is_none()),
            Self::Meets(other, around) => {
                let own = item.bbox?;
                Some(own.meets(around) && meets(item.geometry()?, other, around))
            }
        }
    }
}

/// `decided`: the value one condition needs to decide for all.
fn of_all(conditions: &[Condition], item: &Item<'_>, decided: bool) -> Option<bool> {
    let mut unknown = false;
    for condition in conditions {
        match condition.of(item) {
            Some(is) if is == decided => return Some(decided),
            Some(_) => {}
            None => unknown = true,
        }
    }
    (!unknown).then_some(!decided)
}

/// Whether a geometry shares a point with another, which lies in a box.
fn meets(geometry: &Geometry<'_>, other: &geo::Geometry<f64>, around: &BBox) -> bool {
    let coord = |p: &Position| geo::Coord { x: p.lon(), y: p.lat() };
    match geometry {
        Geometry::Position(p) => geo::Point(coord(p)).intersects(other),
        Geometry::Paths(paths) => {
            let mut lines = paths.iter().map(|path| geo::LineString(path.iter().map(coord).collect()));
            lines.any(|line| {
                budget::check();
                line.intersects(other)
            })
        }
        Geometry::Area(area) => area.as_multi_polygon().0.iter().any(|polygon| {
            budget::check();
            BBox::around(&polygon.exterior().0).meets(around) && polygon.intersects(other)
        }),
    }
}

impl Operand {
    fn of(&self, item: &Item<'_>) -> Option<Literal> {
        match self {
            Self::Property(name) => literal(item, name),
            Self::Literal(value) => Some(value.clone()),
            Self::Folded(operand) => match operand.of(item)? {
                Literal::Text(text) => Some(Literal::Text(text.to_lowercase())),
                other => Some(other),
            },
        }
    }
}

impl Comparison {
    const fn allows(self, order: Ordering) -> bool {
        match self {
            Self::Equal => order.is_eq(),
            Self::NotEqual => order.is_ne(),
            Self::Less => order.is_lt(),
            Self::LessOrEqual => order.is_le(),
            Self::Greater => order.is_gt(),
            Self::GreaterOrEqual => order.is_ge(),
        }
    }
}
