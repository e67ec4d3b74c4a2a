//! Where a portal answers.

use std::fmt;

use serde::Serialize;

use url::Url;

/// A portal's host, with its port when that is not 443; in lower case, an international name in
/// Punycode: the form in which the WHATWG URL standard compares hosts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Host(String);

impl Host {
    /// A host as somebody writes it. A leading `https://` and one slash at the end are forgiven;
    /// anything more, such as a path or a user, is not a host.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare = match text.split_at_checked("https://".len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https://") => rest,
            _ => text,
        };
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        // The standard cuts off, drops or decodes these before it looks at the host.
        if bare.contains(|c: char| c.is_whitespace() || c.is_control() || "/\\?#@%".contains(c)) {
            return None;
        }
        let url = Url::parse(&format!("https://{bare}/")).ok()?;
        let host = match url.host()? {
            // `17` and `0x7f.1` are addresses in the standard; nobody means them.
            url::Host::Ipv4(address) if !bare.starts_with(&address.to_string()) => return None,
            // A wildcard is no name.
            url::Host::Domain(name) if name.contains('*') => return None,
            host => host.to_string(),
        };
        match url.port() {
            None => Some(Self(host)),
            Some(0) => None,
            Some(port) => Some(Self(format!("{host}:{port}"))),
        }
    }

    /// The host, and the port where there is one.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Host {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
