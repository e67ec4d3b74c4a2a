//! Objects of the classes of the SDK before the official one: `new \Bitrix24\CRM\Lead($app)`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::dotted::is_word;
use super::php::REACH;
use super::{Chains, Link};
use crate::knowledge::builders;

const NAMESPACE: &[u8] = b"Bitrix24\\";

/// In bytes; no class has a longer one.
const LONGEST_NAME: usize = 128;

/// What a file calls a class or namespace, in small letters, and its whole name.
pub(super) type Imports = BTreeMap<Vec<u8>, Vec<u8>>;

/// Adds the calls on objects right where they are made, and keeps the others.
pub(super) fn calls(chains: &mut Chains<'_>) {
    let text = chains.php.text;
    if memchr::memmem::find(text, NAMESPACE).is_none() {
        return;
    }
    let imports = imports(chains);
    for at in memchr::memmem::find_iter(text, b"new") {
        let name = name(text, chains.php.skip(at + 3));
        let alone = text[..at].last().is_none_or(|byte| !is_word(*byte) && *byte != b'$');
        if !alone || name.is_empty() || name.start == at + 3 && text[name.start] != b'\\' {
            continue;
        }
        if let Some(class) = builders::class(&whole(&text[name.clone()], &imports)) {
            let word = chains.php.word_before(name.end);
            let after = chains.php.arguments(name.end).unwrap_or(name.end);
            chains.follow(Link::Service(class), word, after, at);
        }
    }
}

/// The classes and namespaces that a file imports from the SDKs.
pub(super) fn imports(chains: &Chains<'_>) -> Imports {
    let php = chains.php;
    let mut imports = Imports::new();
    for at in memchr::memmem::find_iter(php.text, NAMESPACE) {
        let start = at - usize::from(php.text[..at].ends_with(b"\\"));
        let before = php.skip_back(start);
        // The others of a list are found by themselves.
        let is_listed = php.text[..before].ends_with(b",") && in_use(&php.text[..before]);
        if php.comment(at).is_some()
            || !(is_listed || php.text[php.word_before(before)].eq_ignore_ascii_case(b"use"))
        {
            continue;
        }
        let prefix = name(php.text, start);
        let after = php.skip(prefix.end);
        if !php.text[after..].starts_with(b"{") {
            imports.extend(import(chains, &[], prefix));
            continue;
        }
        let mut here = after;
        while here < after + REACH && matches!(php.text.get(here), Some(b'{' | b',')) {
            let part = name(php.text, php.skip(here + 1));
            let end = part.end;
            imports.extend(import(chains, &php.text[prefix.clone()], part));
            here = php.skip(aliased(chains, end).map_or(end, |alias| alias.end));
        }
    }
    imports
}

fn import(chains: &Chains<'_>, prefix: &[u8], part: Range<usize>) -> Option<(Vec<u8>, Vec<u8>)> {
    let name = [prefix, &chains.php.text[part.clone()]].concat();
    let name = name.strip_prefix(b"\\").unwrap_or(&name).to_vec();
    let alias = aliased(chains, part.end).unwrap_or_else(|| chains.php.word_before(part.end));
    (!alias.is_empty()).then(|| (chains.php.text[alias].to_ascii_lowercase(), name))
}

/// The word after `as`.
fn aliased(chains: &Chains<'_>, at: usize) -> Option<Range<usize>> {
    let mark = chains.php.word(chains.php.skip(at));
    let is_alias = chains.php.text[mark.clone()].eq_ignore_ascii_case(b"as");
    is_alias.then(|| chains.php.word(chains.php.skip(mark.end)))
}

/// Whether the statement at the end of `text` is a `use`.
fn in_use(text: &[u8]) -> bool {
    let near = &text[text.len().saturating_sub(REACH)..];
    let start = near.iter().rposition(|byte| b";{}".contains(byte)).map_or(0, |at| at + 1);
    let statement = &near[start..];
    memchr::memmem::rfind(statement, b"use ")
        .is_some_and(|at| statement[..at].last().is_none_or(u8::is_ascii_whitespace))
}

/// A class's name with backslashes in it.
fn name(text: &[u8], at: usize) -> Range<usize> {
    let rest = text.get(at..).unwrap_or_default();
    at..at + rest.iter().take(LONGEST_NAME).take_while(|byte| is_word(**byte) || **byte == b'\\').count()
}

/// A name without its aliases.
pub(super) fn whole(name: &[u8], imports: &Imports) -> Vec<u8> {
    if let Some(absolute) = name.strip_prefix(b"\\") {
        return absolute.to_vec();
    }
    let first = name.iter().position(|byte| *byte == b'\\').unwrap_or(name.len());
    let import = imports.get(&name[..first].to_ascii_lowercase());
    import.map_or_else(|| name.to_vec(), |import| [import, &name[first..]].concat())
}
