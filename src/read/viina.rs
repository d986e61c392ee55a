//! VIINA: for every place and day who controls it, coded from several sources; joined to a tessellation, so that each place
//! speaks for its cell.

mod archive;
mod cells;
mod table;

use rayon::prelude::*;

use contactline_core::model::{Basis, ControlFeature, Date, Party, Status, Version};
use edge_timeline::{Area, overlay};

use super::stack::restacked;

pub use archive::read;
pub use cells::Cells;
pub use table::Table;

/// The id of the source.
pub const SOURCE: &str = "viina";

/// The column of the table that is read where none is named: the majority of the others.
pub const COLUMN: &str = "status";

/// What the table says of a place on a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Said {
    /// No row.
    #[default]
    Nothing,
    /// A blank.
    Blank,
    Russia,
    Contested,
    Ukraine,
    /// A derived set's own word for taken back.
    Liberated,
}

impl Said {
    const WORDS: &str = "UA, RU, CONTESTED or nothing";

    fn from_word(word: &[u8]) -> Option<Self> {
        match word.trim_ascii() {
            b"" | b"NA" => Some(Self::Blank),
            b"RU" => Some(Self::Russia),
            b"CONTESTED" => Some(Self::Contested),
            b"UA" => Some(Self::Ukraine),
            b"LIBERATED" => Some(Self::Liberated),
            _ => None,
        }
    }

    /// The word, and what it states; none where nothing is said.
    const fn stated(self) -> Option<(&'static str, Status, Option<Party>)> {
        match self {
            Self::Nothing | Self::Blank => None,
            Self::Russia => Some(("RU", Status::Held, Some(Party::RU))),
            Self::Contested => Some(("CONTESTED", Status::Contested, None)),
            Self::Ukraine => Some(("UA", Status::Held, Some(Party::UA))),
            Self::Liberated => Some(("LIBERATED", Status::Held, Some(Party::UA))),
        }
    }
}

/// The version of a day: for each word of the table all cells of the places it has that day.
#[must_use]
pub fn version(table: &Table, cells: &Cells, day: Date) -> Option<Version> {
    let row = table.day(day)?;
    let words = [Said::Russia, Said::Ukraine, Said::Liberated, Said::Contested];
    let feature = |said: Said| {
        let (word, status, holder) = said.stated()?;
        let areas: Vec<&Area> = row.iter().zip(cells.areas()).filter(|(s, _)| **s == said).map(|(_, a)| a).collect();
        let area = overlay::union(areas);
        let basis = Basis::Coded;
        (!area.is_empty()).then(|| ControlFeature { status, holder, basis, publisher_word: word.into(), area })
    };
    let features: Vec<ControlFeature> = words.into_par_iter().filter_map(feature).collect();
    let features = if cells.overlap() { restacked(features) } else { features };
    Some(Version { source: SOURCE.into(), stamp: day.start(), features })
}
