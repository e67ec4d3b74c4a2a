//! A way to a portal that is as long as a real one. It takes connections on loopback and hands them on to a
//! port of this machine, so late as if both sides were one round trip apart:
//!
//! - the bytes of a connection begin to flow a round trip after it was opened, as TCP's handshake takes one;
//! - every byte is half a round trip under way, in each direction.
//!
//! It is a line that delays, not one that stalls: bytes that follow each other arrive as far apart as they were
//! sent, and as many can be under way as anybody sends. It serves until its standard input ends:
//!
//! ```console
//! $ cargo run --example relay 36363 100     # a port and the round trip in milliseconds
//! port=40557
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the relay stands outside of the doors"
)]

use std::error::Error;
use std::io::{self, Read, Write};
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::mpsc;
use std::time::{Duration, Instant};
use std::{env, thread};

fn main() -> Result<(), Box<dyn Error>> {
    let words = env::args().skip(1).collect::<Vec<_>>();
    let [port, round_trip] = words.as_slice() else { return Err("usage: relay PORT MILLISECONDS".into()) };
    let (port, round_trip) = (port.parse()?, Duration::from_millis(round_trip.parse()?));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("port={}", listener.local_addr()?.port());
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // A connection that breaks is the business of those who talk over it.
            drop(join(client, port, round_trip));
        }
    });
    io::copy(&mut io::stdin(), &mut io::sink())?;
    Ok(())
}

/// Two lines, one each way, between a client and the portal.
fn join(client: TcpStream, port: u16, round_trip: Duration) -> io::Result<()> {
    let portal = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    for side in [&client, &portal] {
        side.set_nodelay(true)?;
    }
    let opened = Instant::now() + round_trip;
    let (client, portal) = (Arc::new(client), Arc::new(portal));
    line(Arc::clone(&client), Arc::clone(&portal), opened, round_trip / 2);
    line(portal, client, opened, round_trip / 2);
    Ok(())
}

/// Takes what one side says, with the time at which it is due, and says it to the other side then. An empty
/// piece is the end.
fn line(from: Arc<TcpStream>, to: Arc<TcpStream>, opened: Instant, delay: Duration) {
    let (under_way, arriving) = mpsc::channel::<(Instant, Vec<u8>)>();
    thread::spawn(move || {
        loop {
            let mut piece = vec![0; 0x4000];
            let length = (&*from).read(&mut piece).unwrap_or(0);
            piece.truncate(length);
            let due = Instant::now().max(opened) + delay;
            if under_way.send((due, piece)).is_err() || length == 0 {
                break;
            }
        }
    });
    thread::spawn(move || {
        for (due, piece) in arriving {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            if piece.is_empty() || (&*to).write_all(&piece).is_err() {
                break;
            }
        }
        drop(to.shutdown(Shutdown::Write));
    });
}
