//! What a status line says beyond its number. Pure.

use reqwest::StatusCode;

use crate::portal::failure::Status;

/// The longest phrase that is kept, in bytes. A longer one is dropped as a whole, since a cut could leave part of a
/// secret.
const MAX_PHRASE: usize = 256;

/// Other words for the usual phrases, in lower case and without marks: those of RFC 2616, nginx
/// (`ngx_http_header_filter_module.c`) and Apache (`http_protocol.c`), and of servers that have none for a number.
const USUAL: [&str; 18] = [
    "ok",
    "error",
    "unknown",
    "unknownerror",
    "unknownstatus",
    "unassigned",
    "movedtemporarily",
    "authorizationrequired",
    "notallowed",
    "requesttimeout",
    "requestentitytoolarge",
    "requesturitoolarge",
    "requesturitoolong",
    "requestedrangenotsatisfiable",
    "internalerror",
    "servicetemporarilyunavailable",
    "temporarilyunavailable",
    "gatewaytimeout",
];

/// The status, and its phrase where that is not the usual one.
pub(super) fn read(code: StatusCode, phrase: Option<&[u8]>) -> Status {
    let phrase = phrase.and_then(|phrase| str::from_utf8(phrase).ok()).unwrap_or_default().trim();
    let words = letters(phrase);
    let is_usual = words.is_empty()
        || code.canonical_reason().map(letters).is_some_and(|usual| usual == words)
        || USUAL.contains(&words.as_str());
    let tells = !is_usual && phrase.len() <= MAX_PHRASE;
    Status { code: code.as_u16(), phrase: if tells { phrase.to_owned() } else { String::new() } }
}

/// In lower case and without marks.
pub(super) fn letters(phrase: &str) -> String {
    phrase.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrase(code: u16, phrase: &[u8]) -> String {
        read(StatusCode::from_u16(code).unwrap(), Some(phrase)).phrase
    }

    #[test]
    fn a_phrase_counts_where_it_says_more_than_the_number() {
        for (code, usual) in [
            (404, "Not Found"),
            (404, "not found"),
            (404, "404"),
            (504, "Gateway Time-out"),
            (503, "Service Temporarily Unavailable"),
            (413, "Request Entity Too Large"),
            (418, "I'm a teapot"),
            (403, "OK"),
            (520, "Unknown Error"),
            (500, ""),
            (500, " - "),
        ] {
            assert_eq!(phrase(code, usual.as_bytes()), "", "{usual}");
        }
        for (code, telling) in [
            (403, "Access Denied by missing domain name"),
            (404, "Portal not found"),
            (403, "Forbidden (address)"),
            (521, "Web Server Is Down"),
            (503, "Сайт закрыт"),
        ] {
            assert_eq!(phrase(code, telling.as_bytes()), telling);
        }
    }

    #[test]
    fn a_phrase_is_kept_as_a_whole_or_not_at_all() {
        assert_eq!(phrase(403, b" by \xff "), "");
        assert_eq!(phrase(403, "x".repeat(256).as_bytes()).len(), 256);
        assert_eq!(phrase(403, "x".repeat(257).as_bytes()), "");
        assert_eq!(read(StatusCode::FORBIDDEN, None), Status::from(403));
    }
}
