//! Walks a tree of files as ripgrep does, and has each looked through for calls.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};

mod reader;

use reader::Reader;

use super::plain;
use crate::ledger::{Ledger, Origin, Problem};
use crate::quote::{Quote, Redactor};
use crate::scan::Scan;

/// Why some folders are not walked.
const TRAPPED: &str = "`.gitignore` or `.ignore` is a symbolic link";

/// What to do about it.
const PATTERNS: &str = "put the file itself there; git does not follow the link either";

/// Finds the calls in these files and folders. Of the files in a folder only those count that a glob of
/// `globs` names, if there are any, and none that is named with a `!` or by one of `exclude`.
///
/// # Errors
///
/// Everything that is wrong with the paths and globs.
pub fn scan(
    paths: &[String],
    globs: &[String],
    exclude: &[String],
    redactor: &Redactor,
) -> Result<Scan, Vec<Problem>> {
    let mut ledger = Ledger::default();
    let globs = globs.iter().cloned().chain(exclude.iter().map(|glob| format!("!{glob}")));
    let overrides = overrides(globs, redactor, &mut ledger);
    let roots = roots(paths, redactor, &mut ledger);
    let [first, others @ ..] = &roots[..] else { return Err(ledger.problems) };
    if !ledger.problems.is_empty() {
        return Err(ledger.problems);
    }
    let mut walk = WalkBuilder::new(first);
    for root in others {
        walk.add(root);
    }
    // What a machine's own settings of git leave out is no matter of the repository's.
    let trapped = Arc::new(Mutex::new(Vec::new()));
    let traps = Arc::clone(&trapped);
    walk.filter_entry(move |entry| {
        let trapped = is_folder(entry) && is_trapped(entry.path());
        if trapped {
            traps.lock().unwrap_or_else(PoisonError::into_inner).push(entry.path().to_owned());
        }
        !trapped
    });
    walk.overrides(overrides).git_global(false).threads(threads());
    let whole = Mutex::new(Scan::default());
    walk.build_parallel().run(|| {
        let mut reader = Reader::new(&whole, &roots, redactor);
        Box::new(move |entry| {
            reader.take(entry);
            WalkState::Continue
        })
    });
    let mut whole = whole.into_inner().unwrap_or_else(PoisonError::into_inner);
    for folder in trapped.lock().unwrap_or_else(PoisonError::into_inner).iter() {
        let (origin, what) =
            (Origin::File(shown(folder, redactor)), format!("it was not looked through: {TRAPPED}"));
        whole.notices.push(Problem { origin, what, advice: PATTERNS.to_owned() });
    }
    Ok(whole.sorted())
}

/// Memory is held for each of them, and past a few the disk is what is waited for.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(8)
}

fn overrides(globs: impl Iterator<Item = String>, redactor: &Redactor, ledger: &mut Ledger) -> Override {
    let mut builder = OverrideBuilder::new(".");
    for glob in globs {
        if builder.add(&glob).is_err() {
            let name = Quote::new(&glob, redactor);
            ledger.problem(
                Origin::File(name),
                "this is no pattern of files",
                "write it as in .gitignore: `*.php`",
            );
        }
    }
    builder.build().unwrap_or_else(|_| Override::empty())
}

/// The paths as they are from the working folder, without those that lie in another.
fn roots(paths: &[String], redactor: &Redactor, ledger: &mut Ledger) -> Vec<PathBuf> {
    let home = fs::canonicalize(".");
    let mut roots = Vec::new();
    for path in paths {
        let name = Origin::File(Quote::new(path, redactor));
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => {
                ledger.problem(name, format!("it cannot be read: {}", plain(&error)), "");
                continue;
            }
        };
        let inside = home.as_ref().ok().and_then(|home| real.strip_prefix(home).ok());
        match inside {
            None => ledger.problem(name, "it lies outside of the working folder", "give a path inside of it"),
            Some(_) if !real.is_dir() && !real.is_file() => {
                ledger.problem(name, "it is neither a file nor a folder", "");
            }
            Some(_) if real.ancestors().any(is_trapped) => ledger.problem(name, TRAPPED, PATTERNS),
            Some(inside) => roots.push(Path::new(".").join(inside)),
        }
    }
    roots.sort();
    // What lies in a folder that is walked needs no walk of its own, unless the file itself is named.
    roots.dedup_by(|later, earlier| later == earlier || later.is_dir() && later.starts_with(earlier));
    roots
}

/// Whether a folder's patterns come from elsewhere: through a link to `/dev/zero` they would have no end.
fn is_trapped(folder: &Path) -> bool {
    let is_link = |name| fs::symlink_metadata(folder.join(name)).is_ok_and(|meta| meta.is_symlink());
    is_link(".gitignore") || is_link(".ignore")
}

fn is_folder(entry: &DirEntry) -> bool {
    entry.file_type().is_some_and(|kind| kind.is_dir())
}

/// A path as it is shown: from the working folder, with slashes.
fn shown(path: &Path, redactor: &Redactor) -> Quote {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let parts = parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
    Quote::new(&if parts.is_empty() { ".".to_owned() } else { parts.join("/") }, redactor)
}
