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

use super::{NO_PATH, plain, real};
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
    /// Whether the paths may lead out of the working folder: those of a command line, which nobody else wrote.
    pub anywhere: bool,
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
    let Found { home, roots, named, files, texts, mut missed, .. } = find(survey)?;
    let shown = |path: &Path| shown(path, &home, &roots);
    let share = Share { files: &files, named, texts: &texts, matters: survey.matters };
    let (made, unread) = read(share, |made, path, bytes, is_code| {
        look(made, Look { path: &shown(path), bytes, is_code });
    });
    missed.extend(unread);
    without_code(survey, &roots, &files, &mut ledger);
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

/// A path that was given, and where it leads.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Root {
    real: PathBuf,
    given: String,
}

struct Found {
    home: PathBuf,
    roots: Vec<Root>,
    own: Vec<PathBuf>,
    /// The first of the files are named themselves.
    named: usize,
    files: Vec<PathBuf>,
    /// Files that are no code.
    texts: Vec<PathBuf>,
    missed: Vec<Missed>,
    hidden: Vec<(PathBuf, Hidden)>,
}

/// The patterns in the working folder, and where the paths lead, each place once.
fn aims(survey: Survey, home: &Path, globs: &[String]) -> Result<(Patterns, Vec<Root>), Vec<Problem>> {
    let mut ledger = Ledger::default();
    let globs = Patterns::given(home, globs.iter().map(String::as_str));
    for glob in globs.as_ref().err().into_iter().flatten() {
        let advice = "write it as in .gitignore, for example `*.php`";
        ledger.problem(Origin::file(Text::theirs(*glob)), "this is not a file pattern", advice);
    }
    let mut roots = Vec::new();
    for (path, origin) in survey.paths {
        match root(path, home, survey.anywhere) {
            Ok(real) => roots.push(Root { real, given: path.clone() }),
            Err(Why(why, advice)) => {
                let what = text!("`{}` cannot be searched: {}", path, why);
                ledger.problem(origin.clone(), what, advice);
            }
        }
    }
    roots.sort();
    roots.dedup_by(|one, other| one.real == other.real);
    match globs {
        Ok(globs) if ledger.problems.is_empty() && !roots.is_empty() => Ok((globs, roots)),
        _ => Err(ledger.problems),
    }
}

fn find(survey: Survey) -> Result<Found, Vec<Problem>> {
    let home = fs::canonicalize(".").unwrap_or_default();
    let exclude = survey.exclude.iter().map(|glob| format!("!{glob}"));
    let patterns = survey.globs.iter().cloned().chain(exclude).collect::<Vec<_>>();
    let (globs, roots) = aims(survey, &home, &patterns)?;
    let own = survey.own.iter().map(|path| real(path)).collect::<Vec<_>>();
    let reals = roots.iter().map(|root| root.real.clone());
    let (folders, mut files): (Vec<_>, Vec<_>) = reals.partition(|real| real.is_dir());
    let (folders, outside): (Vec<_>, Vec<_>) = folders.into_iter().partition(|real| real.starts_with(&home));
    let filter = Filter { home: &home, globs: &globs, own: &own, named: &files };
    let mut listed = list(folders, &filter);
    for folder in outside {
        // Patterns are relative to it, and what it lies in says nothing.
        let Ok(globs) = Patterns::given(&folder, patterns.iter().map(String::as_str)) else { continue };
        listed.join(list(vec![folder.clone()], &Filter { home: &folder, globs: &globs, ..filter }));
    }
    let Listed { files: mut found, mut texts, missed, hidden } = listed;
    // A folder in another is listed on its own, since the other may hide it.
    found.sort_unstable();
    found.dedup();
    texts.sort_unstable();
    texts.dedup();
    texts.retain(|path| found.binary_search(path).is_err());
    let named = files.len();
    files.extend(found);
    Ok(Found { home, roots, own, named, files, texts, missed, hidden })
}

/// Says of which folders of a command line no file is code, where others have some: a name may be wrong.
fn without_code(survey: Survey, roots: &[Root], files: &[PathBuf], ledger: &mut Ledger) {
    let has_code = |root: &Root| files.iter().any(|file| file.starts_with(&root.real));
    let (_, without): (Vec<_>, Vec<_>) = roots.iter().partition(|root| has_code(root));
    if !survey.anywhere || without.len() == roots.len() {
        return;
    }
    for root in without {
        let origin = Origin::file(Text::theirs(&root.given));
        ledger.notice(origin, "no file of code is there", "name the folder with your code");
    }
}

/// A path from the working folder, with slashes; outside, as the root was given.
fn shown(path: &Path, home: &Path, roots: &[Root]) -> String {
    let parts = |path: &Path| {
        let parts = path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
        parts.join("/")
    };
    if let Ok(inside) = path.strip_prefix(home) {
        return Some(parts(inside)).filter(|parts| !parts.is_empty()).unwrap_or_else(|| ".".to_owned());
    }
    let of_root = roots.iter().find_map(|root| Some((root, path.strip_prefix(&root.real).ok()?)));
    match of_root.map(|(root, inside)| (root.given.trim_end_matches('/'), parts(inside))) {
        Some((given, inside)) if inside.is_empty() => given.to_owned(),
        Some((given, inside)) => format!("{given}/{inside}"),
        None => path.to_string_lossy().into_owned(),
    }
}

/// The real path; outside of the working folder it is refused, unless it may be `anywhere`.
fn root(path: &str, home: &Path, anywhere: bool) -> Result<PathBuf, Why> {
    let nowhere = |error: io::Error| {
        let why = if error.kind() == io::ErrorKind::NotFound { NO_PATH.to_owned() } else { plain(&error) };
        Why(why, "check the path, which is relative to the working folder")
    };
    let wrong = |why: &str, advice| Err(Why(why.to_owned(), advice));
    let real = fs::canonicalize(path).map_err(nowhere)?;
    if !anywhere && !real.starts_with(home) {
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
