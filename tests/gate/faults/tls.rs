//! Connections that cannot be trusted. None of them is tried again, and nothing is sent over one.

use super::{IN_TIME, Row, TLS, always, meets};
use crate::portal::{Cert, Fault, Portal};

#[test]
fn certificates() {
    let shows = |name, certificate, told| -> Row {
        (name, Portal::alive().certificate(certificate), TLS, 1, 0, told)
    };
    let rows = [
        shows("an unknown authority", Cert::UnknownCa, "signed by an authority that is not trusted"),
        shows("a certificate of its own", Cert::SelfSigned, "signed by an authority that is not trusted"),
        shows("an expired certificate", Cert::Expired, "the portal's certificate has expired"),
        shows("a certificate of the future", Cert::NotYetValid, "the portal's certificate is not valid yet"),
        shows("another's certificate", Cert::WrongHost, "the portal's certificate is made for another name"),
    ];
    meets(rows, &IN_TIME);
}

/// A greeting of TLS 1.1: version, time and chance, no session, `AES128-SHA`, no compression.
fn hello_of_tls_1_1() -> Vec<u8> {
    let hello = [&[3, 2][..], &[7; 32], &[0, 0, 0x2f, 0]].concat();
    let length = u8::try_from(hello.len()).expect("short");
    [&[0x16, 3, 2, 0, length + 4, 2, 0, 0, length][..], &hello].concat()
}

#[test]
fn protocols() {
    let told = "the other side does not speak TLS 1.2 or 1.3 with us";
    let refusal = b"\x15\x03\x02\0\x02\x02\x46".to_vec(); // a fatal alert: protocol_version
    let rows = [
        ("a greeting of TLS 1.1", always(Fault::RawBeforeTls(hello_of_tls_1_1())), TLS, 1, 0, told),
        ("a refusal of anything newer", always(Fault::RawBeforeTls(refusal)), TLS, 1, 0, told),
        ("HTTP/2 only", Portal::alive().alpn("h2"), TLS, 1, 0, told),
        ("no TLS at all", always(Fault::PlainHttp), TLS, 1, 0, told),
    ];
    meets(rows, &IN_TIME);
}
