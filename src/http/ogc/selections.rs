//! Which items matched, kept from one page to the next: a client that pages through a box has its geometries built once.

use std::sync::Arc;

use quick_cache::sync::Cache;

use crate::ogc::{Selected, Selection, select};
use contactline_core::atlas::Atlas;
use contactline_core::query::items::Collection;

/// Selections kept: those of as many clients paging at a time.
const MOST: usize = 64;

/// The selections last asked for, as long as the atlas they are of is served.
#[derive(Debug)]
pub(in crate::http) struct Selections(Cache<String, Arc<[usize]>>);

impl Default for Selections {
    fn default() -> Self {
        Self(Cache::new(MOST))
    }
}

impl Selections {
    /// The page asked for.
    pub fn select<'c, 'a>(
        &self,
        atlas: &'a Atlas,
        collection: &'c Collection<'a>,
        selection: &Selection,
    ) -> Selected<'c, 'a> {
        let Selection { when, boxes, filters, order, .. } = selection;
        if boxes.is_none() && filters.is_empty() && order.is_empty() {
            return select(atlas, collection, selection, None);
        }
        let key = format!("{} {when:?} {boxes:?} {filters:?} {order:?}", collection.id);
        let selected = select(atlas, collection, selection, self.0.get(&key));
        self.0.insert(key, selected.matching.clone());
        selected
    }
}
