//! A throw-away certificate authority and the certificate that the portal shows. No key ever leaves memory.

use std::sync::Arc;

use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair,
    KeyUsagePurpose, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::server::WebPkiClientVerifier;

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
    /// The same, and that authority's certificate is shown as well.
    UnknownChain,
    /// For the portal's names, signed by an intermediate authority whose certificate is not shown.
    Alone,
    /// The same with the intermediate's.
    Chain,
    /// Signed by the portal's authority, without any name.
    Nameless,
    /// An authority's own, as `openssl req -x509` makes it; it is the root that is trusted.
    OwnRoot,
    /// The same of an authority of the same name with another key.
    OtherRoot,
    /// The portal's own root, past its end.
    ExpiredRoot,
    /// The portal's own root, for another name.
    RootOfAnother,
    /// Good; the portal wants one of the client, too.
    Mutual,
    /// Good; the portal speaks TLS 1.2 alone, and wants a certificate of the client.
    Mutual12,
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
    let mut chain = Vec::new();
    let mut root = by.root.clone();
    let certificate = match shown {
        Cert::SelfSigned | Cert::OtherRoot => leaf.self_signed(&key),
        Cert::OwnRoot | Cert::ExpiredRoot | Cert::RootOfAnother => {
            let own = leaf.self_signed(&key).expect("a certificate");
            root = own.pem();
            Ok(own)
        }
        Cert::UnknownCa | Cert::UnknownChain => {
            let (stranger, issuer) = authority("b24 stranger");
            chain.extend((shown == Cert::UnknownChain).then(|| stranger.der().clone()));
            leaf.signed_by(&key, &issuer)
        }
        Cert::Alone | Cert::Chain => {
            let (params, between) = (authority_of("b24 intermediate"), KeyPair::generate().expect("a key"));
            let middle = params.signed_by(&between, &by.issuer).expect("an intermediate");
            chain.extend((shown == Cert::Chain).then(|| middle.der().clone()));
            leaf.signed_by(&key, &Issuer::new(params, between))
        }
        _ => leaf.signed_by(&key, &by.issuer),
    }
    .expect("a certificate");
    chain.insert(0, certificate.der().clone());
    let private = PrivatePkcs8KeyDer::from(key.serialize_der()).into();
    let versions =
        if shown == Cert::Mutual12 { &[&rustls::version::TLS12][..] } else { rustls::ALL_VERSIONS };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(Arc::clone(&provider))
        .with_protocol_versions(versions)
        .expect("ring speaks TLS 1.2 and 1.3");
    let config = if matches!(shown, Cert::Mutual | Cert::Mutual12) {
        let mut roots = rustls::RootCertStore::empty();
        roots.add(certificate.der().clone()).expect("a certificate");
        let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider);
        config.with_client_cert_verifier(verifier.build().expect("there is a root"))
    } else {
        config.with_no_client_auth()
    };
    let mut config = config.with_single_cert(chain, private).expect("the key belongs to the certificate");
    config.alpn_protocols = vec![alpn.as_bytes().to_vec()];
    (root, Arc::new(config))
}

fn authority_of(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params
}

fn authority(name: &str) -> (Certificate, Issuer<'static, KeyPair>) {
    let params = authority_of(name);
    let key = KeyPair::generate().expect("a key");
    let root = params.self_signed(&key).expect("a root certificate");
    (root, Issuer::new(params, key))
}

fn leaf(shown: Cert) -> CertificateParams {
    let names = match shown {
        Cert::WrongHost | Cert::RootOfAnother => vec!["elsewhere.example".to_owned()],
        Cert::Nameless => Vec::new(),
        _ => ["localhost", "127.0.0.1", "::1"].map(str::to_owned).to_vec(),
    };
    let mut params = CertificateParams::new(names).expect("plain names");
    params.distinguished_name.push(DnType::CommonName, "b24 test portal");
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    if matches!(shown, Cert::OwnRoot | Cert::OtherRoot | Cert::ExpiredRoot | Cert::RootOfAnother) {
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.extended_key_usages = Vec::new();
    }
    if matches!(shown, Cert::Expired | Cert::ExpiredRoot) {
        params.not_before = date_time_ymd(2019, 1, 1);
        params.not_after = date_time_ymd(2020, 1, 1);
    }
    if shown == Cert::NotYetValid {
        params.not_before = date_time_ymd(2999, 1, 1);
        params.not_after = date_time_ymd(3000, 1, 1);
    }
    params
}
