//! Which files of a folder do not count, by what the repository says.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::scan::Patterns;

/// The largest file of patterns that is read, in bytes. Each pattern takes time with each file.
pub(super) const MOST_PATTERNS: u64 = 32 << 10;

/// The patterns of one folder, and through it of those above.
#[derive(Debug)]
pub(super) struct Rules {
    folder: PathBuf,
    above: Option<Arc<Self>>,
    /// Whether a repository of git begins here.
    repository: bool,
    /// Of `.ignore`, which outranks git's.
    own: Patterns,
    /// Of `.gitignore`.
    git: Patterns,
    /// Of `.git/info/exclude`, which every `.gitignore` outranks.
    exclude: Patterns,
}

impl Rules {
    /// Those for the entries of a folder, by the files in it and in those above as far as its repository goes.
    pub(super) fn down_to(folder: &Path) -> Arc<Self> {
        let mut rules = None;
        for folder in as_far_as_the_repository(folder).into_iter().rev() {
            rules = Some(Self::of(folder, rules));
        }
        rules.unwrap_or_else(|| Self::of(folder, None))
    }

    /// Those for the entries of a folder, `above` those of the folder that it lies in.
    pub(super) fn of(folder: &Path, above: Option<Arc<Self>>) -> Arc<Self> {
        let patterns = |name| read(&folder.join(name));
        let repository = folder.join(".git").exists();
        Arc::new(Self {
            folder: folder.to_owned(),
            above,
            repository,
            own: patterns(".ignore"),
            git: patterns(".gitignore"),
            exclude: if repository { patterns(".git/info/exclude") } else { Patterns::default() },
        })
    }

    /// Whether an entry does not count: as a pattern says, or else because its name begins with a dot.
    pub(super) fn leave_out(&self, path: &Path, is_folder: bool) -> bool {
        let says = |patterns: &Patterns, rules: &Self| {
            if patterns.is_empty() { None } else { patterns.names(&below(&rules.folder, path)?, is_folder) }
        };
        let all = std::iter::successors(Some(self), |rules| rules.above.as_deref());
        let own = all.clone().find_map(|rules| says(&rules.own, rules));
        let git = || {
            // Outside of a repository git says nothing, and one inside another has its own say.
            let last = all.clone().position(|rules| rules.repository)?;
            let inside = all.clone().take(last + 1);
            let said = inside.clone().find_map(|rules| says(&rules.git, rules));
            said.or_else(|| inside.last().and_then(|rules| says(&rules.exclude, rules)))
        };
        let is_hidden =
            || path.file_name().is_some_and(|name| name.as_encoded_bytes().first() == Some(&b'.'));
        own.or_else(git).unwrap_or_else(is_hidden)
    }
}

/// A folder and those above it that its repository holds; only the folder itself where there is none.
pub(super) fn as_far_as_the_repository(folder: &Path) -> Vec<&Path> {
    let depth = folder.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    folder.ancestors().take(depth + 1).collect()
}

/// The path from a folder on, with slashes.
pub(super) fn below(folder: &Path, path: &Path) -> Option<String> {
    let inside = path.strip_prefix(folder).ok()?;
    let parts = inside.components().map(|part| part.as_os_str().to_string_lossy());
    Some(parts.collect::<Vec<_>>().join("/"))
}

/// The patterns of a file; none where there is no such file that can be read.
fn read(path: &Path) -> Patterns {
    let is_small = |meta: &fs::Metadata| meta.is_file() && meta.len() <= MOST_PATTERNS;
    let bytes = fs::symlink_metadata(path).ok().filter(is_small).and_then(|_| fs::read(path).ok());
    bytes.map(|bytes| Patterns::of_file(&String::from_utf8_lossy(&bytes))).unwrap_or_default()
}
