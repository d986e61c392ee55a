//! How old what a source says is, and how far its line may have moved since.

/// How old a version is at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Age {
    /// Days from the version, or from the end of a record's coverage.
    pub days: i64,
    /// Past the source's limit: it speaks only of places farther from its line than `reach_m`.
    pub stale: bool,
    /// Past the source's last day: it says nothing.
    pub expired: bool,
    /// How far its line may have moved in that time, in metres.
    pub reach_m: f64,
    /// `reach_m`, and what the source is precise to: nearer to the line, the side is not sure.
    pub uncertain_within_m: f64,
}

impl Age {
    /// `uncertain_within_m`, where the version still speaks.
    #[must_use]
    pub fn within_m(&self) -> Option<f64> {
        (!self.expired).then_some(self.uncertain_within_m)
    }
}
