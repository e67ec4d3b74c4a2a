//! Messages for connections that cannot be trusted.

use std::time::{Duration, UNIX_EPOCH};

use crate::host::Host;
use crate::portal::failure::{Certificate, Tls};
use crate::reason::Reason;
use crate::text::{Ours, Text};

pub(super) fn of_certificate(bad: &Certificate, host: &Host) -> (Reason, Text, Text) {
    let is = |words| text!("the portal's certificate {}", Ours(words));
    let what = match bad {
        Certificate::UnknownIssuer => is("is signed by an authority that is not trusted"),
        Certificate::Alone => is("came without its issuer's certificate, and the issuer is not trusted"),
        Certificate::SelfSigned => is("is self-signed"),
        Certificate::Replaced => {
            is("is signed with another key than the one that is trusted under its issuer's name")
        }
        Certificate::NotForServers => is("is not issued for servers"),
        Certificate::Expired(when) => text!("{}{}", is("has expired"), date(" on ", *when)),
        Certificate::NotYetValid(when) => text!("{}{}", is("is not valid yet"), date(", only from ", *when)),
        Certificate::WrongName(names) if names.is_empty() => is("is issued for another name"),
        Certificate::WrongName(names) => {
            let names = Text::joined(names.iter().map(Text::private), ", ");
            text!("{}: {}", is("is issued for another name"), names)
        }
        Certificate::Nameless => is("names no host: it has no subjectAltName"),
        Certificate::OldVersion => is("is in the old format X.509 v1"),
        Certificate::ShortKey => is("has a key that is too short"),
        Certificate::OldSignature => is("has a signature that is no longer safe, such as SHA-1"),
        Certificate::Wanted => text!("the portal's web server asks for a client certificate"),
        Certificate::Revoked => is("is revoked"),
        Certificate::Invalid => is("is not valid"),
    };
    (Reason::Tls, what, next(bad, host).into())
}

/// What to do next. Bitrix24's own certificates are in order, so where one of its hosts has another, something between
/// shows it.
fn next(bad: &Certificate, host: &Host) -> &'static str {
    match bad {
        Certificate::Expired(_) | Certificate::NotYetValid(_) if host.is_cloud() => {
            "check the runner's clock; if it is right, something on the way replaces the certificate"
        }
        Certificate::WrongName(_) if host.is_cloud() => "check the host in the webhook's address",
        _ if host.is_cloud() => {
            "if a proxy of yours opens TLS, give its authority's certificate as `ca-file`; otherwise somebody may be \
             listening in"
        }
        _ => of_own(bad),
    }
}

/// Of a portal on a host of its own.
fn of_own(bad: &Certificate) -> &'static str {
    match bad {
        Certificate::UnknownIssuer => {
            "for an on-premise portal give its authority's certificate as `ca-file`; \
             otherwise somebody may be listening in"
        }
        Certificate::Alone => {
            "most often an intermediate certificate is missing: ask the portal's administrator to install the full chain \
             (fullchain.pem); with an authority of your own, give its certificate as `ca-file`"
        }
        Certificate::SelfSigned => {
            "if it is the portal's own, give it as `ca-file`; if not, somebody may be listening in"
        }
        Certificate::Replaced => {
            "if the authority, or the portal's own certificate, was renewed, give the new one as `ca-file`; otherwise \
             somebody may be listening in"
        }
        Certificate::NotForServers => {
            "ask for a certificate with the extended key usage serverAuth, or without any"
        }
        Certificate::Expired(_) => {
            "ask the portal's administrator to renew it; if it is new, check the runner's clock"
        }
        Certificate::Revoked | Certificate::Invalid => "ask the portal's administrator to renew it",
        Certificate::NotYetValid(_) => "check the runner's clock, then the certificate",
        Certificate::WrongName(_) => {
            "check the host in the webhook's address; if it is right, the portal needs a certificate for this name"
        }
        Certificate::Nameless => {
            "ask for a certificate with the host as subjectAltName; the Common Name no longer counts"
        }
        Certificate::OldVersion => "ask for a certificate in X.509 v3, with the host as subjectAltName",
        Certificate::ShortKey => {
            "ask for a certificate with an RSA key of 2048 bits or more, or with an ECDSA key"
        }
        Certificate::OldSignature => "ask for a certificate that is signed with SHA-256",
        Certificate::Wanted => {
            "ask the portal's administrator to exempt `/rest/`: webhooks have no client certificate"
        }
    }
}

fn date(before: &'static str, seconds: Option<u64>) -> Option<Text> {
    let time = humantime::format_rfc3339_seconds(UNIX_EPOCH + Duration::from_secs(seconds?)).to_string();
    let day = time.split('T').next().unwrap_or_default();
    Some(text!("{}{}", Ours(before), day))
}

pub(super) fn of_protocol(tls: Tls, host: &Host) -> (Reason, Text, Text) {
    let (what, advice) = match tls {
        Tls::Version => (
            "the server supports neither TLS 1.2 nor 1.3",
            "ask the portal's administrator to switch on TLS 1.2",
        ),
        Tls::Name => {
            ("the server does not serve a site of this name", "check the host in the webhook's address")
        }
        Tls::None => (
            "the answer was not TLS",
            "check the host and port in the webhook's address: this port may be for http or for another service",
        ),
        Tls::Cipher => (
            "the server accepts no cipher that is safe today",
            "ask the portal's administrator to allow ECDHE with AES-GCM or ChaCha20, or TLS 1.3, and use a certificate with an \
             RSA key or one for P-256 or P-384",
        ),
        Tls::Other => (
            "the TLS handshake with the server failed",
            "check the host and port in the webhook's address, and the portal's TLS settings",
        ),
    };
    let in_cloud = "check the host in the webhook's address, and whether something on the way answers in the portal's place";
    let advice = if host.is_cloud() { in_cloud } else { advice };
    (Reason::Tls, what.into(), advice.into())
}
