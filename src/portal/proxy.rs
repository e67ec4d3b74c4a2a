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
}

/// A proxy, and the hosts that it is for.
#[derive(Clone)]
pub(crate) struct Proxy {
    /// With a scheme; may hold a password.
    address: Arc<str>,
    matcher: Arc<Matcher>,
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
        address.parse().is_ok_and(|address| self.matcher.intercept(&address).is_some())
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
    let given = |name| Some((name, env.text(name)?.trim())).filter(|(_, value)| !value.is_empty());
    let Some((name, value)) = NAMES.into_iter().find_map(given) else {
        return Ok(None);
    };
    let with_scheme = if value.contains("://") { value.to_owned() } else { format!("http://{value}") };
    let url = Url::parse(&with_scheme).map_err(|_| (name, Malformed::Address))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err((name, Malformed::Scheme));
    }
    let Some(host) = url.host_str().filter(|host| !host.is_empty()) else {
        return Err((name, Malformed::Host));
    };
    let exceptions = env.text("no_proxy").or_else(|| env.text("NO_PROXY")).unwrap_or_default();
    let Some(exceptions) = exceptions_of(exceptions) else { return Ok(None) };
    let matcher = Matcher::builder().https(with_scheme.clone()).no(exceptions).build();
    let port = url.port_or_known_default().map(|port| format!(":{port}"));
    let named = Named { host: format!("{host}{}", port.unwrap_or_default()), variable: name };
    Ok(Some(Proxy { address: with_scheme.into(), matcher: Arc::new(matcher), named }))
}

/// The list as the client reads it; `None` where it excepts everybody. It may be divided by blanks, and name a port, a
/// star before a domain and an address in brackets, as those for curl and for other programs do.
fn exceptions_of(list: &str) -> Option<String> {
    let entries = list.split([',', ' ', '\t']).filter(|entry| !entry.is_empty());
    let entries = entries.map(|entry| {
        let entry = entry.strip_prefix('*').filter(|rest| rest.starts_with('.')).unwrap_or(entry);
        let entry = match entry.rsplit_once(':') {
            Some((host, port)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => {
                if host.contains(':') && !host.ends_with(']') { entry } else { host }
            }
            _ => entry,
        };
        entry.trim_matches(['[', ']']).to_ascii_lowercase()
    });
    let entries = entries.collect::<Vec<_>>();
    (!entries.iter().any(|entry| entry == "*")).then(|| entries.join(","))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<bool, (&'static str, Malformed)> {
        from_environment(&Environment::of(pairs)).map(|proxy| proxy.is_some())
    }

    #[test]
    fn a_proxy_is_read_with_or_without_a_scheme() {
        for value in ["http://proxy:3128", "proxy:3128", "https://user:pw@proxy", "http://[::1]:3128/"] {
            assert_eq!(read(&[("HTTPS_PROXY", value)]), Ok(true), "{value}");
        }
        assert_eq!(read(&[("HTTP_PROXY", "http://proxy")]), Ok(false));
        assert_eq!(read(&[("HTTPS_PROXY", "")]), Ok(false));
        assert_eq!(read(&[("HTTPS_PROXY", " ")]), Ok(false));
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
    }

    #[test]
    fn exceptions_are_read_as_other_programs_do() {
        let stands = |list, host: &str| {
            let proxy =
                from_environment(&Environment::of(&[("HTTPS_PROXY", "proxy:3128"), ("NO_PROXY", list)]));
            proxy.unwrap().is_some_and(|proxy| proxy.stands_before(&format!("https://{host}/rest/")))
        };
        for (list, host) in [
            ("*", "acme.example"),
            ("*", "10.0.0.7"),
            ("a.example, *", "[::1]:8443"),
            ("acme.example", "acme.example:8443"),
            ("ACME.example", "b.acme.example"),
            (".acme.example", "b.acme.example"),
            ("*.acme.example", "b.acme.example"),
            ("acme.example:443", "acme.example"),
            ("a.example acme.example", "acme.example"),
            ("10.0.0.0/8", "10.0.0.7"),
            ("10.0.0.7", "10.0.0.7:8443"),
            ("[::1]", "[::1]"),
            ("[::1]:443", "[::1]"),
            ("::1", "[::1]:8443"),
        ] {
            assert!(!stands(list, host), "{list} {host}");
        }
        for (list, host) in [
            ("", "acme.example"),
            ("acme", "acme.example"),
            ("cme.example", "acme.example"),
            ("10.0.0.0/8", "11.0.0.7"),
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
        ];
        for (value, why) in table {
            assert_eq!(read(&[("https_proxy", value)]), Err(("https_proxy", why)), "{value}");
        }
    }
}
