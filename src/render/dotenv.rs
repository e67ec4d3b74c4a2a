//! A dotenv file for GitLab's `artifacts:reports:dotenv`: variables for later jobs. GitLab takes keys of
//! letters, digits and `_`, one line each without quotes, spaces or comments, and 5 KB in all (GitLab's
//! documentation, "artifacts:reports types").

use serde_json::Value;

use super::outputs;
use crate::report::Sealed;

/// Bytes of one list; four of them and the rest stay below GitLab's limit.
const MAX_LIST: usize = 900;

/// The outputs that become variables: one word or a list of words.
const NAMES: [&str; 12] = [
    "status",
    "reason",
    "exit-code",
    "portal",
    "user-id",
    "admin",
    "granted-scopes",
    "missing-scopes",
    "forbidden-scopes",
    "extra-scopes",
    "attempts",
    "duration-ms",
];

/// `B24_PING_STATUS=passed` and so on, lists with commas. Unknown values are empty.
#[must_use]
pub fn render(report: &Sealed) -> String {
    variables(report).fold(String::new(), |out, (key, value)| out + &key + "=" + &value + "\n")
}

pub(super) fn variables(report: &Sealed) -> impl Iterator<Item = (String, String)> {
    let values = outputs::values(report);
    NAMES.into_iter().map(move |name| {
        let value = match values.get(name) {
            Some(Value::Array(items)) => list(items),
            Some(Value::String(text)) => word(text),
            None | Some(Value::Null) => String::new(),
            Some(other) => word(&other.to_string()),
        };
        (format!("B24_PING_{}", name.to_ascii_uppercase().replace('-', "_")), value)
    })
}

/// As many whole items as fit.
fn list(items: &[Value]) -> String {
    let mut out = String::new();
    for item in items.iter().filter_map(Value::as_str).map(word) {
        if out.len() + 1 + item.len() > MAX_LIST {
            break;
        }
        if !out.is_empty() {
            out.push(',');
        }
        out.push_str(&item);
    }
    out
}

/// Text without characters that are special to a shell or GitLab.
fn word(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || "_.:-[]*".contains(c) { c } else { '_' };
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("env", render);
    }

    #[test]
    fn every_line_is_one_that_gitlab_takes() {
        for (name, report) in samples::sealed() {
            let text = render(&report);
            assert!(text.len() < 5 * 1024, "{name}");
            for line in text.lines() {
                let (key, value) = line.split_once('=').expect(name);
                assert!(
                    key.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_'),
                    "{line}"
                );
                assert!(!value.contains([' ', '"', '\'', '#', '$', '`', '\\', '=', '|', '<']), "{line}");
            }
        }
    }

    #[test]
    fn a_long_list_is_cut_between_its_items() {
        let listed = |first: &str| {
            let items = [first].into_iter().chain(std::iter::repeat_n("scope_one", 200)).map(Value::from);
            list(&items.collect::<Vec<_>>())
        };
        let text = listed("ten_chars_");
        assert_eq!((text.len(), text.ends_with(",scope_one")), (MAX_LIST, true));
        let text = listed("eleven_char");
        assert_eq!((text.len(), text.ends_with(",scope_one")), (MAX_LIST - 9, true));
    }
}
