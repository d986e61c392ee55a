//! Pieces of a region's land, with the two that need no overlay: nothing, and all of it.

use crate::geometry::{Area, overlay};

/// Some of a region's land.
#[derive(Clone, Debug)]
pub(super) enum Part {
    Nothing,
    All,
    Some(Area),
}

impl From<bool> for Part {
    fn from(is: bool) -> Self {
        if is { Self::All } else { Self::Nothing }
    }
}

impl Part {
    pub fn into_area(self, land: &Area) -> Area {
        match self {
            Self::Nothing => Area::empty(),
            Self::All => land.clone(),
            Self::Some(area) => area,
        }
    }

    pub fn and(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::Nothing) => Self::Nothing,
            (Self::All, part) | (part, Self::All) => part.clone(),
            (Self::Some(a), Self::Some(b)) => Self::Some(overlay::intersection(a, b)),
        }
    }

    pub fn or(&self, other: &Self) -> Self {
        match (self, other) {
            (Self::All, _) | (_, Self::All) => Self::All,
            (Self::Nothing, part) | (part, Self::Nothing) => part.clone(),
            (Self::Some(a), Self::Some(b)) => Self::Some(overlay::union([a, b])),
        }
    }

    pub fn less(&self, other: &Self, land: &Area) -> Self {
        match (self, other) {
            (Self::Nothing, _) | (_, Self::All) => Self::Nothing,
            (part, Self::Nothing) => part.clone(),
            (Self::All, Self::Some(b)) => Self::Some(overlay::difference(land, b)),
            (Self::Some(a), Self::Some(b)) => Self::Some(overlay::difference(a, b)),
        }
    }
}

/// Where both hold; open where neither fails and one is open.
pub(super) fn both((a_yes, a_open): (Part, Part), (b_yes, b_open): (Part, Part), land: &Area) -> (Part, Part) {
    let yes = a_yes.and(&b_yes);
    let open = if matches!((&a_open, &b_open), (Part::Nothing, Part::Nothing)) {
        Part::Nothing
    } else {
        a_yes.or(&a_open).and(&b_yes.or(&b_open)).less(&yes, land)
    };
    (yes, open)
}

pub(super) fn negated((yes, open): (Part, Part), land: &Area) -> (Part, Part) {
    (Part::All.less(&yes.or(&open), land), open)
}
