//! `list_and_get('crm.deal')` of `fast_bitrix24` for Python, which calls `crm.deal.list` and `crm.deal.get`.

use std::ops::Range;

use super::dotted::is_word;
use crate::knowledge::methods::DocumentedMethod;

const FUNCTION: &[u8] = b"list_and_get(";

/// Lines of comments between the bracket and the branch.
const COMMENTS: usize = 8;

/// The methods, each with the place of the branch that they are of.
pub(super) fn calls(path: &str, text: &[u8], mut take: impl FnMut(Range<usize>, &'static DocumentedMethod)) {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !(path.is_empty() || ["py", "ipynb"].contains(&ending)) {
        return;
    }
    for at in memchr::memmem::find_iter(text, FUNCTION) {
        if !text[..at].ends_with(b".") {
            continue;
        }
        for method in branch(text, at + FUNCTION.len()).into_iter().flat_map(|place| {
            let name = |end: &[u8]| DocumentedMethod::named(&[&text[place.clone()], end].concat());
            [name(b".list"), name(b".get")].into_iter().flatten().map(move |method| (place.clone(), method))
        }) {
            take(method.0, method.1);
        }
    }
}

fn blanks(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The branch in quotes at the beginning of the arguments, perhaps under its name.
fn branch(text: &[u8], at: usize) -> Option<Range<usize>> {
    let blank = |at: usize| {
        let mut here = at + blanks(&text[at..]);
        for _ in 0..COMMENTS {
            if text.get(here) != Some(&b'#') {
                break;
            }
            here += memchr::memchr(b'\n', &text[here..]).unwrap_or(text.len() - here);
            here += blanks(&text[here..]);
        }
        here
    };
    let mut open = blank(at);
    if let Some(rest) = text[open..].strip_prefix(b"method_branch") {
        let equals = blank(text.len() - rest.len());
        open = blank(equals + usize::from(text[equals..].starts_with(b"=")));
    }
    // In a notebook the quotes are escaped.
    open += usize::from(text[open..].starts_with(b"\\"));
    let quote = *text.get(open).filter(|byte| b"'\"".contains(byte))?;
    let start = open + 1;
    let end = start + text[start..].iter().take_while(|byte| is_word(**byte) || **byte == b'.').count();
    let rest = text[end..].strip_prefix(b"\\").unwrap_or(&text[end..]);
    rest.starts_with(&[quote]).then_some(start..end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let mut found = Vec::new();
        calls(path, text.as_bytes(), |place, method| found.push(format!("{} {}", &text[place], method.name)));
        found
    }

    #[test]
    fn a_branch_is_two_calls() {
        let both = ["crm.deal crm.deal.list", "crm.deal crm.deal.get"];
        for text in [
            "b.list_and_get('crm.deal')",
            "await bx.list_and_get(\n    \"crm.deal\", 'ID')",
            "b.list_and_get(method_branch = 'crm.deal')",
            "b.list_and_get(  # all\n  # of them\n  'crm.deal')",
            r#""b.list_and_get(\"crm.deal\")""#,
        ] {
            assert_eq!(found("a.py", text), both, "{text}");
        }
        assert_eq!(found("", "b.list_and_get('tasks.task')").len(), 2);
        for no in [
            "def list_and_get('crm.deal')",
            "b.list_and_get(branch)",
            "b.list_and_get('crm.deal",
            "b.list_and_get('foo.bar')",
            "b.list_and_get(",
        ] {
            assert_eq!(found("a.py", no), <[&str; 0]>::default(), "{no}");
        }
        assert_eq!(found("a.js", "b.list_and_get('crm.deal')"), <[&str; 0]>::default());
    }
}
