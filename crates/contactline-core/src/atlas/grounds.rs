//! On which acts claims rest, which reject them and by which they are recognised, and in which regions they stand: found once, not
//! by their ids at each question.

use std::collections::HashMap;

use super::beside::Beside;
use crate::model::{Act, Claim, Date, Region};

/// The acts of a claim that the register has, by their numbers.
#[derive(Debug)]
pub struct Grounds {
    /// The act it rests on.
    pub act: Option<usize>,
    /// Those that reject it.
    pub rejected_by: Vec<usize>,
    /// For each of its recognitions, by number, that of its act.
    pub recognised_by: Vec<(usize, usize)>,
    /// The regions it is made to, by their numbers in the atlas.
    pub regions: Vec<usize>,
    /// The day of the last act that rejects or recognises it; none: there is no such act.
    pub last_act: Option<Date>,
    /// For the claim as it is shown once all its acts are done.
    pub beside: Beside,
}

/// The acts and regions of each claim.
pub(super) fn grounds(claims: &[Claim], acts: &[Act], regions: &[Region]) -> Vec<Grounds> {
    let numbers: HashMap<&str, usize> = acts.iter().map(|act| act.id.as_str()).zip(0..).collect();
    let act = |id: &String| numbers.get(id.as_str()).copied();
    let of_claim = |claim: &Claim| {
        let rejected_by: Vec<usize> = claim.rejected_by.iter().filter_map(act).collect();
        let recognised_by: Vec<(usize, usize)> =
            claim.recognised_by.iter().zip(0..).filter_map(|(by, k)| Some((k, act(&by.act)?))).collect();
        let later = rejected_by.iter().chain(recognised_by.iter().map(|(_, act)| act));
        Grounds {
            act: act(&claim.act),
            last_act: later.map(|number| acts[*number].date).max(),
            rejected_by,
            recognised_by,
            regions: (0..regions.len()).filter(|k| claim.regions.contains(&regions[*k].id)).collect(),
            beside: Beside::default(),
        }
    };
    claims.iter().map(of_claim).collect()
}
