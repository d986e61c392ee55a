//! The forms an answer can have, and which one a client wants.

use axum::http::HeaderMap;

use crate::http::accept;
use crate::http::params::Params;
use crate::http::problem::Problem;
use crate::ogc::FileForm;

/// A form of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Form {
    Json,
    Html,
    GeoJson,
    File(FileForm),
}

/// How many forms items have, as files alone and with the page.
const FILES: usize = 1 + FileForm::ALL.len();
const ITEMS: usize = 1 + FILES;

impl Form {
    /// The forms of a document.
    pub const DOCUMENTS: [Self; 2] = [Self::Json, Self::Html];
    /// The forms of items.
    pub const ITEMS: [Self; ITEMS] = {
        let mut all = [Self::Html; ITEMS];
        all[0] = Self::GeoJson;
        let mut k = 1;
        while k < FILES {
            all[k + 1] = Self::FILES[k];
            k += 1;
        }
        all
    };
    /// The forms of items that have an address with an ending.
    pub const FILES: [Self; FILES] = {
        let mut all = [Self::GeoJson; FILES];
        let mut k = 1;
        while k < FILES {
            all[k] = Self::File(FileForm::ALL[k - 1]);
            k += 1;
        }
        all
    };

    /// Its word for `f`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Json | Self::GeoJson => "json",
            Self::Html => "html",
            Self::File(file) => file.word(),
        }
    }

    /// The ending of its files.
    pub const fn ending(self) -> &'static str {
        if let Self::GeoJson = self { "geojson" } else { self.word() }
    }

    /// Its media type.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Html => "text/html",
            Self::GeoJson => "application/geo+json",
            Self::File(file) => file.media_type(),
        }
    }

    /// Its media type without what goes after it.
    pub fn bare_kind(self) -> &'static str {
        self.kind().split(';').next().unwrap_or_default()
    }

    /// The media types it may be asked for by.
    fn kinds(self) -> Vec<&'static str> {
        let own = self.bare_kind();
        if let Self::GeoJson = self { vec![own, "application/json"] } else { vec![own] }
    }

    /// The file it is, beside GeoJSON.
    pub const fn file(self) -> Option<FileForm> {
        if let Self::File(file) = self { Some(file) } else { None }
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Json => "as JSON",
            Self::Html => "as a page",
            Self::GeoJson => "as GeoJSON",
            Self::File(file) => file.title(),
        }
    }

    /// The form wanted: by `f`, else the one that the Accept header likes best, else the first.
    pub fn wanted(params: &Params, headers: &HeaderMap, forms: &[Self]) -> Result<Self, Problem> {
        let words: Vec<&str> = forms.iter().map(|form| form.word()).collect();
        match params.text("f") {
            Some("geojson") if forms.contains(&Self::GeoJson) => Ok(Self::GeoJson),
            Some(_) => {
                let word = params.one_of("f", &words)?;
                Ok(forms.iter().copied().find(|form| form.word() == word).unwrap_or(forms[0]))
            }
            None => Ok(accepted(headers, forms)),
        }
    }

    /// The words, media types and titles of forms, for links.
    pub fn links(forms: &[Self]) -> Vec<(&'static str, &'static str, &'static str)> {
        forms.iter().map(|form| (form.word(), form.kind(), form.title())).collect()
    }
}

/// The form that the Accept header likes best.
fn accepted(headers: &HeaderMap, forms: &[Form]) -> Form {
    let kinds: Vec<Vec<&str>> = forms.iter().map(|form| form.kinds()).collect();
    forms[accept::preferred(headers, &kinds.iter().map(Vec::as_slice).collect::<Vec<_>>())]
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::header;

    fn of(accept: &str, forms: &[Form]) -> Form {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        accepted(&headers, forms)
    }

    #[test]
    fn the_form_liked_best_wins() {
        assert_eq!(of("text/html,application/xhtml+xml,*/*;q=0.8", &Form::DOCUMENTS), Form::Html);
        assert_eq!(of("*/*", &Form::DOCUMENTS), Form::Json);
        assert_eq!(of("text/html;q=0.5, application/json", &Form::DOCUMENTS), Form::Json);
        assert_eq!(of("application/geo+json", &Form::ITEMS), Form::GeoJson);
        assert_eq!(of("application/json", &Form::ITEMS), Form::GeoJson);
        assert_eq!(of("text/csv, text/html;q=0.9", &Form::ITEMS), Form::File(FileForm::Csv));
        assert_eq!(of("image/png", &Form::ITEMS), Form::GeoJson);
        assert_eq!(of("*/*, application/json;q=0", &Form::DOCUMENTS), Form::Html);
    }
}
