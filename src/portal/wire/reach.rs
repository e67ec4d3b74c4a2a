//! How far an attempt came before its time was over: to the addresses of a name, and to a connection.
//!
//! reqwest's own limit on connecting counts the look-up of the name and the TLS handshake, too. A slow name server or
//! portal is none that cannot be reached, so the limit here is on the connection alone.

use std::future::pending;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use rustls::client::{
    ClientSessionStore, ResolvesClientCert, Resumption, Tls12ClientSessionValue, Tls12Resumption,
    Tls13ClientSessionValue,
};
use rustls::pki_types::ServerName;
use rustls::sign::CertifiedKey;
use rustls::{ClientConfig, KeyLog, NamedGroup, SignatureScheme};
use tokio::net::lookup_host;
use tokio::sync::Notify;
use tokio::task_local;
use tokio::time::sleep;

use crate::portal::failure::{Failure, Network, Proxy as Named, ProxyFault};
use crate::portal::proxy::Proxy;
use crate::portal::watch::Way;

/// The longest that a connection may take: where it takes as long, three packets were lost.
const MAX_CONNECT: Duration = Duration::from_secs(5);

/// Addresses of a name that are tried of each family, so that each has its share of the time.
const MAX_ADDRESSES: usize = 8;

task_local! {
    /// The attempt that a look-up or a handshake belongs to: both are polled within it.
    static ATTEMPT: Arc<Attempt>;
}

/// One attempt.
#[derive(Debug)]
pub(super) struct Attempt {
    proxy: Option<Named>,
    /// Until there is a connection to the portal: a proxy that is asked over TLS has one of its own before.
    handshakes: u8,
    limit: Duration,
    begins: Notify,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    addresses: Vec<IpAddr>,
    /// The address that answered.
    peer: Option<IpAddr>,
    handshakes: u8,
    /// Whether the last handshake was answered.
    is_heard: bool,
    is_asked_who: bool,
}

impl Attempt {
    /// To ask this address, which may take so long in all.
    pub(super) fn at(address: &str, proxy: Option<&Proxy>, request_timeout: Duration) -> Arc<Self> {
        let proxy = proxy.filter(|proxy| proxy.stands_before(address));
        let handshakes = 1 + u8::from(proxy.is_some_and(|proxy| proxy.named().is_tls));
        let proxy = proxy.map(|proxy| proxy.named().clone());
        let to = match &proxy {
            Some(proxy) => format!("https://{}", proxy.host).parse(),
            None => address.parse(),
        };
        let known = Mutex::default();
        let limit = limit(request_timeout);
        let attempt = Self { proxy, handshakes, limit, begins: Notify::new(), known };
        // An address needs no look-up.
        match to.as_ref().ok().and_then(reqwest::Url::host) {
            Some(url::Host::Ipv4(address)) => attempt.begin(vec![address.into()]),
            Some(url::Host::Ipv6(address)) => attempt.begin(vec![address.into()]),
            _ => {}
        }
        Arc::new(attempt)
    }

    /// Whether the server wanted a certificate of ours.
    pub(super) fn is_asked_who(&self) -> bool {
        self.known(|known| known.is_asked_who)
    }

    /// Who is between.
    pub(super) fn proxy(&self) -> Option<&Named> {
        self.proxy.as_ref()
    }

    /// Notes who answered.
    pub(super) fn answered_by(&self, peer: Option<SocketAddr>) {
        self.known(|known| known.peer = peer.map(|peer| peer.ip()));
    }

    /// Where it went.
    pub(super) fn way(&self) -> Way {
        let addresses =
            self.known(|known| known.peer.map_or_else(|| known.addresses.clone(), |one| vec![one]));
        Way { proxy: self.proxy.clone(), addresses }
    }

    /// Runs the exchange as this attempt.
    pub(super) async fn of<T>(self: &Arc<Self>, exchange: impl Future<Output = T>) -> T {
        ATTEMPT.scope(Arc::clone(self), exchange).await
    }

    /// Ends once the addresses have been known for as long as the limit, without a connection to one of them.
    pub(super) async fn in_vain(&self) -> Failure {
        self.begins.notified().await;
        sleep(self.limit).await;
        if self.is_connected() {
            return pending().await;
        }
        self.no_connection()
    }

    /// That this time of an attempt is over. The rest of a run may be shorter than the limit.
    pub(super) fn out_of_time(&self, allowed: Duration) -> Failure {
        let addresses = self.known(|known| known.addresses.clone());
        match &self.proxy {
            _ if addresses.is_empty() || self.is_answered() => Failure::Timeout(allowed),
            Some(proxy) if self.is_connected() => Failure::Proxy(proxy.clone(), ProxyFault::Silent(allowed)),
            None if self.is_connected() => Failure::Network(Network::NoHandshake(addresses, allowed)),
            _ => self.no_connection_within(allowed.min(self.limit)),
        }
    }

    /// Whether the handshake of a connection was answered.
    pub(super) fn is_answered(&self) -> bool {
        self.is_connected() && self.known(|known| known.is_heard)
    }

    /// That the system knows no way there.
    pub(super) fn no_route(&self) -> Failure {
        Failure::Network(Network::NoRoute(self.known(|known| known.addresses.clone())))
    }

    /// Whether there is a connection, perhaps through a proxy.
    pub(super) fn is_connected(&self) -> bool {
        self.known(|known| known.handshakes >= self.handshakes)
    }

    /// That nothing answered there.
    pub(super) fn no_connection(&self) -> Failure {
        self.no_connection_within(self.limit)
    }

    fn no_connection_within(&self, limit: Duration) -> Failure {
        if let Some(proxy) = &self.proxy {
            return Failure::Proxy(proxy.clone(), ProxyFault::NoConnection(limit));
        }
        let addresses = self.known(|known| known.addresses.clone());
        Failure::Network(Network::NoConnection(addresses, limit))
    }

    fn begin(&self, addresses: Vec<IpAddr>) {
        self.known(|known| known.addresses = addresses);
        self.begins.notify_one();
    }

    fn known<T>(&self, with: impl FnOnce(&mut Known) -> T) -> T {
        with(&mut self.known.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The limit on a connection where an attempt may take so long.
fn limit(request_timeout: Duration) -> Duration {
    MAX_CONNECT.min(request_timeout / 2)
}

/// Looks names up as the system does.
pub(super) struct Names {
    /// How often each address is said. The client gives to each in turn its share of the whole attempt's time, and all
    /// are to be tried within the limit.
    rounds: usize,
}

impl Names {
    pub(super) fn new(request_timeout: Duration) -> Self {
        let rounds = request_timeout.as_nanos().div_ceil(limit(request_timeout).as_nanos().max(1));
        Self { rounds: usize::try_from(rounds).unwrap_or(usize::MAX) }
    }
}

impl Resolve for Names {
    fn resolve(&self, name: Name) -> Resolving {
        let rounds = self.rounds;
        Box::pin(async move {
            let mut found = lookup_host((name.as_str(), 0)).await?.collect::<Vec<_>>();
            let mut counts = [0; 2];
            found.retain(|address| {
                let count = &mut counts[usize::from(address.is_ipv6())];
                *count += 1;
                *count <= MAX_ADDRESSES
            });
            let _ = ATTEMPT.try_with(|attempt| attempt.begin(found.iter().map(SocketAddr::ip).collect()));
            let all = found.iter().cycle().take(found.len() * rounds).copied().collect::<Vec<_>>();
            Ok(Box::new(all.into_iter()) as Addrs)
        })
    }
}

/// With ears for how far a handshake comes.
pub(super) fn watched(mut config: ClientConfig) -> ClientConfig {
    config.resumption = Resumption::store(Arc::new(Ears)).tls12_resumption(Tls12Resumption::Disabled);
    config.client_auth_cert_resolver = Arc::new(Ears);
    config.key_log = Arc::new(Ears);
    config
}

fn note(what: impl FnOnce(&mut Known)) {
    // Outside of an attempt there is nobody to tell.
    let _ = ATTEMPT.try_with(|attempt| attempt.known(what));
}

/// Has neither sessions nor certificates, keeps no keys, and hears when it is asked for them. Both connections of a hook are opened
/// together, so neither could use a session of the other.
#[derive(Debug)]
struct Ears;

impl ResolvesClientCert for Ears {
    fn resolve(&self, _: &[&[u8]], _: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        note(|known| known.is_asked_who = true);
        None
    }

    fn has_certs(&self) -> bool {
        false
    }
}

/// There are no keys before the server has answered.
impl KeyLog for Ears {
    fn log(&self, _: &str, _: &[u8], _: &[u8]) {
        note(|known| known.is_heard = true);
    }

    fn will_log(&self, _: &str) -> bool {
        note(|known| known.is_heard = true);
        false
    }
}

impl ClientSessionStore for Ears {
    /// Asked as soon as there is a connection, before anything else.
    fn kx_hint(&self, _: &ServerName<'_>) -> Option<NamedGroup> {
        note(|known| {
            known.handshakes = known.handshakes.saturating_add(1);
            known.is_heard = false;
        });
        None
    }

    fn set_kx_hint(&self, _: ServerName<'static>, _: NamedGroup) {}

    fn set_tls12_session(&self, _: ServerName<'static>, _: Tls12ClientSessionValue) {}

    fn tls12_session(&self, _: &ServerName<'_>) -> Option<Tls12ClientSessionValue> {
        None
    }

    fn remove_tls12_session(&self, _: &ServerName<'static>) {}

    fn insert_tls13_ticket(&self, _: ServerName<'static>, _: Tls13ClientSessionValue) {}

    fn take_tls13_ticket(&self, _: &ServerName<'static>) -> Option<Tls13ClientSessionValue> {
        None
    }
}
