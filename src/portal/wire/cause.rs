//! The failure behind a client error. The error itself never leaves the wire: its text holds the address with
//! the secret.

use std::error::Error;
use std::io;
use std::time::Duration;

use crate::portal::failure::{Certificate, Failure, Network};

/// `proxied`: whether a proxy is between.
pub(super) fn of(error: &reqwest::Error, request_timeout: Duration, proxied: bool) -> Failure {
    if error.is_timeout() {
        return Failure::Timeout(request_timeout);
    }
    let causes = causes(error);
    if let Some(tls) = causes.iter().find_map(|cause| cause.downcast_ref::<rustls::Error>()) {
        return of_tls(tls);
    }
    let kind = causes.iter().rev().find_map(|cause| Some(cause.downcast_ref::<io::Error>()?.kind()));
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
        Some(_) if error.is_connect() => Network::Unreachable,
        Some(_) => Network::Cut,
        None if error.is_connect() && proxied => of_proxy(&causes),
        None if error.is_connect() => Network::Unreachable,
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

fn of_tls(error: &rustls::Error) -> Failure {
    use rustls::CertificateError as Bad;
    let rustls::Error::InvalidCertificate(bad) = error else {
        return Failure::TlsProtocol;
    };
    Failure::Certificate(match bad {
        Bad::UnknownIssuer => Certificate::UnknownIssuer,
        Bad::Expired | Bad::ExpiredContext { .. } => Certificate::Expired,
        Bad::NotValidYet | Bad::NotValidYetContext { .. } => Certificate::NotYetValid,
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Certificate::WrongName,
        Bad::Revoked => Certificate::Revoked,
        _ => Certificate::Invalid,
    })
}

/// The tunnel's error type is private to hyper-util; its text holds no address.
fn of_proxy(causes: &[&(dyn Error + 'static)]) -> Network {
    let says = |words| causes.iter().any(|cause| cause.to_string().contains(words));
    if says("proxy auth") { Network::ProxyPassword } else { Network::ProxyRefused }
}

/// hyper's error type is private, too; its texts on a broken message hold no address.
fn of_http(causes: &[&(dyn Error + 'static)]) -> Network {
    let says = |words| causes.iter().any(|cause| cause.to_string().contains(words));
    match () {
        () if says("head is too large") => Network::LongHead,
        () if says(" parsed") => Network::NotHttp,
        () => Network::Cut,
    }
}
