//! The only door to environment, files and standard output.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::fs::{self, File};
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use zeroize::Zeroizing;

use crate::start::environment::Environment;
use crate::text::printable::Printable;

mod panic;
mod progress;
mod sinks;
mod stop;
mod tree;

pub use panic::report_panics_without_secrets;
pub(crate) use progress::Progress;
pub(crate) use sinks::{Sinks, real};
pub(crate) use stop::listen;
pub use tree::Patterns;
pub(crate) use tree::{Survey, look_through};

/// The variables of this process, as they are now.
#[must_use]
pub(crate) fn environment() -> Environment {
    Environment::new(std::env::vars_os())
}

/// Reads a regular file of at most `max` bytes. Anything else could hang or have no end.
///
/// # Errors
///
/// Says why not, in words that fit after the file's name.
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

/// The files of a folder whose names end like this, and of the folders in it, sorted; for a path that is no folder, the
/// path itself. Links to folders are not followed.
///
/// # Errors
///
/// Says why a folder cannot be read.
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
            } else if path.to_str().is_none_or(|path| path.ends_with(ending)) {
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort_unstable();
    Ok(found)
}

/// Reads a file, a pipe, or with `-` standard input, at most `max` bytes, and does not wait for ever.
///
/// # Errors
///
/// Says why not.
pub(crate) fn read_patiently(path: &str, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    let (sender, receiver) = mpsc::channel();
    let path = path.to_owned();
    // Left behind when nothing comes; it ends with the process.
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

/// How long a pipe may take to give the hook.
const PATIENCE: Duration = Duration::from_secs(60);

fn read_all(source: impl Read, max: u64) -> Result<Zeroizing<Vec<u8>>, String> {
    let mut bytes = Zeroizing::new(Vec::new());
    source.take(max + 1).read_to_end(&mut bytes).map_err(|error| plain(&error))?;
    if bytes.len() as u64 > max {
        return Err(format!("it is larger than {} KiB", max / 1024));
    }
    Ok(bytes)
}

/// Whether there is anything under this path, if only a link that leads nowhere. What cannot be looked at is there:
/// whoever reads it is told why not.
#[must_use]
pub(crate) fn exists(path: &str) -> bool {
    let absent = [io::ErrorKind::NotFound, io::ErrorKind::NotADirectory];
    fs::symlink_metadata(path).map_or_else(|error| !absent.contains(&error.kind()), |_| true)
}

/// Whether the last part of a path is a symbolic link.
#[must_use]
pub(crate) fn is_link(path: &str) -> bool {
    leads_on(Path::new(path))
}

/// Whether a path that is relative, or begins with the working folder, leads out of it all the same, by
/// `..` or by a symbolic link. A pull request must not be able to have `/proc/self/environ` read and quoted
/// back.
#[must_use]
pub(crate) fn leads_outside(path: &str) -> bool {
    let Ok(home) = fs::canonicalize(".") else { return true };
    let path = Path::new(path);
    // By where its folders really are: Windows spells one folder in several ways, and so do links to ours.
    let is_home = |folder: &Path| fs::canonicalize(folder).is_ok_and(|real| real == home);
    let claims_inside = path.is_relative() || path.ancestors().skip(1).any(is_home);
    match fs::canonicalize(path) {
        Ok(real) => claims_inside && !real.starts_with(home),
        // A link whose end has no path, such as one to a pipe, is there and leads nowhere inside.
        Err(_) => claims_inside && leads_on(path),
    }
}

fn leads_on(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink())
}

/// Prints to standard output; a reader that has gone away is no trouble of ours.
///
/// # Errors
///
/// When standard output cannot be written for another reason.
pub(crate) fn print(text: &Printable) -> Result<(), String> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_str().as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
        _ => Ok(()),
    }
}

/// Prints to standard output; exit code 0, or 2 when that cannot be written.
#[must_use]
pub(crate) fn print_or_fail(text: &Printable) -> u8 {
    match print(text) {
        Ok(()) => 0,
        Err(_) => 2,
    }
}

/// Says something beside the result, on standard error; what cannot be written is no loss.
pub(crate) fn warn(text: &Printable) {
    io::stderr().lock().write_all(text.as_str().as_bytes()).unwrap_or_default();
}

/// Has the runner hide what it is told to, on standard error: the one text with a secret in it that leaves the program.
pub(crate) fn mask(masks: &Zeroizing<String>) {
    io::stderr().lock().write_all(masks.as_bytes()).unwrap_or_default();
}

/// Measures a run.
pub(crate) struct Stopwatch(std::time::Instant);

impl Stopwatch {
    /// From now.
    #[must_use]
    pub(crate) fn start() -> Self {
        Self(std::time::Instant::now())
    }

    /// Until now.
    #[must_use]
    pub(crate) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}

/// Whether a person looks at standard output.
#[must_use]
pub(crate) fn on_a_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Whether a person looks at standard error.
#[must_use]
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Sixteen bytes that nobody can foresee, as hexadecimal digits.
///
/// # Panics
///
/// When the operating system has no randomness to give: a foreseeable delimiter would let a portal
/// write outputs.
#[must_use]
pub(crate) fn nonce() -> String {
    let mut bytes = [0; 16];
    getrandom::getrandom(&mut bytes).expect("the operating system gives random bytes");
    format!("{:032x}", u128::from_ne_bytes(bytes))
}

/// An I/O error in plain words, without Rust's error numbers.
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
