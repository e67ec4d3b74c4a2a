//! The only door to environment, files and standard output.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::io::{self, BufWriter, IsTerminal, Write};
use std::time::Duration;

use zeroize::Zeroizing;

use crate::text::printable::Printable;

mod environment;
mod folder;
mod git;
mod identity;
mod nearby;
mod panic;
mod place;
mod progress;
mod read;
mod sinks;
mod stop;
mod tree;

pub(crate) use environment::Environment;
pub(crate) use git::{Depth, NoHistory, history};
pub(crate) use nearby::nearby;
pub use panic::report_panics_without_secrets;
pub(crate) use progress::{Progress, Wait};
pub(crate) use read::{
    Unread, exists, files, inside, is_below_here, is_folder, is_link, open, read, read_inside,
    read_patiently, real, too_large,
};
pub(crate) use sinks::{Sinks, TAKEN};
pub(crate) use stop::listen;
pub use tree::Patterns;
pub(crate) use tree::{Look, PassedBy, Survey, look_through, passed_by};

#[must_use]
pub(crate) fn environment() -> Environment {
    Environment::new(std::env::vars_os())
}

/// What is written at once, in bytes.
const PIECE: usize = 64 << 10;

/// A closed pipe is no error.
///
/// # Errors
///
/// If standard output cannot be written for another reason.
pub(crate) fn print(text: Printable) -> Result<(), String> {
    let mut out = BufWriter::with_capacity(PIECE, io::stdout().lock());
    match text.write_to(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(plain(&error)),
        _ => Ok(()),
    }
}

/// Returns the exit code: 0, or 2 if standard output cannot be written.
#[must_use]
pub(crate) fn print_or_fail(text: Printable) -> u8 {
    match print(text) {
        Ok(()) => 0,
        Err(_) => 2,
    }
}

/// Prints to standard error at once; a failure is ignored.
pub(crate) fn warn(text: Printable) {
    io::stderr().lock().write_all(&text.whole()).unwrap_or_default();
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

/// Why a path cannot be read where a file and a folder will do.
pub(crate) const NO_PATH: &str = "there is no such file or folder";

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
