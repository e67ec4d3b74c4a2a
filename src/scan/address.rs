//! Addresses: the text before a name that makes it the last part of one.

use super::dotted::is_word;

/// In bytes.
const REACH: usize = 512;

/// An address that may end in a method's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Address {
    /// Of REST 3.0.
    pub(super) rest3: bool,
    /// With a hook's user and secret.
    pub(super) hook: bool,
    pub(super) whose: Whose,
}

/// What an address leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The portal: it has `rest/`, a user and secret, or a variable for a hook in it.
    Portals,
    /// What a variable or client stands for.
    Somebodys,
    /// Any web page.
    Anybodys,
}

/// The address in `before`, which ends with `/` or `}`. With `suffixed` the name may also be that of a file,
/// `crm.deal.list.json`.
pub(super) fn of(before: &[u8], suffixed: bool) -> Option<Address> {
    let token = unmarked(before);
    let plain = token.iter().copied().filter(|byte| *byte != b'\\').collect::<Vec<_>>();
    let rest = rest_at(&plain).map(|at| &plain[at..]);
    let rest3 = rest.is_some_and(|rest| rest.starts_with(b"api/")) || is_rest3(before);
    let hook = rest.is_some_and(is_hook);
    let vague =
        rest.is_none() && !begins_literal(before, &plain, suffixed) && !is_filled_in(before, suffixed);
    let portals = rest.is_some() || !vague && (plain.len() > 1 && plain[0] == b'/' || is_portals(before));
    let whose = match (portals, vague) {
        (true, _) => Whose::Portals,
        (false, false) => Whose::Somebodys,
        (false, true) => Whose::Anybodys,
    };
    (!vague || is_web(&plain)).then_some(Address { rest3, hook, whose })
}

pub(super) fn is_over(after: &[u8]) -> bool {
    let ends = |byte: Option<&u8>| byte.is_none_or(|byte| !is_word(*byte) && !b"/-.:=@~+%*${".contains(byte));
    match after {
        [b'/', rest @ ..] => ends(rest.first()),
        _ => ends(after.first()),
    }
}

/// Whether an address has a scheme other than that of files.
pub(super) fn is_web(address: &[u8]) -> bool {
    ["://", ":\\/\\/"].iter().any(|mark| {
        memchr::memmem::find(address, mark.as_bytes()).is_some_and(|at| !address[..at].ends_with(b"file"))
    })
}

/// The offset behind `rest/`, if that is a whole segment.
pub(super) fn rest_at(address: &[u8]) -> Option<usize> {
    let found = memchr::memmem::find_iter(address, b"rest/").find(|at| {
        let before = address[..*at].last();
        before.is_none_or(|byte| !is_word(*byte) && *byte != b'-')
    });
    found.map(|at| at + b"rest/".len())
}

pub(super) fn is_hook(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"api/").unwrap_or(rest);
    let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    digits > 0 && rest[digits..].starts_with(b"/")
}

/// The last token, without the mark of an expression of n8n: `'=/`.
fn unmarked(before: &[u8]) -> &[u8] {
    let token = token(before);
    let quoted = before[..before.len() - token.len()].last().is_some_and(|byte| b"'\"`".contains(byte));
    token.strip_prefix(b"=").filter(|_| quoted).unwrap_or(token)
}

pub(super) fn token(before: &[u8]) -> &[u8] {
    let near = &before[before.len().saturating_sub(REACH)..];
    let length = near
        .iter()
        .rev()
        .take_while(|byte| !byte.is_ascii_whitespace() && !b"'\"`()<>,;|".contains(byte))
        .count();
    &near[near.len() - length..]
}

/// `'/crm.deal.list'` and `'/1/secret/crm.deal.list'`, for clients that know the portal. With folders before
/// it, it is a file.
fn begins_literal(before: &[u8], token: &[u8], suffixed: bool) -> bool {
    let escapes = before.len() - before.strip_suffix(b"\\/").map_or(before.len(), |rest| rest.len() + 1);
    let opening = before.len().checked_sub(token.len() + escapes + 1).and_then(|at| before.get(at));
    let parts = token.split(|byte| *byte == b'/').collect::<Vec<_>>();
    let own = match parts[..] {
        [b"", b""] => !suffixed || !is_of_files(before_quote(before, token)),
        [b"", user, _, b""] => !user.is_empty() && user.iter().all(u8::is_ascii_digit),
        _ => false,
    };
    own && opening.is_some_and(|byte| b"'\"`=".contains(byte))
}

/// `${endpoint}api/`: behind what stands for an address up to `rest/`.
fn is_rest3(before: &[u8]) -> bool {
    before.strip_suffix(b"api/").is_some_and(|rest| rest.strip_suffix(b"/").unwrap_or(rest).ends_with(b"}"))
}

fn before_quote<'t>(before: &'t [u8], token: &[u8]) -> &'t [u8] {
    &before[..before.len().saturating_sub(token.len() + 1)]
}

/// `${HOOK}/crm.deal.list`, `{hook}crm.deal.list`, `$HOOK/crm.deal.list`, `%s/crm.deal.list`.
fn is_filled_in(before: &[u8], suffixed: bool) -> bool {
    let stem = before.strip_suffix(b"/").unwrap_or(before);
    let stem = if is_rest3(before) { &before[..before.len() - b"api/".len()] } else { stem };
    let stem = stem.strip_suffix(b"/").unwrap_or(stem);
    let near = &stem[stem.len().saturating_sub(120)..];
    if stem.ends_with(b"}") {
        let Some(open) = memchr::memrchr(b'{', near) else { return false };
        return !(near[open..].contains(&b'\n') || suffixed && is_of_files(&near[open..]));
    }
    let word = near.len() - near.iter().rev().take_while(|byte| is_word(**byte)).count();
    let name = &near[word..];
    match near[..word].last() {
        Some(b'$') => !(name.is_empty() || suffixed && is_of_files(name)),
        Some(b'%') => name == b"s" || name == b"v",
        _ => false,
    }
}

/// Whether a variable for a hook or portal stands near the end of `before`, or what ends it is appended to one:
/// `hook + '/`.
fn is_portals(before: &[u8]) -> bool {
    let token = token(before);
    is_named_so(token) || token == b"/" && joined(before_quote(before, token)).is_some_and(is_named_so)
}

/// Whether a literal behind `before` is appended to the variable of a hook or portal: `$hook . `.
pub(super) fn is_appended(before: &[u8]) -> bool {
    joined(before).is_some_and(is_named_so)
}

/// Whether a literal is put behind the address of a portal: `", input.clientEndpoint)`.
pub(super) fn is_based(after: &[u8]) -> bool {
    let near = &after[..after.len().min(80)];
    let base = near.trim_ascii_start().strip_prefix(b",").map(<[u8]>::trim_ascii_start);
    base.is_some_and(|base| {
        let length = base.iter().take_while(|byte| is_of_a_variable(**byte)).count();
        is_named_so(&base[..length])
    })
}

pub(super) fn is_named_so(variable: &[u8]) -> bool {
    const WORDS: [&str; 6] = ["hook", "b24", "bitrix", "rest", "portal", "endpoint"];
    let variable = String::from_utf8_lossy(variable).to_ascii_lowercase();
    WORDS.iter().any(|word| variable.contains(word))
}

/// The variable that a literal behind `before` is appended to: `$hook . `, `HOOK + `, `urljoin(hook, `.
fn joined(before: &[u8]) -> Option<&[u8]> {
    const JOINERS: [&[u8]; 5] = [b"<<", b"+", b".", b"&", b","];
    let lead = before[before.len().saturating_sub(REACH)..].trim_ascii_end();
    let joiner = JOINERS.into_iter().find(|joiner| lead.ends_with(joiner))?;
    let left = lead[..lead.len() - joiner.len()].trim_ascii_end();
    let length = left.iter().rev().take_while(|byte| is_of_a_variable(**byte)).count();
    let variable = &left[left.len() - length..];
    let argument = memchr::memrchr(b'(', variable).map_or(0, |open| open + 1);
    let (function, last) = variable.split_at(argument);
    match joiner {
        b"," => Some(last).filter(|_| function.to_ascii_lowercase().ends_with(b"join(")),
        _ => Some(variable),
    }
}

fn is_of_a_variable(byte: u8) -> bool {
    is_word(byte) || b"$.->:&*@?![]()'".contains(&byte)
}

/// Whether the end of `text` is about files rather than a portal.
pub(super) fn is_of_files(text: &[u8]) -> bool {
    const WORDS: [&str; 6] = ["dir", "path", "folder", "fixture", "file", "mock"];
    let near = &text[text.len().saturating_sub(40)..];
    let line = memchr::memrchr(b'\n', near).map_or(near, |at| &near[at..]);
    let line =
        String::from_utf8_lossy(line).to_ascii_lowercase().replace("profile", "").replace("redirect", "");
    WORDS.iter().any(|word| line.contains(word))
}

#[cfg(test)]
mod tests;
