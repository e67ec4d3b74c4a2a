//! One thread that reads files and has each looked through.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use ignore::DirEntry;

use super::{plain, shown};
use crate::ledger::{Origin, Problem};
use crate::quote::{Quote, Redactor};
use crate::scan::{self, Scan};

/// The largest file that is looked through; what is larger was generated.
const MOST: usize = 4 << 20;

/// How far into a file a zero byte makes it one that people do not read, as it does for git.
const HEAD: usize = 8 << 10;

/// Text that speaks about calls rather than making them.
const PROSE: [&str; 3] = ["md", "markdown", "mdx"];

/// One thread's eyes: a buffer, and what was found so far.
pub(super) struct Reader<'w> {
    whole: &'w Mutex<Scan>,
    roots: &'w [PathBuf],
    redactor: &'w Redactor,
    buffer: Vec<u8>,
    found: Scan,
}

impl<'w> Reader<'w> {
    pub(super) fn new(whole: &'w Mutex<Scan>, roots: &'w [PathBuf], redactor: &'w Redactor) -> Self {
        Self { whole, roots, redactor, buffer: vec![0; 64 << 10], found: Scan::default() }
    }

    pub(super) fn take(&mut self, entry: Result<DirEntry, ignore::Error>) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return self.miss(&error),
        };
        let named = entry.depth() == 0;
        let path = entry.path();
        // A file that is named is met as such, not a second time in its folder.
        let again = !named && self.roots.len() > 1 && self.roots.iter().any(|root| root == path);
        if !entry.file_type().is_some_and(|kind| kind.is_file()) || again || !named && is_prose(path) {
            return;
        }
        match read(entry.path(), &mut self.buffer) {
            Ok(Some(text)) => {
                let found = scan::calls(text);
                let name =
                    if found.is_empty() { Quote::default() } else { shown(entry.path(), self.redactor) };
                self.found.add(&name, &found, self.redactor);
            }
            Ok(None) if named => {
                let name = shown(entry.path(), self.redactor);
                self.notice(name, "it is no text, or larger than 4 MiB");
            }
            Ok(None) => {}
            Err(error) => {
                let name = shown(entry.path(), self.redactor);
                self.notice(name, &plain(&error));
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
            self.notice(name, &plain(error));
        }
    }

    fn notice(&mut self, name: Quote, why: &str) {
        let what = format!("it was not looked through: {why}");
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
