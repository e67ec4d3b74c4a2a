//! The TLS roots.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;

/// Why a file gave no roots, phrased to follow its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Untrusted {
    /// Not Base64, or a block without an end.
    #[error("its PEM is broken")]
    Pem,
    /// A block is not an X.509 certificate.
    #[error("it holds a broken certificate")]
    Certificate,
    /// No certificate block.
    #[error("it holds no certificate in PEM form")]
    Empty,
}

/// Mozilla's roots, built in: an image from scratch has no others. As trust anchors they need no parsing at
/// the start of a run.
#[must_use]
pub(crate) fn built_in() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

/// Adds the roots of a PEM file. Other PEM blocks are ignored.
pub(crate) fn add_pem(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), Untrusted> {
    let before = roots.len();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.map_err(|_| Untrusted::Pem)?).map_err(|_| Untrusted::Certificate)?;
    }
    if roots.len() == before { Err(Untrusted::Empty) } else { Ok(()) }
}

/// TLS 1.2 and 1.3 with these roots, for HTTP/1.1.
///
/// # Errors
///
/// If the crypto provider lacks these versions; ours has them.
pub(super) fn client(roots: RootCertStore, sessions: Resumption) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    config.resumption = sessions;
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_pem(pem: &[u8]) -> Result<usize, Untrusted> {
        let mut roots = RootCertStore::empty();
        add_pem(&mut roots, pem).map(|()| roots.len())
    }

    #[test]
    fn mozillas_roots_are_built_in() {
        assert!(built_in().len() > 100);
    }

    #[test]
    fn files_without_a_whole_certificate_are_refused() {
        let block = |body| format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
        assert_eq!(from_pem(b""), Err(Untrusted::Empty));
        assert_eq!(from_pem(b"hello"), Err(Untrusted::Empty));
        assert_eq!(from_pem(block("!!!").as_bytes()), Err(Untrusted::Pem));
        assert_eq!(from_pem(block("AAAA").as_bytes()), Err(Untrusted::Certificate));
        let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        assert_eq!(from_pem(key.signing_key.serialize_pem().as_bytes()), Err(Untrusted::Empty));
        let both = key.signing_key.serialize_pem() + &key.cert.pem();
        assert_eq!(from_pem(both.as_bytes()), Ok(1));
    }
}
