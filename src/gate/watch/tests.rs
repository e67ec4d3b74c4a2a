use zeroize::Zeroizing;

use super::*;
use crate::hook::{ReadAs, hooks};
use crate::ledger::Ledger;
use crate::portal::failure::{Proxy, Refusal};

const ADDRESSES: &str =
    "https://a.bitrix24.com/rest/1/k3v9x0q2m7t4b1za/\nhttps://b.bitrix24.com/rest/1/p0v9x0q2m7t4b1zb/";

const APP_INFO: usize = 0;
const BATCH: usize = 1;

fn listed() -> Vec<Hook> {
    hooks(&Zeroizing::new(ADDRESSES.to_owned()), ReadAs::Value, &mut Ledger::default())
}

fn request(call: usize, attempt: u32) -> Request {
    Request { method: "batch", call, attempt, most: 4 }
}

/// Longer than any test takes, so that what is left of it begins alike.
const PAUSE: Duration = Duration::from_secs(3600);

/// Ends an attempt, with a pause if there is a failure.
fn end(of: &OfHook<'_>, request: Request, failure: Option<&Failure>) {
    let next = failure.map(|_| Next::After(PAUSE));
    let failure = failure.map(|failure| (failure, 1));
    let way = Way::default();
    let took = Duration::from_millis(5);
    of.see(request, Step::Ended(Ending { way: &way, status: None, failure, commands: 1, took, next }));
}

/// Runs it with what is shown, and the two hooks.
fn watch(run: impl FnOnce(&dyn Fn() -> String, &OfHook<'_>, &OfHook<'_>)) {
    let (progress, redactor, listed) = (Progress::hidden(2), Redactor::default(), listed());
    let watch = Watch {
        progress: &progress,
        redactor: &redactor,
        verbose: false,
        several: false,
        waits: RefCell::default(),
    };
    let [one, other] = [&listed[0], &listed[1]].map(|hook| OfHook { watch: &watch, hook });
    run(&|| progress.awaited().unwrap_or_default(), &one, &other);
}

#[test]
fn a_call_that_ends_leaves_the_pause_of_another_in_sight() {
    let code = Refusal { code: "QUERY_LIMIT_EXCEEDED".to_owned(), text: String::new(), status: Some(503) };
    let limited = Failure::Refused(code);
    watch(|shown, one, _| {
        one.see(request(APP_INFO, 1), Step::Sent);
        one.see(request(BATCH, 1), Step::Sent);
        end(one, request(BATCH, 1), Some(&limited));
        assert_eq!(shown(), "attempt 1 of 4: waiting for the answer", "app.info is the oldest");
        end(one, request(APP_INFO, 1), None);
        let pausing = shown();
        assert!(pausing.starts_with("attempt 1 of 4, next in 3"), "{pausing}");
        assert!(pausing.ends_with(" s: QUERY_LIMIT_EXCEEDED"), "{pausing}");
        one.see(request(BATCH, 2), Step::Sent);
        assert_eq!(shown(), "attempt 2 of 4: waiting for the answer");
        end(one, request(BATCH, 2), None);
        assert_eq!(shown(), "");
    });
}

#[test]
fn a_younger_pause_hides_no_older_one() {
    let (refused, cut) = (Failure::Network(Network::Refused), Failure::Network(Network::Cut));
    watch(|shown, one, other| {
        one.see(request(BATCH, 1), Step::Sent);
        other.see(request(BATCH, 1), Step::Sent);
        end(one, request(BATCH, 1), Some(&refused));
        end(other, request(BATCH, 1), Some(&cut));
        assert!(shown().ends_with(": connection refused"), "{}", shown());
        one.see(request(BATCH, 2), Step::Sent);
        assert_eq!(shown(), "attempt 2 of 4: waiting for the answer", "it is still the oldest");
        end(one, request(BATCH, 2), None);
        assert!(shown().ends_with(": connection cut"), "{}", shown());
        end(other, request(BATCH, 1), None);
        assert_eq!(shown(), "");
    });
}

#[test]
fn a_webhook_that_is_given_up_in_a_pause_hides_no_other() {
    watch(|shown, one, other| {
        one.see(request(BATCH, 1), Step::Sent);
        end(one, request(BATCH, 1), Some(&Failure::Network(Network::Cut)));
        other.see(request(BATCH, 1), Step::Sent);
        one.done();
        assert_eq!(shown(), "attempt 1 of 4: waiting for the answer");
        other.done();
        assert_eq!(shown(), "");
    });
}

#[test]
fn each_fault_of_a_proxy_has_its_words() {
    use ProxyFault::{
        Cut, Denied, Lost, NoConnection, Password, Refused, Silent, Tls, Unreachable, Unresolved, Untrusted,
    };
    let faults = [Unresolved, Refused, NoConnection(PAUSE), Silent(PAUSE), Unreachable, Password];
    let faults = faults.into_iter().chain([Denied, Cut, Lost, Untrusted, Tls]);
    let of = |fault| {
        let (host, variable) = ("proxy.example:3128".to_owned(), "HTTPS_PROXY");
        let proxy = Proxy { host, variable, has_user: false, is_tls: false };
        short(&Failure::Proxy(proxy, fault)).reveal()
    };
    let words = faults.map(of).collect::<Vec<_>>();
    assert!(words.contains(&"the proxy refused the connection".to_owned()), "{words:?}");
    for (index, one) in words.iter().enumerate() {
        assert!(one.contains("proxy") && !words[..index].contains(one), "{one}");
    }
}
