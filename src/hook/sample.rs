//! Addresses as documentation prints them, and hosts that are none. Pure.

use super::path::{COPY, Message};

/// What encloses a word that stands for a value.
const PAIRS: [(char, char, &str); 3] = [
    ('<', '>', "the placeholders in `<…>` are still there"),
    ('{', '}', "the placeholders in `{…}` are still there"),
    ('[', ']', "the placeholders in `[…]` are still there"),
];

/// Of a line whose host, user id or secret is still a placeholder. One of a single word in place of the secret alone has
/// a message of its own.
pub(super) fn placeholders(line: &str) -> Option<Message> {
    let (_, address) = line.split_once("://")?;
    let host = address.split('/').next().unwrap_or_default();
    let mut after = address.split_once("/rest/").map_or("", |(_, after)| after).split('/');
    let (user, secret) = (after.next().unwrap_or_default(), after.next().unwrap_or_default());
    PAIRS.into_iter().find_map(|(open, close, what)| {
        let is_one = |part: &str| {
            let inner = part.split_once(open).and_then(|(_, rest)| rest.split_once(close));
            // An address of IPv6 has brackets, too.
            inner.is_some_and(|(inner, _)| !inner.contains(':'))
        };
        let is_any = is_one(host) || is_one(user) || is_one(secret) && secret.contains(char::is_whitespace);
        is_any.then_some((what, COPY))
    })
}

/// Why this is no host.
pub(super) fn odd_host(authority: &str) -> &'static str {
    const MALFORMED: &str = "the host is empty or malformed";
    if authority.starts_with('[') {
        return MALFORMED;
    }
    let (name, port) = authority.split_once(':').unwrap_or((authority, "443"));
    if !port.parse::<u16>().is_ok_and(|port| port > 0) {
        return "the port is not a number from 1 to 65535";
    }
    match name.chars().find(|c| !(c.is_alphanumeric() || "-._".contains(*c))) {
        None => MALFORMED,
        Some(',') => "there is a comma in the host",
        Some(';') => "there is a semicolon in the host",
        Some('%') => "there is a percent sign in the host",
        Some('$') => "there is a dollar sign in the host",
        Some('!') => "there is an exclamation mark in the host",
        Some('"' | '\'' | '`') => "there is a quotation mark in the host",
        Some('(' | ')' | '<' | '>' | '{' | '}' | '[' | ']') => "there is a bracket in the host",
        Some(c) if c.is_whitespace() => "there is a space in the host",
        Some(_) => "there is a character in the host that no host has",
    }
}
