//! `init`: a policy and a workflow to begin with.

use std::collections::{BTreeMap, BTreeSet};

use super::refused;
use crate::gate::{Gate, code_scan};
use crate::hook::{self, Hook};
use crate::knowledge::scopes::is_for_webhooks;
use crate::ledger::{Ledger, Origin};
use crate::outcome::Outcome;
use crate::policy::{DEFAULT_POLICY, OTHER_POLICY};
use crate::render::console::{self, Look};
use crate::render::init::{self, Draft, Entry};
use crate::render::snapshot;
use crate::scan::{Scan, Sighting};
use crate::scope::Scope;
use crate::start::{Hooks, Start};
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::{Ours, Text};
use crate::world::{self, Sinks, Survey};
use summary::{File, Summary};

mod summary;

const WORKFLOW: &str = ".github/workflows/b24-ping.yml";

/// Writes what is not there yet, and says what it found and what is left to do. Without a call and without a webhook
/// there is no policy to write, which is a failure.
pub(super) fn run(mut start: Start, workflow: bool) -> u8 {
    if let Hooks::Given(hooks) = &start.hooks
        && hooks.len() > 1
        && start.settings.only.len() != 1
    {
        let what = "several webhooks are given, and a policy begins with what one of them holds";
        start.ledger.problem(Origin::input("hook"), what, "name one with --only");
    }
    if !start.ledger.problems.is_empty() {
        return refused(start);
    }
    let there = [DEFAULT_POLICY, OTHER_POLICY].into_iter().find(|path| world::exists(path));
    let workflow =
        workflow.then(|| if world::exists(WORKFLOW) { File::Left(WORKFLOW) } else { File::New(WORKFLOW) });
    if let Some(there) = there {
        return deliver(
            &mut start,
            &Draft::default(),
            &Summary { policy: Some(File::Left(there)), workflow, ..Summary::default() },
        );
    }
    let survey = Survey { paths: &[(".".to_owned(), Origin::setting("init"))], ..Survey::default() };
    let hooks: &[Hook] = if let Hooks::Given(hooks) = &start.hooks { hooks } else { &[] };
    let is_given = |secret: &str| hook::is_any(hooks, secret);
    let scan = match code_scan::look_through(survey, false, |_| true, &is_given) {
        Ok(found) => found.learn(&mut start.redactor),
        Err(problems) => {
            start.ledger.problems.extend(problems);
            return refused(start);
        }
    };
    let (mut start, held) = match held(start) {
        Ok(known) => known,
        Err(code) => return code,
    };
    let draft = draft(&scan, held.as_ref());
    let policy = (!draft.is_empty()).then_some(File::New(DEFAULT_POLICY));
    let granted = held.map(|held| held.into_keys().collect());
    deliver(&mut start, &draft, &Summary { policy, workflow, scan: Some(&scan), granted })
}

/// What a webhook holds: each code with its exact spelling.
type Held = BTreeMap<Scope, Text>;

/// `None` without a webhook.
///
/// # Errors
///
/// The exit code, where a webhook is given and did not say what it holds.
fn held(start: Start) -> Result<(Start, Option<Held>), u8> {
    if let Hooks::Absent = start.hooks {
        return Ok((start, None));
    }
    let mut gate = Gate::without_policy(start);
    let report = gate.ask();
    if report.outcome == Outcome::Passed && report.hooks.iter().all(|hook| hook.granted.is_some()) {
        let spelled = snapshot::spellings(&report).into_iter();
        let held = spelled.filter_map(|(code, spelled)| Some((Scope::as_sent(&code.reveal())?, spelled)));
        return Ok((gate.start, Some(held.collect())));
    }
    let code = report.outcome.code().max(Outcome::Failed.code());
    let (report, _) = report.sealed(&gate.start.redactor);
    let nothing = "nothing was written, since the webhook did not say what it holds: fix that, or run this without the webhook\n";
    let text = Printable::of(&report, |report| console::render(report, &Look::default()));
    world::warn(text.and(Printable::of(nothing, str::to_owned)));
    Err(code)
}

fn draft(scan: &Scan, held: Option<&Held>) -> Draft {
    let is_held = |scope: &str| held.is_none_or(|held| held.keys().any(|one| one.as_str() == scope));
    let needed = scan.lacking(&BTreeSet::new(), is_held);
    let needed = needed.into_iter().filter(|(scope, _)| is_for_webhooks(scope)).collect::<BTreeMap<_, _>>();
    let entry =
        |(scope, call): (&&'static str, &&Sighting)| Entry { scope: Text::from(*scope), why: call.why() };
    let required = needed.iter().map(entry).collect::<Vec<_>>();
    let more = held.into_iter().flatten().filter(|(scope, _)| !needed.contains_key(scope.as_str()));
    let because = |why: &'static str| {
        move |(_, spelled): (&Scope, &Text)| Entry { scope: spelled.clone(), why: why.into() }
    };
    // Nothing says what the webhook is for but the webhook itself.
    if scan.count() == 0 {
        let (for_webhooks, others): (Vec<_>, Vec<_>) =
            more.partition(|(scope, _)| is_for_webhooks(scope.as_str()));
        let required = for_webhooks.into_iter().map(because("the webhook holds it; no call says what for"));
        let allowed = others.into_iter().map(because("the portal lists it, and no webhook can hold it"));
        return Draft { required: required.collect(), allowed: allowed.collect(), paths: Vec::new() };
    }
    let allowed = more.map(because("the webhook holds it, and no call that was found needs it"));
    Draft { required, allowed: allowed.collect(), paths: vec![".".into()] }
}

/// Both files are opened before either is written.
fn deliver(start: &mut Start, draft: &Draft, summary: &Summary<'_>) -> u8 {
    let mut sinks = Sinks::sparing(&[], start.dialect.folder());
    let files = [summary.policy, summary.workflow];
    for file in files.into_iter().flatten() {
        let File::New(path) = file else { continue };
        if let Err((why, advice)) = sinks.open(path, path, false) {
            let what = text!("it cannot be written: {}", why);
            start.ledger.problem(Origin::file(path.into()), what, advice);
        }
    }
    if !start.ledger.problems.is_empty() {
        let ledger: Ledger = std::mem::take(&mut start.ledger);
        return super::refuse(start, ledger);
    }
    let redactor = &start.redactor;
    let texts = [(DEFAULT_POLICY, true), (WORKFLOW, false)];
    for (path, is_policy) in texts {
        let written = if is_policy {
            write_policy(&mut sinks, draft, redactor)
        } else {
            sinks.write(&path, Printable::of("", |_| init::workflow()))
        };
        if let Err(why) = written {
            let what = text!("{} cannot be written: {}", Ours(path), why);
            world::warn(what.seal(redactor).into());
            return Outcome::Misconfigured.code();
        }
    }
    let lines = summary::lines(summary, draft).seal(redactor);
    let code = world::print_or_fail(Printable::of(&lines, |lines| summary::render(lines)));
    let is_there = summary.policy.is_some();
    if is_there { code } else { code.max(Outcome::Failed.code()) }
}

fn write_policy(sinks: &mut Sinks<&'static str>, draft: &Draft, redactor: &Redactor) -> Result<(), String> {
    // The places of calls are paths, in which nothing is looked for but what is known to be a secret.
    let draft = draft.clone().seal(&redactor.of_paths());
    sinks.write(&DEFAULT_POLICY, Printable::of(&draft, init::policy))
}
