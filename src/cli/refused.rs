//! Words for a command line that is not understood.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use crate::ledger::{Origin, Problem};

/// What is wrong with the arguments, in words that repeat none that could be a secret.
pub(super) fn refused(error: &clap::Error) -> Problem {
    let context = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        Some(ContextValue::Strings(texts)) => texts.first().map(String::as_str),
        _ => None,
    };
    let named = [ContextKind::InvalidArg, ContextKind::InvalidSubcommand].into_iter().find_map(context);
    // A flag's name is harmless, and so is a short word; all else could be a secret.
    let harmless = |text: &&str| text.len() < 40 && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
    let flag = named.map(|text| text.split(['=', ' ']).next().unwrap_or_default()).filter(harmless);
    let subject = flag.map_or_else(|| "an argument".to_owned(), |flag| format!("`{flag}`"));
    let what = match error.kind() {
        ErrorKind::UnknownArgument | ErrorKind::InvalidSubcommand => format!("{subject} is not known here"),
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_none_or(str::is_empty) => {
            format!("{subject} needs a value")
        }
        ErrorKind::MissingRequiredArgument => "an argument is missing".to_owned(),
        ErrorKind::ArgumentConflict => format!("{subject} is given twice or in the wrong place"),
        _ => format!("{subject} is not accepted"),
    };
    let near = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand].into_iter().find_map(context);
    let advice =
        near.map_or_else(|| "see b24-ping --help".to_owned(), |near| format!("did you mean `{near}`?"));
    problem(&what, &advice)
}

/// A problem of the command line.
pub(super) fn problem(what: &str, advice: &str) -> Problem {
    let origin = Origin::setting("command line");
    Problem { origin, what: what.to_owned(), advice: advice.to_owned() }
}
