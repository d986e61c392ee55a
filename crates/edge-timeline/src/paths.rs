//! Edges joined into paths.

use foldhash::{HashMap, HashMapExt};
use geo::Coord;

use super::Position;
use super::edge::Edge;

/// Edges joined where one ends and just one begins, in their direction: open paths first, then loops.
pub(super) fn join(parts: impl Iterator<Item = Edge>) -> Vec<Vec<Position>> {
    let parts: Vec<Edge> = parts.collect();
    let key = |c: Coord<f64>| (c.x.to_bits(), c.y.to_bits());
    let mut begins: HashMap<(u64, u64), Vec<usize>> = HashMap::new();
    let mut ends: HashMap<(u64, u64), usize> = HashMap::new();
    for (k, part) in parts.iter().enumerate() {
        begins.entry(key(part.a)).or_default().push(k);
        *ends.entry(key(part.b)).or_default() += 1;
    }
    let through = |c: Coord<f64>| ends.get(&key(c)) == Some(&1) && begins.get(&key(c)).is_some_and(|b| b.len() == 1);
    let heads = (0..parts.len()).filter(|k| !through(parts[*k].a));
    let mut used = vec![false; parts.len()];
    let mut paths = Vec::new();
    for head in heads.chain(0..parts.len()) {
        if used[head] {
            continue;
        }
        let mut path = vec![Position::from_vertex(parts[head].a)];
        let mut next = Some(head);
        while let Some(k) = next.filter(|k| !used[*k]) {
            used[k] = true;
            let end = parts[k].b;
            path.push(Position::from_vertex(end));
            next = begins.get(&key(end)).filter(|_| through(end)).map(|b| b[0]);
        }
        paths.push(path);
    }
    paths
}
