//! `scan --fix`: the scopes that calls need are added to the policy.

use std::collections::BTreeSet;

use super::refused;
use crate::gate::{Gate, PolicyFile, absent, code_scan};
use crate::ledger::{Ledger, Origin};
use crate::outcome::Outcome;
use crate::policy::amend::{Addition, Insertion, amended, by_hand, insertions};
use crate::render::patch::{self, Patch};
use crate::scan::{Scan, Sighting};
use crate::start::Start;
use crate::text::printable::Printable;
use crate::text::seal::Seal;
use crate::text::{Count, Ours, Text};
use crate::verdict::leaks;
use crate::world::{self, Sinks, Survey};

/// Prints what changes. With `check` the policy stays as it is.
pub(super) fn run(start: Start, paths: &[String], globs: &[String], check: bool) -> u8 {
    let (mut gate, file, scan) = match gather(start, paths, globs) {
        Ok(gathered) => gathered,
        Err(code) => return code,
    };
    let (lacking, closed) = lacking(&gate, &scan);
    if lacking.is_empty() && !gate.start.ledger.problems.is_empty() {
        return refused(gate.start);
    }
    let why = |call: &Sighting| call.why().seal(&gate.start.redactor.of_paths());
    let additions = lacking.iter().map(|(scope, call)| Addition { scope, why: why(call) });
    let additions = additions.collect::<Vec<_>>();
    if additions.is_empty() {
        say(&gate, remarks(&scan, closed.clone(), &"nothing to add".into()));
        return outcome(&closed);
    }
    let Some(insertions) = insertions(&file.bytes, &additions) else {
        return give_up(gate, &file, &additions);
    };
    show(&gate, &file, &insertions);
    if check {
        let what = text!("{} to add; the policy is as it was", Count(additions.len(), "scope"));
        say(&gate, remarks(&scan, closed, &what));
        return Outcome::Failed.code();
    }
    if let Err((why, advice)) = write(&gate, &file, insertions) {
        let what = text!("the policy cannot be written: {}", why);
        gate.start.ledger.problem(Origin::file(file.name), what, advice);
        return refused(gate.start);
    }
    let what = text!("{} added to {}", Count(additions.len(), "scope"), file.name);
    say(&gate, remarks(&scan, closed.clone(), &what));
    outcome(&closed)
}

/// The policy, which may be one that demands nothing yet, and the calls.
///
/// # Errors
///
/// The exit code, once it is said what is wrong.
fn gather(start: Start, paths: &[String], globs: &[String]) -> Result<(Gate, PolicyFile, Scan), u8> {
    if !start.ledger.problems.is_empty() {
        return Err(refused(start));
    }
    let mut gate = Gate::offline(start);
    let Some(file) = gate.file.take() else {
        if gate.start.ledger.problems.is_empty() {
            absent::no_policy_yet(&mut gate.start.ledger);
        }
        return Err(refused(gate.start));
    };
    let wanted = wanted(&gate, paths);
    let survey = Survey { paths: &wanted, anywhere: !paths.is_empty(), globs, ..Survey::default() };
    match code_scan::of_paths(&mut gate, survey) {
        Ok(scan) => Ok((gate, file, scan)),
        Err(problems) => {
            gate.start.ledger.problems.extend(problems);
            Err(refused(gate.start))
        }
    }
}

fn outcome(closed: &[Text]) -> u8 {
    if closed.is_empty() { 0 } else { Outcome::Failed.code() }
}

/// The paths of the command line, else those of the policy, else the working folder.
fn wanted(gate: &Gate, paths: &[String]) -> Vec<(String, Origin)> {
    let named = |path: &str| (path.to_owned(), Origin::setting("scan"));
    if !paths.is_empty() {
        return paths.iter().map(|path| named(path)).collect();
    }
    let of_policy = code_scan::paths(gate, &gate.policy.code);
    if of_policy.is_empty() { vec![named(".")] } else { of_policy }
}

/// What the policy does not require and calls need, each with its first call; and why some of it cannot be added.
fn lacking<'s>(gate: &Gate, scan: &'s Scan) -> (Vec<(&'static str, &'s Sighting)>, Vec<Text>) {
    let held = code_scan::required(gate).into_iter().map(|rule| rule.demand).collect::<BTreeSet<_>>();
    let inputs = [&gate.start.settings.demands];
    let forbidden =
        gate.policy.all().chain(inputs).flat_map(|demands| &demands.forbidden).collect::<Vec<_>>();
    let rule = |scope: &str| forbidden.iter().find(|rule| rule.demand.as_str() == scope);
    let lacking = scan.lacking(&held, |scope| rule(scope).is_none()).into_iter();
    let (closed, open): (Vec<_>, Vec<_>) = lacking.partition(|(scope, _)| rule(scope).is_some());
    let closed = closed.into_iter().filter_map(|(scope, call)| {
        let (place, method, by) = (call.origin(), Ours(call.method), &rule(scope)?.origin);
        let what = text!("error: {}: `{}` needs `{}`, which {} forbids", place, method, Ours(scope), by);
        Some([what, "  help: drop the call or the rule".into()])
    });
    (open, closed.flatten().collect())
}

const LISTED: &str = "  help: `b24-ping scan` lists them";

/// What else is to know, in lines.
fn remarks(scan: &Scan, mut lines: Vec<Text>, done: &Text) -> Vec<Text> {
    if scan.unread_sites() > 0 {
        let sites = Count(scan.unread_sites(), "call site");
        lines.push(text!("notice: {} could not be read and may need more", sites));
        lines.push(LISTED.into());
    }
    let unknown = scan.unknown.len() + scan.omitted.unknown;
    if unknown > 0 {
        let names = Count(unknown, "name");
        lines.push(text!("notice: {} that Bitrix24 does not document may need more", names));
        lines.push(LISTED.into());
    }
    for leak in &scan.leaks {
        lines.push(text!("warning: {}: {}", leak.place, leaks::what(leak)));
        lines.push(text!("  help: {}", Ours(leaks::ADVICE)));
    }
    let (calls, files) = (Count(scan.count(), "call"), Count(scan.files, "file"));
    lines.push(text!("{} ({} in {})", *done, calls, files));
    lines
}

fn say(gate: &Gate, lines: Vec<Text>) {
    for line in lines {
        world::warn(line.seal(&gate.start.redactor).into());
    }
}

/// Without a change; what is wrong with the policy comes first.
fn give_up(mut gate: Gate, file: &PolicyFile, additions: &[Addition]) -> u8 {
    let Ledger { problems, .. } = &gate.start.ledger;
    if !problems.is_empty() {
        return refused(gate.start);
    }
    let what = "the policy is written so that nothing can be added without changing what is there";
    let advice = "add the items below to `required` yourself";
    gate.start.ledger.problem(Origin::file(file.name.clone()), what, advice);
    let code = refused(gate.start);
    world::warn(Printable::of(additions.to_vec(), |additions| by_hand(&additions)));
    code
}

fn show(gate: &Gate, file: &PolicyFile, insertions: &[Insertion]) {
    let (old, new) = (String::from_utf8_lossy(&file.bytes), amended(&file.bytes, insertions));
    let patch = Patch::of(file.name.clone(), &old, &String::from_utf8_lossy(&new));
    // A policy may name the portal.
    let Start { redactor, portals, .. } = &gate.start;
    let hiding = redactor.hides().then(|| redactor.hiding(portals.iter().map(Text::reveal)));
    let patch = patch.seal(hiding.as_ref().unwrap_or(redactor));
    world::print(Printable::of(&patch, patch::render)).ok();
}

fn write(gate: &Gate, file: &PolicyFile, insertions: Vec<Insertion>) -> Result<(), (String, &'static str)> {
    let path = file.name.reveal();
    let mut sinks = Sinks::sparing(&[], gate.start.dialect.folder());
    sinks.open((), &path, false)?;
    if world::read(&path, file.bytes.len() as u64).ok().as_ref() != Some(&file.bytes) {
        return Err(("somebody else has changed it since it was read".to_owned(), "run this again"));
    }
    let pieces = insertions.into_iter().map(|one| (one.at, Printable::of(one, |one| one.text)));
    let written = sinks.insert(&(), &file.bytes, pieces.collect());
    written.map_err(|why| (why, "check the disk, and what the file holds now"))
}
