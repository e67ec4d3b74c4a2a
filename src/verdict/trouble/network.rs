//! Messages for connections that failed.

use std::net::IpAddr;

use crate::host::Host;
use crate::portal::failure::{Network, Proxy, ProxyFault};
use crate::reason::Reason;
use crate::text::{Ours, Text};

use super::seconds;

/// Addresses that are shown.
const MOST: usize = 3;

pub(super) fn words(network: &Network, host: &Host) -> (Reason, Text, Text) {
    const HOST: &str = "check the host and port in the webhook's address, and the runner's network";
    let what: Text = match network {
        Network::NoConnection(to, within) => {
            text!("no connection to {} in {}", addresses(to), seconds(*within))
        }
        Network::NoHandshake(to, within) => text!(
            "{} accepted the connection, but did not answer the TLS handshake in {}",
            addresses(to),
            seconds(*within)
        ),
        Network::NoRoute(to) => text!("the network has no route to {}", addresses(to)),
        Network::Unresolved => "the portal's host name has no address in DNS".into(),
        Network::Refused => "the portal refused the connection".into(),
        Network::Cut => "the connection to the portal was cut".into(),
        Network::Unreachable => "the portal could not be reached".into(),
        Network::NotHttp => "the answer was not HTTP".into(),
        Network::LongHead => "the answer has more than 16 KiB of headers".into(),
    };
    let advice = match network {
        Network::NoConnection(..) | Network::NoRoute(_) => way_out(host),
        Network::NoHandshake(..) => {
            "check the host and port in the webhook's address; if they are right, a firewall may block this runner"
        }
        Network::Unresolved => {
            "check the host in the webhook's address for typing mistakes, and the runner's DNS"
        }
        Network::Refused => {
            "check the host and port in the webhook's address; if they are right, the portal's web server is down, or a \
             firewall rejects this runner"
        }
        Network::Cut => "run again; if it stays, a proxy or firewall on the way may cut it",
        Network::Unreachable | Network::NotHttp | Network::LongHead => HOST,
    };
    let reason = if matches!(network, Network::NoHandshake(..)) { Reason::Timeout } else { Reason::Network };
    (reason, what, advice.into())
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
        "check the runner's network: does its firewall let this connection out, and does it need a proxy (HTTPS_PROXY)?"
    } else {
        "most often a firewall in front of the portal drops it: let the runner's address in, or use a runner inside that \
         network; check the host, too"
    }
}

/// The hook is not at fault, and nothing is known of the portal.
pub(super) fn of_proxy(proxy: &Proxy, fault: ProxyFault, host: &Host) -> (Reason, Text, Text) {
    let variable = Ours(proxy.variable);
    let did = match fault {
        ProxyFault::Unresolved => Text::from("has no address in DNS"),
        ProxyFault::Refused => "refused the connection".into(),
        ProxyFault::NoConnection(within) => text!("gave no connection in {}", seconds(within)),
        ProxyFault::Silent(within) => {
            text!("opened the connection to the portal, but nothing answered in {}", seconds(within))
        }
        ProxyFault::Unreachable => "could not be reached".into(),
        ProxyFault::Password => "asks for a user and password".into(),
        ProxyFault::Denied => "does not let the connection to the portal through".into(),
        ProxyFault::Cut => "cut the connection before the portal was reached".into(),
        ProxyFault::Lost => {
            "opened the connection to the portal, but it was cut before the portal answered".into()
        }
        ProxyFault::Untrusted => "shows a certificate that is not trusted".into(),
        ProxyFault::Tls => "does not speak TLS".into(),
    };
    let what = text!("the proxy {} ({}) {}", Text::private(&*proxy.host), variable, did);
    let advice = match fault {
        ProxyFault::Unresolved => text!("check the host in {}, and the runner's DNS", variable),
        ProxyFault::Refused | ProxyFault::Unreachable | ProxyFault::Cut => {
            text!("check that the proxy runs, and that {} has the right host and port", variable)
        }
        ProxyFault::NoConnection(_) => text!(
            "{}check that the proxy runs, that this runner can reach it, and that it can reach {}; if it is not needed, name \
             the portal in NO_PROXY",
            proxy.is_tls.then(|| text!("try `http://` in {} unless it is asked over TLS; ", variable)),
            host
        ),
        // Of a wrong password some say that there has to be one (squid), and others refuse (tinyproxy, with 401).
        ProxyFault::Password if proxy.has_user => text!("correct the user and password in {}", variable),
        ProxyFault::Password => {
            text!("write them into {} as `http://user:password@host:port`, from a CI secret", variable)
        }
        ProxyFault::Denied | ProxyFault::Lost | ProxyFault::Silent(_) => text!(
            "ask the proxy's operator to allow connections to {}, and whether it can reach it{}; if it is not needed, name \
             the portal in NO_PROXY",
            host,
            proxy.has_user.then(|| text!("; check the user and password in {}, too", variable))
        ),
        ProxyFault::Tls => {
            text!("write `http://` in {} instead of `https://`: most proxies are asked without TLS", variable)
        }
        ProxyFault::Untrusted => "give the certificate of the proxy's authority as `ca-file`".into(),
    };
    (Reason::Network, what, advice)
}
