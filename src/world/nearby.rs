//! Files that are not where they are looked for. A short look: nobody waits for it, and what it misses is only not
//! hinted at.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

/// Folders below the working folder.
const DEPTH: usize = 4;

/// Folders above it.
const HEIGHT: usize = 4;

/// Entries that are looked at.
const MOST: usize = 10_000;

/// Paths that are returned.
const SHOWN: usize = 3;

/// Folders of other people's files and of samples.
const PASSED_BY: [&str; 10] = [
    "node_modules",
    "vendor",
    "target",
    "dist",
    "bower_components",
    "site-packages",
    "test",
    "tests",
    "fixtures",
    "testdata",
];

/// The folders with a dot that a project's own files are in.
const OF_CI: [&str; 6] = [".github", ".gitlab", ".gitea", ".forgejo", ".config", ".ci"];

/// The regular files with such a name below the working folder, then, by their absolute paths, those of the folders
/// above it, up to the root of its repository or to the `workspace`. Links are not followed.
pub(crate) fn nearby(is_meant: impl Fn(&str) -> bool, workspace: Option<&str>) -> Vec<String> {
    let (mut found, mut left) = (Vec::new(), MOST);
    let mut folders = VecDeque::from([(PathBuf::new(), 0)]);
    while let Some((folder, depth)) = folders.pop_front() {
        for Entry { name, is_folder } in entries(&folder, &mut left) {
            let path = folder.join(&name);
            if is_folder && depth < DEPTH && counts(&name) {
                folders.push_back((path, depth + 1));
            } else if !is_folder && is_meant(&name) {
                found.push(path);
            }
        }
    }
    for folder in above(workspace) {
        for folder in [folder.join(OF_CI[0]), folder] {
            let files = entries(&folder, &mut left).into_iter().filter(|entry| !entry.is_folder);
            found.extend(files.filter(|entry| is_meant(&entry.name)).map(|entry| folder.join(entry.name)));
        }
    }
    let shown = |path: PathBuf| path.to_str().map(|path| path.replace('\\', "/"));
    found.into_iter().filter_map(shown).take(SHOWN).collect()
}

fn counts(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_hidden = name.starts_with('.') && !OF_CI.contains(&lower.as_str());
    !is_hidden && !PASSED_BY.contains(&lower.as_str())
}

/// Nothing unless one of them is the root: further up are the files of others.
fn above(workspace: Option<&str>) -> Vec<PathBuf> {
    let Ok(home) = fs::canonicalize(".") else { return Vec::new() };
    let workspace = workspace.and_then(|workspace| fs::canonicalize(workspace).ok());
    let is_root = |folder: &Path| workspace.as_deref() == Some(folder) || folder.join(".git").exists();
    let root = home.ancestors().take(HEIGHT + 1).position(is_root).unwrap_or(0);
    home.ancestors().skip(1).take(root).map(Path::to_owned).collect()
}

struct Entry {
    name: String,
    is_folder: bool,
}

/// Files and folders in the order of their names; neither links nor names that are no text.
fn entries(folder: &Path, left: &mut usize) -> Vec<Entry> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let entry = |entry: fs::DirEntry| {
        let kind = entry.file_type().ok().filter(|kind| kind.is_dir() || kind.is_file())?;
        Some(Entry { name: entry.file_name().into_string().ok()?, is_folder: kind.is_dir() })
    };
    let mut all = entries.flatten().take(*left).inspect(|_| *left -= 1).filter_map(entry).collect::<Vec<_>>();
    all.sort_by(|one, other| one.name.cmp(&other.name));
    all
}
