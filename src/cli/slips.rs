//! Arguments that clap would take for something else: a pasted dash, one dash for two, quotes around several arguments.

use std::ffi::OsString;

use super::refused::{of_flag, problem, repeatable};
use super::{pages, tree};
use crate::ledger::Problem;

/// What a text processor makes of hyphens.
const LONG_DASHES: [char; 10] = [
    '\u{2010}', '\u{2011}', '\u{2012}', '\u{2013}', '\u{2014}', '\u{2015}', '\u{2212}', '\u{fe58}',
    '\u{fe63}', '\u{ff0d}',
];

/// The first such argument. `command` is the one that was meant.
pub(super) fn slip(args: &[OsString], command: Option<&'static str>) -> Option<Problem> {
    let tree = tree::command();
    let here = command.and_then(|name| tree.find_subcommand(name)).unwrap_or(&tree);
    let args = args.iter().skip(1).take_while(|arg| *arg != "--").map(|arg| arg.to_str().unwrap_or_default());
    args.enumerate().find_map(|(at, arg)| {
        long_dash(arg, here, &tree)
            .or_else(|| quoted(arg, at == 0, &tree))
            .or_else(|| single_dash(arg, here, &tree))
    })
}

fn has(command: &clap::Command, name: &str) -> bool {
    command.get_arguments().any(|arg| arg.get_long() == Some(name))
}

fn is_short(command: &clap::Command, letter: char) -> bool {
    command.get_arguments().any(|arg| arg.get_short() == Some(letter))
}

fn is_flag(tree: &clap::Command, name: &str) -> bool {
    tree.get_subcommands().chain([tree]).any(|command| has(command, name))
}

/// Only a name that is known is repeated.
fn long_dash(arg: &str, here: &clap::Command, tree: &clap::Command) -> Option<Problem> {
    let given = arg.split('=').next().unwrap_or_default();
    if !given.contains(LONG_DASHES) {
        return None;
    }
    let name = given.replace(LONG_DASHES, "-");
    let name = name.trim_start_matches('-');
    let mut letters = name.chars();
    let advice = match (letters.next(), letters.next()) {
        (Some(letter), None) if is_short(here, letter) => text!("write a hyphen: `-{}`", name),
        _ if !has(here, name) && pages::NAMES.contains(&name) => text!("write `{}` alone", name),
        _ if is_flag(tree, name) => text!("write two hyphens: `--{}`", name),
        _ => return None,
    };
    let begins = given.trim_start_matches('-').starts_with(LONG_DASHES);
    let what = if begins { "an argument begins with a long dash" } else { "a long dash is in an argument" };
    Some(problem(what, advice))
}

/// Several arguments in one. What begins with a hyphen is no value; elsewhere only the first argument is none.
fn quoted(arg: &str, is_first: bool, tree: &clap::Command) -> Option<Problem> {
    let mut words = arg.split_whitespace();
    let first = words.next()?;
    let is_known = |word: &str| word.strip_prefix("--").is_some_and(|name| is_flag(tree, name));
    let is_several = if let Some((flag, _)) = first.split_once('=') {
        // The rest may belong to the value.
        is_known(flag) && words.any(|word| is_known(word.split('=').next().unwrap_or_default()))
    } else {
        let is_letter = |name: &str| name.len() == 1 && name.chars().all(|letter| is_short(tree, letter));
        let is_command = is_first && (first == "help" || pages::NAMES.contains(&first));
        let is_flag = is_known(first) || first.strip_prefix('-').is_some_and(is_letter);
        words.next().is_some() && (is_flag || is_command)
    };
    let name = first.split('=').next().unwrap_or_default();
    let what = text!("one argument with a space in it begins with `{}`", name);
    is_several.then(|| problem(what, "remove the quotes around it: each word is an argument of its own"))
}

/// A long name behind one dash, of which clap reads each letter as a flag. `-help` does what is meant all the same.
fn single_dash(arg: &str, here: &clap::Command, tree: &clap::Command) -> Option<Problem> {
    let name = arg.strip_prefix('-').filter(|name| !name.starts_with('-'))?.split(['=', ' ']).next()?;
    let are_letters = name.chars().all(|letter| is_short(here, letter));
    if name.len() < 3 || name == "help" || are_letters || !repeatable(name) {
        return None;
    }
    Some(problem(text!("unexpected argument `-{}`", name), of_flag(name, here, tree)?))
}
