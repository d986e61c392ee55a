//! Files of rules: `regimes.toml`, and a proposal in TOML or JSON. What is wrong in one is told with its line.

mod proposal;
mod regimes;

use serde::de::DeserializeOwned;

use super::manifest::{finding, with_line};
use contactline_core::model::{Extent, Finding, Vocabulary};

pub use proposal::read_proposal;
pub(super) use regimes::regimes;

/// A file of rules being read.
struct RuleFile<'t> {
    text: &'t str,
    file: &'t str,
}

impl RuleFile<'_> {
    /// The file as TOML, or as JSON where it begins with a brace.
    fn parsed<T: DeserializeOwned>(&self) -> Result<T, Vec<Finding>> {
        if self.text.trim_start().starts_with('{') {
            return serde_json::from_str(self.text).map_err(|e| self.bad(e.to_string()));
        }
        toml::from_str(self.text).map_err(|e| self.bad(with_line(self.text, &e)))
    }

    fn bad(&self, message: String) -> Vec<Finding> {
        vec![finding("bad_rule", self.file, message)]
    }

    /// A rule of the file; `of` is what it belongs to, for people.
    fn extent(&self, of: &str, rule: &str, vocabulary: &Vocabulary) -> Result<Extent, Vec<Finding>> {
        Extent::read(rule, vocabulary).map_err(|e| self.bad(self.at_line(rule, &format!("{of}: {e}"))))
    }

    /// What is wrong with a piece of the text, begun with the line on which that stands.
    fn at_line(&self, piece: &str, message: &str) -> String {
        let quoted = serde_json::to_string(piece).unwrap_or_default();
        let at = self.text.find(&quoted).or_else(|| self.text.find(piece));
        let before = at.and_then(|at| self.text.get(..at));
        before.map_or_else(
            || message.to_owned(),
            |before| format!("line {}: {message}", 1 + before.matches('\n').count()),
        )
    }
}
