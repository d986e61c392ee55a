//! What a filter says, whichever encoding it came in: values, properties, and operations on them.

use super::FilterError;

/// The names of the operations that are answered, as CQL2 JSON has them.
const NAMES: [&str; 15] =
    ["and", "or", "not", "=", "<>", "<", "<=", ">", ">=", "between", "in", "like", "isNull", "casei", "s_intersects"];
/// Other names of them, and the name meant: the draft's and those of SQL.
const ALIASES: [(&str, &str); 3] = [("!=", "<>"), ("intersects", "s_intersects"), ("st_intersects", "s_intersects")];

/// A part of a filter.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Text(String),
    Number(f64),
    Bool(bool),
    Property(String),
    /// The text in `DATE('2025-01-03')`.
    Date(String),
    /// The text in `TIMESTAMP('2025-01-03T00:00:00Z')`.
    Timestamp(String),
    List(Vec<Expression>),
    Geometry(geo::Geometry<f64>),
    /// An operator or a function, known or not, and its arguments.
    Operation(String, Vec<Expression>),
}

impl Expression {
    /// The operation of that name, in any case of letters. What `and` joins inside an `and` stands beside the others, and
    /// so with `or`.
    pub(super) fn operation(name: &str, args: Vec<Self>) -> Self {
        let is = |other: &str| other.eq_ignore_ascii_case(name);
        let meant = ALIASES.iter().find(|(alias, _)| is(alias)).map(|(_, meant)| *meant);
        let name = meant.or_else(|| NAMES.into_iter().find(|known| is(known))).unwrap_or(name);
        let args = match name {
            "and" | "or" => args.into_iter().flat_map(|arg| arg.joined_by(name)).collect(),
            _ => args,
        };
        Self::Operation(name.into(), args)
    }

    fn joined_by(self, name: &str) -> Vec<Self> {
        match self {
            Self::Operation(own, args) if own == name => args,
            other => vec![other],
        }
    }

    /// The opposite of a condition.
    pub(super) fn not(self) -> Self {
        Self::operation("not", vec![self])
    }

    /// The box between two corners, each with a height or without.
    pub(super) fn bbox(numbers: &[Self]) -> Result<Self, FilterError> {
        let finite = |n: &Self| if let Self::Number(n) = n { Some(*n).filter(|n| n.is_finite()) } else { None };
        match numbers.iter().map(finite).collect::<Option<Vec<f64>>>().as_deref() {
            Some(&[a, b, c, d] | &[a, b, _, c, d, _]) => {
                let area = geo::Rect::new(geo::Coord { x: a, y: b }, geo::Coord { x: c, y: d });
                Ok(Self::Geometry(area.to_polygon().into()))
            }
            _ => Err(FilterError("BBOX wants four or six numbers".into())),
        }
    }

    /// The text that `DATE` or `TIMESTAMP` has for its only argument.
    pub(super) fn into_text(self) -> Result<String, FilterError> {
        match self {
            Self::Text(text) => Ok(text),
            _ => Err(FilterError("DATE and TIMESTAMP want a text in quotes".into())),
        }
    }
}
