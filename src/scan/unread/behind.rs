//! Variables behind the address of a hook, which stand for a method: `` `${HOOK}/${name}` ``, `$hook . $name`,
//! `sprintf('%s/%s', $hook, $name)`, `urljoin(HOOK, name)`.

use std::ops::Range;
use std::sync::LazyLock;

use crate::scan::dotted::is_word;
use crate::scan::lookout::Lookout;
use crate::scan::site;

/// How far around an address is looked, in bytes.
const REACH: usize = 200;

/// In bytes; what has a longer name stands for no address.
const LONGEST: usize = 64;

/// Calls `take` with the beginning and end of each.
pub(super) fn variables(text: &[u8], mut take: impl FnMut(usize, usize)) {
    // `bx24` and `bitrix` end so.
    static WORDS: LazyLock<Lookout> =
        LazyLock::new(|| Lookout::new(&["hook", "rest", "b24", "x24", "itrix"]));
    let mut behind = 0;
    for found in WORDS.find_iter(text) {
        if found.start < behind {
            continue;
        }
        let name = around(text, found);
        behind = name.end;
        let near = &text[..text.len().min(name.end + REACH)];
        let place = if is_slash(&near[name.end..]) && text[name.clone()].eq_ignore_ascii_case(b"rest") {
            written(near, name.end)
        } else if is_address(&text[name.clone()]) {
            named(near, &name)
        } else {
            None
        };
        if let Some(place) = place.filter(|place| is_for_a_method(&near[*place..])) {
            take(place, place + variable(&near[place..]));
        }
    }
}

fn around(text: &[u8], found: Range<usize>) -> Range<usize> {
    let before = &text[found.start.saturating_sub(LONGEST)..found.start];
    let after = &text[found.end..text.len().min(found.end + LONGEST)];
    found.start - words(before.iter().rev())..found.end + words(after.iter())
}

fn words<'b>(bytes: impl Iterator<Item = &'b u8>) -> usize {
    bytes.take_while(|byte| is_word(**byte)).count()
}

/// Whether a variable of this name holds the address of a hook and nothing else.
fn is_address(name: &[u8]) -> bool {
    const OTHERS: [&str; 23] = [
        "path", "token", "secret", "name", "handler", "event", "code", "key", "type", "log", "file", "dir",
        "callback", "route", "slack", "telegram", "discord", "github", "oauth", "user", "body", "data",
        "param",
    ];
    const PLACES: [&str; 6] = ["url", "uri", "endpoint", "base", "api", "host"];
    let name = String::from_utf8_lossy(name).to_ascii_lowercase();
    let any = |words: &[&str]| words.iter().any(|word| name.contains(word));
    let is_hook = name.contains("hook") && !name.ends_with("id");
    (is_hook || any(&["b24", "bitrix", "bx24", "rest"]) && any(&PLACES)) && !any(&OTHERS)
}

/// Whether the variable at the beginning of `text` may name a method, and no query.
fn is_for_a_method(text: &[u8]) -> bool {
    const OTHERS: [&str; 12] = [
        "query", "param", "token", "secret", "auth", "eol", "search", "suffix", "hook", "id", "url", "error",
    ];
    let name = String::from_utf8_lossy(&text[..variable(text)]).to_ascii_lowercase();
    let last = name.rsplit(|c: char| !c.is_alphanumeric() && c != '_').find(|word| !word.is_empty());
    last.is_some_and(|last| {
        !last.starts_with(|c: char| c.is_ascii_digit())
            && !OTHERS.iter().any(|other| last.contains(other) && (other.len() > 2 || last.ends_with(other)))
    })
}

/// Behind `rest` in a literal: a user and secret, and what follows them; without them only what is named so.
fn written(text: &[u8], at: usize) -> Option<usize> {
    let at = behind_slash(text, at)?;
    let (at, is_rest3) = if text[at..].starts_with(b"api/") { (at + 4, true) } else { (at, false) };
    let user = text[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    if user == 0 {
        let place = joined(text, at).or_else(|| hole(text, at)).filter(|_| !is_rest3)?;
        return is_named_so(&text[place..]).then_some(place);
    }
    let secret = behind_slash(text, at + user)?;
    let length = text[secret..].iter().take_while(|byte| is_word(**byte) || b"-*".contains(byte)).count();
    // Of another service: `/rest/api/2/issue/`.
    let is_secret = length > 0
        && (!is_rest3 || text[secret..secret + length].iter().any(u8::is_ascii_digit) || length > 15);
    let at = behind_slash(text, secret + length).filter(|_| is_secret)?;
    hole(text, at).or_else(|| joined(text, at))
}

fn is_named_so(text: &[u8]) -> bool {
    let name = String::from_utf8_lossy(&text[..variable(text)]).to_ascii_lowercase();
    ["method", "command", "cmd", "action"].iter().any(|word| name.ends_with(word))
}

fn is_slash(text: &[u8]) -> bool {
    text.starts_with(b"/") || text.starts_with(b"\\/")
}

fn behind_slash(text: &[u8], at: usize) -> Option<usize> {
    is_slash(&text[at..]).then(|| at + if text[at] == b'\\' { 2 } else { 1 })
}

/// What stands behind the variable of an address, or before it.
fn named(text: &[u8], name: &Range<usize>) -> Option<usize> {
    let end = behind_trim(text, name.end);
    let own = text[name.start.saturating_sub(LONGEST)..name.start]
        .iter()
        .rev()
        .take_while(|byte| is_word(**byte) || b".>-:".contains(byte))
        .count();
    let start = name.start - own;
    filled_in(text, start, end)
        .or_else(|| appended(text, end))
        .or_else(|| listed(text, start, end))
        .or_else(|| based(text, start))
}

/// Behind what cuts slashes off: `.rstrip('/')`, `, '/')`.
fn behind_trim(text: &[u8], at: usize) -> usize {
    // `os.environ['B24_HOOK'] + `, `config('bitrix.webhook') . `.
    let ended = [&b"']"[..], b"\"]", b"')", b"\")"].iter().any(|end| text[at..].starts_with(end));
    let at = if ended { at + 2 } else { at };
    let rest = &text[at..text.len().min(at + 40)];
    let is_trim = [
        &b".rstrip("[..],
        b".strip(",
        b".replace(",
        b".trim",
        b".TrimEnd(",
        b".chomp(",
        b", '/')",
        b", \"/\")",
    ]
    .iter()
    .any(|trim| rest.starts_with(trim));
    let close = if is_trim { memchr::memchr(b')', rest) } else { None };
    close.map_or(at, |close| at + close + 1)
}

/// `` `${hook}/${name}` ``, `"$hook$name"`, of which the address is the beginning.
fn filled_in(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let lead = &text[..start];
    let lead = lead.strip_suffix(b"$").unwrap_or(lead);
    let braced = lead.strip_suffix(b"{");
    let lead = braced
        .map_or(lead, |lead| lead.strip_suffix(b"$").or_else(|| lead.strip_suffix(b"#")).unwrap_or(lead));
    let quoted = lead.last().is_some_and(|byte| b"'\"`".contains(byte)) || lead.ends_with(b"://");
    if !quoted || braced.is_none() && !text[..start].ends_with(b"$") {
        return None;
    }
    let at = if braced.is_some() { text[end..].starts_with(b"}").then_some(end + 1)? } else { end };
    hole(text, behind_slash(text, at).unwrap_or(at))
}

/// The variable that fills in the rest of a literal at `at`.
fn hole(text: &[u8], at: usize) -> Option<usize> {
    let rest = &text[at..];
    let marks = rest.iter().take(3).take_while(|byte| b"${#".contains(byte)).count();
    let braced = rest[..marks].contains(&b'{');
    let lead = at + marks + text[at + marks..].iter().take_while(|byte| **byte == b' ').count();
    let length = variable(&text[lead..]);
    let after = text[lead + length..].trim_ascii_start();
    let after = if braced { after.strip_prefix(b"}")? } else { after };
    let after = [&b".json"[..], b".xml", b"/"]
        .iter()
        .fold(after, |rest, end| rest.strip_prefix(*end).unwrap_or(rest));
    let ends = matches!(after.first(), Some(b'\'' | b'"' | b'`' | b'?')) || after.starts_with(b"\\\"");
    (marks > 0 && length > 0 && ends).then_some(lead)
}

/// What is appended to a literal that ends at `at`.
fn joined(text: &[u8], at: usize) -> Option<usize> {
    matches!(text.get(at), Some(b'\'' | b'"' | b'`')).then(|| appended(text, at + 1))?
}

/// The variable that is appended to what ends at `at`, perhaps behind a slash, and before no other.
fn appended(text: &[u8], at: usize) -> Option<usize> {
    let mut here = behind_joiner(text, at)?;
    for slash in [&b"'/'"[..], b"\"/\"", b"`/`"] {
        if text[here..].starts_with(slash) {
            here = behind_joiner(text, here + slash.len())?;
            break;
        }
    }
    let length = variable(&text[here..]);
    let next = behind_joiner(text, here + length);
    let goes_on = next.is_some_and(
        |next| matches!(&text[next..], [b'\'' | b'"' | b'`', b'/', end, ..] if !b"'\"`?".contains(end)),
    );
    (length > 0 && !goes_on).then_some(here)
}

fn behind_joiner(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..)?;
    let lead = rest.trim_ascii_start();
    let after = match lead {
        [b'+', next, ..] if !b"+=".contains(next) => &lead[1..],
        // Not `hook.method`, nor the end of a sentence.
        [b'.', after @ ..] if begins_operand(after, lead.len() < rest.len()) => &lead[1..],
        [b'<', b'<', ..] => &lead[2..],
        _ if lead.starts_with(b".concat(") => &lead[b".concat(".len()..],
        _ => return None,
    };
    Some(text.len() - after.trim_ascii_start().len())
}

/// Whether what PHP appends follows a dot.
fn begins_operand(after: &[u8], is_apart: bool) -> bool {
    let next = after.trim_ascii_start().first();
    next.is_some_and(|byte| b"$'\"".contains(byte)) || is_apart && after.first() == Some(&b' ')
}

/// `urljoin(hook, name)`, `sprintf('%s/%s', hook, name)`, `'{}/{}'.format(hook, name)`, `'%s/%s' % (hook, name)`.
fn listed(text: &[u8], start: usize, end: usize) -> Option<usize> {
    let rest = text[end..].trim_ascii_start().strip_prefix(b",")?.trim_ascii_start();
    let place = text.len() - rest.len();
    let length = variable(rest);
    if length > 0 && rest[length..].trim_ascii_start().starts_with(b"]") {
        return is_joined_list(text, start, &rest[length..]).then_some(place);
    }
    let is_last = matches!(rest[length..].trim_ascii_start().first(), Some(b')' | b','));
    if length == 0 || !is_last {
        return None;
    }
    let near = &text[start.saturating_sub(REACH)..start];
    let near = near.strip_suffix(b"$").unwrap_or(near);
    let open = site::opening(near, *b"()")?;
    let first = near[open.len() + 1..].trim_ascii();
    let chain = site::chain(open);
    let is_join = first.is_empty() && ["urljoin", "join", "joinpath"].contains(&site::last_word(&chain));
    let is_format = |literal: &[u8]| {
        let inner = literal.trim_ascii_start();
        let inner = inner.get(1..).filter(|_| b"'\"`".contains(&inner[0])).unwrap_or_default();
        [&b"%s"[..], b"%v", b"{}", b"{0}", b"%1$s"].iter().any(|hole| inner.starts_with(hole))
    };
    let prints = ["sprintf", "format"].contains(&site::last_word(&chain)) && is_format(first);
    let before = open.trim_ascii_end();
    let before =
        before.strip_suffix(b".format").or_else(|| before.strip_suffix(b"%").map(<[u8]>::trim_ascii_end));
    let own = before.and_then(|literal| {
        let (quote, inner) = literal.split_last()?;
        let begin = memchr::memrchr(*quote, inner)?;
        Some(&literal[begin..])
    });
    (is_join || prints || own.is_some_and(is_format) && first.is_empty()).then_some(place)
}

/// `[hook, name].join('/')`, `implode('/', [$hook, $name])`.
fn is_joined_list(text: &[u8], start: usize, after: &[u8]) -> bool {
    let near = &text[start.saturating_sub(LONGEST)..start];
    let near = near.strip_suffix(b"$").unwrap_or(near).trim_ascii_end();
    let Some(before) = near.strip_suffix(b"[") else { return false };
    let function = before.trim_ascii_end().strip_suffix(b",").and_then(|lead| site::opening(lead, *b"()"));
    let is_function = |open: &[u8]| ["implode", "join"].contains(&site::last_word(&site::chain(open)));
    let is_joined = memchr::memmem::find(&after[..after.len().min(8)], b"].join").is_some();
    let by_literal = before.ends_with(b".join(");
    is_joined || by_literal || function.is_some_and(is_function)
}

/// `new URL(name, hook)`.
fn based(text: &[u8], start: usize) -> Option<usize> {
    let near = &text[start.saturating_sub(REACH)..start];
    let near = near.strip_suffix(b"$").unwrap_or(near);
    let lead = near.trim_ascii_end().strip_suffix(b",")?;
    let open = site::opening(lead, *b"()")?;
    let function = site::chain(open);
    let argument = &lead[open.len() + 1..];
    let blanks = argument.len() - argument.trim_ascii_start().len();
    let is_variable = variable(argument.trim_ascii()) == argument.trim_ascii().len();
    let is_url = ["url", "uri"].contains(&site::last_word(&function)) && !argument.trim_ascii().is_empty();
    let offset = start - start.min(REACH) + open.len() + 1 + blanks;
    (is_variable && is_url).then_some(offset)
}

/// The length of the variable at the beginning of a text, with its members.
fn variable(text: &[u8]) -> usize {
    let sigil = usize::from(text.first().is_some_and(|byte| b"$@".contains(byte)));
    let first = words(text[sigil..].iter().take(LONGEST));
    let mut end = sigil + first;
    if first == 0 {
        return 0;
    }
    loop {
        let rest = &text[end..];
        let link = [&b"->"[..], b"::", b"?.", b"."].into_iter().find(|link| rest.starts_with(link));
        let Some(link) = link else {
            let index =
                rest.starts_with(b"[").then(|| memchr::memchr(b']', &rest[..rest.len().min(LONGEST)]));
            let Some(close) = index.flatten() else { break };
            end += close + 1;
            continue;
        };
        let length = words(rest[link.len()..].iter().take(LONGEST));
        if length == 0 || rest[link.len()..].starts_with(b"json") {
            break;
        }
        end += link.len() + length;
    }
    end
}

#[cfg(test)]
mod tests;
