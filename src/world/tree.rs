//! Walks a tree of files, without what the repository leaves out, and has each looked through for calls.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

mod reader;
mod rules;
mod walk;

use reader::Reader;
use rules::MOST_PATTERNS;
use walk::{Task, walk};

use super::{plain, real};
use crate::ledger::{Ledger, Origin, Problem};
use crate::text;
use crate::text::Text;
use crate::scan::{Patterns, Scan};

/// Why some folders are not walked.
const TRAPPED: &str = "its `.gitignore` or `.ignore` is a symbolic link, or larger than 32 KiB";

/// What to do about it.
const PATTERNS: &str = "put a file with a few patterns there; git does not follow the link either";

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
pub fn scan(survey: Survey) -> Result<Scan, Vec<Problem>> {
    let mut ledger = Ledger::default();
    let globs = globs(survey, &mut ledger);
    let home = fs::canonicalize(".").unwrap_or_default();
    let roots = roots(survey.paths, &home, &mut ledger);
    if roots.is_empty() || !ledger.problems.is_empty() {
        return Err(ledger.problems);
    }
    let (folders, files): (Vec<_>, Vec<_>) = roots.iter().cloned().partition(|root| root.is_dir());
    let folders = folders.into_iter().map(|folder| Task::Folder(folder, None));
    let tasks = folders.chain(files.into_iter().map(|file| Task::Files(vec![file]))).collect();
    let own = survey.own.iter().map(|path| real(path)).collect::<Vec<_>>();
    let whole = Mutex::new(Scan::default());
    let view = View { home: &home, roots: &roots, globs: &globs, own: &own };
    walk(tasks, threads(), || Reader::new(&whole, view));
    Ok(whole.into_inner().unwrap_or_else(PoisonError::into_inner).sorted())
}

/// What every thread has to know of the whole. Paths are whole and real.
#[derive(Clone, Copy)]
struct View<'v> {
    home: &'v Path,
    roots: &'v [PathBuf],
    globs: &'v Patterns,
    own: &'v [PathBuf],
}

impl View<'_> {
    /// A path as it is shown: from the working folder, with slashes.
    fn shown(&self, path: &Path) -> Text {
        let inside = rules::below(self.home, path).filter(|inside| !inside.is_empty());
        Text::theirs(inside.as_deref().unwrap_or("."))
    }
}

/// Whether a file is the one that really lies there.
fn is_same(path: &Path, real: &Path) -> bool {
    path.file_name() == real.file_name() && fs::canonicalize(path).is_ok_and(|path| path == real)
}

/// Memory is held for each of them, and past a few the disk is what is waited for.
fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(8)
}

fn globs(survey: Survey, ledger: &mut Ledger) -> Patterns {
    let exclude = survey.exclude.iter().map(|glob| format!("!{glob}")).collect::<Vec<_>>();
    let given = survey.globs.iter().chain(&exclude).map(String::as_str);
    Patterns::given(given).unwrap_or_else(|broken| {
        for glob in broken {
                        ledger.problem(
                Origin::file(glob),
                "this is no pattern of files",
                "write it as in .gitignore: `*.php`",
            );
        }
        Patterns::default()
    })
}

/// The paths as they really are, without those that lie outside of the working folder.
fn roots(paths: &[(String, Origin)], home: &Path, ledger: &mut Ledger) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    for (path, origin) in paths {
                let real = match fs::canonicalize(path) {
            Ok(real) => real,
            Err(error) => {
                let what = text!("`{}` cannot be looked through: {}", path, plain(&error));
                ledger.problem(origin.clone(), what, "give a path from the working folder");
                continue;
            }
        };
        let mut wrong = |why: &'static str, advice: &'static str| {
            let what = text!("`{}` cannot be looked through: {}", path, text::Ours(why));
            ledger.problem(origin.clone(), what, advice);
        };
        match real {
            real if !real.starts_with(home) => {
                wrong("it lies outside of the working folder", "give a path inside of it");
            }
            real if !real.is_dir() && !real.is_file() => {
                wrong("it is neither a file nor a folder", "give one of the two");
            }
            real if is_in_a_trap(&real) => wrong(TRAPPED, PATTERNS),
            real => roots.push(real),
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

/// Whether a file or folder lies where such patterns would count.
fn is_in_a_trap(real: &Path) -> bool {
    let folder = if real.is_dir() { real } else { real.parent().unwrap_or(real) };
    rules::as_far_as_the_repository(folder).into_iter().any(is_trapped)
}

/// Whether a folder's patterns come from elsewhere, or are too many: through a link to `/dev/zero` they would
/// have no end.
fn is_trapped(folder: &Path) -> bool {
    let meta = |name| fs::symlink_metadata(folder.join(name));
    let traps = |name| meta(name).is_ok_and(|meta| meta.is_symlink() || meta.len() > MOST_PATTERNS);
    // A folder of that name holds no patterns, and its length means nothing.
    [".gitignore", ".ignore"].into_iter().any(|name| traps(name) && !folder.join(name).is_dir())
}
