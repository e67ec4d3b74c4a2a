//! Reads everything that is needed before the portal is asked.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::hook::Hook;
use crate::ledger::{Ledger, Origin};
use crate::policy::{DEFAULT_POLICY, Demands, MAX_BYTES, OTHER_POLICY, Policy};
use crate::portal::{self, Budget};
use crate::start::settings::Settings;
use crate::text::{self, Text};
use crate::world::{self, Unread};

/// One byte more than the parser accepts, so that it can report the excess.
pub(super) const MAX_POLICY: u64 = MAX_BYTES as u64 + 1;

pub(crate) struct PolicyFile {
    /// As the user named it.
    pub name: Text,
    pub bytes: Zeroizing<Vec<u8>>,
}

/// The policy's other name, where the file of the usual one is absent. Nobody could tell which of two holds.
pub(super) fn other_policy(ledger: &mut Ledger) -> Option<&'static str> {
    if !world::exists(OTHER_POLICY) {
        return None;
    }
    if world::exists(DEFAULT_POLICY) {
        let what = text!("there are two policies: this one and {}", text::Ours(DEFAULT_POLICY));
        let advice = "remove one of the two, or name the one that counts as `scopes-file`";
        ledger.problem(Origin::file(OTHER_POLICY.into()), what, advice);
        return None;
    }
    Some(OTHER_POLICY)
}

/// A file that the user named on the command line, wherever it is; `-` is standard input.
pub(super) fn policy_anywhere(path: &str, ledger: &mut Ledger) -> Option<PolicyFile> {
    let is_input = path == "-";
    let name = if is_input { "<stdin>".into() } else { Text::theirs(path) };
    let read = if is_input { world::read_patiently } else { world::read };
    match read(path, MAX_POLICY) {
        Ok(bytes) => Some(PolicyFile { name, bytes }),
        Err(why) => {
            let what = text!("the policy cannot be read: {}", why);
            ledger.problem(Origin::file(name), what, "check the path, and who may read it");
            None
        }
    }
}

/// The named file, or the default one if it exists. `checks_out`: whether a step before has to fetch the repository.
pub(super) fn policy_file(named: Option<&str>, checks_out: bool, ledger: &mut Ledger) -> Option<PolicyFile> {
    let path = named.or_else(|| Some(DEFAULT_POLICY).filter(|path| world::exists(path)))?;
    let name = Text::theirs(path);
    let origin = Origin::file(name.clone());
    let (what, advice) = match world::read_inside(path, None, MAX_POLICY) {
        Ok(bytes) => return Some(PolicyFile { name, bytes }),
        Err(Unread::Because(why)) => (
            text!("the policy cannot be read: {}", why),
            if checks_out {
                "check `scopes-file`; is the repository checked out before this step?"
            } else {
                "check the path"
            },
        ),
        Err(Unread::Outside | Unread::Other) => (
            "the policy lies outside of the working folder".into(),
            "move it inside, or give an absolute path",
        ),
    };
    ledger.problem(origin, what, advice);
    None
}

/// Contradictions between the inputs and the policy; those inside the policy are known already.
pub(super) fn contradictions(policy: &Policy, inputs: &Demands, ledger: &mut Ledger) {
    let own = policy.hooks.iter().map(|own| policy.base.joined(&own.demands));
    let mut found = Ledger::default();
    for demands in own.chain([policy.base.clone()]) {
        demands.joined(inputs).check(&mut found);
    }
    for problem in found.problems {
        if !ledger.problems.contains(&problem) {
            ledger.problems.push(problem);
        }
    }
}

/// Notes parts of the policy on hooks that nobody gave. `left_out` are the names of given hooks that are not checked.
pub(super) fn unborne(hooks: &[Hook], left_out: &[String], policy: &Policy, ledger: &mut Ledger) {
    for unused in &policy.hooks {
        let is_borne = hooks.iter().filter_map(Hook::name).any(|name| name == unused.name);
        // Another machine may check this hook by the same policy.
        if !is_borne && !left_out.contains(&unused.name) {
            let what = text!("no webhook is named `{}`", unused.name);
            ledger.notice(unused.origin.clone(), what, "name the hook so, or drop the entry");
        }
    }
}

/// The policy's base, its part on this hook, and the inputs.
pub(super) fn demands(hook: &Hook, policy: &Policy, inputs: &Demands) -> Demands {
    let own = policy.hooks.iter().find(|own| hook.name() == Some(own.name.as_str()));
    own.map_or_else(|| policy.base.joined(inputs), |own| policy.base.joined(&own.demands).joined(inputs))
}

/// Notes portals whose hooks cannot all be asked within the run's time: at two requests a second the last of
/// very many would never have its turn.
pub(super) fn time(
    hooks: &[Hook],
    questions: impl Fn(&Hook) -> usize,
    settings: &Settings,
    ledger: &mut Ledger,
) {
    let mut asked: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for hook in hooks {
        let (hooks, requests) = asked.entry(hook.host()).or_default();
        *hooks += 1;
        *requests += portal::requests(questions(hook));
    }
    for (hooks, requests) in asked.into_values() {
        let wait = Budget::wait_of(u32::try_from(requests).unwrap_or(u32::MAX));
        if wait >= settings.timeout {
            let wait = humantime::format_duration(wait);
            let what =
                text!("the {} hooks of one portal take at least {}, at two requests a second", hooks, wait);
            ledger.problem(Origin::input("timeout"), what, "give it more, or check fewer of them in one run");
        }
    }
}
