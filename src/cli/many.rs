//! `split` and `merge`, the commands for many hooks.

use clap::{Arg, ArgMatches, ValueHint};

use super::tree::{quiet, some_flags};
use super::{Command, given, texts};
use crate::inputs::Group;

pub(super) fn split() -> clap::Command {
    let shares = Arg::new("shares").value_name("N").required(true);
    clap::Command::new("split")
        .about("Share the webhooks out over several CI jobs: prints a matrix of their names")
        .arg(shares.help("How many jobs at most, from 1 to 256"))
        .args(some_flags(&[Group::Absence, Group::Choice], true))
}

pub(super) fn merge() -> clap::Command {
    let reports = Arg::new("report").value_name("REPORT").num_args(1..).required(true);
    let expect = Arg::new(EXPECT).long(EXPECT).value_name("NAMES");
    clap::Command::new("merge")
        .about("Put the JSON reports of several jobs together: one verdict, one exit code")
        .arg(reports.value_hint(ValueHint::AnyPath).help("JSON reports, or folders of them"))
        .arg(expect.help("Webhooks that the reports must cover: `expect` of `split`, or names"))
        .args(some_flags(&[Group::Leniency, Group::Privacy, Group::Files], false))
        .arg(quiet())
}

const EXPECT: &str = "expect";

pub(super) fn read_split(split: &ArgMatches) -> Command {
    Command::Split { shares: text(split, "shares"), flags: given(split) }
}

pub(super) fn read_merge(merge: &ArgMatches) -> Command {
    Command::Merge { reports: texts(merge, "report"), expect: text(merge, EXPECT), flags: given(merge) }
}

fn text(matches: &ArgMatches, name: &str) -> String {
    super::text(matches, name).unwrap_or_default()
}
