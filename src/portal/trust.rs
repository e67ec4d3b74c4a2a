//! Whom the TLS connection trusts. Pure: bytes in, roots out.

use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use thiserror::Error;

/// Why a file gave no roots, in words that fit after the file's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Untrusted {
    /// Its lines are no Base64, or a block has no end.
    #[error("its PEM is broken")]
    Pem,
    /// A block is no X.509 certificate.
    #[error("it holds a broken certificate")]
    Certificate,
    /// There is no block of the kind at all.
    #[error("it holds no certificate in PEM form")]
    Empty,
}

/// Mozilla's roots, which are part of the program: an image from scratch has no others. They come as anchors that
/// are read already, so that nothing is parsed at the start of a run.
#[must_use]
pub(crate) fn built_in() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

/// Adds the roots of a PEM file. Other PEM blocks in it are passed over.
///
/// # Errors
///
/// When there is none, or one is broken.
pub(crate) fn add_pem(roots: &mut RootCertStore, pem: &[u8]) -> Result<(), Untrusted> {
    let before = roots.len();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate.map_err(|_| Untrusted::Pem)?).map_err(|_| Untrusted::Certificate)?;
    }
    if roots.len() == before { Err(Untrusted::Empty) } else { Ok(()) }
}

/// TLS 1.2 and 1.3 by these roots, for HTTP/1.1.
///
/// # Errors
///
/// When the primitives do not offer these versions; ours do.
pub(super) fn client(roots: RootCertStore) -> Result<ClientConfig, rustls::Error> {
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions()?;
    let mut config = builder.with_root_certificates(roots).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // Both connections of a run leave together; neither could use what the other learns.
    config.resumption = Resumption::disabled();
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
