//! Reads everything that is needed before the portal is asked.

use std::collections::{BTreeMap, BTreeSet};

use zeroize::Zeroizing;

use crate::hook::Hook;
use crate::ledger::{Ledger, Origin, Problem, STANDARD_INPUT};
use crate::policy::{DEFAULT_POLICY, Demands, HookDemands, MAX_BYTES, OTHER_POLICY, Policy};
use crate::portal::{self, Budget};
use crate::scan::leak::{self, Exposing, IsGiven, Secrets};
use crate::start::dialect::Dialect;
use crate::start::settings::Settings;
use crate::text::near::nearest;
use crate::text::{self, Text};
use crate::world::{self, Unread};

use super::{Gate, before};

/// One byte more than the parser accepts, so that it can report the excess.
pub(super) const MAX_POLICY: u64 = MAX_BYTES as u64 + 1;

/// In bytes; fewer letters are the beginning of too many names.
const MIN_PART: usize = 3;

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
        let advice = "remove one of the two, or set `scopes-file` to the one that counts";
        ledger.problem(Origin::file(OTHER_POLICY.into()), what, advice);
        return None;
    }
    Some(OTHER_POLICY)
}

/// Files that may be the policy where there is none at its place.
pub(super) fn elsewhere(gate: &Gate) -> Vec<String> {
    let before = before::tree(gate).map(|folder| format!("{}/", folder.trim_start_matches("./")));
    let is_before = |path: &str| before.as_ref().is_some_and(|folder| path.starts_with(folder));
    let read = gate.start.read.iter().map(|path| world::real(path)).collect::<BTreeSet<_>>();
    let mut files = world::nearby(is_a_policys, gate.start.dialect.folder());
    files.retain(|path| !is_before(path) && !read.contains(&world::real(path)));
    files
}

/// Whether a file's name is that of a policy, or a letter off.
fn is_a_policys(name: &str) -> bool {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let Some((stem, "yml" | "yaml" | "json")) = name.rsplit_once('.') else { return false };
    stem.len() < 16 && strsim::damerau_levenshtein(stem, "b24-scopes") <= 1
}

/// A file that the user named on the command line, wherever it is; `-` is standard input. One that seems to be in the
/// working folder has to be there: a hook of git names what a stranger committed, and mistakes are quoted.
pub(super) fn policy_anywhere(path: &str, dialect: &Dialect, ledger: &mut Ledger) -> Option<PolicyFile> {
    let is_input = path == "-";
    if !is_input && world::is_below_here(path) {
        return policy_file(Some(path), dialect, ledger);
    }
    let name = if is_input { STANDARD_INPUT.into() } else { Text::theirs(path) };
    let read = if is_input { world::read_patiently } else { world::read };
    match read(path, MAX_POLICY) {
        Ok(bytes) => Some(PolicyFile { name, bytes }),
        Err(why) => {
            let what = text!("the policy cannot be read: {}", why);
            let advice = of_size_or_kind(path, &why).unwrap_or("check the path, and who may read it");
            ledger.problem(Origin::file(name), what, advice);
            None
        }
    }
}

/// What to do about a policy that is too large, or a folder.
fn of_size_or_kind(path: &str, why: &str) -> Option<&'static str> {
    if world::is_folder(path) {
        Some("name the file in it")
    } else if why == world::too_large(MAX_POLICY) {
        Some("keep the policy below 64 KiB")
    } else {
        None
    }
}

/// The named file, or the default one if it exists.
pub(super) fn policy_file(named: Option<&str>, dialect: &Dialect, ledger: &mut Ledger) -> Option<PolicyFile> {
    let path = named.or_else(|| Some(DEFAULT_POLICY).filter(|path| world::exists(path)))?;
    let name = Text::theirs(path);
    let origin = Origin::file(name.clone());
    let (what, advice) = match world::read_inside(path, None, MAX_POLICY) {
        Ok(bytes) => return Some(PolicyFile { name, bytes }),
        Err(Unread::Because(why)) => {
            let advice = match (world::exists(path), dialect.is_github()) {
                (true, _) => {
                    of_size_or_kind(path, &why).unwrap_or("check that it is a file, and who may read it")
                }
                (false, true) => {
                    "check `scopes-file`, and that the repository is checked out before this step"
                }
                (false, false) => {
                    "check the path, which is relative to the current folder; `b24-ping init` writes a new policy"
                }
            };
            (text!("the policy cannot be read: {}", why), advice)
        }
        Err(Unread::Outside | Unread::Other) => {
            ("the policy is outside the working folder".into(), "move it inside, or give an absolute path")
        }
    };
    ledger.problem(origin, what, advice);
    None
}

/// A problem for each webhook's address with its secret in the policy, wherever it stands there.
pub(super) fn secrets(bytes: &[u8], file: &Text, is_given: IsGiven<'_>) -> Exposing<Vec<Problem>> {
    let (mut problems, mut secrets) = (Vec::new(), Secrets::default());
    for spot in leak::spots(bytes, is_given).kept {
        let origin = Origin::Line(spot.leak(file).place);
        let advice = "delete this webhook on the portal and create another; store its address as a CI secret";
        problems.push(Problem::new(origin, "a webhook's address with its secret is in the policy", advice));
        secrets.0.insert(spot.secret);
    }
    Exposing::new(problems, secrets)
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
    let is_borne = |own: &&HookDemands| hooks.iter().any(|hook| hook.name() == Some(own.name.as_str()));
    // Another machine may check this hook by the same policy.
    let unused = policy.hooks.iter().filter(|own| !is_borne(own) && !left_out.contains(&own.name));
    for unused in unused {
        let what = text!("no webhook is named `{}`", unused.name);
        let advice =
            text!("give a webhook this name, as in `{}=https://…`, or remove the entry", unused.name);
        let names = hooks.iter().map(Hook::name).collect::<Vec<_>>();
        let is_free = |name: &&str| policy.hooks.iter().all(|own| own.name != **name);
        let meant = meant(&unused.name, names.iter().flatten().copied().filter(is_free));
        let advice = match meant {
            Some(name) => text!("did you mean `{}`? Else {}", name, advice),
            None => advice,
        };
        // What is only allowed leaves nothing unchecked.
        let demands = Demands { allow_extra: Vec::new(), ..unused.demands.clone() };
        if !demands.are_idle() && (meant.is_some() || names.contains(&None)) {
            // Most likely it is meant, and none of the rules under it is checked.
            ledger.warning(unused.origin.clone(), what, advice);
        } else {
            ledger.notice(unused.origin.clone(), what, advice);
        }
    }
}

/// The name that is near this one, or a part of it or the whole: `prod` and `production`.
fn meant<'n>(name: &str, mut names: impl Iterator<Item = &'n str> + Clone) -> Option<&'n str> {
    let is_part = |other: &&str| {
        let (short, long) = if name.len() < other.len() { (name, *other) } else { (*other, name) };
        let beginning = long.as_bytes().get(..short.len());
        short.len() >= MIN_PART && beginning.is_some_and(|part| part.eq_ignore_ascii_case(short.as_bytes()))
    };
    nearest(name, names.clone()).or_else(|| names.find(is_part))
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
                text!("{} webhooks of one portal take at least {}, at two requests a second", hooks, wait);
            ledger.problem(Origin::input("timeout"), what, "raise it, or check fewer webhooks in one run");
        }
    }
}
