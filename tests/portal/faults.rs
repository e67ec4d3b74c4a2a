//! What can go wrong between a client and a portal.

use std::io::{self, Write};
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};

use super::bomb;
use super::http::Reply;
use super::php;
use super::serve::Closing;
use super::wire::{Secure, Wire};

/// How much of a long body goes out at once, in bytes.
const CHUNK: usize = 0x10000;

/// One header of many, with its line end.
const HEADER: usize = 8000;

/// Something that happens instead of the healthy answer.
#[derive(Debug, Clone)]
pub(crate) enum Fault {
    /// Another answer, see the constructors.
    Answer(Reply),
    /// The connection is reset while TLS is being set up.
    ResetBeforeTls,
    /// The connection is closed while TLS is being set up.
    CloseBeforeTls,
    /// TLS is never set up: the portal stays silent until the client goes away.
    StallTls,
    /// No TLS here: the portal answers in plain HTTP.
    PlainHttp,
    /// The connection is reset once the request was read.
    ResetAfterRequest,
    /// The connection is closed once the request was read.
    CloseAfterRequest,
    /// The portal stays silent until the client goes away.
    NoAnswer,
    /// These bytes, then silence until the client goes away.
    Stalls(Arc<[u8]>),
    /// Half of the healthy answer, then the connection is closed.
    TruncatedBody,
    /// Half of a status line and header, then the connection is closed.
    TruncatedHead,
    /// These bytes, then those again and again, as fast as the client takes them.
    Endless(Vec<u8>, Vec<u8>),
    /// A well-formed envelope around a text of so many bytes, none of which is kept in memory.
    Huge(usize),
    /// A body that never ends, a byte now and then: no single read takes long.
    Drip,
    /// These bytes instead of HTTP, then the connection is closed.
    Raw(Vec<u8>),
    /// These bytes as soon as the client has said something, instead of TLS; then the connection is closed.
    RawBeforeTls(Vec<u8>),
    /// The portal says no more without having said so to TLS, and goes on listening.
    HalfClosed,
    /// These bytes, then the healthy answer.
    Preceded(Vec<u8>),
}

/// What becomes of the connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Then {
    KeepsOn,
    HangsUp,
    Breaks,
}

/// Answers in place of the healthy one.
impl Fault {
    /// Any body of any type under any status; an empty type stands for no header.
    pub(crate) fn status(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self::Answer(Reply::new(status, content_type, body))
    }

    /// JSON from the REST module, in PHP's spelling.
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self::Answer(php::reply(status, body))
    }

    /// An error envelope.
    pub(crate) fn error(status: u16, code: &str, description: &str) -> Self {
        Self::json(status, &json!({ "error": code, "error_description": description }))
    }

    /// A page of the web server or of something before it.
    pub(crate) fn html(status: u16) -> Self {
        let page = format!(
            "<html>\r\n<head><title>{status}</title></head>\r\n<body><center><h1>{status}</h1></center><hr>\
             <center>nginx</center></body>\r\n</html>\r\n"
        );
        Self::status(status, "text/html; charset=UTF-8", page)
    }

    /// Not a byte of body.
    pub(crate) fn empty(status: u16) -> Self {
        Self::status(status, "", "")
    }

    /// A renamed portal.
    pub(crate) fn redirect(status: u16, location: &str) -> Self {
        Self::empty(status).header("Location", location)
    }

    /// The rate bucket of the cloud is full.
    pub(crate) fn busy() -> Self {
        Self::error(503, "QUERY_LIMIT_EXCEEDED", "Too many requests")
    }

    /// A proxy that says when to come back. The portal itself never does.
    pub(crate) fn retry_after(status: u16, value: &str) -> Self {
        Self::html(status).header("Retry-After", value)
    }

    /// JSON but for two bytes that no UTF-8 has.
    pub(crate) fn not_utf8() -> Self {
        Self::status(200, php::JSON, b"{\"result\":{\"NAME\":\"Rita \xff\xfe\"},\"time\":{}}")
    }

    /// Well-formed JSON, so many levels deep.
    pub(crate) fn deep(levels: usize) -> Self {
        let (down, up) = ("[".repeat(levels), "]".repeat(levels));
        Self::status(200, php::JSON, format!("{{\"result\":{down}{up}}}"))
    }

    /// A body that never ends.
    pub(crate) fn endless_body() -> Self {
        let chunk = [b"10000\r\n".as_slice(), &vec![b' '; CHUNK], b"\r\n"].concat();
        Self::Endless(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n".to_vec(), chunk)
    }

    /// An answer whose last byte never comes: headers and a body of so many bytes. Without a body the headers have no
    /// end.
    pub(crate) fn stalled(headers: usize, body: usize) -> Self {
        let mut answer = b"HTTP/1.1 200 OK\r\n".to_vec();
        for _ in 0..headers / HEADER {
            answer.extend_from_slice(b"X: ");
            answer.resize(answer.len() + HEADER - 5, b'x');
            answer.extend_from_slice(b"\r\n");
        }
        if let Some(all_but_one) = body.checked_sub(1) {
            answer.extend_from_slice(format!("Content-Length: {body}\r\n\r\n").as_bytes());
            answer.resize(answer.len() + all_but_one, b' ');
        }
        Self::Stalls(answer.into())
    }

    /// Less than 2 MB of gzip that unpack to 256 MiB of well-formed JSON.
    pub(crate) fn gzip_bomb() -> Self {
        Self::status(200, php::JSON, bomb::gzip()).header("Content-Encoding", "gzip")
    }

    /// The same answer with one more header.
    pub(crate) fn header(self, name: &str, value: &str) -> Self {
        match self {
            Self::Answer(reply) => Self::Answer(reply.header(name, value)),
            other => panic!("{other:?} has no headers"),
        }
    }
}

/// How they happen.
impl Fault {
    pub(super) fn strikes_before_tls(&self) -> bool {
        matches!(
            self,
            Self::ResetBeforeTls
                | Self::CloseBeforeTls
                | Self::StallTls
                | Self::PlainHttp
                | Self::RawBeforeTls(_)
        )
    }

    /// Strikes when the client has begun to set up TLS.
    pub(super) fn play_before_tls(&self, mut wire: Wire) -> io::Result<()> {
        wire.knock()?;
        match self {
            Self::CloseBeforeTls => wire.hang_up(),
            Self::StallTls => wire.outlast(),
            Self::PlainHttp => {
                let page = "The plain HTTP request was sent to HTTPS port";
                Reply::new(400, "text/html", page).send(&mut wire, false)?;
                wire.hang_up()
            }
            Self::RawBeforeTls(bytes) => {
                wire.write_all(bytes)?;
                wire.hang_up()
            }
            // Dropping the wire over the unread greeting is the reset.
            _ => Ok(()),
        }
    }

    /// Strikes when the request was read; `healthy` is what the portal would have said.
    pub(super) fn play(
        &self,
        secure: &mut Secure,
        healthy: &Reply,
        keep: bool,
        closing: &Closing,
    ) -> io::Result<Then> {
        match self {
            Self::Answer(reply) => return reply.send(secure, keep),
            Self::ResetAfterRequest => return Ok(Then::Breaks),
            Self::NoAnswer => secure.sock.outlast()?,
            Self::Stalls(bytes) => {
                secure.write_all(bytes)?;
                secure.flush()?;
                secure.sock.outlast()?;
            }
            Self::TruncatedBody => {
                secure.write_all(&healthy.head(&format!("Content-Length: {}", healthy.body.len())))?;
                secure.write_all(&healthy.body[..healthy.body.len() / 2])?;
            }
            Self::TruncatedHead => secure.write_all(b"HTTP/1.1 200 OK\r\nContent-Ty")?,
            Self::Raw(bytes) => secure.write_all(bytes)?,
            Self::Endless(first, again) => {
                secure.write_all(first)?;
                loop {
                    secure.write_all(again)?;
                }
            }
            Self::Huge(bytes) => {
                let (start, end) = (br#"{"result":""#, br#""}"#);
                let length = start.len() + bytes + end.len();
                secure.write_all(&healthy.head(&format!("Content-Length: {length}")))?;
                secure.write_all(start)?;
                let chunk = vec![b'x'; CHUNK];
                for _ in 0..bytes / CHUNK {
                    secure.write_all(&chunk)?;
                }
                secure.write_all(&chunk[..bytes % CHUNK])?;
                secure.write_all(end)?;
            }
            Self::HalfClosed => {
                secure.sock.hang_up()?;
                return Ok(Then::Breaks);
            }
            Self::Preceded(bytes) => {
                secure.write_all(bytes)?;
                return healthy.send(secure, keep);
            }
            Self::Drip => {
                secure.write_all(&healthy.head("Transfer-Encoding: chunked"))?;
                while !closing.within(Duration::from_millis(50)) {
                    secure.write_all(b"1\r\n \r\n")?;
                    secure.flush()?;
                }
            }
            Self::CloseAfterRequest => {}
            Self::ResetBeforeTls
            | Self::CloseBeforeTls
            | Self::StallTls
            | Self::PlainHttp
            | Self::RawBeforeTls(_) => unreachable!("{self:?} struck after TLS"),
        }
        Ok(Then::HangsUp)
    }
}
