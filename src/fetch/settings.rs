//! `sync.toml`: where versions are to be had, and how politely to ask.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::days;
use contactline_core::model::Date;

/// Where to ask, and how.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// How to ask.
    pub manners: FetchPolicy,
    /// Where, by source id.
    #[serde(default, rename = "source")]
    pub sources: BTreeMap<String, Plans>,
}

/// How to ask.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FetchPolicy {
    /// Least time from one request's end to the next one's beginning.
    pub gap_ms: u64,
    /// A request that takes longer has failed.
    pub timeout_s: u64,
    /// How often an address is tried at most.
    pub attempts: u32,
    /// The first wait after a failure; doubled each time.
    pub back_off_ms: u64,
    /// A server that asks for a longer wait ends the run.
    pub longest_wait_s: u64,
    /// A body that is longer, once unpacked, is refused.
    pub longest_body_mb: u64,
    /// Hosts that a server may send us to, beside itself: `host`, or `host:port`.
    #[serde(default)]
    pub redirect_hosts: Vec<String>,
    /// Who runs this: added to the user agent, so that a publisher can write. May be empty.
    pub contact: String,
}

/// The ways in which a publisher offers versions: a table of one, or a list of several, the first of which is taken where none is
/// named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plans(Vec<Plan>);

/// How a publisher offers versions.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "form", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Plan {
    /// A list of versions, and an address for each.
    History {
        /// The list: a JSON array whose members have an `id`, seconds since 1970.
        list: String,
        /// A version; `{id}` stands for its id.
        version: String,
        /// How many of the newest versions to ask for again.
        #[serde(default)]
        recheck: usize,
    },
    /// An address for each day.
    Days {
        /// A day; `{YYYY}`, `{MM}` and `{DD}` stand for it.
        day: String,
        /// A page in which the names of the files that are there stand; without it, each day is asked for.
        listing: Option<String>,
        /// The first day, where there is no listing.
        #[serde(default, deserialize_with = "date")]
        first: Option<Date>,
        /// How many of the newest versions to ask for again.
        #[serde(default)]
        recheck: usize,
    },
    /// Layers of a feature server, which together are the present state.
    Layers {
        /// The address below which the services are.
        base: String,
        /// Each `service/layer`. The first must have features: an empty one would read as nothing held.
        layers: Vec<String>,
        /// The property that has the time of an edit, in milliseconds since 1970.
        edited: String,
        /// Features asked for at a time.
        page: usize,
    },
    /// One address of the present version, which says its moment itself.
    Last {
        /// The address.
        address: String,
    },
    /// One address of an official list as it stands.
    List {
        /// The address.
        address: String,
    },
    /// A table for each year, and the cells of the places it speaks of.
    Years {
        /// A year's table; `{YYYY}` stands for it.
        year: String,
        /// The cells.
        cells: String,
        /// The first year.
        first: i16,
        /// The column of the table that is read.
        #[serde(default)]
        column: Option<String>,
    },
}

impl<'de> Deserialize<'de> for Plans {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OneOrMore;
        impl<'de> Visitor<'de> for OneOrMore {
            type Value = Plans;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a form, or a list of forms")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Plans, A::Error> {
                Plan::deserialize(MapAccessDeserializer::new(map)).map(|plan| Plans(vec![plan]))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Plans, A::Error> {
                Vec::deserialize(SeqAccessDeserializer::new(list)).map(Plans)
            }
        }
        deserializer.deserialize_any(OneOrMore)
    }
}

impl Plans {
    /// The plan of a form, or the first; and the words of the others.
    ///
    /// # Errors
    /// The words there are, where none is this one.
    pub fn take(mut self, form: Option<&str>) -> Result<(Plan, Vec<&'static str>), String> {
        let words: Vec<&'static str> = self.0.iter().map(Plan::form).collect();
        let index = match form {
            Some(form) => words.iter().position(|word| *word == form),
            None => (!words.is_empty()).then_some(0),
        };
        let index = index.ok_or_else(|| words.join(", "))?;
        let others = words.iter().copied().filter(|word| *word != words[index]).collect();
        Ok((self.0.swap_remove(index), others))
    }
}

/// What can be the first year of a table.
const FIRST_YEARS: std::ops::RangeInclusive<i16> = 2014..=2100;

fn date<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
    String::deserialize(deserializer)?.parse().map(Some).map_err(serde::de::Error::custom)
}

impl Settings {
    /// The settings of a text that comes with the program, and of the operator's, `(name, text)`. A source in the operator's
    /// replaces that source whole; of the manners each counts by itself.
    ///
    /// # Errors
    /// Names the text and line: not TOML, an unknown word, an address that is none.
    pub fn from_toml(shipped: &str, own: Option<(&str, &str)>) -> Result<Self, String> {
        let table = |name: &str, text: &str| {
            // Read once by itself, so that an error names its line.
            toml::from_str::<Own>(text).map_err(|e| with_line(name, text, &e))?;
            toml::from_str::<toml::Table>(text).map_err(|e| with_line(name, text, &e))
        };
        let mut whole = table("shipped sync.toml", shipped)?;
        if let Some((name, text)) = own {
            for (section, value) in table(name, text)? {
                match (whole.get_mut(&section), value) {
                    (Some(toml::Value::Table(shipped)), toml::Value::Table(own)) => shipped.extend(own),
                    (_, value) => drop(whole.insert(section, value)),
                }
            }
        }
        let name = own.map_or("shipped sync.toml", |(name, _)| name);
        let settings: Self = whole.try_into().map_err(|e: toml::de::Error| format!("{name}: {}", e.message()))?;
        settings.check().map_err(|reason| format!("{name}: {reason}"))?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), String> {
        if self.manners.attempts == 0 {
            return Err("attempts is 0; wanted at least 1".into());
        }
        for (source, Plans(plans)) in &self.sources {
            if plans.is_empty() {
                return Err(format!("source {source}: there are no forms"));
            }
            for (index, plan) in plans.iter().enumerate() {
                if plans[..index].iter().any(|other| other.form() == plan.form()) {
                    return Err(format!("source {source}: form {} stands twice", plan.form()));
                }
                plan.check().map_err(|reason| format!("source {source}: {reason}"))?;
            }
        }
        Ok(())
    }
}

/// The operator's text: any part may be left out.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Own {
    #[serde(rename = "manners")]
    _manners: Option<toml::Table>,
    #[serde(default, rename = "source")]
    _sources: BTreeMap<String, Plans>,
}

impl Plan {
    /// Its word in the settings.
    #[must_use]
    pub const fn form(&self) -> &'static str {
        match self {
            Self::History { .. } => "history",
            Self::Days { .. } => "days",
            Self::Layers { .. } => "layers",
            Self::Last { .. } => "last",
            Self::List { .. } => "list",
            Self::Years { .. } => "years",
        }
    }

    fn check(&self) -> Result<(), String> {
        let urls: Vec<&String> = match self {
            Self::History { list, version, .. } => vec![list, version],
            Self::Days { day, listing, .. } => std::iter::once(day).chain(listing).collect(),
            Self::Layers { base, .. } => vec![base],
            Self::Last { address } | Self::List { address } => vec![address],
            Self::Years { year, cells, .. } => vec![year, cells],
        };
        if let Some(url) = urls.iter().find(|url| !url.starts_with("https://") && !url.starts_with("http://")) {
            return Err(format!("'{url}' is no address; wanted one that begins with https:// or http://"));
        }
        match self {
            Self::History { version, .. } if !version.contains("{id}") => {
                Err(format!("version '{version}' does not name {{id}}"))
            }
            Self::Days { day, .. } => days::check(day),
            Self::Layers { layers, page, .. } => {
                let is_layer = |l: &String| l.rsplit_once('/').is_some_and(|(_, id)| id.parse::<u32>().is_ok());
                match layers.iter().find(|l| !is_layer(l)) {
                    Some(layer) => Err(format!("layer '{layer}' is not service/number")),
                    None if layers.is_empty() => Err("there are no layers".into()),
                    None if *page == 0 => Err("page is 0; wanted at least 1".into()),
                    None => Ok(()),
                }
            }
            Self::Years { year, .. } if !year.contains(days::YEAR) => {
                Err(format!("year '{year}' does not name {}", days::YEAR))
            }
            Self::Years { first, .. } if !FIRST_YEARS.contains(first) => {
                let (least, most) = (FIRST_YEARS.start(), FIRST_YEARS.end());
                Err(format!("first {first} is no year of this war; wanted one of {least} to {most}"))
            }
            Self::History { .. } | Self::Last { .. } | Self::List { .. } | Self::Years { .. } => Ok(()),
        }
    }
}

impl FetchPolicy {
    pub(super) const fn gap(&self) -> Duration {
        Duration::from_millis(self.gap_ms)
    }

    pub(super) fn user_agent(&self) -> String {
        let name = concat!("contactline/", env!("CARGO_PKG_VERSION"));
        if self.contact.is_empty() { name.into() } else { format!("{name} ({})", self.contact) }
    }
}

fn with_line(name: &str, text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| text.get(..span.start).map_or(1, |before| 1 + before.matches('\n').count()));
    let line = line.map_or_else(String::new, |line| format!(" line {line}:"));
    format!("{name}:{line} {}", error.message())
}
