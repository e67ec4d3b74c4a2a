//! Which fault strikes next.

use std::sync::Mutex;

use super::faults::Fault;

/// How often a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Times {
    /// So many times, then never again.
    First(usize),
    /// Every time.
    Always,
}

impl From<usize> for Times {
    fn from(times: usize) -> Self {
        Self::First(times)
    }
}

#[derive(Debug)]
struct Planned {
    method: Option<String>,
    left: Times,
    struck: bool,
    fault: Fault,
}

impl Planned {
    fn strike(&mut self) -> Fault {
        if let Times::First(left) = &mut self.left {
            *left -= 1;
        }
        self.struck = true;
        self.fault.clone()
    }

    fn is_over(&self) -> bool {
        self.left == Times::First(0)
    }

    fn is_for(&self, method: &str) -> bool {
        self.method.as_deref().is_none_or(|wanted| wanted == method)
    }

    fn is_unused(&self) -> bool {
        match self.left {
            Times::First(left) => left > 0,
            Times::Always => !self.struck,
        }
    }
}

/// Faults in the order in which they were scripted; the first one that fits strikes.
#[derive(Debug, Default)]
pub(super) struct Plan(Mutex<Vec<Planned>>);

impl Plan {
    pub(super) fn add(&mut self, method: Option<String>, left: Times, fault: Fault) {
        assert!(
            method.is_none() || !fault.strikes_before_tls(),
            "{fault:?} strikes before any method is known: use `first` or `always`"
        );
        let planned = Planned { method, left, struck: false, fault };
        self.0.get_mut().expect("no holder panics").push(planned);
    }

    /// The fault for a new connection.
    pub(super) fn for_connection(&self) -> Option<Fault> {
        let mut planned = self.0.lock().expect("no holder panics");
        let next = planned.iter_mut().find(|planned| planned.method.is_none() && !planned.is_over())?;
        next.fault.strikes_before_tls().then(|| next.strike())
    }

    /// The fault for a request of this method.
    pub(super) fn for_request(&self, method: &str) -> Option<Fault> {
        let mut planned = self.0.lock().expect("no holder panics");
        let next = planned.iter_mut().find(|planned| planned.is_for(method) && !planned.is_over())?;
        (!next.fault.strikes_before_tls()).then(|| next.strike())
    }

    /// Whether the next fault needs a new connection, so that this one must not be kept.
    pub(super) fn wants_connection(&self) -> bool {
        let planned = self.0.lock().expect("no holder panics");
        let next = planned.iter().find(|planned| planned.method.is_none() && !planned.is_over());
        next.is_some_and(|planned| planned.fault.strikes_before_tls())
    }

    /// The faults that did not strike as often as scripted.
    pub(super) fn unused(&self) -> Vec<String> {
        let planned = self.0.lock().expect("no holder panics");
        planned
            .iter()
            .filter(|planned| planned.is_unused())
            .map(|planned| {
                let method = planned.method.as_deref().unwrap_or("any request");
                format!("{:?} on {method} ({:?} left)", planned.fault, planned.left)
            })
            .collect()
    }
}
