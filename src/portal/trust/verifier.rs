//! Whether a portal's certificate is to be trusted; where not, why, as finely as somebody could act on it.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, OtherError, SignatureScheme};
use webpki::EndEntityCert;

use crate::portal::failure::Certificate;

/// Names of a certificate that are kept.
const MAX_NAMES: usize = 3;

/// `id-ce-extKeyUsage` and `id-kp-serverAuth` (RFC 5280, 4.2.1.12) in DER.
const PURPOSES: &[u8] = b"\x06\x03\x55\x1d\x25";
const SERVERS: &[u8] = b"\x06\x08\x2b\x06\x01\x05\x05\x07\x03\x01";

/// `rsaEncryption` (RFC 8017, A.1) in DER.
const RSA: &[u8] = b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01";

/// The longest public key info of an RSA key below 2048 bits, in bytes: that of 2047 has 292 to 294.
const SHORT_RSA: usize = 290;

/// Certificates that are not to be trusted carry this as their error.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the certificate is not trusted")]
pub(crate) struct Untrusted(pub Certificate);

/// The rules of webpki, and one more, which is OpenSSL's: who gives the very certificate that a server shows trusts it,
/// whoever has signed it, and although it is that of an authority, as `openssl req -x509` makes them.
#[derive(Debug)]
pub(super) struct Verifier {
    pub(super) inner: Arc<WebPkiServerVerifier>,
    /// By the user, one by one.
    pub(super) given: Vec<CertificateDer<'static>>,
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        shown: &CertificateDer<'_>,
        chain: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.inner.verify_server_cert(shown, chain, name, ocsp, now);
        verified.or_else(|error| {
            if self.given.contains(shown) && fits(shown, &error) {
                let named = verify_server_name(&ParsedCertificate::try_from(shown)?, name);
                return named
                    .map(|()| ServerCertVerified::assertion())
                    .map_err(|error| told(error, shown, Some(chain)));
            }
            Err(told(error, shown, Some(chain)))
        })
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, shown, signed).map_err(|error| told(error, shown, None))
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        shown: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, shown, signed).map_err(|error| told(error, shown, None))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Whether all but the issuer is in order. webpki looks at the dates first, then whether the certificate is that of an
/// authority, then at its purposes, and then for an issuer.
fn fits(shown: &CertificateDer<'_>, error: &Error) -> bool {
    let names = |purpose| memchr::memmem::find(shown, purpose).is_some();
    match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => true,
        // Somebody else who is trusted has the name of its issuer.
        Error::InvalidCertificate(CertificateError::BadSignature) => !is_short(shown),
        // The bytes are the user's own, and in doubt the answer is no.
        _ if is(error, &webpki::Error::CaUsedAsEndEntity) => !names(PURPOSES) || names(SERVERS),
        _ => false,
    }
}

/// The same error with what is wrong with the certificate, if that is it. Without a chain it is an error of the handshake
/// that follows.
fn told(error: Error, shown: &CertificateDer<'_>, chain: Option<&[CertificateDer<'_>]>) -> Error {
    let Error::InvalidCertificate(bad) = &error else { return error };
    let why = Untrusted(why(bad, &error, shown, chain));
    Error::InvalidCertificate(CertificateError::Other(OtherError(Arc::new(why))))
}

fn why(
    bad: &CertificateError,
    error: &Error,
    shown: &CertificateDer<'_>,
    chain: Option<&[CertificateDer<'_>]>,
) -> Certificate {
    use CertificateError as Bad;
    match bad {
        Bad::UnknownIssuer => of_issuer(shown, chain),
        Bad::Expired => Certificate::Expired(None),
        Bad::ExpiredContext { not_after, .. } => Certificate::Expired(Some(not_after.as_secs())),
        Bad::NotValidYet => Certificate::NotYetValid(None),
        Bad::NotValidYetContext { not_before, .. } => Certificate::NotYetValid(Some(not_before.as_secs())),
        Bad::NotValidForNameContext { presented, .. } if presented.is_empty() => Certificate::Nameless,
        Bad::NotValidForName | Bad::NotValidForNameContext { .. } => Certificate::WrongName(names(shown)),
        Bad::Revoked => Certificate::Revoked,
        // The provider takes no signature of a shorter key.
        Bad::BadSignature if is_short(shown) => Certificate::ShortKey,
        Bad::BadSignature if chain.is_some() => Certificate::Replaced,
        Bad::InvalidPurpose | Bad::InvalidPurposeContext { .. } => Certificate::NotForServers,
        Bad::UnsupportedSignatureAlgorithmContext { .. }
        | Bad::UnsupportedSignatureAlgorithmForPublicKeyContext { .. } => Certificate::OldSignature,
        _ if is(error, &webpki::Error::UnsupportedCertVersion) => Certificate::OldVersion,
        _ if is(error, &webpki::Error::CaUsedAsEndEntity) => of_issuer(shown, chain),
        _ => Certificate::Invalid,
    }
}

/// What is missing of the way to an authority.
fn of_issuer(shown: &CertificateDer<'_>, chain: Option<&[CertificateDer<'_>]>) -> Certificate {
    let Ok(leaf) = EndEntityCert::try_from(shown) else { return Certificate::Invalid };
    if leaf.issuer() == leaf.subject() {
        return Certificate::SelfSigned;
    }
    let signs = |other: &CertificateDer<'_>| {
        webpki::anchor_from_trusted_cert(other).is_ok_and(|other| other.subject.as_ref() == leaf.issuer())
    };
    if chain.unwrap_or_default().iter().any(signs) { Certificate::UnknownIssuer } else { Certificate::Alone }
}

fn names(shown: &CertificateDer<'_>) -> Vec<String> {
    let leaf = EndEntityCert::try_from(shown);
    leaf.map(|leaf| leaf.valid_dns_names().take(MAX_NAMES).map(str::to_owned).collect()).unwrap_or_default()
}

fn is_short(shown: &CertificateDer<'_>) -> bool {
    EndEntityCert::try_from(shown).is_ok_and(|leaf| {
        let key = leaf.subject_public_key_info();
        key.len() < SHORT_RSA && memchr::memmem::find(&key, RSA).is_some()
    })
}

/// Whether it stands for this error of webpki.
fn is(error: &Error, meant: &webpki::Error) -> bool {
    let Error::InvalidCertificate(CertificateError::Other(OtherError(other))) = error else { return false };
    other.downcast_ref::<webpki::Error>() == Some(meant)
}

#[cfg(test)]
mod tests;
