//! Requests in, replies out: as much HTTP/1.1 as it takes.

use std::fmt::Write as _;
use std::io::{self, Read, Write};

use super::faults::Then;

/// No request of a webhook client comes near this size.
const TOO_LONG: usize = 1 << 20;

/// One request, read to its end.
#[derive(Debug)]
pub(super) struct Request {
    pub(super) verb: String,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    version: String,
}

impl Request {
    /// The next request, or nothing if the client has no more to say. `unread` keeps what came too early.
    ///
    /// # Panics
    ///
    /// Over anything that is not HTTP or has no stated length: the test is to fail.
    pub(super) fn read(from: &mut impl Read, unread: &mut Vec<u8>) -> io::Result<Option<Self>> {
        let head = loop {
            if let Some(end) = unread.windows(4).position(|four| four == b"\r\n\r\n") {
                break unread.drain(..end + 4).collect::<Vec<u8>>();
            }
            if more(from, unread)? == 0 {
                return if unread.is_empty() { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
            }
        };
        let mut request = Self::parse(std::str::from_utf8(&head).expect("a request head is text"));
        assert!(request.header("transfer-encoding").is_none(), "this portal reads no chunked requests");
        let length = request
            .header("content-length")
            .map_or(0, |length| length.parse().expect("a length is a number"));
        while unread.len() < length {
            if more(from, unread)? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        }
        request.body = unread.drain(..length).collect();
        Ok(Some(request))
    }

    fn parse(head: &str) -> Self {
        let mut lines = head.lines();
        let line = lines.next().unwrap_or_default();
        let [verb, target, version] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("not a request line: {line:?}");
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers = lines
            .filter(|line| !line.is_empty())
            .map(|line| line.split_once(':').unwrap_or_else(|| panic!("not a header: {line:?}")))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        Self {
            verb: verb.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            headers,
            body: Vec::new(),
            version: version.to_owned(),
        }
    }

    /// The value of this header, the name in lower case.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// The last part of the path as a REST method: lower case, without `.json`.
    pub(super) fn called(&self) -> String {
        let last =
            self.path.split('/').rfind(|part| !part.is_empty()).unwrap_or_default().to_ascii_lowercase();
        last.strip_suffix(".json").unwrap_or(&last).to_owned()
    }

    pub(super) fn keeps_alive(&self) -> bool {
        let close = self.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close"));
        self.version == "HTTP/1.1" && !close
    }
}

fn more(from: &mut impl Read, unread: &mut Vec<u8>) -> io::Result<usize> {
    assert!(unread.len() < TOO_LONG, "a request of more than {TOO_LONG} bytes");
    let mut chunk = [0; 4096];
    let count = match from.read(&mut chunk) {
        // Clients drop connections without a word to TLS; that is an end like any other.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => 0,
        other => other?,
    };
    unread.extend_from_slice(&chunk[..count]);
    Ok(count)
}

/// One reply in full.
#[derive(Clone)]
pub(crate) struct Reply {
    /// The HTTP status.
    pub(crate) status: u16,
    /// Headers besides length and connection.
    pub(crate) headers: Vec<(String, String)>,
    /// The body, as it goes out.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// A reply with a body of this type; an empty type stands for no header.
    pub(crate) fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let reply = Self { status, headers: Vec::new(), body: body.into() }.header("Server", "nginx");
        if content_type.is_empty() { reply } else { reply.header("Content-Type", content_type) }
    }

    /// The same reply with one more header.
    pub(crate) fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Status line and headers, with the blank line, and what is said of the length.
    pub(super) fn head(&self, framing: &str) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            write!(head, "{name}: {value}\r\n").expect("text takes text");
        }
        write!(head, "{framing}\r\n\r\n").expect("text takes text");
        head.into_bytes()
    }

    /// Sends the reply, and says what becomes of the connection.
    pub(super) fn send(&self, to: &mut impl Write, keep: bool) -> io::Result<Then> {
        let connection = if keep { "keep-alive" } else { "close" };
        let mut bytes =
            self.head(&format!("Content-Length: {}\r\nConnection: {connection}", self.body.len()));
        bytes.extend_from_slice(&self.body);
        to.write_all(&bytes)?;
        to.flush()?;
        Ok(if keep { Then::KeepsOn } else { Then::HangsUp })
    }
}

impl std::fmt::Debug for Reply {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let start: String = String::from_utf8_lossy(&self.body).chars().take(80).collect();
        write!(f, "{} {start:?} ({} bytes)", self.status, self.body.len())
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        204 => "No Content",
        301 => "Moved Permanently",
        302 => "Found",
        307 => "Temporary Redirect",
        308 => "Permanent Redirect",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}
