//! The tree of commands and flags, for parsing, help, completions and the manual alike.

use clap::{Arg, ArgAction, ValueHint};

use super::{completion, guide, many, pages, start};
use crate::inputs::{Group, HOOK_FILE, INPUTS, Input, QUIET, VERBOSE};

pub(super) const IDENTITY: &str = "with-identity";

pub(super) const CHECK: &str = "check";

pub(super) const HISTORY: &str = "history";

/// Where help, version, `-v` and `-q` stand.
const OTHER: &str = "Other";

/// The flags of the short help; the others are in the long one.
const COMMON: [&str; 7] =
    [HOOK_FILE, "only", "scopes-file", "required-scopes", "forbidden-scopes", "warn-only", "json-file"];

/// The commands and flags as users know them.
#[must_use]
pub fn command() -> clap::Command {
    let tree = clap::Command::new("b24-ping")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Checks that a Bitrix24 webhook is alive and has the scopes you need")
        .disable_version_flag(true)
        .args_conflicts_with_subcommands(true)
        .subcommand_help_heading("Commands (`check` is the default)")
        .args(gate())
        .arg(
            Arg::new("version")
                .short('V')
                .long("version")
                .action(ArgAction::Version)
                .help_heading(OTHER)
                .help("Print the version"),
        )
        .subcommand(clap::Command::new("check").about("Ask the portal and give a verdict").args(gate()))
        .subcommand(lint())
        .subcommand(start::init())
        .subcommand(start::scan())
        .subcommand(snapshot())
        .subcommand(many::split())
        .subcommand(many::merge())
        .subcommand(explain())
        .subcommand(start::scopes())
        .subcommand(completion::completions())
        .subcommand(pages::man());
    let tree = tree.mut_subcommands(|command| guide::added(with_help(command)));
    guide::added(with_help(tree))
}

/// The same with a flag that is accepted only to be refused with a reason that does not repeat its value.
pub(super) fn parsing() -> clap::Command {
    let hook = || Arg::new("hook").long("hook").num_args(0..=1).hide(true);
    command().mut_subcommands(|command| command.arg(hook())).arg(hook())
}

fn with_help(command: clap::Command) -> clap::Command {
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help_heading(OTHER);
    command.disable_help_flag(true).arg(help.help("Print the common flags; --help prints all, with examples"))
}

fn gate() -> Vec<Arg> {
    let mut flags = some_flags(&Group::ALL, true);
    flags.extend([verbose(), quiet()]);
    flags
}

fn lint() -> clap::Command {
    let file = Arg::new("file").value_name("FILE").num_args(0..).value_hint(ValueHint::FilePath);
    clap::Command::new("lint")
        .about("Check policies for mistakes; offline")
        .arg(file.help("Policies, `-` for standard input [default: .github/b24-scopes.yml]"))
        .args(some_flags(&[Group::Leniency, Group::Privacy, Group::Files], false))
        .arg(quiet())
}

fn snapshot() -> clap::Command {
    let identity = Arg::new(IDENTITY).long(IDENTITY).action(ArgAction::SetTrue);
    let check = Arg::new(CHECK).long(CHECK).value_name("FILE").value_hint(ValueHint::FilePath);
    clap::Command::new("snapshot")
        .about("Print a policy that matches what the webhook holds now")
        .arg(identity.help("Also write down the portal and the owner, as expectations"))
        .arg(check.help("Compare with this snapshot instead; exit with 1 if anything differs"))
        .args(some_flags(&[Group::Choice, Group::Reach, Group::Privacy], true))
        .args([verbose(), quiet()])
}

fn explain() -> clap::Command {
    clap::Command::new("explain").about("What a reason code means and how to fix it").arg(
        Arg::new("reason")
            .value_name("REASON")
            .help("A code such as scope-missing; without one, all are listed"),
    )
}

pub(super) fn verbose() -> Arg {
    let flag = Arg::new(VERBOSE).short('v').long(VERBOSE).action(ArgAction::SetTrue).help_heading(OTHER);
    flag.help("One line per attempt on standard error; also on if RUNNER_DEBUG=1")
}

pub(super) fn quiet() -> Arg {
    let flag = Arg::new(QUIET).short('q').long(QUIET).action(ArgAction::SetTrue).help_heading(OTHER);
    flag.help("Print the verdict's line only; reports and annotations stay as they are")
}

/// The flags of these groups, with the one for the hook's file.
pub(super) fn some_flags(groups: &[Group], with_file: bool) -> Vec<Arg> {
    let file = Arg::new(HOOK_FILE)
        .long(HOOK_FILE)
        .value_name("PATH")
        .value_hint(ValueHint::FilePath)
        .help_heading(Group::Choice.heading())
        .help("Read the webhook's address from a file; `-` is standard input");
    let inputs = INPUTS.iter().filter(|input| groups.contains(&input.group)).map(flag);
    let flags = with_file.then_some(file).into_iter().chain(inputs);
    flags
        .map(|arg| {
            let is_common = COMMON.contains(&arg.get_id().as_str());
            arg.action(ArgAction::Set).hide_short_help(!is_common)
        })
        .collect()
}

fn flag(input: &'static Input) -> Arg {
    let default =
        if input.default.is_empty() { String::new() } else { format!(" [default: {}]", input.default) };
    let arg = Arg::new(input.name)
        .long(input.name)
        .value_name(input.value)
        .help_heading(input.group.heading())
        .value_hint(match input.value {
            "PATH" => ValueHint::FilePath,
            "HOST" => ValueHint::Hostname,
            _ => ValueHint::Other,
        })
        .help(format!("{}{default}", capitalised(input.help)));
    if input.value == "true|false" { arg.num_args(0..=1).default_missing_value("true") } else { arg }
}

fn capitalised(text: &str) -> String {
    let (first, rest) = text.split_at_checked(1).unwrap_or_default();
    first.to_ascii_uppercase() + rest
}
