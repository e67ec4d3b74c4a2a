//! What a person may want to see while a portal is asked. No verdict depends on it.

use std::net::IpAddr;
use std::time::Duration;

use crate::portal::failure::{Failure, Proxy};

use super::retry::Next;

/// Sees each request leave and come back.
pub(crate) trait Observer {
    fn see(&self, request: Request, step: Step<'_>);
}

/// An attempt of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Request {
    pub method: &'static str,
    /// Its number among the hook's calls, from 0.
    pub call: usize,
    /// From 1.
    pub attempt: u32,
    /// The most attempts that a call may take.
    pub most: u32,
}

pub(crate) enum Step<'s> {
    /// It has left.
    Sent,
    /// It came to an end.
    Ended(Ending<'s>),
}

/// How an attempt ended.
pub(crate) struct Ending<'s> {
    pub way: &'s Way,
    pub status: Option<u16>,
    /// The first of its commands that failed, and how many did.
    pub failure: Option<(&'s Failure, usize)>,
    pub commands: usize,
    pub took: Duration,
    /// What is done next; `None` where all is answered.
    pub next: Option<Next>,
}

/// Where an attempt went.
#[derive(Clone, Debug, Default)]
pub(crate) struct Way {
    pub proxy: Option<Proxy>,
    /// The one that answered, else those that were tried; without a proxy those of the portal.
    pub addresses: Vec<IpAddr>,
}
