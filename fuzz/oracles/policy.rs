//! A policy, and what differs between two of them.

use b24_ping::testing::{
    Change, ChangeKind, HookReport, Inputs, Ledger, Outcome, Policy, Problem, Quote, Reason, Redactor,
    Report, Rule, Seal, Text, changes, judge, offline,
};

use super::sinks::Sinks;
use super::{parts, rendered, secret};

/// Two texts: the base branch's policy, and the one beside it.
pub fn check(bytes: &[u8], sinks: Sinks) {
    let (hook, redactor) = secret::hook();
    let [base, head] = parts::of::<2>(bytes);
    let texts = [base, head];
    let read = texts.each_ref().map(|bytes| parse(bytes));
    for (bytes, (policy, ledger)) in texts.iter().zip(&read) {
        assert_eq!((policy, ledger), (&parse(bytes).0, &parse(bytes).1));
        places(bytes, ledger, redactor);
        if ledger.problems.is_empty() {
            assert!(
                changes(policy, policy, &Inputs::default(), &file()).is_empty(),
                "it differs from itself"
            );
        } else {
            let report =
                Report::misconfigured(Reason::Config, ledger.problems.clone(), ledger.notices.clone());
            rendered::check(vec![report], redactor, std::str::from_utf8(bytes).ok(), sinks);
        }
    }
    let [(base, wrong), (head, wrong_too)] = read;
    if !wrong.problems.is_empty() || !wrong_too.problems.is_empty() {
        return;
    }
    let changes = compared(&base, &head, redactor);
    let label = hook.label();
    let facts = secret::answered();
    let judged = judge(&label, &head.base, &facts);
    let hooks = vec![HookReport::new(&label, &head.base, facts, judged)];
    let rulings = offline::of_baseline(&changes, true);
    let reports = [Report::of_hooks(hooks, None, vec![]), Report::offline(Outcome::Passed, "", vec![])];
    let reports =
        reports.map(|report| report.with_diff(file(), changes.clone()).with_repository(rulings.clone()));
    rendered::check(reports.to_vec(), redactor, None, sinks);
}

fn file() -> Text {
    Text::theirs("ci/b24 scopes.yml")
}

fn parse(bytes: &[u8]) -> (Policy, Ledger) {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(bytes, &file(), &mut ledger);
    (policy, ledger)
}

/// A text of ours that must be a policy without mistakes.
pub fn is_well_formed(bytes: &[u8]) {
    let (_, ledger) = parse(bytes);
    assert_eq!(ledger, Ledger::default(), "{}", parts::text(bytes));
}

/// Every problem points into the text, in the order of the text, and few enough are told.
fn places(bytes: &[u8], ledger: &Ledger, redactor: &Redactor) {
    let text = parts::text(bytes);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n").replace('\r', "\n");
    let lines = text.split('\n').map(|line| line.chars().count()).collect::<Vec<_>>();
    for told in [&ledger.problems, &ledger.warnings, &ledger.notices] {
        assert!(told.len() <= 51);
        let places = told.iter().filter_map(|problem| problem.origin.place()).collect::<Vec<_>>();
        for place in &places {
            let length =
                lines.get(place.line - 1).unwrap_or_else(|| panic!("no such line: {place:?}\n{text}"));
            assert!((1..=length + 1).contains(&place.column), "no such column: {place:?}\n{text}");
        }
        assert!(places.is_sorted_by_key(|place| (place.line, place.column)));
        let told = told.clone().seal(redactor);
        assert!(told.iter().all(is_one_line), "{told:?}");
    }
}

fn is_one_line(problem: &Problem<Quote>) -> bool {
    !problem.to_string().contains(|c: char| c.is_control())
}

/// What differs, in both directions: a change one way is one the other way as well.
fn compared(base: &Policy, head: &Policy, redactor: &Redactor) -> Vec<Change> {
    let (changes, back) =
        (changes(base, head, &Inputs::default(), &file()), changes(head, base, &Inputs::default(), &file()));
    assert_eq!(changes.is_empty(), back.is_empty(), "{changes:#?}\n{back:#?}");
    let count = |changes: &[Change], kind| changes.iter().filter(|change| change.kind == kind).count();
    assert_eq!(
        count(&changes, ChangeKind::Added),
        count(&back, ChangeKind::Weakened),
        "{changes:#?}\n{back:#?}"
    );
    assert_eq!(
        count(&changes, ChangeKind::Weakened),
        count(&back, ChangeKind::Added),
        "{changes:#?}\n{back:#?}"
    );
    for change in &changes {
        for line in change.lines().collect::<Vec<_>>().seal(redactor) {
            let line = line.as_str();
            assert!(line.starts_with("- ") || line.starts_with("+ "), "{line:?}");
            assert!(!line.contains(|c: char| c.is_control()), "{line:?}");
        }
    }
    if demanded(base) == demanded(head) {
        assert!(changes.is_empty(), "nothing else is demanded: {changes:#?}");
    }
    changes
}

/// All that is demanded, without places and reasons.
fn demanded(policy: &Policy) -> Vec<String> {
    fn told<T: std::fmt::Debug>(key: &str, rules: &[Rule<T>]) -> Vec<String> {
        rules.iter().map(|rule| format!("{key} {:?} {}", rule.demand, rule.keep)).collect()
    }
    let hooks = policy.hooks.iter().map(|hook| (hook.name.as_str(), &hook.demands));
    let mut all = Vec::new();
    for (name, demands) in [("", &policy.base)].into_iter().chain(hooks) {
        all.push(format!("hook {name}"));
        all.extend(told("required", &demands.required));
        all.extend(told("forbidden", &demands.forbidden));
        all.extend(told("allow-extra", &demands.allow_extra));
        all.extend(told("methods", &demands.methods));
        all.extend(told("extra", demands.extra.as_slice()));
        all.extend(told("portal", demands.portal.as_slice()));
        all.extend(told("user", demands.user_id.as_slice()));
        all.extend(told("admin", demands.admin.as_slice()));
    }
    all.extend(told("paths", &policy.code.paths));
    all.extend(told("exclude", &policy.code.exclude));
    all.extend(told("ignore-methods", &policy.code.ignore_methods));
    all
}
