//! The command line: flags and commands, nothing decided here.

use std::ffi::OsString;

use clap::error::ErrorKind;
use clap::{Arg, ArgAction, ArgMatches};

use crate::inputs::{Group, HOOK_FILE, INPUTS, Input};
use crate::knowledge::rights;
use crate::ledger::Problem;
use crate::reason::Reason;
use crate::start::Needs;
use crate::start::given::Flags;
use crate::text::printable::Safe;

mod many;
mod refused;
mod start;

use refused::{problem, refused};

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Command {
    Check(Flags),
    /// `snapshot --check`.
    Drift(Flags),
    Lint(Flags),
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
            Self::Lint(flags) => (flags, &[Policy, Leniency, Privacy, Files], false),
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

/// The commands and flags, for parsing, completions and the manual alike.
#[must_use]
pub fn command() -> clap::Command {
    let reasons = Reason::ALL.map(Reason::id);
    clap::Command::new("b24-ping")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Says whether a Bitrix24 inbound webhook can be relied on")
        .after_help(format!(
            "The hook is read from B24_HOOK (in GitHub, the input `hook`), or from --hook-file; it has no flag, \
             since a flag is visible to every process.\nEvery flag can also be given as a variable: \
             --max-attempts as B24_MAX_ATTEMPTS.\n\nExit codes: 0 passed or skipped, 1 failed, 2 misconfigured, \
             3 unreachable, 4 a bug of ours, 128+n signal n.\n\n{}",
            named_rights()
        ))
        .disable_help_subcommand(true)
        .args_conflicts_with_subcommands(true)
        .args(flags())
        .subcommand(clap::Command::new("check").about("The gate; what happens without a command").after_help(named_rights()).args(flags()))
        .subcommand(
            clap::Command::new("lint")
                .about("Parse the policy, offline")
                .arg(Arg::new("file").value_name("FILE").help("The policy; default: as for the gate")),
        )
        .subcommand(start::init())
        .subcommand(scan())
        .subcommand(snapshot())
        .subcommand(many::split())
        .subcommand(many::merge())
        .subcommand(
            clap::Command::new("explain")
                .about("What a reason code means and how to fix it; all codes without one")
                .arg(Arg::new("reason").value_name("REASON").help(format!("One of {}", reasons.join(", ")))),
        )
        .subcommand(start::scopes())
        .subcommand(
            clap::Command::new("completions")
                .about("Print a completion script")
                .arg(Arg::new("shell").value_name("SHELL").required(true).value_parser(clap::value_parser!(clap_complete::Shell))),
        )
        .subcommand(clap::Command::new("man").about("Print the manual page, in roff"))
}

fn named_rights() -> String {
    let names = rights::names().collect::<Vec<_>>().join(", ");
    format!("Rights that a policy may name: {names}. `explain right-missing` says what they are.")
}

fn snapshot() -> clap::Command {
    let identity = Arg::new(IDENTITY).long(IDENTITY).action(ArgAction::SetTrue);
    let check = Arg::new(CHECK).long(CHECK).value_name("FILE");
    clap::Command::new("snapshot")
        .about("Print a policy that matches what the hook holds now")
        .arg(identity.help("With the portal and the owner, as expectations"))
        .arg(check.help("Show what differs from this snapshot, and exit with 1 if anything does"))
        .args(some_flags(&[Group::Choice, Group::Reach, Group::Privacy], true))
}

const IDENTITY: &str = "with-identity";

const CHECK: &str = "check";

const HISTORY: &str = "history";

/// The flags of these groups, with those of the hook.
fn some_flags(groups: &[Group], with_file: bool) -> Vec<Arg> {
    let named = |name: &str| INPUTS.iter().any(|input| input.name == name && groups.contains(&input.group));
    let counts = |name: &str| named(name) || with_file && (name == HOOK_FILE || name == "hook");
    flags().into_iter().filter(|flag| counts(flag.get_id().as_str())).collect()
}

fn scan() -> clap::Command {
    let paths = Arg::new("path").value_name("PATH").num_args(0..);
    let format =
        Arg::new("format").long("format").value_name("FORMAT").value_parser(["text", "json", "yaml"]);
    let glob = Arg::new("glob").long("glob").value_name("GLOB").action(ArgAction::Append);
    let history = Arg::new(HISTORY).long(HISTORY).action(ArgAction::SetTrue).conflicts_with(start::FIX);
    clap::Command::new("scan")
        .about("Find REST calls in code and list the scopes that they need, and webhooks in it, offline")
        .arg(paths.help("Files and folders [default: .; with --fix, what the policy names]"))
        .arg(format.default_value("text").help("What to print; `yaml` is a policy ready to commit"))
        .arg(history.help("Look for webhooks in the commits of the repository, too, by `git log`"))
        .arg(glob.help("Only files that match, or with `!` before it, none of them; as in .gitignore"))
        .args(start::fix())
        .args(some_flags(&[Group::Policy], false).into_iter().map(|flag| flag.requires(start::FIX)))
}

fn flags() -> Vec<Arg> {
    let file = Arg::new(HOOK_FILE)
        .long(HOOK_FILE)
        .value_name("PATH")
        .help("Read the hook from a file; `-` is standard input");
    // Accepted only to be refused with a reason that does not repeat its value.
    let hook = Arg::new("hook").long("hook").num_args(0..=1).hide(true);
    [file, hook].into_iter().chain(INPUTS.iter().map(flag)).map(|arg| arg.action(ArgAction::Set)).collect()
}

fn flag(input: &'static Input) -> Arg {
    let default =
        if input.default.is_empty() { String::new() } else { format!(" [default: {}]", input.default) };
    let arg = Arg::new(input.name)
        .long(input.name)
        .value_name(input.value)
        .help(format!("{}{default}", input.help));
    if input.value == "true|false" { arg.num_args(0..=1).default_missing_value("true") } else { arg }
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
/// What is wrong with them, without repeating any: one may be the hook.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Command, Misuse> {
    let args = args.into_iter().collect::<Vec<_>>();
    // Nothing stands before the name of a command.
    let meant =
        args.get(1).and_then(|word| command().find_subcommand(word).map(|it| it.get_name().to_owned()));
    let answers = meant.is_some_and(|name| !["check", "lint", "merge"].contains(&name.as_str()));
    parsed(args).map_err(|problem| Misuse { problem, answers })
}

fn parsed(args: Vec<OsString>) -> Result<Command, Problem> {
    let matches = match command().try_get_matches_from(args) {
        Ok(matches) => matches,
        Err(error) if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) => {
            return Ok(Command::Print(Page(error.render().to_string())));
        }
        Err(error) => return Err(refused(&error)),
    };
    let text = |matches: &ArgMatches, name: &str| matches.get_one::<String>(name).cloned();
    match matches.subcommand() {
        Some(("lint", lint)) => {
            Ok(Command::Lint(text(lint, "file").into_iter().map(|file| ("scopes-file", file)).collect()))
        }
        Some(("init", init)) => start::read_init(init),
        Some(("scopes", scopes)) => Ok(Command::Scopes(text(scopes, "code"))),
        Some(("scan", scan)) if scan.get_flag(start::FIX) => start::read_fix(scan),
        Some(("scan", scan)) => {
            let texts = |name| scan.get_many::<String>(name).unwrap_or_default().cloned().collect();
            let format = match text(scan, "format").as_deref() {
                Some("json") => Format::Json,
                Some("yaml") => Format::Yaml,
                _ => Format::Text,
            };
            let paths = Some(texts("path")).filter(|paths: &Vec<_>| !paths.is_empty());
            let paths = paths.unwrap_or_else(|| vec![".".to_owned()]);
            let history = scan.get_flag(HISTORY);
            Ok(Command::Scan { paths, globs: texts("glob"), format, history })
        }
        Some(("snapshot", snapshot)) => match (given(snapshot)?, text(snapshot, CHECK)) {
            (mut flags, Some(file)) => {
                flags.insert("scopes-file", file);
                Ok(Command::Drift(flags))
            }
            (flags, None) => Ok(Command::Snapshot { flags, identity: snapshot.get_flag(IDENTITY) }),
        },
        Some(("split", split)) => many::read_split(split),
        Some(("merge", merge)) => many::read_merge(merge),
        Some(("explain", explain)) => Ok(Command::Explain(text(explain, "reason"))),
        Some(("completions", completions)) => {
            let shell = completions.get_one::<clap_complete::Shell>("shell").copied();
            Ok(Command::Print(completion(shell.unwrap_or(clap_complete::Shell::Bash))))
        }
        Some(("man", _)) => Ok(Command::Print(manual())),
        Some((_, check)) => given(check).map(Command::Check),
        None => given(&matches).map(Command::Check),
    }
}

fn given(matches: &ArgMatches) -> Result<Flags, Problem> {
    if matches.try_contains_id("hook").unwrap_or(false) {
        return Err(problem(
            "there is no flag `--hook`: a flag is visible to every process of the machine",
            "set B24_HOOK, or give a file with --hook-file; change the secret if it was used",
        ));
    }
    let names = INPUTS.iter().map(|input| input.name).chain([HOOK_FILE]);
    let value = |name| matches.try_get_one::<String>(name).ok().flatten().cloned();
    let flags = names.filter_map(|name| Some((name, value(name)?)));
    Ok(flags.collect())
}

fn completion(shell: clap_complete::Shell) -> Page {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command(), "b24-ping", &mut script);
    Page(String::from_utf8_lossy(&script).into_owned())
}

fn manual() -> Page {
    let mut page = Vec::new();
    clap_mangen::Man::new(command()).render(&mut page).unwrap_or_default();
    Page(String::from_utf8_lossy(&page).into_owned())
}

#[cfg(test)]
mod tests;
