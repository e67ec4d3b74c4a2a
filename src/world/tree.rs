//! Walks a tree of files as ripgrep does, and has each looked through for calls.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;

use ignore::overrides::{Override, OverrideBuilder};
use ignore::{DirEntry, WalkBuilder, WalkState};

use super::plain;
use crate::ledger::{Ledger, Origin, Problem};
use crate::quote::{Quote, Redactor};
use crate::scan::{self, Scan};

/// The largest file that is looked through; what is larger was generated.
const MOST: usize = 4 << 20;

/// How far into a file a zero byte makes it one that people do not read, as it does for git.
const HEAD: usize = 8 << 10;

/// Text that speaks about calls rather than making them.
const PROSE: [&str; 3] = ["md", "markdown", "mdx"];

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
    walk.overrides(overrides).git_global(false).threads(threads());
    let whole = Mutex::new(Scan::default());
    walk.build_parallel().run(|| {
        let mut reader = Reader::new(&whole, &roots, redactor);
        Box::new(move |entry| {
            reader.take(entry);
            WalkState::Continue
        })
    });
    Ok(whole.into_inner().unwrap_or_else(PoisonError::into_inner).sorted())
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
            Some(inside) => roots.push(Path::new(".").join(inside)),
        }
    }
    roots.sort();
    // What lies in a folder that is walked needs no walk of its own, unless the file itself is named.
    roots.dedup_by(|later, earlier| later == earlier || later.is_dir() && later.starts_with(earlier));
    roots
}

/// One thread's eyes: a buffer, and what was found so far.
struct Reader<'w> {
    whole: &'w Mutex<Scan>,
    roots: &'w [PathBuf],
    redactor: &'w Redactor,
    buffer: Vec<u8>,
    found: Scan,
}

impl<'w> Reader<'w> {
    fn new(whole: &'w Mutex<Scan>, roots: &'w [PathBuf], redactor: &'w Redactor) -> Self {
        Self { whole, roots, redactor, buffer: vec![0; 64 << 10], found: Scan::default() }
    }

    fn take(&mut self, entry: Result<DirEntry, ignore::Error>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return self.miss(&error),
        };
        let named = entry.depth() == 0;
        let path = entry.path();
        // A file that is named is met as such, not a second time in its folder.
        let again = !named && self.roots.len() > 1 && self.roots.iter().any(|root| root == path);
        if !is_file(&entry, named) || again || !named && is_prose(path) {
            return;
        }
        match read(entry.path(), &mut self.buffer) {
            Ok(Some(text)) => {
                let found = scan::calls(text);
                let name =
                    if found.is_empty() { Quote::default() } else { shown(entry.path(), self.redactor) };
                self.found.add(&name, &found, self.redactor);
            }
            Ok(None) => {}
            Err(error) => {
                let name = shown(entry.path(), self.redactor);
                self.notice(name, &error);
            }
        }
    }

    /// A folder that cannot be read. The error's own text holds the path, and perhaps lines of a file.
    fn miss(&mut self, error: &ignore::Error) {
        if let ignore::Error::WithDepth { err, .. } = error {
            return self.miss(err);
        }
        let ignore::Error::WithPath { path, err } = error else { return };
        if let Some(error) = err.io_error() {
            let name = shown(path, self.redactor);
            self.notice(name, error);
        }
    }

    fn notice(&mut self, name: Quote, error: &io::Error) {
        let what = format!("it was not looked through: {}", plain(error));
        let origin = Origin::File(name);
        self.found.notices.push(Problem { origin, what, advice: String::new() });
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let found = std::mem::take(&mut self.found);
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).join(found);
    }
}

fn is_file(entry: &DirEntry, named: bool) -> bool {
    // A path that was named may be a link; where that leads to has been looked at.
    entry.file_type().is_some_and(|kind| kind.is_file() || named && kind.is_symlink())
}

fn is_prose(path: &Path) -> bool {
    path.extension().is_some_and(|ending| PROSE.iter().any(|prose| ending.eq_ignore_ascii_case(prose)))
}

/// The bytes of a file, in the buffer; `None` where it is no text or too large. A file's size is not asked
/// for first: most fit into the buffer as it is.
fn read<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> io::Result<Option<&'b [u8]>> {
    let mut file = File::open(path)?;
    let mut length = 0;
    let mut head = 0;
    loop {
        if length == buffer.len() {
            if length > MOST {
                return Ok(None);
            }
            buffer.resize((length * 4).min(MOST + 1), 0);
        }
        match file.read(&mut buffer[length..]) {
            Ok(0) => return Ok(Some(&buffer[..length])),
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        let seen = length.min(HEAD);
        if memchr::memchr(0, &buffer[head..seen]).is_some() {
            return Ok(None);
        }
        head = seen;
    }
}

/// A path as it is shown: from the working folder, with slashes.
fn shown(path: &Path, redactor: &Redactor) -> Quote {
    let parts = path.components().filter(|part| !matches!(part, Component::CurDir));
    let parts = parts.map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>();
    Quote::new(&if parts.is_empty() { ".".to_owned() } else { parts.join("/") }, redactor)
}
