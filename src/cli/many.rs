//! `split` and `merge`, the commands for many hooks.

use clap::{Arg, ArgMatches};

use super::{Command, given, some_flags};
use crate::inputs::Group;
use crate::ledger::Problem;

pub(super) fn split() -> clap::Command {
    let shares = Arg::new("shares").value_name("N").required(true);
    clap::Command::new("split")
        .about("Share the hooks out over N machines: a matrix for GitHub Actions, by their names, offline")
        .arg(shares.help("How many shares at most, from 1 to 256"))
        .args(some_flags(&[Group::Absence, Group::Choice], true))
}

pub(super) fn merge() -> clap::Command {
    let reports = Arg::new("report").value_name("REPORT").num_args(1..).required(true);
    let expect = Arg::new(EXPECT).long(EXPECT).value_name("NAMES");
    clap::Command::new("merge")
        .about("Put the JSON reports of several machines together: one verdict, one exit code, offline")
        .arg(reports.help("JSON reports, or folders of them"))
        .arg(
            expect.help(
                "The webhooks that the reports must cover, by name and number, such as the output `expect` of split, or \
                 by name alone",
            ),
        )
        .args(some_flags(&[Group::Leniency, Group::Privacy, Group::Files], false))
}

const EXPECT: &str = "expect";

pub(super) fn read_split(split: &ArgMatches) -> Result<Command, Problem> {
    Ok(Command::Split { shares: text(split, "shares"), flags: given(split)? })
}

pub(super) fn read_merge(merge: &ArgMatches) -> Result<Command, Problem> {
    let reports = merge.get_many::<String>("report").unwrap_or_default().cloned().collect();
    Ok(Command::Merge { reports, expect: text(merge, EXPECT), flags: given(merge)? })
}

fn text(matches: &ArgMatches, name: &str) -> String {
    matches.get_one::<String>(name).cloned().unwrap_or_default()
}
