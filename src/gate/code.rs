//! The code's calls against the policy, offline.

use crate::ledger::{Ledger, Origin, Problem};
use crate::policy::Rule;
use crate::quote::Redactor;
use crate::scan::Scan;
use crate::scope::Scope;
use crate::verdict::{Ruling, code};
use crate::world;

use super::Gate;

/// Looks through the code, if the input or the policy says where it is. Names that are no methods are
/// notices; what cannot be looked through is a problem.
pub(super) fn rulings(gate: &Gate, redactor: &Redactor, ledger: &mut Ledger) -> Vec<Ruling> {
    let policy = &gate.policy.code;
    let texts = |rules: &[Rule<String>]| rules.iter().map(|rule| rule.demand.clone()).collect::<Vec<_>>();
    let paths = match &gate.settings.scan_paths {
        none if none.is_empty() => texts(&policy.paths),
        given => given.clone(),
    };
    if paths.is_empty() || !ledger.problems.is_empty() {
        return Vec::new();
    }
    let mut scan = match world::scan(&paths, &[], &texts(&policy.exclude), redactor) {
        Ok(scan) => scan,
        Err(problems) => {
            ledger.problems.extend(problems);
            return Vec::new();
        }
    };
    let ignored = |method: &str| {
        policy.ignore_methods.iter().any(|rule| rule.demand.as_str().eq_ignore_ascii_case(method))
    };
    scan.calls.retain(|call| !ignored(call.method));
    note(&mut scan, ledger);
    code::rulings(&required(gate), &scan)
}

fn note(scan: &mut Scan, ledger: &mut Ledger) {
    ledger.notices.append(&mut scan.notices);
    for unknown in &scan.unknown {
        let (what, advice) = unknown.words();
        ledger.notices.push(Problem { origin: Origin::Line(unknown.place.clone()), what, advice });
    }
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
