//! The only door to environment, files and standard output.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::text::printable::Printable;

mod environment;
mod panic;
mod progress;
mod sinks;
mod stop;
mod tree;

pub(crate) use environment::Environment;
pub use panic::report_panics_without_secrets;
pub(crate) use progress::Progress;
pub(crate) use sinks::{Sinks, real};
pub(crate) use stop::listen;
pub use tree::Patterns;
pub(crate) use tree::{Survey, look_through};

#[must_use]
pub(crate) fn environment() -> Environment {
    Environment::new(std::env::vars_os())
}

/// Only a regular file: anything else could hang or have no end.
///
/// # Errors
///
/// Why not, phrased to follow the file's name.
pub(crate) fn read(path: &str, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    let meta = fs::metadata(path).map_err(|error| plain(&error))?;
    if meta.is_dir() {
        return Err("it is a directory".to_owned());
    }
    if !meta.is_file() {
        return Err("it is no regular file".to_owned());
    }
    read_all(File::open(path).map_err(|error| plain(&error))?, max)
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
        .unwrap_or_else(|_| Err(format!("nothing came within {} s", PATIENCE.as_secs())))
}

/// How long a pipe may take to deliver the hook.
const PATIENCE: Duration = Duration::from_secs(60);

fn read_all(source: impl Read, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(max + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() as u64 > max {
        return Err(format!("it is larger than {} KiB", max / 1024));
    }
    Ok(bytes)
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
#[must_use]
pub(crate) fn leads_outside(path: &str) -> bool {
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

fn leads_on(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

/// A closed pipe is no error.
///
/// # Errors
///
/// If standard output cannot be written for another reason.
pub(crate) fn print(text: &Printable) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_str().as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
        _ => Ok(()),
    }
}

/// Returns the exit code: 0, or 2 if standard output cannot be written.
#[must_use]
pub(crate) fn print_or_fail(text: &Printable) -> u8 {
    match print(text) {
        Ok(()) => 0,
        Err(_) => 2,
    }
}

/// Prints to standard error; a failure is ignored.
pub(crate) fn warn(text: &Printable) {
    io::stderr().lock().write_all(text.as_str().as_bytes()).unwrap_or_default();
}

/// Prints a mask to standard error for the runner: the only text with a secret that leaves the program.
pub(crate) fn mask(masks: &Zeroizing<String>) {
    io::stderr().lock().write_all(masks.as_bytes()).unwrap_or_default();
}

pub(crate) struct Stopwatch(std::time::Instant);

impl Stopwatch {
    #[must_use]
    pub(crate) fn start() -> Self {
        Self(std::time::Instant::now())
    }

    #[must_use]
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Whether standard output is a terminal.
#[must_use]
pub(crate) fn on_a_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether standard error is a terminal.
#[must_use]
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Sixteen unpredictable bytes, as hexadecimal digits.
///
/// # Panics
///
/// If the operating system has no randomness: a predictable delimiter would let a portal write outputs.
#[must_use]
pub(crate) fn nonce() -> String {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes).expect("the operating system gives random bytes");
    format!("{:032x}", u128::from_ne_bytes(bytes))
}

/// An I/O error in plain words, without error numbers.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission is denied".to_owned(),
        io::ErrorKind::IsADirectory => "it is a directory".to_owned(),
        io::ErrorKind::NotADirectory => "a part of the path is not a directory".to_owned(),
        io::ErrorKind::StorageFull => "no space is left".to_owned(),
        io::ErrorKind::ReadOnlyFilesystem => "the file system is read-only".to_owned(),
        _ => {
            let text = error.to_string();
            text.split(" (os error").next().unwrap_or_default().trim_end_matches('.').to_lowercase()
        }
    }
}
