//! What people call regions, groups of them, and states: `Donetsk Oblast`, `Донецкая область`, `DNR`, `ua-14`.

use std::collections::BTreeMap;

use super::name::NameKey;
use crate::model::{Dataset, OtherOblast, Region, Role};

/// The names of regions and states, indexed.
#[derive(Debug)]
pub struct AreaNames {
    by_key: BTreeMap<String, Entry>,
    oblasts: Vec<OtherOblast>,
}

#[derive(Debug)]
enum Entry {
    Regions {
        id: String,
        members: Vec<String>,
    },
    Country,
    OtherState,
    /// An oblast that is none of the regions: its number in the list.
    Elsewhere(usize),
}

/// What the name of an area means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AreaMeant<'a> {
    /// A region, or a group of them.
    Regions {
        /// Id of the region or group.
        id: &'a str,
        /// The regions: one, or the group's.
        members: &'a [String],
    },
    /// The country itself: all that is listed lies in it.
    Country,
    /// Another state.
    OtherState,
    /// An oblast of the country that is none of the regions.
    Elsewhere(&'a OtherOblast),
}

/// Words that say of what kind an area is, as loose keys: `oblast` and `область` are one.
const KINDS: [&str; 8] = ["oblast", "obl", "oblasti", "oblasty", "rehion", "rehioni", "province", "provinciia"];

impl AreaNames {
    /// The names of the regions and groups of a dataset, and what else its table of names calls them.
    pub(super) fn build(dataset: &Dataset) -> Self {
        let mut names = Self { by_key: BTreeMap::new(), oblasts: dataset.names.oblasts.clone() };
        let mut groups: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for region in &dataset.regions {
            let entry = || match region.role {
                Role::Country => Entry::Country,
                _ => Entry::Regions { id: region.id.clone(), members: vec![region.id.clone()] },
            };
            for name in [&region.id, &region.name, &region.name_uk] {
                names.insert(name, entry());
            }
            region.groups.iter().for_each(|group| groups.entry(group).or_default().push(region.id.clone()));
        }
        for (group, members) in &groups {
            names.insert(group, Entry::Regions { id: (*group).to_owned(), members: members.clone() });
        }
        for name in &dataset.names.areas {
            let is_country = |r: &Region| r.id == name.area && r.role == Role::Country;
            let entry = match groups.get(name.area.as_str()) {
                _ if dataset.regions.iter().any(is_country) => Entry::Country,
                Some(members) => Entry::Regions { id: name.area.clone(), members: members.clone() },
                None => Entry::Regions { id: name.area.clone(), members: vec![name.area.clone()] },
            };
            names.insert(&name.name, entry);
        }
        dataset.names.states.iter().for_each(|name| names.insert(name, Entry::OtherState));
        for (number, oblast) in dataset.names.oblasts.iter().enumerate() {
            let all = [&oblast.id, &oblast.name, &oblast.name_uk].into_iter().chain(&oblast.names);
            all.for_each(|name| names.insert(name, Entry::Elsewhere(number)));
        }
        names
    }

    fn insert(&mut self, name: &str, entry: Entry) {
        if let Some(key) = key(name) {
            self.by_key.entry(key).or_insert(entry);
        }
    }

    /// The area that a text names, whole; a word for its kind may be left out or added.
    #[must_use]
    pub fn find(&self, text: &str) -> Option<AreaMeant<'_>> {
        Some(match self.by_key.get(&key(text)?)? {
            Entry::Regions { id, members } => AreaMeant::Regions { id, members },
            Entry::Country => AreaMeant::Country,
            Entry::OtherState => AreaMeant::OtherState,
            Entry::Elsewhere(number) => AreaMeant::Elsewhere(self.oblasts.get(*number)?),
        })
    }

    /// Whether a text names an area and says by a word of which kind.
    #[must_use]
    pub fn is_explicit(&self, text: &str) -> bool {
        NameKey::of(text).loose.split(' ').any(|word| KINDS.contains(&word)) && self.find(text).is_some()
    }
}

/// The key of a name without the words for the kind of area; `None` where nothing else is in it.
fn key(name: &str) -> Option<String> {
    let loose = NameKey::of(name).loose;
    let words: Vec<&str> = loose.split(' ').filter(|word| !KINDS.contains(word)).collect();
    let key = NameKey::of(&words.join(" ")).whole;
    (!key.is_empty()).then_some(key)
}
