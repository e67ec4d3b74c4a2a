//! What came in the place of JSON: by the words of well-known pages.

use serde::de::IgnoredAny;

use crate::portal::failure::{Body, Certificate, Failure, Status};

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
        Some(b'<') => kind_of_page(body),
        Some(_) if serde_json::from_str::<IgnoredAny>(body).is_ok() => Body::Alien,
        Some(_) => Body::Garbled,
    }
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

/// A longer page with the word has a form for people.
const SHORT_PAGE: usize = 8 << 10;

fn kind_of_page(page: &str) -> Body {
    let page = page.to_lowercase();
    let says = |words: &[&str]| words.iter().any(|words| page.contains(words));
    match () {
        () if says(&CRASHES) || says(&["licen", "trial"]) && says(&["has expired"]) => Body::Crash,
        () if says(&BOT_CHECKS) || page.len() < SHORT_PAGE && says(&["captcha"]) => Body::BotCheck,
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
        ] {
            assert_eq!(kind_of_page(&page), kind, "{}", &page[..30.min(page.len())]);
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
