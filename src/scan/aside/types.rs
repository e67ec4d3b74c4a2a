//! Types that are made of names; no type exists at run time.

use crate::scan::comment::{Dialect, Language};
use crate::scan::dotted::is_word;
use crate::scan::site;

/// Whether a language has such types.
pub(super) fn are_in(language: Option<Language>) -> bool {
    matches!(language, Some(Language::Script(Dialect::JavaScript) | Language::Page | Language::Python))
}

/// `| 'crm.deal.get'`, `type Method = '`, `Literal["`, `Call<'crm.deal.get'>`, and what stands in an interface.
pub(super) fn is_one(before: &[u8], behind: Option<&[u8]>) -> bool {
    let lead = before.trim_ascii_end();
    let after = behind.unwrap_or_default().trim_ascii_start();
    let united = lead.ends_with(b"|") && !lead.ends_with(b"||")
        || after.starts_with(b"|") && !after.starts_with(b"||");
    let listed = || {
        memchr::memmem::find(lead, b"Literal[").is_some()
            && site::opening(lead, *b"[]").is_some_and(|list| list.ends_with(b"Literal"))
    };
    let argument = lead.ends_with(b"<") && after.first().is_some_and(|byte| b">,".contains(byte));
    let line = memchr::memrchr(b'\n', lead).map_or(lead, |at| &lead[at + 1..]).trim_ascii();
    let line = line.strip_prefix(b"export ").unwrap_or(line);
    let named = line.starts_with(b"type ") && lead.ends_with(b"=");
    let line = line.strip_prefix(b"readonly ").unwrap_or(line);
    let member = line.strip_suffix(b":").is_some_and(|key| {
        let key = key.strip_suffix(b"?").unwrap_or(key);
        !key.is_empty() && key.iter().all(|byte| is_word(*byte)) && key != b"default"
    });
    united || named || argument || member && after.starts_with(b";") || is_key(lead, after) || listed()
}

/// `interface Methods { 'crm.deal.get': Deal; }`, `type Methods = { 'crm.deal.get': Deal }`.
fn is_key(lead: &[u8], after: &[u8]) -> bool {
    if !after.strip_prefix(b"?").unwrap_or(after).starts_with(b":") {
        return false;
    }
    let Some(head) = site::opening(lead, *b"{}").map(<[u8]>::trim_ascii_end) else { return false };
    let line = memchr::memrchr(b'\n', head).map_or(head, |at| &head[at + 1..]).trim_ascii_start();
    let words = [&b"export "[..], b"declare "]
        .iter()
        .fold(line, |rest, word| rest.strip_prefix(*word).unwrap_or(rest));
    words.starts_with(b"interface ") || words.starts_with(b"type ") && head.ends_with(b"=")
}
