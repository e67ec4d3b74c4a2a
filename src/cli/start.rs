//! `init`, `scan` and `scopes`, for those who begin.

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, ValueHint};

use super::refused::problem;
use super::tree::{CHECK, HISTORY, some_flags, verbose};
use super::{Command, given, texts};
use crate::inputs::{Group, INPUTS};
use crate::ledger::Problem;
use crate::text::Ours;

pub(super) const FIX: &str = "fix";

const WORKFLOW: &str = "workflow";

pub(super) fn init() -> clap::Command {
    let workflow = Arg::new(WORKFLOW).long(WORKFLOW).action(ArgAction::SetTrue);
    clap::Command::new("init")
        .about("Write a first policy from the calls in your code; overwrites nothing")
        .long_about(
            "Write a first policy, .github/b24-scopes.yml, from the calls in the code below this folder.\n\
             If a webhook is given, what it holds is written down, too. No file is overwritten.",
        )
        .arg(workflow.help("Also write .github/workflows/b24-ping.yml for GitHub Actions"))
        .args(some_flags(&[Group::Choice, Group::Reach, Group::Privacy], true))
        .arg(verbose())
}

pub(super) fn read_init(init: &ArgMatches) -> Command {
    Command::Init { flags: given(init), workflow: init.get_flag(WORKFLOW) }
}

pub(super) fn scan() -> clap::Command {
    let paths = Arg::new("path").value_name("PATH").num_args(0..).value_hint(ValueHint::AnyPath);
    let format = Arg::new("format").long("format").value_name("FORMAT");
    let format = format.value_parser(["text", "json", "yaml"]).hide_possible_values(true);
    let glob = Arg::new("glob").long("glob").value_name("GLOB").action(ArgAction::Append);
    let history = Arg::new(HISTORY).long(HISTORY).action(ArgAction::SetTrue).conflicts_with(FIX);
    clap::Command::new("scan")
        .about("Find REST calls in code and the scopes they need, and webhooks in it; offline")
        .arg(paths.help("Files and folders [default: .; with --fix, the policy's `scan.paths`]"))
        .arg(format.default_value("text").help("text, json, or yaml: a policy ready to commit"))
        .arg(history.help("Also look for webhooks in the commits of the repository"))
        .arg(glob.help("Only matching files, as in .gitignore; with `!` before it, none of them"))
        .args(fix())
        .args(some_flags(&[Group::Policy], false))
}

/// The flags of `scan` that change the policy.
fn fix() -> [Arg; 2] {
    let fix = Arg::new(FIX).long(FIX).action(ArgAction::SetTrue).conflicts_with("format");
    let check = Arg::new(CHECK).long(CHECK).action(ArgAction::SetTrue);
    [
        fix.help("Add the scopes that calls need to the policy's `required`; prints the diff"),
        check.help("With --fix: only print the diff, and exit with 1 if there is one"),
    ]
}

pub(super) fn read_fix(scan: &ArgMatches) -> Command {
    let (paths, globs) = (texts(scan, "path"), texts(scan, "glob"));
    Command::Fix { flags: given(scan), paths, globs, check: scan.get_flag(CHECK) }
}

/// # Errors
///
/// The first flag that means nothing without `--fix`.
pub(super) fn goes_with_fix(scan: &ArgMatches) -> Result<(), Problem> {
    let policy = INPUTS.iter().filter(|input| input.group == Group::Policy).map(|input| input.name);
    let is_given = |name: &&str| scan.value_source(name) == Some(ValueSource::CommandLine);
    match [CHECK].into_iter().chain(policy).find(is_given) {
        None => Ok(()),
        Some(name) => {
            let (flag, value) = (Ours(name), (name != CHECK).then_some(Ours(" PATH")));
            let advice = text!("write `b24-ping scan --fix --{}{}`", flag, value);
            Err(problem(text!("`--{}` goes with `--fix`, which is missing", flag), advice))
        }
    }
}

pub(super) fn scopes() -> clap::Command {
    clap::Command::new("scopes")
        .about("What each scope is for; with a code, the methods it opens")
        .arg(Arg::new("code").value_name("CODE").help("A scope's code, such as crm"))
}
