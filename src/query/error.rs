//! Why a question has no answer: what was asked, and what is there.

use crate::model::BindError;

/// Why a question could not be answered.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum QueryError {
    /// No such region or group.
    #[error("there is no region or group '{value}'; there are: {known}")]
    UnknownRegion {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
    /// No such source.
    #[error("there is no source '{value}'; there are: {known}")]
    UnknownSource {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
    /// The party claims nothing.
    #[error("'{value}' claims nothing; claimants: {known}")]
    UnknownClaimant {
        /// As asked.
        value: String,
        /// Those that claim.
        known: String,
    },
    /// The stretch of time ends before it begins.
    #[error("from {from} to {to}: the last day lies before the first")]
    Reversed {
        /// First day.
        from: String,
        /// Last day.
        to: String,
    },
    /// The stretch of time is too long.
    #[error("from {from} to {to} in steps of {step}: {reason}")]
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
    #[error("source '{source_id}' has no version at or before {date}; its first is {first}")]
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
        "source '{source_id}' says nothing as of {date}: its version of {version} is older than its limit of {limit_days} days"
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
    #[error("source '{source_id}' states of no ground that {value} holds it; it names: {known}")]
    UnknownHolder {
        /// As asked.
        value: String,
        /// The source.
        source_id: String,
        /// The parties it names.
        known: String,
    },
    /// Pieces are for one day.
    #[error("pieces are given for one day, not for a series of {days}")]
    PiecesOfSeries {
        /// Days asked for.
        days: usize,
    },
    /// The proposal has no such parameter.
    #[error("'{value}' is no parameter of proposal '{proposal}'; it has: {known}")]
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
    #[error("{count} {what} are named; at most {limit} are compared at a time")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// As asked, each counted once.
        count: usize,
        /// Those compared at a time.
        limit: usize,
    },
    /// No such proposal.
    #[error("there is no proposal '{value}'; there are: {known}")]
    UnknownProposal {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
}
