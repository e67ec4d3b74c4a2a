//! Names, addresses and proxies on the way to the portal.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use super::{IN_TIME, NETWORK, PASSED, SOUND, always, ended};
use crate::gate::Gate;
use crate::portal::{Fault, Portal};
use crate::run::Run;

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
        ("nobody listens", "localhost:1", "the portal refused the connection", 4),
        ("nobody listens at an address", "127.0.0.1:1", "the portal refused the connection", 4),
        ("a name without an address", "portal.invalid", "the portal's host name has no address in DNS", 4),
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
    let denies = "does not let the connection to the portal through";
    let rows: [(&str, Fault, u64, &str); 9] = [
        ("refuses", says("HTTP/1.1 403 Forbidden\r\n\r\n"), 4, denies),
        ("cannot find the portal", says("HTTP/1.1 502 Bad Gateway\r\n\r\n"), 4, denies),
        ("waits in vain", says("HTTP/1.1 504 Gateway Timeout\r\n\r\n"), 4, denies),
        ("is a web server", says("HTTP/1.1 405 Not Allowed\r\n\r\n<html>"), 4, denies),
        (
            "asks for a password",
            says("HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic\r\n\r\n"),
            1,
            "asks for a user and password",
        ),
        ("answers nonsense", says("SSH-2.0-OpenSSH_9.9\r\n"), 4, denies),
        ("answers without end", Fault::RawBeforeTls(vec![b'x'; 100_000]), 4, denies),
        ("hangs up", Fault::CloseBeforeTls, 4, "cut the connection before the portal was reached"),
        ("hangs", Fault::StallTls, 2, "gave no connection in 1 s"),
    ];
    for (name, fault, attempts, told) in rows {
        let proxy = always(fault).start();
        let gate = towards("portal.invalid").secret("hunter22");
        let gate = gate.env("HTTPS_PROXY", &format!("http://rita:hunter22@{}", proxy.host()));
        let run = if attempts == 2 { gate.input("request-timeout", "2s") } else { gate }.run();
        names_the_proxy(name, &run, attempts, &format!("the proxy {} (HTTPS_PROXY) {told}", proxy.host()));
        assert_eq!(proxy.requests().len(), 0, "{name}");
    }
}

fn names_the_proxy(name: &str, run: &Run, attempts: u64, told: &str) {
    ended(name, run, NETWORK, attempts);
    run.says(told).keeps_quiet_about("check the host in the webhook");
}

#[test]
fn a_proxy_that_cannot_be_reached() {
    let rows = [
        ("all_proxy", "localhost:1", "localhost:1", 4, "refused the connection"),
        ("ALL_PROXY", "http://127.0.0.1:1/", "127.0.0.1:1", 4, "refused the connection"),
        ("https_proxy", "http://proxy.invalid:3128", "proxy.invalid:3128", 4, "has no address in DNS"),
        ("HTTPS_PROXY", "https://localhost:1", "localhost:1", 4, "refused the connection"),
    ];
    for (variable, address, host, attempts, told) in rows {
        let run = towards("portal.invalid").env(variable, address).run();
        names_the_proxy(variable, &run, attempts, &format!("the proxy {host} ({variable}) {told}"));
    }
}

/// Its certificate is its own, and says nothing of the portal's.
#[test]
fn a_proxy_over_tls_that_nobody_trusts() {
    let proxy = Portal::alive().start();
    let run = towards("portal.invalid").env("HTTPS_PROXY", &format!("https://{}", proxy.host())).run();
    names_the_proxy("TLS", &run, 1, "(HTTPS_PROXY) shows a certificate that is not trusted");
}

/// As where the proxy lets everything through, and finds out afterwards that it must not.
#[test]
fn a_tunnel_that_is_cut_is_the_proxys() {
    let proxy = always(Fault::RawBeforeTls(b"HTTP/1.1 200 OK\r\n\r\n".to_vec())).start();
    let run = towards("portal.invalid").env("HTTPS_PROXY", &format!("http://{}", proxy.host())).run();
    let told = format!(
        "the proxy {} (HTTPS_PROXY) opened the connection to the portal, but it was cut",
        proxy.host()
    );
    names_the_proxy("cut", &run, 4, &told);
}

/// Its own handshake is no connection to the portal.
#[test]
fn a_proxy_over_tls_that_is_in_the_way() {
    let http = Fault::RawBeforeTls(b"HTTP/1.1 400 Bad Request\r\n\r\n".to_vec());
    let rows = [
        ("hangs", Fault::NoAnswer, 2, "gave no connection in 1 s"),
        ("refuses", Fault::html(403), 4, "does not let the connection to the portal through"),
        ("speaks no TLS", http, 1, "does not speak TLS"),
    ];
    for (name, fault, attempts, told) in rows {
        let proxy = always(fault).start();
        let gate = towards("portal.invalid").env("HTTPS_PROXY", &format!("https://{}", proxy.host()));
        let gate = gate.input("ca-file", proxy.ca_file().to_str().expect("a plain name"));
        let run = if attempts == 2 { gate.input("request-timeout", "2s") } else { gate }.run();
        names_the_proxy(name, &run, attempts, &format!("the proxy {} (HTTPS_PROXY) {told}", proxy.host()));
    }
}

/// Only the proxy could reach this portal, so whoever asks without it finds no address.
#[test]
fn no_password_leads_past_the_proxy() {
    let denial = Fault::RawBeforeTls(b"HTTP/1.1 401 Unauthorized\r\n\r\n".to_vec());
    for password in ["hunter22^", "hunter22{|}", "hunter22 [\"`", "hunter22\u{e9}"] {
        let proxy = always(denial.clone()).start();
        let gate = towards("portal.invalid").secret("hunter22").input("max-attempts", "1");
        let run = gate.env("HTTPS_PROXY", &format!("http://rita:{password}@{}", proxy.host())).run();
        let told = format!("the proxy {} (HTTPS_PROXY) does not let", proxy.host());
        names_the_proxy(password, &run, 1, &told);
        run.says("check the user and password in HTTPS_PROXY, too");
    }
}

/// Drops what is sent to it, as a firewall does: its queue of connections is full.
#[cfg(target_os = "linux")]
struct Full {
    address: SocketAddr,
    _held: (tokio::runtime::Runtime, tokio::net::TcpListener, Vec<TcpStream>),
}

#[cfg(target_os = "linux")]
impl Full {
    /// At this port of the first loopback address, or at any.
    fn at(port: u16) -> io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let listener = runtime.block_on(async {
            let socket = tokio::net::TcpSocket::new_v4()?;
            socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
            socket.listen(0)
        })?;
        let address = listener.local_addr()?;
        let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(200)).ok();
        let held = std::iter::from_fn(connect).collect();
        Ok(Self { address, _held: (runtime, listener, held) })
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_portal_behind_a_firewall_that_drops_packets() {
    let full = Full::at(0).expect("a free port on loopback");
    let host = full.address.to_string();
    let run = towards(&host).input("request-timeout", "2s").run();
    ended("the portal", &run, NETWORK, 2);
    run.says("no connection to 127.0.0.1 in 1 s");

    // The run ends before the limit on a connection.
    let run = towards(&host).input("timeout", "2s").input("max-attempts", "1").run();
    ended("the portal, in a short run", &run, NETWORK, 1);
    run.says("no connection to 127.0.0.1 in ").keeps_quiet_about("and 1 more");

    let run = towards("portal.invalid").input("request-timeout", "2s").env("ALL_PROXY", &host).run();
    let told = format!("the proxy {host} (ALL_PROXY) gave no connection in 1 s");
    names_the_proxy("the proxy", &run, 2, &told);
}

/// In a network of its own, which has no way out.
#[cfg(target_os = "linux")]
#[test]
fn a_portal_that_no_route_leads_to() {
    if !crate::launch::has_namespaces() {
        return;
    }
    let run = towards("203.0.113.7").launched(&["unshare", "-rn"]).run();
    ended("no route", &run, NETWORK, 2);
    run.says("the network has no route to 203.0.113.7");
}

/// Every address of a name gets its share of the time.
#[cfg(target_os = "linux")]
#[test]
fn a_name_whose_first_addresses_drop_packets() {
    if !crate::launch::has_namespaces() {
        return;
    }
    let both = std::iter::repeat_with(|| {
        let portal = Portal::alive().at(Ipv4Addr::new(127, 0, 0, 2)).start();
        let port = portal.host().rsplit_once(':').and_then(|(_, port)| port.parse().ok());
        if let Ok(full) = Full::at(port.expect("a port")) {
            return Some((portal, full));
        }
        // Somebody has the port at the other address, and a portal that ends unasked is a mistake elsewhere.
        std::mem::forget(portal);
        None
    });
    let (portal, _full) = both.take(20).flatten().next().expect("a port that is free at both addresses");
    let gate = Gate::new(&portal).policy(SOUND).input("request-timeout", "10s");
    let gate = gate.file("hosts", b"127.0.0.1 localhost\n127.0.0.2 localhost\n");
    let run = gate.in_namespace("mount --bind hosts /etc/hosts").run();
    ended("the second address", &run, PASSED, 1);
    assert_eq!(portal.requests().len(), 2, "{run}");
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
