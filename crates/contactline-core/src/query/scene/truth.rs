//! Four answers: yes, no, on the line between them, and not to be said.

use super::super::why::Why;

/// Whether an extent holds at a place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth<'a> {
    /// It does not.
    No,
    /// The place is on the line that decides it.
    Boundary,
    /// It cannot be said, for this reason.
    Open(Why<'a>),
    /// It does.
    Yes,
}

impl From<bool> for Truth<'_> {
    fn from(is: bool) -> Self {
        if is { Self::Yes } else { Self::No }
    }
}

impl<'a> Truth<'a> {
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

    /// Why it cannot be said.
    #[must_use]
    pub const fn why(&self) -> Option<&Why<'a>> {
        match self {
            Self::Open(why) => Some(why),
            _ => None,
        }
    }

    /// It cannot be said.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.why().is_some()
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
