//! One secret in many spellings, and all of them read again, in a way that shares nothing with the program.

/// A secret whose letters and digits nothing else has in a row.
pub(crate) const SECRET: &str = "q7Zx2vKp9wRt4bLm";

/// Characters that are neither letter nor digit and may stand in a secret to hide it.
const APART: [char; 8] = [' ', '-', '.', '\t', '\n', '\u{200b}', '\u{ad}', '\0'];

/// Escapes that are no numbers: of XML, of Azure's commands, of JSON.
const NAMED: [(&str, char); 15] = [
    ("&shy;", '\u{ad}'),
    ("&ZeroWidthSpace;", '\u{200b}'),
    ("\\n", '\n'),
    ("&amp;", '&'),
    ("&lt;", '<'),
    ("&gt;", '>'),
    ("&quot;", '"'),
    ("&apos;", '\''),
    ("%AZP25", '%'),
    ("\\\\", '\\'),
    ("\\\"", '"'),
    ("\\/", '/'),
    ("\\n", '\n'),
    ("\\r", '\r'),
    ("\\t", '\t'),
];

/// The secret in every spelling in which somebody could still read it, each with a name.
pub(crate) fn spellings(secret: &str) -> Vec<(String, String)> {
    let each = |spell: fn(char) -> String| secret.chars().map(spell).collect::<String>();
    let swap = |c: char| if c.is_ascii_uppercase() { c.to_ascii_lowercase() } else { c.to_ascii_uppercase() };
    let mut all = [
        ("as it is", secret.to_owned()),
        ("in the other case", secret.chars().map(swap).collect()),
        ("percent-encoded", each(|c| format!("%{:02x}", u32::from(c)))),
        ("percent-encoded in capitals", each(|c| format!("%{:02X}", u32::from(c)))),
        ("HTML, decimal", each(|c| format!("&#{};", u32::from(c)))),
        ("HTML, hexadecimal", each(|c| format!("&#x{:x};", u32::from(c)))),
        ("HTML, in capitals", each(|c| format!("&#X{:X};", u32::from(c)))),
        ("JSON", each(|c| format!("\\u{:04x}", u32::from(c)))),
        ("a program's text", each(|c| format!("\\x{:02x}", u32::from(c)))),
        ("apart by a name of HTML", each(|c| format!("{c}&shy;"))),
        ("apart by JSON's line break", each(|c| format!("{c}\\n"))),
        ("JSON in capitals", each(|c| format!("\\u{:04X}", u32::from(c)))),
    ]
    .map(|(name, text)| (name.to_owned(), text))
    .to_vec();
    let (head, tail) = secret.split_at(secret.len() / 2);
    all.push(("halved by a long name of HTML".to_owned(), format!("{head}&ZeroWidthSpace;{tail}")));
    for apart in APART {
        let letters = secret.chars().map(String::from).collect::<Vec<_>>();
        all.push((format!("with {apart:?} in it"), letters.join(&apart.to_string())));
        all.push((format!("halved by {apart:?}"), format!("{head}{apart}{tail}")));
    }
    all
}

/// Whether somebody who decodes this text, once or several times, reads the word's letters and digits in a row.
pub(crate) fn tells(text: &str, word: &str) -> bool {
    let word = letters(word);
    let mut text = text.to_owned();
    loop {
        if letters(&text).contains(&word) {
            return true;
        }
        let next = decoded(&text);
        if next == text {
            return false;
        }
        text = next;
    }
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// The text with every escape in it undone once.
fn decoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (meant, length) = escape(rest).unwrap_or((c, c.len_utf8()));
        out.push(meant);
        rest = &rest[length..];
    }
    out
}

/// The character that an escape at the start of the text means, and the escape's length in bytes.
fn escape(text: &str) -> Option<(char, usize)> {
    let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
    if let Some((name, meant)) = NAMED.into_iter().find(|(name, _)| text.starts_with(name)) {
        return Some((meant, name.len()));
    }
    if let Some(rest) = text.strip_prefix('%') {
        return Some((number(rest.get(..2)?, 16)?, 3));
    }
    if let Some(rest) = text.strip_prefix("\\x") {
        return Some((number(rest.get(..2)?, 16)?, 4));
    }
    if let Some(rest) = text.strip_prefix("\\u") {
        return Some((number(rest.get(..4)?, 16)?, 6));
    }
    let digits = text.strip_prefix("&#")?.split_once(';')?.0;
    let meant = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => number(digits, 16)?,
        None => number(digits, 10)?,
    };
    Some((meant, digits.len() + 3))
}

#[test]
fn every_spelling_is_read_again_whatever_is_done_to_it_on_its_way() {
    for (name, text) in spellings(SECRET) {
        let escaped = text.replace('&', "&amp;").replace('%', "%25").replace('\n', "%0A");
        let quoted = serde_json::json!(text).to_string();
        for text in [&text, &escaped, &quoted] {
            assert!(tells(text, SECRET) && tells(text, &SECRET[..6]), "{name}: {text}");
        }
    }
    for other in ["", "q7Zx2vKp9wRt4bL", "***", "q7Zx2vKp%419wRt4bLm", "&#; %zz \\u12 %"] {
        assert!(!tells(other, SECRET), "{other}");
    }
}
