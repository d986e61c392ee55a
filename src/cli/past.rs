//! What had been loaded by then: for `--known-on`, and for the questions that a server is asked.

use std::path::PathBuf;

use super::report::used;
use crate::evidence::FileUsed;
use crate::http::{PastStates, Problem};
use crate::questions::KNOWN_ON;
use crate::request::{Code, Refusal};
use crate::wire::built_in_caveat;
use contactline_core::atlas::Atlas;
use contactline_core::model::Moment;
use contactline_store::{
    KnownError, Opened, built_in_until, fingerprint_known, fingerprint_of, listed, listed_known, open_known,
};

/// What an answer with what had been loaded by then does not tell.
pub(super) fn caveat(at: Moment) -> Option<String> {
    built_in_caveat(at, built_in_until()?)
}

/// The states of a data directory.
#[derive(Debug)]
pub(super) struct States(pub Option<PathBuf>);

impl PastStates for States {
    fn fingerprint(&self, at: Moment) -> Result<String, Problem> {
        fingerprint_known(self.0.as_deref(), at).map_err(|error| refused(&error))
    }

    fn open(&self, at: Moment) -> Result<(Atlas, String), Problem> {
        let opened = open_known(self.0.as_deref(), at).map_err(|error| refused(&error));
        opened.map(|Opened { atlas, fingerprint, .. }| (atlas, fingerprint))
    }

    fn caveat(&self, at: Moment) -> Option<String> {
        caveat(at)
    }

    fn files(&self, at: Option<Moment>) -> Result<(String, Vec<FileUsed>), Problem> {
        let directory = self.0.as_deref();
        let (fingerprint, listed) = match at {
            Some(at) => (fingerprint_known(directory, at), listed_known(directory, at)),
            None => (fingerprint_of(directory).map_err(Into::into), listed(directory).map_err(Into::into)),
        };
        let files = listed.map(|listed| listed.into_iter().map(used).collect());
        Ok((fingerprint.map_err(|error| refused(&error))?, files.map_err(|error| refused(&error))?))
    }
}

fn refused(error: &KnownError) -> Refusal {
    let detail = match error {
        KnownError::NotKept(why) => why.to_string(),
        // Where the directory lies is nobody's affair.
        KnownError::Load(_) => {
            "what had been loaded by then cannot be read: its operator finds by 'contactline check' which file it is"
                .into()
        }
    };
    Refusal::new(Code::NotKept, detail).of(KNOWN_ON)
}
