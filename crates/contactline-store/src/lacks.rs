//! What entries of the registers lack: members that may be left out, and that a reader misses.

use super::manifest::finding;
use contactline_core::model::{
    Act, Announcement, Claim, Dataset, Finding, Particulars, Proposal, Regime, Severity, Stage,
};

/// A note for each entry that lacks something, with the names of what it lacks.
pub(super) fn lacks(dataset: &Dataset) -> Vec<Finding> {
    let mut notes = Vec::new();
    let mut tell = |entry: String, missing: Vec<&'static str>| {
        if !missing.is_empty() {
            let message = format!("{entry} lacks {}", missing.join(", "));
            notes.push(Finding { severity: Severity::Note, ..finding("incomplete_entry", "the registers", message) });
        }
    };
    for regime in &dataset.regimes {
        tell(format!("regime '{}'", regime.id), of_regime(regime));
        for stage in &regime.stages {
            tell(format!("regime '{}', stage from {}", regime.id, stage.from), of_stage(stage));
        }
    }
    dataset.acts.iter().for_each(|act| tell(format!("act '{}'", act.id), of_act(act)));
    dataset.claims.iter().for_each(|claim| tell(format!("claim '{}'", claim.id), of_claim(claim)));
    dataset.announcements.iter().for_each(|said| tell(format!("announcement '{}'", said.id), of_announcement(said)));
    dataset.proposals.iter().for_each(|text| tell(format!("proposal '{}'", text.id), of_proposal(text)));
    notes
}

/// The names of what is missing.
fn missing<const N: usize>(members: [(&'static str, bool); N]) -> Vec<&'static str> {
    members.into_iter().filter(|(_, is_missing)| *is_missing).map(|(name, _)| name).collect()
}

/// A text without its Ukrainian.
const fn untranslated(text: Option<&String>, text_uk: Option<&String>) -> bool {
    text.is_some() && text_uk.is_none()
}

fn of_particulars(particulars: &Particulars) -> [(&'static str, bool); 3] {
    [
        ("reason_uk of not_recorded", particulars.not_recorded.iter().any(|absent| absent.reason_uk.is_none())),
        ("unsettled_uk", untranslated(particulars.unsettled.as_ref(), particulars.unsettled_uk.as_ref())),
        ("checked", particulars.checked.is_none()),
    ]
}

fn of_regime(regime: &Regime) -> Vec<&'static str> {
    missing([
        ("title_uk", regime.title_uk.is_none()),
        ("note_uk", untranslated(regime.note.as_ref(), regime.note_uk.as_ref())),
    ])
}

fn of_stage(stage: &Stage) -> Vec<&'static str> {
    let particulars = &stage.particulars;
    let unexplained = |member, is_missing: bool| (member, is_missing && !particulars.explains(member));
    let mut lacks = missing([
        unexplained("number", particulars.number.is_none()),
        unexplained("adopted", particulars.adopted.is_none()),
        unexplained("published", particulars.published.is_none()),
        ("wording_uk", stage.wording_uk.is_none()),
        ("reason_uk", stage.not_determined.iter().any(|open| open.reason_uk.is_none())),
        ("note_uk", untranslated(stage.note.as_ref(), stage.note_uk.as_ref())),
    ]);
    lacks.extend(missing(of_particulars(particulars)));
    lacks
}

/// Kinds of acts that have a number, those that are published, and those that come into force. Of others, a vote or a word
/// of an official, nothing of the kind is missed.
const NUMBERED: [&str; 3] = ["law", "register", "ruling"];
const PUBLISHED: [&str; 7] = ["claim", "law", "recognition", "register", "rejection", "ruling", "treaty"];
const IN_FORCE: [&str; 4] = ["claim", "law", "register", "treaty"];

fn of_act(act: &Act) -> Vec<&'static str> {
    let particulars = &act.particulars;
    let of_kind = |member, kinds: &[&str], is_missing: bool| {
        (member, is_missing && kinds.contains(&act.kind.as_str()) && !particulars.explains(member))
    };
    let mut lacks = missing([
        of_kind("number", &NUMBERED, particulars.number.is_none()),
        of_kind("published", &PUBLISHED, particulars.published.is_none()),
        of_kind("in_force", &IN_FORCE, act.in_force.is_none()),
        ("title_uk", act.title_uk.is_none()),
        ("extent_as_stated_uk", act.extent_as_stated_uk.is_none()),
        ("note_uk", untranslated(act.note.as_ref(), act.note_uk.as_ref())),
    ]);
    lacks.extend(missing(of_particulars(particulars)));
    lacks
}

fn of_claim(claim: &Claim) -> Vec<&'static str> {
    missing([("note_uk", untranslated(claim.note.as_ref(), claim.note_uk.as_ref()))])
}

fn of_announcement(said: &Announcement) -> Vec<&'static str> {
    missing([
        ("announced_by_uk", said.announced_by_uk.is_none()),
        ("source", said.source.is_none()),
        ("note_uk", untranslated(said.note.as_ref(), said.note_uk.as_ref())),
    ])
}

fn of_proposal(text: &Proposal) -> Vec<&'static str> {
    let mut lacks = missing([
        ("title_uk", text.title_uk.is_none()),
        (
            "published",
            !text.baseline && text.particulars.published.is_none() && !text.particulars.explains("published"),
        ),
        ("citation", !text.baseline && text.citation.is_none()),
        ("origin_uk", untranslated(text.origin.as_ref(), text.origin_uk.as_ref())),
        ("about_uk", text.parameters.iter().any(|p| p.about_uk.is_none())),
        ("wording_uk", text.terms.iter().any(|t| untranslated(t.wording.as_ref(), t.wording_uk.as_ref()))),
        ("undefined_uk", text.undefined_uk.len() != text.undefined.len()),
        ("note_uk", untranslated(text.note.as_ref(), text.note_uk.as_ref())),
    ]);
    lacks.extend(missing(of_particulars(&text.particulars)));
    lacks
}
