//! `init`, `scan --fix` and `scopes`, for those who begin.

use clap::{Arg, ArgAction, ArgMatches};

use super::{CHECK, Command, given, some_flags};
use crate::inputs::Group;
use crate::ledger::Problem;

pub(super) const FIX: &str = "fix";

const WORKFLOW: &str = "workflow";

pub(super) fn init() -> clap::Command {
    let workflow = Arg::new(WORKFLOW).long(WORKFLOW).action(ArgAction::SetTrue);
    clap::Command::new("init")
        .about(
            "Write a first policy, .github/b24-scopes.yml, from the calls in the code below this folder and, where a \
             webhook is given, from what that holds; no file is overwritten",
        )
        .arg(workflow.help("Write .github/workflows/b24-ping.yml for GitHub Actions, too"))
        .args(some_flags(&[Group::Choice, Group::Reach, Group::Privacy], true))
}

pub(super) fn read_init(init: &ArgMatches) -> Result<Command, Problem> {
    Ok(Command::Init { flags: given(init)?, workflow: init.get_flag(WORKFLOW) })
}

/// The flags of `scan` that change the policy.
pub(super) fn fix() -> [Arg; 2] {
    let fix = Arg::new(FIX).long(FIX).action(ArgAction::SetTrue).conflicts_with("format");
    let check = Arg::new(CHECK).long(CHECK).action(ArgAction::SetTrue).requires(FIX);
    [
        fix.help("Add the scopes that calls need to the policy's `required`, and show what changes"),
        check.help("Only show it, and exit with 1 if anything is to be added"),
    ]
}

pub(super) fn read_fix(scan: &ArgMatches) -> Result<Command, Problem> {
    let texts = |name| scan.get_many::<String>(name).unwrap_or_default().cloned().collect();
    Ok(Command::Fix {
        flags: given(scan)?,
        paths: texts("path"),
        globs: texts("glob"),
        check: scan.get_flag(CHECK),
    })
}

pub(super) fn scopes() -> clap::Command {
    clap::Command::new("scopes")
        .about("What each scope is for, and with a code, which methods it opens, offline")
        .arg(Arg::new("code").value_name("CODE").help("A scope's code, such as crm"))
}
