//! CQL2 to conditions: every property known, every comparison of things that compare.

use cql2::Expr;
use geo::{BoundingRect, MapCoords};
use wkt::TryFromWkt;

use super::{Comparison, Condition, Filter, Literal, Operand, bounds};
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
const OPERATORS: &str = "and or not = <> < > <= >= between in like is null casei s_intersects";

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
        let expression = match language {
            Language::Text => {
                bounds::check_text(text)?;
                cql2::parse_text(text).map_err(|e| not_cql2(&e))?
            }
            Language::Json => Expr::try_from(bounds::checked_json(text)?).map_err(|e| not_cql2(&e))?,
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
        let value = Expr::Literal(value.into());
        let literal = match kind {
            Kind::Number => reader.number(name, &value)?,
            _ => reader.operand(&value, Some(kind))?.0,
        };
        Ok(Self(Condition::Compare(Operand::Property(name.into()), Comparison::Equal, literal)))
    }
}

fn not_cql2(error: &dyn std::fmt::Display) -> FilterError {
    let text = error.to_string();
    if ["call limit reached", "stack limit reached"].iter().any(|limit| text.contains(limit)) {
        return FilterError(
            "the filter takes too many steps to read; nest fewer brackets, or list fewer values".into(),
        );
    }
    FilterError(format!("the filter is not CQL2: {}", text.split_whitespace().collect::<Vec<_>>().join(" ")))
}

impl Reader<'_, '_> {
    fn condition(&self, expression: &Expr, depth: usize) -> Result<Condition, FilterError> {
        if depth > bounds::MAX_DEPTH {
            return Err(bounds::too_deep());
        }
        let (op, args) = match expression {
            Expr::Operation { op, args } => (op.as_str(), args.iter().map(|a| &**a).collect::<Vec<&Expr>>()),
            Expr::Bool(is) => return Ok(Condition::Is(*is)),
            _ => return Err(FilterError(format!("the filter is no condition; there are: {OPERATORS}"))),
        };
        let all = |args: &[&Expr]| args.iter().map(|a| self.condition(a, depth + 1)).collect::<Result<Vec<_>, _>>();
        Ok(match (op, &args[..]) {
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
            ("in", [value, Expr::Array(list)]) => {
                let (value, kind) = self.operand(value, None)?;
                let list = list.iter().map(|other| Ok(self.operand(other, kind)?.0));
                Condition::In(value, list.collect::<Result<_, FilterError>>()?)
            }
            ("like", [value, Expr::Literal(like)]) => Condition::Like(self.text(value)?, like.clone()),
            ("like", [value, Expr::Operation { op, args }]) if op == "casei" => match args.first().map(|a| &**a) {
                Some(Expr::Literal(like)) => Condition::Like(self.text(value)?, like.to_lowercase()),
                _ => return Err(FilterError("like wants a pattern in quotes".into())),
            },
            ("isNull", [value]) => Condition::IsNull(self.operand(value, None)?.0),
            ("s_intersects", [Expr::Property { property }, other] | [other, Expr::Property { property }]) => {
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

    fn compare(&self, a: &Expr, how: Comparison, b: &Expr) -> Result<Condition, FilterError> {
        let (first, second) = self.two(a, b)?;
        Ok(Condition::Compare(first, how, second))
    }

    /// Two operands that compare: what the one is says how the other is read.
    fn two(&self, a: &Expr, b: &Expr) -> Result<(Operand, Operand), FilterError> {
        let wanted = self.property_kind(a).or_else(|| self.property_kind(b));
        Ok((self.operand(a, wanted)?.0, self.operand(b, wanted)?.0))
    }

    fn three(&self, a: &Expr, b: &Expr, c: &Expr) -> Result<(Operand, Operand, Operand), FilterError> {
        let (first, second) = self.two(a, b)?;
        Ok((first, second, self.two(a, c)?.1))
    }

    fn text(&self, value: &Expr) -> Result<Operand, FilterError> {
        match self.operand(value, None)? {
            (operand, Some(Kind::Text)) => Ok(operand),
            _ => Err(FilterError("like and casei want a property that is text".into())),
        }
    }

    fn operand(&self, expression: &Expr, wanted: Option<Kind>) -> Result<(Operand, Option<Kind>), FilterError> {
        let time = |text: &str| time(text).map(|literal| (Operand::Literal(literal), Some(Kind::Time)));
        let (operand, kind) = match expression {
            Expr::Property { property } => (Operand::Property(property.clone()), Some(self.kind(property)?)),
            Expr::Float(number) => (Operand::Literal(Literal::Number(*number)), Some(Kind::Number)),
            Expr::Literal(text) if wanted == Some(Kind::Time) => time(text)?,
            Expr::Literal(text) => (Operand::Literal(Literal::Text(text.clone())), Some(Kind::Text)),
            Expr::Date { date: value } | Expr::Timestamp { timestamp: value } => match &**value {
                Expr::Literal(text) => time(text)?,
                _ => return Err(FilterError("DATE and TIMESTAMP want a text in quotes".into())),
            },
            Expr::Operation { op, args } if op == "casei" && args.len() == 1 => {
                (Operand::Folded(Box::new(self.text(&args[0])?)), Some(Kind::Text))
            }
            _ => return Err(FilterError("wanted a property, a text, a number or a date to compare".into())),
        };
        if wanted.is_some() && kind != wanted {
            return Err(FilterError("the filter compares things of two kinds, such as a text with a number".into()));
        }
        Ok((operand, kind))
    }

    fn number(&self, name: &str, value: &Expr) -> Result<Operand, FilterError> {
        let number = f64::try_from(value.clone()).ok().filter(|n| n.is_finite());
        let number = number.ok_or_else(|| FilterError(format!("'{name}' is a number; the value given is none")))?;
        Ok(Operand::Literal(Literal::Number(number)))
    }

    fn property_kind(&self, expression: &Expr) -> Option<Kind> {
        match expression {
            Expr::Property { property } => self.kind(property).ok(),
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

    fn meets(&self, property: &str, other: &Expr) -> Result<Condition, FilterError> {
        if property != "geometry" || self.collection.geometry.is_none() {
            return Err(FilterError(format!("'{property}' is no geometry of collection '{}'", self.collection.id)));
        }
        let geometry = match other {
            Expr::Geometry(geometry) => {
                let text = geometry.to_wkt().map_err(|e| not_cql2(&e))?;
                geo::Geometry::try_from_wkt_str(&text).map_err(|e| not_cql2(&e))?
            }
            Expr::BBox { bbox } => {
                let number = |n: &Expr| f64::try_from(n.clone()).map_err(|e| not_cql2(&e));
                let numbers = bbox.iter().map(|n| number(n)).collect::<Result<Vec<_>, _>>()?;
                match numbers[..] {
                    [a, b, c, d] | [a, b, _, c, d, _] => {
                        geo::Rect::new(geo::Coord { x: a, y: b }, geo::Coord { x: c, y: d }).to_polygon().into()
                    }
                    _ => return Err(FilterError("BBOX wants four or six numbers".into())),
                }
            }
            _ => {
                return Err(FilterError(
                    "s_intersects wants a geometry: POINT, LINESTRING, POLYGON, BBOX and others".into(),
                ));
            }
        };
        let geometry = self.in_degrees(geometry)?;
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
