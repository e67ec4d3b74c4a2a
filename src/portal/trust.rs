//! Whom the TLS connection trusts. Pure: bytes in, roots out.

use reqwest::Certificate;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

/// Mozilla's roots, which are part of the program: an image from scratch has no others.
///
/// # Panics
///
/// Never: the list is compiled in, and a test reads all of it.
#[must_use]
pub fn built_in() -> Vec<Certificate> {
    let roots = webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter();
    roots.map(|der| Certificate::from_der(der).expect("a DER is taken as it is")).collect()
}

/// The roots of a PEM file. Other PEM blocks in it are passed over.
///
/// # Errors
///
/// When there is none, or one is broken, in words that fit after the file's name.
pub fn from_pem(pem: &[u8]) -> Result<Vec<Certificate>, &'static str> {
    let mut roots = Vec::new();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let der = certificate.map_err(|_| "its PEM is broken")?;
        RootCertStore::empty().add(der.clone()).map_err(|_| "it holds a broken certificate")?;
        roots.push(Certificate::from_der(&der).map_err(|_| "it holds a broken certificate")?);
    }
    if roots.is_empty() { Err("it holds no certificate in PEM form") } else { Ok(roots) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_roots_are_all_readable() {
        assert!(built_in().len() > 100);
        for der in webpki_root_certs::TLS_SERVER_ROOT_CERTS {
            RootCertStore::empty().add(der.clone()).unwrap();
        }
    }

    #[test]
    fn files_without_a_whole_certificate_are_refused() {
        assert!(from_pem(b"").is_err());
        assert!(from_pem(b"hello").is_err());
        assert!(from_pem(b"-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n").is_err());
        assert!(from_pem(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n").is_err());
        let key = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
        assert!(from_pem(key.signing_key.serialize_pem().as_bytes()).is_err());
        let both = key.signing_key.serialize_pem() + &key.cert.pem();
        assert_eq!(from_pem(both.as_bytes()).unwrap().len(), 1);
    }
}
