//! Answers that are too much, in 64 MiB of memory.

use super::{IN_TIME, NETWORK, NOT_A_PORTAL, SERVER, always, meets};
use crate::portal::Fault;

#[test]
fn an_answer_that_is_too_much() {
    let told = "more than 256 KiB";
    let head = Fault::Endless(b"HTTP/1.1 200 OK\r\n".to_vec(), [b"X: ", &[b'x'; 8000][..], b"\r\n"].concat());
    let rows = [
        ("a body without end", always(Fault::endless_body()), NOT_A_PORTAL, 1, 2, told),
        ("a gzip bomb", always(Fault::gzip_bomb()), NOT_A_PORTAL, 1, 2, told),
        ("100 MiB of JSON", always(Fault::Huge(100 << 20)), NOT_A_PORTAL, 1, 2, told),
        ("JSON 200,000 levels deep", always(Fault::deep(200_000)), NOT_A_PORTAL, 1, 2, told),
        ("deep JSON of a readable size", always(Fault::deep(100_000)), NOT_A_PORTAL, 1, 2, told),
        (
            "deep JSON as a result",
            always(Fault::deep(30_000)),
            SERVER,
            4,
            5,
            "left the call out of its answer",
        ),
        ("a head without end", always(head), NETWORK, 4, 8, "what came back was not HTTP"),
    ];
    meets(rows, &IN_TIME);
}
