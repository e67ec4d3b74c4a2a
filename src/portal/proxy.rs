//! The proxy in the environment, parsed here: the client would take a malformed one for a host name and report
//! a DNS failure. Pure.

use std::sync::Arc;

use hyper_util::client::proxy::matcher::Matcher;
use thiserror::Error;
use url::Url;

use crate::portal::failure::Proxy as Named;
use crate::world::Environment;

/// Every variable with a proxy or its exceptions.
pub(crate) const VARIABLES: [&str; 6] =
    ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY", "no_proxy", "NO_PROXY"];

/// The first that is set counts.
const NAMES: [&str; 4] = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"];

/// What is wrong with a proxy's address, which is not repeated: it may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub(crate) enum Malformed {
    /// Not of this form.
    #[error("it is not an address such as `http://proxy:3128`")]
    Address,
    /// SOCKS, most often.
    #[error("only http and https proxies are supported")]
    Scheme,
    /// Nothing behind the scheme.
    #[error("it names no host")]
    Host,
    /// A character in the user or password that would end the host.
    #[error("in a user or password `/`, `?`, `#` and `\\` are written %2F, %3F, %23 and %5C")]
    Password,
}

/// A proxy, and the hosts that it is for.
#[derive(Clone)]
pub(crate) struct Proxy {
    /// As a URL; may hold a password.
    address: Arc<str>,
    /// As the client reads them, each with the port that it is for, or with any.
    exceptions: Arc<[(String, Option<u16>)]>,
    named: Named,
}

impl Proxy {
    /// For the client.
    pub(super) fn client(&self) -> reqwest::Proxy {
        let proxy = self.clone();
        reqwest::Proxy::custom(move |url| {
            proxy.stands_before(url.as_str()).then(|| proxy.address.to_string())
        })
    }

    /// Whether requests to this address go through it.
    pub(super) fn stands_before(&self, address: &str) -> bool {
        let Ok(url) = Url::parse(address) else { return false };
        let (host, port) = (url.host_str().unwrap_or_default(), url.port_or_known_default());
        let here = self.exceptions.iter().filter(|(_, only)| only.is_none() || *only == port);
        let here = here.map(|(entry, _)| entry.as_str()).collect::<Vec<_>>();
        // The client's star leaves addresses out.
        if here.contains(&"*") {
            return false;
        }
        let matcher = Matcher::builder().https(self.address.to_string()).no(here.join(",")).build();
        let bare = format!("https://{}", host.trim_end_matches('.'));
        bare.parse().is_ok_and(|host| matcher.intercept(&host).is_some())
    }

    pub(super) fn named(&self) -> &Named {
        &self.named
    }
}

/// The proxy for https, with the exceptions of `NO_PROXY`; `None` when there is none.
///
/// # Errors
///
/// The variable that is malformed and what is wrong with it.
pub(crate) fn from_environment(env: &Environment) -> Result<Option<Proxy>, (&'static str, Malformed)> {
    // As for curl, one that is empty is one that is not set.
    let given = |name| Some((name, env.text(name)?.trim())).filter(|(_, value)| !value.is_empty());
    let Some((name, value)) = NAMES.into_iter().find_map(given) else {
        return Ok(None);
    };
    let (address, named) = read(name, value).map_err(|why| (name, why))?;
    let exceptions = ["no_proxy", "NO_PROXY"].into_iter().find_map(given);
    let exceptions = exceptions_of(exceptions.map_or("", |(_, list)| list)).collect();
    Ok(Some(Proxy { address: address.as_str().into(), exceptions, named }))
}

fn read(variable: &'static str, value: &str) -> Result<(Url, Named), Malformed> {
    let with_scheme = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    // What stands before such an `@` would be taken for the host, and shown.
    if with_scheme.splitn(4, ['/', '?', '#', '\\']).nth(3).is_some_and(|rest| rest.contains('@')) {
        return Err(Malformed::Password);
    }
    let url = Url::parse(&with_scheme).map_err(|_| Malformed::Address)?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Malformed::Scheme);
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or(Malformed::Host)?;
    let port = url.port_or_known_default().map(|port| format!(":{port}"));
    let host = format!("{host}{}", port.unwrap_or_default());
    let is_tls = url.scheme() == "https";
    let named =
        Named { is_tls, host, variable, has_user: !url.username().is_empty() || url.password().is_some() };
    Ok((url, named))
}

/// The entries as the client reads them. They may be divided by blanks and have a star before a domain, an address in
/// brackets or a dot at the end, as those for curl; one with a port is for this port alone, as for Go (its package
/// `golang.org/x/net/http/httpproxy`).
fn exceptions_of(list: &str) -> impl Iterator<Item = (String, Option<u16>)> {
    let entries = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|entry| !entry.is_empty());
    entries.map(|entry| {
        let entry = entry.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(entry);
        // Of an address of IPv6 the last colon is no port's, unless it stands behind a bracket.
        let divided = entry.rsplit_once(':').filter(|(host, _)| !host.contains(':') || host.ends_with(']'));
        let (host, port) =
            divided.and_then(|(host, port)| Some((host, Some(port.parse().ok()?)))).unwrap_or((entry, None));
        (host.replace(['[', ']'], "").trim_end_matches('.').to_ascii_lowercase(), port)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_read(pairs: &[(&str, &str)]) -> Result<bool, (&'static str, Malformed)> {
        from_environment(&Environment::of(pairs)).map(|proxy| proxy.is_some())
    }

    fn stands(pairs: &[(&str, &str)], host: &str) -> bool {
        let proxy = from_environment(&Environment::of(pairs)).unwrap().unwrap();
        proxy.stands_before(&format!("https://{host}/rest/"))
    }

    #[test]
    fn a_proxy_is_read_with_or_without_a_scheme() {
        for value in ["http://proxy:3128", "proxy:3128", "https://user:pw@proxy", "http://[::1]:3128/"] {
            assert_eq!(is_read(&[("HTTPS_PROXY", value)]), Ok(true), "{value}");
        }
        assert_eq!(is_read(&[("HTTP_PROXY", "http://proxy")]), Ok(false));
        assert_eq!(is_read(&[("HTTPS_PROXY", "")]), Ok(false));
        assert_eq!(is_read(&[("HTTPS_PROXY", " ")]), Ok(false));
    }

    #[test]
    fn a_proxy_is_named_without_its_password() {
        let named = |value| {
            let proxy = from_environment(&Environment::of(&[("ALL_PROXY", value)])).unwrap().unwrap();
            let named = proxy.named();
            (named.host.clone(), named.variable)
        };
        assert_eq!(
            named("http://rita:hunter22@proxy.acme.example:3128/"),
            ("proxy.acme.example:3128".into(), "ALL_PROXY")
        );
        assert_eq!(named("proxy"), ("proxy:80".into(), "ALL_PROXY"));
        assert_eq!(named("https://[::1]"), ("[::1]:443".into(), "ALL_PROXY"));
        assert!(stands(&[("ALL_PROXY", "http://rita:hunter22@proxy")], "acme.example"));
    }

    /// The client takes an address that it cannot read for none, and would ask the portal without the proxy.
    #[test]
    fn no_password_makes_the_client_go_without_the_proxy() {
        for c in (' '..='~').chain(['é', '€', '\u{7f}']) {
            let value = format!("http://ri{c}ta:hun{c}ter@proxy:3128");
            let refused = is_read(&[("HTTPS_PROXY", &value)]).is_err();
            assert!(refused || stands(&[("HTTPS_PROXY", &value)], "acme.example"), "{value}");
            assert_eq!(refused, "/?#\\".contains(c), "{value}");
        }
    }

    #[test]
    fn exceptions_are_read_as_other_programs_do() {
        let stands = |list, host: &str| stands(&[("HTTPS_PROXY", "proxy:3128"), ("NO_PROXY", list)], host);
        for (list, host) in [
            ("*", "acme.example"),
            ("*", "10.0.0.7"),
            ("a.example, *", "[::1]:8443"),
            ("acme.example", "acme.example:8443"),
            ("ACME.example", "b.acme.example"),
            (".acme.example", "b.acme.example"),
            ("*.acme.example", "b.acme.example"),
            (".acme.example", "acme.example"),
            ("acme.example.", "acme.example"),
            ("acme.example", "acme.example."),
            ("acme.example:443", "acme.example"),
            ("acme.example:8443", "acme.example:8443"),
            ("*:8443", "10.0.0.7:8443"),
            ("a.example\nacme.example", "acme.example"),
            ("a.example acme.example", "acme.example"),
            ("10.0.0.0/8", "10.0.0.7"),
            ("10.0.0.7", "10.0.0.7:8443"),
            ("[::1]", "[::1]"),
            ("[::1]:443", "[::1]"),
            ("::1", "[::1]:8443"),
            ("fd00::/8", "[fd00::7]"),
            ("[fd00::]/8", "[fd00::7]"),
            ("10.0.0.0/8:443", "10.0.0.7"),
        ] {
            assert!(!stands(list, host), "{list} {host}");
        }
        for (list, host) in [
            ("", "acme.example"),
            ("acme", "acme.example"),
            ("cme.example", "acme.example"),
            ("10.0.0.0/8", "11.0.0.7"),
            ("acme.example:8443", "acme.example"),
            ("10.0.0.7:8443", "10.0.0.7"),
            ("[::1]:8443", "[::1]"),
            ("*:8443", "acme.example"),
            ("::1", "[::2]"),
        ] {
            assert!(stands(list, host), "{list} {host}");
        }
    }

    #[test]
    fn a_malformed_proxy_is_named_by_its_variable() {
        let table = [
            ("http://", Malformed::Address),
            ("http://a b", Malformed::Address),
            ("socks5://proxy", Malformed::Scheme),
            ("http://proxy:port", Malformed::Address),
            ("://", Malformed::Address),
            // As curl reads it, the proxy is the host `rita` with the port 12.
            ("http://rita:12/3@proxy:3128", Malformed::Password),
            ("rita:12?3@proxy:3128", Malformed::Password),
            ("http://rita:12#3@proxy:3128", Malformed::Password),
        ];
        for (value, why) in table {
            assert_eq!(is_read(&[("https_proxy", value)]), Err(("https_proxy", why)), "{value}");
        }
    }

    #[test]
    fn one_that_is_empty_is_not_set() {
        for empty in ["", " "] {
            let pairs =
                [("https_proxy", empty), ("ALL_PROXY", "proxy"), ("no_proxy", empty), ("NO_PROXY", "*")];
            assert!(!stands(&pairs, "acme.example"), "“{empty}”");
            assert!(stands(&pairs[..3], "acme.example"), "“{empty}”");
        }
    }
}
