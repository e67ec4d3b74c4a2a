//! Messages about what was found in a policy file.

use super::node::Value;
use crate::text::near::{did_you_mean, nearest};
use crate::text::visible::is_visible;
use crate::text::{Ours, Text};

/// A value in words, to end "must be …; found …".
pub(super) fn found(value: &Value) -> Text {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(value) => text!("the truth value `{}`", Ours(if *value { "true" } else { "false" })),
        Value::Int(value) => text!("the number `{}`", *value),
        Value::Float => "a decimal number".into(),
        Value::Text(text) if text.chars().all(|c| c == ' ' || !is_visible(c)) => "an empty text".into(),
        // It looks like a space, and is none to YAML.
        Value::Text(text) if text.contains('\u{a0}') => {
            text!("the text `{}` with a no-break space", Text::exact(text))
        }
        Value::Text(text) => text!("the text `{}`", Text::exact(text)),
        Value::List(_) => "a list".into(),
        Value::Map(_) => "a mapping".into(),
    }
}

/// The nearest known word, or all of them.
pub(super) fn suggestion(word: &str, known: &[&'static str]) -> Text {
    if word.starts_with("//") || word.starts_with("/*") {
        return "begin a comment with `#`".into();
    }
    if let Some(near) = nearest(&word.replace('_', "-"), known.iter().copied()) {
        return did_you_mean(Ours(near));
    }
    let known = known.iter().map(|name| text!("`{}`", Ours(name)));
    text!("the keys here are {}", Text::joined(known, ", "))
}
