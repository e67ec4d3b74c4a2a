use rcgen::{
    BasicConstraints, CertificateParams, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, date_time_ymd,
};
use rustls::crypto::ring;
use rustls::crypto::ring::sign::any_supported_type;
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::pki_types::pem::PemObject;
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use rustls::version::{TLS12, TLS13};
use rustls::{ClientConnection, ServerConfig, ServerConnection, SupportedProtocolVersion};

use super::super::{Roots, client};
use super::*;

fn trusting(given: &CertificateDer<'static>) -> Roots {
    let mut roots = Roots::built_in();
    roots.add_der(given.clone()).unwrap();
    roots
}

/// What is said of `shown` for `localhost` where `given` is trusted; `None` where it is trusted, too.
fn why(shown: &CertificateDer<'static>, given: &CertificateDer<'static>) -> Option<Certificate> {
    let verifier = client_verifier(trusting(given));
    let name = ServerName::try_from("localhost").unwrap();
    match verifier.verify_server_cert(shown, &[], &name, &[], UnixTime::now()) {
        Ok(_) => None,
        Err(Error::InvalidCertificate(CertificateError::Other(why))) => {
            Some(why.0.downcast_ref::<Untrusted>().unwrap().0.clone())
        }
        Err(other) => panic!("{other:?}"),
    }
}

fn client_verifier(Roots { store, given }: Roots) -> Verifier {
    let provider = Arc::new(ring::default_provider());
    let inner = WebPkiServerVerifier::builder_with_provider(store.into(), provider).build().unwrap();
    Verifier { inner, given }
}

/// For this host, signed by itself.
fn own(host: &str, change: impl FnOnce(&mut CertificateParams)) -> CertificateDer<'static> {
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    change(&mut params);
    params.self_signed(&KeyPair::generate().unwrap()).unwrap().into()
}

fn authority(params: &mut CertificateParams) {
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
}

#[test]
fn old_certificates_are_told_apart() {
    let table = [
        (&include_bytes!("../../../../tests/fixtures/certificates/v1.pem")[..], Certificate::OldVersion),
        (include_bytes!("../../../../tests/fixtures/certificates/short.pem"), Certificate::ShortKey),
        (include_bytes!("../../../../tests/fixtures/certificates/sha1.pem"), Certificate::OldSignature),
    ];
    for (pem, expected) in table {
        let certificate = CertificateDer::from_pem_slice(pem).unwrap();
        assert_eq!(why(&certificate, &certificate), Some(expected));
    }
}

#[test]
fn the_given_certificate_is_trusted_where_all_else_is_in_order() {
    let expired = |params: &mut CertificateParams| {
        authority(params);
        params.not_after = date_time_ymd(2020, 1, 1);
    };
    let purpose = |purpose| {
        move |params: &mut CertificateParams| {
            authority(params);
            params.extended_key_usages = vec![purpose];
        }
    };
    let table = [
        (own("localhost", |_| {}), None),
        (own("localhost", authority), None),
        (own("localhost", purpose(ExtendedKeyUsagePurpose::ServerAuth)), None),
        (own("localhost", purpose(ExtendedKeyUsagePurpose::ClientAuth)), Some(Certificate::SelfSigned)),
        (own("a.example", authority), Some(Certificate::WrongName(vec!["a.example".to_owned()]))),
        (own("localhost", expired), Some(Certificate::Expired(Some(1_577_836_800)))),
    ];
    for (certificate, expected) in table {
        assert_eq!(why(&certificate, &certificate), expected);
    }
    // Another of the same name is none.
    assert_eq!(
        why(&own("localhost", authority), &own("localhost", authority)),
        Some(Certificate::SelfSigned)
    );
}

/// It may be signed by somebody who is not given.
#[test]
fn the_given_certificate_needs_no_issuer() {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::default();
    params.distinguished_name.push(rcgen::DnType::CommonName, "an issuer");
    let issuer = Issuer::new(params, KeyPair::generate().unwrap());
    let leaf = |host: &str| {
        let params = CertificateParams::new([host.to_owned()]).unwrap();
        CertificateDer::from(params.signed_by(&key, &issuer).unwrap())
    };
    let [own, other] = ["localhost", "other.example"].map(leaf);
    assert_eq!(why(&own, &own), None);
    assert_eq!(why(&own, &other), Some(Certificate::Alone));
    assert_eq!(why(&other, &other), Some(Certificate::WrongName(vec!["other.example".to_owned()])));
}

/// Authorities keep their name when they make a new key.
#[test]
fn an_issuer_with_a_new_key_is_another_one() {
    let authority_of = || {
        let mut params = CertificateParams::default();
        authority(&mut params);
        params.distinguished_name.push(rcgen::DnType::CommonName, "an issuer");
        let key = KeyPair::generate().unwrap();
        let shown = CertificateDer::from(params.self_signed(&key).unwrap());
        (shown, Issuer::new(params, key))
    };
    let [(old, _), (new, issuer)] = [authority_of(), authority_of()];
    let key = KeyPair::generate().unwrap();
    let leaf = |change: fn(&mut CertificateParams)| {
        let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
        change(&mut params);
        CertificateDer::from(params.signed_by(&key, &issuer).unwrap())
    };
    let plain = leaf(|_| {});
    assert_eq!(why(&plain, &new), None);
    assert_eq!(why(&plain, &old), Some(Certificate::Replaced));
    let client = leaf(|params| params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth]);
    assert_eq!(why(&client, &new), Some(Certificate::NotForServers));
    let mut both = trusting(&old);
    both.add_der(plain.clone()).unwrap();
    let verifier = client_verifier(both);
    let name = ServerName::try_from("localhost").unwrap();
    assert!(
        verifier.verify_server_cert(&plain, &[], &name, &[], UnixTime::now()).is_ok(),
        "the very one is given"
    );
}

/// Shows one certificate, whoever's key it has.
#[derive(Debug)]
struct Shows(Arc<CertifiedKey>);

impl ResolvesServerCert for Shows {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}

/// What a client that trusts this certificate makes of a server that shows it and signs with this key.
fn meets(
    certificate: &CertificateDer<'static>,
    key: &KeyPair,
    version: &'static SupportedProtocolVersion,
) -> Result<(), Error> {
    let key = any_supported_type(&PrivatePkcs8KeyDer::from(key.serialize_der()).into()).unwrap();
    let shows = Shows(Arc::new(CertifiedKey::new(vec![certificate.clone()], key)));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = config.with_protocol_versions(&[version]).unwrap().with_no_client_auth();
    let mut server = ServerConnection::new(Arc::new(config.with_cert_resolver(Arc::new(shows)))).unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let config = client(trusting(certificate)).unwrap();
    let mut client = ClientConnection::new(Arc::new(config), name).unwrap();
    while client.is_handshaking() {
        let mut bytes = Vec::new();
        client.write_tls(&mut bytes).unwrap();
        server.read_tls(&mut bytes.as_slice()).unwrap();
        server.process_new_packets().unwrap();
        let mut bytes = Vec::new();
        server.write_tls(&mut bytes).unwrap();
        client.read_tls(&mut bytes.as_slice()).unwrap();
        client.process_new_packets()?;
    }
    Ok(())
}

#[test]
fn who_shows_a_given_certificate_proves_that_its_key_is_there() {
    let [key, other] = [(); 2].map(|()| KeyPair::generate().unwrap());
    let mut params = CertificateParams::new(["localhost".to_owned()]).unwrap();
    authority(&mut params);
    let certificate = CertificateDer::from(params.self_signed(&key).unwrap());
    for version in [&TLS12, &TLS13] {
        assert_eq!(meets(&certificate, &key, version), Ok(()), "{version:?}");
        assert!(meets(&certificate, &other, version).is_err(), "{version:?}");
    }
}
