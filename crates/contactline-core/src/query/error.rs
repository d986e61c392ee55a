//! Why a question has no answer: what was asked, and what is there.

use crate::model::BindError;

/// Why a question could not be answered.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QueryError {
    /// No such region or group.
    #[error("Region or group '{value}' not found. Available: {known}")]
    UnknownRegion {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
    /// A division of which no ground is known.
    #[error("{name} ({value}): its ground is not known, because none of its settlements is listed")]
    NoGround {
        /// Its code.
        value: String,
        /// Its name.
        name: String,
    },
    /// No such source.
    #[error("Source '{value}' not found. Available: {known}")]
    UnknownSource {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
    /// The party claims nothing.
    #[error("No claims by '{value}' are recorded. Claimants: {known}")]
    UnknownClaimant {
        /// As asked.
        value: String,
        /// Those that claim.
        known: String,
    },
    /// The stretch of time ends before it begins.
    #[error("The end date {to} is before the start date {from}")]
    Reversed {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// The stretch of time is too long.
    #[error("From {from} to {to} in steps of {step}: {reason}")]
    BadSeries {
        /// First day.
        from: String,
        /// Last day.
        to: String,
        /// Step.
        step: String,
        /// What is wrong.
        reason: String,
    },
    /// The source has nothing at that time.
    #[error("Source '{source_id}' has no version on or before {date}. Its first version: {first}")]
    NoVersion {
        /// The source.
        source_id: String,
        /// As asked.
        date: String,
        /// Its first version.
        first: String,
    },
    /// What the source said last is too old to say anything of that time.
    #[error(
        "Source '{source_id}' has no answer for {date}: its version of {version} is older than its limit of {limit_days} days"
    )]
    Expired {
        /// The source.
        source_id: String,
        /// As asked.
        date: String,
        /// Its last version then.
        version: String,
        /// Days after which it says nothing any more.
        limit_days: u32,
    },
    /// No such party holds anything, says the source.
    #[error("Source '{source_id}' records no territory held by {value}. Holders it records: {known}")]
    UnknownHolder {
        /// As asked.
        value: String,
        /// The source.
        source_id: String,
        /// The parties it names.
        known: String,
    },
    /// Pieces are for one day.
    #[error("Pieces are available for one date, not for a series of {days}")]
    PiecesOfSeries {
        /// Days asked for.
        days: usize,
    },
    /// The proposal has no such parameter.
    #[error("'{value}' is not a parameter of proposal '{proposal}'. Available: {known}")]
    UnknownParameter {
        /// As asked.
        value: String,
        /// The proposal.
        proposal: String,
        /// Its parameters.
        known: String,
    },
    /// A value that a parameter cannot have.
    #[error(transparent)]
    BadParameter(BindError),
    /// More than one question compares.
    #[error("{count} {what} requested; at most {limit} can be compared at a time")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// As asked, each counted once.
        count: usize,
        /// Those compared at a time.
        limit: usize,
    },
    /// No such proposal.
    #[error("Proposal '{value}' not found. Available: {known}")]
    UnknownProposal {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
}
