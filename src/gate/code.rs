//! The code's calls against the policy, offline.

use crate::ledger::{Ledger, Origin};
use crate::policy::Rule;
use crate::quote::Redactor;
use crate::scan::Scan;
use crate::scope::Scope;
use crate::verdict::{Ruling, code};
use crate::world::Survey;

use super::Gate;
use super::scan::look_through;

/// Looks through the code, if the input or the policy says where it is. What cannot be looked through is a
/// problem.
pub(super) fn scan(gate: &Gate, redactor: &Redactor, ledger: &mut Ledger) -> Option<Scan> {
    let policy = &gate.policy.code;
    let of_policy = || policy.paths.iter().map(|rule| (rule.demand.clone(), rule.origin.clone())).collect();
    let paths: Vec<_> = match &gate.settings.scan_paths {
        none if none.is_empty() => of_policy(),
        given => given.iter().map(|path| (path.clone(), Origin::Input("scan-paths"))).collect(),
    };
    if paths.is_empty() || !ledger.problems.is_empty() {
        return None;
    }
    let exclude = policy.exclude.iter().map(|rule| rule.demand.clone()).collect::<Vec<_>>();
    let reports = gate.settings.reports().map(str::to_owned);
    let own = gate.read.iter().cloned().chain(reports).collect::<Vec<_>>();
    match look_through(Survey { paths: &paths, globs: &[], exclude: &exclude, own: &own }, redactor) {
        Ok(mut scan) => {
            let counts = |method: &str| {
                policy.ignore_methods.iter().all(|rule| !rule.demand.as_str().eq_ignore_ascii_case(method))
            };
            scan.calls.retain(|call| counts(call.method));
            scan.unknown.retain(|unknown| counts(unknown.name.as_str()));
            ledger.notices.append(&mut scan.notices);
            Some(scan)
        }
        Err(problems) => {
            ledger.problems.extend(problems);
            None
        }
    }
}

/// What the policy's rules are worth by the code.
pub(super) fn rulings(gate: &Gate, scan: &Scan) -> Vec<Ruling> {
    code::rulings(&required(gate), scan)
}

/// What is required of any hook: the code may mean each of them.
fn required(gate: &Gate) -> Vec<Rule<Scope>> {
    let of_hooks = gate.policy.hooks.iter().flat_map(|hook| &hook.demands.required);
    let all = gate.policy.base.required.iter().chain(of_hooks).chain(&gate.settings.demands.required);
    let mut required: Vec<Rule<Scope>> = Vec::new();
    for rule in all {
        if required.iter().all(|known| known.demand != rule.demand) {
            required.push(rule.clone());
        }
    }
    required
}
