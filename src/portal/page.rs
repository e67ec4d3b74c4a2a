//! What came in the place of JSON: by the words of well-known pages.

use serde::de::IgnoredAny;

use crate::portal::failure::{Body, Certificate, Failure, Status};

use super::json::Members;

use words::{Page, is_error};

mod words;

/// What nginx says behind a handshake in which the client showed no certificate (`ngx_http_special_response.c`), in lower
/// case.
const WANTS_CERTIFICATE: &str = "no required ssl certificate was sent";

/// Of a body without an envelope, trimmed.
pub(super) fn failure(body: &str, status: &Status) -> Failure {
    if status.code == 496 || status.code == 400 && body.to_lowercase().contains(WANTS_CERTIFICATE) {
        return Failure::Certificate(Certificate::Wanted);
    }
    Failure::Body(kind(body), status.clone())
}

fn kind(body: &str) -> Body {
    match body.as_bytes().first() {
        None => Body::Empty,
        Some(_) if serde_json::from_str::<IgnoredAny>(body).is_ok() => Body::Alien,
        Some(_) if is_source(body) => Body::Source,
        Some(b'<') => kind_of_page(body),
        Some(_) if is_error(&body.to_lowercase()) => Body::Crash,
        Some(_) if has_envelope(body) => Body::Mixed,
        Some(_) => Body::Garbled,
    }
}

/// Whether it is what PHP was to read; `<?xml` is not.
fn is_source(body: &str) -> bool {
    let is_xml = body.get(..5).is_some_and(|tag| tag.eq_ignore_ascii_case("<?xml"));
    body.starts_with("<?") && !is_xml
}

/// Whether there is a whole envelope of the portal in it, beside anything else. Only the first place is tried: one
/// further on may be a part of an envelope that was cut off.
fn has_envelope(body: &str) -> bool {
    let start = if body.starts_with(['{', '[']) {
        Some(0)
    } else {
        ["{\"result\"", "{\"error\""].iter().filter_map(|envelope| body.find(envelope)).min()
    };
    let values =
        start.map(|start| serde_json::Deserializer::from_str(&body[start..]).into_iter::<Members<'_>>());
    values
        .into_iter()
        .flatten()
        .map_while(Result::ok)
        .any(|members| ["result", "error"].iter().any(|key| members.member(key).is_some()))
}

fn kind_of_page(sent: &str) -> Body {
    let lower = sent.to_lowercase();
    let is_whole = lower.contains("<html") || lower.contains("<!doctype");
    let page = Page(&lower);
    match () {
        () if page.is_crash() => Body::Crash,
        () if !is_whole && has_envelope(sent) => Body::Mixed,
        () if page.is_login() => Body::Login,
        () if page.is_bot_check() => Body::BotCheck,
        () if page.is_closed() => Body::Closed,
        () => Body::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_words() {
        let long = "x".repeat(8 << 10);
        for (page, kind) in [
            ("<b>Fatal error</b>: x".to_owned(), Body::Crash),
            ("<html>Licence has expired".to_owned(), Body::Crash),
            ("<html>The TRIAL has expired".to_owned(), Body::Crash),
            ("<html>The session has expired".to_owned(), Body::Page),
            ("<html>Licence".to_owned(), Body::Page),
            ("<html>DDoS-Guard".to_owned(), Body::BotCheck),
            (format!("<html>DDoS-Guard{long}"), Body::BotCheck),
            ("<html>captcha".to_owned(), Body::BotCheck),
            (format!("<captcha{}", &long[8..]), Body::Page),
            (format!("<captcha{}", &long[9..]), Body::BotCheck),
            (format!("<captcha{long}"), Body::Page),
            ("<html>".to_owned(), Body::Page),
            ("<table class='xdebug-error xe-warning'>Warning</table>{}".to_owned(), Body::Crash),
            ("<pre>\n#0: Bitrix\\Rest\\x()\n</pre>".to_owned(), Body::Crash),
            ("<form><input type='PASSWORD'>".to_owned(), Body::Login),
            ("<form><input name=AUTH_FORM>".to_owned(), Body::Login),
            ("<form><input name=\"SAMLRequest\">".to_owned(), Body::Login),
            ("<form>captcha <input type=\"password\">".to_owned(), Body::Login),
            ("<html>САЙТ временно закрыт".to_owned(), Body::Closed),
            ("<html>{\"result\":1}".to_owned(), Body::Page),
            ("<!DOCTYPE html>{\"result\":1}".to_owned(), Body::Page),
            ("<pre>x</pre>{\"result\":1}".to_owned(), Body::Mixed),
        ] {
            assert_eq!(kind_of_page(&page), kind, "{}", &page[..30.min(page.len())]);
        }
    }

    #[test]
    fn what_php_prints_is_known_without_markup() {
        for (body, found) in [
            ("PHP Fatal error:  Uncaught Error: x in /a.php:3", Body::Crash),
            ("\nDeprecated: x in /a.php on line 3\n{\"result\":1}", Body::Crash),
            ("[Error] \nx (0)\n/a.php:3\n#0: f()\n", Body::Crash),
            ("Warning: this site is closed", Body::Garbled),
            ("Hint: x in /a.php on line 3", Body::Garbled),
            ("Array\n(\n)\n{\"result\":1}", Body::Mixed),
            ("1{\"error\":\"\"} ", Body::Mixed),
            ("{\"a\":1}{\"result\":1}", Body::Mixed),
            ("{\"result\":1}<!-- 0.1 s -->", Body::Mixed),
            ("{\"a\":1}{\"b\":1}", Body::Garbled),
            // The parts of what was cut off are no envelopes.
            ("{\"result\":{\"a\":{\"error\":\"\"},", Body::Garbled),
            ("x{\"result\":{\"a\":{\"error\":\"\"},", Body::Garbled),
            ("<?php\nrequire 'x';", Body::Source),
            ("<?\nrequire 'x';", Body::Source),
            ("<?= 1 ?>", Body::Source),
            ("<?$x = 1;", Body::Source),
            ("<?", Body::Source),
            ("<?xml version=\"1.0\"?><response/>", Body::Page),
        ] {
            assert_eq!(kind(body), found, "{body}");
        }
    }

    #[test]
    fn only_a_bad_request_wants_a_certificate() {
        let page = "<html>No required SSL certificate was sent";
        assert_eq!(failure(page, &400.into()), Failure::Certificate(Certificate::Wanted));
        assert_eq!(failure("", &496.into()), Failure::Certificate(Certificate::Wanted));
        assert_eq!(failure(page, &200.into()), Failure::Body(Body::Page, 200.into()));
        assert_eq!(failure("<html>", &400.into()), Failure::Body(Body::Page, 400.into()));
    }
}
