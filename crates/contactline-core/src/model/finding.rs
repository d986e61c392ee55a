//! Findings: what is wrong with data, and exactly where.

use std::fmt;

use super::party::words;

words! {
    /// How grave a finding is.
    Severity as "severity" {
        /// Worth knowing.
        Note = "note",
        /// Mended, or odd.
        Warning = "warning",
        /// The file was refused.
        Error = "error",
    }
}

/// Where in the data: as much of it as is known. Numbers count from 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    /// File as named by the user.
    pub file: Option<String>,
    /// Feature in the collection.
    pub feature: Option<usize>,
    /// Polygon in the multipolygon.
    pub polygon: Option<usize>,
    /// Ring in the polygon: 0 is the exterior.
    pub ring: Option<usize>,
    /// Vertex in the ring.
    pub vertex: Option<usize>,
    /// Longitude, latitude (as found: may be out of range).
    pub coordinate: Option<[f64; 2]>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut gap = "";
        let mut item = |f: &mut fmt::Formatter<'_>, text: String| {
            let done = write!(f, "{gap}{text}");
            gap = ", ";
            done
        };
        if let Some(file) = &self.file {
            item(f, file.clone())?;
        }
        for (name, value) in
            [("feature", self.feature), ("polygon", self.polygon), ("ring", self.ring), ("vertex", self.vertex)]
        {
            if let Some(value) = value {
                item(f, format!("{name} {value}"))?;
            }
        }
        if let Some([lon, lat]) = self.coordinate {
            item(f, format!("at [{lon}, {lat}]"))?;
        }
        Ok(())
    }
}

/// One thing found in data.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// How grave.
    pub severity: Severity,
    /// Stable code: `winding`, `self_crossing`.
    pub code: &'static str,
    /// Where.
    pub place: Place,
    /// In words; lower case, no full stop.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.severity, self.code, self.message)?;
        if self.place == Place::default() { Ok(()) } else { write!(f, " ({})", self.place) }
    }
}

/// A value read from data, with all that was found on the way.
#[derive(Clone, Debug)]
pub struct Reading<T> {
    /// What was read; none when it had to be refused.
    pub value: Option<T>,
    /// Everything found.
    pub findings: Vec<Finding>,
}
