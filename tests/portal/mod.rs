//! A Bitrix24 portal on loopback, for tests and the demo.
//!
//! It speaks real TLS and answers one inbound webhook the way the portal's own PHP does: the same order of checks,
//! the same envelopes, the same traps. A [`Script`] says what kind of portal it is and what goes wrong on the way;
//! [`Script::start`] opens it; [`Portal`] tells what it was asked and closes on drop.
//!
//! ```ignore
//! let portal = Portal::alive().grants(&["crm"]).first(2, Fault::busy()).start();
//! // … run the gate against portal.hook(), trusting portal.ca_file() …
//! assert_eq!(portal.asked("batch"), 3);
//! ```
//!
//! The drop is a check too: it panics over a portal that nobody asked, a fault that never happened and a request
//! that was not HTTP.
//!
//! ```text
//!  connection ─▶ serve ─▶ http ─▶ params ─▶ answer ─▶ batch      what a healthy portal says
//!                  │                          └─ behaviour, catalogue, php
//!                  └─▶ plan ─▶ faults, bomb                       what happens instead
//! ```
#![allow(dead_code, reason = "each test binary and the demo use a part of the portal")]

mod answer;
mod batch;
mod behaviour;
mod bomb;
mod catalogue;
mod faults;
mod http;
mod logbook;
mod params;
mod php;
mod plan;
mod roles;
mod script;
mod serve;
mod tls;
mod wire;

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

#[allow(unused_imports, reason = "each test binary and the demo use a part of the portal")]
pub(crate) use self::{
    behaviour::Behaviour,
    faults::Fault,
    http::Reply,
    logbook::Seen,
    plan::Times,
    roles::Role,
    script::Script,
    tls::{Authority, Cert},
};
use self::{
    script::USER,
    serve::{Service, accept},
};

/// A running portal; it closes when dropped.
pub(crate) struct Portal {
    address: SocketAddr,
    service: Arc<Service>,
    doorman: Option<JoinHandle<usize>>,
    ca_pem: String,
    ca_file: tempfile::NamedTempFile,
}

impl Portal {
    /// A healthy portal, to be changed word by word before it starts.
    pub(crate) fn alive() -> Script {
        Script::alive()
    }

    fn open(script: Script) -> Self {
        let listener = TcpListener::bind((script.address, 0)).expect("a free port on loopback");
        let address = listener.local_addr().expect("a bound listener has an address");
        let authority = script.authority.clone().unwrap_or_else(Authority::new);
        let (ca_pem, tls) = tls::identity(script.certificate, &authority, script.alpn);
        let mut ca_file = tempfile::Builder::new().suffix(".pem").tempfile().expect("a temporary file");
        ca_file.write_all(ca_pem.as_bytes()).expect("room for a certificate");
        let service = Arc::new(Service::new(script, tls));
        let doorman = thread::spawn({
            let service = Arc::clone(&service);
            move || accept(&listener, &service)
        });
        Self { address, service, doorman: Some(doorman), ca_pem, ca_file }
    }

    /// Where the portal listens, in the spelling of its certificate: `localhost:PORT`, or `[::1]:PORT`.
    pub(crate) fn host(&self) -> String {
        match self.address {
            SocketAddr::V4(address) => format!("localhost:{}", address.port()),
            SocketAddr::V6(address) => address.to_string(),
        }
    }

    /// The hook as the portal prints it, with the slash at the end.
    pub(crate) fn hook(&self) -> String {
        format!("https://{}/rest/{USER}/{}/", self.host(), self.secret())
    }

    /// The hook's secret.
    pub(crate) fn secret(&self) -> &str {
        &self.service.script.token
    }

    /// The root certificate that vouches for [`Cert::Good`], as PEM.
    pub(crate) fn ca_pem(&self) -> &str {
        &self.ca_pem
    }

    /// The same certificate in a file that goes when the portal goes.
    pub(crate) fn ca_file(&self) -> &Path {
        self.ca_file.path()
    }

    /// Every request that came through TLS so far, in order of arrival, those that met a fault included.
    pub(crate) fn requests(&self) -> Vec<Seen> {
        self.service.logbook.requests()
    }

    /// How many requests named this method (`batch`, `app.info`), in whatever spelling.
    pub(crate) fn asked(&self, method: &str) -> usize {
        self.requests().iter().filter(|seen| seen.called == method).count()
    }

    /// Returns as soon as so many requests came through TLS; panics if they never do.
    pub(crate) fn wait_for_requests(&self, requests: usize) {
        let came = self.service.logbook.wait_for(requests, Duration::from_secs(30));
        assert!(came, "{requests} request(s) never came");
    }

    /// Returns as soon as so many connections were accepted; panics if they never are.
    pub(crate) fn wait_for_connections(&self, connections: usize) {
        let came = self.service.logbook.wait_for_connections(connections, Duration::from_secs(30));
        assert!(came, "{connections} connection(s) never came");
    }

    /// How many connections were accepted so far.
    pub(crate) fn connections(&self) -> usize {
        self.service.logbook.connections()
    }

    /// The most requests that ever waited for an answer at once. Answers are quick: only [`Script::together`] and
    /// [`Fault::NoAnswer`] keep them waiting long enough to tell.
    pub(crate) fn peak_parallel(&self) -> usize {
        self.service.logbook.peak()
    }

    /// Stops accepting, hangs up on everybody, and says how many conversations ended in a panic.
    fn close(&mut self) -> usize {
        self.service.closing.begin();
        // The doorman sleeps in `accept`: one knock wakes it up.
        drop(TcpStream::connect(self.address));
        self.doorman.take().map_or(0, |doorman| doorman.join().unwrap_or(1))
    }

    /// What this portal has to complain about, now that it is closed.
    fn complaint(&self, panics: usize) -> Option<String> {
        let script = &self.service.script;
        let connections = self.connections();
        let left = script.plan.unused();
        if panics > 0 {
            Some(format!("{panics} conversation(s) with the portal ended in a panic, see above"))
        } else if script.unasked && connections > 0 {
            Some(format!("the portal was to be left alone and met {connections} connection(s)"))
        } else if !script.unasked && connections == 0 {
            Some("nobody asked the portal; declare `.unasked()` if that is the point".to_owned())
        } else if left.is_empty() {
            None
        } else {
            Some(format!("faults that never happened: {}", left.join(", ")))
        }
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        let panics = self.close();
        if !thread::panicking()
            && let Some(complaint) = self.complaint(panics)
        {
            panic!("{complaint}");
        }
    }
}
