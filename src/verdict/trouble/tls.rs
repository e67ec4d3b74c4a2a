//! Messages for connections that cannot be trusted.

use std::time::{Duration, UNIX_EPOCH};

use crate::host::Host;
use crate::portal::failure::{Certificate, Tls};
use crate::reason::Reason;
use crate::text::{Ours, Text};

pub(super) fn of_certificate(name: Ours, bad: &Certificate, host: &Host) -> (Reason, Text, Text) {
    let is = |words| text!("the portal's certificate {}", Ours(words));
    let what = match bad {
        Certificate::UnknownIssuer => is("is signed by an authority that is not trusted"),
        Certificate::Alone => {
            is("came without its issuer's certificate, and the issuer is not trusted by itself")
        }
        Certificate::SelfSigned => is("is signed by itself"),
        Certificate::Replaced => {
            is("is signed with another key than the one that is trusted under its issuer's name")
        }
        Certificate::NotForServers => is("is not made for servers"),
        Certificate::Expired(when) => text!("{}{}", is("has expired"), date(" on ", *when)),
        Certificate::NotYetValid(when) => text!("{}{}", is("is not valid yet"), date(", but from ", *when)),
        Certificate::WrongName(names) if names.is_empty() => is("is made for another name"),
        Certificate::WrongName(names) => {
            let names = Text::joined(names.iter().map(Text::private), ", ");
            text!("{}: {}", is("is made for another name"), names)
        }
        Certificate::Nameless => is("names no host: it has no subjectAltName"),
        Certificate::OldVersion => is("has the old form X.509 v1"),
        Certificate::ShortKey => is("has a key that is too short"),
        Certificate::OldSignature => is("is signed in a way that is no longer safe, such as with SHA-1"),
        Certificate::Wanted => text!("the portal's web server wants a certificate of the client"),
        Certificate::Revoked => is("is revoked"),
        Certificate::Invalid => is("is not acceptable"),
    };
    (Reason::Tls, text!("{} (`{}`)", what, name), cure(bad, host).into())
}

/// What to do next. Bitrix24's own certificates are in order, so where one of its hosts has another, something between
/// shows it.
fn cure(bad: &Certificate, host: &Host) -> &'static str {
    match bad {
        Certificate::Expired(_) | Certificate::NotYetValid(_) if host.is_cloud() => {
            "check the runner's clock; if it is right, something on the way shows a certificate of its own"
        }
        Certificate::WrongName(_) if host.is_cloud() => "check the host in the hook",
        _ if host.is_cloud() => {
            "if a proxy of yours opens TLS, give its authority's certificate as `ca-file`; otherwise somebody may be \
             listening in"
        }
        Certificate::UnknownIssuer => {
            "for an on-premise portal give its authority's certificate as `ca-file`; \
             otherwise somebody may be listening in"
        }
        Certificate::Alone => {
            "most often an intermediate certificate is missing: have the portal's administrator install the full chain \
             (fullchain.pem); with an authority of your own, give its certificate as `ca-file`"
        }
        Certificate::SelfSigned => {
            "compare it with the portal's and give it as `ca-file`; if it is another one, somebody may be listening in"
        }
        Certificate::Replaced => {
            "if the authority, or the portal's own certificate, was renewed, give the new one as `ca-file`; otherwise \
             somebody may be listening in"
        }
        Certificate::NotForServers => {
            "have it issued again with the extended key usage serverAuth, or without any"
        }
        Certificate::Expired(_) => {
            "have the portal's administrator renew it; if it is new, check the runner's clock"
        }
        Certificate::Revoked | Certificate::Invalid => "have the portal's administrator renew it",
        Certificate::NotYetValid(_) => "check the runner's clock, then the certificate",
        Certificate::WrongName(_) => {
            "check the host in the hook; if it is right, have the certificate issued for it, too"
        }
        Certificate::Nameless => {
            "have it issued again with the host as subjectAltName; the Common Name no longer counts"
        }
        Certificate::OldVersion => "have it issued again as X.509 v3, with the host as subjectAltName",
        Certificate::ShortKey => {
            "have it issued again with an RSA key of 2048 bits or more, or with one for ECDSA"
        }
        Certificate::OldSignature => "have it issued again, signed with SHA-256",
        Certificate::Wanted => {
            "b24-ping has none, as the portal's other webhooks have none: have its administrator exempt `/rest/`"
        }
    }
}

fn date(before: &'static str, seconds: Option<u64>) -> Option<Text> {
    let time = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds?)).to_string();
    let day = time.split('T').next().unwrap_or_default();
    Some(text!("{}{}", Ours(before), day))
}

pub(super) fn of_protocol(name: Ours, tls: Tls, host: &Host) -> (Reason, Text, Text) {
    let (what, advice) = match tls {
        Tls::Version => (
            "the other side speaks neither TLS 1.2 nor 1.3",
            "have the portal's administrator switch TLS 1.2 on",
        ),
        Tls::Name => ("the other side knows no site of this name", "check the host in the hook"),
        Tls::None => (
            "what came back was not TLS",
            "check the host and port in the hook: the port may be that of http, or of another service",
        ),
        Tls::Cipher => (
            "the other side accepts no cipher that is safe today",
            "have the portal's administrator allow ECDHE with AES-GCM or ChaCha20, or TLS 1.3",
        ),
        Tls::Other => (
            "the other side does not speak TLS 1.2 or 1.3 with us",
            "check the host and port in the hook, and the portal's TLS settings",
        ),
    };
    let in_cloud =
        "check the host in the hook, and whether something on the way answers in the portal's place";
    let advice = if host.is_cloud() { in_cloud } else { advice };
    (Reason::Tls, text!("{} (`{}`)", Ours(what), name), advice.into())
}
