//! A portal's answers, all the way to every report.

use b24_ping::testing::scan::{self, Scan};
use b24_ping::testing::{
    Facts, Failure, HookReport, Inputs, Ledger, Policy, Questions, Reply, Report, Status, Target, Text,
    changes, facts as heard, judge, offline,
};

use super::sinks::Sinks;
use super::{parts, rendered, secret};

/// Five texts: a line of switches, the policy, the answer to the batch, that to `app.info`, and code. The
/// switches are two statuses and the words `hidden`, `twice`, `moved`, `login` and `phrased`.
pub fn check(bytes: &[u8], sinks: Sinks) {
    let (hook, redactor) = secret::hook();
    let [switches, policy, batch, app_info, code] = parts::of::<5>(bytes).map(|part| parts::text(&part));
    let on = |word: &str| switches.split_whitespace().any(|other| other == word);
    let mut statuses = switches.split_whitespace().filter_map(|word| word.parse().ok());
    let file = Text::theirs("ci/b24 scopes.yml");
    let mut ledger = Ledger::default();
    let policy = Policy::parse(policy.as_bytes(), &file, &mut ledger);
    let demands = policy.base.clone();
    let methods = demands.methods.iter().map(|rule| rule.demand.clone()).collect::<Vec<_>>();
    let rights = demands.rights.iter().map(|rule| rule.demand).collect::<Vec<_>>();
    let questions = Questions { methods: &methods, rights: &rights };
    let target = if on("moved") {
        Some(Target::Host(app_info.chars().take(200).collect()))
    } else {
        on("login").then_some(Target::Path)
    };
    let phrase: String = if on("phrased") { app_info.chars().take(200).collect() } else { String::new() };
    let reply = |status: Option<u16>, body: String| -> Result<Reply, Failure> {
        let status = status.filter(|status| (100..1000).contains(status)).unwrap_or(200);
        Ok(Reply {
            status: Status { code: status, phrase: phrase.clone() },
            target: target.clone(),
            retry_after: None,
            body,
        })
    };
    let replies = (reply(statuses.next(), batch), reply(statuses.next(), app_info));
    let facts = heard(replies.0, replies.1, questions, redactor);

    let label = hook.label();
    let told = |facts: Facts| {
        let judged = judge(&label, &demands, &facts);
        HookReport::new(&label, &demands, facts, judged)
    };
    let mut hooks = vec![told(facts.clone())];
    if on("twice") {
        hooks.push(told(facts));
    }
    let changes = changes(&Policy::default(), &policy, &Inputs::default(), &file);
    let mut rulings = offline::of_calls(&demands.required, &scanned(&code));
    rulings.extend(offline::of_baseline(&changes, on("strict")));
    let report = Report::of_hooks(hooks, None, ledger.notices);
    let reports = vec![report.clone(), report.with_diff(file, changes).with_repository(rulings)];
    if !on("hidden") {
        return rendered::check(reports, redactor, None, sinks);
    }
    for text in rendered::checked(reports, &redactor.hiding([]), None, sinks) {
        hides(&text);
    }
}

/// Code in a file whose name is its first line.
fn scanned(code: &str) -> Scan {
    let mut scan = Scan::default();
    scan.add(&Text::theirs(code.lines().next().unwrap_or_default()), &scan::calls(code.as_bytes()));
    scan.sorted()
}

/// Wherever the portal wrote its own address, nobody reads it.
fn hides(text: &str) {
    let text = text.to_ascii_lowercase();
    for (at, host) in text.match_indices(secret::HOST) {
        let around = [text[..at].chars().next_back(), text[at + host.len()..].chars().next()];
        assert!(around.iter().flatten().any(|c| c.is_alphanumeric()), "the host is told: {text}");
    }
}
