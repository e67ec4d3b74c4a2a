//! Everything that is read before the portal is asked.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

use crate::environment::Environment;
use crate::event::Event;
use crate::hook::{self, Hook, ReadAs};
use crate::inputs::{self, HOOK_FILE, HookSource};
use crate::ledger::{Ledger, Origin};
use crate::policy::{Demands, Extra, Policy, Rule};
use crate::portal::{self, Budget, proxy};
use crate::quote::{Quote, Redactor};
use crate::settings::Settings;
use crate::world;

/// Where the policy is when nobody says.
pub(super) const DEFAULT_POLICY: &str = ".github/b24-scopes.yml";

/// One byte more than a policy may have, so that the parser can tell.
pub(super) const MAX_POLICY: u64 = 64 * 1024 + 1;

const MAX_HOOK_FILE: u64 = 4 << 20;
const MAX_EVENT: u64 = 32 << 20;

/// A policy file, read.
pub(super) struct PolicyFile {
    pub(super) name: Quote,
    pub(super) bytes: Zeroizing<Vec<u8>>,
}

/// Variables of the surroundings whose values are no text. To pass over one would be to pass over a proxy or a file
/// that is waited for.
pub(super) fn odd_variables(env: &Environment, ledger: &mut Ledger) {
    let files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_PATH", "SSL_CERT_FILE"];
    for name in files.into_iter().chain(proxy::VARIABLES) {
        if env.get(name) == Some(Err(())) {
            ledger.problem(Origin::setting(name), "the value is not UTF-8 text", "set it anew");
        }
    }
}

/// The event; a payload that cannot be read says nothing.
pub(super) fn event(env: &Environment) -> Event {
    let path = env.text("GITHUB_EVENT_PATH");
    let payload = path.and_then(|path| world::read(path, MAX_EVENT).ok()).unwrap_or_default();
    Event::parse(env, &payload)
}

/// The hooks; `None` when there is no hook at all, which is another thing than a broken one.
pub(super) fn hooks(
    flags: &BTreeMap<&'static str, String>,
    env: &Environment,
    ledger: &mut Ledger,
) -> Option<Vec<Hook>> {
    let problems = ledger.problems.len();
    let (text, read_as) = match inputs::hook_source(flags, env, ledger) {
        None => return (ledger.problems.len() > problems).then(Vec::new),
        Some(HookSource::Variable(name)) => (Zeroizing::new(env.text(&name)?.to_owned()), ReadAs::Value),
        Some(HookSource::File(path)) => (hook_file(&path, ledger)?, ReadAs::File),
    };
    let hooks = hook::hooks(&text, read_as, ledger);
    (!hooks.is_empty() || ledger.problems.len() > problems).then_some(hooks)
}

/// The text of a hook file. A file that cannot be read is a problem, and the text then empty.
fn hook_file(path: &str, ledger: &mut Ledger) -> Option<Zeroizing<String>> {
    let text =
        world::read_patiently(path, MAX_HOOK_FILE).and_then(|bytes| match std::str::from_utf8(&bytes) {
            Ok(text) => Ok(Zeroizing::new(text.to_owned())),
            Err(_) => Err("it is not UTF-8 text".to_owned()),
        });
    match text {
        Ok(text) => (!text.trim().is_empty()).then_some(text),
        Err(why) => {
            let what = format!("the hook cannot be read: {why}");
            ledger.problem(Origin::Input(HOOK_FILE), what, "check the path and who may read it");
            Some(Zeroizing::default())
        }
    }
}

/// The policy file that was named, or the usual one when it is there.
pub(super) fn policy_file(
    named: Option<&str>,
    redactor: &Redactor,
    ledger: &mut Ledger,
) -> Option<PolicyFile> {
    let path = named.or_else(|| Some(DEFAULT_POLICY).filter(|path| world::exists(path)))?;
    let name = Quote::new(path, redactor);
    let origin = Origin::File(name.clone());
    if world::leads_outside(path) {
        ledger.problem(
            origin,
            "the policy lies outside of the working folder",
            "move it inside, or give an absolute path",
        );
        return None;
    }
    match world::read(path, MAX_POLICY) {
        Ok(bytes) => Some(PolicyFile { name, bytes }),
        Err(why) => {
            let advice = "check `scopes-file`; in GitHub, is the repository checked out before this step?";
            ledger.problem(origin, format!("the policy cannot be read: {why}"), advice);
            None
        }
    }
}

/// The policy that the file holds.
pub(super) fn policy(file: Option<&PolicyFile>, redactor: &Redactor, ledger: &mut Ledger) -> Policy {
    file.map(|file| Policy::parse(&file.bytes, &file.name, redactor, ledger)).unwrap_or_default()
}

/// Makes any further scope fail, unless the file says what it means.
pub(super) fn forbid_extra(policy: &mut Policy, file: &PolicyFile) {
    let origin = Origin::File(file.name.clone());
    let rule = Rule { demand: Extra::Fail, origin, why: None, keep: false };
    policy.base.extra.get_or_insert(rule);
}

/// What the inputs contradict, in the policy's base or in what it says of one hook. The policy's own
/// contradictions are known already.
pub(super) fn contradictions(policy: &Policy, inputs: &Demands, ledger: &mut Ledger) {
    let own = policy.hooks.iter().map(|own| policy.base.joined(&own.demands));
    let mut told = Ledger::default();
    for demands in own.chain([policy.base.clone()]) {
        demands.joined(inputs).check(&mut told);
    }
    for problem in told.problems {
        if !ledger.problems.contains(&problem) {
            ledger.problems.push(problem);
        }
    }
}

/// Every file that a run reads, whether it could or not.
pub(super) fn paths(
    flags: &BTreeMap<&'static str, String>,
    env: &Environment,
    settings: &Settings,
) -> Vec<String> {
    let hook = match inputs::hook_source(flags, env, &mut Ledger::default()) {
        Some(HookSource::File(path)) => Some(path),
        Some(HookSource::Variable(_)) | None => None,
    };
    let variables = ["SSL_CERT_FILE", "GITHUB_EVENT_PATH"].map(|name| env.text(name).map(str::to_owned));
    let policy = settings.scopes_file.clone().unwrap_or_else(|| DEFAULT_POLICY.to_owned());
    [hook, Some(policy), settings.baseline_file.clone(), settings.ca_file.clone()]
        .into_iter()
        .chain(variables)
        .flatten()
        .collect()
}

/// What is demanded of each hook: the policy's base, what it adds for the hook's name, and the inputs.
pub(super) fn demands(
    hooks: &[Hook],
    policy: &Policy,
    settings: &Settings,
    ledger: &mut Ledger,
) -> Vec<Demands> {
    for unused in &policy.hooks {
        if hooks.iter().all(|hook| hook.name() != Some(unused.name.as_str())) {
            let what = format!("no hook bears the name `{}`", Quote::new(&unused.name, &Redactor::default()));
            ledger.notice(unused.origin.clone(), what, "name the hook so, or drop the entry");
        }
    }
    let of_hook = |hook: &Hook| {
        let own = policy.hooks.iter().find(|own| hook.name() == Some(own.name.as_str()));
        let of_policy = own.map_or_else(|| policy.base.clone(), |own| policy.base.joined(&own.demands));
        of_policy.joined(&settings.demands)
    };
    hooks.iter().map(of_hook).collect()
}

/// Whether each portal can be asked everything within the time of the run. It takes no more than two requests a second,
/// so the last of very many hooks would never have its turn.
pub(super) fn time(hooks: &[Hook], demands: &[Demands], settings: &Settings, ledger: &mut Ledger) {
    let mut asked: BTreeMap<_, (usize, usize)> = BTreeMap::new();
    for (hook, demands) in hooks.iter().zip(demands) {
        let (hooks, requests) = asked.entry(hook.host()).or_default();
        *hooks += 1;
        *requests += portal::requests(demands.methods.len());
    }
    for (hooks, requests) in asked.into_values() {
        let wait = Budget::wait_of(u32::try_from(requests).unwrap_or(u32::MAX));
        if wait >= settings.timeout {
            let wait = humantime::format_duration(wait);
            let what =
                format!("the {hooks} hooks of one portal take at least {wait}, at two requests a second");
            ledger.problem(Origin::Input("timeout"), what, "give it more, or check fewer of them in one run");
        }
    }
}
