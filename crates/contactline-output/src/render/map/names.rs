//! Names on the map: each where it meets no other, the greatest places first.

use std::fmt::Write;

use super::Style;
use crate::wire::words::escaped;
use contactline_core::model::{Language, Role};
use contactline_core::query::Map;
use edge_timeline::Position;
use edge_timeline::tile::Window;

/// Width of a sign of text, of its size; more for the wide letters of some names than is needed for most.
const SIGN_WIDTH: f64 = 0.6;
const REGION_PX: f64 = 13.0;
const LOCALITY_PX: f64 = 11.0;
/// Pixels across the whole world at which people know a map's zoom as 0.
const ZOOM_0_PX: f64 = 512.0;

/// A box in pixels: left, top, right, bottom.
type Taken = [f64; 4];

/// Names the localities that are great enough for the zoom, then the regions.
pub(super) fn names(svg: &mut String, map: &Map<'_>, window: &Window, style: Style) {
    let p = &style.palette;
    let mut taken: Vec<Taken> = Vec::new();
    let _ = writeln!(
        svg,
        "<g fill=\"{}\" stroke=\"{}\" stroke-width=\"2.8\" stroke-linejoin=\"round\" paint-order=\"stroke\">",
        p.text, p.halo
    );
    let zoom = zoom(window);
    let in_tongue = |name: &'_ str, name_uk: &'_ str| match style.language {
        Language::English => name.to_owned(),
        Language::Ukrainian => name_uk.to_owned(),
    };
    for locality in map.localities.iter().take_while(|l| l.population >= least_population(zoom)) {
        let Some([x, y]) = window.pixel(locality.position) else { continue };
        let name = in_tongue(&locality.name, &locality.name_uk);
        let width = name.chars().count() as f64 * LOCALITY_PX * SIGN_WIDTH;
        let [screen, _] = window.size_px();
        let beside = [("start", 6.0, 0.0), ("end", -6.0, 0.0), ("middle", 0.0, -10.0), ("middle", 0.0, 10.0)];
        for (anchor, right, down) in beside {
            let left = match anchor {
                "start" => x + right,
                "end" => x + right - width,
                _ => x - width / 2.0,
            };
            let middle = y + down;
            let place = [left, middle - LOCALITY_PX * 0.6, left + width, middle + LOCALITY_PX * 0.6];
            if left >= 0.0 && left + width <= f64::from(screen) && is_free(&taken, &place) {
                taken.extend([place, [x - 3.0, y - 3.0, x + 3.0, y + 3.0]]);
                let _ = writeln!(svg, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2\" stroke-width=\"2\"/>");
                let look = format!("font-size=\"{LOCALITY_PX}\" text-anchor=\"{anchor}\"");
                text(svg, [x + right, middle + LOCALITY_PX * 0.35], &look, &name);
                break;
            }
        }
    }
    for region in map.named.iter().filter(|region| (region.role == Role::Region || zoom >= 6.0) && zoom < 9.0) {
        let around = region.land.bbox();
        let middle = Position::from_lon_lat((around.west + around.east) / 2.0, (around.south + around.north) / 2.0);
        let Some([x, y]) = middle.ok().and_then(|middle| window.pixel(middle)) else { continue };
        let name = in_tongue(&region.name, &region.name_uk);
        let half = name.chars().count() as f64 * REGION_PX * SIGN_WIDTH / 2.0;
        // In its middle, or as near to it as nothing else stands.
        for y in [0.0, -18.0, 18.0, -34.0, 34.0].map(|down| y + down) {
            let place = [x - half, y - REGION_PX / 2.0, x + half, y + REGION_PX / 2.0];
            if !is_free(&taken, &place) {
                continue;
            }
            taken.push(place);
            let look =
                format!("font-size=\"{REGION_PX}\" text-anchor=\"middle\" letter-spacing=\"0.5\" opacity=\"0.9\"");
            text(svg, [x, y + REGION_PX * 0.35], &look, &name);
            break;
        }
    }
    svg.push_str("</g>\n");
}

fn text(svg: &mut String, [x, y]: [f64; 2], look: &str, name: &str) {
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" {look}>{}</text>", escaped(name));
}

fn is_free(taken: &[Taken], place: &Taken) -> bool {
    let meets = |t: &Taken| t[0] < place[2] && place[0] < t[2] && t[1] < place[3] && place[1] < t[3];
    !taken.iter().any(meets)
}

/// The zoom as people know it from maps on screens.
fn zoom(window: &Window) -> f64 {
    (window.world_px() / ZOOM_0_PX).log2()
}

/// The fewer people, the nearer one must look.
fn least_population(zoom: f64) -> u32 {
    match zoom {
        z if z < 6.5 => 200_000,
        z if z < 7.5 => 60_000,
        z if z < 8.5 => 20_000,
        z if z < 9.5 => 5_000,
        _ => 0,
    }
}
