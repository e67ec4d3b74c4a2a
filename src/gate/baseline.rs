//! Compares the policy with its baseline, offline.

use crate::hook;
use crate::ledger::{Ledger, Origin};
use crate::policy::diff::{self, Change, Inputs};
use crate::policy::{DEFAULT_POLICY, Policy, Rule};
use crate::report::Report;
use crate::text::Text;
use crate::verdict::state::Before;
use crate::verdict::{Ruling, baseline};
use crate::world::{self, Unread};

use super::Gate;
use super::{before, code_scan, gather};

pub(crate) struct Comparison {
    differences: Option<(Text, Vec<Change>)>,
    pub rulings: Vec<Ruling>,
    /// The code before the change.
    pub before: Before,
}

impl Comparison {
    fn none() -> Self {
        Self { differences: None, rulings: Vec::new(), before: Before::Nothing }
    }

    pub(crate) fn complete(&mut self, report: Report) -> Report {
        match self.differences.take() {
            Some((baseline, changes)) => report.with_diff(baseline, changes),
            None => report,
        }
    }
}

/// Empty where there is no baseline. A pull request may bring the first policy, and may fix one that cannot
/// be read: neither is its fault.
pub(crate) fn compare(gate: &mut Gate) -> Comparison {
    let Some(path) = gate.start.settings.baseline_file.clone() else {
        if gate.start.settings.fail_on_weakening {
            let what = "nothing is compared: `baseline-file` is not set";
            let advice = "set it to the policy of the base branch";
            gate.start.ledger.warning(Origin::input("fail-on-weakening"), what, advice);
        }
        return Comparison::none();
    };
    let name = Text::theirs(&path);
    let bytes = match read(gate, &path) {
        Ok(bytes) => bytes,
        Err((why, advice)) => {
            let what = text!("the baseline cannot be used: {}", why);
            gate.start.ledger.problem(Origin::file(name), what, advice);
            return Comparison::none();
        }
    };
    if bytes.is_empty() {
        let what = "there is no baseline: the policy is new";
        gate.start.ledger.notice(Origin::file(name), what, "");
        return Comparison::none();
    }
    let silencers = code_scan::silencers(gate);
    gate.start.ledger.notices.extend(silencers);
    // Its diff quotes it. It is the base branch's, whose fault no change is.
    let secrets = gather::secrets(&bytes, &name, &|secret| hook::is_any(&gate.hooks, secret));
    secrets.learn(&mut gate.start.redactor);
    let mut mistakes = Ledger::default();
    let mut base = Policy::parse(&bytes, &name, &mut mistakes);
    gate.start.portals.extend(base.portals());
    if let Some(first) = mistakes.problems.first() {
        return Comparison { rulings: vec![baseline::broken(first)], ..Comparison::none() };
    }
    if !gate.start.ledger.problems.is_empty() {
        return Comparison::none();
    }
    let file = gate.file.as_ref().map_or_else(|| Text::from(DEFAULT_POLICY), |file| file.name.clone());
    let before = before::calls(gate, &base.code);
    // What is not there any more has no calls here.
    let paths = std::mem::take(&mut base.code.paths);
    let (paths, gone) = paths.into_iter().partition(|rule| world::exists(&rule.demand));
    base.code.paths = paths;
    let changes = changes(gate, &base, &gone, &file);
    let rulings = baseline::rulings(&changes, gate.start.settings.fail_on_weakening);
    Comparison { differences: Some((name, changes)), rulings, before }
}

/// `gone` are the paths of the earlier policy of which nothing is left.
fn changes(gate: &Gate, base: &Policy, gone: &[Rule<String>], file: &Text) -> Vec<Change> {
    let settings = &gate.start.settings;
    let inputs = Inputs { demands: settings.demands.clone(), name_code: !settings.scan_paths.is_empty() };
    let mut changes = diff::changes(base, &gate.policy, &inputs, file);
    if !inputs.name_code {
        changes.extend(diff::abandoned_paths(gone, &gate.policy.code, &Origin::file(file.clone())));
    }
    let code = [&base.code, &gate.policy.code];
    if !code[0].reads_as(code[1]) {
        let [base, head] = code.map(|code| code_scan::reached(gate, code));
        let lost = base.difference(&head).cloned().collect::<Vec<_>>();
        changes.extend(diff::lost_files(&lost, code, Origin::file(file.clone())));
    }
    changes
}

/// The baseline's bytes; none on a pull request that adds the first policy. A pull request can put anything
/// into the checkout, so the file must not be a link, lie outside, or be the policy itself.
fn read(gate: &Gate, path: &str) -> Result<Vec<u8>, (String, &'static str)> {
    let other = "set it to a file of its own that an earlier step writes";
    let absent = "write it in an earlier step; only on a pull request may it be absent or empty";
    let policy = gate.start.settings.scopes_file.as_deref().unwrap_or(DEFAULT_POLICY);
    let read = if world::is_link(path) {
        Err(Unread::Outside)
    } else if world::real(path) == world::real(policy) {
        Err(Unread::Other)
    } else {
        world::read_inside(path, Some(policy), gather::MAX_POLICY)
    };
    match read {
        // `git show` of a missing file leaves an empty one behind.
        Ok(bytes) if bytes.trim_ascii().is_empty() && !gate.start.event.proposed => {
            Err(("it is empty".to_owned(), absent))
        }
        Ok(bytes) if bytes.trim_ascii().is_empty() => Ok(Vec::new()),
        Ok(bytes) => Ok(bytes.to_vec()),
        Err(Unread::Outside) => {
            Err(("it is a symbolic link, or is outside the working folder".to_owned(), other))
        }
        Err(Unread::Other) => Err(("it is the policy itself".to_owned(), other)),
        Err(Unread::Because(_)) if gate.start.event.proposed && !world::exists(path) => Ok(Vec::new()),
        Err(Unread::Because(why)) => Err((why, absent)),
    }
}
