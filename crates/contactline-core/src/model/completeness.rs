//! What a server says of its answer when the features in it are not all there are.

use std::borrow::Cow;

/// The member by which ArcGIS says that it stopped at its limit: of the answer, or of the answer's `properties`.
pub const EXCEEDED: &str = "exceededTransferLimit";

/// Why an answer that has that member, true, is refused.
pub const CUT_AT_LIMIT: &str = "the server cut its answer at its transfer limit (exceededTransferLimit): the rest is \
                                missing; ask page by page (resultOffset), or let 'sync' do so";

/// The members of an answer that say how much of it is there, each as it is written in JSON.
#[derive(Clone, Debug, Default)]
pub struct Completeness<'a> {
    /// `exceededTransferLimit` of the answer.
    pub exceeded: Option<Cow<'a, str>>,
    /// `exceededTransferLimit` of the answer's `properties`.
    pub exceeded_in_properties: Option<Cow<'a, str>>,
    /// `numberMatched` or `totalFeatures`: how many features there are in all.
    pub matched: Option<Cow<'a, str>>,
}

impl Completeness<'_> {
    /// Whether the server says that it stopped at its limit.
    #[must_use]
    pub fn is_cut_at_limit(&self) -> bool {
        let is_true = |text: &Cow<'_, str>| matches!(text.trim_matches('"'), "true" | "True" | "1");
        self.exceeded.as_ref().is_some_and(is_true) || self.exceeded_in_properties.as_ref().is_some_and(is_true)
    }

    /// Why an answer of so many features is not whole, where its server says so.
    #[must_use]
    pub fn lacking(&self, there: impl FnOnce() -> Option<usize>) -> Option<String> {
        if self.is_cut_at_limit() {
            return Some(CUT_AT_LIMIT.into());
        }
        let all: usize = self.matched.as_ref()?.parse().ok()?;
        let there = there().filter(|there| *there < all)?;
        Some(format!("{there} of the {all} features that matched: the rest is missing; ask for every page"))
    }
}
