//! What the repository ignores in a folder.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::io::Read;
use std::path::Path;
use std::rc::Rc;
use std::{fs, iter};

use super::{Patterns, Why};
use crate::world::read::{Links, regular};

/// Bytes of patterns for a folder, with those above it: compiled, each takes up to a KiB of memory.
const MOST: u64 = 32 << 10;

/// The rules for the entries of one folder.
#[derive(Clone)]
pub(super) struct Rules {
    /// The rest of [`MOST`].
    left: u64,
    /// Of `.ignore`, which outranks git's.
    own: Chain,
    /// Of `.gitignore`, then of `.git/info/exclude`. `None` outside of a repository.
    git: Option<Chain>,
}

impl Rules {
    /// The rules of a folder and those above, up to the root of its repository; only its own without a
    /// repository.
    pub(super) fn down_to(folder: &Path) -> Result<Self, Why> {
        let depth = folder.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
        let folders = folder.ancestors().take(depth + 1).collect::<Vec<_>>();
        let none = Self { left: MOST, own: Chain::default(), git: None };
        folders.iter().rev().try_fold(none, |rules, folder| rules.and(folder))
    }

    /// With the rules of a subfolder. A repository inside another has its own.
    pub(super) fn and(&self, folder: &Path) -> Result<Self, Why> {
        let mut left = self.left;
        let mut read = |name| patterns(&folder.join(name), &mut left);
        let git = if folder.join(".git").exists() {
            Some(Chain::default().and(folder, &read(".git/info/exclude").unwrap_or_default()))
        } else {
            self.git.clone()
        };
        let (own, ignored) = (read(".ignore")?, read(".gitignore")?);
        Ok(Self { left, own: self.own.and(folder, &own), git: git.map(|git| git.and(folder, &ignored)) })
    }

    /// Whether a pattern ignores an entry, or excepts it.
    pub(super) fn ignore(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let git = || self.git.as_ref()?.names(path, is_folder);
        self.own.names(path, is_folder).or_else(git)
    }
}

#[derive(Clone, Default)]
struct Chain(Option<Rc<(Patterns, Self)>>);

impl Chain {
    fn and(&self, folder: &Path, text: &str) -> Self {
        if text.is_empty() {
            return self.clone();
        }
        Self(Some(Rc::new((Patterns::of_file(folder, text), self.clone()))))
    }

    fn names(&self, path: &Path, is_folder: bool) -> Option<bool> {
        let mut links = iter::successors(self.0.as_deref(), |(_, above)| above.0.as_deref());
        links.find_map(|(patterns, _)| patterns.names(path, is_folder))
    }
}

/// The text of a pattern file; empty if there is none. Through a link to `/dev/zero` it would have no end.
fn patterns(path: &Path, left: &mut u64) -> Result<String, Why> {
    let odd = || {
        Why(
            "its `.gitignore` or `.ignore` is a symbolic link, or larger than 32 KiB with those above it"
                .to_owned(),
            "replace it by a file with a few patterns; git does not follow the link either",
        )
    };
    match fs::symlink_metadata(path) {
        Ok(meta) if meta.is_symlink() => return Err(odd()),
        Ok(meta) if meta.is_file() => {}
        _ => return Ok(String::new()),
    }
    let Ok(file) = regular(path, Links::Refused) else { return Ok(String::new()) };
    let mut bytes = Vec::new();
    file.take(*left + 1).read_to_end(&mut bytes).unwrap_or_default();
    *left = left.checked_sub(bytes.len() as u64).ok_or_else(odd)?;
    Ok(String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes)).into_owned())
}
