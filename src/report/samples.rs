//! One report of each kind, which all renderers are tried on. What they make of them stands in
//! `tests/reports`, to be read by people; `SNAPSHOTS=overwrite cargo test` writes it anew.

use std::path::Path;
use std::time::Duration;

use snapbox::Data;

use super::*;
use crate::facts::{Availability, Call, Facts, Owner, Person};
use crate::failure::{Failure, Network, Refusal};
use crate::hook::Label;
use crate::host::Host;
use crate::ledger::{Ledger, Origin, Place};
use crate::policy::{Demands, Policy};
use crate::scope::{Method, Scope};
use crate::verdict::judge;

/// What a hostile portal or file writes into any text that it can.
pub(crate) const NASTY: &str = "::error::x ##[error]x %0A::set-output name=status::passed\n::warning::y|<img src=x>\u{1b}[31m\u{202e}`a`]]>&\"'@all #1 [l](http://x) **b** $x$";

const POLICY: &str = "\
required:
  - crm
  - scope: im
    why: deploy notifications
  - tasks
forbidden: [telephony]
allow-extra: [user_brief]
methods: [crm.deal.list]
portal: acme.bitrix24.com
user: { id: 17, admin: true }
";

fn quote(text: &str) -> Quote {
    Quote::new(text, &Redactor::default())
}

fn label(name: Option<&str>) -> Label {
    let host = Host::parse("acme.bitrix24.com").unwrap();
    Label { name: name.map(str::to_owned), host, user: 17 }
}

fn demands() -> Demands {
    let mut ledger = Ledger::default();
    let policy =
        Policy::parse(POLICY.as_bytes(), &quote("ci/b24 scopes.yml"), &Redactor::default(), &mut ledger);
    assert_eq!(ledger, Ledger::default());
    policy.base
}

fn facts(name: &str, granted: &[&str]) -> Facts {
    let scopes =
        |codes: &[&str]| codes.iter().map(|code| Scope::heard(code, &Redactor::default()).unwrap()).collect();
    let deals = Availability { existing: true, available: granted.contains(&"crm") };
    Facts {
        owner: Owner::Person(Person { id: 17, name: quote(name), admin: Some(true) }),
        license: Some(quote("en_std")),
        granted: Some(scopes(granted)),
        known: Some(scopes(&["crm", "im", "task", "telephony", "user_brief", "disk"])),
        methods: [(Method::parse("crm.deal.list").unwrap(), Ok(deals))].into_iter().collect(),
        attempts: 2,
        elapsed: Duration::from_millis(217),
        ..Facts::default()
    }
}

fn hook(name: Option<&str>, demands: &Demands, facts: Facts) -> HookReport {
    let verdict = judge(&label(name), demands, &facts);
    HookReport::new(&label(name), demands, facts, verdict, false)
}

fn broken() -> Facts {
    let no = Failure::Refused(Refusal {
        code: quote("QUERY_LIMIT_EXCEEDED"),
        text: quote("Too many requests"),
        status: 503,
    });
    Facts {
        failures: vec![(Call::Batch, no), (Call::AppInfo, Failure::Network(Network::Cut))],
        attempts: 4,
        ..Facts::default()
    }
}

fn problems(n: usize) -> Vec<Problem> {
    (1..=n)
        .map(|line| Problem {
            origin: Origin::Line(Place { file: quote(".github/b24-scopes.yml"), line, column: 3 }),
            what: format!("unknown key `{}`", quote(NASTY)),
            advice: "did you mean `required`?".to_owned(),
        })
        .collect()
}

/// Calls of a stranger's code against the policy: one that it covers, one that it does not, under a bad name.
fn repository(demands: &Demands) -> Vec<crate::verdict::Ruling> {
    let mut scan = crate::scan::Scan::default();
    let code = "call('crm.deal.list');\ncall('user.get'); call('task.item.add');";
    let found = crate::scan::calls(code.as_bytes());
    scan.add(&quote(&format!("src/{NASTY}")), &found, &Redactor::default());
    crate::verdict::code::rulings(&demands.required, &scan)
}

impl Report {
    /// Beside a baseline that demands more and less, in words of a stranger's.
    fn beside(self, head: &Demands) -> Self {
        let read = |text: &str| {
            Policy::parse(text.as_bytes(), &quote("base.yml"), &Redactor::default(), &mut Ledger::default())
        };
        let base = read(
            "required: [crm, { scope: disk, why: \"files ::error::x\" }]\nextra: fail\nscan: { exclude: [\"``` **/<x>\"] }\n",
        );
        let head = Policy { base: head.clone(), ..Policy::default() };
        let changes = crate::policy::diff::changes(&base, &head, &quote("ci/b24 scopes.yml"));
        let rulings = verdict::baseline::rulings(&changes, true);
        self.with_diff(quote("base.yml"), changes).with_repository(rulings)
    }
}

/// A report of each kind, by name.
pub(crate) fn all() -> Vec<(&'static str, Report)> {
    let demands = demands();
    let good = ["crm", "im", "tasks", "user_brief"];
    let bad = ["crm", "telephony", "user_brief", "disk", "x|[y]<z>"];
    let notice = || {
        vec![Problem {
            origin: Origin::Input("hook"),
            what: "the slash at the end is missing".into(),
            advice: String::new(),
        }]
    };
    let passed = Report::of_hooks(vec![hook(None, &demands, facts("Rita O'Hara", &good))], None, notice());
    let failed = Report::of_hooks(vec![hook(None, &demands, facts(NASTY, &bad))], None, vec![]);
    let unreachable = Report::of_hooks(vec![hook(None, &demands, broken())], None, vec![]);
    let interrupted = Report::of_hooks(vec![hook(None, &demands, broken())], Some(15), vec![]);
    let several = vec![
        hook(Some("staging"), &demands, facts("Rita", &good)),
        hook(None, &demands, facts(NASTY, &bad)),
        hook(Some("prod"), &demands, broken()),
    ];
    let mut reports = vec![
        ("passed", passed),
        ("failed", failed),
        ("unreachable", unreachable),
        ("interrupted", interrupted),
        ("several", Report::of_hooks(several, None, vec![])),
        ("misconfigured", Report::misconfigured(Reason::Config, problems(14), notice())),
        (
            "code",
            Report::offline(Outcome::Skipped, "the live check was skipped".into(), vec![])
                .with_repository(repository(&demands)),
        ),
        (
            "weakened",
            Report::of_hooks(vec![hook(None, &demands, facts("Rita", &bad))], None, vec![]).beside(&demands),
        ),
        ("skipped", Report::offline(Outcome::Skipped, "the live check was skipped".into(), notice())),
    ];
    for (_, report) in &mut reports {
        report.policy = Some(quote("ci/b24 scopes.yml"));
        report.source = Some("https://github.com/acme/app/blob/0123abc".to_owned());
        report.elapsed = Duration::from_millis(230);
    }
    reports
}

/// Compares a rendering of every sample with what stands in `tests/reports`.
pub(crate) fn compare(ending: &str, render: impl Fn(&Report) -> String) {
    for (name, report) in all() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reports/{name}.{ending}"));
        let text = render(&report).replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        snapbox::assert_data_eq!(text, Data::read_from(&path, None).raw());
    }
}
