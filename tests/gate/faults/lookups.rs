//! Names that nobody tells: a lookup has a thread, which nothing but the answer ends.

use std::net::UdpSocket;

use super::TIMEOUT;
use crate::gate::Gate;
use crate::launch::has_namespaces;

/// Many lookups at once fit in 64 MiB of memory, and none of them holds the run when its time is over.
#[test]
fn lookups_that_are_never_answered() {
    let Ok(_silent) = UdpSocket::bind("127.0.0.9:53") else {
        println!("skipped: only root may stand in for a name server");
        return;
    };
    if !has_namespaces() {
        return;
    }
    let hook = |n| format!("h{n}=https://p{n}.invalid/rest/17/k3v9x0q2m7t4b1za/");
    let gate =
        Gate::bare().hook(&(0..64).map(hook).collect::<Vec<_>>().join("\n")).secret("k3v9x0q2m7t4b1za");
    let gate = gate.file("resolv.conf", b"nameserver 127.0.0.9\n").input("jobs", "64").input("timeout", "2s");
    let run = gate.in_namespace("mount --bind resolv.conf /etc/resolv.conf && ulimit -d 65536").run();
    run.ends(3, TIMEOUT.0, TIMEOUT.1).says("64 of 64 webhooks unreachable");
}
