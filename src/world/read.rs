//! Reading files that others may have put there.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, Read};
use std::path::{Component, MAIN_SEPARATOR, Path, PathBuf, is_separator};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use super::identity::Identity;
use super::plain;

/// Why a file that must lie inside was not read.
pub(crate) enum Unread {
    /// It lies outside of the working folder.
    Outside,
    /// It is the file that it must not be.
    Other,
    /// Phrased to follow the file's name.
    Because(String),
}

/// Only a regular file: anything else could hang or have no end.
///
/// # Errors
///
/// Why not, phrased to follow the file's name.
pub(crate) fn read(path: &str, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    read_all(regular(Path::new(path), Links::Followed).map_err(|error| plain(&error))?, max)
}

/// The same, for what is too large to be held; it ends after `max` bytes.
///
/// # Errors
///
/// Why not, phrased to follow the file's name.
pub(crate) fn open(path: &str, max: u64) -> Result<impl Read, String> {
    let file = regular(Path::new(path), Links::Followed).map_err(|error| plain(&error))?;
    Ok(BufReader::new(file).take(max))
}

/// The same as [`read`] for a file that leads nowhere outside, see [`leads_outside`], and is not the other one, not
/// even under another name.
///
/// # Errors
///
/// Why not.
pub(crate) fn read_inside(path: &str, other: Option<&str>, max: u64) -> Result<Zeroizing<Vec<u8>>, Unread> {
    if leads_outside(path) {
        return Err(Unread::Outside);
    }
    let because = |error: io::Error| Unread::Because(plain(&error));
    let file = regular(Path::new(path), Links::Followed).map_err(because)?;
    let opened = Identity::of(&file).map_err(because)?;
    // What the path led to before may have been swapped since.
    let there = fs::canonicalize(path).ok().and_then(|real| Identity::at(&real));
    if leads_outside(path) || there != Some(opened) {
        return Err(Unread::Outside);
    }
    if other.and_then(|other| Identity::at(Path::new(other))) == Some(opened) {
        return Err(Unread::Other);
    }
    read_all(file, max).map_err(Unread::Because)
}

/// Whether a path is that of something in the working folder by its words alone.
#[must_use]
pub(crate) fn is_below_here(path: &str) -> bool {
    Path::new(path).components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir))
}

#[derive(Clone, Copy)]
pub(super) enum Links {
    Followed,
    Refused,
}

/// Opens a regular file, and nothing else. It is looked at again when it is open: before, it may have been another
/// one.
pub(super) fn regular(path: &Path, links: Links) -> io::Result<File> {
    if matches!(links, Links::Followed) {
        // Opening alone would end a pipe that is meant for somebody else.
        fs::metadata(path).and_then(|meta| is_regular(&meta))?;
    }
    opened(path, links)
}

fn opened(path: &Path, links: Links) -> io::Result<File> {
    let file = open_at_once(path, links).map_err(|error| if is_socket(&error) { odd() } else { error })?;
    is_regular(&file.metadata()?)?;
    Ok(file)
}

fn is_regular(meta: &fs::Metadata) -> io::Result<()> {
    match meta {
        meta if meta.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        meta if meta.is_file() => Ok(()),
        _ => Err(odd()),
    }
}

fn odd() -> io::Error {
    io::Error::other("it is not a regular file")
}

/// Without waiting for the other end of a pipe.
#[cfg(unix)]
fn open_at_once(path: &Path, links: Links) -> io::Result<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;

    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    if matches!(links, Links::Refused) {
        flags |= OFlags::NOFOLLOW;
    }
    let flags = i32::try_from(flags.bits()).expect("flags are small");
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// Also a folder or a link, which are told apart when open.
#[cfg(windows)]
fn open_at_once(path: &Path, links: Links) -> io::Result<File> {
    use std::os::windows::fs::OpenOptionsExt;

    const BACKUP_SEMANTICS: u32 = 0x0200_0000;
    const OPEN_REPARSE_POINT: u32 = 0x0020_0000;
    let links = if matches!(links, Links::Refused) { OPEN_REPARSE_POINT } else { 0 };
    OpenOptions::new().read(true).custom_flags(BACKUP_SEMANTICS | links).open(path)
}

/// Whether opening failed since there is a socket, or a device without a driver.
#[cfg(unix)]
fn is_socket(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::NXIO.raw_os_error())
}

#[cfg(windows)]
fn is_socket(_: &io::Error) -> bool {
    false
}

/// The files with this ending in a folder and below, sorted; a path that is not a folder is returned as it is.
/// Links to folders are not followed.
///
/// # Errors
///
/// Why a folder cannot be read.
pub(crate) fn files(path: &str, ending: &str) -> Result<Vec<String>, String> {
    if !Path::new(path).is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let (mut folders, mut found) = (vec![PathBuf::from(path)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(|error| plain(&error))? {
            let entry = entry.map_err(|error| plain(&error))?;
            let (kind, path) = (entry.file_type().map_err(|error| plain(&error))?, entry.path());
            if kind.is_dir() {
                folders.push(path);
            } else if path.to_str().is_none_or(|path| path.to_ascii_lowercase().ends_with(ending)) {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Reads a file, a pipe, or with `-` standard input, at most `max` bytes and for at most [`PATIENCE`].
///
/// # Errors
///
/// Why not.
pub(crate) fn read_patiently(path: &str, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    let (sender, receiver) = mpsc::channel();
    let path = path.to_owned();
    // Abandoned after a time-out; it ends with the process.
    thread::spawn(move || {
        let bytes = match path.as_str() {
            "-" => read_all(io::stdin().lock(), max),
            path if fs::metadata(path).is_ok_and(|meta| meta.is_dir()) => Err("it is a directory".to_owned()),
            path => File::open(path).map_err(|error| plain(&error)).and_then(|file| read_all(file, max)),
        };
        sender.send(bytes).ok();
    });
    receiver
        .recv_timeout(PATIENCE)
        .unwrap_or_else(|_| Err(format!("nothing came in {} s", PATIENCE.as_secs())))
}

/// How long a pipe may take to deliver the hook.
const PATIENCE: Duration = Duration::from_secs(60);

fn read_all(source: impl Read, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(max + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() as u64 > max {
        return Err(too_large(max));
    }
    Ok(bytes)
}

/// Why a file of more than `max` bytes is not read.
#[must_use]
pub(crate) fn too_large(max: u64) -> String {
    format!("it is larger than {} KiB", max / 1024)
}

/// Whether there is a folder.
#[must_use]
pub(crate) fn is_folder(path: &str) -> bool {
    Path::new(path).is_dir()
}

/// Whether the path exists, if only as a broken link. What cannot be inspected exists: reading it reports why
/// not.
#[must_use]
pub(crate) fn exists(path: &str) -> bool {
    let absent = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
    fs::symlink_metadata(path).map_or_else(|error| !absent.contains(&error.kind()), |_| true)
}

#[must_use]
pub(crate) fn is_link(path: &str) -> bool {
    leads_on(Path::new(path))
}

/// Whether a path that is relative, or begins with the working folder, leads out of it by `..` or a symbolic
/// link. A pull request must not be able to have `/proc/self/environ` read and quoted back.
fn leads_outside(path: &str) -> bool {
    let Ok(home) = fs::canonicalize(".") else { return true };
    let path = Path::new(path);
    // Compared by real paths: Windows spells one folder in several ways, and so do links.
    let is_home = |folder: &Path| fs::canonicalize(folder).is_ok_and(|real| real == home);
    let claims_inside = path.is_relative() || path.ancestors().skip(1).any(is_home);
    match fs::canonicalize(path) {
        Ok(real) => claims_inside && !real.starts_with(home),
        // A link without a real target, such as to a pipe, exists and leads nowhere inside.
        Err(_) => claims_inside && leads_on(path),
    }
}

/// From the working folder, if it lies there; a file that is no longer there does, unless its path says otherwise.
#[must_use]
pub(crate) fn inside(path: &str) -> Option<String> {
    let home = fs::canonicalize(".").ok()?;
    let inside = match fs::canonicalize(path) {
        Ok(real) => real.strip_prefix(home).ok()?.to_string_lossy().into_owned(),
        Err(_) if Path::new(path).is_absolute() || path.split(is_separator).any(|part| part == "..") => {
            return None;
        }
        Err(_) => path.trim_start_matches("./").to_owned(),
    };
    Some(inside.replace(MAIN_SEPARATOR, "/"))
}

fn leads_on(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

/// The real path, to compare two files that may not be there yet.
#[must_use]
pub(crate) fn real(path: &str) -> PathBuf {
    let path = Path::new(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(path).unwrap_or_else(|_| {
        fs::canonicalize(folder)
            .unwrap_or_else(|_| folder.to_owned())
            .join(path.file_name().unwrap_or_default())
    })
}

#[cfg(all(test, unix))]
mod tests;
