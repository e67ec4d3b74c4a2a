//! Why a call gave no result, as finely as a user could act on it.

use std::net::IpAddr;
use std::time::Duration;

/// What went wrong with one call on its last attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The portal could not be reached.
    Network(Network),
    /// The proxy between could not be reached, or did not let the connection through.
    Proxy(Proxy, ProxyFault),
    /// The connection could not be trusted.
    Certificate(Certificate),
    /// The TLS handshake broke off, as with a busy or restarting server.
    HandshakeCut,
    /// The other side does not speak our TLS; a retry will not help.
    Tls(Tls),
    /// No answer within this time.
    Timeout(Duration),
    /// The run's time ended before the call.
    NoTime,
    /// A redirect, which is never followed; `None` if it names no address, or one that cannot be read.
    Redirected(Option<Target>),
    /// An answer without the portal's envelope, and its status.
    Body(Body, Status),
    /// An error of the portal.
    Refused(Refusal),
    /// The batch's answer has no entry for this command.
    Unanswered,
    /// The answer says two things about this call: two results, or a result and an error.
    Unclear,
    /// A signal ended the run.
    Interrupted,
}

/// The status line of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Status {
    /// From 100 to 999.
    pub code: u16,
    /// The reason phrase, where it says more than the code; else empty.
    pub phrase: String,
}

impl From<u16> for Status {
    fn from(code: u16) -> Self {
        Self { code, phrase: String::new() }
    }
}

/// Where a redirect leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To this host, with its port unless that is the default.
    Host(String),
    /// To another path of the hook's own host.
    Path,
    /// To the hook's own host without TLS.
    Http,
}

/// A proxy, as people know it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proxy {
    /// With its port, and without its user.
    pub host: String,
    /// The variable that names it.
    pub variable: &'static str,
    /// Whether the variable also holds a user.
    pub has_user: bool,
    /// Whether it is itself asked over TLS.
    pub is_tls: bool,
}

/// What a proxy did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProxyFault {
    /// Its name has no address.
    Unresolved,
    /// It refused the connection.
    Refused,
    /// No connection through it within this time.
    NoConnection(Duration),
    /// It could not be reached for another cause.
    Unreachable,
    /// It wants a password.
    Password,
    /// It answered, and not with a connection; with which status is not known.
    Denied,
    /// It ended the connection before it had answered.
    Cut,
    /// It let the connection through, which ended before the portal had answered.
    Lost,
    /// It is asked over TLS and has no certificate that is trusted.
    Untrusted,
    /// It is asked over TLS and does not speak it with us.
    Tls,
}

/// Network errors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Network {
    /// The host name has no address.
    Unresolved,
    /// Connection refused.
    Refused,
    /// The connection was cut.
    Cut,
    /// No connection to any of these addresses within this time.
    NoConnection(Vec<IpAddr>, Duration),
    /// One of these addresses took the connection, and said nothing to the TLS handshake within this time.
    NoHandshake(Vec<IpAddr>, Duration),
    /// The network, or a firewall, says that there is no way to any of these addresses.
    NoRoute(Vec<IpAddr>),
    /// Any other network error.
    Unreachable,
    /// What came back was not HTTP.
    NotHttp,
    /// More headers than anybody has to read.
    LongHead,
}

/// What two sides could not agree on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tls {
    /// The other speaks only what is older than TLS 1.2.
    Version,
    /// The other knows no site of this name.
    Name,
    /// The other does not speak TLS at all.
    None,
    /// The other accepts no cipher of ours.
    Cipher,
    /// Anything else.
    Other,
}

/// Certificate errors. Times are in seconds since 1970.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// Signed by an untrusted authority, whose certificate was shown as well.
    UnknownIssuer,
    /// Signed by somebody whose certificate was not shown.
    Alone,
    /// Signed by itself, and not given as trusted.
    SelfSigned,
    /// Signed with another key than that of who is trusted under the name of its issuer.
    Replaced,
    /// Without the purpose of a server's (RFC 5280, 4.2.1.12).
    NotForServers,
    /// No longer valid since then.
    Expired(Option<u64>),
    /// Not valid before then.
    NotYetValid(Option<u64>),
    /// Issued for other names; the first of them.
    WrongName(Vec<String>),
    /// Without a subjectAltName, which alone counts (RFC 9525, 1.4).
    Nameless,
    /// X.509 v1, which has no extensions.
    OldVersion,
    /// An RSA key below 2048 bits.
    ShortKey,
    /// SHA-1, most often.
    OldSignature,
    /// The server wants one of ours.
    Wanted,
    /// Revoked by its issuer.
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
    /// Text that is not a JSON object, or was cut off.
    Garbled,
    /// JSON without the portal's envelope.
    Alien,
    /// A page or text of an error that PHP, the kernel or the database of the portal had.
    Crash,
    /// The portal's envelope with something else before or behind it.
    Mixed,
    /// A script of the portal, unread by PHP.
    Source,
    /// A page that asks for a name and password.
    Login,
    /// A page that says that the site is closed for a while.
    Closed,
    /// A page that wants to know whether a person is asking.
    BotCheck,
    /// Compressed, though we ask for what is not.
    Packed,
    /// Longer than any honest answer.
    TooLong,
}

/// An error envelope of the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The error code as it was sent, cut in length; may be empty or a number.
    pub code: String,
    /// Its description, often empty, sometimes in the portal's language.
    pub text: String,
    /// The HTTP status that it came with; `None` for a command inside a batch, whose own answer was a success.
    pub status: Option<u16>,
}
