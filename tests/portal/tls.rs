//! A throw-away certificate authority and the certificate that the portal shows. No key ever leaves memory.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;

/// The certificate that a portal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cert {
    /// For `localhost` and its addresses, signed by the portal's authority.
    Good,
    /// Signed by the portal's authority, for another name.
    WrongHost,
    /// Signed by the portal's authority, past its end.
    Expired,
    /// Signed by the portal's authority, before its beginning.
    NotYetValid,
    /// Signed by itself.
    SelfSigned,
    /// Signed by an authority that nobody was told of.
    UnknownCa,
}

/// An authority that vouches for several portals, so that one root is trusted for all of them.
#[derive(Clone)]
pub(crate) struct Authority {
    root: String,
    issuer: Arc<Issuer<'static, KeyPair>>,
}

impl Authority {
    /// A new one, with a key of its own.
    pub(crate) fn new() -> Self {
        let (root, issuer) = authority("b24 test authority");
        Self { root: root.pem(), issuer: Arc::new(issuer) }
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authority")
    }
}

/// The authority's certificate as PEM, and the portal's side of TLS.
pub(super) fn identity(shown: Cert, by: &Authority, alpn: &str) -> (String, Arc<ServerConfig>) {
    let key = KeyPair::generate().expect("a key");
    let leaf = leaf(shown);
    let certificate = match shown {
        Cert::SelfSigned => leaf.self_signed(&key),
        Cert::UnknownCa => leaf.signed_by(&key, &authority("b24 stranger").1),
        Cert::Good | Cert::WrongHost | Cert::Expired | Cert::NotYetValid => leaf.signed_by(&key, &by.issuer),
    }
    .expect("a certificate");
    let private = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .expect("ring speaks TLS 1.2 and 1.3")
        .with_no_client_auth()
        .with_single_cert(vec![certificate.der().clone()], private)
        .expect("the key belongs to the certificate");
    config.alpn_protocols = vec![alpn.as_bytes().to_vec()];
    (by.root.clone(), Arc::new(config))
}

fn authority(name: &str) -> (Certificate, Issuer<'static, KeyPair>) {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let key = KeyPair::generate().expect("a key");
    let root = params.self_signed(&key).expect("a root certificate");
    (root, Issuer::new(params, key))
}

fn leaf(shown: Cert) -> CertificateParams {
    let names = match shown {
        Cert::WrongHost => vec!["elsewhere.example".to_owned()],
        _ => ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec(),
    };
    let mut params = CertificateParams::new(names).expect("plain names");
    params.distinguished_name.push(DnType::CommonName, "b24 test portal");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if shown == Cert::Expired {
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
    }
    if shown == Cert::NotYetValid {
        params.not_before = date_time_ymd(2999, 1, 1);
        params.not_after = date_time_ymd(3000, 1, 1);
    }
    params
}
