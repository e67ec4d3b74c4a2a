//! Connections that cannot be trusted. None of them is tried again, and nothing is sent over one.

use super::{IN_TIME, PASSED, Row, TLS, always, meets};
use crate::portal::{Cert, Fault, Portal};

#[test]
fn certificates() {
    let shows = |name, certificate, told| -> Row {
        (name, Portal::alive().certificate(certificate), TLS, 1, 0, told)
    };
    let rows = [
        shows("an unknown authority", Cert::UnknownChain, "signed by an authority that is not trusted"),
        shows("an authority that is not shown", Cert::UnknownCa, "came without its issuer's certificate"),
        shows("an intermediate that is not shown", Cert::Alone, "an intermediate certificate is missing"),
        shows("a certificate of its own", Cert::SelfSigned, "the portal's certificate is self-signed"),
        shows("an authority's own", Cert::OtherRoot, "the portal's certificate is self-signed"),
        shows("an expired certificate", Cert::Expired, "the portal's certificate has expired on 2020-01-01"),
        shows("a certificate of the future", Cert::NotYetValid, "is not valid yet, only from 2999-01-01"),
        shows("another's certificate", Cert::WrongHost, "is issued for another name: elsewhere.example"),
        shows("a certificate without names", Cert::Nameless, "it has no subjectAltName"),
        shows("an expired one that is trusted", Cert::ExpiredRoot, "has expired on 2020-01-01"),
        shows(
            "another's that is trusted",
            Cert::RootOfAnother,
            "is issued for another name: elsewhere.example",
        ),
        shows("a good one for a good one", Cert::Mutual, "asks for a client certificate"),
        shows("the same in TLS 1.2", Cert::Mutual12, "asks for a client certificate"),
    ];
    meets(rows, &IN_TIME);
}

/// As `openssl req -x509` makes one, and as a whole chain.
#[test]
fn certificates_that_are_trusted() {
    let rows = [Cert::OwnRoot, Cert::Chain]
        .map(|shown| ("a certificate", Portal::alive().certificate(shown), PASSED, 1, 2, "PASSED"));
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
    let told = "the TLS handshake with the server failed";
    let old = "the server supports neither TLS 1.2 nor 1.3";
    let cipher = b"\x15\x03\x03\0\x02\x02\x28".to_vec(); // a fatal alert: handshake_failure
    let unnamed = b"\x15\x03\x03\0\x02\x02\x70".to_vec(); // a fatal alert: unrecognized_name
    let refusal = b"\x15\x03\x02\0\x02\x02\x46".to_vec(); // a fatal alert: protocol_version
    let rows = [
        ("a greeting of TLS 1.1", always(Fault::RawBeforeTls(hello_of_tls_1_1())), TLS, 1, 0, old),
        ("a refusal of anything newer", always(Fault::RawBeforeTls(refusal)), TLS, 1, 0, old),
        ("HTTP/2 only", Portal::alive().alpn("h2"), TLS, 1, 0, told),
        ("no common cipher", always(Fault::RawBeforeTls(cipher)), TLS, 1, 0, "no cipher that is safe today"),
        (
            "no such site",
            always(Fault::RawBeforeTls(unnamed)),
            TLS,
            1,
            0,
            "does not serve a site of this name",
        ),
        ("no TLS at all", always(Fault::PlainHttp), TLS, 1, 0, "the answer was not TLS"),
    ];
    meets(rows, &IN_TIME);
}
