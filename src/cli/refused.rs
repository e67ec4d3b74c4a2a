//! Messages for a command line that does not parse.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{guide, pages, tree};
use crate::inputs::HOOK;
use crate::ledger::{Origin, Problem};
use crate::text::near::{did_you_mean, nearest};
use crate::text::{Ours, Text};

/// Names what is wrong and what is accepted. `command` is the one that was meant.
pub(super) fn refused(error: &clap::Error, args: &[OsString], command: Option<&'static str>) -> Problem {
    let given = context(error, &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]);
    let (what, advice) = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => return unknown(given, args, command),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::TooFewValues => {
            return value(error, given, command);
        }
        ErrorKind::MissingRequiredArgument => (text!("{} is missing", subject(given)), example(command)),
        ErrorKind::ArgumentConflict => match context(error, &[ContextKind::InvalidSubcommand]) {
            Some(word) => return behind(word, context(error, &[ContextKind::PriorArg]), args),
            None => conflict(error, given),
        },
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues => {
            (text!("{} takes fewer values", subject(given)), None)
        }
        ErrorKind::InvalidUtf8 => ("an argument is not UTF-8 text".into(), None),
        _ => (text!("{} is not accepted", subject(given)), None),
    };
    problem(what, advice.unwrap_or_else(|| see(command)))
}

/// What to do with the webhook's address.
const NO_FLAG: &str = "the webhook's address goes into the variable B24_HOOK, or into a file for --hook-file";

/// The flag that takes scopes.
const REQUIRED: &str = "required-scopes";

/// Where to read on.
fn see(command: Option<&'static str>) -> Text {
    let name = command.map(|name| text!(" {}", Ours(name)));
    text!("see `b24-ping{} --help`", name)
}

fn context<'e>(error: &'e clap::Error, kinds: &[ContextKind]) -> Option<&'e str> {
    kinds.iter().find_map(|kind| match error.get(*kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(ContextValue::Strings(texts)) => texts.first().map(String::as_str),
        _ => None,
    })
}

/// The flag or placeholder alone: clap adds its value's.
fn flag(given: &str) -> &str {
    if given.starts_with('-') { given.split(['=', ' ']).next().unwrap_or_default() } else { given }
}

fn subject(given: Option<&str>) -> Text {
    match given.map(flag).filter(|flag| repeatable(flag)) {
        Some(flag) => text!("`{}`", flag.trim_end_matches("...")),
        None => "an argument".into(),
    }
}

fn unknown(given: Option<&str>, args: &[OsString], command: Option<&'static str>) -> Problem {
    let Some(given) = given.map(flag).filter(|flag| repeatable(flag)) else {
        let what = "unexpected argument, which is not repeated here, as it may be a secret";
        return problem(what, NO_FLAG);
    };
    let tree = tree::command();
    let here = command.and_then(|name| tree.find_subcommand(name)).unwrap_or(&tree);
    let advice = match given.strip_prefix("--") {
        Some(name) => of_operand(name, args, here).or_else(|| of_flag(name, here, &tree)),
        None if !given.starts_with('-') => return of_word(given, command),
        None => None,
    };
    problem(text!("unexpected argument `{}`", given), advice.unwrap_or_else(|| see(command)))
}

/// What is given as a flag and stands in this command without one: `lint --scopes-file p.yml`.
fn of_operand(name: &str, args: &[OsString], here: &clap::Command) -> Option<Text> {
    let operand = here.get_positionals().next()?;
    let id = operand.get_id().as_str();
    let is_other_name = [("lint", "scopes-file"), ("scan", "scan-paths")].contains(&(here.get_name(), name));
    if name.strip_suffix('s').unwrap_or(name) != id.strip_suffix('s').unwrap_or(id) && !is_other_name {
        return None;
    }
    let args = args.iter().filter_map(|arg| arg.to_str()).collect::<Vec<_>>();
    let (flag, joint) = (format!("--{name}"), format!("--{name}="));
    let behind = args.windows(2).filter(|pair| pair[0] == flag).map(|pair| pair[1]).next();
    let value = behind.or_else(|| args.iter().find_map(|arg| arg.strip_prefix(&joint)));
    let value = value.filter(|value| !value.starts_with('-') && repeatable(value));
    let place = operand.get_value_names()?.first()?.as_str();
    Some(text!("write `b24-ping {} {}`", here.get_name(), value.unwrap_or(place)))
}

/// What was meant by a flag that this command does not have.
pub(super) fn of_flag(name: &str, here: &clap::Command, tree: &clap::Command) -> Option<Text> {
    if nearest(name, [HOOK, "webhook", "url"]).is_some() {
        return Some(NO_FLAG.into());
    }
    let has = |command: &clap::Command| command.get_arguments().any(|arg| arg.get_long() == Some(name));
    let flags = here.get_arguments().filter_map(clap::Arg::get_long).collect::<Vec<_>>();
    if ["scope", "scopes"].contains(&name) && flags.contains(&REQUIRED) {
        return Some(text!("did you mean `--{}` or, for a policy, `--scopes-file`?", REQUIRED));
    }
    if let Some(near) = nearest(name, flags) {
        return Some(did_you_mean(text!("--{}", near)));
    }
    if has(tree) {
        return Some(text!("write `b24-ping --{}`", name));
    }
    if let Some(other) = tree.get_subcommands().find(|command| has(command)) {
        return Some(text!("it is a flag of `b24-ping {}`", other.get_name()));
    }
    pages::NAMES.contains(&name).then(|| text!("a command has no dashes: write `b24-ping {}`", name))
}

/// A word where a command could stand, or behind one.
fn of_word(given: &str, command: Option<&'static str>) -> Problem {
    let what = text!("unexpected argument `{}`", given);
    let is_policy = [".yml", ".yaml"].iter().any(|ending| given.to_ascii_lowercase().ends_with(ending));
    let names = pages::NAMES.into_iter().chain(["help"]);
    let advice = match command {
        Some("snapshot") if is_policy => text!("to compare with a snapshot write `--check {}`", given),
        Some(name) if name != "check" => see(command),
        _ if is_policy => {
            text!("for a policy write `--scopes-file {}`, or to check it alone `lint {}`", given, given)
        }
        _ => match nearest(given, names.clone()) {
            Some(near) => did_you_mean(near),
            None if command.is_some() => see(command),
            None => {
                let names = Text::joined(names.map(Text::from), ", ");
                return problem(text!("`{}` is not a command: {}", given, names), see(None));
            }
        },
    };
    problem(what, advice)
}

fn value(error: &clap::Error, given: Option<&str>, command: Option<&'static str>) -> Problem {
    let value = context(error, &[ContextKind::InvalidValue]).unwrap_or_default();
    if value.is_empty() {
        let (flag, place) = given.and_then(|given| given.split_once(' ')).unwrap_or_default();
        let place = place.trim_matches(['<', '>', '[', ']', '.']);
        let advice = match flag {
            "" => see(command),
            flag => text!("write `{} {}`", flag, place),
        };
        return problem(text!("{} needs a value", subject(given)), advice);
    }
    let accepted = match error.get(ContextKind::ValidValue) {
        Some(ContextValue::Strings(words)) if !words.is_empty() => words.as_slice(),
        _ => return problem(text!("the value of {} is not accepted", subject(given)), see(command)),
    };
    let what =
        match given.map(|given| given.trim_start_matches(['-', '<', '[']).split([' ', '>', ']']).next()) {
            Some(Some("format")) => text!("a format"),
            Some(Some("SHELL")) => text!("a shell"),
            Some(Some("COMMAND")) => text!("a command"),
            _ => text!("a value of {}", subject(given)),
        };
    let list = Text::joined(accepted.iter().map(Text::theirs), ", ");
    let near = nearest(value, accepted.iter().map(String::as_str)).map(did_you_mean);
    problem(text!("{} is not {}: {}", named(value), what, list), near.unwrap_or_else(|| see(command)))
}

fn example(command: Option<&str>) -> Option<Text> {
    let (line, _) = guide::of(command?).examples.first()?;
    Some(text!("write it as in `{}`", Ours(line)))
}

/// A word after flags, where clap expects a command.
fn behind(word: &str, flag: Option<&str>, args: &[OsString]) -> Problem {
    let Some(command) = pages::NAMES.into_iter().find(|name| *name == word) else {
        return unknown(Some(word), args, None);
    };
    let command = Ours(command);
    let what = text!("`{}` stands after {}; the command comes first", command, subject(flag));
    problem(what, text!("see `b24-ping {} --help` for its flags", command))
}

fn conflict(error: &clap::Error, given: Option<&str>) -> (Text, Option<Text>) {
    let prior = context(error, &[ContextKind::PriorArg]);
    let name = |text: Option<&str>| text.map(|text| flag(text).to_owned());
    match (name(given), name(prior)) {
        (Some(given), Some(prior)) if given != prior => {
            let what = text!("{} and {} do not go together", subject(Some(&given)), subject(Some(&prior)));
            (what, Some("drop one of the two".into()))
        }
        _ => (text!("{} is given twice", subject(given)), Some("keep one of the two".into())),
    }
}

/// Bytes of an argument that may be repeated.
const MOST: usize = 60;

/// Letters in a row that no secret is without: those of Bitrix24 mix 16 letters and digits, and of the shortest that
/// anybody has, which has eight, hardly any is without a digit.
const MOST_LETTERS: usize = 15;

/// The same with digits among them.
const MOST_MIXED: usize = 6;

/// Digits in a longer text, whatever stands between them.
const MOST_DIGITS: usize = 2;

/// Letters and digits of a text in which any digits may be: no secret is as short.
const SHORT: usize = 7;

/// Words of one or two letters, as where a mark stands behind each letter.
const MOST_CRUMBS: usize = 3;

/// An argument to be shown, unless it may be a secret.
#[must_use]
pub(crate) fn named(argument: &str) -> Text {
    if repeatable(argument) { text!("`{}`", argument) } else { "this".into() }
}

/// Whether an argument can be shown: neither an address nor a secret, nor part of one, whatever marks are in it.
pub(super) fn repeatable(text: &str) -> bool {
    let is_plain = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_./<>,:".contains(&byte));
    let is_address = ["//", ":/", "rest/"].iter().any(|part| text.to_ascii_lowercase().contains(part));
    let count = |kind: fn(&u8) -> bool| text.bytes().filter(kind).count();
    let has_few_digits =
        count(u8::is_ascii_digit) <= MOST_DIGITS || count(u8::is_ascii_alphanumeric) <= SHORT;
    let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.collect::<Vec<_>>();
    let crumbs = words.iter().filter(|word| word.len() < 3).count();
    let mute = words.iter().filter(|word| word.len() > 2 && !word.contains(VOWELS)).count();
    (1..=MOST).contains(&text.len())
        && is_plain
        && !is_address
        && has_few_digits
        && crumbs <= MOST_CRUMBS
        && mute < 2
        && words.into_iter().all(is_word)
}

/// Words that people give have one; of random letters two words in three have none.
const VOWELS: [char; 11] = ['a', 'e', 'i', 'o', 'u', 'y', 'A', 'E', 'I', 'O', 'U'];

/// No secret, by its letters.
fn is_word(word: &str) -> bool {
    let is_mixed = word.bytes().any(|byte| byte.is_ascii_digit());
    let humps = word.bytes().skip(1).filter(u8::is_ascii_uppercase).count();
    let is_even = humps == 0 || humps + 1 >= word.len() || word.len() < MOST_MIXED;
    word.len() <= if is_mixed { MOST_MIXED } else { MOST_LETTERS } && is_even
}

pub(super) fn problem(what: impl Into<Text>, advice: impl Into<Text>) -> Problem {
    Problem::new(Origin::setting("command line"), what, advice)
}
