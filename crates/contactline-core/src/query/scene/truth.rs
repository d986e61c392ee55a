//! Four answers: yes, no, on the line between them, and not to be said.

use crate::model::Said;

/// Whether an extent holds at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Truth {
    /// It does not.
    No,
    /// The place is on the line that decides it.
    Boundary,
    /// It cannot be said, for this reason.
    Open(Said),
    /// It does.
    Yes,
}

impl From<bool> for Truth {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

impl Truth {
    pub(super) fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::No, _) | (_, Self::No) => Self::No,
            (Self::Open(why), _) | (_, Self::Open(why)) => Self::Open(why),
            (Self::Boundary, _) | (_, Self::Boundary) => Self::Boundary,
            (Self::Yes, Self::Yes) => Self::Yes,
        }
    }

    pub(super) fn negated(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Yes => Self::No,
            other => other,
        }
    }

    /// The word on the wire.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::No => "no",
            Self::Boundary => "boundary",
            Self::Open(_) => "not_determined",
            Self::Yes => "yes",
        }
    }
}
