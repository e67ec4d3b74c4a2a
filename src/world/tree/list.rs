//! One pass over the folders, collecting the files that count.

use std::fs;
use std::path::{Path, PathBuf};

use super::rules::Rules;
use super::{Missed, Patterns};

/// Documents describe calls and make none.
const PROSE: [&str; 3] = ["md", "markdown", "mdx"];

/// The rules beside those of the repository. Paths are real and absolute.
pub(super) struct Filter<'f> {
    pub(super) globs: &'f Patterns,
    /// The run's own files.
    pub(super) own: &'f [PathBuf],
    /// Files that are named directly, so that none is counted again in its folder.
    pub(super) named: &'f [PathBuf],
}

/// The files in these folders, and what cannot be listed. Links are neither file nor folder, and not followed.
pub(super) fn list(folders: Vec<PathBuf>, filter: &Filter) -> (Vec<PathBuf>, Vec<Missed>) {
    let (mut files, mut missed) = (Vec::new(), Vec::new());
    // Each folder with its parent's rules; its own exist only while it is listed.
    let mut todo = folders.into_iter().map(|folder| (folder, None)).collect::<Vec<_>>();
    while let Some((folder, above)) = todo.pop() {
        let step = || {
            let rules = above.map_or_else(|| Rules::down_to(&folder), |above: Rules| above.and(&folder))?;
            for entry in fs::read_dir(&folder)? {
                let entry = entry?;
                let (path, kind) = (entry.path(), entry.file_type()?);
                if kind.is_dir() && filter.lets(&path, true, &rules) {
                    todo.push((path, Some(rules.clone())));
                } else if kind.is_file() && filter.lets(&path, false, &rules) {
                    files.push(path);
                }
            }
            Ok(())
        };
        if let Err(why) = step() {
            missed.push((folder, why));
        }
    }
    (files, missed)
}

impl Filter<'_> {
    fn lets(&self, path: &Path, is_folder: bool, rules: &Rules) -> bool {
        let counts = match self.globs.names(path, is_folder) {
            Some(named) => named,
            // If patterns name what counts, nothing else does; but it may be in any folder.
            None if self.globs.name_anything() && !is_folder => false,
            None => !rules.leave_out(path, is_folder),
        };
        let is_one_of = |paths: &[PathBuf]| paths.iter().any(|known| known == path);
        counts && (is_folder || !is_one_of(self.own) && !is_one_of(self.named) && !is_prose(path))
    }
}

fn is_prose(path: &Path) -> bool {
    path.extension().is_some_and(|ending| PROSE.iter().any(|prose| ending.eq_ignore_ascii_case(prose)))
}
