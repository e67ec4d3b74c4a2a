//! One simulated portal, for tests that are written in shell. It says where it is and what it is asked, and
//! serves until its standard input ends:
//!
//! ```console
//! $ cargo run --example portal missing-scope
//! hook=https://localhost:36363/rest/17/k3v9x0q2m7t4b1za/
//! ca=/tmp/.tmpSDbDxJ.pem
//! asked=batch
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the portal stands outside of the doors"
)]

use std::path::PathBuf;
use std::process::{ExitCode, exit};
use std::time::Duration;
use std::{env, fs, io, thread};

#[path = "../tests/portal/mod.rs"]
mod portal;

use portal::{Fault, Portal};

fn main() -> ExitCode {
    let alive = Portal::alive();
    let script = match env::args().nth(1).as_deref() {
        Some("alive") => alive,
        Some("missing-scope") => alive.grants(&["crm", "task"]),
        Some("busy") => alive.first(3, Fault::busy()),
        Some("dead-owner") => alive.refuses("authorization_error", "Unable to authorize user", 401),
        Some("refused") => alive.refuses("INVALID_CREDENTIALS", "Invalid request credentials", 401),
        Some("silent") => alive.always(Fault::NoAnswer),
        Some(word) if word.starts_with("grants=") => {
            alive.grants(&word["grants=".len()..].split(',').collect::<Vec<_>>())
        }
        _ => {
            eprintln!("usage: portal alive|missing-scope|busy|dead-owner|refused|silent|grants=A,B");
            return ExitCode::from(2);
        }
    };
    let portal = script.start();
    println!("hook={}", portal.hook());
    println!("ca={}", portal.ca_file().display());

    let ca_file = portal.ca_file().to_owned();
    thread::spawn(move || close_with_the_input(ca_file));
    let mut told = 0;
    loop {
        for request in portal.requests().iter().skip(told) {
            println!("asked={}", request.called);
            told += 1;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

/// Ends the process without dropping the portal: the drop complains about a portal that nobody asked, and
/// here it is the shell test's business how often that was to happen.
fn close_with_the_input(ca_file: PathBuf) {
    let read = io::copy(&mut io::stdin(), &mut io::sink());
    let removed = fs::remove_file(ca_file);
    exit(i32::from(read.and(removed.map(|()| 0)).is_err()))
}
