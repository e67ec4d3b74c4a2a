//! The start of every command: environment and flags, read before anything else.
//!
//! The hook is always read, even if the portal is not asked: hiding a secret requires knowing it. Commands
//! take what they need from the start; none reads a variable or builds a redactor.

pub(crate) mod dialect;
pub(crate) mod event;
mod found;
pub(crate) mod given;
pub(crate) mod misnamed;
pub(crate) mod settings;

use std::io;

use crate::hook::{self, Hook};
use crate::inputs::{Group, QUIET, VERBOSE};
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
use found::Found;
use given::{Flags, Given};

/// GitHub delivers none above 25 MB.
const MAX_EVENT: u64 = 25 << 20;

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
    /// What concerns the command.
    pub ledger: Ledger,
    /// Whether the command line did not parse.
    pub misused: bool,
    /// Whether nothing but the verdict is printed.
    pub quiet: bool,
    /// Whether each attempt is reported.
    pub verbose: bool,
    /// Files that the run reads, or tries to; no report may overwrite one.
    pub read: Vec<String>,
    /// Those of them that the webhooks stand in.
    pub files_of_hooks: Vec<String>,
}

pub(crate) enum Hooks {
    Absent,
    /// Given, but unusable.
    Broken,
    /// All of them valid.
    Given(Vec<Hook>),
}

impl Hooks {
    fn of(hooks: Vec<Hook>, is_whole: bool) -> Self {
        match hooks {
            _ if !is_whole => Self::Broken,
            none if none.is_empty() => Self::Absent,
            hooks => Self::Given(hooks),
        }
    }
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
    pub(crate) fn of(mut env: Environment, needs: &Needs<'_>, usage: Option<Problem>) -> Self {
        let misused = usage.is_some();
        let mut ledger = Ledger { problems: usage.into_iter().collect(), ..Ledger::default() };
        odd_variables(&env, needs.groups, &mut ledger);
        let event = event(&env);
        let mut of_hook = Ledger::default();
        let Found { hooks, more, files } = Found::find(needs.flags, &mut env, needs.hook, &mut of_hook);
        let is_whole = of_hook.problems.is_empty();
        if needs.hook {
            ledger.append(of_hook);
        }
        let is_given = needs.hook.then_some(!hooks.is_empty() || !is_whole);
        let dialect = Dialect::of(&env);
        misnamed::report(&env, needs.groups, is_given, dialect.is_github(), &mut ledger);
        world::mask(&dialect.masks(&hooks, &more));
        let given = Given::gather(needs.flags, &env, needs.groups, &mut ledger);
        let settings = Settings::parse(&given, &mut ledger);
        let redactor = hiding(hook::redactor(&hooks, more), &hooks, settings.redact, &event);
        let portals = settings.demands.portals().collect();
        let read = read_files(files.clone(), &env, &settings);
        let quiet = needs.flags.contains_key(QUIET);
        // The runner's switch for debug logs.
        let verbose = needs.flags.contains_key(VERBOSE) || env.text("RUNNER_DEBUG") == Some("1");
        let hooks = Hooks::of(hooks, is_whole);
        Self {
            env,
            dialect,
            event,
            hooks,
            settings,
            redactor,
            portals,
            ledger,
            misused,
            quiet,
            verbose,
            read,
            files_of_hooks: files,
        }
    }
}

/// Variables that concern the command and are not text. Ignoring one could mean ignoring a proxy or a file.
fn odd_variables(env: &Environment, groups: &[Group], ledger: &mut Ledger) {
    let files: [(_, &[Group]); 4] = [
        ("GITHUB_OUTPUT", &[Group::Files, Group::Absence]),
        ("GITHUB_STEP_SUMMARY", &[Group::Files]),
        ("GITHUB_EVENT_PATH", &[Group::Privacy]),
        ("SSL_CERT_FILE", &[Group::Reach]),
    ];
    let proxies = proxy::VARIABLES.into_iter().map(|name| (name, [Group::Reach].as_slice()));
    for (name, of) in files.into_iter().chain(proxies) {
        if of.iter().any(|group| groups.contains(group)) && env.get(name) == Some(Err(())) {
            ledger.problem(Origin::setting(name), "the value is not UTF-8 text", "set it again");
        }
    }
}

/// Hides the hosts as well where reports are redacted.
fn hiding(redactor: Redactor, hooks: &[Hook], redact: Redact, event: &Event) -> Redactor {
    let hides = match redact {
        Redact::Always => true,
        Redact::Never => false,
        Redact::Auto => event.exposed,
    };
    let hosts = hooks.iter().map(|hook| hook.host().as_str().to_owned());
    if hides { redactor.hiding(hosts) } else { redactor }
}

/// A payload that cannot be read is ignored.
fn event(env: &Environment) -> Event {
    let path = env.text("GITHUB_EVENT_PATH");
    match path.and_then(|path| world::open(path, MAX_EVENT).ok()) {
        Some(payload) => Event::parse(env, payload),
        None => Event::parse(env, io::empty()),
    }
}

/// Every file that a run reads, or tries to, beside those of the hook.
fn read_files(mut files: Vec<String>, env: &Environment, settings: &Settings) -> Vec<String> {
    let variables = ["SSL_CERT_FILE", "GITHUB_EVENT_PATH"].map(|name| env.text(name).map(str::to_owned));
    let policy = settings.scopes_file.clone().unwrap_or_else(|| DEFAULT_POLICY.to_owned());
    let settings = [Some(policy), settings.baseline_file.clone(), settings.ca_file.clone()];
    files.extend(settings.into_iter().chain(variables).flatten());
    files
}
