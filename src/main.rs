//! The process edge.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(b24_ping::run(std::env::args_os()))
}
