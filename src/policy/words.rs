//! The sentences about what a policy file holds.

use super::node::Value;
use crate::quote::{Quote, Redactor};

/// What was found in place of something else.
pub(super) fn found(value: &Value, redactor: &Redactor) -> String {
    match value {
        Value::Null => "nothing".into(),
        Value::Bool(value) => format!("the truth value `{value}`"),
        Value::Int(value) => format!("the number `{value}`"),
        Value::Float => "a decimal number".into(),
        Value::Text(text) => match Quote::new(text, redactor) {
            quote if quote.is_empty() => "an empty text".into(),
            quote => format!("the text `{quote}`"),
        },
        Value::List(_) => "a list".into(),
        Value::Map(_) => "a mapping".into(),
    }
}

/// What somebody may have meant by `word`, or all that there is.
pub(super) fn suggestion(word: &str, known: &[&str]) -> String {
    let word = word.to_ascii_lowercase().replace('_', "-");
    let likeness = |name: &str| strsim::jaro_winkler(&word, name);
    let near =
        |name: &&&str| (0.84..).contains(&likeness(name)) || strsim::damerau_levenshtein(&word, name) < 2;
    // What is longer than any name by far is no slip of the pen, and slow to compare.
    let near = known.iter().filter(|_| word.len() <= 32).filter(near);
    if let Some(name) = near.max_by(|a, b| likeness(a).total_cmp(&likeness(b))) {
        return format!("did you mean `{name}`?");
    }
    let names = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
    format!("known here: {}", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::suggestion;

    #[test]
    fn a_slip_of_the_pen_is_forgiven_and_another_word_is_not() {
        let known = ["forbidden", "required", "why"];
        assert_eq!(suggestion("forbid", &known), "did you mean `forbidden`?");
        assert_eq!(suggestion("Requird", &known), "did you mean `required`?");
        assert_eq!(suggestion("wy", &known), "did you mean `why`?");
        for other in ["wx", "granted", &"required".repeat(5)] {
            assert_eq!(suggestion(other, &known), "known here: `forbidden`, `required`, `why`", "{other}");
        }
    }
}
