//! CQL2 to conditions: every property known, every comparison of things that compare.

use geo::{BoundingRect, MapCoords};

use super::expression::Expression;
use super::{Comparison, Condition, Filter, Literal, Operand, bounds, json, text};
use crate::ogc::select::names;
use contactline_core::model::{Date, Moment};
use contactline_core::query::items::{Collection, FieldKind};
use contactline_crs::Crs;
use edge_timeline::BBox;

/// The encodings of CQL2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// `cql2-text`.
    Text,
    /// `cql2-json`.
    Json,
}

/// Why a filter cannot be asked, in words for its author.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct FilterError(pub(super) String);

/// What can be asked, as said to who asks for something else.
pub(super) const OPERATORS: &str = "and or not = <> < > <= >= between in like is null casei s_intersects";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Time,
}

struct Reader<'c, 'a> {
    collection: &'c Collection<'a>,
    crs: Crs,
}

impl Filter {
    /// The filter that a text describes; coordinates in it are in `crs`, easting or longitude first unless its authority
    /// has it otherwise.
    ///
    /// # Errors
    /// No CQL2, a property the collection does not have, things that do not compare, operators not answered here.
    pub fn read(text: &str, language: Language, collection: &Collection<'_>, crs: Crs) -> Result<Self, FilterError> {
        bounds::check_length(text)?;
        let expression = match language {
            Language::Text => text::read(text)?,
            Language::Json => json::read(text)?,
        };
        Reader { collection, crs }.condition(&expression, 0).map(Self)
    }

    /// The filter that a property has this value.
    ///
    /// # Errors
    /// A property the collection does not have, or a text that is no value of it.
    pub fn equal(collection: &Collection<'_>, name: &str, value: &str) -> Result<Self, FilterError> {
        let reader = Reader { collection, crs: Crs::CRS84 };
        let kind = reader.kind(name)?;
        let literal = match kind {
            Kind::Number => {
                let number = value.parse().ok().filter(|n: &f64| n.is_finite());
                let number =
                    number.ok_or_else(|| FilterError(format!("'{name}' is a number; the value given is none")))?;
                Operand::Literal(Literal::Number(number))
            }
            _ => reader.operand(&Expression::Text(value.into()), Some(kind))?.0,
        };
        Ok(Self(Condition::Compare(Operand::Property(name.into()), Comparison::Equal, literal)))
    }
}

impl Reader<'_, '_> {
    fn condition(&self, expression: &Expression, depth: usize) -> Result<Condition, FilterError> {
        bounds::check_depth(depth)?;
        let (op, args) = match expression {
            Expression::Operation(op, args) => (op.as_str(), &args[..]),
            Expression::Bool(is) => return Ok(Condition::Is(*is)),
            _ => return Err(FilterError(format!("the filter is no condition; there are: {OPERATORS}"))),
        };
        let all =
            |args: &[Expression]| args.iter().map(|a| self.condition(a, depth + 1)).collect::<Result<Vec<_>, _>>();
        Ok(match (op, args) {
            ("and", args) => Condition::All(all(args)?),
            ("or", args) => Condition::Any(all(args)?),
            ("not", [arg]) => Condition::Not(Box::new(self.condition(arg, depth + 1)?)),
            ("=", [a, b]) => self.compare(a, Comparison::Equal, b)?,
            ("<>", [a, b]) => self.compare(a, Comparison::NotEqual, b)?,
            ("<", [a, b]) => self.compare(a, Comparison::Less, b)?,
            ("<=", [a, b]) => self.compare(a, Comparison::LessOrEqual, b)?,
            (">", [a, b]) => self.compare(a, Comparison::Greater, b)?,
            (">=", [a, b]) => self.compare(a, Comparison::GreaterOrEqual, b)?,
            ("between", [value, low, high]) => {
                let (value, low, high) = self.three(value, low, high)?;
                Condition::Between(value, low, high)
            }
            ("in", [value, Expression::List(list)]) => {
                let (value, kind) = self.operand(value, None)?;
                let list = list.iter().map(|other| Ok(self.operand(other, kind)?.0));
                Condition::In(value, list.collect::<Result<_, FilterError>>()?)
            }
            ("like", [value, Expression::Text(like)]) => Condition::Like(self.text(value)?, like.clone()),
            ("like", [value, Expression::Operation(op, args)]) if op == "casei" => match &args[..] {
                [Expression::Text(like)] => Condition::Like(self.text(value)?, like.to_lowercase()),
                _ => return Err(FilterError("like wants a pattern in quotes".into())),
            },
            ("isNull", [value]) => Condition::IsNull(self.operand(value, None)?.0),
            ("s_intersects", [Expression::Property(property), other] | [other, Expression::Property(property)]) => {
                self.meets(property, other)?
            }
            _ => {
                let count = args.len();
                return Err(FilterError(format!(
                    "'{op}' of {count} arguments is not answered here; there are: {OPERATORS}"
                )));
            }
        })
    }

    fn compare(&self, a: &Expression, how: Comparison, b: &Expression) -> Result<Condition, FilterError> {
        let (first, second) = self.two(a, b)?;
        Ok(Condition::Compare(first, how, second))
    }

    /// Two operands that compare: what the one is says how the other is read.
    fn two(&self, a: &Expression, b: &Expression) -> Result<(Operand, Operand), FilterError> {
        let wanted = self.property_kind(a).or_else(|| self.property_kind(b));
        Ok((self.operand(a, wanted)?.0, self.operand(b, wanted)?.0))
    }

    fn three(
        &self,
        a: &Expression,
        b: &Expression,
        c: &Expression,
    ) -> Result<(Operand, Operand, Operand), FilterError> {
        let (first, second) = self.two(a, b)?;
        Ok((first, second, self.two(a, c)?.1))
    }

    fn text(&self, value: &Expression) -> Result<Operand, FilterError> {
        match self.operand(value, None)? {
            (operand, Some(Kind::Text)) => Ok(operand),
            _ => Err(FilterError("like and casei want a property that is text".into())),
        }
    }

    fn operand(&self, expression: &Expression, wanted: Option<Kind>) -> Result<(Operand, Option<Kind>), FilterError> {
        let timed = |time: Result<Literal, _>| time.map(|literal| (Operand::Literal(literal), Some(Kind::Time)));
        let (operand, kind) = match expression {
            Expression::Property(name) => (Operand::Property(name.clone()), Some(self.kind(name)?)),
            Expression::Number(number) => (Operand::Literal(Literal::Number(*number)), Some(Kind::Number)),
            Expression::Text(text) if wanted == Some(Kind::Time) => timed(time(text))?,
            Expression::Text(text) => (Operand::Literal(Literal::Text(text.clone())), Some(Kind::Text)),
            Expression::Date(text) => timed(time(text))?,
            Expression::Timestamp(text) => timed(stamp(text))?,
            Expression::Operation(op, args) if op == "casei" && args.len() == 1 => {
                (Operand::Folded(Box::new(self.text(&args[0])?)), Some(Kind::Text))
            }
            _ => return Err(FilterError("wanted a property, a text, a number or a date to compare".into())),
        };
        if wanted.is_some() && kind != wanted {
            return Err(FilterError("the filter compares things of two kinds, such as a text with a number".into()));
        }
        Ok((operand, kind))
    }

    fn property_kind(&self, expression: &Expression) -> Option<Kind> {
        match expression {
            Expression::Property(name) => self.kind(name).ok(),
            _ => None,
        }
    }

    fn kind(&self, name: &str) -> Result<Kind, FilterError> {
        let field = self.collection.fields.iter().find(|f| f.name == name);
        match field.map(|f| f.kind) {
            Some(FieldKind::Number | FieldKind::Whole) => Ok(Kind::Number),
            Some(FieldKind::Day | FieldKind::Stamp) => Ok(Kind::Time),
            Some(FieldKind::Text | FieldKind::Words) => Ok(Kind::Text),
            None if names(self.collection).any(|n| n == name) => Ok(Kind::Time),
            None => {
                let known = names(self.collection).collect::<Vec<_>>().join(", ");
                Err(FilterError(format!(
                    "collection '{}' has no property '{name}'; there are: {known}",
                    self.collection.id
                )))
            }
        }
    }

    fn meets(&self, property: &str, other: &Expression) -> Result<Condition, FilterError> {
        if property != "geometry" || self.collection.geometry.is_none() {
            return Err(FilterError(format!("'{property}' is no geometry of collection '{}'", self.collection.id)));
        }
        let Expression::Geometry(geometry) = other else {
            return Err(FilterError(
                "s_intersects wants a geometry: POINT, LINESTRING, POLYGON, BBOX and others".into(),
            ));
        };
        let geometry = self.in_degrees(geometry.clone())?;
        let around =
            geometry.bounding_rect().ok_or_else(|| FilterError("the geometry of the filter is empty".into()))?;
        let bbox = BBox { west: around.min().x, south: around.min().y, east: around.max().x, north: around.max().y };
        Ok(Condition::Meets(geometry, bbox))
    }

    fn in_degrees(&self, geometry: geo::Geometry<f64>) -> Result<geo::Geometry<f64>, FilterError> {
        if self.crs == Crs::CRS84 {
            return Ok(geometry);
        }
        let turned = geometry.try_map_coords(|c| {
            let (x, y) = if self.crs.is_northing_first() { (c.y, c.x) } else { (c.x, c.y) };
            self.crs.to_lon_lat(x, y).map(|p| geo::Coord { x: p.lon(), y: p.lat() })
        });
        turned.map_err(|e| FilterError(e.to_string()))
    }
}

fn time(text: &str) -> Result<Literal, FilterError> {
    if let Ok(day) = text.parse::<Date>() {
        return Ok(Literal::Time(day.start(), true));
    }
    text.parse::<Moment>().map(|m| Literal::Time(m, false)).map_err(|e| FilterError(e.to_string()))
}

/// A time without a zone is of UTC in `TIMESTAMP`, if it says the hour, the minute or the second.
fn stamp(text: &str) -> Result<Literal, FilterError> {
    let rest = match text.len() {
        13 => ":00:00Z",
        16 => ":00Z",
        19 => "Z",
        _ => return time(text),
    };
    time(text).or_else(|error| time(&format!("{text}{rest}")).map_err(|_| error))
}
