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
    /// As near to its line as this, in metres, what it does not name is unknown: it runs behind. 0: its silence is as good as
    /// its word.
    pub unlisted_reach_m: f64,
}

impl Age {
    /// How near to the line a place may be on the other side, in metres, whatever is stated of it; none where the version no
    /// longer speaks.
    #[must_use]
    pub fn within_m(&self) -> Option<f64> {
        self.within_of_m(true)
    }

    /// The same of what the source names, or of what it does not.
    #[must_use]
    pub fn within_of_m(&self, is_unlisted: bool) -> Option<f64> {
        let more_m = if is_unlisted { (self.unlisted_reach_m - self.reach_m).max(0.0) } else { 0.0 };
        (!self.expired).then_some(self.uncertain_within_m + more_m)
    }

    /// As near to its line as this, in metres, the version does not speak of what the source names, or of what it does not; none:
    /// it speaks of all.
    #[must_use]
    pub fn silent_within_m(&self, is_unlisted: bool) -> Option<f64> {
        let aged_m = self.stale.then_some(self.reach_m);
        let unlisted_m = Some(self.unlisted_reach_m).filter(|metres| is_unlisted && *metres > 0.0);
        aged_m.into_iter().chain(unlisted_m).reduce(f64::max)
    }

    /// Whether it speaks of every place.
    #[must_use]
    pub fn speaks_of_all(&self) -> bool {
        !self.expired && self.silent_within_m(true).is_none()
    }

    /// It runs behind, without being past the source's limit of age.
    #[must_use]
    pub const fn runs_behind(&self) -> bool {
        !self.stale && self.unlisted_reach_m > 0.0
    }
}
