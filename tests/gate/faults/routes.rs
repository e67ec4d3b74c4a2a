//! Names, addresses and proxies on the way to the portal.

use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};

use super::{Ends, IN_TIME, NETWORK, PASSED, SOUND, TIMEOUT, always, ended};
use crate::gate::Gate;
use crate::portal::{Fault, Portal};

const SECRET: &str = "k3v9x0q2m7t4b1za";

/// A gate for a portal that is nowhere, or that only a proxy could reach.
fn towards(host: &str) -> Gate {
    let gate = Gate::bare().hook(&format!("https://{host}/rest/17/{SECRET}/")).secret(SECRET);
    IN_TIME.iter().fold(gate, |gate, (name, value)| gate.input(name, value))
}

#[test]
fn a_portal_that_is_nowhere() {
    let rows = [
        // Port 1 is nobody's on loopback.
        ("nobody listens", "localhost:1", "the connection was refused", 4),
        ("nobody listens at an address", "127.0.0.1:1", "the connection was refused", 4),
        ("a name without an address", "portal.invalid", "the portal's name has no address", 4),
    ];
    for (name, host, told, attempts) in rows {
        let run = towards(host).run();
        ended(name, &run, NETWORK, attempts);
        run.says(told);
    }
}

/// What a proxy does with us, how the run ends, after how many attempts, and what is told.
#[test]
fn a_proxy_that_is_in_the_way() {
    let says = |text: &str| Fault::RawBeforeTls(text.into());
    let rows: [(&str, Fault, Ends, u64, &str); 7] = [
        ("refuses", says("HTTP/1.1 403 Forbidden\r\n\r\n"), NETWORK, 4, "the proxy does not let"),
        (
            "cannot find the portal",
            says("HTTP/1.1 502 Bad Gateway\r\n\r\n"),
            NETWORK,
            4,
            "the proxy does not let",
        ),
        (
            "asks for a password",
            says("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n"),
            NETWORK,
            4,
            "the proxy asks for a user and password",
        ),
        ("answers nonsense", says("SSH-2.0-OpenSSH_9.9\r\n"), NETWORK, 4, "the proxy does not let"),
        (
            "answers without end",
            Fault::RawBeforeTls(vec![b'x'; 100_000]),
            NETWORK,
            4,
            "the proxy does not let",
        ),
        ("hangs up", Fault::CloseBeforeTls, NETWORK, 4, "the proxy does not let"),
        ("hangs", Fault::StallTls, TIMEOUT, 1, "was not answered within 2s"),
    ];
    for (name, fault, ends, attempts, told) in rows {
        let proxy = always(fault).start();
        let gate = towards("portal.invalid").env("HTTPS_PROXY", &format!("http://{}", proxy.host()));
        let gate = if ends == TIMEOUT {
            gate.input("request-timeout", "2s").input("max-attempts", "1")
        } else {
            gate
        };
        let run = gate.run();
        ended(name, &run, ends, attempts);
        run.says(told);
        assert_eq!(proxy.requests().len(), 0, "{name}");
    }
}

/// Whom `NO_PROXY` names is asked without the proxy, which is nobody's here.
#[test]
fn a_proxy_that_is_not_for_this_portal() {
    let rows = [
        ("the host", "localhost", PASSED, 1),
        ("one of several", "a.example, localhost", PASSED, 1),
        ("everybody", "*", PASSED, 1),
        ("somebody else", "a.example", NETWORK, 4),
        ("an end of the name that is no label", "host", NETWORK, 4),
    ];
    for (name, exceptions, ends, attempts) in rows {
        let script = if ends == PASSED { Portal::alive() } else { Portal::alive().unasked() };
        let portal = script.start();
        let gate = Gate::new(&portal).policy(SOUND);
        let gate = gate.env("HTTPS_PROXY", "http://localhost:1").env("NO_PROXY", exceptions);
        ended(name, &gate.run(), ends, attempts);
    }
}

#[test]
fn a_portal_without_ipv4() {
    if TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        println!("skipped: this machine has no IPv6");
        return;
    }
    let portal = Portal::alive().at(Ipv6Addr::LOCALHOST).start();
    let run = Gate::new(&portal).policy(SOUND).run();
    ended("the address", &run, PASSED, 1);
    assert_eq!(portal.requests().len(), 2, "{run}");
}

/// Of the two addresses of the name nobody listens at the first.
#[cfg(target_os = "linux")]
#[test]
fn a_name_whose_first_address_is_dead() {
    if !crate::launch::has_namespaces() {
        return;
    }
    let portal = Portal::alive().at(Ipv4Addr::new(127, 0, 0, 2)).start();
    let gate = Gate::new(&portal).policy(SOUND);
    let gate = gate.file("hosts", b"127.0.0.1 localhost\n127.0.0.2 localhost\n");
    let run = gate.in_namespace("mount --bind hosts /etc/hosts").run();
    ended("the second address", &run, PASSED, 1);
    assert_eq!(portal.requests().len(), 2, "{run}");
}
