//! Numbers and statements as people read them.

use crate::wire::language::{spoken, told};
use contactline_core::model::{Moment, Region, Said};

pub use contactline_core::model::told::{count, days, distance, grouped, stated, stated_on};

/// Square metres as square kilometres: one decimal, or three where that would say too little; what three do not show is 0.0.
pub fn square_km(area_m2: f64) -> String {
    let km2 = area_m2 / 1e6;
    match km2.abs() {
        ..0.000_5 => "0.0".into(),
        ..10.0 => format!("{km2:.3}"),
        _ => grouped(km2, 1),
    }
}

/// Metres as kilometres, of a length.
pub fn km(length_m: f64) -> String {
    grouped(length_m / 1e3, 1)
}

/// A part of a whole in per cent.
pub fn percent(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}

/// A region by its id and names.
pub fn region(region: &Region) -> String {
    format!("{} {} ({})", region.id, region.name, region.name_uk)
}

/// What is said of old versions, as a paragraph; nothing where none is old.
pub fn aged(lines: &str) -> String {
    if lines.is_empty() { String::new() } else { format!("{lines}\n") }
}

/// What weakens the versions of an answer, each told once: `caveat: isw, version 2023-11-23: ...`, and a blank line.
pub fn caveats<'a>(versions: impl IntoIterator<Item = (&'a str, Option<Moment>, Option<&'a Said>)>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (source, version, caveat) in versions {
        let line = version.zip(caveat).map(|(version, caveat)| {
            format!(
                "{}: {source}, {} {version}: {}\n",
                spoken().of("caveat", "застереження"),
                spoken().of("version", "версія"),
                told(caveat)
            )
        });
        lines.extend(line.filter(|line| !lines.contains(line)));
    }
    if lines.is_empty() { String::new() } else { lines.concat() + "\n" }
}

/// The lines that must be shown with an answer.
pub fn attribution(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(square_km(115_773_114_494.0), "115,773.1");
        assert_eq!((square_km(-0.0), square_km(-499.0), square_km(499.0)), ("0.0".into(), "0.0".into(), "0.0".into()));
        assert_eq!(square_km(-501.0), "-0.001");
        assert_eq!(square_km(1_234_567.0), "1.235");
        assert_eq!(square_km(-12_345_000_000.0), "-12,345.0");
        assert_eq!(distance(999.4), "999 m");
        assert_eq!(distance(12_345.0), "12.3 km");
        assert_eq!(distance(1_795_052.1), "1,795 km");
        assert_eq!(percent(0.98765), "98.8");
        assert_eq!((count(999), count(1_000), count(1_234_567)), ("999".into(), "1,000".into(), "1,234,567".into()));
        assert_eq!((days(1), days(209)), ("1 day".into(), "209 days".into()));
    }
}
