//! The policy beside its baseline, offline.

use crate::ledger::{Ledger, Origin};
use crate::policy::Policy;
use crate::policy::diff::{self, Change};
use crate::quote::{Quote, Redactor};
use crate::world;

use super::Gate;
use super::gather::{self, DEFAULT_POLICY};

/// What differs from the baseline.
pub(super) struct Differences {
    pub(super) baseline: Quote,
    pub(super) changes: Vec<Change>,
}

/// Compares the policy with its baseline, if there is one to compare it with. A pull request may bring the
/// first policy, and may mend one that cannot be read: neither is its fault.
pub(super) fn differences(gate: &Gate, redactor: &Redactor, ledger: &mut Ledger) -> Option<Differences> {
    let Some(path) = gate.settings.baseline_file.as_deref() else {
        if gate.settings.fail_on_weakening {
            let what = "nothing is compared: there is no `baseline-file`";
            ledger.notice(Origin::Input("fail-on-weakening"), what, "name the policy of the base branch");
        }
        return None;
    };
    let baseline = Quote::new(path, redactor);
    let bytes = match world::read(path, gather::MAX_POLICY) {
        Ok(bytes) => bytes,
        Err(_) if gate.event.proposed && !world::exists(path) => Vec::new().into(),
        Err(why) => {
            let advice = "write it in a step before this one; on a pull request it may be absent";
            ledger.problem(Origin::File(baseline), format!("the baseline cannot be read: {why}"), advice);
            return None;
        }
    };
    // `git show` of a file that is not there leaves an empty one behind.
    if bytes.trim_ascii().is_empty() {
        ledger.notice(Origin::File(baseline), "there is no baseline: the policy is a new one", "");
        return None;
    }
    let mut mistakes = Ledger::default();
    let base = Policy::parse(&bytes, &baseline, redactor, &mut mistakes);
    if let Some(first) = mistakes.problems.into_iter().next() {
        let what = format!("the policy is not compared: its baseline is broken ({})", first.what);
        ledger.notice(first.origin, what, "mend it on the base branch");
        return None;
    }
    if !ledger.problems.is_empty() {
        return None;
    }
    let file =
        gate.file.as_ref().map_or_else(|| Quote::new(DEFAULT_POLICY, redactor), |file| file.name.clone());
    Some(Differences { changes: diff::changes(&base, &gate.policy, &file), baseline })
}
