//! Attributes of a client in Python that are kept under a name, and those over several lines: `deals = client.crm.deal`,
//! then `deals.list()`.

use std::ops::Range;

use super::dotted::{is_opener, is_word};
use super::site;
use crate::knowledge::beginnings;
use crate::knowledge::methods::{DocumentedMethod, MAX_BYTES};

/// Names that are followed through a file; each costs a search.
const MOST: usize = 64;

/// In bytes, of what is looked at around a dot.
const REACH: usize = 256;

type Method = &'static DocumentedMethod;

/// Calls `take` for each such call, with the place of its last words.
pub(super) fn calls(path: &str, text: &[u8], mut take: impl FnMut(Range<usize>, Method)) {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    if !(path.is_empty() || ending == "py") {
        return;
    }
    let mut names = Vec::new();
    for end in memchr::memchr_iter(b'\n', text).chain([text.len()]) {
        let start = memchr::memrchr(b'\n', &text[..end]).map_or(0, |at| at + 1);
        if names.len() < MOST {
            names.extend(kept(text, start..end));
        }
        if let Some((place, method)) = over_lines(text, end) {
            take(place, method);
        }
    }
    for at in 0..names.len() {
        let again = names[..at].iter().any(|(name, _, _): &Kept<'_>| *name == names[at].0);
        if !again {
            uses(text, names[at].0, &names, &mut take);
        }
    }
}

/// A name, what it stands for, and the end of its statement.
type Kept<'t> = (&'t [u8], &'t [u8], usize);

/// The names that a line gives to attributes of a client, one for each statement.
fn kept(text: &[u8], line: Range<usize>) -> Vec<Kept<'_>> {
    if line.len() > REACH || memchr::memchr(b'=', &text[line.clone()]).is_none() {
        return Vec::new();
    }
    let mut at = line.start;
    let mut kept = Vec::new();
    for statement in text[line].split(|byte| *byte == b';') {
        at += statement.len() + 1;
        let code = memchr::memchr(b'#', statement).map_or(statement, |comment| &statement[..comment]);
        let Some(equals) = memchr::memchr(b'=', code) else { continue };
        let (name, value) = (code[..equals].trim_ascii(), code[equals + 1..].trim_ascii());
        let name = memchr::memchr(b':', name).map_or(name, |colon| name[..colon].trim_ascii());
        let is_chain =
            |text: &[u8]| !text.is_empty() && text.iter().all(|byte| is_word(*byte) || *byte == b'.');
        if is_chain(name) && is_chain(value) {
            kept.extend(behind_client(value).map(|attributes| (name, attributes, at)));
        }
    }
    kept
}

/// The part of a chain of attributes behind its client, if methods begin so.
fn behind_client(chain: &[u8]) -> Option<&[u8]> {
    let dots = memchr::memchr_iter(b'.', chain);
    dots.map(|dot| (&chain[..dot], &chain[dot + 1..]))
        .find(|(client, attributes)| {
            let first = attributes.split(|byte| *byte == b'.').next().unwrap_or_default();
            is_opener(first) && site::is_clients(client) && is_beginning(attributes)
        })
        .map(|(_, attributes)| attributes)
}

fn is_beginning(attributes: &[u8]) -> bool {
    let joined = attributes.iter().copied().filter(|byte| *byte != b'_').collect::<Vec<_>>();
    beginnings::is_one(&[&joined, &b"."[..]].concat()) || method(attributes).is_some()
}

fn method(name: &[u8]) -> Option<Method> {
    DocumentedMethod::named(name).or_else(|| DocumentedMethod::spelt(name))
}

/// The calls through a name, each by the last statement before it that gives the name something.
fn uses(text: &[u8], name: &[u8], kept: &[Kept<'_>], take: &mut impl FnMut(Range<usize>, Method)) {
    let mut assigned = None;
    for at in memchr::memmem::find_iter(text, name) {
        let end = at + name.len();
        let alone = text[..at].last().is_none_or(|byte| !is_word(*byte) && *byte != b'.');
        if !alone || text.get(end).is_some_and(|byte| is_word(*byte)) {
            continue;
        }
        let after = text[end..text.len().min(end + REACH)].trim_ascii_start();
        if is_assigned(after) {
            let own = kept.iter().find(|(known, _, behind)| *known == name && *behind > at);
            let near = &text[at..text.len().min(at + REACH)];
            let line = at + memchr::memchr(b'\n', near).map_or(near.len(), |length| length + 1);
            assigned = own.filter(|(_, _, behind)| *behind <= line).map(|(_, attributes, _)| *attributes);
            continue;
        }
        let Some(attributes) = assigned else { continue };
        let rest = &text[end..text.len().min(end + MAX_BYTES)];
        let length = rest.iter().take_while(|byte| is_word(**byte) || **byte == b'.').count();
        let whole = [attributes, &rest[..length]].concat();
        if rest[length..].starts_with(b"(")
            && let Some(method) = method(&whole)
        {
            take(at..end + length, method);
        }
    }
}

/// Whether something is given to what stands before this, perhaps with its type.
fn is_assigned(after: &[u8]) -> bool {
    let line = &after[..memchr::memchr(b'\n', after).unwrap_or(after.len())];
    let typed = line.starts_with(b":") && memchr::memmem::find(line, b" = ").is_some();
    typed || line.starts_with(b"=") && !line.starts_with(b"==")
}

/// The call of a chain whose first line ends at `end`, inside of brackets.
fn over_lines(text: &[u8], end: usize) -> Option<(Range<usize>, Method)> {
    let near = &text[..text.len().min(end + REACH)];
    let mut here = next_dot(near, end)?;
    let line = text[end.saturating_sub(REACH)..end].trim_ascii_end();
    let line = line.strip_suffix(b"\\").unwrap_or(line).trim_ascii_end();
    let length = line.iter().rev().take_while(|byte| is_word(**byte) || **byte == b'.').count();
    let mut chain = line[line.len() - length..].to_vec();
    if chain.is_empty() || chain.starts_with(b".") {
        return None;
    }
    loop {
        let length = near[here..].iter().take_while(|byte| is_word(**byte) || **byte == b'.').count();
        let words = here..here + length;
        chain.extend_from_slice(&near[words.clone()]);
        if near[words.end..].starts_with(b"(") {
            let attributes = behind_client(&chain)?;
            return Some((words.start + 1..words.end, method(attributes)?));
        }
        here = next_dot(near, words.end)?;
    }
}

/// The dot behind a line's end.
fn next_dot(text: &[u8], at: usize) -> Option<usize> {
    let blanks = text[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    (text.get(at + blanks) == Some(&b'.') && blanks > 0).then_some(at + blanks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        calls("a.py", text.as_bytes(), |place, method| {
            found.push(format!("{} {}", &text[place], method.name));
        });
        found
    }

    #[test]
    fn what_is_kept_under_a_name_is_followed() {
        for (text, call) in [
            ("crm = client.crm\ncrm.deal.list()", "crm.deal.list crm.deal.list"),
            ("d = client.crm.deal; d.list()", "d.list crm.deal.list"),
            ("req = self.client.crm.deal.list  # all\nreq()", "req crm.deal.list"),
            ("self.deals = b24.crm.deal\nself.deals.list()", "self.deals.list crm.deal.list"),
            (
                "p: Price = client.catalog.price_type\np.get_fields()",
                "p.get_fields catalog.priceType.getFields",
            ),
            ("x = (client\n  .crm\n  .deal\n  .list())", "list crm.deal.list"),
            ("x = (client.crm\n  .deal.list())", "deal.list crm.deal.list"),
            ("x = client.crm.deal \\\n  .list()", "list crm.deal.list"),
        ] {
            assert_eq!(found(text), [call], "{text}");
        }
        for no in [
            "crm = client.crm\ncrm.deal.no_such()",
            "crm = shop.crm\ncrm.deal.list()",
            "d = client.crm.deal\nd = {}\nd.list()",
            "d.list()\nd = client.crm.deal",
            "d = client.crm.deal\nx.d.list(); ad.list(); d.list",
            "d = client.crm.deal()\nd.list()",
            "d = client.names\nd.list()",
            "(shop\n  .crm\n  .deal\n  .list())",
        ] {
            assert_eq!(found(no), [] as [&str; 0], "{no}");
        }
        let mut number = 0;
        calls("a.js", b"d = client.crm.deal; d.list()", |_, _| number += 1);
        assert_eq!(number, 0);
    }

    #[test]
    fn what_never_ends_ends() {
        found(&"d = client.crm.deal\n".repeat(50_000));
        found(&"client\n.".repeat(50_000));
        found(&"\n".repeat(200_000));
        found(&format!("d = client.crm.deal\n{}", "d = ".repeat(100_000)));
    }
}
