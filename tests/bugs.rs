//! A bug of ours tells where it is, and nothing of what the program was given.

use std::env;
use std::process::Command;

const SECRET: &str = "k3v9x0q2m7t4b1za";

/// What the other test starts: a program with a bug that knows the secret.
#[test]
#[ignore = "it ends the process"]
fn a_program_with_a_bug() {
    b24_ping::testing::report_panics_without_secrets();
    panic!("https://acme.example/rest/17/{SECRET}/ is not what was expected");
}

#[test]
fn a_bug_tells_its_place_and_no_secret() {
    let this = env::current_exe().expect("a path");
    for backtrace in ["0", "full"] {
        let child = Command::new(&this)
            .args(["--exact", "a_program_with_a_bug", "--ignored", "--nocapture"])
            .env("RUST_BACKTRACE", backtrace)
            .output();
        let child = child.expect("it starts");
        let told = String::from_utf8_lossy(&child.stderr).into_owned();
        assert_eq!(child.status.code(), Some(4), "{told}");
        assert!(told.contains("(at tests/bugs.rs:"), "{told}");
        let all = told + &String::from_utf8_lossy(&child.stdout);
        assert!(!all.contains(SECRET) && !all.contains("rest/17"), "{all}");
    }
}
