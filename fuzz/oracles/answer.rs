//! A portal's answers, all the way to every report.

use b24_ping::facts::Facts;
use b24_ping::failure::Failure;
use b24_ping::ledger::Ledger;
use b24_ping::policy::{Policy, diff};
use b24_ping::portal::{self, Reply};
use b24_ping::quote::{Quote, Redactor};
use b24_ping::report::{HookReport, Report};
use b24_ping::scan::{self, Scan};
use b24_ping::verdict;

use super::{parts, rendered, secret};

/// Five texts: a line of switches, the policy, the answer to the batch, that to `app.info`, and code. The
/// switches are two statuses and the words `hidden`, `twice` and `moved`.
pub fn check(bytes: &[u8]) {
    let (hook, redactor) = secret::hook();
    let [switches, policy, batch, app_info, code] = parts::of::<5>(bytes).map(|part| parts::text(&part));
    let on = |word: &str| switches.split_whitespace().any(|other| other == word);
    let mut statuses = switches.split_whitespace().filter_map(|word| word.parse().ok());
    let file = Quote::new("ci/b24 scopes.yml", &redactor);
    let mut ledger = Ledger::default();
    let policy = Policy::parse(policy.as_bytes(), &file, &redactor, &mut ledger);
    let demands = policy.base.clone();
    let methods = demands.methods.iter().map(|rule| rule.demand.clone()).collect::<Vec<_>>();
    let moved = on("moved").then(|| app_info.chars().take(200).collect());
    let reply = |status: Option<u16>, body: String| -> Result<Reply, Failure> {
        let status = status.filter(|status| (100..1000).contains(status)).unwrap_or(200);
        Ok(Reply { status, moved_to: moved.clone(), retry_after: None, body })
    };
    let replies = (reply(statuses.next(), batch), reply(statuses.next(), app_info));
    let facts = portal::facts(replies.0, replies.1, &methods, &redactor);
    plain(&facts);

    let label = hook.label();
    let told = |facts: Facts| {
        let judged = verdict::judge(&label, &demands, &facts);
        HookReport::new(&label, &demands, facts, judged, on("hidden"))
    };
    let mut hooks = vec![told(facts.clone())];
    if on("twice") {
        hooks.push(told(facts));
    }
    let changes = diff::changes(&Policy::default(), &policy, &file);
    let mut rulings = verdict::code::rulings(&demands.required, &scanned(&code, &redactor));
    rulings.extend(verdict::baseline::rulings(&changes, on("strict")));
    let report = Report::of_hooks(hooks, None, ledger.notices);
    if on("hidden") {
        hides(report.clone(), &redactor);
    }
    rendered::check(report.clone(), &redactor, None);
    rendered::check(report.with_diff(file, changes).with_repository(rulings), &redactor, None);
}

/// Code in a file whose name is its first line.
fn scanned(code: &str, redactor: &Redactor) -> Scan {
    let mut scan = Scan::default();
    let name = Quote::new(code.lines().next().unwrap_or_default(), redactor);
    scan.add(&name, &scan::calls(code.as_bytes()), redactor);
    scan.sorted()
}

/// Wherever the portal wrote its own address, nobody reads it. What the policy and scopes are named after is
/// not the portal's to say.
fn hides(mut report: Report, redactor: &Redactor) {
    report.scrub(redactor);
    let texts = report.hooks.iter().flat_map(|hook| {
        let findings = hook.rulings.iter().filter_map(|ruling| ruling.finding.as_ref());
        let said = findings.flat_map(|finding| [finding.what.clone(), finding.advice.clone()]);
        said.chain(hook.portal.clone()).chain(hook.license.as_ref().map(ToString::to_string))
    });
    for text in texts.chain([report.headline.clone()]) {
        let text = text.to_ascii_lowercase();
        for (at, host) in text.match_indices(secret::HOST) {
            let around = [text[..at].chars().next_back(), text[at + host.len()..].chars().next()];
            assert!(around.iter().flatten().any(|c| c.is_alphanumeric()), "the host is told: {text}");
        }
    }
}

/// The facts hold no secret, in whatever the portal wrote.
fn plain(facts: &Facts) {
    secret::is_absent("the facts", &format!("{facts:?}"));
}
