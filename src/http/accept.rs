//! The Accept header (RFC 9110, section 12.5.1): which of the forms there are is liked best.

/// The form liked best; where several are liked alike the one named earlier in the header, else in `forms`; where none is
/// accepted the first, as the standard allows.
///
/// `forms` are words of `f`: `json`, `geojson`, `csv`.
pub(super) fn preferred<'w>(accept: &str, forms: &[&'w str]) -> &'w str {
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(Range::read).collect();
    let liked = |form: &str| {
        let (kind, sub) = media_type(form);
        let fitting = ranges.iter().enumerate().filter(|(_, range)| range.fits(kind, sub));
        // What is said of a narrower range overrides what is said of a wider one.
        fitting.max_by_key(|(at, range)| (range.narrowness(), std::cmp::Reverse(*at))).map(|(at, r)| (r.quality, at))
    };
    let mut best: Option<(f64, usize, &'w str)> = None;
    for form in forms {
        let Some((quality, at)) = liked(form).filter(|(quality, _)| *quality > 0.0) else { continue };
        if best.is_none_or(|(q, a, _)| quality > q || (quality >= q && at < a)) {
            best = Some((quality, at, form));
        }
    }
    best.map_or(forms[0], |(_, _, form)| form)
}

fn media_type(form: &str) -> (&'static str, &'static str) {
    match form {
        "csv" => ("text", "csv"),
        "svg" => ("image", "svg+xml"),
        "geojson" => ("application", "geo+json"),
        _ => ("application", "json"),
    }
}

/// One entry of the header.
struct Range<'a> {
    kind: &'a str,
    sub: &'a str,
    quality: f64,
}

impl<'a> Range<'a> {
    fn read(entry: &'a str) -> Option<Self> {
        let mut parts = entry.split(';').map(str::trim);
        let (kind, sub) = parts.next()?.split_once('/')?;
        let weight = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
        let quality = weight.map_or(1.0, |text| text.parse().unwrap_or(0.0));
        Some(Self { kind, sub, quality })
    }

    fn fits(&self, kind: &str, sub: &str) -> bool {
        self.kind == "*"
            || (self.kind.eq_ignore_ascii_case(kind) && (self.sub == "*" || self.sub.eq_ignore_ascii_case(sub)))
    }

    fn narrowness(&self) -> u8 {
        u8::from(self.kind != "*") + u8::from(self.sub != "*")
    }
}

#[cfg(test)]
mod tests {
    use super::preferred;

    #[test]
    fn the_form_liked_best_wins() {
        let of = |accept| preferred(accept, &["json", "csv", "geojson"]);
        assert_eq!(of(""), "json");
        assert_eq!(of("*/*"), "json");
        assert_eq!(of("text/csv"), "csv");
        assert_eq!(of("application/json;q=0.5, text/csv"), "csv");
        assert_eq!(of("text/csv;q=0.2, application/json"), "json");
        assert_eq!(of("text/html, application/xhtml+xml, */*;q=0.8"), "json");
        assert_eq!(of("text/csv, application/json"), "csv");
        assert_eq!(of("application/json, text/csv"), "json");
        assert_eq!(of("application/geo+json, application/json;q=0.9"), "geojson");
        assert_eq!(of("text/*"), "csv");
        assert_eq!(of("*/*, application/json;q=0"), "csv");
        assert_eq!(of("Text/CSV; charset=utf-8; Q=1"), "csv");
    }

    #[test]
    fn where_nothing_fits_the_first_is_given() {
        assert_eq!(preferred("image/png", &["json", "csv"]), "json");
        assert_eq!(preferred("text/csv;q=0, ;;, /", &["json", "csv"]), "json");
    }
}
