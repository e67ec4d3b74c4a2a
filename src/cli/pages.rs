//! Manual pages.

use std::io::{self, Write};

use clap::{Arg, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::{Page, guide, tree};

pub(super) fn man() -> Command {
    Command::new("man").about("Print the manual page of the program or of a command").arg(
        Arg::new("command")
            .value_name("COMMAND")
            .help("A command, such as scan")
            .value_parser(NAMES)
            .hide_possible_values(true),
    )
}

/// The commands with a manual page of their own.
pub(super) const NAMES: [&str; 11] = [
    "check",
    "lint",
    "init",
    "scan",
    "snapshot",
    "split",
    "merge",
    "explain",
    "scopes",
    "completions",
    "man",
];

/// Of one command, else of the program.
pub(super) fn manual(name: Option<&str>) -> Page {
    let mut tree = tree::command();
    // Gives the commands their full names.
    tree.build();
    let command = name.and_then(|name| tree.find_subcommand(name)).unwrap_or(&tree).clone();
    let man =
        Man::new(command).source(concat!("b24-ping ", env!("CARGO_PKG_VERSION"))).manual("User Commands");
    let page = page(&man, name).unwrap_or_default();
    Page(String::from_utf8_lossy(&page).into_owned())
}

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn page(man: &Man, name: Option<&str>) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let title = name.map(|name| format!("-{name}")).unwrap_or_default().to_ascii_uppercase();
    // An empty date, which the crate would leave out.
    writeln!(
        out,
        ".TH B24\\-PING{} 1 \"\" \"b24\\-ping {VERSION}\" \"User Commands\"",
        title.replace('-', "\\-")
    )?;
    man.render_name_section(&mut out)?;
    man.render_synopsis_section(&mut out)?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if name.is_none() {
        man.render_subcommands_section(&mut out)?;
    }
    let guide = guide::of(name.unwrap_or_default());
    for (title, rows) in
        [("EXIT STATUS", guide.exits), ("ENVIRONMENT", guide.variables), ("EXAMPLES", guide.examples)]
    {
        let mut roff = Roff::new();
        roff.control("SH", [title]);
        if rows.is_empty() {
            roff.text([roman("None.")]);
        }
        for (left, right) in rows {
            roff.control("TP", []).text([bold(*left)]).text([roman(*right)]);
        }
        roff.to_writer(&mut out)?;
    }
    Ok(out)
}
