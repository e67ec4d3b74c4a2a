//! Answers that are too much, in 64 MiB of memory.

use super::{IN_TIME, NETWORK, NOT_A_PORTAL, PASSED, SERVER, always, meets};
use crate::portal::Fault;

/// These bytes, and then so many again and again.
fn endless(first: &str, again: &str) -> Fault {
    Fault::Endless(first.into(), again.into())
}

/// An interim answer with a header of so many bytes, before the healthy one. hyper looks at its limit of 408 KiB between
/// two reads, and one read brings up to as much again: only twice as many are certain to be refused.
fn preceded(header: usize) -> Fault {
    Fault::Preceded(format!("HTTP/1.1 103 Early Hints\r\nX: {}\r\n\r\n", "x".repeat(header)).into())
}

#[test]
fn an_answer_that_is_too_much() {
    let told = "longer than 64 KiB";
    let rows = [
        ("a body without end", always(Fault::endless_body()), NOT_A_PORTAL, 1, 2, told),
        ("a gzip bomb", always(Fault::gzip_bomb()), SERVER, 4, 8, "nobody asked for"),
        ("100 MiB of JSON", always(Fault::Huge(100 << 20)), NOT_A_PORTAL, 1, 2, told),
        ("JSON 200,000 levels deep", always(Fault::deep(200_000)), NOT_A_PORTAL, 1, 2, told),
        ("deep JSON of a readable size", always(Fault::deep(100_000)), NOT_A_PORTAL, 1, 2, told),
        (
            "deep JSON as a result",
            always(Fault::deep(30_000)),
            SERVER,
            4,
            5,
            "left this call out of its answer",
        ),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn a_head_that_is_too_much() {
    let told = "more than 16 KiB of headers";
    let header = format!("X: {}\r\n", "x".repeat(8000));
    let rows = [
        ("a head without end", always(endless("HTTP/1.1 200 OK\r\n", &header)), NETWORK, 4, 8, told),
        ("a header without end", always(endless("HTTP/1.1 200 OK\r\nX: ", "xxxxxxxx")), NETWORK, 4, 8, told),
        ("a reason without end", always(endless("HTTP/1.1 200 ", "OK, OK, ")), NETWORK, 4, 8, told),
        ("headers without end", always(endless("HTTP/1.1 200 OK\r\n", "X:\r\n")), NETWORK, 4, 8, told),
        ("an interim head of 2,000,000 bytes", always(preceded(2_000_000)), NETWORK, 4, 8, told),
        ("an interim head of 15,000 bytes", always(preceded(15_000)), PASSED, 1, 2, "is alive"),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn what_is_too_much_around_a_body() {
    let told = "the answer is not complete JSON";
    let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    let around = |first, again| always(endless(&format!("{chunked}{first}"), again));
    let rows = [
        ("a chunk's extension without end", around("1;", "xxxxxxxx"), SERVER, 4, 8, told),
        ("many extensions", around("", "1;xxxxxxxx\r\n \r\n"), SERVER, 4, 8, told),
        ("trailers without end", around("2\r\n{}\r\n0\r\n", "X: xxxx\r\n"), SERVER, 4, 8, told),
        (
            "a body that ends with the connection",
            always(endless("HTTP/1.0 200 OK\r\n\r\n", "        ")),
            NOT_A_PORTAL,
            1,
            2,
            "longer than 64 KiB",
        ),
    ];
    meets(rows, &IN_TIME);
}
