//! Cutting areas with areas: intersection, difference, union. The only file that names `i_overlay`.

use super::Area;

/// What lies in both.
#[must_use]
pub fn intersection(a: &Area, b: &Area) -> Area {
    let _ = (a, b);
    todo!()
}

/// What lies in `a` and not in `b`.
#[must_use]
pub fn difference(a: &Area, b: &Area) -> Area {
    let _ = (a, b);
    todo!()
}

/// What lies in any.
#[must_use]
pub fn union<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Area {
    let _ = areas.into_iter().count();
    todo!()
}
