//! On which acts claims rest, which reject them and by which they are recognised: found once, not by their ids at each question.

use std::collections::HashMap;

use crate::model::{Act, Claim};

/// The acts of a claim that the register has, by their numbers.
#[derive(Debug)]
pub struct Grounds {
    /// The act it rests on.
    pub act: Option<usize>,
    /// Those that reject it.
    pub rejected_by: Vec<usize>,
    /// For each of its recognitions, by number, that of its act.
    pub recognised_by: Vec<(usize, usize)>,
}

/// The acts of each claim.
pub(super) fn grounds(claims: &[Claim], acts: &[Act]) -> Vec<Grounds> {
    let numbers: HashMap<&str, usize> = acts.iter().map(|act| act.id.as_str()).zip(0..).collect();
    let act = |id: &String| numbers.get(id.as_str()).copied();
    let of_claim = |claim: &Claim| Grounds {
        act: act(&claim.act),
        rejected_by: claim.rejected_by.iter().filter_map(act).collect(),
        recognised_by: (claim.recognised_by.iter().zip(0..).filter_map(|(by, k)| Some((k, act(&by.act)?)))).collect(),
    };
    claims.iter().map(of_claim).collect()
}
