//! Exact point location in many areas that share edges.

/// Where a point lies with respect to an area (ISO 19107; DE-9IM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Inside.
    Interior,
    /// Exactly on the boundary.
    Boundary,
    /// Outside.
    Exterior,
}

impl Location {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Interior => "interior",
            Self::Boundary => "boundary",
            Self::Exterior => "exterior",
        }
    }
}

/// Many areas, numbered, that share edges.
#[derive(Debug)]
pub struct Layers {}
