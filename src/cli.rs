//! The command line: flags and commands, nothing decided here.

use std::ffi::OsString;

use clap::ArgMatches;
use clap::error::ErrorKind;

use crate::inputs::{Group, HOOK_FILE, INPUTS, QUIET, VERBOSE};
use crate::ledger::Problem;
use crate::start::Needs;
use crate::start::given::Flags;
use crate::text::printable::Safe;

mod completion;
mod guide;
mod many;
mod pages;
mod refused;
mod slips;
mod start;
mod tree;

pub(crate) use refused::named;
use refused::{problem, refused};
pub use tree::command;
use tree::{CHECK, HISTORY, IDENTITY};

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Check(Flags),
    /// `snapshot --check`.
    Drift(Flags),
    Lint {
        /// Policies, `-` for standard input; none for the one that the gate reads.
        files: Vec<String>,
        flags: Flags,
    },
    Scan {
        /// Files and folders.
        paths: Vec<String>,
        /// As in `.gitignore`.
        globs: Vec<String>,
        format: Format,
        /// Whether the commits are looked through as well.
        history: bool,
    },
    /// `scan --fix`.
    Fix {
        flags: Flags,
        /// Files and folders; none for those that the policy names.
        paths: Vec<String>,
        /// As in `.gitignore`.
        globs: Vec<String>,
        /// Whether the policy stays as it is.
        check: bool,
    },
    Init {
        flags: Flags,
        /// Whether a workflow for GitHub is wanted, too.
        workflow: bool,
    },
    /// Every scope without a code.
    Scopes(Option<String>),
    Snapshot {
        flags: Flags,
        /// Whether portal and owner become rules.
        identity: bool,
    },
    Split {
        /// Not parsed yet.
        shares: String,
        flags: Flags,
    },
    Merge {
        reports: Vec<String>,
        /// Names of the hooks that the reports must cover.
        expect: String,
        flags: Flags,
    },
    /// Every reason without an id.
    Explain(Option<String>),
    Print(Page),
}

/// A text made of the program's own tables.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Page(String);

impl Safe for Page {}

impl Page {
    #[must_use]
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    Text,
    Json,
    Yaml,
}

impl Command {
    /// A snapshot is made and compared without the judging inputs, even where a job's variables set them; the
    /// shares of a merge were already judged by theirs.
    #[must_use]
    pub(crate) fn needs(&self) -> Needs<'_> {
        use Group::{Absence, Choice, Files, Jobs, Judging, Leniency, Policy, Privacy, Reach};
        static NONE: Flags = Flags::new();
        let (flags, groups, hook): (_, &[_], _) = match self {
            Self::Check(flags) => (flags, &Group::ALL, true),
            Self::Drift(flags) => (flags, &[Absence, Choice, Policy, Reach, Jobs, Privacy, Files], true),
            Self::Lint { flags, .. } => (flags, &[Policy, Leniency, Privacy, Files], false),
            Self::Fix { flags, .. } => (flags, &[Policy, Judging, Privacy], false),
            Self::Snapshot { flags, .. } | Self::Init { flags, .. } => {
                (flags, &[Choice, Reach, Jobs, Privacy], true)
            }
            Self::Split { flags, .. } => (flags, &[Absence, Choice, Privacy], true),
            Self::Merge { flags, .. } => (flags, &[Leniency, Privacy, Files], false),
            Self::Scan { .. } | Self::Explain(_) | Self::Scopes(_) | Self::Print(_) => {
                (&NONE, &[Privacy], false)
            }
        };
        Needs { flags, groups, hook }
    }
}

/// A command line that does not parse.
#[derive(Debug)]
pub(crate) struct Misuse {
    pub problem: Problem,
    /// Whether the command that was meant prints an answer for programs, and no report.
    pub answers: bool,
}

/// Reads the arguments, the program's own name first.
///
/// # Errors
///
/// What is wrong with them, without repeating what may be the hook.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, Misuse> {
    let args = args.into_iter().collect::<Vec<_>>();
    // Nothing stands before the name of a command.
    let meant = args.get(1).and_then(|word| pages::NAMES.into_iter().find(|name| word == name));
    let is_report = meant.is_none_or(|name| ["check", "lint", "merge"].contains(&name));
    let answers = !is_report || wants_report_on_standard_output(&args);
    parsed(&args, meant).map_err(|problem| Misuse { problem, answers })
}

/// Whether a report file is `-`.
fn wants_report_on_standard_output(args: &[OsString]) -> bool {
    let flags =
        INPUTS.iter().filter(|input| input.group == Group::Files).map(|input| format!("--{}", input.name));
    flags.into_iter().any(|flag| {
        let is_one = args.iter().any(|arg| arg.to_str() == Some(&format!("{flag}=-")));
        is_one || args.windows(2).any(|pair| pair[0].to_str() == Some(&flag) && pair[1] == "-")
    })
}

fn parsed(args: &[OsString], meant: Option<&'static str>) -> Result<Command, Problem> {
    if let Some(problem) = slips::slip(args, meant) {
        return Err(problem);
    }
    let matches = match tree::parsing().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return Ok(Command::Print(Page(error.render().to_string())));
        }
        Err(error) => return Err(refused(&error, args, meant)),
    };
    if let Some((_, command)) = matches.subcommand() {
        no_hook(command)?;
    }
    no_hook(&matches)?;
    match matches.subcommand() {
        Some(("lint", lint)) => Ok(Command::Lint { files: texts(lint, "file"), flags: given(lint) }),
        Some(("init", init)) => Ok(start::read_init(init)),
        Some(("scopes", scopes)) => Ok(Command::Scopes(text(scopes, "code"))),
        Some(("scan", scan)) => read_scan(scan),
        Some(("snapshot", snapshot)) => Ok(match (given(snapshot), text(snapshot, CHECK)) {
            (mut flags, Some(file)) => {
                flags.insert("scopes-file", file);
                Command::Drift(flags)
            }
            (flags, None) => Command::Snapshot { flags, identity: snapshot.get_flag(IDENTITY) },
        }),
        Some(("split", split)) => Ok(many::read_split(split)),
        Some(("merge", merge)) => Ok(many::read_merge(merge)),
        Some(("explain", explain)) => Ok(Command::Explain(text(explain, "reason"))),
        Some(("completions", completions)) => {
            let shell = completions.get_one::<clap_complete::Shell>("shell").copied();
            Ok(Command::Print(completion::script(shell.unwrap_or(clap_complete::Shell::Bash))))
        }
        Some(("man", man)) => Ok(Command::Print(pages::manual(text(man, "command").as_deref()))),
        Some((_, check)) => Ok(Command::Check(given(check))),
        None => Ok(Command::Check(given(&matches))),
    }
}

fn text(matches: &ArgMatches, name: &str) -> Option<String> {
    matches.get_one::<String>(name).cloned()
}

fn texts(matches: &ArgMatches, name: &str) -> Vec<String> {
    matches.get_many::<String>(name).unwrap_or_default().cloned().collect()
}

fn read_scan(scan: &ArgMatches) -> Result<Command, Problem> {
    if scan.get_flag(start::FIX) {
        return Ok(start::read_fix(scan));
    }
    start::goes_with_fix(scan)?;
    let format = match text(scan, "format").as_deref() {
        Some("json") => Format::Json,
        Some("yaml") => Format::Yaml,
        _ => Format::Text,
    };
    let paths = Some(texts(scan, "path")).filter(|paths| !paths.is_empty());
    let paths = paths.unwrap_or_else(|| vec![".".to_owned()]);
    Ok(Command::Scan { paths, globs: texts(scan, "glob"), format, history: scan.get_flag(HISTORY) })
}

fn no_hook(matches: &ArgMatches) -> Result<(), Problem> {
    if matches.try_contains_id("hook").unwrap_or(false) {
        return Err(problem(
            "there is no flag `--hook`: a flag is visible to every process of the machine",
            "set B24_HOOK, or give a file with --hook-file; change the secret if it was used",
        ));
    }
    Ok(())
}

fn given(matches: &ArgMatches) -> Flags {
    let names = INPUTS.iter().map(|input| input.name).chain([HOOK_FILE]);
    let value = |name| matches.try_get_one::<String>(name).ok().flatten().cloned();
    let switches = [VERBOSE, QUIET].into_iter();
    let is_on = |name: &&str| matches.try_get_one::<bool>(name).ok().flatten() == Some(&true);
    let switches = switches.filter(is_on).map(|name| (name, "true".to_owned()));
    names.filter_map(|name| Some((name, value(name)?))).chain(switches).collect()
}

#[cfg(test)]
mod tests;
