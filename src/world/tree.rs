//! Lists the files of a tree, without those that the repository ignores, then reads them in several threads.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::path::{Path, PathBuf};
use std::{fs, io};

mod list;
mod patterns;
mod read;
mod rules;

use list::{Filter, list};
pub use patterns::Patterns;
use read::read;
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

/// What to scan.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Survey<'a> {
    /// Files and folders, with the place that names them.
    pub paths: &'a [(String, Origin)],
    /// If given, only matching files in a folder count; `!` excludes.
    pub globs: &'a [String],
    /// Patterns of excluded files.
    pub exclude: &'a [String],
    /// The run's own files, which are not code.
    pub own: &'a [String],
}

/// Calls `look` for every file that counts, with its path from the working folder, with slashes, and its
/// bytes. Returns each thread's result, and what could not be read.
///
/// # Errors
///
/// All problems with the paths and globs.
pub(crate) fn look_through<T: Default + Send>(
    survey: Survey,
    look: impl Fn(&mut T, &str, &[u8]) + Sync,
) -> Result<(Vec<T>, Vec<Problem>), Vec<Problem>> {
    let mut ledger = Ledger::default();
    let home = fs::canonicalize(".").unwrap_or_default();
    let exclude = survey.exclude.iter().map(|glob| format!("!{glob}")).collect::<Vec<_>>();
    let globs = Patterns::given(&home, survey.globs.iter().chain(&exclude).map(String::as_str));
    for glob in globs.as_ref().err().into_iter().flatten() {
        let advice = "write it as in .gitignore: `*.php`";
        ledger.problem(Origin::file(Text::theirs(*glob)), "this is not a file pattern", advice);
    }
    let mut roots = Vec::new();
    for (path, origin) in survey.paths {
        match root(path, &home) {
            Ok(root) => roots.push(root),
            Err(Why(why, advice)) => {
                let what = text!("`{}` cannot be looked through: {}", path, why);
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
    let (mut folders, mut files): (Vec<_>, Vec<_>) = roots.into_iter().partition(|root| root.is_dir());
    folders.dedup_by(|folder, earlier| folder.starts_with(earlier));
    files.dedup();
    let (found, mut missed) = list(folders, &Filter { globs: &globs, own: &own, named: &files });
    let named = files.len();
    files.extend(found);
    let shown = |path: &Path| shown(path, &home);
    let (made, unread) = read(&files, named, |made, path, text| look(made, &shown(path), text));
    missed.extend(unread);
    for (path, Why(why, advice)) in missed {
        let what = text!("it was not looked through: {}", why);
        ledger.notice(Origin::file(Text::theirs(shown(&path))), what, advice);
    }
    Ok((made, ledger.notices))
}

/// A path from the working folder, with slashes.
fn shown(path: &Path, home: &Path) -> String {
    let inside = path.strip_prefix(home).unwrap_or(path);
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
    if parts.is_empty() { ".".to_owned() } else { parts.join("/") }
}

/// The real path; refused outside of the working folder.
fn root(path: &str, home: &Path) -> Result<PathBuf, Why> {
    let nowhere = |error| Why(plain(&error), "give a path from the working folder");
    let wrong = |why: &str, advice| Err(Why(why.to_owned(), advice));
    let real = fs::canonicalize(path).map_err(nowhere)?;
    if !real.starts_with(home) {
        return wrong("it lies outside of the working folder", "give a path inside of it");
    }
    let folder = match fs::metadata(&real) {
        Ok(meta) if meta.is_dir() => Some(&*real),
        Ok(meta) if meta.is_file() => real.parent(),
        _ => return wrong("it is neither a file nor a folder", "give one of the two"),
    };
    folder.map(Rules::down_to).transpose()?;
    Ok(real)
}
