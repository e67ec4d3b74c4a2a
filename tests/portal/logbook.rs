//! What the portal was asked.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Condvar, Mutex};
use std::time::Duration;

use super::http::Request;
use super::params::Params;

/// One request as the portal saw it.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The HTTP verb.
    pub(crate) method: String,
    /// The last part of the path, which is the REST method in a sound address: lower case, no suffix.
    pub(crate) called: String,
    /// The path as sent, without the query.
    pub(crate) path: String,
    /// The query as sent, without the question mark; usually empty.
    pub(crate) query: String,
    /// Header names in lower case, and their values.
    pub(crate) headers: Vec<(String, String)>,
    /// The body as text.
    pub(crate) body: String,
    /// Keys and commands of a batch, in the order sent.
    pub(crate) commands: Vec<(String, String)>,
    /// Which connection it came over, counted from 0.
    pub(crate) connection: usize,
}

impl Seen {
    /// The request of this connection, read for the record.
    pub(super) fn new(request: &Request, params: &Params, connection: usize) -> Self {
        let command = |(key, value): &(String, serde_json::Value)| {
            let command = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            (key.clone(), command)
        };
        Self {
            method: request.verb.clone(),
            called: request.called(),
            path: request.path.clone(),
            query: request.query.clone(),
            headers: request.headers.clone(),
            body: String::from_utf8_lossy(&request.body).into_owned(),
            commands: params.commands.iter().map(command).collect(),
            connection,
        }
    }

    /// The value of this header, the name in lower case.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// The record of one portal's life.
#[derive(Debug, Default)]
pub(super) struct Logbook {
    seen: Mutex<Vec<Seen>>,
    news: Condvar,
    knocks: Condvar,
    connections: Mutex<usize>,
    busy: AtomicUsize,
    peak: AtomicUsize,
}

impl Logbook {
    /// Notes a connection and says which one it is, counted from 0.
    pub(super) fn connected(&self) -> usize {
        let mut connections = self.connections.lock().expect("no writer panics");
        *connections += 1;
        self.knocks.notify_all();
        *connections - 1
    }

    /// Waits until so many connections were accepted.
    pub(super) fn wait_for_connections(&self, wanted: usize, patience: Duration) -> bool {
        let connections = self.connections.lock().expect("no writer panics");
        let few = |connections: &mut usize| *connections < wanted;
        !self.knocks.wait_timeout_while(connections, patience, few).expect("no writer panics").1.timed_out()
    }

    /// Notes a request; it counts as waiting for its answer until the returned value is dropped.
    pub(super) fn arrived(&self, seen: Seen) -> Busy<'_> {
        self.seen.lock().expect("no writer panics").push(seen);
        self.news.notify_all();
        let busy = self.busy.fetch_add(1, SeqCst) + 1;
        self.peak.fetch_max(busy, SeqCst);
        Busy(self)
    }

    /// Waits until so many requests came.
    pub(super) fn wait_for(&self, requests: usize, patience: Duration) -> bool {
        let seen = self.seen.lock().expect("no writer panics");
        let few = |seen: &mut Vec<Seen>| seen.len() < requests;
        !self.news.wait_timeout_while(seen, patience, few).expect("no writer panics").1.timed_out()
    }

    pub(super) fn requests(&self) -> Vec<Seen> {
        self.seen.lock().expect("no writer panics").clone()
    }

    pub(super) fn connections(&self) -> usize {
        *self.connections.lock().expect("no writer panics")
    }

    pub(super) fn peak(&self) -> usize {
        self.peak.load(SeqCst)
    }
}

/// A request that waits for its answer.
pub(super) struct Busy<'a>(&'a Logbook);

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        self.0.busy.fetch_sub(1, SeqCst);
    }
}
