//! Call sites: the functions of SDKs and wrappers that take a method's name.

use super::dotted::is_word;

/// How far back the function is searched for, in bytes.
const REACH: usize = 2048;

/// Brackets around a literal, limited so that a file full of them takes no longer than others.
const DEPTH: usize = 8;

/// A function that takes a literal as the method's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Site {
    /// Whether the function is certainly Bitrix24's: `callMethod`, `CRest::call`, `b24.call`.
    pub(super) sure: bool,
    /// Of the SDK for REST 3.0.
    pub(super) rest3: bool,
}

/// Functions of the official SDKs and of well-known wrappers, in lower case without underscores.
const SURE: [&str; 8] = [
    "callmethod",
    "calllistmethod",
    "callbatchlistmethod",
    "callfastlistmethod",
    "fetchlistmethod",
    "callrest",
    "restcall",
    "bitrixcall",
];

/// Functions that other programs have, too.
const LIKELY: [&str; 12] = [
    "call",
    "callbatch",
    "getall",
    "listall",
    "fetchall",
    "getbyid",
    "getcount",
    "request",
    "sendrequest",
    "makerequest",
    "callapi",
    "apicall",
];

/// The call site of the literal whose opening quote ends `before`.
pub(super) fn of(before: &[u8]) -> Option<Site> {
    let near = &before[before.len().saturating_sub(REACH)..];
    let lead = uncommented(near).trim_ascii_end();
    let lead = lead.strip_suffix(b"\\").unwrap_or(lead).trim_ascii_end();
    if let Some(keyed) = before_key(lead) {
        let site = open_call(keyed).map_or(Site { sure: false, rest3: false }, |open| rate(open, true));
        return Some(site);
    }
    let lead = without_arguments(without_condition(lead));
    match lead.last()? {
        b'(' => Some(rate(&lead[..lead.len() - 1], false)).filter(|site| site.sure || is_likely(lead)),
        b'[' => {
            let open = open_call(&lead[..lead.len() - 1])?;
            let chain = chain(open);
            (chain.contains("batch") || chain.contains("actions.v")).then(|| rate(open, true))
        }
        _ => None,
    }
}

/// `before` without a comment between a bracket and the name: `call( // why`, and the name on the next line.
pub(super) fn uncommented(before: &[u8]) -> &[u8] {
    let lead = before.trim_ascii_end();
    if lead.ends_with(b"*/") {
        return memchr::memmem::rfind(lead, b"/*").map_or(before, |open| &lead[..open]);
    }
    if !before[lead.len()..].contains(&b'\n') {
        return before;
    }
    let line = memchr::memrchr(b'\n', lead).map_or(0, |end| end + 1);
    let opens = |at: &usize| {
        let (code, rest) = lead.split_at(*at);
        let bracket = code.trim_ascii_end().last().is_some_and(|byte| b"(,[{=:".contains(byte));
        bracket && (rest.starts_with(b"//") || rest.starts_with(b"#") || rest.starts_with(b"--"))
    };
    (line..lead.len()).find(opens).map_or(before, |open| &lead[..open])
}

/// Whether the call around a literal, at any depth, is the SDK's for REST 3.0.
pub(super) fn is_rest3(before: &[u8]) -> bool {
    let mut rest = &before[before.len().saturating_sub(REACH)..];
    for _ in 0..DEPTH {
        let Some(open) = open_call(rest) else { return false };
        if chain(open).contains("actions.v3") {
            return true;
        }
        rest = open;
    }
    false
}

/// Whether the literal whose opening quote ends `before` is sent somewhere: `http.post(`.
pub(super) fn is_sent(before: &[u8]) -> bool {
    let lead = without_arguments(before.trim_ascii_end());
    let sent = |open| ["post", "get", "fetch", "postasync", "getasync"].contains(&last_word(&chain(open)));
    lead.strip_suffix(b"(").is_some_and(sent)
}

/// Whether the function that ends `text` is certainly Bitrix24's and takes a method's name.
pub(super) fn is_sure(text: &[u8]) -> bool {
    let chain = chain(text);
    let name = last_word(&chain);
    SURE.contains(&name) || name == "call" && rate(text, false).sure
}

/// Whether the literal whose opening quote ends `before` is made an address: `new URL(`.
pub(super) fn is_web_address(before: &[u8]) -> bool {
    before
        .trim_ascii_end()
        .strip_suffix(b"(")
        .is_some_and(|open| ["url", "uri"].contains(&last_word(&chain(open))))
}

/// Whether the attribute that ends `text` belongs to something named like a Bitrix24 client.
pub(super) fn is_clients(text: &[u8]) -> bool {
    let chain = chain(text);
    ["b24", "bx24", "bitrix", "client"].iter().any(|word| chain.contains(word))
}

/// The text before the key `method`, if a value of that key follows.
fn before_key(lead: &[u8]) -> Option<&[u8]> {
    let colon =
        lead.strip_suffix(b"=>").or_else(|| lead.strip_suffix(b":")).or_else(|| lead.strip_suffix(b"="))?;
    let key = colon.trim_ascii_end();
    let key = key.strip_suffix(b"'").or_else(|| key.strip_suffix(b"\"")).unwrap_or(key);
    let key = key.strip_suffix(b"\\").unwrap_or(key);
    let word = key.iter().rev().take_while(|byte| is_word(**byte)).count();
    let (rest, word) = key.split_at(key.len() - word);
    word.eq_ignore_ascii_case(b"method").then_some(rest)
}

/// `lead` without a condition that decides between names: `call(old ? 'crm.status.list' : `.
fn without_condition(lead: &[u8]) -> &[u8] {
    let decides = [&b"?"[..], b":", b"||"].iter().any(|mark| lead.ends_with(mark));
    let open = open_call(lead).filter(|_| decides).map(<[u8]>::len);
    let condition = open.map(|open| &lead[open + 1..]);
    let is_one = condition.is_some_and(|condition| {
        (condition.contains(&b'?') || condition.contains(&b'|'))
            && !condition.iter().any(|byte| b",;{[".contains(byte))
    });
    open.filter(|_| is_one).map_or(lead, |open| &lead[..=open])
}

/// `lead` without up to two plain arguments before the name: `call(session, 'crm.deal.list'`.
fn without_arguments(lead: &[u8]) -> &[u8] {
    let mut rest = lead;
    for _ in 0..2 {
        let Some(before) = rest.strip_suffix(b",") else { break };
        let plain = |byte: &&u8| is_word(**byte) || b"$.->:&*".contains(byte);
        let verb = [&b"'POST'"[..], b"\"POST\"", b"'GET'", b"\"GET\""]
            .into_iter()
            .find(|verb| before.ends_with(verb));
        let word = verb.map_or_else(|| before.iter().rev().take_while(plain).count(), <[u8]>::len);
        rest = before[..before.len() - word].trim_ascii_end();
    }
    rest
}

/// The text before the argument list that is still open at the end of `text`.
fn open_call(text: &[u8]) -> Option<&[u8]> {
    opening(text, *b"()")
}

/// The text before the innermost of these brackets that is still open at the end of `text`.
pub(super) fn opening(text: &[u8], [open, close]: [u8; 2]) -> Option<&[u8]> {
    let mut depth = 0_usize;
    for (at, byte) in text.iter().enumerate().rev() {
        match *byte {
            byte if byte == close => depth += 1,
            byte if byte == open && depth == 0 => return Some(&text[..at]),
            byte if byte == open => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The function whose argument list begins where `before` ends, with its receiver, in lower case and without
/// underscores.
pub(super) fn chain(before: &[u8]) -> String {
    let mut rest = before[before.len().saturating_sub(256)..].trim_ascii_end();
    if rest.ends_with(b">") && !rest.ends_with(b"->") {
        let open = rest.iter().rposition(|byte| *byte == b'<').unwrap_or(rest.len());
        rest = &rest[..open];
    }
    let links = |byte: &&u8| is_word(**byte) || b"$.>-:?!()\\@".contains(byte);
    let length = rest.iter().rev().take_while(links).count();
    let chain = String::from_utf8_lossy(&rest[rest.len() - length..]);
    chain.chars().filter(|c| *c != '_').collect::<String>().to_ascii_lowercase()
}

pub(super) fn last_word(chain: &str) -> &str {
    chain.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default()
}

/// Whether a function is Bitrix24's; with `keyed` the literal is the value of a key `method`.
fn rate(before: &[u8], keyed: bool) -> Site {
    let chain = chain(before);
    let name = last_word(&chain);
    let owned = ["b24", "bx24", "bitrix", "crest"].iter().any(|word| chain.contains(word));
    let sdk = chain.contains("actions.v2") || chain.contains("actions.v3");
    let sure = SURE.contains(&name) || sdk || owned && (LIKELY.contains(&name) || keyed);
    Site { sure, rest3: chain.contains("actions.v3") }
}

fn is_likely(lead: &[u8]) -> bool {
    let chain = chain(&lead[..lead.len() - 1]);
    let name = last_word(&chain);
    // `Object.prototype.hasOwnProperty.call(answer, 'scope')`.
    !chain.contains("ownproperty")
        && (LIKELY.contains(&name) || ["b24", "bx24", "bitrix"].iter().any(|word| name.contains(word)))
}

#[cfg(test)]
mod tests;
