//! Rules as text: what is written is read back as the same.

use std::fmt::{Display, Formatter, Result};

use super::{Extent, Setting, Whose};

impl Display for Extent {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Everywhere => f.write_str("everywhere"),
            Self::Sea => f.write_str("sea"),
            Self::Region(ids) => write!(f, "region({})", ids.join(", ")),
            Self::Group(ids) => write!(f, "group({})", ids.join(", ")),
            Self::HeldBy(party, whose) => write!(f, "held_by({party}{})", Rest(whose)),
            Self::Contested(whose) => write!(f, "contested({})", Rest(whose).to_string().trim_start_matches(", ")),
            Self::Drawn(shape) => write!(f, "drawn(\"{}\")", shape.name),
            Self::WithinDistanceOfLine { distance_m, side, whose } => {
                write!(f, "within_distance_of_line({distance_m}")?;
                if let Some(party) = side {
                    write!(f, ", side = {party}")?;
                }
                write!(f, "{})", Rest(whose))
            }
            Self::And(list) => joined(f, list, " and "),
            Self::Or(list) => joined(f, list, " or "),
            Self::Not(extent) => {
                f.write_str("not ")?;
                part(f, extent)
            }
        }
    }
}

fn joined(f: &mut Formatter<'_>, list: &[Extent], word: &str) -> Result {
    for (k, extent) in list.iter().enumerate() {
        f.write_str(if k == 0 { "" } else { word })?;
        part(f, extent)?;
    }
    Ok(())
}

/// An extent inside another: in parentheses where it is joined.
fn part(f: &mut Formatter<'_>, extent: &Extent) -> Result {
    if matches!(extent, Extent::And(_) | Extent::Or(_)) { write!(f, "({extent})") } else { extent.fmt(f) }
}

/// Source and day as further arguments.
struct Rest<'a>(&'a Whose);

impl Display for Rest<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        if let Some(source) = &self.0.source {
            write!(f, ", source = {source}")?;
        }
        match &self.0.on {
            Some(on) => write!(f, ", on = {on}"),
            None => Ok(()),
        }
    }
}

impl<T: Display> Display for Setting<T> {
    fn fmt(&self, f: &mut Formatter<'_>) -> Result {
        match self {
            Self::Given(value) => value.fmt(f),
            Self::Parameter(name) => write!(f, "${name}"),
        }
    }
}
