//! Sources that show their present state alone, layer by layer: fetched whole, kept as the version of the last edit's day.

use std::collections::BTreeMap;

use super::Sync;
use crate::fetch::layers::{self, Feature, Page};
use crate::fetch::{Answer, Tag};
use crate::ingest::IngestError;
use contactline_core::model::Moment;

/// Pages of a layer: more is no layer.
const MAX_PAGES: usize = 1_000;

/// What came of asking for a layer.
enum Layer {
    /// It is as it was.
    Same,
    /// It is this, with the tags of its pages.
    Now(Vec<Feature>, Vec<(String, Tag)>),
    /// The server answered something else.
    Other(String),
}

impl Sync {
    /// Fetches the layers, and keeps what they show unless it is what was kept last.
    ///
    /// # Errors
    /// Why the run had to end; the store is as before.
    pub(super) fn layers(
        &mut self,
        base: &str,
        names: &[String],
        edited: &str,
        page: usize,
    ) -> Result<(), IngestError> {
        // The layers together are the whole of a version, never parts to be joined with an earlier one of that day.
        self.ingest.in_parts = false;
        let kept = self.session.store.stamps(self.source());
        let stamp: Option<Moment> = self.state.stamp.as_ref().and_then(|stamp| stamp.parse().ok());
        let is_kept = stamp.is_some_and(|stamp| kept.contains(&stamp));
        self.session.progress.begin(names.len(), "layers");
        let (mut now, mut tags, mut same) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for name in names {
            match self.layer(base, name, page, is_kept)? {
                Layer::Same => same.push(name),
                Layer::Now(features, of_pages) => {
                    now.insert(name.clone(), features);
                    tags.extend(of_pages);
                }
                Layer::Other(reason) => return self.refuse(&layers::url(base, name, 0, page), "bad_answer", reason),
            }
            self.session.progress.advance(1);
        }
        if now.is_empty() {
            self.session.tally.unchanged += 1;
            return Ok(());
        }
        // Where some changed, the others are needed as well.
        for name in same {
            match self.layer(base, name, page, false)? {
                Layer::Now(features, of_pages) => {
                    now.insert(name.clone(), features);
                    tags.extend(of_pages);
                }
                Layer::Other(reason) => return self.refuse(&layers::url(base, name, 0, page), "bad_answer", reason),
                Layer::Same => {}
            }
        }
        self.state_of(base, names, now, edited, tags)
    }

    /// Keeps what the layers show together.
    fn state_of(
        &mut self,
        base: &str,
        names: &[String],
        now: BTreeMap<String, Vec<Feature>>,
        edited: &str,
        tags: BTreeMap<String, Tag>,
    ) -> Result<(), IngestError> {
        let first = names.first().map_or("", String::as_str);
        if now.get(first).is_none_or(Vec::is_empty) {
            return self.refuse(
                base,
                "empty",
                format!("layer {first} has no features: that would read as nothing held"),
            );
        }
        let stamp = match layers::edited(&now, edited) {
            Ok(stamp) => stamp.date().start(),
            Err(reason) => return self.refuse(base, "bad_date", reason),
        };
        if !self.days.hold(stamp.date()) {
            return Ok(());
        }
        let bytes = layers::collection(now).map_err(|e| IngestError::Answer(e.to_string()))?;
        if self.keep(&bytes, base, Some(stamp))? {
            self.state.tags = tags;
            self.state.stamp = Some(stamp.to_string());
            self.remember()?;
        }
        Ok(())
    }

    /// A layer, page after page; asked for conditionally, it is whole or the same.
    fn layer(&mut self, base: &str, name: &str, page: usize, conditional: bool) -> Result<Layer, IngestError> {
        let (mut pages, mut tags): (Vec<Page>, Vec<(String, Tag)>) = (Vec::new(), Vec::new());
        let (mut offset, mut same) = (0, 0);
        for _ in 0..MAX_PAGES {
            let url = layers::url(base, name, offset, page);
            let known = if conditional { self.state.tag(&url) } else { Tag::default() };
            let next = match self.client.get(&url, &known)? {
                Answer::Absent => {
                    let source = self.source();
                    return Err(IngestError::Named(format!(
                        "{url}: there is no such layer; [source.{source}] names it"
                    )));
                }
                Answer::Same => {
                    same += 1;
                    known.next
                }
                Answer::Body { bytes, tag } => match layers::page(&bytes) {
                    Err(reason) => return Ok(Layer::Other(reason)),
                    Ok(read) if read.more && read.features.is_empty() => {
                        return Ok(Layer::Other("a page without features says that there are more".into()));
                    }
                    Ok(read) => {
                        let next = read.more.then_some(offset + read.features.len());
                        tags.push((url, Tag { next, ..tag }));
                        pages.push(read);
                        next
                    }
                },
            };
            match next {
                Some(next) => offset = next,
                None if pages.is_empty() => return Ok(Layer::Same),
                // Some pages changed: all of them are needed.
                None if same > 0 => return self.layer(base, name, page, false),
                None => {
                    return Ok(match layers::whole(pages) {
                        Ok(features) => Layer::Now(features, tags),
                        Err(reason) => Layer::Other(reason),
                    });
                }
            }
        }
        Ok(Layer::Other(format!("more than {MAX_PAGES} pages")))
    }
}
