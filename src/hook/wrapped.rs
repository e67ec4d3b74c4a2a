//! What people paste in place of a bare address. Pure.

use super::path::{COPY, Message};
use crate::text::visible::is_visible;

pub(super) const BARE: &str = "store only the address, from `https://` up to the slash after the secret";

const ONE_EACH: &str = "write one address a line, each with a name: `prod=https://…`";

const DEFINE: Message = (
    "this is the name of a variable, not its value",
    "define the variable in the CI system, and pass it to this job",
);

/// Quotation marks of all languages and editors.
pub(super) const QUOTES: [char; 15] =
    ['"', '\'', '`', '“', '”', '„', '‟', '‘', '’', '‚', '«', '»', '‹', '›', '´'];

/// Without the pair of quotes around it; whether there was one. The two need not match: editors turn them.
pub(super) fn unquoted(text: &str) -> Option<&str> {
    let inner = match text.strip_prefix('<') {
        Some(rest) => rest.strip_suffix('>'),
        None => text.strip_prefix(QUOTES).and_then(|rest| rest.strip_suffix(QUOTES)),
    };
    inner.map(str::trim)
}

/// What is around the address of a line, if it is more than a name before an equals sign or quotes.
pub(super) fn mistake(line: &str) -> Option<Message> {
    let Some(start) = line.to_ascii_lowercase().find("https://") else {
        return without_address(line);
    };
    let (before, address) = line.split_at(start);
    let address = address.trim_end();
    around(before.trim(), address).or_else(|| inside(address))
}

/// By what stands before the address.
fn around(before: &str, address: &str) -> Option<Message> {
    let named = before.trim_end_matches(QUOTES).trim_end();
    Some(match named {
        _ if is_several(address) => ("there is more than one address on this line", ONE_EACH),
        "" | "<" => return None,
        _ if before.starts_with('[') && before.contains("](") => {
            ("this is a Markdown link, not a bare address", BARE)
        }
        _ if before.starts_with(['{', '[']) => ("this is JSON, not a bare address", BARE),
        _ if before.starts_with('<') && before.len() > 1 => ("this is HTML, not a bare address", BARE),
        _ if is_command(before) => ("this is a command, not a bare address", BARE),
        "-" | "*" | "•" | "+" => ("there is a dash before the address", ONE_EACH),
        _ if named.ends_with(':') => {
            ("there is a colon between the name and the address", "write an equals sign: `prod=https://…`")
        }
        _ if named.starts_with('$') => ("there is an assignment of a shell before the address", BARE),
        _ if named.starts_with("- ") => ("there is a dash before the address", ONE_EACH),
        _ if named.contains('=') => return None, // a name
        _ => ("there is other text before the address", BARE),
    })
}

/// By the address itself, up to its query.
fn inside(address: &str) -> Option<Message> {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    let (_, path) = bare.get("https://".len()..)?.split_once('/')?;
    if bare.contains(|c: char| !is_visible(c) && !c.is_whitespace()) {
        return Some(("there is an invisible character in the address", COPY));
    }
    if path.trim_end_matches(QUOTES).contains(char::is_whitespace) {
        return Some(("there is a space or other text after the address", BARE));
    }
    None
}

/// Of a line with no https address in it.
fn without_address(line: &str) -> Option<Message> {
    let value = line.split_once('=').map_or(line, |(_, value)| value).trim();
    let value = unquoted(value).unwrap_or(value);
    let lower = value.to_ascii_lowercase();
    let is_name =
        |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    Some(match value {
        // Azure Pipelines and Jenkins leave an undefined variable as it is written.
        _ if ["$(", "${", "{{"].iter().any(|start| value.starts_with(start)) => DEFINE,
        _ if value.strip_prefix('$').is_some_and(is_name) => DEFINE,
        _ if value.strip_prefix('%').and_then(|rest| rest.strip_suffix('%')).is_some_and(is_name) => DEFINE,
        _ if ["secrets.", "env.", "vars."].iter().any(|start| value.starts_with(start)) => DEFINE,
        "B24_HOOK" => DEFINE,
        _ if is_masked(value) => ("the address is starred out: this is a masked copy", COPY),
        _ if lower.starts_with("https%3a") => {
            ("the address is percent-encoded", "store it as the portal shows it, with `://` and `/`")
        }
        _ if ["/", "./", "../", "~/"].iter().any(|start| value.starts_with(start)) || has_drive(value) => (
            "this is the path of a file, not an address",
            "name the file in the variable B24_HOOK_FILE or with `--hook-file`",
        ),
        _ if (16..=64).contains(&value.len()) && is_name(value) => (
            "the address does not begin with `https://`: this looks like the secret alone",
            "store the whole address, as the webhook's settings show it",
        ),
        _ => return None,
    })
}

fn is_several(address: &str) -> bool {
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    bare.to_ascii_lowercase().matches("https://").count() > 1
        || bare.contains([',', ';', ' ']) && address.matches("/rest/").count() > 1
}

fn is_command(before: &str) -> bool {
    let words = before.trim_start_matches(['$', '>', ' ']);
    let first = words.split([' ', '(']).next().unwrap_or_default().to_ascii_lowercase();
    ["curl", "curl.exe", "wget", "http", "https", "xh", "fetch", "get", "post", "invoke-restmethod", "iwr"]
        .contains(&first.as_str())
}

/// Stars and dots are what logs and settings show in place of a secret.
pub(super) fn is_masked(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    text.contains(['*', '•', '●', '∗'])
        || ["[masked]", "[secure]", "[redacted]"].iter().any(|mask| lower.contains(mask))
}

fn has_drive(value: &str) -> bool {
    let mut chars = value.chars();
    chars.next().is_some_and(|c| c.is_ascii_alphabetic())
        && chars.next() == Some(':')
        && chars.next() == Some('\\')
}
