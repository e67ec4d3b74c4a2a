//! What a text was meant to be that stands where a name or a list belongs: by how it is written.

use super::list::Name;
use super::source::{Spot, Trouble};
use crate::text::near::did_you_mean;
use crate::text::{Ours, Text};

/// Names that are shown of a text that holds several.
const MOST_SHOWN: usize = 8;

/// Quotation marks that YAML takes for letters.
const TYPESET: [char; 12] = ['“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '´'];

const DASHES: [char; 5] = ['–', '—', '−', '•', '·'];

/// What to do about a variable.
pub(super) const VARIABLE: &str =
    "write the value itself: variables are not filled in, as a policy is plain data";

/// What to do about a text that is not the name of a `T`, if its form tells.
pub(super) fn name<T: Name>(text: &str) -> Option<Text> {
    let example = Ours(T::EXAMPLE);
    Some(match text {
        _ if text.contains(TYPESET) => text!("write straight quotes or none: `{}`", example),
        _ if is_variable(text) => VARIABLE.into(),
        _ if text.starts_with('-') => text!("write a space after the dash: `- {}`", example),
        _ if text.starts_with(DASHES) => text!("begin the item with a hyphen and a space: `- {}`", example),
        _ if text.contains(" -") => {
            "wrong indentation, or two items on one line: begin each item on a line of its own, with the dashes in the same column".into()
        }
        _ if text.contains('/') => text!("write the name alone, such as `{}`", example),
        _ if text.contains(':') => {
            text!("write a space after the colon, such as `{}: {}`", Ours(T::NOUN), example)
        }
        _ if text.contains('=') => text!("write a colon and a space: `{}: {}`", Ours(T::NOUN), example),
        _ if text.contains('*') => text!("name each {}: there are no wildcards", Ours(T::NOUN)),
        _ if text.contains([',', ';', ' ', '|']) => match several::<T>(text) {
            Some((1, name)) => text!("write it without spaces and other signs: `{}`", name),
            Some((_, names)) => text!("make an item of each: `[{}]`", names),
            None => "make an item of each, with a comma between them".into(),
        },
        _ if text.chars().any(|c| c.is_alphabetic() && !c.is_ascii()) => {
            "one of its letters is of another alphabet, such as Cyrillic: type it again".into()
        }
        _ => return T::read(&text.replace('-', "_")).filter(|_| text.contains('-')).map(did_you_mean),
    })
}

/// What to do about a text that stands where a list belongs.
pub(super) fn list<T: Name>(key: &'static str, text: &str) -> Text {
    if text.starts_with('-') || text.starts_with(DASHES) || is_variable(text) || text.contains(TYPESET) {
        return name::<T>(text).unwrap_or_default();
    }
    let names = several::<T>(text).map_or_else(|| T::EXAMPLE.into(), |(_, names)| names);
    text!("write it as a list: `{}: [{}]`", Ours(key), names)
}

/// What to do about a policy that is a text as a whole: most often the space after a colon is missing.
pub(super) fn policy(text: &str, keys: &[&'static str]) -> Text {
    let after = |key: &str| {
        text.trim_start_matches(TYPESET).strip_prefix(key).map(|rest| rest.trim_start_matches(TYPESET))
    };
    let found = keys.iter().find_map(|key| Some((Ours(key), after(key)?.trim_start().chars().next()?)));
    match found {
        Some((key, ':')) => text!("write a space after the colon: `{}: …`", key),
        Some((key, '=')) => text!("write a colon and a space instead of the equals sign: `{}: …`", key),
        Some((key, '：' | '∶' | '꞉')) => {
            text!("type the colon again, and a space after it: `{}: …`", key)
        }
        _ => match keys.iter().find(|key| lacks_colon(text, key)) {
            Some(key) => text!("a colon is missing after `{}`: write `{}: …`", Ours(key), Ours(key)),
            None => "for example `required: [crm]`".into(),
        },
    }
}

/// Whether it is this key with a value, or nothing, where the colon belongs.
pub(super) fn lacks_colon(line: &str, key: &str) -> bool {
    let Some(rest) = line.strip_prefix(key) else { return false };
    let value = rest.trim_start();
    let is_value = value.starts_with(['[', '{', '#', '-']) || !value.contains([' ', ':']);
    value.is_empty() || rest.len() > value.len() && is_value
}

/// What is meant by trouble on a line of this text that lacks the colon behind its key, or on the line below.
pub(super) fn without_colon(text: &str, trouble: &Trouble, keys: &[&'static str]) -> Option<Trouble> {
    let text = text.replace("\r\n", "\n");
    let lines = text.split(['\n', '\r']).enumerate().take(trouble.spot.line).collect::<Vec<_>>();
    let is_empty = |line: &str| line.is_empty() || line.starts_with('#');
    let lines =
        lines.into_iter().rev().filter(|(at, line)| at + 1 == trouble.spot.line || !is_empty(line.trim()));
    lines.take(2).find_map(|(at, line)| {
        let key = keys.iter().find(|key| lacks_colon(line.trim(), key))?;
        let column = line.chars().take_while(|c| *c == ' ').count() + 1;
        let what = format!("a colon is missing after `{key}`");
        Some(Trouble {
            spot: Spot { line: at + 1, column },
            what,
            advice: "write a colon and a space behind the key",
        })
    })
}

/// The names in a text that holds nothing else, as items of a list, and how many there are.
fn several<T: Name>(text: &str) -> Option<(usize, Text)> {
    let words = text.split([',', ';', ' ', '|']).filter(|word| !word.is_empty()).collect::<Vec<_>>();
    let names = words.iter().map(|word| T::read(word)).collect::<Option<Vec<_>>>()?;
    let fits = (1..=MOST_SHOWN).contains(&names.len());
    fits.then(|| (names.len(), Text::joined(names.iter().map(|name| text!("{}", name)), ", ")))
}

pub(super) fn is_variable(text: &str) -> bool {
    text.starts_with('$') || ["{{", "${", "$("].iter().any(|sign| text.contains(sign))
}
