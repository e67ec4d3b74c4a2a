//! Compares the code's calls with the policy, offline.

use crate::ledger::{Origin, Problem};
use crate::policy::Rule;
use crate::scan::{self, Scan};
use crate::scope::Scope;
use crate::text::Text;
use crate::verdict::{Ruling, calls};
use crate::world::{self, Survey};

use super::Gate;

/// `None` unless the input or the policy names paths. What cannot be read is a problem.
pub(crate) fn scan(gate: &mut Gate) -> Option<Scan> {
    let ledger = &mut gate.start.ledger;
    let policy = &gate.policy.code;
    let of_policy = || policy.paths.iter().map(|rule| (rule.demand.clone(), rule.origin.clone())).collect();
    let paths: Vec<_> = match &gate.start.settings.scan_paths {
        none if none.is_empty() => of_policy(),
        given => given.iter().map(|path| (path.clone(), Origin::input("scan-paths"))).collect(),
    };
    if paths.is_empty() || !ledger.problems.is_empty() {
        return None;
    }
    let exclude = policy.exclude.iter().map(|rule| rule.demand.clone()).collect::<Vec<_>>();
    let reports = gate.start.settings.files.values().cloned();
    let own = gate.start.read.iter().cloned().chain(reports).collect::<Vec<_>>();
    let counts = |method: &[u8]| {
        policy.ignore_methods.iter().all(|rule| !rule.demand.as_str().as_bytes().eq_ignore_ascii_case(method))
    };
    match look_through(Survey { paths: &paths, globs: &[], exclude: &exclude, own: &own }, counts) {
        Ok(mut scan) => {
            ledger.notices.append(&mut scan.notices);
            Some(scan)
        }
        Err(problems) => {
            ledger.problems.extend(problems);
            None
        }
    }
}

pub(crate) fn rulings(gate: &Gate, scan: &Scan) -> Vec<Ruling> {
    calls::rulings(&required(gate), scan)
}

/// Of all hooks together: the code may use any of them.
fn required(gate: &Gate) -> Vec<Rule<Scope>> {
    let of_hooks = gate.policy.hooks.iter().flat_map(|hook| &hook.demands.required);
    let all = gate.policy.base.required.iter().chain(of_hooks).chain(&gate.start.settings.demands.required);
    let mut required: Vec<Rule<Scope>> = Vec::new();
    for rule in all {
        if required.iter().all(|known| known.demand != rule.demand) {
            required.push(rule.clone());
        }
    }
    required
}

/// `counts` says of each method and unknown name whether it does.
///
/// # Errors
///
/// All problems with the paths and globs.
pub(crate) fn look_through(
    survey: Survey,
    counts: impl Fn(&[u8]) -> bool + Sync,
) -> Result<Scan, Vec<Problem>> {
    let (parts, notices) = world::look_through(survey, |part: &mut Scan, path, text| {
        let mut found = scan::calls(text);
        found.retain(&counts);
        // Most files have no call, and need no name.
        let name = if found.is_empty() { Text::default() } else { Text::theirs(path) };
        part.add(&name, &found);
    })?;
    let mut whole = Scan { notices, ..Scan::default() };
    for part in parts {
        whole.join(part);
    }
    Ok(whole.sorted())
}
