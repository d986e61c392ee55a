//! The words after `?`: each known, and given once.

use std::ops::Deref;

use axum::extract::RawPathParams;
use axum::http::Uri;

use super::language::LANG;
use super::problem::{Code, Problem};
use crate::request::{Sent, Words};
use contactline_core::model::Date;

/// The parameters of one request.
#[derive(Debug)]
pub(super) struct Params(Words);

impl Params {
    /// The parameters of an address, all of them among `allowed`.
    pub fn read(uri: &Uri, allowed: &[&str], today: Date) -> Result<Self, Problem> {
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes());
        // The language is read for every address alike, before its handler.
        Self::of(query.filter(|(name, _)| name != LANG), allowed, today)
    }

    /// These names with their values, all of them among `allowed`.
    pub fn of<N: Into<String>, V: Into<String>>(
        all: impl IntoIterator<Item = (N, V)>,
        allowed: &[&str],
        today: Date,
    ) -> Result<Self, Problem> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        for (name, value) in all {
            let name = name.into();
            if !allowed.contains(&name.as_str()) {
                let known = if allowed.is_empty() { "none".into() } else { allowed.join(", ") };
                let detail = format!("Unknown parameter '{name}'. Available: {known}");
                return Err(Problem::new(Code::UnknownParameter, detail).of(&name));
            }
            if pairs.iter().any(|(n, _)| *n == name) {
                let detail = format!("Parameter '{name}' is given more than once");
                return Err(Problem::new(Code::RepeatedParameter, detail).of(&name));
            }
            pairs.push((name, value.into()));
        }
        let words = Words::new(pairs, today);
        // A wrong value is refused before any work, and also where the answer has no use for it.
        words.flag("bom")?;
        words.winding()?;
        words.scale()?;
        words.crs()?;
        Ok(Self(words))
    }

    /// The same, with those that stand in the path.
    pub fn with_path(self, path: &RawPathParams) -> Self {
        Self(path.iter().fold(self.0, |words, (name, value)| words.with_pair(name, value)))
    }

    /// The same, with what was sent beside them.
    pub fn with(self, sent: Sent) -> Self {
        Self(self.0.with(sent))
    }
}

impl Deref for Params {
    type Target = Words;

    fn deref(&self) -> &Words {
        &self.0
    }
}
