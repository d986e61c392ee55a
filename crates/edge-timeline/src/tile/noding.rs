//! Lines on a grid, each with a vertex wherever another touches or crosses it.
//!
//! # Method
//! Crossings are rounded to the grid, which moves lines by half a unit and may make new crossings: it is repeated until
//! none is left (Hobby, *Practical segment intersection with finite precision output*, Comput. Geom. 13, 1999).

use super::GridPoint;

/// Rounds after which it is left as it is; real borders needed four at most.
const ROUNDS: usize = 12;

/// A segment: where its vertices are, and its ends.
struct Segment {
    line: usize,
    at: usize,
    a: GridPoint,
    b: GridPoint,
}

/// Gives lines their common vertices.
pub(super) fn node(lines: &mut [Vec<GridPoint>]) {
    for _ in 0..ROUNDS {
        let mut new = meetings(lines);
        if new.is_empty() {
            return;
        }
        new.sort_by_key(|(line, at, spot)| {
            let from = lines[*line][*at];
            (*line, *at, squared(*spot, from), spot.x, spot.y)
        });
        new.dedup();
        let mut rest = new.as_slice();
        while let Some((line, ..)) = rest.first() {
            let own = rest.iter().take_while(|(l, ..)| l == line).count();
            insert(&mut lines[*line], &rest[..own]);
            rest = &rest[own..];
        }
    }
}

/// The vertices that are missing: line, number of the vertex before, where.
fn meetings(lines: &[Vec<GridPoint>]) -> Vec<(usize, usize, GridPoint)> {
    let segment = |line: usize| move |(at, ends): (usize, &[GridPoint])| Segment { line, at, a: ends[0], b: ends[1] };
    let segments = lines.iter().enumerate().flat_map(|(k, line)| line.windows(2).enumerate().map(segment(k)));
    let mut segments: Vec<Segment> = segments.collect();
    let west = |s: &Segment| s.a.x.min(s.b.x);
    segments.sort_by_key(west);
    let mut open: Vec<usize> = Vec::new();
    let mut new = Vec::new();
    for (k, s) in segments.iter().enumerate() {
        open.retain(|o| segments[*o].a.x.max(segments[*o].b.x) >= west(s));
        for o in &open {
            let t = &segments[*o];
            if s.a.y.max(s.b.y) >= t.a.y.min(t.b.y) && t.a.y.max(t.b.y) >= s.a.y.min(s.b.y) {
                meet(s, t, &mut new);
            }
        }
        open.push(k);
    }
    new
}

/// Adds where two segments meet to each that has no end there.
fn meet(s: &Segment, t: &Segment, new: &mut Vec<(usize, usize, GridPoint)>) {
    let mut add = |segment: &Segment, spot: GridPoint| {
        if spot != segment.a && spot != segment.b {
            new.push((segment.line, segment.at, spot));
        }
    };
    let sides = [side(s, t.a), side(s, t.b), side(t, s.a), side(t, s.b)];
    if sides.iter().all(|side| *side != 0) {
        if (sides[0] > 0) != (sides[1] > 0) && (sides[2] > 0) != (sides[3] > 0) {
            let part = sides[2] as f64 / (sides[2] - sides[3]) as f64;
            let along = |a: i32, b: i32| (f64::from(a) + part * f64::from(b - a)).round() as i32;
            let crossing = GridPoint { x: along(s.a.x, s.b.x), y: along(s.a.y, s.b.y) };
            add(s, crossing);
            add(t, crossing);
        }
        return;
    }
    for (side, end) in [(sides[0], t.a), (sides[1], t.b)] {
        if side == 0 && is_beside(s, end) {
            add(s, end);
        }
    }
    for (side, end) in [(sides[2], s.a), (sides[3], s.b)] {
        if side == 0 && is_beside(t, end) {
            add(t, end);
        }
    }
}

/// Whether a spot on the segment's line lies between its ends.
fn is_beside(s: &Segment, p: GridPoint) -> bool {
    (s.a.x.min(s.b.x)..=s.a.x.max(s.b.x)).contains(&p.x) && (s.a.y.min(s.b.y)..=s.a.y.max(s.b.y)).contains(&p.y)
}

/// On which side of a segment a spot lies; zero is on its line.
fn side(s: &Segment, p: GridPoint) -> i64 {
    let wide = |a: i32, b: i32| i64::from(b) - i64::from(a);
    wide(s.a.x, s.b.x) * wide(s.a.y, p.y) - wide(s.a.y, s.b.y) * wide(s.a.x, p.x)
}

fn squared(p: GridPoint, q: GridPoint) -> i64 {
    let (x, y) = (i64::from(p.x) - i64::from(q.x), i64::from(p.y) - i64::from(q.y));
    x * x + y * y
}

/// Puts new vertices into a line, in their order.
fn insert(line: &mut Vec<GridPoint>, new: &[(usize, usize, GridPoint)]) {
    let mut longer = Vec::with_capacity(line.len() + new.len());
    let mut new = new.iter().peekable();
    for (k, spot) in line.iter().enumerate() {
        longer.push(*spot);
        while let Some((.., spot)) = new.next_if(|(_, at, _)| *at == k) {
            longer.push(*spot);
        }
    }
    longer.dedup();
    *line = longer;
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(spots: &[[i32; 2]]) -> Vec<GridPoint> {
        spots.iter().map(|[x, y]| GridPoint { x: *x, y: *y }).collect()
    }

    #[test]
    fn lines_that_cross_touch_or_overlap_get_common_vertices() {
        let mut lines = [line(&[[0, 0], [10, 10]]), line(&[[0, 10], [10, 0]]), line(&[[2, 2], [4, 2]])];
        node(&mut lines);
        assert_eq!(lines[0], line(&[[0, 0], [2, 2], [5, 5], [10, 10]]));
        assert_eq!(lines[1], line(&[[0, 10], [5, 5], [10, 0]]));
        let mut lines = [line(&[[0, 0], [10, 0]]), line(&[[4, 0], [14, 0], [14, 5]])];
        node(&mut lines);
        assert_eq!(lines[0], line(&[[0, 0], [4, 0], [10, 0]]));
        assert_eq!(lines[1], line(&[[4, 0], [10, 0], [14, 0], [14, 5]]));
    }

    #[test]
    fn a_rounded_crossing_that_moves_a_line_over_a_vertex_is_noded_again() {
        // A fan of lines that cross near one another: afterwards no two meet but in common vertices.
        let mut lines: Vec<Vec<GridPoint>> =
            (0..12).flat_map(|k| [line(&[[0, 3 * k], [37, 31 - 2 * k]]), line(&[[2 * k, 0], [29 - k, 40]])]).collect();
        node(&mut lines);
        assert!(meetings(&lines).is_empty());
        assert!(lines.iter().any(|l| l.len() > 5));
    }
}
