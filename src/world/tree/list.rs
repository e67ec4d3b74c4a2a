//! One pass over the folders, collecting the files that count.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::rules::Rules;
use super::{Missed, Patterns};
use crate::world::read::{Links, regular};

/// Documents, logs, translations and what programs write describe calls and make none.
const PROSE: [&str; 20] = [
    "md", "markdown", "mdx", "txt", "rst", "adoc", "log", "lock", "map", "po", "pot", "xlf", "xliff", "csv",
    "tsv", "svg", "css", "har", "jsonl", "ndjson",
];

/// Parts of names: what a bundler made, and what a package manager did.
const MADE: [&str; 6] =
    [".min.js", ".bundle.js", ".min.css", "package-lock.json", "pnpm-lock.yaml", "npm-shrinkwrap.json"];

/// Folders of translations, documents, logs and records, in which data is prose and everything else is not.
const WRITTEN: [&str; 19] = [
    "i18n",
    "locale",
    "locales",
    "lang",
    "translations",
    "messages",
    "docs",
    "doc",
    "documentation",
    "log",
    "logs",
    "audit",
    "audits",
    "dump",
    "dumps",
    "recorded",
    "recordings",
    "responses",
    "snapshots",
];

/// What translations and recorded answers are kept in.
const DATA: [&str; 4] = ["json", "yml", "yaml", "properties"];

/// Files in which a package has its name, how much of one is read, in bytes, and the packages of the SDKs.
const PACKAGES: [&str; 3] = ["composer.json", "package.json", "pyproject.toml"];
const MOST_OF_PACKAGE: u64 = 16 << 10;
const SDKS: [&str; 6] = [
    "bitrix24/b24phpsdk",
    "mesilov/bitrix24-php-sdk",
    "@bitrix24/b24jssdk",
    "b24pysdk",
    "fast-bitrix24",
    "fast_bitrix24",
];

/// The rules beside those of the repository. Paths are real and absolute.
#[derive(Clone, Copy)]
pub(super) struct Filter<'f> {
    /// The working folder, or the folder itself where that lies outside.
    pub(super) home: &'f Path,
    pub(super) globs: &'f Patterns,
    /// The run's own files.
    pub(super) own: &'f [PathBuf],
    /// Files that are named directly, so that none is counted again in its folder.
    pub(super) named: &'f [PathBuf],
}

/// Why something does not count that would count otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hidden {
    /// By a pattern of the repository's.
    Ignored,
    /// By a pattern beside them.
    Excluded,
    /// By a dot before its name.
    Dot,
    /// Links are neither file nor folder, and not followed.
    Link,
}

/// What is in some folders.
#[derive(Default)]
pub(super) struct Listed {
    /// Files that may be code.
    pub(super) files: Vec<PathBuf>,
    /// Files that are none, but may hold a webhook: prose, and what has a dot before its name or a folder's.
    pub(super) texts: Vec<PathBuf>,
    /// What cannot be listed.
    pub(super) missed: Vec<Missed>,
    /// What would count otherwise.
    pub(super) hidden: Vec<(PathBuf, Hidden)>,
}

impl Listed {
    /// With what is in other folders.
    pub(super) fn join(&mut self, mut other: Self) {
        self.files.append(&mut other.files);
        self.texts.append(&mut other.texts);
        self.missed.append(&mut other.missed);
        self.hidden.append(&mut other.hidden);
    }
}

/// Everything in these folders.
pub(super) fn list(folders: Vec<PathBuf>, filter: &Filter) -> Listed {
    let Listed { mut files, mut texts, mut missed, mut hidden } = Listed::default();
    // Each folder with its parent's rules; its own exist only while it is listed.
    let mut todo = folders.into_iter().map(|folder| (folder, None, true)).collect::<Vec<_>>();
    while let Some((folder, above, is_code)) = todo.pop() {
        let step = || {
            let is_root = above.is_none();
            let rules = above.map_or_else(|| Rules::down_to(&folder), |above: Rules| above.and(&folder))?;
            let entries =
                fs::read_dir(&folder)?.map(|entry| entry.and_then(|it| Ok((it.path(), it.file_type()?))));
            let entries = entries.collect::<io::Result<Vec<_>>>()?;
            let is_code = is_code && (is_root || !entries.iter().any(|(path, _)| names_sdk(path)));
            for (path, kind) in entries {
                let fate = filter.fate(&path, kind.is_dir(), &rules);
                let is_dotted = matches!(fate, Fate::Hidden(Hidden::Dot));
                let counts = is_code && matches!(fate, Fate::Counts);
                let is_text = is_dotted || matches!(fate, Fate::Counts | Fate::Text);
                if kind.is_dir() && is_text && !(is_dotted && is_foreign(&path)) {
                    todo.push((path.clone(), Some(rules.clone()), counts));
                } else if kind.is_file() && counts {
                    files.push(path.clone());
                } else if kind.is_file() && is_text {
                    texts.push(path.clone());
                }
                match fate {
                    Fate::Hidden(why) if is_code => hidden.push((path, why)),
                    Fate::Counts if is_code && kind.is_symlink() => hidden.push((path, Hidden::Link)),
                    _ => {}
                }
            }
            Ok(())
        };
        if let Err(why) = step() {
            missed.push((folder, why));
        }
    }
    Listed { files, texts, missed, hidden }
}

/// Whether it says that its folder is a copy of an SDK for Bitrix24, whose functions call every method there is.
fn names_sdk(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default();
    if !PACKAGES.iter().any(|package| name == *package) {
        return false;
    }
    let mut text = Vec::new();
    let read =
        regular(file, Links::Refused).and_then(|file| file.take(MOST_OF_PACKAGE).read_to_end(&mut text));
    let is_name = |sdk: &&str| {
        let quoted = format!("\"{sdk}\"");
        memchr::memmem::find_iter(&text, quoted.as_bytes()).any(|at| {
            let key = text[..at].trim_ascii_end();
            let key = key.strip_suffix(b":").or_else(|| key.strip_suffix(b"=")).unwrap_or_default();
            let key = key.trim_ascii_end();
            key.strip_suffix(b"\"").unwrap_or(key).ends_with(b"name")
        })
    };
    read.is_ok() && SDKS.iter().any(is_name)
}

/// Where dependencies and git itself keep their files.
const FOREIGN: [&str; 7] =
    [".git", ".venv", "bower_components", "node_modules", "site-packages", "vendor", "venv"];

/// The files among these paths and below, at most `room` of them and without those that are known already. What
/// counts nowhere is left out here as well.
pub(super) fn below(
    mut todo: Vec<PathBuf>,
    known: &BTreeSet<&PathBuf>,
    home: &Path,
    room: &mut usize,
) -> Vec<PathBuf> {
    let mut files = Vec::new();
    while let Some(path) = todo.pop() {
        let Ok(meta) = fs::symlink_metadata(&path) else { continue };
        if meta.is_dir() && !is_foreign(&path) {
            let entries = fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path());
            todo.extend(entries.filter(|path| !is_dotted(path)));
        } else if meta.is_file() && !is_prose(&path, home) && !known.contains(&path) {
            if *room == 0 {
                return files;
            }
            *room -= 1;
            files.push(path);
        }
    }
    files
}

enum Fate {
    Counts,
    /// It is no code.
    Text,
    Hidden(Hidden),
    Nothing,
}

impl Filter<'_> {
    fn fate(&self, path: &Path, is_folder: bool, rules: &Rules) -> Fate {
        let is_one_of = |paths: &[PathBuf]| paths.iter().any(|known| known == path);
        if is_one_of(self.own) || !is_folder && is_one_of(self.named) {
            return Fate::Nothing;
        }
        let is_prose = !is_folder && is_prose(path, self.home);
        let fate = self.code_fate(path, is_folder, rules);
        match fate {
            Fate::Counts | Fate::Hidden(Hidden::Dot) if is_prose => Fate::Text,
            _ if is_prose => Fate::Nothing,
            fate => fate,
        }
    }

    fn code_fate(&self, path: &Path, is_folder: bool, rules: &Rules) -> Fate {
        match self.globs.names(path, is_folder) {
            Some(true) => Fate::Counts,
            Some(false) => Fate::Hidden(Hidden::Excluded),
            // If patterns name what counts, nothing else does; but it may be in any folder.
            None if self.globs.name_anything() && !is_folder => Fate::Nothing,
            None => match rules.ignore(path, is_folder) {
                Some(true) => Fate::Hidden(Hidden::Ignored),
                None if is_dotted(path) => Fate::Hidden(Hidden::Dot),
                _ => Fate::Counts,
            },
        }
    }
}

fn is_foreign(path: &Path) -> bool {
    path.file_name().is_some_and(|name| FOREIGN.iter().any(|known| name == *known))
}

fn is_dotted(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().first() == Some(&b'.'))
}

/// `home` is the working folder; what it lies in says nothing.
fn is_prose(path: &Path, home: &Path) -> bool {
    let ends = |endings: &[&str]| {
        path.extension().is_some_and(|ending| endings.iter().any(|prose| ending.eq_ignore_ascii_case(prose)))
    };
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let is_written = || {
        let folders = path.strip_prefix(home).unwrap_or(path).parent().into_iter().flat_map(Path::components);
        folders
            .into_iter()
            .any(|folder| WRITTEN.iter().any(|known| folder.as_os_str().eq_ignore_ascii_case(known)))
    };
    ends(&PROSE)
        || is_hashed(&name)
        || is_translation(path, home)
        || MADE.iter().any(|made| name.ends_with(made))
        || ends(&DATA) && is_written()
}

/// `lang/ru/options.php`: a portal's module keeps its words so.
fn is_translation(path: &Path, home: &Path) -> bool {
    let folders = path.strip_prefix(home).unwrap_or(path).parent().into_iter().flat_map(Path::components);
    let folders = folders.map(Component::as_os_str).collect::<Vec<_>>();
    folders.windows(2).any(|pair| pair[0] == "lang" && pair[1].len() == 2)
}

/// `app.0301e0d5.js`: a bundler writes what is in it into its name.
fn is_hashed(name: &str) -> bool {
    let hash = name.strip_suffix(".js").and_then(|stem| stem.rsplit_once('.')).map_or("", |(_, hash)| hash);
    let digits = hash.bytes().filter(u8::is_ascii_digit).count();
    (8..=32).contains(&hash.len())
        && (1..hash.len()).contains(&digits)
        && hash.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
