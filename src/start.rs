//! The start of every command: environment and flags, read before anything else.
//!
//! The hook is always read, even if the portal is not asked: hiding a secret requires knowing it. Commands
//! take what they need from the start; none reads a variable or builds a redactor.

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
use crate::start::dialect::Dialect;
use crate::start::event::Event;
use crate::start::settings::{Redact, Settings};
use crate::text::Text;
use crate::text::redactor::Redactor;
use crate::world;
use crate::world::Environment;
use given::{Flags, Given, HookSource, hook_source};

const MAX_HOOK_FILE: u64 = 4 << 20;
const MAX_EVENT: u64 = 32 << 20;

/// Everything known before the first packet is sent and the first file is scanned.
pub(crate) struct Start {
    pub env: Environment,
    pub dialect: Dialect,
    pub event: Event,
    pub hooks: Hooks,
    /// The inputs of the command's groups.
    pub settings: Settings,
    /// With every secret, and the hosts if redacted.
    pub redactor: Redactor,
    /// The portals that inputs, policy and baseline expect.
    pub portals: Vec<Text>,
    /// Problems and notices that concern the command.
    pub ledger: Ledger,
    /// Whether the command line did not parse.
    pub misused: bool,
    /// Files that the run reads, or tries to; no report may overwrite one.
    pub read: Vec<String>,
}

pub(crate) enum Hooks {
    Absent,
    /// Given, but unusable.
    Broken,
    /// All of them valid.
    Given(Vec<Hook>),
}

pub(crate) struct Needs<'c> {
    pub flags: &'c Flags,
    /// Its inputs; other variables are ignored.
    pub groups: &'static [Group],
    /// Whether problems of the hook concern it.
    pub hook: bool,
}

impl Start {
    /// Reads everything. `usage` is the problem of the command line. Masks are printed first, before anything
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
        let redactor = hook::redactor(&hooks, unread);
        let hosts = hooks.iter().map(|hook| hook.host().as_str().to_owned());
        let redactor = if hides { redactor.hiding(hosts) } else { redactor };
        let portals = settings.demands.portals().collect();
        let read = read_files(needs.flags, &env, &settings);
        let hooks = match hooks {
            _ if !is_whole => Hooks::Broken,
            none if none.is_empty() => Hooks::Absent,
            hooks => Hooks::Given(hooks),
        };
        Self { env, dialect, event, hooks, settings, redactor, portals, ledger, misused, read }
    }
}

/// Variables that are not text. Ignoring one could mean ignoring a proxy or a file.
fn odd_variables(env: &Environment, ledger: &mut Ledger) {
    let files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_EVENT_PATH", "SSL_CERT_FILE"];
    for name in files.into_iter().chain(proxy::VARIABLES) {
        if env.get(name) == Some(Err(())) {
            ledger.problem(Origin::setting(name), "the value is not UTF-8 text", "set it again");
        }
    }
}

/// A payload that cannot be read is ignored.
fn event(env: &Environment) -> Event {
    let path = env.text("GITHUB_EVENT_PATH");
    let payload = path.and_then(|path| world::read(path, MAX_EVENT).ok()).unwrap_or_default();
    Event::parse(env, &payload)
}

/// The hooks that can be read, and if any cannot, other possible secrets. `None` if no hook was given.
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

/// The text of a hook file; empty, with a problem, if it cannot be read.
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

/// Every file that a run reads, or tries to.
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
