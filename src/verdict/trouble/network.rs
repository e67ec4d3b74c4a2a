//! Messages for connections that failed.

use std::net::IpAddr;
use std::time::Duration;

use crate::host::Host;
use crate::portal::failure::{Network, Proxy, ProxyFault};
use crate::reason::Reason;
use crate::text::{Ours, Text};

/// Addresses that are shown.
const MOST: usize = 3;

pub(super) fn words(name: Ours, network: &Network, host: &Host) -> (Reason, Text, Text) {
    const HOST: &str = "check the host and port in the hook, and the runner's network";
    let (what, advice) = match network {
        Network::NoConnection(to, within) => {
            let what = text!(
                "no connection to {} within {}: a firewall that does not know this runner? (`{}`)",
                addresses(to),
                seconds(*within),
                name
            );
            return (Reason::Network, what, way_out(host).into());
        }
        Network::NoHandshake(to, within) => {
            let what = text!(
                "{} took the connection and did not answer the TLS handshake within {}: a firewall, or another service on \
                 this port? (`{}`)",
                addresses(to),
                seconds(*within),
                name
            );
            return (Reason::Timeout, what, HOST.into());
        }
        Network::NoRoute(to) => {
            let what = text!("the network knows no way to {} (`{}`)", addresses(to), name);
            return (Reason::Network, what, way_out(host).into());
        }
        Network::Unresolved => (
            "the portal's name has no address",
            "check the host in the hook for typing mistakes, and the runner's DNS",
        ),
        Network::Refused => ("the connection was refused", HOST),
        Network::Cut => ("the connection was cut", "run again; a proxy or firewall may be in the way"),
        Network::Unreachable => ("the portal could not be reached", HOST),
        Network::NotHttp => ("what came back was not HTTP", HOST),
        Network::LongHead => ("the answer has more than 16 KiB of headers", HOST),
    };
    (Reason::Network, text!("{} (`{}`)", Ours(what), name), advice.into())
}

fn addresses(to: &[IpAddr]) -> Text {
    let shown = to.iter().take(MOST).map(|address| match address {
        // As in an address of the web; what begins with two colons could be a command of a runner.
        IpAddr::V6(address) => Text::private(format!("[{address}]")),
        IpAddr::V4(address) => Text::private(address.to_string()),
    });
    let more = to.len().checked_sub(MOST).filter(|more| *more > 0);
    text!("{}{}", Text::joined(shown, ", "), more.map(|more| text!(" and {} more", more)))
}

fn way_out(host: &Host) -> &'static str {
    if host.is_cloud() {
        "check the way out of the runner's network: its firewall, its routes, and whether it needs a proxy (HTTPS_PROXY)"
    } else {
        "have the firewall before the portal let the runner's address through, or run where it does; check the host, too"
    }
}

/// To a tenth, rounded up.
fn seconds(limit: Duration) -> Text {
    let tenths = u64::try_from(limit.as_millis().div_ceil(100)).unwrap_or(u64::MAX);
    let part = (tenths % 10 > 0).then(|| text!(".{}", tenths % 10));
    text!("{}{} s", tenths / 10, part)
}

/// The hook is not at fault, and nothing is known of the portal.
pub(super) fn of_proxy(name: Ours, proxy: &Proxy, fault: ProxyFault, host: &Host) -> (Reason, Text, Text) {
    let variable = Ours(proxy.variable);
    let did = match fault {
        ProxyFault::Unresolved => Text::from("has a name without an address"),
        ProxyFault::Refused => "refused the connection".into(),
        ProxyFault::NoConnection(within) => text!("made no connection within {}", seconds(within)),
        ProxyFault::Unreachable => "could not be reached".into(),
        ProxyFault::Password => "asks for a user and password".into(),
        ProxyFault::Denied => "does not let the connection to the portal through".into(),
        ProxyFault::Cut => "cut the connection before it let it through".into(),
        ProxyFault::Lost => "let the connection through, which was cut before the portal had answered".into(),
        ProxyFault::Untrusted => "cannot be trusted over TLS".into(),
        ProxyFault::Tls => "does not speak TLS with us".into(),
    };
    let what = text!("the proxy {} ({}) {} (`{}`)", Text::private(&*proxy.host), variable, did, name);
    let advice = match fault {
        ProxyFault::Unresolved => text!("correct {}, and check the runner's DNS", variable),
        ProxyFault::Refused | ProxyFault::Unreachable | ProxyFault::Cut => {
            text!("check that it runs, and whether {} names it rightly", variable)
        }
        ProxyFault::NoConnection(_) => text!(
            "{}check that it runs and may be reached from here, and that it can reach {}; if it is not needed, name the \
             portal in NO_PROXY",
            proxy.is_tls.then(|| text!("try `http://` in {} unless it is asked over TLS; ", variable)),
            host
        ),
        // Of a wrong password some say that there has to be one (squid), and others refuse (tinyproxy, with 401).
        ProxyFault::Password if proxy.has_user => text!("correct the user and password in {}", variable),
        ProxyFault::Password => {
            text!("write them into {}: `http://user:password@host:port`, from a CI secret", variable)
        }
        ProxyFault::Denied | ProxyFault::Lost => text!(
            "have its operator allow connections to {}, and look whether it can reach it{}; if it is not needed, name the \
             portal in NO_PROXY",
            host,
            proxy.has_user.then(|| text!("; check the user and password in {}, too", variable))
        ),
        ProxyFault::Tls => {
            text!("most proxies are asked without TLS: try `http://` in {} instead of `https://`", variable)
        }
        ProxyFault::Untrusted => "give its authority's certificate as `ca-file`".into(),
    };
    (Reason::Network, what, advice)
}
