//! The pure functions that a run spends its time in, at sizes that tell whether each is linear. With
//! `cargo bench --bench hot` for the numbers of single ones; `benches/hot.sh` makes the table of the cost of an item.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::time::Duration;

use b24_ping::testing::{
    Demands, Facts, Hook, HookReport, Host, Label, Ledger, Listed, Owner, Person, Policy, Questions, ReadAs,
    Redactor, Reply, Report, Scope, Sealed, Text, facts as heard, hooks as hooks_of, judge, redactor, render,
    v1,
};
use divan::{Bencher, black_box};
use serde_json::json;
use zeroize::Zeroizing;

const SIZES: [usize; 4] = [1, 100, 1000, 10_000];

/// A policy may have a thousand rules, and an answer as many scopes; what is longer is refused.
const LIMITED: [usize; 4] = [1, 10, 100, 1000];

/// How many rules there are where only the number of hooks matters.
const FEW: usize = 1;

fn main() {
    divan::main();
}

/// The text of a policy that requires so many scopes. One starts with another letter than those of a portal, so
/// that neither is held by it.
fn text(rules: usize) -> String {
    let mut text = "extra: ignore\nrequired:\n".to_owned();
    for number in 0..rules {
        writeln!(text, "- scope: r{number:05}\n  why: deploy notifications").expect("a string takes all");
    }
    text
}

fn policy(text: &str) -> Policy {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &Text::theirs("policy.yml"), &mut ledger);
    assert_eq!(ledger, Ledger::default());
    policy
}

/// More rules than one policy may have, on lines of their own.
fn demands(rules: usize) -> Demands {
    let mut demands = policy(&text(rules.min(LIMITED[3]))).base;
    let first = demands.required[0].clone();
    demands.required.resize(rules, first);
    for (number, rule) in demands.required.iter_mut().enumerate() {
        rule.demand = Scope::parse(&format!("r{number:05}")).expect("a scope");
    }
    demands
}

fn codes(letter: char, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{letter}{number:05}")).collect()
}

fn scopes(codes: &[String]) -> BTreeSet<Scope> {
    codes.iter().map(|code| Scope::parse(code).expect("a scope")).collect()
}

/// A portal that knows what is required, or so many other scopes, and has granted none of it.
fn facts(known: &[String]) -> Facts {
    Facts {
        owner: Owner::Person(Person { id: 17, name: "Rita O'Hara".to_owned(), admin: Some(false) }),
        license: Some("en_std".to_owned()),
        scope: Listed::Codes(scopes(&codes('g', 4))),
        known: Some(scopes(known)),
        attempts: 1,
        elapsed: Duration::from_millis(217),
        ..Facts::default()
    }
}

fn label(number: usize) -> Label {
    let host = Host::parse(&format!("portal-{number}.bitrix24.com")).expect("a host");
    Label { name: Some(format!("hook-{number}")), host, user: 17 }
}

/// So many hooks, each without so many scopes that it needs.
fn report(hooks: usize, findings: usize) -> Report {
    let demands = demands(findings);
    let facts = facts(&codes('r', findings));
    let of_hook = |number| {
        let label = label(number);
        let verdict = judge(&label, &demands, &facts);
        assert_eq!(verdict.findings().count(), findings);
        HookReport::new(&label, &demands, facts.clone(), verdict)
    };
    let mut report = Report::of_hooks((0..hooks).map(of_hook).collect(), None, Vec::new());
    report.policy = Some(Text::theirs("policy.yml"));
    report.source = Some(Text::theirs("https://github.com/acme/app/blob/0123abc"));
    report
}

/// The list that a secret with so many hooks holds.
fn list(hooks: usize) -> Zeroizing<String> {
    let mut list = String::new();
    for number in 0..hooks {
        writeln!(list, "hook-{number}=https://portal-{number}.bitrix24.com/rest/17/k3v9x0q2m7{number:06}/")
            .expect("a string takes all");
    }
    Zeroizing::new(list)
}

fn read(list: &Zeroizing<String>) -> Vec<Hook> {
    let mut ledger = Ledger::default();
    let hooks = hooks_of(list, ReadAs::File, &mut ledger);
    assert_eq!(ledger, Ledger::default());
    hooks
}

/// What is read and judged.
#[divan::bench_group(max_time = 1)]
mod verdict {
    #[expect(clippy::wildcard_imports, reason = "a group's name in the table, and no module of its own")]
    use super::*;

    #[divan::bench(args = LIMITED)]
    fn policy_parse(bencher: Bencher, rules: usize) {
        let text = text(rules);
        bencher.bench(|| policy(black_box(&text)));
    }

    /// The inputs' demands on top of as many of the policy's.
    #[divan::bench(args = LIMITED)]
    fn demands_joined(bencher: Bencher, rules: usize) {
        let (policy, mut inputs) = (demands(rules), demands(rules));
        for rule in &mut inputs.required {
            rule.demand = Scope::parse(&format!("i{}", rule.demand.as_str())).expect("a scope");
        }
        bencher.bench(|| black_box(&policy).joined(black_box(&inputs)));
    }

    #[divan::bench(args = LIMITED)]
    fn answer_parse(bencher: Bencher, scopes: usize) {
        let granted = codes('g', scopes);
        let result = json!({
            "profile": { "ID": "17", "ADMIN": false, "NAME": "Rita", "LAST_NAME": "O'Hara" },
            "scope": granted,
            "full": granted,
        });
        let batch = json!({ "result": {
            "result": result, "result_error": [], "result_total": [], "result_next": [], "result_time": [],
        } });
        let app = json!({ "result": { "LICENSE": "en_std" } });
        let reply = |body: String| Ok(Reply { status: 200.into(), target: None, retry_after: None, body });
        let redactor = Redactor::default();
        bencher.with_inputs(|| (reply(batch.to_string()), reply(app.to_string()))).bench_values(
            |(batch, app)| {
                let facts = heard(batch, app, Questions::default(), &redactor);
                assert!(matches!(&facts.scope, Listed::Codes(codes) if codes.len() == scopes));
                facts
            },
        );
    }

    #[divan::bench(args = SIZES)]
    fn judge_missing(bencher: Bencher, rules: usize) {
        let (label, demands, facts) = (label(1), demands(rules), facts(&codes('r', rules)));
        bencher.bench(|| judge(&label, black_box(&demands), black_box(&facts)));
    }

    /// The portal knows none of them, but as many others to compare them with.
    #[divan::bench(args = SIZES)]
    fn judge_misspelt(bencher: Bencher, rules: usize) {
        let (label, demands, facts) = (label(1), demands(rules), facts(&codes('k', rules)));
        bencher.bench(|| judge(&label, black_box(&demands), black_box(&facts)));
    }

    #[divan::bench(args = SIZES)]
    fn hooks_read(bencher: Bencher, hooks: usize) {
        let list = list(hooks);
        bencher.bench(|| read(black_box(&list)));
    }

    #[divan::bench(args = SIZES)]
    fn redactor_built(bencher: Bencher, hooks: usize) {
        let hooks = read(&list(hooks));
        bencher.bench(|| redactor(black_box(&hooks), Vec::new()));
    }
}

/// Every rendering of one report.
macro_rules! renderers {
    ($name:ident, $about:literal, $report:expr) => {
        #[doc = $about]
        #[divan::bench_group(max_time = 1)]
        mod $name {
            use super::*;

            fn bench(bencher: Bencher, size: usize, render: fn(&Sealed) -> String) {
                let of: fn(usize) -> Report = $report;
                let report = of(size).sealed(&Redactor::default()).0;
                bencher.bench(|| render(black_box(&report)));
            }

            #[divan::bench(args = SIZES)]
            fn sealed(bencher: Bencher, size: usize) {
                let of: fn(usize) -> Report = $report;
                let report = of(size);
                let redactor = redactor(&read(&list(report.hooks.len())), Vec::new());
                bencher.with_inputs(|| report.clone()).bench_values(|report| report.sealed(&redactor));
            }

            #[divan::bench(args = SIZES)]
            fn console(bencher: Bencher, size: usize) {
                bench(bencher, size, |report| render::console(report, &render::Look::default()));
            }

            #[divan::bench(args = SIZES)]
            fn summary(bencher: Bencher, size: usize) {
                bench(bencher, size, render::summary);
            }

            #[divan::bench(args = SIZES)]
            fn outputs(bencher: Bencher, size: usize) {
                bench(bencher, size, |report| render::outputs(report, "5f3a9c1e"));
            }

            #[divan::bench(args = SIZES)]
            fn json(bencher: Bencher, size: usize) {
                bench(bencher, size, v1::render);
            }

            #[divan::bench(args = SIZES)]
            fn junit(bencher: Bencher, size: usize) {
                bench(bencher, size, render::junit);
            }

            #[divan::bench(args = SIZES)]
            fn github(bencher: Bencher, size: usize) {
                bench(bencher, size, |report| render::github(report, Some("/work")));
            }

            #[divan::bench(args = SIZES)]
            fn azure(bencher: Bencher, size: usize) {
                bench(bencher, size, |report| render::azure(report, Some("/work"), None));
            }

            #[divan::bench(args = SIZES)]
            fn sarif(bencher: Bencher, size: usize) {
                bench(bencher, size, |report| render::sarif(report, Some("/work")));
            }

            #[divan::bench(args = SIZES)]
            fn dotenv(bencher: Bencher, size: usize) {
                bench(bencher, size, render::dotenv);
            }
        }
    };
}

renderers!(of_findings, "One hook with so many findings.", |findings| report(1, findings));
renderers!(of_hooks, "So many hooks with a finding each.", |hooks| report(hooks, FEW));
