//! Messages for a command line that does not parse.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::{guide, pages, tree};
use crate::inputs::HOOK;
use crate::ledger::{Origin, Problem};
use crate::text::near::{did_you_mean, nearest};
use crate::text::{Ours, Text};

/// Names what is wrong and what is accepted. `command` is the one that was meant.
pub(super) fn refused(error: &clap::Error, command: Option<&'static str>) -> Problem {
    let given = context(error, &[ContextKind::InvalidArg, ContextKind::InvalidSubcommand]);
    let (what, advice) = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => return unknown(given, command),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation | ErrorKind::TooFewValues => {
            return value(error, given, command);
        }
        ErrorKind::MissingRequiredArgument => (text!("{} is missing", subject(given)), example(command)),
        ErrorKind::ArgumentConflict => match context(error, &[ContextKind::InvalidSubcommand]) {
            Some(word) => return behind(word, context(error, &[ContextKind::PriorArg])),
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

fn unknown(given: Option<&str>, command: Option<&'static str>) -> Problem {
    let Some(given) = given.map(flag).filter(|flag| repeatable(flag)) else {
        let what = "unexpected argument, which is not repeated here, as it may be a secret";
        return problem(what, NO_FLAG);
    };
    let tree = tree::command();
    let here = command.and_then(|name| tree.find_subcommand(name)).unwrap_or(&tree);
    let what = text!("unexpected argument `{}`", given);
    match given.strip_prefix("--") {
        Some(name) => problem(what, of_flag(name, here, &tree).unwrap_or_else(|| see(command))),
        None if command.is_none() && !given.starts_with('-') => of_word(given),
        None => problem(what, see(command)),
    }
}

/// What was meant by a flag that this command does not have.
fn of_flag(name: &str, here: &clap::Command, tree: &clap::Command) -> Option<Text> {
    if nearest(name, [HOOK]).is_some() {
        return Some(NO_FLAG.into());
    }
    let flags = here.get_arguments().filter_map(clap::Arg::get_long).collect::<Vec<_>>();
    let near = nearest(name, flags).map(|near| did_you_mean(text!("--{}", near)));
    let has = |command: &&clap::Command| command.get_arguments().any(|arg| arg.get_long() == Some(name));
    near.or_else(|| {
        let other = tree.get_subcommands().find(has)?;
        Some(text!("it is a flag of `b24-ping {}`", other.get_name()))
    })
}

/// A word where a command could stand.
fn of_word(given: &str) -> Problem {
    let what = text!("unexpected argument `{}`", given);
    let names = pages::NAMES.into_iter().chain(["help"]);
    if let Some(near) = nearest(given, names.clone()) {
        return problem(what, did_you_mean(near));
    }
    if [".yml", ".yaml"].iter().any(|ending| given.to_ascii_lowercase().ends_with(ending)) {
        let advice =
            text!("for a policy write `--scopes-file {}`, or to check it alone `lint {}`", given, given);
        return problem(what, advice);
    }
    let names = Text::joined(names.map(Text::from), ", ");
    problem(text!("`{}` is not a command: {}", given, names), see(None))
}

fn value(error: &clap::Error, given: Option<&str>, command: Option<&'static str>) -> Problem {
    let value = context(error, &[ContextKind::InvalidValue]).unwrap_or_default();
    if value.is_empty() {
        return problem(text!("{} needs a value", subject(given)), see(command));
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
fn behind(word: &str, flag: Option<&str>) -> Problem {
    let Some(command) = pages::NAMES.into_iter().find(|name| *name == word) else {
        return unknown(Some(word), None);
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
fn repeatable(text: &str) -> bool {
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
