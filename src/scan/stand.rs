//! The context of a name: only in some is it a call.

use std::ops::Range;

use super::address::{self, Address};
use super::dotted::is_word;

/// A context in which a name is a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stand {
    /// A whole string literal; `quote` is the offset of its opening quote.
    Literal { quote: usize, query: bool },
    /// The same with `.json` or `.xml` behind the name: a file's name, or half an address.
    Suffixed { quote: usize },
    /// The end of an address.
    Address(Address),
    /// The end of a called attribute.
    Attribute,
}

/// The context of `run`, words with dots between them, and the range of the name.
pub(super) fn of(text: &[u8], run: Range<usize>) -> Option<(Range<usize>, Stand)> {
    let before = *text[..run.start].last()?;
    match before {
        b'\'' | b'"' | b'`' => literal(text, run, before),
        b'/' | b'}' => {
            let name = run.start..unsuffixed(text, &run);
            let suffixed = name.end < unpointed(text, &run);
            let rest = &text[run.end..];
            let address = address::of(&text[..run.start], suffixed).filter(|_| address::is_over(rest))?;
            Some((name, Stand::Address(address)))
        }
        b'.' if has_receiver(&text[..run.start - 1]) && is_called(&text[run.end..]) => {
            Some((run, Stand::Attribute))
        }
        _ => None,
    }
}

fn literal(text: &[u8], run: Range<usize>, quote: u8) -> Option<(Range<usize>, Stand)> {
    let open = run.start - 1;
    let after = &text[run.end..];
    let escaped = text[..open].ends_with(b"\\");
    let closed = if escaped { after.starts_with(&[b'\\', quote]) } else { after.first() == Some(&quote) };
    let query = after.first() == Some(&b'?');
    if !closed && !query {
        return None;
    }
    let name = run.start..unsuffixed(text, &run);
    let stand =
        if name == run { Stand::Literal { quote: open, query } } else { Stand::Suffixed { quote: open } };
    Some((name, stand))
}

/// The end of a run without the full stop of its sentence.
fn unpointed(text: &[u8], run: &Range<usize>) -> usize {
    run.end - text[run.clone()].iter().rev().take_while(|byte| **byte == b'.').count()
}

/// The end of a run without the suffix for the answer's format.
fn unsuffixed(text: &[u8], run: &Range<usize>) -> usize {
    let name = &text[run.start..unpointed(text, run)];
    let suffix = [&b".json"[..], b".xml"].into_iter().find(|suffix| {
        name.len() > suffix.len() && name[name.len() - suffix.len()..].eq_ignore_ascii_case(suffix)
    });
    run.start + name.len() - suffix.map_or(0, <[u8]>::len)
}

/// Whether an attribute's dot has a receiver, perhaps on the line before.
fn has_receiver(before: &[u8]) -> bool {
    let mut rest = before;
    rest = rest.strip_suffix(b"?").or_else(|| rest.strip_suffix(b"!")).unwrap_or(rest);
    if rest.ends_with(b" ") || rest.ends_with(b"\t") || rest.ends_with(b"\n") {
        let trimmed = rest[rest.len().saturating_sub(256)..].trim_ascii_end();
        if !rest[rest.len().saturating_sub(256)..][trimmed.len()..].contains(&b'\n') {
            return false;
        }
        rest = trimmed;
    }
    rest.last().is_some_and(|byte| is_word(*byte) || matches!(byte, b')' | b']'))
}

/// Whether an argument list begins here, perhaps after type arguments.
fn is_called(after: &[u8]) -> bool {
    let spaces = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    if after[spaces..].starts_with(b"(") {
        return true;
    }
    let near = &after[..after.len().min(256)];
    near.starts_with(b"<") && near.windows(2).take_while(|pair| pair[0] != b'\n').any(|pair| pair == b">(")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The name between the marks in `text`, and its context.
    fn stand(text: &str) -> Option<(String, Stand)> {
        let start = text.find("crm.").unwrap();
        let length = text[start..].bytes().take_while(|byte| is_word(*byte) || *byte == b'.').count();
        let (name, stand) = of(text.as_bytes(), start..start + length)?;
        Some((text[name].to_owned(), stand))
    }

    #[test]
    fn a_whole_literal_is_one() {
        for text in ["'crm.x'", "\"crm.x\"", "`crm.x`", r#"\"crm.x\""#, "'crm.x?a=b'"] {
            let (name, stand) = stand(text).unwrap_or_else(|| panic!("{text}"));
            assert!(name == "crm.x" && matches!(stand, Stand::Literal { .. }), "{text}");
        }
        for text in
            ["'crm.x", "'crm.x\"", "'crm.x is'", "'a crm.x'", r"\'crm.x'", "'crm.x-y'", "bitrix:crm.x'"]
        {
            assert_eq!(stand(text), None, "{text}");
        }
        assert_eq!(stand("'crm.x.json'"), Some(("crm.x".to_owned(), Stand::Suffixed { quote: 0 })));
    }

    #[test]
    fn the_end_of_an_address_is_one() {
        for text in
            ["https://a.b/rest/1/x/crm.x.json", "rest/crm.x?auth=1", "see http://a/rest/crm.x.", "'/crm.x'"]
        {
            let (name, stand) = stand(text).unwrap_or_else(|| panic!("{text}"));
            assert!(name == "crm.x" && matches!(stand, Stand::Address(_)), "{text}");
        }
        for text in ["a/crm.x", "./crm.x.json", "rest/1/x/crm.x/y", "rest/1/x/crm.x-y"] {
            assert_eq!(stand(text), None, "{text}");
        }
    }

    #[test]
    fn an_attribute_that_is_called_is_one() {
        for text in [
            "a.crm.x(",
            "a().crm.x (",
            "a[0].crm.x(1)",
            "a?.crm.x()",
            "a\n    .crm.x()",
            "a.crm.x<Deal[]>(b)",
        ] {
            assert_eq!(stand(text), Some(("crm.x".to_owned(), Stand::Attribute)), "{text}");
        }
        for text in [".crm.x()", "a .crm.x()", "a.crm.x", "a.crm.x < b(", "crm.x()"] {
            assert_eq!(stand(text), None, "{text}");
        }
    }
}
