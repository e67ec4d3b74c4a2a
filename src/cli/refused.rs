//! Messages for a command line that does not parse.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::ledger::{Origin, Problem};
use crate::text::Text;
use crate::text::near::did_you_mean;

/// Repeats no argument that could be a secret.
pub(super) fn refused(error: &clap::Error) -> Problem {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(ContextValue::Strings(texts)) => texts.first().map(String::as_str),
        _ => None,
    };
    let named = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand].into_iter().find_map(context);
    // A flag's name and a short word are harmless; anything else could be a secret.
    let harmless = |text: &&str| text.len() < 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let flag = named.map(|text| text.split(['=', ' ']).next().unwrap_or_default()).filter(harmless);
    let subject = flag.map_or_else(|| Text::from("an argument"), |flag| text!("`{}`", flag));
    let what = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => match flag {
            Some(flag) => text!("unexpected argument `{}`", flag),
            None => "unexpected argument".into(),
        },
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_none_or(str::is_empty) => {
            text!("{} needs a value", subject)
        }
        ErrorKind::MissingRequiredArgument => "an argument is missing".into(),
        ErrorKind::ArgumentConflict => text!("{} is given twice or in the wrong place", subject),
        _ => text!("{} is not accepted", subject),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].into_iter().find_map(context);
    let advice = near.map_or_else(|| Text::from("see b24-ping --help"), did_you_mean);
    problem(what, advice)
}

pub(super) fn problem(what: impl Into<Text>, advice: impl Into<Text>) -> Problem {
    Problem::new(Origin::setting("command line"), what, advice)
}
