//! Why a call gave no result, told apart as finely as anybody could act on it.

use std::time::Duration;

/// What went wrong with one call on its last attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The portal could not be reached.
    Network(Network),
    /// The connection could not be trusted.
    Certificate(Certificate),
    /// The TLS handshake broke off, as a busy or restarting server lets it.
    HandshakeCut,
    /// The other side does not speak TLS as we do; it will not next time either.
    TlsProtocol,
    /// No answer within this time.
    Timeout(Duration),
    /// The run's time was over before the call could be made.
    NoTime,
    /// A redirect, which is never followed; the host it leads to.
    Moved(Option<String>),
    /// Something without the portal's envelope.
    Body(Body, u16),
    /// The portal's own no.
    Refused(Refusal),
    /// The batch was answered without an entry for this command.
    Unanswered,
    /// A signal ended the run.
    Interrupted,
}

/// Ways not to get through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Network {
    /// The name has no address.
    Unresolved,
    /// Nobody listens there.
    Refused,
    /// The connection broke.
    Cut,
    /// The proxy wants a password.
    ProxyPassword,
    /// The proxy did not let us through.
    ProxyRefused,
    /// Any other trouble of the network.
    Unreachable,
    /// What came back was not HTTP.
    NotHttp,
}

/// What is wrong with a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Signed by an authority that nobody told us to trust.
    UnknownIssuer,
    /// Its time is over.
    Expired,
    /// Its time has not come.
    NotYetValid,
    /// Made for another name.
    WrongName,
    /// Called back by its issuer.
    Revoked,
    /// Anything else.
    Invalid,
}

/// What came instead of the portal's envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// Nothing.
    Empty,
    /// A web page.
    Page,
    /// Text that is no JSON object, or one that was cut off.
    Garbled,
    /// JSON of another kind.
    Alien,
    /// More than any honest answer holds.
    TooLong,
}

/// An error envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The portal's error code as it was sent, but for its length; may be empty or a number.
    pub code: String,
    /// Its description, often empty, sometimes in the portal's language.
    pub text: String,
    /// The HTTP status that it came with; 200 inside a batch.
    pub status: u16,
}
