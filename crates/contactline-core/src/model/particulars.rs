//! What a register keeps of an entry beside what it says: the number and days of its text, what is not settled of it, and when
//! somebody last looked.

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
}
