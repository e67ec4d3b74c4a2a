//! Many simulated portals and many hooks on them, for benchmarks. Each portal has a port and a certificate of its
//! own, all of them signed by one authority, and answers so many milliseconds after it was asked. Hooks go round
//! the portals. It writes `hooks` and `ca.pem` into the folder, says `ready` and serves until its standard input
//! ends:
//!
//! ```console
//! $ cargo run --example many 20 1000 100 /tmp/folder     # portals, hooks, milliseconds
//! ready
//! ```

#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the portals stand outside of the doors"
)]

use std::error::Error;
use std::fmt::Write;
use std::path::Path;
use std::process::exit;
use std::time::Duration;
use std::{env, fs, io};

#[path = "../tests/portal/mod.rs"]
mod portal;

use portal::{Authority, Portal};

fn main() -> Result<(), Box<dyn Error>> {
    let words = env::args().skip(1).collect::<Vec<_>>();
    let [portals, hooks, delay, folder] = words.as_slice() else {
        return Err("usage: many PORTALS HOOKS MILLISECONDS FOLDER".into());
    };
    let (portals, hooks, delay) = (portals.parse()?, hooks.parse()?, Duration::from_millis(delay.parse()?));
    let authority = Authority::new();
    let start = |number| {
        // As many secrets as portals: the gate's redactor has to know each of them.
        let token = format!("k3v9x0q2m7{number:06}");
        Portal::alive().token(&token).thinks(delay).signed_by(&authority).start()
    };
    let town = (0..portals).map(start).collect::<Vec<_>>();
    let (first, folder) = (town.first().ok_or("no portal")?, Path::new(folder));
    let mut list = String::new();
    for (number, portal) in town.iter().cycle().take(hooks).enumerate() {
        writeln!(list, "hook-{number}={}", portal.hook())?;
    }
    fs::write(folder.join("ca.pem"), first.ca_pem())?;
    fs::write(folder.join("hooks"), list)?;
    println!("ready");
    io::copy(&mut io::stdin(), &mut io::sink())?;
    // Portals that are dropped complain of not having been asked, which is the benchmark's business here. Their
    // files are all that they would leave behind.
    for portal in &town {
        fs::remove_file(portal.ca_file())?;
    }
    exit(0)
}
