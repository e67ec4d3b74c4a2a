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

use super::{plain, real};
use crate::ledger::{Ledger, Origin, Problem};
use crate::quote::{Quote, Redactor};
use crate::scan::Scan;

/// Why some folders are not walked.
const TRAPPED: &str = "its `.gitignore` or `.ignore` is a symbolic link, or larger than 256 KiB";

/// What to do about it.
const PATTERNS: &str = "put a file with a few patterns there; git does not follow the link either";

/// The largest file of patterns that is read, in bytes. Each pattern takes time with each file.
const MOST_PATTERNS: u64 = 256 << 10;

/// What is to be looked through.
#[derive(Clone, Copy, Debug, Default)]
pub struct Survey<'a> {
    /// Files and folders, each with where it is named.
    pub paths: &'a [(String, Origin)],
    /// Of the files in a folder only those count that one of these names, if there are any, and none that is
    /// named with a `!`.
    pub globs: &'a [String],
    /// Patterns of what does not count.
    pub exclude: &'a [String],
    /// The run's own files, which are no code even where they lie in it.
    pub own: &'a [String],
}

/// Finds the calls in files and folders.
///
/// # Errors
///
/// Everything that is wrong with the paths and globs.
pub fn scan(survey: Survey, redactor: &Redactor) -> Result<Scan, Vec<Problem>> {
    let mut ledger = Ledger::default();
    let globs = survey.globs.iter().cloned().chain(survey.exclude.iter().map(|glob| format!("!{glob}")));
    let overrides = overrides(globs, redactor, &mut ledger);
    let roots = roots(survey.paths, redactor, &mut ledger);
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
    let own = survey.own.iter().map(|path| real(path)).collect::<Vec<_>>();
    walk.filter_entry(move |entry| {
        if own.iter().any(|own| is_same(entry.path(), own)) {
            return false;
        }
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

/// Whether a file is the one that really lies there.
fn is_same(path: &Path, real: &Path) -> bool {
    path.file_name() == real.file_name() && fs::canonicalize(path).is_ok_and(|path| path == real)
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
fn roots(paths: &[(String, Origin)], redactor: &Redactor, ledger: &mut Ledger) -> Vec<PathBuf> {
    let home = fs::canonicalize(".");
    let mut roots = Vec::new();
    for (path, origin) in paths {
        let name = Quote::new(path, redactor);
        let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => {
                let what = format!("`{name}` cannot be looked through: {}", plain(&error));
                ledger.problem(origin.clone(), what, "give a path from the working folder");
                continue;
            }
        };
        let mut wrong = |why: &str, advice| {
            ledger.problem(origin.clone(), format!("`{name}` cannot be looked through: {why}"), advice);
        };
        let inside = home.as_ref().ok().and_then(|home| real.strip_prefix(home).ok());
        match inside {
            None => wrong("it lies outside of the working folder", "give a path inside of it"),
            Some(_) if !real.is_dir() && !real.is_file() => {
                wrong("it is neither a file nor a folder", "give one of the two");
            }
            Some(_) if real.ancestors().any(is_trapped) => wrong(TRAPPED, PATTERNS),
            Some(inside) => roots.push(Path::new(".").join(inside)),
        }
    }
    roots.sort();
    // What lies in a folder that is walked needs no walk of its own, unless the file itself is named.
    let mut kept: Vec<PathBuf> = Vec::new();
    for root in roots {
        let again = |earlier: &PathBuf| *earlier == root || root.is_dir() && root.starts_with(earlier);
        if !kept.iter().any(again) {
            kept.push(root);
        }
    }
    kept
}

/// Whether a folder's patterns come from elsewhere, or are too many: through a link to `/dev/zero` they would
/// have no end.
fn is_trapped(folder: &Path) -> bool {
    let meta = |name| fs::symlink_metadata(folder.join(name));
    let traps = |name| meta(name).is_ok_and(|meta| meta.is_symlink() || meta.len() > MOST_PATTERNS);
    // A folder of that name holds no patterns, and its length means nothing.
    [".gitignore", ".ignore"].into_iter().any(|name| traps(name) && !folder.join(name).is_dir())
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
