//! One thread that reads files and has each looked through.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::rules::{self, Rules};
use super::walk::Eyes;
use super::{PATTERNS, TRAPPED, View, is_same, is_trapped, plain};
use crate::ledger::{Origin, Problem};
use crate::text;
use crate::text::Text;
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
    view: View<'w>,
    buffer: Vec<u8>,
    found: Scan,
}

impl<'w> Reader<'w> {
    pub(super) fn new(whole: &'w Mutex<Scan>, view: View<'w>) -> Self {
        Self { whole, view, buffer: vec![0; 64 << 10], found: Scan::default() }
    }
}

impl Eyes for Reader<'_> {
    fn file(&mut self, path: &Path) {
        let view = self.view;
        let name = || view.shown(path);
        match read(path, &mut self.buffer) {
            Ok(Some(text)) => {
                let found = scan::calls(text);
                let name = if found.is_empty() { Text::default() } else { name() };
                self.found.add(&name, &found);
            }
            Ok(None) if is_root(self.view, path) => {
                self.notice(name(), "it is no text, or larger than 4 MiB", "");
            }
            Ok(None) => {}
            Err(error) => self.notice(name(), &plain(&error), ""),
        }
    }

    fn counts(&mut self, path: &Path, is_folder: bool, rules: &Rules) -> bool {
        let View { home, globs, own, .. } = self.view;
        let inside = rules::below(home, path).unwrap_or_default();
        let counts = match globs.names(&inside, is_folder) {
            Some(named) => named,
            // Where patterns name what counts, nothing else does; it may still lie in any folder.
            None if globs.name_anything() && !is_folder => false,
            None => !rules.leave_out(path, is_folder),
        };
        if !counts || own.iter().any(|own| is_same(path, own)) {
            return false;
        }
        if is_folder && is_trapped(path) {
            self.notice(self.view.shown(path), TRAPPED, PATTERNS);
            return false;
        }
        // A file that is named is met as such, not a second time in its folder.
        is_folder || !is_root(self.view, path) && !is_prose(path)
    }

    fn miss(&mut self, path: &Path, error: &io::Error) {
        self.notice(self.view.shown(path), &plain(error), "");
    }
}

impl Reader<'_> {
    fn notice(&mut self, name: Text, why: &str, advice: &'static str) {
        let what = text!("it was not looked through: {}", why);
        self.found.notices.push(Problem::new(Origin::File(name), what, advice));
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let found = std::mem::take(&mut self.found);
        self.whole.lock().unwrap_or_else(PoisonError::into_inner).join(found);
    }
}

/// Whether somebody named this very file or folder.
fn is_root(view: View<'_>, path: &Path) -> bool {
    view.roots.iter().any(|root| root == path)
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
