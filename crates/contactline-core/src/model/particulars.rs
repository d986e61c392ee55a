//! What a register keeps of an entry beside what it says: the number and days of its text, what is not settled of it, and when
//! somebody last looked.

use super::language::{Language, Said};
use super::time::Date;

/// Particulars of an entry. None: not recorded, which is not that there is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Particulars {
    /// The number of the text: `2022/1903`, `SI 2023/665`.
    pub number: Option<String>,
    /// The day it was adopted, made or signed.
    pub adopted: Option<Date>,
    /// The day it was published: from when on it could be known.
    pub published: Option<Date>,
    /// What is not settled of the entry, in English.
    pub unsettled: Option<String>,
    /// What is not settled of the entry, in Ukrainian.
    pub unsettled_uk: Option<String>,
    /// The day on which the entry was last checked against its text.
    pub checked: Option<Date>,
    /// Members that the entry does not have, each with why.
    pub not_recorded: Vec<NotRecorded>,
}

/// Members that an entry does not have, and why: the day was not found, or there is no such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotRecorded {
    /// Names of the members: `published`.
    pub members: Vec<String>,
    /// Why.
    pub reason: String,
    /// Why, in Ukrainian.
    pub reason_uk: Option<String>,
}

impl NotRecorded {
    /// The members and why, in both languages; in English where there is no Ukrainian.
    #[must_use]
    pub fn told(&self) -> Said {
        let members = self.members.join(", ");
        let reason_uk = self.reason_uk.as_ref().unwrap_or(&self.reason);
        Said::new(format!("{members}: {}", self.reason), format!("{members}: {reason_uk}"))
    }
}

impl Particulars {
    /// Whether it is said why a member is not there.
    #[must_use]
    pub fn explains(&self, member: &str) -> bool {
        self.not_recorded.iter().any(|absent| absent.members.iter().any(|name| name == member))
    }

    /// What is not recorded and why, in both languages; none where nothing is said to be missing.
    #[must_use]
    pub fn not_recorded_told(&self) -> Option<Said> {
        let told: Vec<Said> = self.not_recorded.iter().map(NotRecorded::told).collect();
        let joined = |language| told.iter().map(|said| said.within(language)).collect::<Vec<_>>().join("; ");
        (!told.is_empty()).then(|| Said::new(joined(Language::English), joined(Language::Ukrainian)))
    }
}
