//! Connections that break, stall, or carry no HTTP.

use super::{CUT_SHORT, IN_TIME, NETWORK, SERVER, TIMEOUT, TLS, always, meets, meets_at_once, raw};
use crate::portal::Fault;

/// Frames of HTTP/2, for a client that never asked for any: no settings, and then the end of the connection or of
/// its first stream (RFC 9113, sections 6.4, 6.5 and 6.8).
fn http2(last: &[u8]) -> Fault {
    Fault::Raw([b"\0\0\0\x04\0\0\0\0\0", last].concat())
}

const SILENT: &str = "127.0.0.1 accepted the connection, but did not answer the TLS handshake in 2 s";

#[test]
fn a_connection_that_breaks() {
    let cut = "the connection to the portal was cut";
    let rows = [
        ("reset before the request", always(Fault::ResetBeforeTls), NETWORK, 4, 0, cut),
        (
            "closed before the request",
            always(Fault::CloseBeforeTls),
            TLS,
            4,
            0,
            "the TLS handshake with the portal was cut off",
        ),
        ("reset after the request", always(Fault::ResetAfterRequest), NETWORK, 4, 8, cut),
        ("closed after the request", always(Fault::CloseAfterRequest), NETWORK, 4, 8, cut),
        ("half-closed after the request", always(Fault::HalfClosed), NETWORK, 4, 8, cut),
        ("a head cut short", always(Fault::TruncatedHead), NETWORK, 4, 8, cut),
        ("a body cut short", always(Fault::TruncatedBody), SERVER, 4, 8, "the answer is not complete JSON"),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn a_length_that_is_wrong() {
    let garbled = "the answer is not complete JSON";
    let no_http = "the answer was not HTTP";
    let chunked = "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n";
    let long = |length| {
        raw(&format!(
            "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{{\"result\":[]}}"
        ))
    };
    let rows = [
        ("a Content-Length that is too short", long("5"), SERVER, 4, 8, garbled),
        ("a Content-Length that is too long", long("5000"), SERVER, 4, 8, garbled),
        ("a Content-Length that is no number", long("many"), NETWORK, 4, 8, no_http),
        ("two Content-Lengths", long("5\r\nContent-Length: 13"), NETWORK, 4, 8, no_http),
        ("chunks of no size", raw(&format!("{chunked}zz\r\n{{}}\r\n0\r\n\r\n")), SERVER, 4, 8, garbled),
        (
            "chunks beyond any size",
            raw(&format!("{chunked}{}\r\n{{}}", "f".repeat(40))),
            SERVER,
            4,
            8,
            garbled,
        ),
        ("a last chunk that never comes", raw(&format!("{chunked}2\r\n{{}}\r\n")), SERVER, 4, 8, garbled),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn what_is_not_http() {
    let told = "the answer was not HTTP";
    let goaway = http2(b"\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x0d");
    let reset = http2(b"\0\0\x04\x03\0\0\0\0\x01\0\0\0\x0d");
    let rows = [
        ("another protocol", raw("SSH-2.0-OpenSSH_9.9\r\n"), NETWORK, 4, 8, told),
        ("a status that is none", raw("HTTP/1.1 9 OK\r\n\r\n"), NETWORK, 4, 8, told),
        ("a NUL in a header", raw("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n{}"), NETWORK, 4, 8, told),
        ("GOAWAY in HTTP/2", always(goaway), NETWORK, 4, 8, told),
        ("RST_STREAM in HTTP/2", always(reset), NETWORK, 4, 8, told),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn silence_and_answers_that_never_end() {
    let told = "no answer in 2 s";
    let interim = b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>\r\n\r\n".to_vec();
    let rows = [
        ("a handshake that hangs", always(Fault::StallTls), TIMEOUT, 1, 0, SILENT),
        ("no answer", always(Fault::NoAnswer), TIMEOUT, 1, 2, told),
        ("a byte at a time", always(Fault::Drip), TIMEOUT, 1, 2, told),
        ("interim answers without end", always(Fault::Endless(vec![], interim)), TIMEOUT, 1, 2, told),
    ];
    meets_at_once(rows, &CUT_SHORT);
}

#[test]
fn each_attempt_has_its_own_time() {
    let rows = [("no answer", always(Fault::NoAnswer), TIMEOUT, 2, 4, "(2 attempts of up to 2 s each)")];
    meets_at_once(rows, &[("timeout", "5m"), ("request-timeout", "2s"), ("max-attempts", "2")]);
    // More than two tries would but be a longer wait.
    let rows = [("a handshake that hangs", always(Fault::StallTls), TIMEOUT, 2, 0, SILENT)];
    meets_at_once(rows, &[("timeout", "5m"), ("request-timeout", "2s")]);
}

#[test]
fn the_run_has_a_time_of_its_own() {
    let told = "no answer in";
    let rows = [
        ("no answer", always(Fault::NoAnswer), TIMEOUT, 1, 2, told),
        ("a handshake that hangs", always(Fault::StallTls), TIMEOUT, 1, 0, SILENT),
    ];
    meets_at_once(rows, &[("timeout", "2s")]);
}
