//! What can go wrong on the way to a portal, as tables: every request meets the fault, and a row tells what must
//! come of it.
//!
//! A bound in time is an input like any other. It is far beyond what the fault should take, so a run that got
//! stuck ends with the reason `timeout` instead of its own, and the row fails without a clock of ours.

mod answers;
mod connections;
#[cfg(target_os = "linux")]
mod lookups;
mod routes;
mod sizes;
mod tls;
mod tunnel;

use std::thread;

use crate::gate::Gate;
use crate::portal::{Fault, Portal, Script};
use crate::run::Run;

/// Status and reason.
type Ends = (&'static str, &'static str);

const PASSED: Ends = ("passed", "ok");
const MOVED: Ends = ("failed", "portal-moved");
const NOT_A_PORTAL: Ends = ("failed", "not-a-portal");
const REFUSED: Ends = ("failed", "hook-refused");
const BUSY: Ends = ("unreachable", "rate-limited");
const NETWORK: Ends = ("unreachable", "network");
const SERVER: Ends = ("unreachable", "server-error");
const TIMEOUT: Ends = ("unreachable", "timeout");
const TLS: Ends = ("unreachable", "tls");

/// The fault's name, the portal that has it, how the run ends, how often each of the two calls was tried, how
/// many requests came through TLS, and a part of what people are told.
type Row = (&'static str, Script, Ends, u64, usize, &'static str);

/// A policy that a healthy portal meets.
const SOUND: &str = "{required: [crm], extra: ignore}";

/// A portal at which every request meets this fault.
fn always(fault: Fault) -> Script {
    Portal::alive().always(fault)
}

/// Bytes in the place of HTTP.
fn raw(bytes: &str) -> Script {
    always(Fault::Raw(bytes.into()))
}

/// Runs every row with these inputs, in 64 MiB of memory.
fn meets(rows: impl IntoIterator<Item = Row>, inputs: &[(&str, &str)]) {
    for (name, script, ends, attempts, requests, told) in rows {
        let portal = script.start();
        let gate = Gate::new(&portal).policy(SOUND).limited();
        let run = inputs.iter().fold(gate, |gate, (name, value)| gate.input(name, value)).run();
        ended(name, &run, ends, attempts);
        assert_eq!(portal.requests().len(), requests, "requests of “{name}”: {run}");
        assert!(run.stdout.contains(told), "“{name}” does not say “{told}”: {run}");
    }
}

/// The same for rows that mostly wait, all of them at once.
fn meets_at_once(rows: impl IntoIterator<Item = Row>, inputs: &[(&str, &str)]) {
    thread::scope(|scope| {
        for row in rows {
            scope.spawn(|| meets([row], inputs));
        }
    });
}

/// The run came to this end after so many attempts.
fn ended(name: &str, run: &Run, ends: Ends, attempts: u64) {
    let json = run.json();
    let word = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
    let code = match ends.0 {
        "passed" => 0,
        "failed" => 1,
        _ => 3,
    };
    let found = (word("status"), word("reason"), json["hooks"][0]["attempts"].as_u64(), run.code);
    assert_eq!(found, (ends.0.to_owned(), ends.1.to_owned(), Some(attempts), code), "“{name}”: {run}");
}

/// Far more than any of these faults takes.
const IN_TIME: [(&str, &str); 2] = [("timeout", "5m"), ("request-timeout", "60s")];

/// For faults that only the end of an attempt's time ends; still enough for everything before the fault.
const CUT_SHORT: [(&str, &str); 3] = [("timeout", "5m"), ("request-timeout", "2s"), ("max-attempts", "1")];
