//! A proxy that lets us through: nothing goes wrong, and it learns nothing but where we go.

use std::io::{self, BufRead, BufReader, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::mpsc::{self, Receiver};
use std::thread;

use super::{PASSED, SOUND, ended};
use crate::gate::Gate;
use crate::portal::Portal;

/// Where a proxy listens, and the head of every request that it got.
fn proxy() -> (String, Receiver<String>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port on loopback");
    let host = format!("localhost:{}", listener.local_addr().expect("it is bound").port());
    let (tell, heads) = mpsc::channel();
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            let tell = tell.clone();
            thread::spawn(move || carry(client, |head| tell.send(head).unwrap_or_default()));
        }
    });
    (host, heads)
}

fn carry(mut client: TcpStream, tell: impl Fn(String)) -> io::Result<()> {
    let mut lines = BufReader::new(client.try_clone()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        lines.read_line(&mut head)?;
    }
    let target = head.split(' ').nth(1).unwrap_or_default();
    let mut portal = TcpStream::connect(target)?;
    tell(head);
    client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
    let (mut from, mut to) = (portal.try_clone()?, client.try_clone()?);
    thread::spawn(move || io::copy(&mut from, &mut to));
    io::copy(&mut lines, &mut portal).map(drop)
}

#[test]
fn a_proxy_that_lets_us_through() {
    let (host, heads) = proxy();
    let portal = Portal::alive().start();
    let gate = Gate::new(&portal).policy(SOUND).secret("hunter22").secret("cml0YTpodW50ZXIyMg");
    let run = gate.env("HTTPS_PROXY", &format!("http://rita:hunter22@{host}")).run();
    ended("through the proxy", &run, PASSED, 1);
    let heads = heads.try_iter().collect::<Vec<_>>();
    assert_eq!(heads.len(), portal.connections(), "{heads:?}");
    for head in heads {
        assert!(head.starts_with(&format!("CONNECT {} HTTP/1.1\r\n", portal.host())), "{head}");
        assert!(head.to_ascii_lowercase().contains("proxy-authorization: basic "), "{head}");
        assert!(head.contains("cml0YTpodW50ZXIyMg==") && !head.contains(portal.secret()), "{head}");
    }
}
