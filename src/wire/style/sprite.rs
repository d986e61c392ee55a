//! The patterns of the style as one small image and its index.

use serde_json::{Value, json};

/// Side of a pattern in pixels; both repeat within it.
const SIDE: u32 = 16;
/// A dark grey that shows on every fill below it.
const GREY: [u8; 4] = [43, 43, 43, 255];

/// A pattern: its name, and whether it is dark at a place in pixels.
type Pattern = (&'static str, fn(f64, f64) -> bool);

/// The patterns, from left to right.
const PATTERNS: [Pattern; 2] = [
    // Lines from lower left to upper right.
    ("hatch", |x, y| (x + y).rem_euclid(8.0) < 1.6),
    ("dots", |x, y| {
        let off = |v: f64| (v + 4.0).rem_euclid(8.0) - 4.0;
        off(x - 2.0).hypot(off(y - 2.0)) < 1.3
    }),
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
        let (_, is_set) = PATTERNS[(x / side) as usize];
        if is_set(middle(x % side), middle(y)) { GREY } else { [0; 4] }
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
