//! Areas and lines as SVG paths, on the grid of the window's zoom: whole numbers, scaled down once.

use std::fmt::Write;
use std::sync::Arc;

use geo::{Coord, Geometry};

use super::land::{fade, land};
use crate::render::palette::Palette;
use crate::render::tile::{Seen, TileLayer};
use contactline_core::model::Status;
use contactline_core::query::Map;
use edge_timeline::tile::{Drawing, Window};

/// Width of the recognised border, on the map and in its key.
pub(super) const RECOGNISED_PX: f64 = 1.8;

/// Draws everything but the names.
pub(super) fn map(svg: &mut String, map: &Map<'_>, layers: &[Arc<TileLayer>], window: &Window, palette: &Palette) {
    let px = window.units_per_pixel();
    let [x, y] = window.corner_units();
    let [width, height] = window.size_px();
    let _ = writeln!(svg, "<rect width=\"{width}\" height=\"{height}\" fill=\"{}\"/>", palette.sea);
    let scaled = format!(
        "<g transform=\"scale({}) translate({:.1} {:.1})\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n",
        1.0 / px,
        -x,
        -y
    );
    svg.push_str(&scaled);
    for seen in land().iter().flat_map(|layer| layer.in_window(window)) {
        path(svg, &seen.drawing, &format!("fill=\"{}\"", palette.elsewhere));
    }
    svg.push_str("</g>\n");
    fade(svg, window, palette.sea);
    svg.push_str(&scaled);
    let of = |kind: &str| layers.iter().find(|layer| layer.name().starts_with(kind));
    // What is drawn more than once is written once.
    let regions = of("regions").map(|layer| layer.in_window(window)).unwrap_or_default();
    let line = of("line-").map(|layer| layer.in_window(window)).unwrap_or_default();
    svg.push_str("<defs>\n");
    for (k, seen) in regions.iter().enumerate() {
        path(svg, &seen.drawing, &format!("id=\"r{k}\""));
    }
    for (k, seen) in line.iter().enumerate() {
        path(svg, &seen.drawing, &format!("id=\"l{k}\" fill=\"none\""));
    }
    svg.push_str("</defs>\n");
    let is_region = |seen: &Seen<'_>| seen.text("role") == Some("region");
    for (k, seen) in regions.iter().enumerate() {
        again(svg, 'r', k, &format!("fill=\"{}\"", if is_region(seen) { palette.region } else { palette.country }));
    }
    for seen in of("control-").iter().flat_map(|layer| layer.in_window(window)) {
        let status = seen.text("status").and_then(|word| word.parse().ok());
        control(svg, status, seen.text("holder"), &seen.drawing, palette, px);
    }
    for (k, seen) in regions.iter().enumerate() {
        let (stroke, wide) = if is_region(seen) { (palette.region_border, 0.9) } else { (palette.border, 0.8) };
        again(svg, 'r', k, &format!("fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{:.1}\"", wide * px));
    }
    let is_country = |seen: &Seen<'_>| seen.text("role") == Some("country");
    for (k, _) in regions.iter().enumerate().filter(|(_, seen)| is_country(seen)) {
        let width = format!("stroke-width=\"{:.1}\"", RECOGNISED_PX * px);
        again(svg, 'r', k, &format!("fill=\"none\" stroke=\"{}\" {width}", palette.recognised));
    }
    let claimed = |seen: &Seen<'_>| map.claimed.iter().flat_map(|(_, ids)| ids).any(|id| seen.text("id") == Some(id));
    for (k, _) in regions.iter().enumerate().filter(|(_, seen)| claimed(seen)) {
        let dashes = format!("stroke-width=\"{:.1}\" stroke-dasharray=\"{:.0} {:.0}\"", 1.5 * px, 7.0 * px, 5.0 * px);
        again(svg, 'r', k, &format!("fill=\"none\" stroke=\"{}\" {dashes} opacity=\"0.85\"", palette.claim));
    }
    for (stroke, wide, opacity) in [(palette.casing, 4.0, 0.7), (palette.line, 1.5, 1.0)] {
        for k in 0..line.len() {
            let wide = wide * px;
            again(svg, 'l', k, &format!("stroke=\"{stroke}\" stroke-width=\"{wide:.1}\" opacity=\"{opacity}\""));
        }
    }
    svg.push_str("</g>\n");
}

/// A path written before, once more.
fn again(svg: &mut String, kind: char, number: usize, look: &str) {
    let _ = writeln!(svg, "<use href=\"#{kind}{number}\" {look}/>");
}

/// What a source states of an area.
fn control(svg: &mut String, status: Option<Status>, holder: Option<&str>, drawing: &Drawing, p: &Palette, px: f64) {
    let edge = |stroke: &str| format!("stroke=\"{stroke}\" stroke-width=\"{:.1}\"", 0.7 * px);
    match status {
        Some(Status::Held) => {
            let (fill, opacity) = p.held_by(holder);
            path(svg, drawing, &format!("fill=\"{fill}\" fill-opacity=\"{opacity}\""));
        }
        Some(Status::Contested) => path(svg, drawing, &format!("fill=\"url(#contested)\" {}", edge(p.unknown))),
        Some(Status::Claimed) => path(svg, drawing, &format!("fill=\"none\" {}", edge(p.claim))),
        // Also ground that the source's coverage leaves out: without it that looks like ground that the other party holds.
        Some(Status::Unknown) | None => path(svg, drawing, "fill=\"url(#unknown)\""),
    }
}

/// The hatching of contested ground, both parties' colours by turns, and of what a source says it does not know, where a pixel
/// has that many units; `of` is put before their names.
pub(in crate::render) fn patterns(svg: &mut String, p: &Palette, px: f64, of: &str) {
    // Twelve pixels across the slant.
    let side = 12.0 / std::f64::consts::SQRT_2 * px;
    let open = |id: &str| {
        format!(
            "<pattern id=\"{of}{id}\" width=\"{side:.2}\" height=\"{side:.2}\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\">"
        )
    };
    let stripe = |at: f64, wide: f64, fill: &str, opacity: f64| {
        format!(
            "<rect x=\"{:.2}\" width=\"{:.2}\" height=\"{side:.2}\" fill=\"{fill}\" fill-opacity=\"{opacity}\"/>",
            at * side,
            wide * side
        )
    };
    let _ = writeln!(
        svg,
        "{}{}{}{}</pattern>",
        open("contested"),
        stripe(0.0, 1.0, p.halo, 0.75),
        stripe(0.12, 0.27, p.russia, 0.85),
        stripe(0.62, 0.27, p.ukraine, 0.85)
    );
    let _ = writeln!(
        svg,
        "{}{}{}</pattern>",
        open("unknown"),
        stripe(0.1, 0.25, p.unknown, 0.45),
        stripe(0.6, 0.25, p.unknown, 0.45)
    );
}

/// A drawing as one path.
fn path(svg: &mut String, drawing: &Drawing, look: &str) {
    let _ = write!(svg, "<path {look} d=\"");
    match drawing {
        Geometry::MultiPolygon(all) => {
            for ring in all.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())) {
                // The last vertex is the first again.
                steps(svg, ring.0.split_last().map_or(&[], |(_, open)| open));
                svg.push('z');
            }
        }
        Geometry::MultiLineString(all) => all.0.iter().for_each(|line| steps(svg, &line.0)),
        _ => {}
    }
    svg.push_str("\"/>\n");
}

/// Vertices, each as the step from the one before: small numbers.
fn steps(svg: &mut String, vertices: &[Coord<i32>]) {
    let mut before = Coord { x: 0, y: 0 };
    for (k, vertex) in vertices.iter().enumerate() {
        let step = *vertex - before;
        before = *vertex;
        let _ = match k {
            0 => write!(svg, "M{} {}l", step.x, step.y),
            // A minus parts two numbers as well as a space.
            _ => write!(svg, "{}{}{}{}", gap(step.x, k > 1), step.x, gap(step.y, true), step.y),
        };
    }
}

const fn gap(number: i32, is_needed: bool) -> &'static str {
    if is_needed && number >= 0 { " " } else { "" }
}
