//! The command `scan`: which scopes the code needs.

use crate::hook;
use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::quote::{Quote, Redactor};
use crate::scan::{self, Scan, json, text, yaml};
use crate::world::{self, Survey};

/// What the result is told in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For people.
    Text,
    /// For programs.
    Json,
    /// As a policy.
    Yaml,
}

/// Looks through files and folders. What could not be read is told on standard error, where it does not
/// mix with a document.
#[must_use]
pub fn scan(paths: &[String], globs: &[String], format: Format) -> u8 {
    let redactor = hook::redactor(&[]);
    let named = |path: &String| (path.clone(), Origin::setting("scan"));
    let paths = paths.iter().map(named).collect::<Vec<_>>();
    let scan = match look_through(Survey { paths: &paths, globs, ..Survey::default() }, &redactor) {
        Ok(scan) => scan,
        Err(problems) => {
            tell("error", &problems);
            return Outcome::Misconfigured.code();
        }
    };
    tell("notice", &scan.notices);
    match format {
        Format::Text => world::print_or_fail(&text::render(&scan)),
        Format::Json => world::print_or_fail(&json::render(&scan)),
        Format::Yaml => {
            for unknown in &scan.unknown {
                let (what, advice) = unknown.words();
                world::warn(&format!("warning: {}: {what} – {advice}", unknown.place));
            }
            let Some(policy) = yaml::render(&scan) else {
                world::warn("error: no call needs a scope, so there is no policy to write");
                return Outcome::Failed.code();
            };
            world::print_or_fail(&policy)
        }
    }
}

fn tell(kind: &str, problems: &[Problem]) {
    for problem in problems {
        world::warn(&format!("{kind}: {problem}"));
    }
}

/// Finds the calls in files and folders.
///
/// # Errors
///
/// Everything that is wrong with the paths and globs.
pub(super) fn look_through(survey: Survey, redactor: &Redactor) -> Result<Scan, Vec<Problem>> {
    let (parts, notices) = world::look_through(survey, redactor, |part: &mut Scan, path, text| {
        let found = scan::calls(text);
        // In most files there are none, and a name is only made safe where it will be shown.
        let name = if found.is_empty() { Quote::default() } else { Quote::new(path, redactor) };
        part.add(&name, &found, redactor);
    })?;
    let mut whole = Scan { notices, ..Scan::default() };
    for part in parts {
        whole.join(part);
    }
    Ok(whole.sorted())
}
