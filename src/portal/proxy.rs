//! The proxy in the environment, parsed here: the client would take a malformed one for a host name and report
//! a DNS failure. Pure.

use reqwest::{NoProxy, Proxy};
use thiserror::Error;
use url::Url;

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
    if url.host_str().is_none_or(str::is_empty) {
        return Err((name, Malformed::Host));
    }
    let exceptions = env.text("no_proxy").or_else(|| env.text("NO_PROXY")).and_then(NoProxy::from_string);
    let proxy = Proxy::https(with_scheme).map_err(|_| (name, Malformed::Address))?;
    Ok(Some(proxy.no_proxy(exceptions)))
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
