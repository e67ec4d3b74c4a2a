//! The failure behind a client error. The error itself never leaves the wire: its text holds the address with
//! the secret.

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::portal::failure::{Certificate, Failure, Network, ProxyFault, Tls};
use crate::portal::trust::verifier::Untrusted;

use super::reach::Attempt;

type Causes<'e> = [&'e (dyn Error + 'static)];

/// Of an attempt that may take so long.
pub(super) fn of(error: &reqwest::Error, request_timeout: Duration, attempt: &Attempt) -> Failure {
    let causes = causes(error);
    if let Some(proxy) = attempt.proxy()
        && (error.is_dns() || says(&causes, "tunnel error"))
    {
        return of_proxy(error, &causes)
            .map_or_else(|| attempt.no_connection(), |fault| Failure::Proxy(proxy.clone(), fault));
    }
    let timed_out = |cause: &&(dyn Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::TimedOut)
    };
    // A limit of the system's own.
    if error.is_connect() && says(&causes, "tcp connect error") && causes.iter().any(timed_out) {
        return attempt.no_connection();
    }
    if error.is_connect() && causes.iter().any(|cause| is_no_route(*cause)) {
        return attempt.no_route();
    }
    if error.is_timeout() {
        return attempt.out_of_time(request_timeout);
    }
    if let Some(tls) = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return of_tls(tls, attempt);
    }
    let kind = causes.iter().rev().find_map(|cause| Some(cause.downcast_ref::<io::Error>()?.kind()));
    if let Some(proxy) = attempt.proxy()
        && kind.is_some()
        && attempt.is_connected()
        && !attempt.is_answered()
    {
        return Failure::Proxy(proxy.clone(), ProxyFault::Lost);
    }
    Failure::Network(match kind {
        _ if error.is_dns() => Network::Unresolved,
        Some(io::ErrorKind::ConnectionRefused) => Network::Refused,
        // How rustls reports a connection that ends inside the handshake.
        Some(io::ErrorKind::UnexpectedEof) if error.is_connect() => return Failure::HandshakeCut,
        Some(
            io::ErrorKind::UnexpectedEof
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionAborted
            | io::ErrorKind::BrokenPipe,
        ) => Network::Cut,
        Some(io::ErrorKind::TimedOut) => return Failure::Timeout(request_timeout),
        _ if error.is_connect() => Network::Unreachable,
        Some(_) => Network::Cut,
        None => of_http(&causes),
    })
}

/// The error and everything below it; an `io::Error` hides what it wraps from `source`.
fn causes<'e>(error: &'e reqwest::Error) -> Vec<&'e (dyn Error + 'static)> {
    let mut causes = Vec::new();
    let mut next: Option<&'e (dyn Error + 'static)> = error.source();
    while let Some(cause) = next {
        causes.push(cause);
        next = match cause.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
            Some(inner) => Some(inner),
            None => cause.source(),
        };
    }
    causes
}

fn is_no_route(cause: &(dyn Error + 'static)) -> bool {
    let kind = cause.downcast_ref::<io::Error>().map(io::Error::kind);
    // The last is what a firewall on this side answers.
    matches!(
        kind,
        Some(
            io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::PermissionDenied
        )
    )
}

fn of_tls(error: &rustls::Error, attempt: &Attempt) -> Failure {
    use rustls::{AlertDescription as Alert, CertificateError, Error as Bad, PeerIncompatible as Peer};
    match error {
        Bad::InvalidCertificate(CertificateError::Other(why)) => Failure::Certificate(
            why.0.downcast_ref().map_or(Certificate::Invalid, |Untrusted(why)| why.clone()),
        ),
        Bad::InvalidCertificate(_) => Failure::Certificate(Certificate::Invalid),
        Bad::AlertReceived(Alert::CertificateRequired) => Failure::Certificate(Certificate::Wanted),
        Bad::AlertReceived(
            Alert::HandshakeFailure
            | Alert::NoCertificate
            | Alert::BadCertificate
            | Alert::UnsupportedCertificate
            | Alert::CertificateUnknown
            | Alert::UnknownCA
            | Alert::AccessDenied,
        ) if attempt.is_asked_who() => Failure::Certificate(Certificate::Wanted),
        Bad::AlertReceived(Alert::ProtocolVersion)
        | Bad::PeerIncompatible(
            Peer::ServerDoesNotSupportTls12Or13 | Peer::ServerTlsVersionIsDisabledByOurConfig,
        ) => Failure::Tls(Tls::Version),
        Bad::AlertReceived(Alert::HandshakeFailure | Alert::InsufficientSecurity) => {
            Failure::Tls(Tls::Cipher)
        }
        Bad::AlertReceived(Alert::UnrecognisedName) => Failure::Tls(Tls::Name),
        Bad::InvalidMessage(_) => Failure::Tls(Tls::None),
        _ => Failure::Tls(Tls::Other),
    }
}

/// Whether one of them says it. The error types of hyper and of the tunnel are private; their texts hold no address.
fn says(causes: &Causes<'_>, words: &str) -> bool {
    causes.iter().any(|cause| cause.to_string().contains(words))
}

/// What the proxy did before its tunnel was there; `None` where nothing answered.
fn of_proxy(error: &reqwest::Error, causes: &Causes<'_>) -> Option<ProxyFault> {
    let kind = causes.iter().rev().find_map(|cause| Some(cause.downcast_ref::<io::Error>()?.kind()));
    let tls = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>());
    Some(match (kind, tls) {
        _ if error.is_dns() => ProxyFault::Unresolved,
        _ if says(causes, "proxy auth") => ProxyFault::Password,
        (_, Some(rustls::Error::InvalidCertificate(_))) => ProxyFault::Untrusted,
        (_, Some(_)) => ProxyFault::Tls,
        (Some(io::ErrorKind::ConnectionRefused), _) => ProxyFault::Refused,
        (Some(io::ErrorKind::TimedOut), _) => return None,
        (
            Some(
                io::ErrorKind::UnexpectedEof
                | io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe,
            ),
            _,
        ) => ProxyFault::Cut,
        (Some(_), _) => ProxyFault::Unreachable,
        _ if says(causes, "unexpected end of file") => ProxyFault::Cut,
        _ if says(causes, "failed to create underlying connection") => ProxyFault::Unreachable,
        _ => ProxyFault::Denied,
    })
}

fn of_http(causes: &Causes<'_>) -> Network {
    match () {
        () if says(causes, "head is too large") => Network::LongHead,
        () if says(causes, " parsed") => Network::NotHttp,
        () => Network::Cut,
    }
}
