//! The only door to the network, the clock and chance.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::error::Error;
use std::time::{Duration, SystemTime};

use hyper::ext::ReasonPhrase;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_TYPE, LOCATION, RETRY_AFTER};
use reqwest::{Client, Response, redirect};
use tokio::sync::{Semaphore, SemaphorePermit, watch};
use tokio::time::{Instant, interval_at, sleep, timeout};
use zeroize::Zeroizing;

use crate::portal::failure::{Body, Failure, Network, Status, Target};
use crate::portal::proxy::Proxy;
use crate::portal::trust::{self, Roots};
use crate::portal::watch::Way;

use outline::Outline;
use reach::{Attempt, Names};

mod cause;
mod outline;
mod reach;
mod target;

// What others can make us hold: for each of MAX_CONNECTIONS a head that does not end, of which hyper reads 408 KiB, or a
// body of up to SHORT_BODY with a piece of up to 32 KiB read ahead; some 40 KiB of TLS; and LONG_BODIES bodies of
// MAX_BODY. That is 120 MiB, and 64 MiB with the usual 128 connections.

/// Bytes of a status line with its headers. The official SDK for Node reads no more either.
const MAX_HEAD: usize = 16 << 10;

/// Connections at once, whatever `jobs` says.
const MAX_CONNECTIONS: usize = 256;

/// Bytes of one body that are kept. A portal's has less than 10 KiB.
const MAX_BODY: usize = 256 << 10;

/// Bytes of one body that are read where only its outline is kept. The fields of one type of the CRM's items take some
/// hundred KiB, and a batch may ask for those of 47.
const MAX_READ: usize = 64 << 20;

/// Bytes of a body that are read at any time. A longer one waits for its place, so honest ones never do.
const SHORT_BODY: usize = 32 << 10;

/// The first bytes of what gzip has compressed (RFC 1952, 2.3.1).
const GZIP: &[u8] = b"\x1f\x8b";

/// Longer bodies at once.
const LONG_BODIES: usize = 32;

/// The HTTP client and its clock.
pub(crate) struct Wire {
    client: Client,
    pub(super) request_timeout: Duration,
    start: Instant,
    timeout: Duration,
    at_once: usize,
    /// Limits the open requests.
    pub(super) open: Semaphore,
    long: Semaphore,
    stop: Stop,
    proxy: Option<Proxy>,
}

/// Becomes the number of the signal that ends the run.
pub(crate) type Stop = watch::Receiver<Option<u8>>;

pub(crate) struct Setting {
    pub roots: Roots,
    pub proxy: Option<Proxy>,
    /// Of one attempt, body included.
    pub request_timeout: Duration,
    /// Of the run, from now.
    pub timeout: Duration,
    /// Open requests at once, but for [`MAX_CONNECTIONS`]; each has a connection of its own.
    pub at_once: usize,
    pub stop: Stop,
}

/// How much of a body is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reading {
    /// All of it.
    Whole,
    /// What is not too deep inside, so that it may be long.
    Outline,
}

/// An HTTP answer.
#[derive(Clone, Debug)]
pub struct Reply {
    /// The status line.
    pub status: Status,
    /// Where `Location` leads, if it can be read.
    pub target: Option<Target>,
    /// The pause in `Retry-After`.
    pub retry_after: Option<Duration>,
    /// Not read for a redirect.
    pub body: String,
}

impl Wire {
    /// HTTPS only, no redirects, no cookies, no retries of its own, no environment.
    ///
    /// # Errors
    ///
    /// If TLS cannot be set up.
    pub(crate) fn new(setting: Setting) -> Result<Self, Box<dyn Error>> {
        let at_once = setting.at_once.min(MAX_CONNECTIONS);
        let builder = Client::builder()
            .user_agent(concat!("b24-ping/", env!("CARGO_PKG_VERSION")))
            .https_only(true)
            .redirect(redirect::Policy::none())
            .referer(false)
            .retry(reqwest::retry::never())
            // A hook's requests leave together, and a retry should take a fresh connection. So there are no
            // more open files than requests.
            .pool_max_idle_per_host(0)
            .connect_timeout(setting.request_timeout)
            .dns_resolver(Names::new(setting.request_timeout))
            .tls_backend_preconfigured(reach::watched(trust::client(setting.roots)?))
            .no_proxy();
        let builder = match &setting.proxy {
            Some(proxy) => builder.proxy(proxy.client()),
            None => builder,
        };
        Ok(Self {
            client: builder.build()?,
            request_timeout: setting.request_timeout,
            start: Instant::now(),
            timeout: setting.timeout,
            at_once,
            open: Semaphore::new(at_once),
            long: Semaphore::new(LONG_BODIES),
            stop: setting.stop,
            proxy: setting.proxy,
        })
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    pub(super) fn left(&self) -> Duration {
        self.timeout.saturating_sub(self.elapsed())
    }

    pub(super) fn at_once(&self) -> usize {
        self.at_once
    }

    pub(super) fn now() -> Instant {
        Instant::now()
    }

    /// From 0 to 1, unpredictable.
    pub(super) fn chance() -> f64 {
        let mut bytes = [0; 4];
        // Without randomness the pause is the longest one.
        getrandom::getrandom(&mut bytes)
            .map_or(1.0, |()| f64::from(u32::from_le_bytes(bytes)) / f64::from(u32::MAX))
    }

    pub(super) async fn pause(&self, pause: Duration) {
        let mut stop = self.stop.clone();
        tokio::select! {
            () = sleep(pause) => {}
            _ = stop.wait_for(Option::is_some) => {}
        }
    }

    /// Waits for a place, at most until the run ends or a signal comes.
    pub(super) async fn acquire<'s>(&self, places: &'s Semaphore) -> Result<SemaphorePermit<'s>, Failure> {
        let mut stop = self.stop.clone();
        tokio::select! {
            biased;
            _ = stop.wait_for(Option::is_some) => Err(Failure::Interrupted),
            place = timeout(self.left(), places.acquire()) => match place {
                Ok(Ok(place)) => Ok(place),
                // The semaphore is never closed.
                Ok(Err(_)) | Err(_) => Err(Failure::NoTime),
            },
        }
    }

    /// Limited by the time of one attempt and of the run.
    pub(super) async fn post(
        &self,
        address: &Zeroizing<String>,
        json: String,
        reading: Reading,
    ) -> (Result<Reply, Failure>, Way) {
        let allowed = self.request_timeout.min(self.left());
        if allowed.is_zero() {
            return (Err(Failure::NoTime), Way::default());
        }
        let attempt = Attempt::at(address, self.proxy.as_ref(), self.request_timeout);
        let exchange = attempt.of(self.exchange(address, json, reading, &attempt));
        let mut stop = self.stop.clone();
        let reply = tokio::select! {
            biased;
            _ = stop.wait_for(Option::is_some) => Err(Failure::Interrupted),
            failure = attempt.in_vain() => Err(failure),
            reply = timeout(allowed, exchange) => reply.unwrap_or_else(|_| Err(attempt.out_of_time(allowed))),
        };
        (reply, attempt.way())
    }

    async fn exchange(
        &self,
        address: &Zeroizing<String>,
        json: String,
        reading: Reading,
        attempt: &Attempt,
    ) -> Result<Reply, Failure> {
        let cause = |error| cause::of(&error, self.request_timeout, attempt);
        let request = self
            .client
            .post(address.as_str())
            .header(CONTENT_TYPE, "application/json")
            .header(ACCEPT, "application/json")
            // Small answers are not worth decompressing, and a compressed one could be a bomb.
            .header(ACCEPT_ENCODING, "identity")
            .body(json);
        let response = request.send().await.map_err(cause)?;
        attempt.answered_by(response.remote_addr());
        if head(&response) > MAX_HEAD {
            return Err(Failure::Network(Network::LongHead));
        }
        // What is no UTF-8 becomes replacement characters, and leads to the same host.
        let header =
            |name| response.headers().get(name).map(|value| String::from_utf8_lossy(value.as_bytes()));
        let status = super::status::read(response.status(), phrase(&response));
        if super::codes::is_redirect(status.code) {
            let target = header(LOCATION).and_then(|to| target::of(response.url(), &to));
            return Ok(Reply { status, target, retry_after: None, body: String::new() });
        }
        let retry_after =
            header(RETRY_AFTER).and_then(|value| super::retry::retry_after(&value, SystemTime::now()));
        let is_coded = response.headers().contains_key(CONTENT_ENCODING);
        let body = match self.body(response, &status, reading, attempt).await {
            Ok(body) => text(body, is_coded).map_err(|why| Failure::Body(why, status.clone()))?,
            Err(Failure::Body(Body::TooLong, status)) if is_coded => {
                return Err(Failure::Body(Body::Packed, status));
            }
            Err(failure) => return Err(failure),
        };
        Ok(Reply { status, target: None, retry_after, body })
    }

    /// Reads the body and keeps up to [`MAX_BODY`] of it.
    async fn body(
        &self,
        mut response: Response,
        status: &Status,
        reading: Reading,
        attempt: &Attempt,
    ) -> Result<Vec<u8>, Failure> {
        let mut body: Vec<u8> = Vec::new();
        let mut outline = Outline::default();
        let (mut place, mut read) = (None, 0);
        while let Some(chunk) = response.chunk().await.map_err(|error| {
            match cause::of(&error, self.request_timeout, attempt) {
                Failure::Network(_) if error.is_decode() => Failure::Body(Body::Garbled, status.clone()),
                other => other,
            }
        })? {
            read += chunk.len();
            let chunk = match reading {
                Reading::Whole => chunk,
                Reading::Outline => outline.of(&chunk).into(),
            };
            if read > MAX_READ || body.len() + chunk.len() > MAX_BODY {
                return Err(Failure::Body(Body::TooLong, status.clone()));
            }
            if place.is_none() && body.len() + chunk.len() > SHORT_BODY {
                place = Some(self.acquire(&self.long).await?);
            }
            // Doubling would waste up to half, and many bodies may arrive at once.
            if body.capacity() - body.len() < chunk.len() {
                body.reserve_exact(chunk.len().max(MAX_BODY / 16));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }
}

/// The text of a body, unless it is compressed: some servers name a coding and apply none. Invalid UTF-8 becomes
/// replacement characters, since it can only be in names and descriptions, which decide nothing.
fn text(body: Vec<u8>, is_coded: bool) -> Result<String, Body> {
    match String::from_utf8(body) {
        Ok(text) => Ok(text),
        Err(error) if is_coded || error.as_bytes().starts_with(GZIP) => Err(Body::Packed),
        Err(error) => Ok(String::from_utf8_lossy(error.as_bytes()).into_owned()),
    }
}

/// Calls `report` at every interval until the work is done.
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

/// Bytes of its head, but for what is the same in all of them.
fn head(response: &Response) -> usize {
    let headers = response.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4);
    headers.sum::<usize>() + phrase(response).map_or(0, <[u8]>::len)
}

/// `None` where it is the usual one.
fn phrase(response: &Response) -> Option<&[u8]> {
    response.extensions().get::<ReasonPhrase>().map(ReasonPhrase::as_bytes)
}
