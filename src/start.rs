//! The one start of every command: environment and flags, read before anything else happens.
//!
//! The hook is always read, also where nobody will ask the portal: only who knows a secret can hide it. Commands take
//! from the start what they need, and none of them reads a variable or makes a redactor of its own.

use zeroize::Zeroizing;

pub(crate) mod dialect;
pub(crate) mod event;
pub(crate) mod given;
pub(crate) mod settings;

use crate::hook::{self, Hook, ReadAs};
use crate::inputs::{Group, HOOK_FILE};
use crate::ledger::{Ledger, Origin, Problem};
use crate::policy::DEFAULT_POLICY;
use crate::portal::proxy;
use crate::report::hosts_of;
use crate::start::dialect::Dialect;
use crate::start::event::Event;
use crate::start::settings::{Redact, Settings};
use crate::text::redactor::Redactor;
use crate::world;
use crate::world::Environment;
use given::{Flags, Given, HookSource, hook_source};

const MAX_HOOK_FILE: u64 = 4 << 20;
const MAX_EVENT: u64 = 32 << 20;

/// Everything that is known before the first packet and the first look into the repository.
pub(crate) struct Start {
    /// The variables.
    pub env: Environment,
    /// The CI system around.
    pub dialect: Dialect,
    /// What started the job.
    pub event: Event,
    /// The hooks.
    pub hooks: Hooks,
    /// The other inputs, as far as the command has them.
    pub settings: Settings,
    /// Knows every secret, and the hosts where these are hidden.
    pub redactor: Redactor,
    /// Whether who and where is hidden.
    pub hides: bool,
    /// What is wrong with what the command needs of all this.
    pub ledger: Ledger,
    /// Whether the command line was not understood.
    pub misused: bool,
    /// Files that are read, whether they could be or not; no report may be written over one.
    pub read: Vec<String>,
}

/// The hooks as they were given.
pub(crate) enum Hooks {
    /// There is none at all.
    Absent,
    /// What was given cannot be used as it is.
    Broken,
    /// These, and each of them whole.
    Given(Vec<Hook>),
}

/// What a command needs of the start.
pub(crate) struct Needs<'c> {
    /// The flags that it was given.
    pub flags: &'c Flags,
    /// The inputs that it has; no other variable is looked at.
    pub groups: &'static [Group],
    /// Whether something that is wrong with the hook is its matter.
    pub hook: bool,
}

impl Start {
    /// Reads everything. `usage` is what was wrong with the command line. Masks are printed at once, before anything
    /// that they hide could be.
    #[must_use]
    pub(crate) fn of(env: Environment, needs: &Needs<'_>, usage: Option<Problem>) -> Self {
        let misused = usage.is_some();
        let mut ledger = Ledger { problems: usage.into_iter().collect(), ..Ledger::default() };
        odd_variables(&env, &mut ledger);
        let event = event(&env);
        let mut of_hook = Ledger::default();
        let found = found_hooks(needs.flags, &env, &mut of_hook);
        let is_whole = of_hook.problems.is_empty();
        if needs.hook {
            ledger.problems.append(&mut of_hook.problems);
            ledger.notices.append(&mut of_hook.notices);
        }
        let (hooks, unread) = found.unwrap_or_default();
        let dialect = Dialect::of(&env);
        world::mask(&dialect.masks(&hooks, &unread));
        let given = Given::gather(needs.flags, &env, needs.groups, &mut ledger);
        let settings = Settings::parse(&given, &mut ledger);
        let hides = match settings.redact {
            Redact::Always => true,
            Redact::Never => false,
            Redact::Auto => event.public,
        };
        let hosts = hooks.iter().filter(|_| hides).flat_map(|hook| hosts_of(hook.host().as_str()));
        let redactor = hook::redactor(&hooks, unread).hiding(hosts);
        let read = read_files(needs.flags, &env, &settings);
        let hooks = match hooks {
            _ if !is_whole => Hooks::Broken,
            none if none.is_empty() => Hooks::Absent,
            hooks => Hooks::Given(hooks),
        };
        Self { env, dialect, event, hooks, settings, redactor, hides, ledger, misused, read }
    }
}

/// Variables of the surroundings whose values are no text. To pass over one would be to pass over a proxy or a file
/// that is waited for.
fn odd_variables(env: &Environment, ledger: &mut Ledger) {
    let files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_PATH", "SSL_CERT_FILE"];
    for name in files.into_iter().chain(proxy::VARIABLES) {
        if env.get(name) == Some(Err(())) {
            ledger.problem(Origin::setting(name), "the value is not UTF-8 text", "set it anew");
        }
    }
}

/// The event; a payload that cannot be read says nothing.
fn event(env: &Environment) -> Event {
    let path = env.text("GITHUB_EVENT_PATH");
    let payload = path.and_then(|path| world::read(path, MAX_EVENT).ok()).unwrap_or_default();
    Event::parse(env, &payload)
}

/// The hooks that can be read, and where something is wrong, what else could be a secret. `None` when nobody gave one.
fn found_hooks(
    flags: &Flags,
    env: &Environment,
    ledger: &mut Ledger,
) -> Option<(Vec<Hook>, Vec<Zeroizing<String>>)> {
    let (text, read_as) = match hook_source(flags, env, ledger)? {
        HookSource::Variable(name) => (Zeroizing::new(env.text(&name)?.to_owned()), ReadAs::Value),
        HookSource::File(path) => (hook_file(&path, ledger)?, ReadAs::File),
    };
    let hooks = hook::hooks(&text, read_as, ledger);
    let unread = if ledger.problems.is_empty() { Vec::new() } else { hook::likely_secrets(&text) };
    Some((hooks, unread))
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
            let what = text!("the hook cannot be read: {}", why);
            ledger.problem(Origin::input(HOOK_FILE), what, "check the path and who may read it");
            Some(Zeroizing::default())
        }
    }
}

/// Every file that a run reads, whether it could or not.
fn read_files(flags: &Flags, env: &Environment, settings: &Settings) -> Vec<String> {
    let hook = match hook_source(flags, env, &mut Ledger::default()) {
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
