//! The TLS roots.

use std::error::Error;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use verifier::Verifier;

pub(crate) mod verifier;

/// Why a file gave no roots, phrased to follow its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unusable {
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

/// What vouches for a portal.
#[derive(Debug)]
pub(crate) struct Roots {
    store: RootCertStore,
    given: Vec<CertificateDer<'static>>,
}

impl Roots {
    /// Mozilla's, built in: an image from scratch has no others. As trust anchors they need no parsing at the start of a
    /// run.
    pub(crate) fn built_in() -> Self {
        Self { store: webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect(), given: Vec::new() }
    }

    /// Adds the certificates of a PEM file. Other PEM blocks are ignored.
    pub(crate) fn add_pem(&mut self, pem: &[u8]) -> Result<(), Unusable> {
        let before = self.given.len();
        // Windows' editors begin a file with a mark.
        let pem = pem.strip_prefix(b"\xef\xbb\xbf").unwrap_or(pem);
        for certificate in CertificateDer::pem_slice_iter(pem) {
            self.add_der(certificate.map_err(|_| Unusable::Pem)?)?;
        }
        if self.given.len() == before { Err(Unusable::Empty) } else { Ok(()) }
    }

    fn add_der(&mut self, certificate: CertificateDer<'static>) -> Result<(), Unusable> {
        self.store.add(certificate.clone()).map_err(|_| Unusable::Certificate)?;
        self.given.push(certificate);
        Ok(())
    }
}

/// TLS 1.2 and 1.3 with these roots, for HTTP/1.1.
///
/// # Errors
///
/// If the crypto provider lacks these versions, or there are no roots; ours has them.
pub(super) fn client(roots: Roots) -> Result<ClientConfig, Box<dyn Error>> {
    let provider = Arc::new(ring::default_provider());
    let inner =
        WebPkiServerVerifier::builder_with_provider(roots.store.into(), Arc::clone(&provider)).build()?;
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let verifier = Arc::new(Verifier { inner, given: roots.given });
    let mut config = builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(config)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from_pem(pem: &[u8]) -> Result<usize, Unusable> {
        let mut roots = Roots { store: RootCertStore::empty(), given: Vec::new() };
        roots.add_pem(pem).map(|()| roots.store.len())
    }

    #[test]
    fn mozillas_roots_are_built_in() {
        assert!(Roots::built_in().store.len() > 100);
    }

    #[test]
    fn files_without_a_whole_certificate_are_refused() {
        let block = |body| format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n");
        assert_eq!(from_pem(b""), Err(Unusable::Empty));
        assert_eq!(from_pem(b"hello"), Err(Unusable::Empty));
        assert_eq!(from_pem(block("!!!").as_bytes()), Err(Unusable::Pem));
        assert_eq!(from_pem(block("AAAA").as_bytes()), Err(Unusable::Certificate));
        let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        assert_eq!(from_pem(key.signing_key.serialize_pem().as_bytes()), Err(Unusable::Empty));
        let both = key.signing_key.serialize_pem() + &key.cert.pem();
        assert_eq!(from_pem(both.as_bytes()), Ok(1));
    }
}
