//! Where a portal answers.

use url::Url;

use crate::text::{Fragment, Text};

/// Limit of DNS, in characters.
const MAX_NAME: usize = 253;

/// A portal's host, with its port unless that is 443; in lower case, an international name in Punycode: the
/// form in which the WHATWG URL standard compares hosts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Host(String);

impl Host {
    /// A host as users write it. A leading `https://` and one trailing slash are accepted; anything more, such
    /// as a path or a user, is not a host.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bare = match text.split_at_checked("https://".len()) {
            Some((scheme, rest)) if scheme.eq_ignore_ascii_case("https://") => rest,
            _ => text,
        };
        let bare = bare.strip_suffix('/').unwrap_or(bare);
        // The URL standard drops or decodes these before it parses the host.
        if bare.contains(|c: char| c.is_whitespace() || c.is_control() || "/\\?#@%".contains(c)) {
            return None;
        }
        let url = Url::parse(&format!("https://{bare}/")).ok()?;
        let host = match url.host()? {
            // `17` and `0x7f.1` are valid addresses in the standard, but nobody means them.
            url::Host::Ipv4(address) if !bare.starts_with(&address.to_string()) => return None,
            // The standard accepts quotes, semicolons and a name of any length; DNS does not.
            url::Host::Domain(name) if !is_name(name) => return None,
            host => host.to_string(),
        };
        match url.port() {
            None => Some(Self(host)),
            Some(0) => None,
            Some(port) => Some(Self(format!("{host}:{port}"))),
        }
    }

    /// Whether it is a portal's name in Bitrix24's own cloud: `acme.bitrix24.de`, `acme.bitrix24.com.br`. A portal there
    /// may also have a domain of its owner's.
    #[must_use]
    pub fn is_cloud(&self) -> bool {
        let name = self.0.strip_suffix('.').unwrap_or(&self.0);
        let labels = name.rsplit('.').collect::<Vec<_>>();
        let is_country = |label: &str| label.len() == 2 && label.bytes().all(|b| b.is_ascii_lowercase());
        match labels[..] {
            [country, "com" | "co", "bitrix24", _, ..] => is_country(country),
            // Those that no registry gives out, as companies name their own machines.
            ["local" | "lan" | "internal" | "intranet" | "corp" | "home" | "test" | "localdomain", ..] => {
                false
            }
            [top, "bitrix24", _, ..] => top.bytes().all(|b| b.is_ascii_lowercase()),
            _ => false,
        }
    }

    /// With the port, unless that is 443.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether DNS could hold it (RFC 1035, 2.3.4). Underscores are not allowed in host names, but some have them.
fn is_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    (1..=MAX_NAME).contains(&name.len())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || "-._".contains(c))
}

impl Fragment for Host {
    fn append_to(&self, text: &mut Text) {
        Text::private(self.as_str()).append_to(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_holds_nothing_that_dns_does_not() {
        for no in ["a\"b.example", "a`b.example", "a'b", "a$b{c}", "a;b,c=d&e", "a~b!c(d)", "*.example", ""] {
            assert_eq!(Host::parse(no), None, "{no}");
        }
        for yes in ["a_b.example", "acme.example.", "1.2.3.4:8443", "[::1]:8443", "xn--80akhbyknj4f"] {
            assert_eq!(Host::parse(yes).as_ref().map(Host::as_str), Some(yes));
        }
    }

    #[test]
    fn bitrix24s_own_hosts_are_told_from_those_that_look_like_them() {
        let is_cloud = |host| Host::parse(host).unwrap().is_cloud();
        for cloud in [
            "acme.bitrix24.com",
            "ACME.Bitrix24.RU",
            "a.b.bitrix24.de.",
            "acme.bitrix24.com.br",
            "acme.bitrix24.com.tr",
            "acme.bitrix24.tech",
        ] {
            assert!(is_cloud(cloud), "{cloud}");
        }
        for other in [
            "bitrix24.com",
            "bitrix24.acme.example",
            "crm.bitrix24.acme.de",
            "acme.bitrix24.com:8443",
            "acme.bitrix24.com.evil.example",
            "acme.mybitrix24.com",
            "crm.bitrix24.local",
            "crm.bitrix24.corp",
            "acme.bitrix24",
            "bitrix24",
            "10.0.0.7",
            "[::1]",
        ] {
            assert!(!is_cloud(other), "{other}");
        }
    }

    #[test]
    fn a_host_is_no_longer_than_dns_allows() {
        let longest = "a.".repeat(126) + "a";
        assert!(Host::parse(&longest).is_some() && Host::parse(&format!("{longest}b")).is_none());
    }
}
