//! The plot: read everything, open everything, then ask, judge and tell.

use std::collections::BTreeMap;

use crate::environment::Environment;
use crate::event::Event;
use crate::hook::{self, Hook};
use crate::inputs::Given;
use crate::ledger::{Ledger, Problem};
use crate::outcome::Outcome;
use crate::policy::{Demands, Policy};
use crate::quote::Redactor;
use crate::reason::{Reason, Severity};
use crate::report::{Report, console, snapshot};
use crate::settings::{MissingHook, Redact, Settings};
use crate::world;

mod absent;
mod baseline;
mod code;
mod deliver;
mod dialect;
mod gather;
mod live;
mod scan;

use deliver::Delivery;
use dialect::Dialect;
use gather::PolicyFile;
use live::Reach;
pub use scan::{Format, scan};

/// Everything that a run knows before it asks the portal.
struct Gate {
    env: Environment,
    dialect: Dialect,
    event: Event,
    hooks: Vec<Hook>,
    settings: Settings,
    file: Option<PolicyFile>,
    policy: Policy,
    /// Every file that was read; no report may be written over one.
    read: Vec<String>,
}

/// What a run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// To judge the hook by the policy, the inputs and the code.
    Gate,
    /// To compare it with a snapshot, by which anything more is a difference.
    Drift,
    /// To tell what it holds.
    Snapshot,
}

/// Inputs that judge. A snapshot is made and compared without them, even where a job's variables have them.
const JUDGING: [&str; 10] = [
    "required-scopes",
    "forbidden-scopes",
    "extra-scopes",
    "baseline-file",
    "fail-on-weakening",
    "expect-portal",
    "expect-user-id",
    "require-admin",
    "scan-paths",
    "warn-only",
];

/// What is known before anything is sent, and what is wrong with it.
struct Start {
    gate: Gate,
    reach: Reach,
    redactor: Redactor,
    ledger: Ledger,
    /// Whether there is no hook at all.
    absent: bool,
}

/// Reads everything. `usage` is what was wrong with the command line.
fn start(flags: &BTreeMap<&'static str, String>, usage: Option<Problem>, purpose: Purpose) -> Start {
    let env = world::environment();
    let mut ledger = Ledger { problems: usage.into_iter().collect(), ..Ledger::default() };
    gather::odd_variables(&env, &mut ledger);
    let event = gather::event(&env);
    let hooks = gather::hooks(flags, &env, &mut ledger);
    let absent = hooks.is_none();
    let hooks = hooks.unwrap_or_default();
    let redactor = hook::redactor(&hooks);
    let dialect = Dialect::of(&env);
    dialect.mask(&hooks);
    let mut given = Given::gather(flags, &env, &mut ledger);
    if purpose != Purpose::Gate {
        given.forget(&JUDGING);
    }
    let settings = Settings::parse(&given, &redactor, &mut ledger);
    let file = match purpose {
        Purpose::Snapshot => None,
        _ => gather::policy_file(settings.scopes_file.as_deref(), &redactor, &mut ledger),
    };
    let mut policy = gather::policy(file.as_ref(), &redactor, &mut ledger);
    if let (Purpose::Drift, Some(file)) = (purpose, &file) {
        gather::forbid_extra(&mut policy, file);
    }
    gather::contradictions(&policy, &settings.demands, &mut ledger);
    let reach = live::reach(&settings, &env, &mut ledger);
    let read = gather::paths(flags, &env, &settings);
    let gate = Gate { env, dialect, event, hooks, settings, file, policy, read };
    Start { gate, reach, redactor, ledger, absent }
}

/// The gate. `usage` is what was wrong with the command line.
#[must_use]
pub fn check(flags: &BTreeMap<&'static str, String>, usage: Option<Problem>, purpose: Purpose) -> u8 {
    let misused = usage.is_some();
    let Start { gate, reach, redactor, mut ledger, absent } = start(flags, usage, purpose);
    let delivery = Delivery::open(&gate, &mut ledger);
    let scan = code::scan(&gate, &redactor, &mut ledger);
    let mut comparison = baseline::compare(&gate, &redactor, &mut ledger);
    let mut repository = scan.as_ref().map(|scan| code::rulings(&gate, scan)).unwrap_or_default();
    repository.append(&mut comparison.rulings);

    let report = match absent {
        // What was meant is unclear; the hook may just have been in the wrong place.
        true if misused => Report::misconfigured(Reason::Config, ledger.problems, ledger.notices),
        true => gate.without_hook(ledger),
        false => gate.with_hooks(reach, &redactor, ledger),
    };
    let report = comparison.tell(report).with_repository(repository);
    let report = if let Some(scan) = &scan { report.with_scan(scan) } else { report };
    delivery.deliver(report, &gate, &redactor)
}

/// Prints a policy that matches what the hook holds now; with `identity` also whose it is. No policy is
/// read, and nothing is demanded.
#[must_use]
pub fn snapshot(flags: &BTreeMap<&'static str, String>, identity: bool) -> u8 {
    let Start { gate, reach, redactor, mut ledger, absent } = start(flags, None, Purpose::Snapshot);
    if absent {
        absent::no_hook(&mut ledger);
    }
    let mut report = gate.with_hooks(reach, &redactor, ledger);
    report.scrub(&redactor);
    match snapshot::render(&report, identity) {
        Ok(policy) => world::print_or_fail(&redactor.clean(&policy)),
        Err(why) => {
            world::warn(
                &redactor.clean(&format!("{}\n{why}", console::render(&report, console::Look::default()))),
            );
            report.outcome.code().max(Outcome::Failed.code())
        }
    }
}

/// Parses the policy, offline.
#[must_use]
pub fn lint(file: Option<String>) -> u8 {
    let env = world::environment();
    let mut ledger = Ledger::default();
    let event = gather::event(&env);
    let redactor = hook::redactor(&[]);
    let mut given = Given::gather(&BTreeMap::new(), &env, &mut ledger);
    given.set("scopes-file", file);
    let settings = Settings::parse(&given, &redactor, &mut ledger);
    let file = gather::policy_file(settings.scopes_file.as_deref(), &redactor, &mut ledger);
    if file.is_none() && ledger.problems.is_empty() {
        absent::no_policy(&mut ledger);
    }
    let policy = gather::policy(file.as_ref(), &redactor, &mut ledger);
    let read = gather::paths(&BTreeMap::new(), &env, &settings);
    let dialect = Dialect::of(&env);
    let gate = Gate { env, dialect, event, hooks: Vec::new(), settings, file, policy, read };
    let delivery = Delivery::open(&gate, &mut ledger);
    let report = if ledger.problems.is_empty() {
        Report::offline(Outcome::Passed, absent::well_formed(&gate), ledger.notices)
    } else {
        Report::misconfigured(Reason::Config, ledger.problems, ledger.notices)
    };
    delivery.deliver(report, &gate, &redactor)
}

/// Prints what a reason means; all of them without one.
#[must_use]
pub fn explain(id: Option<&str>) -> u8 {
    let Some(id) = id else {
        let list = Reason::ALL.map(|reason| format!("{:<20}{}\n", reason.id(), reason.title())).concat();
        return world::print_or_fail(&list);
    };
    let id = id.to_ascii_lowercase().replace('_', "-");
    let Some(reason) = Reason::from_id(&id) else {
        let distance = |reason: &Reason| strsim::damerau_levenshtein(reason.id(), &id);
        let near =
            Reason::ALL.into_iter().filter(|reason| distance(reason) <= id.len() / 2).min_by_key(distance);
        let hint = near.map_or_else(String::new, |reason| format!("; did you mean `{}`?", reason.id()));
        let text = format!("no such reason{hint}\n`b24-ping explain` lists them all\n");
        return world::print_or_fail(&text).max(Outcome::Misconfigured.code());
    };
    let (title, help) = (reason.title(), world::wrapped(reason.help()));
    world::print_or_fail(&format!("{id}: {title}\n\n{help}\n{}", ending(reason)))
}

/// What a reason does to the run.
fn ending(reason: Reason) -> String {
    let outcome = reason.outcome();
    let ends = format!("ends the run as {}, exit code {}", outcome.word(), outcome.code());
    match (reason, reason.severity()) {
        (Reason::Ok, _) => String::new(),
        (Reason::Interrupted, _) => {
            "\nIt ends the run as unreachable, exit code 128 plus the signal's number.\n".to_owned()
        }
        (_, Severity::Error) => format!("\nIt is an error: it {ends}.\n"),
        (_, Severity::Warning) => {
            format!("\nIt is a warning unless the policy or an input makes it an error; then it {ends}.\n")
        }
        (_, Severity::Notice) => "\nIt is a notice: the outcome stays as it is.\n".to_owned(),
    }
}

impl Gate {
    /// The offline half, for a run that has no secret.
    fn without_hook(&self, mut ledger: Ledger) -> Report {
        let excuse = match self.settings.missing_hook {
            MissingHook::Skip => Some(absent::SKIPPED),
            MissingHook::Auto => self.event.withheld.map(absent::withheld),
            MissingHook::Fail => None,
        };
        let reason = if ledger.problems.is_empty() { Reason::MissingHook } else { Reason::Config };
        match excuse {
            Some(excuse) if ledger.problems.is_empty() => {
                let headline = format!("{excuse}; {}", absent::well_formed(self));
                Report::offline(Outcome::Skipped, headline, ledger.notices)
            }
            Some(_) => Report::misconfigured(reason, ledger.problems, ledger.notices),
            None => {
                absent::no_hook(&mut ledger);
                Report::misconfigured(reason, ledger.problems, ledger.notices)
            }
        }
    }

    /// The live half: every hook asked, each judged by what is demanded of it.
    fn with_hooks(&self, reach: Reach, redactor: &Redactor, mut ledger: Ledger) -> Report {
        let demands = gather::demands(&self.hooks, &self.policy, &self.settings, &mut ledger);
        gather::time(&self.hooks, &demands, &self.settings, &mut ledger);
        if !ledger.problems.is_empty() {
            return Report::misconfigured(Reason::Config, ledger.problems, ledger.notices);
        }
        if demands.iter().all(Demands::is_empty) && self.policy.code.paths.is_empty() {
            absent::no_rules(&mut ledger);
        }
        match live::ask(self, reach, &demands, redactor) {
            Ok((hooks, signal)) => Report::of_hooks(hooks, signal, ledger.notices),
            Err(problem) => Report::misconfigured(Reason::Config, vec![problem], ledger.notices),
        }
    }

    /// Whether who and where is hidden.
    fn hides(&self) -> bool {
        match self.settings.redact {
            Redact::Always => true,
            Redact::Never => false,
            Redact::Auto => self.event.public,
        }
    }
}
