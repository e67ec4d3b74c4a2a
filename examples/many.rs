//! Many simulated portals and many hooks on them, for benchmarks. Each portal has a port and a certificate of its
//! own, all of them signed by one authority, and answers so many milliseconds after it was asked. Hooks go round
//! the portals. It writes `hooks` and `ca.pem` into the folder, says `ready` and serves until its standard input
//! ends. What they are like can be said: `alive`, unless told otherwise; `stalled=380000x262144`, which answers with so
//! many bytes of headers and of body but for the last; `scopes=990x30`, which grants so many scopes of so many
//! characters, others on each portal; or `fields=600x3`, which has so many fields for the items of each of its three types:
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

use portal::{Authority, Fault, Portal, Script};

fn main() -> Result<(), Box<dyn Error>> {
    let words = env::args().skip(1).collect::<Vec<_>>();
    let ([portals, hooks, delay, folder], kind) = (match words.as_slice() {
        [plain @ .., kind] if plain.len() == 4 => (plain, kind.as_str()),
        plain => (plain, "alive"),
    }) else {
        return Err(
            "usage: many PORTALS HOOKS MILLISECONDS FOLDER [alive|stalled=HEADxBODY|scopes=NUMBERxLENGTH|fields=NUMBERx3]"
                .into(),
        );
    };
    let kind = Kind::named(kind)?;
    let (portals, hooks, delay) = (portals.parse()?, hooks.parse()?, Duration::from_millis(delay.parse()?));
    let authority = Authority::new();
    let start = |number: usize| {
        // As many secrets as portals: the gate's redactor has to know each of them.
        let token = format!("k3v9x0q2m7{number:06}");
        kind.script(number).token(&token).thinks(delay).signed_by(&authority).start()
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

/// What all of the portals are like.
enum Kind {
    Alive,
    Stalled(Fault),
    /// How many, and of how many characters.
    Scopes(usize, usize),
    /// How many for the items of each type.
    Fields(usize),
}

impl Kind {
    fn named(name: &str) -> Result<Self, Box<dyn Error>> {
        let size = name.split_once('=').and_then(|(kind, size)| Some((kind, size.split_once('x')?)));
        Ok(match size {
            None if name == "alive" => Self::Alive,
            Some(("stalled", (head, body))) => Self::Stalled(Fault::stalled(head.parse()?, body.parse()?)),
            Some(("scopes", (number, length))) => Self::Scopes(number.parse()?, length.parse()?),
            Some(("fields", (number, "3"))) => Self::Fields(number.parse()?),
            _ => return Err(format!("{name} is no kind of portal").into()),
        })
    }

    fn script(&self, portal: usize) -> Script {
        match self {
            Self::Alive => Portal::alive(),
            Self::Fields(fields) => Portal::alive().fields(*fields),
            Self::Stalled(fault) => Portal::alive().always(fault.clone()),
            Self::Scopes(number, length) => {
                let scopes =
                    (0..*number).map(|scope| format!("portal_{portal:04}_{scope:0>0$}", length - 12));
                let scopes = scopes.collect::<Vec<_>>();
                Portal::alive().grants(&scopes.iter().map(String::as_str).collect::<Vec<_>>())
            }
        }
    }
}
