//! The code before a change, where a checkout of the base branch lies in the working folder: the folder that has the
//! baseline where the working folder has the policy.

use std::collections::BTreeMap;

use super::Gate;
use super::code_scan::{exclude, look_through};
use crate::ledger::Origin;
use crate::policy::{Code, DEFAULT_POLICY};
use crate::text::Text;
use crate::verdict::state::{Before, Calls};
use crate::world::{self, Survey};

/// The folder, with `base/.github/b24-scopes.yml` as the baseline of `.github/b24-scopes.yml`: `base`.
pub(super) fn tree(gate: &Gate) -> Option<&str> {
    let settings = &gate.start.settings;
    let policy = settings.scopes_file.as_deref().unwrap_or(DEFAULT_POLICY).trim_start_matches("./");
    let folder = settings.baseline_file.as_deref()?.strip_suffix(policy)?.strip_suffix('/')?;
    let is_one = folder.split('/').any(|part| !matches!(part, "" | "."));
    Some(folder).filter(|folder| is_one && !folder.starts_with('/') && !world::is_link(folder))
}

/// The calls in it, by the earlier policy's paths.
pub(super) fn calls(gate: &Gate, code: &Code) -> Before {
    let Some(folder) = tree(gate).filter(|_| gate.scan.is_some()) else { return Before::Unseen };
    let paths = super::code_scan::paths(gate, code).into_iter().map(|(path, origin)| {
        let path = if path == "." { folder.to_owned() } else { format!("{folder}/{path}") };
        (path, origin)
    });
    // What is not there has no calls.
    let paths = paths.filter(|(path, _)| world::exists(path)).collect::<Vec<(String, Origin)>>();
    let within = |pattern: String| match pattern.strip_prefix('/') {
        Some(rest) => format!("/{folder}/{rest}"),
        None => pattern,
    };
    let exclude = exclude(code).into_iter().map(within).collect::<Vec<_>>();
    let survey = Survey { paths: &paths, exclude: &exclude, ..Survey::default() };
    let Ok(found) = look_through(survey, code.reads_comments(), |_| true, &|_| false) else {
        return Before::Unseen;
    };
    // Only numbers leave here.
    let scan = found.learn(&mut gate.start.redactor.clone());
    let mut calls = Calls::new();
    for call in scan.calls.iter().filter(|call| !call.test) {
        let file = call.place.file.reveal();
        let file =
            file.strip_prefix(folder.trim_start_matches("./")).unwrap_or(&file).trim_start_matches('/');
        let files: &mut BTreeMap<Text, usize> = calls.entry(call.method).or_default();
        *files.entry(Text::theirs(file)).or_default() += 1;
    }
    Before::Calls(calls)
}
