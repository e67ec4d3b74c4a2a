//! Compares the code's calls with the policy, offline.

use std::collections::BTreeSet;
use std::path::Path;

use crate::hook;
use crate::ledger::{Origin, Problem};
use crate::policy::{Code, Rule};
use crate::report::Report;
use crate::scan::leak::{self, Exposing, IsGiven, Secrets};
use crate::scan::{self, Scan};
use crate::scope::Scope;
use crate::text::{Count, Ours, Text};
use crate::verdict::state::{self, Before, Outdated};
use crate::verdict::{Ruling, calls, leaks};
use crate::world::{self, Look, PassedBy, Survey};

use super::{Gate, before};

/// `None` unless the input or the policy names paths. What cannot be read is a problem.
pub(crate) fn scan(gate: &mut Gate) -> Option<Scan> {
    let paths = paths(gate, &gate.policy.code);
    if paths.is_empty() || !gate.start.ledger.problems.is_empty() {
        return None;
    }
    match of_paths(gate, Survey { paths: &paths, ..Survey::default() }) {
        Ok(mut scan) => {
            gate.start.ledger.notices.append(&mut scan.notices);
            Some(scan)
        }
        Err(problems) => {
            gate.start.ledger.problems.extend(problems);
            None
        }
    }
}

/// The calls that count by the policy, in what this survey names.
///
/// # Errors
///
/// All problems with the paths and globs.
pub(crate) fn of_paths(gate: &mut Gate, survey: Survey) -> Result<Scan, Vec<Problem>> {
    let policy = &gate.policy.code;
    let (exclude, own) = (exclude(policy), own(gate));
    let counts = |method: &[u8]| {
        policy.ignore_methods.iter().all(|rule| !rule.demand.as_str().as_bytes().eq_ignore_ascii_case(method))
    };
    let is_given = |secret: &str| hook::is_any(&gate.hooks, secret);
    let survey = Survey { exclude: &exclude, own: &own, ..survey };
    let found = look_through(survey, policy.reads_comments(), counts, &is_given)?;
    Ok(found.learn(&mut gate.start.redactor))
}

/// Everything that keeps code from being compared, with its number: whether it is new, nobody can tell without
/// the code of the base branch.
pub(super) fn silencers(gate: &Gate) -> Vec<Problem> {
    let Some(scan) = &gate.scan else { return Vec::new() };
    let code = &gate.policy.code;
    let (paths, exclude, own) = (paths(gate, code), exclude(code), own(gate));
    linked(&paths).into_iter().chain(passed_by(scan, &paths, &exclude, &own)).collect()
}

/// Paths that lead elsewhere, and so may have left behind what is meant.
fn linked(paths: &[(String, Origin)]) -> Option<Problem> {
    let is_linked =
        |path: &str| Path::new(path).ancestors().any(|part| part.to_str().is_some_and(world::is_link));
    let linked = paths.iter().filter(|(path, _)| is_linked(path)).collect::<Vec<_>>();
    let (path, origin) = linked.first()?;
    let are = if linked.len() == 1 { "leads" } else { "lead" };
    let what = text!(
        "{} of the code {} over a symbolic link, such as `{}`",
        Count(linked.len(), "path"),
        Ours(are),
        path
    );
    Some(Problem::new(origin.clone(), what, "check whether this change adds it: only its target is compared"))
}

fn passed_by(scan: &Scan, paths: &[(String, Origin)], exclude: &[String], own: &[String]) -> Option<Problem> {
    let survey = Survey { paths, exclude, own, ..Survey::default() };
    let PassedBy { ignored, excluded, dotted, opaque, links, more } =
        world::passed_by(survey, |path, text| !scan::calls_in(path, text).calls.is_empty());
    let counts = [
        (scan.silenced, "line", "with `b24-ping: ignore`"),
        (scan.left_out, "call", "by `scan.ignore-methods`"),
        (excluded, "file", "with calls by `scan.exclude`"),
        (ignored, "file", "with calls by `.gitignore` or `.ignore`"),
        (dotted, "file", "with calls by a dot before a name"),
        (opaque, "file", "with calls by a zero byte or more than 4 MiB"),
        (links, "link", "that nobody follows"),
    ];
    let counts = counts.into_iter().filter(|(n, ..)| *n > 0);
    let counts = counts.map(|(n, noun, by)| text!("{} {}", Count(n, noun), Ours(by))).collect::<Vec<_>>();
    let more = if more { "; there is more that was not looked at" } else { "" };
    let (_, origin) = paths.first().filter(|_| !counts.is_empty())?;
    let what = text!("not compared with the policy: {}{}", Text::joined(counts, ", "), Ours(more));
    Some(Problem::new(origin.clone(), what, "check whether this change adds one of them"))
}

/// The input's, or else the policy's.
pub(crate) fn paths(gate: &Gate, code: &Code) -> Vec<(String, Origin)> {
    match &gate.start.settings.scan_paths {
        none if none.is_empty() => {
            code.paths.iter().map(|rule| (rule.demand.clone(), rule.origin.clone())).collect()
        }
        given => given.iter().map(|path| (path.clone(), Origin::input("scan-paths"))).collect(),
    }
}

pub(super) fn exclude(code: &Code) -> Vec<String> {
    code.exclude.iter().map(|rule| rule.demand.clone()).collect()
}

/// The run's own files, and the folder with the code before the change.
fn own(gate: &Gate) -> Vec<String> {
    let files = gate.start.read.iter().chain(gate.start.settings.files.values()).cloned();
    files.chain(before::tree(gate).map(str::to_owned)).collect()
}

/// The files that are read for this part of a policy. A path that cannot be looked through has none, and takes
/// none from the others.
pub(super) fn reached(gate: &Gate, code: &Code) -> BTreeSet<String> {
    let (exclude, own) = (exclude(code), own(gate));
    let of_path = |path: (String, Origin)| {
        let survey = Survey { paths: &[path], exclude: &exclude, own: &own, ..Survey::default() };
        let found = world::look_through(survey, |files: &mut Vec<String>, Look { path, is_code, .. }| {
            files.extend(is_code.then(|| path.to_owned()));
        });
        found.map(|(files, _)| files.concat()).unwrap_or_default()
    };
    paths(gate, code).into_iter().flat_map(of_path).collect()
}

/// What the code shows of itself, beside the policy. The report has what the hooks hold.
pub(crate) fn rulings(gate: &Gate, before: Before, report: &Report) -> Vec<Ruling> {
    let Some(scan) = &gate.scan else { return Vec::new() };
    let scopes =
        |granted: &BTreeSet<Text>| granted.iter().filter_map(|text| Scope::as_sent(&text.reveal())).collect();
    let held = report.hooks.iter().filter_map(|hook| hook.granted.as_ref()).map(scopes).collect();
    let level = gate.policy.code.deprecated.as_ref().map(|rule| rule.demand);
    let mut rulings = leaks::rulings(scan);
    rulings.extend(calls::rulings(&required(gate), scan));
    rulings.extend(state::rulings(scan, &Outdated { level, before, held }));
    rulings
}

/// Calls and files, if any were compared.
pub(crate) fn counts(gate: &Gate) -> Option<(usize, usize)> {
    gate.scan.as_ref().map(|scan| (scan.count(), scan.files))
}

/// Of all hooks together: the code may use any of them.
pub(crate) fn required(gate: &Gate) -> Vec<Rule<Scope>> {
    let of_hooks = gate.policy.hooks.iter().map(|hook| &hook.demands);
    let all = [&gate.policy.base].into_iter().chain(of_hooks).chain([&gate.start.settings.demands]);
    let all = all.collect::<Vec<_>>();
    // What is required aloud stands before what only a right needs.
    let named = all.iter().flat_map(|demands| demands.required.clone());
    let of_rights = all.iter().flat_map(|demands| demands.with_scopes_of_rights().into_owned().required);
    let mut required: Vec<Rule<Scope>> = Vec::new();
    for rule in named.chain(of_rights) {
        if required.iter().all(|known| known.demand != rule.demand) {
            required.push(rule);
        }
    }
    required
}

/// `counts` says of each method and unknown name whether it does; `comments`, whether those in comments do. The secrets
/// that are found in the code are for the redactor.
///
/// # Errors
///
/// All problems with the paths and globs.
pub(crate) fn look_through(
    survey: Survey,
    comments: bool,
    counts: impl Fn(&[u8]) -> bool + Sync,
    is_given: IsGiven<'_>,
) -> Result<Exposing<Scan>, Vec<Problem>> {
    let survey = Survey { matters: Some(scan::is_signed), ..survey };
    let look = |(part, secrets): &mut (Scan, Secrets), Look { path, bytes, is_code }: Look<'_>| {
        let spots = leak::spots(bytes, is_given);
        if !spots.is_empty() {
            part.add_leaks(&Text::theirs(path), spots, secrets);
        }
        if !is_code {
            return;
        }
        let mut found =
            if comments { scan::calls_and_comments(path, bytes) } else { scan::calls_in(path, bytes) };
        found.retain(&counts);
        // Most files have no call, and need no name.
        let name = if found.is_empty() { Text::default() } else { Text::theirs(path) };
        part.add(&name, &found);
    };
    let (parts, notices) = world::look_through(survey, look)?;
    let mut whole = Scan { notices, ..Scan::default() };
    let mut all = Secrets::default();
    for (part, secrets) in parts {
        whole.join(part);
        all.0.extend(secrets.0);
    }
    Ok(Exposing::new(whole.sorted(), all))
}
