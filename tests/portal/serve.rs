//! Connections: a thread for each, until the portal closes.

use std::io;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex, Weak};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rustls::{ServerConfig, ServerConnection};

use super::answer::answer;
use super::faults::{Fault, Then};
use super::http::Request;
use super::logbook::{Logbook, Seen};
use super::params::Params;
use super::script::Script;
use super::wire::{Secure, Wire, hang_up, refuse};

/// Everything that the conversations of one portal share.
pub(super) struct Service {
    pub(super) script: Script,
    pub(super) logbook: Logbook,
    pub(super) closing: Closing,
    tls: Arc<ServerConfig>,
}

/// Accepts connections until the portal closes; says how many conversations ended in a panic.
pub(super) fn accept(listener: &TcpListener, service: &Arc<Service>) -> usize {
    let mut conversations: Vec<(Weak<TcpStream>, JoinHandle<()>)> = Vec::new();
    let mut panics = 0;
    for tcp in listener.incoming() {
        if service.closing.has_begun() {
            break;
        }
        let Ok(tcp) = tcp.map(Arc::new) else { continue };
        let connection = service.logbook.connected();
        let open = Arc::downgrade(&tcp);
        let service = Arc::clone(service);
        // A client that goes away in mid-sentence is no news here.
        let conversation = thread::spawn(move || drop(service.converse(tcp, connection)));
        conversations.push((open, conversation));
        // A thread that has ended keeps its stack until somebody asks how.
        let ended = conversations.extract_if(.., |(_, conversation)| conversation.is_finished());
        panics += ended.filter_map(|(_, conversation)| conversation.join().err()).count();
    }
    for tcp in conversations.iter().filter_map(|(open, _)| open.upgrade()) {
        drop(tcp.shutdown(Shutdown::Both));
    }
    panics + conversations.into_iter().filter_map(|(_, conversation)| conversation.join().err()).count()
}

impl Service {
    pub(super) fn new(script: Script, tls: Arc<ServerConfig>) -> Self {
        Self { script, logbook: Logbook::default(), closing: Closing::default(), tls }
    }

    fn converse(&self, tcp: Arc<TcpStream>, connection: usize) -> io::Result<()> {
        tcp.set_nodelay(true)?;
        let wire = Wire::new(tcp);
        if let Some(fault) = self.script.plan.for_connection() {
            return fault.play_before_tls(wire);
        }
        let tls = ServerConnection::new(Arc::clone(&self.tls)).map_err(io::Error::other)?;
        let mut secure = Secure::new(tls, wire);
        let mut unread = Vec::new();
        loop {
            let request = match Request::read(&mut secure, &mut unread) {
                Ok(Some(request)) => request,
                Ok(None) => break,
                Err(error) => return refuse(secure).and(Err(error)),
            };
            match self.reply(&mut secure, &request, connection)? {
                Then::KeepsOn => {}
                Then::HangsUp => break,
                Then::Breaks => return Ok(()),
            }
        }
        hang_up(secure)
    }

    fn reply(&self, secure: &mut Secure, request: &Request, connection: usize) -> io::Result<Then> {
        let params = Params::of(request);
        let busy = self.logbook.arrived(Seen::new(request, &params, connection));
        let at_once = self.logbook.requests().len() <= self.script.freely;
        self.closing.wait_until(|| at_once || self.logbook.peak() >= self.script.together);
        if !self.script.thinks.is_zero() {
            self.closing.within(self.script.thinks);
        }
        let healthy = answer(&self.script, request, &params);
        let fault = self.script.plan.for_request(&request.called());
        let keep = request.keeps_alive() && !self.script.plan.wants_connection();
        // It is over before the client can know, so that its next request never counts as a parallel one.
        let _silent = matches!(fault, Some(Fault::NoAnswer)).then_some(busy);
        match fault {
            Some(fault) => fault.play(secure, &healthy, keep, &self.closing),
            None => healthy.send(secure, keep),
        }
    }
}

/// Whether the portal closes, for those who wait.
#[derive(Debug, Default)]
pub(super) struct Closing {
    begun: Mutex<bool>,
    news: Condvar,
}

impl Closing {
    pub(super) fn begin(&self) {
        *self.begun.lock().expect("no holder panics") = true;
        self.news.notify_all();
    }

    pub(super) fn has_begun(&self) -> bool {
        *self.begun.lock().expect("no holder panics")
    }

    /// Waits until this is so or the portal closes. Everybody who waits looks again.
    fn wait_until(&self, so: impl Fn() -> bool) {
        let begun = self.begun.lock().expect("no holder panics");
        self.news.notify_all();
        drop(self.news.wait_while(begun, |begun| !*begun && !so()).expect("no holder panics"));
    }

    /// Waits so long for the portal to close; says whether it does.
    pub(super) fn within(&self, patience: Duration) -> bool {
        let begun = self.begun.lock().expect("no holder panics");
        *self.news.wait_timeout_while(begun, patience, |begun| !*begun).expect("no holder panics").0
    }
}
