//! Where a report goes: the way to it, which no link may turn, and what is made for it.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf, is_separator};

use super::folder::Folder;
use super::identity::look;
use super::plain;

/// A report's file. What was made for it is removed again unless it is kept.
#[derive(Debug)]
pub(super) struct Place {
    file: File,
    made: Made,
}

impl Place {
    /// Opens or creates the file, and its folders. In one of the `grounds`, which hold what others have written, no
    /// link is followed; elsewhere only the file itself must be none.
    ///
    /// # Errors
    ///
    /// Why not, phrased to follow the file's name.
    pub(super) fn open(path: &Path, grounds: &[PathBuf]) -> Result<Self, String> {
        let (base, rest) = split(path, grounds);
        // The parts of a path no longer tell.
        let last = path.to_string_lossy().rsplit(is_separator).next().map(str::to_owned);
        let is_folder = matches!(last.as_deref(), Some("" | "." | ".."));
        let Some((name, folders)) = rest.split_last().filter(|_| !is_folder) else {
            return Err("it is a directory".to_owned());
        };
        let cannot = |error: io::Error| format!("its folder cannot be created: {}", plain(&error));
        let plain = |error: io::Error| plain(&error);
        let mut made = Made::default();
        let mut folder = Folder::open(&base).map_err(cannot)?;
        for name in folders {
            folder = made.enter(folder, name).map_err(cannot)?;
        }
        let file = made.file(folder, name).map_err(plain)?;
        if file.metadata().map_err(plain)?.is_file() && look(&file).map_err(plain)?.names > 1 {
            return Err("it is a hard link: the file has other names, too".to_owned());
        }
        Ok(Self { file, made })
    }

    pub(super) fn file(&self) -> &File {
        &self.file
    }

    pub(super) fn keep(mut self) -> File {
        self.made.0.clear();
        self.file
    }
}

/// A folder to begin with, as it is, and the steps from there, none of which may be a link.
fn split(path: &Path, grounds: &[PathBuf]) -> (PathBuf, Vec<OsString>) {
    let parts = path.components().collect::<Vec<_>>();
    let first = |n: usize| {
        let base = parts[..n].iter().collect::<PathBuf>();
        if base.as_os_str().is_empty() { PathBuf::from(".") } else { base }
    };
    let is_inside = |base: &PathBuf| {
        fs::canonicalize(base).is_ok_and(|real| grounds.iter().any(|ground| real.starts_with(ground)))
    };
    // From here up there is no link yet.
    let root = parts.iter().take_while(|part| !matches!(part, Component::Normal(_))).count();
    let most = parts.len().saturating_sub(1).max(root);
    let inside = (root..=most).find(|n| is_inside(&first(*n)));
    let start = inside.or_else(|| (root..=most).rev().find(|n| first(*n).is_dir())).unwrap_or(root);
    let steps = parts[start..].iter().filter(|part| **part != Component::CurDir);
    (first(start), steps.map(|part| part.as_os_str().to_owned()).collect())
}

/// What was made, each in its folder; removed again, the last first.
#[derive(Debug, Default)]
struct Made(Vec<(Folder, OsString)>);

impl Made {
    fn enter(&mut self, folder: Folder, name: &OsStr) -> io::Result<Folder> {
        match folder.enter(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            entered => return entered,
        }
        let inner = folder.make(name)?;
        self.0.push((folder, name.to_owned()));
        Ok(inner)
    }

    fn file(&mut self, folder: Folder, name: &OsStr) -> io::Result<File> {
        match folder.file(name) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            opened => return opened,
        }
        let file = folder.create(name)?;
        self.0.push((folder, name.to_owned()));
        Ok(file)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        for (folder, name) in self.0.drain(..).rev() {
            folder.remove(&name);
        }
    }
}
