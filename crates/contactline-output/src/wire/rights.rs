//! Whose geometry may be passed on.

use std::collections::BTreeSet;

use contactline_core::model::{Language, Source};

use super::language::spoken;

/// The sources whose geometry the operator states the right to pass on, beyond what the licences allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rights {
    /// Every source: an operator looking at their own data.
    All,
    /// The sources with these ids.
    Of(BTreeSet<String>),
}

impl Default for Rights {
    /// None stated.
    fn default() -> Self {
        Self::Of(BTreeSet::new())
    }
}

impl From<BTreeSet<String>> for Rights {
    fn from(ids: BTreeSet<String>) -> Self {
        Self::Of(ids)
    }
}

impl Rights {
    /// Whether the source's geometry may leave the house.
    #[must_use]
    pub fn permit(&self, source: &Source) -> bool {
        source.geometry_may_be_passed_on
            || match self {
                Self::All => true,
                Self::Of(ids) => ids.contains(&source.id),
            }
    }

    /// On which terms the source's geometry is looked at where it may not be passed on; none where it may.
    #[must_use]
    pub fn terms(&self, source: &Source) -> Option<String> {
        (!self.permit(source)).then(|| {
            let (language, in_ukrainian) = (spoken(), source.in_ukrainian.licence_terms.as_deref());
            let terms = source.licence_terms.as_ref().map(|terms| format!(" {}", language.or_english(terms, in_ukrainian)));
            let terms = terms.unwrap_or_default();
            let (id, licence, attribution) = (&source.id, &source.licence, &source.attribution);
            match language {
                Language::English => format!(
                    "the geometry of source '{id}' is not to be passed on by its licence ({licence}).{terms} {attribution}"
                ),
                Language::Ukrainian => format!(
                    "ліцензія ({licence}) не дозволяє передавати далі контури джерела «{id}».{terms} {attribution}"
                ),
            }
        })
    }

    /// Why the source's geometry is withheld, in a sentence; none where it may leave.
    #[must_use]
    pub fn withheld(&self, source: &Source) -> Option<String> {
        (!self.permit(source)).then(|| match spoken() {
            Language::English => format!(
                "the geometry of source '{}' is withheld: its licence ({}) does not let it be passed on; \
                 distances, areas and lengths are given",
                source.id, source.licence
            ),
            Language::Ukrainian => format!(
                "контури джерела «{}» не показано: ліцензія ({}) не дозволяє їх передавати; відстані, площі й довжини подано",
                source.id, source.licence
            ),
        })
    }
}
