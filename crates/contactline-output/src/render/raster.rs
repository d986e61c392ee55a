//! A picture as PNG: for previews, slides and wherever SVG is not taken. Drawn with a typeface of its own, so that it is the same
//! picture on every machine.

use std::sync::{Arc, OnceLock};

use resvg::tiny_skia::{Color, Pixmap, Transform};
use resvg::usvg::fontdb::Database;
use resvg::usvg::{Options, Tree};

use super::Palette;

/// Latin, Cyrillic and signs of DejaVu Sans; its licence stands beside it.
const FACES: [&[u8]; 2] =
    [include_bytes!("../../fonts/DejaVuSans.ttf"), include_bytes!("../../fonts/DejaVuSans-Bold.ttf")];

const FAMILY: &str = "DejaVu Sans";

/// The most pixels of a picture: 64 MB while it is drawn.
pub const MAX_PIXELS: u64 = 16_000_000;

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RasterError {
    /// It would be too large.
    #[error("{width_px} x {height_px} pixels; at most {MAX_PIXELS} together are drawn as PNG")]
    TooLarge {
        /// Pixels across.
        width_px: u64,
        /// Pixels down.
        height_px: u64,
    },
    /// It cannot be drawn.
    #[error("the picture cannot be drawn: {0}")]
    Undrawn(String),
}

/// An SVG of ours as PNG, `scale` pixels for each of its own (1: as it is, 2: for fine screens), on the ground of a palette.
///
/// # Errors
/// More than [`MAX_PIXELS`], or no SVG.
pub fn png(svg: &str, scale: u32, palette: &Palette) -> Result<Vec<u8>, RasterError> {
    let undrawn = |why: String| RasterError::Undrawn(why);
    let options = Options { fontdb: fonts(), font_family: FAMILY.into(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|e| undrawn(e.to_string()))?;
    let side = |px: f32| px.ceil() as u64 * u64::from(scale);
    let (width_px, height_px) = (side(tree.size().width()), side(tree.size().height()));
    if width_px.saturating_mul(height_px) > MAX_PIXELS {
        return Err(RasterError::TooLarge { width_px, height_px });
    }
    let mut pixels =
        Pixmap::new(width_px as u32, height_px as u32).ok_or_else(|| undrawn("it has no inside".into()))?;
    pixels.fill(ground(palette));
    resvg::render(&tree, Transform::from_scale(scale as f32, scale as f32), &mut pixels.as_mut());
    encoded(&pixels).map_err(|e| undrawn(e.to_string()))
}

/// What lies under a picture that does not fill its own ground: the paper of a palette, as `#rrggbb`.
fn ground(palette: &Palette) -> Color {
    let channel = |at: usize| palette.halo.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    match (channel(1), channel(3), channel(5)) {
        (Some(red), Some(green), Some(blue)) => Color::from_rgba8(red, green, blue, u8::MAX),
        _ => Color::WHITE,
    }
}

fn fonts() -> Arc<Database> {
    static FONTS: OnceLock<Arc<Database>> = OnceLock::new();
    let load = || {
        let mut fonts = Database::new();
        FACES.iter().for_each(|face| fonts.load_font_data(face.to_vec()));
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    };
    Arc::clone(FONTS.get_or_init(load))
}

/// The pixels as PNG without the channel for what shines through: nothing does.
fn encoded(pixels: &Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let opaque: Vec<u8> = pixels.data().as_chunks::<4>().0.iter().flat_map(|[r, g, b, _]| [*r, *g, *b]).collect();
    encoder.write_header()?.write_image_data(&opaque)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::super::palette::{DARK, LIGHT};
    use super::*;

    const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"20\" font-family=\"system-ui, sans-serif\">\
        <rect width=\"20\" height=\"20\" fill=\"#ff0000\"/><text x=\"22\" y=\"15\" font-size=\"16\">\u{407}</text></svg>";

    fn pixels(bytes: &[u8]) -> (u32, u32, Vec<u8>) {
        let mut reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().unwrap();
        let mut data = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut data).unwrap();
        (info.width, info.height, data)
    }

    #[test]
    fn a_picture_has_its_size_its_colours_and_its_letters() {
        let (width, height, data) = pixels(&png(SVG, 2, &LIGHT).unwrap());
        assert_eq!((width, height), (80, 40));
        assert_eq!(data[..3], [255, 0, 0]);
        let right: Vec<&[u8]> = data.chunks(3).enumerate().filter(|(k, _)| k % 80 >= 40).map(|(_, rgb)| rgb).collect();
        let dark = right.iter().filter(|rgb| rgb.iter().all(|channel| *channel < 100)).count();
        assert!(dark > 30 && dark < right.len() / 2, "{dark} of {} pixels are ink: is the letter there?", right.len());
    }

    #[test]
    fn one_that_is_too_large_is_refused() {
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4000\" height=\"4000\"></svg>";
        assert!(png(svg, 1, &DARK).is_ok());
        let refused = RasterError::TooLarge { width_px: 8_000, height_px: 8_000 };
        assert_eq!(png(svg, 2, &LIGHT), Err(refused));
    }
}
