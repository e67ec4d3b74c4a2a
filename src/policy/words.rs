//! The sentences about what a policy file holds.

use super::node::Value;
use crate::visible::is_visible;
use crate::text;
use crate::text::{Ours, Text};

/// What was found in place of something else.
pub(super) fn found(value: &Value) -> Text {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(value) => text!("the truth value `{}`", Ours(if *value { "true" } else { "false" })),
        Value::Int(value) => text!("the number `{}`", *value),
        Value::Float => "a decimal number".into(),
        Value::Text(text) if text.chars().all(|c| c == ' ' || !is_visible(c)) => "an empty text".into(),
        Value::Text(text) => text!("the text `{}`", text),
        Value::List(_) => "a list".into(),
        Value::Map(_) => "a mapping".into(),
    }
}

/// What somebody may have meant by `word`, or all that there is.
pub(super) fn suggestion(word: &str, known: &[&'static str]) -> Text {
    let word = word.to_ascii_lowercase().replace('_', "-");
    let likeness = |name: &str| strsim::jaro_winkler(&word, name);
    let near =
        |name: &&&str| (0.84..).contains(&likeness(name)) || strsim::damerau_levenshtein(&word, name) < 2;
    // What is longer than any name by far is no slip of the pen, and slow to compare.
    let near = known.iter().filter(|_| word.len() <= 32).filter(near);
    if let Some(name) = near.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        return text!("did you mean `{}`?", Ours(name));
    }
    text!("known here: {}", Text::joined(known.iter().map(|name| text!("`{}`", Ours(name))), ", "))
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn a_slip_of_the_pen_is_forgiven_and_another_word_is_not() {
        let known = ["forbidden", "required", "why"];
        assert_eq!(suggestion("forbid", &known).reveal(), "did you mean `forbidden`?");
        assert_eq!(suggestion("Requird", &known).reveal(), "did you mean `required`?");
        assert_eq!(suggestion("wy", &known).reveal(), "did you mean `why`?");
        for other in ["wx", "granted", &"required".repeat(5)] {
            assert_eq!(suggestion(other, &known).reveal(), "known here: `forbidden`, `required`, `why`", "{other}");
        }
    }
}
