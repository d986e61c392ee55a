//! Sets of versions, as runs.
//!
//! What stands in a map stands for a while: of all versions of a map an edge bounds one or two unbroken runs. A set is kept as the
//! versions at which it begins and ends to hold, so that its size and the time to ask it do not depend on how many versions there are.

use std::ops::{DerefMut, Range};

use smallvec::{SmallVec, smallvec};

/// A set of version numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct VersionSet {
    changes: Changes,
}

/// See [`holds`]. Two runs, and few sets have more, need no memory of their own.
type Changes = SmallVec<[u32; 4]>;

impl VersionSet {
    /// The empty set.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// The set of the first so many versions.
    #[must_use]
    pub fn full(versions: usize) -> Self {
        Self::run(0..versions)
    }

    /// The set of an unbroken run of versions.
    #[must_use]
    pub fn run(versions: Range<usize>) -> Self {
        if versions.is_empty() {
            return Self::empty();
        }
        Self { changes: smallvec![number(versions.start), number(versions.end)] }
    }

    pub(super) fn from_changes(changes: &[u32]) -> Self {
        Self { changes: SmallVec::from_slice(changes) }
    }

    /// Adds a version.
    pub fn insert(&mut self, version: usize) {
        self.add(&[number(version), number(version + 1)]);
    }

    /// Whether the version is in the set.
    #[must_use]
    pub fn contains(&self, version: usize) -> bool {
        holds(&self.changes, version)
    }

    /// Whether the set is empty.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The versions in the set, in order.
    pub fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.runs().flatten()
    }

    /// The unbroken runs of versions in the set, in order; no two touch.
    pub fn runs(&self) -> impl Iterator<Item = Range<usize>> + '_ {
        runs(&self.changes)
    }

    /// Adds the versions of another set.
    pub fn unite(&mut self, other: &Self) {
        self.add(&other.changes);
    }

    /// Takes out the versions of another set.
    pub fn subtract(&mut self, other: &Self) {
        self.remove(&other.changes);
    }

    pub(super) fn changes(&self) -> &[u32] {
        &self.changes
    }

    pub(super) fn add(&mut self, changes: &[u32]) {
        add(&mut self.changes, changes);
    }

    pub(super) fn remove(&mut self, changes: &[u32]) {
        if !self.is_empty() && !changes.is_empty() {
            self.changes = combined(&self.changes, changes, |own, other| own && !other);
        }
    }
}

impl FromIterator<usize> for VersionSet {
    fn from_iter<T: IntoIterator<Item = usize>>(versions: T) -> Self {
        let mut set = Self::empty();
        versions.into_iter().for_each(|version| set.insert(version));
        set
    }
}

/// A version's number as it is kept. No map has as many versions as would not fit.
fn number(version: usize) -> u32 {
    u32::try_from(version).unwrap_or(u32::MAX)
}

/// Whether a set holds a version: from its first change on it does, from the second on it does not, and so on. There is an even
/// number of changes, in ascending order.
pub(super) fn holds(changes: &[u32], version: usize) -> bool {
    match *changes {
        [] => false,
        [from, until] => (from as usize) <= version && version < until as usize,
        _ => changes.partition_point(|change| (*change as usize) <= version) % 2 == 1,
    }
}

/// The unbroken runs of a set.
pub(super) fn runs(changes: &[u32]) -> impl Iterator<Item = Range<usize>> + '_ {
    changes.chunks_exact(2).map(|run| run[0] as usize..run[1] as usize)
}

/// Adds one set to another.
pub(super) fn add<C>(changes: &mut C, others: &[u32])
where
    C: DerefMut<Target = [u32]> + Extend<u32> + FromIterator<u32>,
{
    match (changes.last_mut(), others) {
        (_, []) => {}
        (None, _) => changes.extend(others.iter().copied()),
        // Sets grow version by version.
        (Some(last), [from, rest @ ..]) if *last == *from => {
            *last = rest[0];
            changes.extend(rest[1..].iter().copied());
        }
        (Some(last), [from, ..]) if *last < *from => changes.extend(others.iter().copied()),
        _ => *changes = combined(changes, others, |own, other| own || other),
    }
}

/// The changes of what two sets make together.
pub(super) fn combined<C: FromIterator<u32>>(a: &[u32], b: &[u32], keeps: impl Fn(bool, bool) -> bool) -> C {
    let (mut of_a, mut of_b, mut is_in) = (0, 0, false);
    let changes = std::iter::from_fn(|| {
        while let Some(at) = a.get(of_a).into_iter().chain(b.get(of_b)).min().copied() {
            of_a += usize::from(a.get(of_a) == Some(&at));
            of_b += usize::from(b.get(of_b) == Some(&at));
            if keeps(of_a % 2 == 1, of_b % 2 == 1) != is_in {
                is_in = !is_in;
                return Some(at);
            }
        }
        None
    });
    changes.collect()
}

/// The set of versions that stand in an odd number of sets, all of whose changes are given, in any order.
pub(super) fn in_odd(changes: &mut [u32]) -> VersionSet {
    changes.sort_unstable();
    let mut kept = 0;
    let mut at = 0;
    while at < changes.len() {
        let same = changes[at..].iter().take_while(|change| **change == changes[at]).count();
        if same % 2 == 1 {
            changes[kept] = changes[at];
            kept += 1;
        }
        at += same;
    }
    VersionSet::from_changes(&changes[..kept])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every set of versions below 6, as bits.
    fn all() -> impl Iterator<Item = (u32, VersionSet)> {
        (0..64).map(|bits: u32| (bits, (0..6).filter(|version| bits >> version & 1 == 1).collect()))
    }

    fn bits(set: &VersionSet) -> u32 {
        set.iter().map(|version| 1 << version).sum()
    }

    #[test]
    fn sets_are_those_of_bits() {
        for (a, set) in all() {
            assert_eq!(bits(&set), a);
            assert!((0..8).all(|version| set.contains(version) == (a >> version & 1 == 1)));
            assert_eq!(set.is_empty(), a == 0);
            assert!(set.runs().zip(set.runs().skip(1)).all(|(run, next)| run.end < next.start && !run.is_empty()));
            for (b, other) in all() {
                let (mut united, mut less) = (set.clone(), set.clone());
                united.unite(&other);
                less.subtract(&other);
                let odd = in_odd(&mut [set.changes(), other.changes()].concat());
                assert_eq!((bits(&united), bits(&less), bits(&odd)), (a | b, a & !b, a ^ b), "{a:b} {b:b}");
            }
        }
        assert_eq!(VersionSet::full(0), VersionSet::empty());
        assert_eq!(bits(&VersionSet::full(3)), 0b111);
    }
}
