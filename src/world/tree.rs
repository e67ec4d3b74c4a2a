//! Lists the files of a tree, without those that the repository ignores, then reads them in several threads.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::path::{Path, PathBuf};
use std::{fs, io};

mod list;
mod patterns;
mod read;
mod rules;

use list::{Filter, Hidden, Listed, list};
pub use patterns::Patterns;
use read::{Share, read, read_left_out};
use rules::Rules;

use super::{plain, real};
use crate::ledger::{Ledger, Origin, Problem};
use crate::text::Text;

/// Why a file is not scanned, and what to do next.
struct Why(String, &'static str);

impl From<io::Error> for Why {
    fn from(error: io::Error) -> Self {
        Self(plain(&error), "")
    }
}

type Missed = (PathBuf, Why);

/// Files that are read only to say what is passed by.
const MOST_HIDDEN: usize = 5_000;

/// What to scan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Survey<'a> {
    /// Files and folders, with the place that names them.
    pub paths: &'a [(String, Origin)],
    /// If given, only matching files in a folder count; `!` excludes.
    pub globs: &'a [String],
    /// Patterns of excluded files.
    pub exclude: &'a [String],
    /// Whether a bundle, which is not looked through, is worth a word; none is unless given.
    pub matters: Option<fn(&[u8]) -> bool>,
    /// The run's own files and folders, which are not code.
    pub own: &'a [String],
}

/// A file that is looked at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Look<'f> {
    /// From the working folder, with slashes.
    pub path: &'f str,
    /// All of it.
    pub bytes: &'f [u8],
    /// Whether it counts as code: no prose, no data, no bundle, and without a dot before its name.
    pub is_code: bool,
}

/// Calls `look` for every file that may be read. Returns each thread's result, and what could not be read.
///
/// # Errors
///
/// All problems with the paths and globs.
pub(crate) fn look_through<T: Default + Send>(
    survey: Survey,
    look: impl Fn(&mut T, Look<'_>) + Sync,
) -> Result<(Vec<T>, Vec<Problem>), Vec<Problem>> {
    let mut ledger = Ledger::default();
    let Found { home, named, files, texts, mut missed, .. } = find(survey)?;
    let shown = |path: &Path| shown(path, &home);
    let share = Share { files: &files, named, texts: &texts, matters: survey.matters };
    let (made, unread) = read(share, |made, path, bytes, is_code| {
        look(made, Look { path: &shown(path), bytes, is_code });
    });
    missed.extend(unread);
    for (path, Why(why, advice)) in missed {
        let what = text!("it was not searched: {}", why);
        ledger.notice(Origin::file(Text::theirs(shown(&path))), what, advice);
    }
    Ok((made, ledger.notices))
}

/// What a survey passes by, although it lies in its folders and would count otherwise.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct PassedBy {
    /// Files that `is_code` says yes to, by `.gitignore` or `.ignore`.
    pub ignored: usize,
    /// The same, by the survey's own patterns.
    pub excluded: usize,
    /// The same, by a dot before a name.
    pub dotted: usize,
    /// The same, by a zero byte or by its size.
    pub opaque: usize,
    /// Links to what is there.
    pub links: usize,
    /// Whether there are more files than are read for this.
    pub more: bool,
}

/// Dependencies in such folders are no code of the repository's.
#[must_use]
pub(crate) fn passed_by(survey: Survey, is_code: impl Fn(&str, &[u8]) -> bool + Sync) -> PassedBy {
    let Ok(Found { home, files, own, hidden, named, .. }) = find(survey) else { return PassedBy::default() };
    let known = files.iter().chain(&own).collect();
    let mut room = MOST_HIDDEN;
    let mut count = |reason| {
        let paths = hidden.iter().filter(|(_, why)| *why == reason).map(|(path, _)| path.clone());
        let files = list::below(paths.collect(), &known, &home, &mut room);
        let share = Share { files: &files, ..Share::default() };
        let (counts, _) = read(share, |count: &mut usize, path, text, counts| {
            *count += usize::from(counts && is_code(&path.to_string_lossy(), text));
        });
        counts.into_iter().sum()
    };
    let counts = read_left_out(&files[named..], |count: &mut usize, path, text, counts| {
        *count += usize::from(counts && is_code(&path.to_string_lossy(), text));
    });
    PassedBy {
        opaque: counts.into_iter().sum(),
        ignored: count(Hidden::Ignored),
        excluded: count(Hidden::Excluded),
        dotted: count(Hidden::Dot),
        links: hidden.iter().filter(|(path, why)| *why == Hidden::Link && path.exists()).count(),
        more: room == 0,
    }
}

struct Found {
    home: PathBuf,
    own: Vec<PathBuf>,
    /// The first of the files are named themselves.
    named: usize,
    files: Vec<PathBuf>,
    /// Files that are no code.
    texts: Vec<PathBuf>,
    missed: Vec<Missed>,
    hidden: Vec<(PathBuf, Hidden)>,
}

fn find(survey: Survey) -> Result<Found, Vec<Problem>> {
    let mut ledger = Ledger::default();
    let home = fs::canonicalize(".").unwrap_or_default();
    let exclude = survey.exclude.iter().map(|glob| format!("!{glob}")).collect::<Vec<_>>();
    let globs = Patterns::given(&home, survey.globs.iter().chain(&exclude).map(String::as_str));
    for glob in globs.as_ref().err().into_iter().flatten() {
        let advice = "write it as in .gitignore, for example `*.php`";
        ledger.problem(Origin::file(Text::theirs(*glob)), "this is not a file pattern", advice);
    }
    let mut roots = Vec::new();
    for (path, origin) in survey.paths {
        match root(path, &home) {
            Ok(root) => roots.push(root),
            Err(Why(why, advice)) => {
                let what = text!("`{}` cannot be searched: {}", path, why);
                ledger.problem(origin.clone(), what, advice);
            }
        }
    }
    let globs = match globs {
        Ok(globs) if ledger.problems.is_empty() && !roots.is_empty() => globs,
        _ => return Err(ledger.problems),
    };

    let own = survey.own.iter().map(|path| real(path)).collect::<Vec<_>>();
    roots.sort();
    roots.dedup();
    let (folders, mut files): (Vec<_>, Vec<_>) = roots.into_iter().partition(|root| root.is_dir());
    let filter = Filter { home: &home, globs: &globs, own: &own, named: &files };
    let Listed { files: mut found, mut texts, missed, hidden } = list(folders, &filter);
    // A folder in another is listed on its own, since the other may hide it.
    found.sort_unstable();
    found.dedup();
    texts.sort_unstable();
    texts.dedup();
    texts.retain(|path| found.binary_search(path).is_err());
    let named = files.len();
    files.extend(found);
    Ok(Found { home, own, named, files, texts, missed, hidden })
}

/// A path from the working folder, with slashes.
fn shown(path: &Path, home: &Path) -> String {
    let inside = path.strip_prefix(home).unwrap_or(path);
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// The real path; refused outside of the working folder.
fn root(path: &str, home: &Path) -> Result<PathBuf, Why> {
    let nowhere = |error| Why(plain(&error), "use a path relative to the working folder");
    let wrong = |why: &str, advice| Err(Why(why.to_owned(), advice));
    let real = fs::canonicalize(path).map_err(nowhere)?;
    if !real.starts_with(home) {
        return wrong("it is outside the working folder", "use a path inside it");
    }
    let folder = match fs::metadata(&real) {
        Ok(meta) if meta.is_dir() => Some(&*real),
        Ok(meta) if meta.is_file() => real.parent(),
        _ => return wrong("it is neither a file nor a folder", "use the path of a file or a folder"),
    };
    folder.map(Rules::down_to).transpose()?;
    Ok(real)
}
