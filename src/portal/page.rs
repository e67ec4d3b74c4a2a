//! What came in the place of JSON: by the words of well-known pages.

use serde::de::IgnoredAny;

use crate::portal::failure::{Body, Certificate, Failure, Status};

use super::json::Members;

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

/// Errors of PHP in plain text (`main.c`, without `html_errors`), of its log, and traces of the kernel
/// (`main/lib/diag/exceptionhandlerformatter.php`), in lower case.
fn is_error(text: &str) -> bool {
    let is_php = |line: &str| {
        let kind = line.strip_prefix("php ").unwrap_or(line).split_once(": ").map(|(kind, _)| kind);
        kind.is_some_and(|kind| KINDS.contains(&kind))
            && (line.contains(" on line ") || line.contains(".php"))
    };
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| line.starts_with("#0: ") || line.starts_with("#0 ") || is_php(line))
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

/// What a portal's page says where it crashes, in lower case: PHP's errors (`main.c`, with `html_errors`) and those of
/// the kernel (`main/lib/diag/httpexceptionhandleroutput.php`, `main/lib/db`) and of its licence.
const CRASHES: [&str; 17] = [
    "fatal error</b>",
    "<b>parse error</b>",
    "<b>warning</b>",
    "<b>notice</b>",
    "<b>deprecated</b>",
    "<b>strict standards</b>",
    "script encountered an error",
    // In every language the kernel's sentence names the file where its errors can be switched on.
    ".settings.php",
    "bitrix\\main\\",
    "срок работы пробной версии продукта",
    "uncaught exception",
    "db query error",
    "query error!",
    "error connecting to database",
    "mysql connect error",
    "error establishing a database connection",
    "connectionexception",
];

/// What the pages of protections against bots say, in lower case.
const BOT_CHECKS: [&str; 9] = [
    "ddos-guard",
    "checking your browser",
    "just a moment...",
    "cf-chl",
    "challenge-platform",
    "not a robot",
    "не робот",
    "проверка браузера",
    "smartcaptcha",
];

/// The kinds of PHP's errors, in lower case.
const KINDS: [&str; 8] = [
    "fatal error",
    "recoverable fatal error",
    "catchable fatal error",
    "parse error",
    "warning",
    "notice",
    "deprecated",
    "strict standards",
];

/// What forms for a password have, and pages that send a browser to one, in lower case and without quotation marks.
const LOGINS: [&str; 4] = ["type=password", "name=auth_form", "samlrequest", "wsignin1.0"];

/// What a site says that is closed for a while, in lower case: the kernel's (`main/include/site_closed.php`) and others.
const CLOSED: [&str; 9] = [
    "техническое обслуживание",
    "технические работы",
    "технических работ",
    "сайт временно закрыт",
    "сайт закрыт",
    "site is temporarily closed",
    "site is closed",
    "under maintenance",
    "scheduled maintenance",
];

/// A longer page with the word has a form for people.
const SHORT_PAGE: usize = 8 << 10;

fn kind_of_page(page: &str) -> Body {
    let is_whole = |page: &str| page.contains("<html") || page.contains("<!doctype");
    let (sent, page) = (page, page.to_lowercase());
    let bare = page.replace(['"', '\''], "");
    let says = |words: &[&str]| words.iter().any(|words| page.contains(words));
    match () {
        () if says(&CRASHES) || says(&["licen", "trial"]) && says(&["has expired"]) => Body::Crash,
        () if says(&["xdebug-error"]) || is_error(&page) => Body::Crash,
        () if !is_whole(&page) && has_envelope(sent) => Body::Mixed,
        () if says(&BOT_CHECKS) => Body::BotCheck,
        () if LOGINS.iter().any(|words| bare.contains(words)) => Body::Login,
        () if says(&CLOSED) => Body::Closed,
        () if page.len() < SHORT_PAGE && says(&["captcha"]) => Body::BotCheck,
        () => Body::Page,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_known_by_its_words() {
        let long = "x".repeat(SHORT_PAGE);
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
