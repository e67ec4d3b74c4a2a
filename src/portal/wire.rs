//! The only door to the network, the clock and chance.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::error::Error;
use std::time::{Duration, SystemTime};

use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response, redirect};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::time::{Instant, interval_at, sleep, timeout};
use zeroize::Zeroizing;

use crate::portal::failure::{Body, Failure};

mod cause;

/// The most of one answer that is read, in bytes. A portal's is below 10 KiB, and two
/// for each of many hooks may arrive at once.
pub(crate) const MAX_BODY: usize = 256 << 10;

/// How portals are reached. The client trusts what it was built to trust.
pub(crate) struct Wire {
    client: Client,
    request_timeout: Duration,
    start: Instant,
    timeout: Duration,
    at_once: usize,
    /// As many as requests may be open at once.
    pub(super) open: Semaphore,
    stop: Stop,
    proxied: bool,
}

/// Turns into the number of the signal that ends the run.
pub(crate) type Stop = watch::Receiver<Option<u8>>;

/// Everything that the client is built from.
pub(crate) struct Setting {
    /// Whom to trust.
    pub roots: rustls::RootCertStore,
    /// The proxy to go through.
    pub proxy: Option<reqwest::Proxy>,
    /// The longest that one attempt may take, body included.
    pub request_timeout: Duration,
    /// The longest that the run may take, from now.
    pub timeout: Duration,
    /// The most requests that may be open at once; each has a connection of its own.
    pub at_once: usize,
    /// Tells when to stop early.
    pub stop: Stop,
}

/// An HTTP answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The host of `Location`.
    pub moved_to: Option<String>,
    /// What `Retry-After` asks for.
    pub retry_after: Option<Duration>,
    /// The text; that of a redirect is not read.
    pub body: String,
}

impl Wire {
    /// Builds the client: HTTPS only, no redirects, no cookies, no retries of its own, no
    /// environment.
    ///
    /// # Errors
    ///
    /// When TLS cannot be set up as it is meant.
    pub(crate) fn new(setting: Setting) -> Result<Self, Box<dyn Error>> {
        let proxied = setting.proxy.is_some();
        let builder = Client::builder()
            .user_agent(concat!("b24-ping/", env!("CARGO_PKG_VERSION")))
            .https_only(true)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            // A hook's requests leave together, and what is tried again had better take another way. So no more
            // files are open than requests.
            .pool_max_idle_per_host(0)
            // Shared out among the addresses of a name, so that a dead one does not use it all up.
            .connect_timeout(setting.request_timeout)
            .tls_backend_preconfigured(super::trust::client(setting.roots)?)
            .no_proxy();
        let builder = match setting.proxy {
            Some(proxy) => builder.proxy(proxy),
            None => builder,
        };
        Ok(Self {
            client: builder.build()?,
            request_timeout: setting.request_timeout,
            start: Instant::now(),
            timeout: setting.timeout,
            at_once: setting.at_once,
            open: Semaphore::new(setting.at_once),
            stop: setting.stop,
            proxied,
        })
    }

    /// The time since the run began.
    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// What remains of the run.
    pub(super) fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.elapsed())
    }

    /// The most requests that may be open at once.
    pub(super) fn at_once(&self) -> usize {
        self.at_once
    }

    /// A point in time to measure from.
    pub(super) fn now() -> Instant {
        Instant::now()
    }

    /// A number from 0 to 1 that nobody can foresee.
    pub(super) fn chance() -> f64 {
        let mut bytes = [0; 4];
        // Without randomness the pause is just the longest one.
        getrandom::getrandom(&mut bytes)
            .map_or(1.0, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
    }

    /// Waits, unless a signal comes.
    pub(super) async fn pause(&self, pause: Duration) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = sleep(pause) => {}
            _ = stop.wait_for(Option::is_some) => {}
        }
    }

    /// Waits for a place, within the time of the run and unless a signal comes.
    pub(super) async fn acquire<'s>(&self, places: &'s Semaphore) -> Result<SemaphorePermit<'s>, Failure> {
        let mut stop = self.stop.clone();
        tokio::select! {
            biased;
            _ = stop.wait_for(Option::is_some) => Err(Failure::Interrupted),
            place = timeout(self.left(), places.acquire()) => match place {
                Ok(Ok(place)) => Ok(place),
                // No one closes the places.
                Ok(Err(_)) | Err(_) => Err(Failure::NoTime),
            },
        }
    }

    /// Posts one JSON body and reads the answer, within the time of one attempt and of the run.
    pub(super) async fn post(&self, address: &Zeroizing<String>, json: String) -> Result<Reply, Failure> {
        let allowed = self.request_timeout.min(self.left());
        if allowed.is_zero() {
            return Err(Failure::NoTime);
        }
        let mut stop = self.stop.clone();
        tokio::select! {
            biased;
            _ = stop.wait_for(Option::is_some) => Err(Failure::Interrupted),
            reply = timeout(allowed, self.exchange(address, json)) => {
                reply.unwrap_or(Err(Failure::Timeout(allowed)))
            }
        }
    }

    async fn exchange(&self, address: &Zeroizing<String>, json: String) -> Result<Reply, Failure> {
        let request = self
            .client
            .post(address.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            // Two answers below 10 KiB are not worth an unpacker, and what unpacks could be a bomb.
            .header(ACCEPT_ENCODING, "identity")
            .body(json);
        let response =
            request.send().await.map_err(|error| cause::of(&error, self.request_timeout, self.proxied))?;
        let header = |name| response.headers().get(name).and_then(|value| value.to_str().ok());
        let (status, location) = (response.status().as_u16(), header(LOCATION).map(str::to_owned));
        if super::codes::is_redirect(status) {
            let moved_to = location.and_then(|to| host(&response.url().join(&to).ok()?));
            return Ok(Reply { status, moved_to, retry_after: None, body: String::new() });
        }
        let retry_after =
            header(RETRY_AFTER).and_then(|value| super::retry::retry_after(value, SystemTime::now()));
        let body = self.body(response).await?;
        Ok(Reply { status, moved_to: None, retry_after, body })
    }

    /// Reads the body up to the limit. Bytes that are no UTF-8 become replacement characters: they
    /// can only be in names and descriptions, which decide nothing.
    async fn body(&self, mut response: Response) -> Result<String, Failure> {
        let status = response.status().as_u16();
        let mut body: Vec<u8> = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| {
            match cause::of(&error, self.request_timeout, self.proxied) {
                Failure::Network(_) if error.is_decode() => Failure::Body(Body::Garbled, status),
                other => other,
            }
        })? {
            if body.len() + chunk.len() > MAX_BODY {
                return Err(Failure::Body(Body::TooLong, status));
            }
            // Doubling would waste half of it, and many bodies may arrive at once.
            if body.capacity() - body.len() < chunk.len() {
                body.reserve_exact(chunk.len().max(MAX_BODY / 16));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(String::from_utf8(body)
            .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned()))
    }
}

/// Does the work, and calls `report` every so often until it is done.
pub(crate) async fn reporting<T>(work: impl Future<Output = T>, every: Duration, report: impl Fn()) -> T {
    let mut ticks = interval_at(Instant::now() + every, every);
    tokio::pin!(work);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return done,
            _ = ticks.tick() => report(),
        }
    }
}

/// The host of an address, and its port where that is not the usual one.
fn host(url: &reqwest::Url) -> Option<String> {
    let host = url.host_str()?;
    Some(url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}")))
}
