//! The Accept header (RFC 9110, section 12.5.1): which of the forms there are is liked best.

use axum::http::{HeaderMap, header};

/// Which of the forms is liked best, each told by its media types, the plain ones; where several are liked alike the one
/// named earlier in the header, else in `forms`; where none is accepted the first, as the standard allows.
pub(super) fn preferred(headers: &HeaderMap, forms: &[&[&str]]) -> usize {
    let accepts: Vec<&str> = headers.get_all(header::ACCEPT).iter().filter_map(|v| v.to_str().ok()).collect();
    let accept = accepts.join(",");
    let ranges: Vec<Range<'_>> = accept.split(',').filter_map(Range::read).collect();
    let liked = |kind: &&str| {
        let (kind, sub) = kind.split_once('/')?;
        let fitting = ranges.iter().enumerate().filter(|(_, range)| range.fits(kind, sub));
        // What is said of a narrower range overrides what is said of a wider one.
        fitting.max_by_key(|(at, range)| (range.narrowness(), std::cmp::Reverse(*at))).map(|(at, r)| (r.quality, at))
    };
    let mut best: Option<(f64, usize, usize)> = None;
    for (form, kinds) in forms.iter().enumerate() {
        for (quality, at) in kinds.iter().filter_map(liked).filter(|(quality, _)| *quality > 0.0) {
            if best.is_none_or(|(q, a, _)| quality > q || (quality >= q && at < a)) {
                best = Some((quality, at, form));
            }
        }
    }
    best.map_or(0, |(_, _, form)| form)
}

/// The same of words of `f`: `json`, `geojson`, `csv`.
pub(super) fn preferred_word<'w>(headers: &HeaderMap, words: &[&'w str]) -> &'w str {
    let kinds: Vec<[&str; 1]> = words.iter().map(|word| [media_type(word)]).collect();
    words[preferred(headers, &kinds.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>())]
}

fn media_type(word: &str) -> &'static str {
    match word {
        "csv" => "text/csv",
        "html" => "text/html",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "geojson" => "application/geo+json",
        _ => "application/json",
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
    use super::*;

    fn of(accept: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        accept.split('|').for_each(|line| {
            headers.append(header::ACCEPT, line.parse().unwrap());
        });
        headers
    }

    #[test]
    fn the_form_liked_best_wins() {
        let of = |accept| preferred_word(&of(accept), &["json", "csv", "geojson"]);
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
        assert_eq!(of("application/json;q=0.1|text/csv;q=0.2"), "csv");
    }

    #[test]
    fn where_nothing_fits_the_first_is_given() {
        assert_eq!(preferred_word(&of("image/png"), &["json", "csv"]), "json");
        assert_eq!(preferred_word(&of("text/csv;q=0, ;;, /"), &["json", "csv"]), "json");
    }

    #[test]
    fn a_form_may_have_several_names() {
        let forms: [&[&str]; 2] = [&["application/geo+json", "application/json"], &["text/html"]];
        assert_eq!(preferred(&of("application/json"), &forms), 0);
        assert_eq!(preferred(&of("application/json;q=0.5, text/html;q=0.6"), &forms), 1);
        // A browser names pages first; a program that takes both, in its own order, does not get one.
        assert_eq!(preferred(&of("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"), &forms), 1);
        assert_eq!(preferred(&of("application/json, text/html"), &forms), 0);
        assert_eq!(preferred(&of("application/json;q=0.8, text/html"), &forms), 1);
    }
}
