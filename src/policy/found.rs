//! Messages about what was found in a policy file.

use super::node::Value;
use crate::inputs::INPUTS;
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
    let word = word.to_ascii_lowercase().replace('_', "-");
    if let Some(advice) = of_other_name(&word, known) {
        return advice;
    }
    if let Some(near) = nearest(&word, known.iter().copied()) {
        return did_you_mean(Ours(near));
    }
    if let Some(input) = INPUTS.iter().find(|input| input.name == word) {
        let name = Ours(input.name);
        return text!("it is no key but an input: set `{}` in the workflow, or `--{}`", name, name);
    }
    let known = known.iter().map(|name| text!("`{}`", Ours(name)));
    text!("the keys here are {}", Text::joined(known, ", "))
}

/// What a key is called elsewhere, most often among the inputs, with what stands for it among the keys `known`.
fn of_other_name(word: &str, known: &[&'static str]) -> Option<Text> {
    let (key, written) = match word {
        "hook" | "webhook" | "hook-file" | "url" | "secret" | "token" if !known.contains(&"exact") => {
            return Some(
                "the webhook's address is a secret and does not belong in the policy: remove it, and set B24_HOOK".into(),
            );
        }
        "required-scopes" | "scope" | "scopes" | "permission" | "permissions" => ("required", "required"),
        "webhooks" => ("hooks", "hooks"),
        "forbidden-scopes" => ("forbidden", "forbidden"),
        "extra-scopes" => ("extra", "extra"),
        "expect-portal" => ("portal", "portal"),
        "scan-paths" | "paths" => ("scan", "scan: { paths: … }"),
        "expect-user-id" | "user-id" => ("user", "user: { id: … }"),
        "require-admin" | "admin" => ("user", "user: { admin: true }"),
        _ => return None,
    };
    known.contains(&key).then(|| did_you_mean(Ours(written)))
}
