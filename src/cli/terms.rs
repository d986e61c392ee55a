//! A licence's terms, told on standard error beside geometry that the service withholds: who asks here holds the files.

use crate::wire::Rights;
use contactline_core::model::Source;

use super::failure::tell;

/// Tells the terms of each source whose licence does not let its geometry be passed on, once.
pub(super) fn tell_terms<'a>(sources: impl IntoIterator<Item = &'a Source>) {
    let mut told: Vec<String> = Vec::new();
    for terms in sources.into_iter().filter_map(|source| Rights::default().terms(source)) {
        if !told.contains(&terms) {
            tell(&terms);
            told.push(terms);
        }
    }
}
