//! The patterns of the style as one small image and its index.

use serde_json::{Value, json};

/// Side of a pattern in pixels; both repeat within it.
const SIDE: u32 = 16;
/// Russia's and Ukraine's colours on every map of ours, and a dark grey that shows on every fill.
const RUSSIA: [u8; 4] = [0xd5, 0x5e, 0x00, 0xd9];
const UKRAINE: [u8; 4] = [0x00, 0x72, 0xb2, 0xd9];
const GREY: [u8; 4] = [43, 43, 43, 255];

/// A pattern: its name, and its colour at a place in pixels.
type Pattern = (&'static str, fn(f64, f64) -> Option<[u8; 4]>);

/// The patterns, from left to right.
const PATTERNS: [Pattern; 3] = [
    // Lines from lower left to upper right, in both parties' colours by turns: neither holds it.
    ("hatch", |x, y| match (x + y).rem_euclid(16.0) {
        ..3.2 => Some(RUSSIA),
        8.0..11.2 => Some(UKRAINE),
        _ => None,
    }),
    ("dots", |x, y| {
        let off = |v: f64| (v + 4.0).rem_euclid(8.0) - 4.0;
        (off(x - 2.0).hypot(off(y - 2.0)) < 1.3).then_some(GREY)
    }),
    // The other way, in grey: the source does not say.
    ("grey-hatch", |x, y| ((x - y).rem_euclid(8.0) < 1.2).then_some(GREY)),
];

/// Where each pattern is in the image of that many pixels per pixel.
#[must_use]
pub fn sprite_index(ratio: u32) -> Value {
    let side = SIDE * ratio;
    let place = |(k, (name, _)): (u32, &Pattern)| {
        let place = json!({ "x": k * side, "y": 0, "width": side, "height": side, "pixelRatio": ratio });
        ((*name).to_owned(), place)
    };
    Value::Object((0..).zip(&PATTERNS).map(place).collect())
}

/// The image, as PNG.
///
/// # Errors
/// None that a pattern can cause.
pub fn sprite_png(ratio: u32) -> Result<Vec<u8>, png::EncodingError> {
    let side = SIDE * ratio;
    let width = side * PATTERNS.len() as u32;
    let middle = |pixel: u32| (f64::from(pixel) + 0.5) / f64::from(ratio);
    let pixel = |x: u32, y: u32| {
        let (_, colour) = PATTERNS[(x / side) as usize];
        colour(middle(x % side), middle(y)).unwrap_or_default()
    };
    let data: Vec<u8> = (0..side).flat_map(|y| (0..width).flat_map(move |x| pixel(x, y))).collect();
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&data)?;
    writer.finish()?;
    Ok(bytes)
}
