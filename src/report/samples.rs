//! One report of each kind, for all renderers. Their output is in `tests/reports`, to be read by people;
//! `SNAPSHOTS=overwrite cargo test` rewrites it.

use std::path::Path;
use std::time::Duration;

use snapbox::Data;

use super::*;
use crate::hook::Label;
use crate::host::Host;
use crate::knowledge::rights::Right;
use crate::ledger::{Ledger, Origin, Place};
use crate::policy::{Demands, Policy};
use crate::portal::facts::{Availability, Call, Facts, Listed, Owner, Person, Proof};
use crate::portal::failure::{Failure, Network, Refusal};
use crate::scope::{MethodName, Scope};
use crate::verdict::{self, judge};

/// What a hostile portal or file may put into any text.
pub(crate) const NASTY: &str = "::error::x ##[error]x %0A::set-output name=status::passed\n::warning::y|<img src=x>\u{1b}[31m\u{202e}`a`]]>&\"'@all #1 [l](http://x) **b** $x$ www.x.yz a@x.yz {0}";

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
rights: [crm.deal, { right: crm.type.1032, why: contracts }]
";

fn label(name: Option<&str>) -> Label {
    let host = Host::parse("acme.bitrix24.com").unwrap();
    Label { name: name.map(str::to_owned), host, user: 17 }
}

fn demands() -> Demands {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(POLICY.as_bytes(), &Text::theirs("ci/b24 scopes.yml"), &mut ledger);
    assert_eq!(ledger, Ledger::default());
    policy.base
}

fn facts(name: &str, granted: &[&str]) -> Facts {
    let scopes = |codes: &[&str]| codes.iter().map(|code| Scope::as_sent(code).unwrap()).collect();
    let deals = Availability { existing: true, available: granted.contains(&"crm") };
    let of_deals = if granted.contains(&"crm") { Proof::Held } else { Proof::Closed };
    let of_type = if granted.contains(&"disk") { Proof::Denied } else { of_deals };
    let proofs = [("crm.deal", of_deals), ("crm.type.1032", of_type)];
    Facts {
        owner: Owner::Person(Person { id: 17, name: name.to_owned(), admin: Some(true) }),
        license: Some("en_std".to_owned()),
        scope: Listed::Codes(scopes(granted)),
        known: Some(scopes(&["crm", "im", "task", "telephony", "user_brief", "disk"])),
        methods: [(MethodName::parse("crm.deal.list").unwrap(), Ok(deals))].into_iter().collect(),
        rights: proofs.into_iter().map(|(right, proof)| (Right::parse(right).unwrap(), Ok(proof))).collect(),
        attempts: 2,
        elapsed: Duration::from_millis(217),
        ..Facts::default()
    }
}

fn hook(name: Option<&str>, demands: &Demands, facts: Facts) -> HookReport {
    let verdict = judge(&label(name), demands, &facts);
    HookReport::new(&label(name), demands, facts, verdict)
}

fn broken() -> Facts {
    let no = Failure::Refused(Refusal {
        code: "QUERY_LIMIT_EXCEEDED".to_owned(),
        text: "Too many requests".to_owned(),
        status: Some(503),
    });
    Facts {
        failures: vec![(Call::Batch, no), (Call::AppInfo, Failure::Network(Network::Cut))],
        attempts: 4,
        ..Facts::default()
    }
}

fn problems(n: usize) -> Vec<Problem> {
    (1..=n)
        .map(|line| {
            let place = Place { file: Text::theirs(".github/b24-scopes.yml"), line, column: 3 };
            Problem::new(Origin::Line(place), text!("unknown key `{}`", NASTY), "did you mean `required`?")
        })
        .collect()
}

/// Calls of a stranger's code: one that the policy covers, one that it does not, in a file with a hostile
/// name.
fn repository(demands: &Demands) -> Vec<crate::verdict::Ruling> {
    let mut scan = crate::scan::Scan::default();
    let code = "call('crm.deal.list');\ncall('user.get'); call('task.item.add');";
    let found = crate::scan::calls(code.as_bytes());
    scan.add(&Text::theirs(format!("src/{NASTY}")), &found);
    crate::verdict::calls::rulings(&demands.required, &scan)
}

impl Report {
    /// With a baseline that demands more and less, in hostile words.
    fn beside(self, head: &Demands) -> Self {
        let read =
            |text: &str| Policy::parse(text.as_bytes(), &Text::theirs("base.yml"), &mut Ledger::default());
        let base = read(
            "required: [crm, { scope: disk, why: \"files ::error::x\" }]\nextra: fail\nscan: { exclude: [\"``` **/<x>\"] }\n",
        );
        let head = Policy { base: head.clone(), ..Policy::default() };
        let changes = crate::policy::diff::changes(
            &base,
            &head,
            &crate::policy::diff::Inputs::default(),
            &Text::theirs("ci/b24 scopes.yml"),
        );
        let rulings = verdict::baseline::rulings(&changes, true);
        self.with_diff(Text::theirs("base.yml"), changes).with_repository(rulings)
    }
}

/// A report of each kind, by name.
pub(crate) fn all() -> Vec<(&'static str, Report)> {
    let demands = demands();
    let good = ["crm", "im", "tasks", "user_brief"];
    let bad = ["crm", "telephony", "user_brief", "disk", "x|[y]<z>"];
    let notice = || vec![Problem::new(Origin::input("hook"), "the slash at the end is missing", "")];
    let passed = Report::of_hooks(vec![hook(None, &demands, facts("Rita O'Hara", &good))], None, notice());
    let passed = passed.warned(problems(1));
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
            Report::offline(Outcome::Skipped, "the live check was skipped", vec![])
                .with_repository(repository(&demands)),
        ),
        (
            "weakened",
            Report::of_hooks(vec![hook(None, &demands, facts("Rita", &bad))], None, vec![]).beside(&demands),
        ),
        ("skipped", Report::offline(Outcome::Skipped, "the live check was skipped", notice())),
    ];
    for (_, report) in &mut reports {
        report.policy = Some(Text::theirs("ci/b24 scopes.yml"));
        report.source = Some(Text::theirs("https://github.com/acme/app/blob/0123abc"));
        report.documentation = Some(Text::theirs("https://github.com/acme/b24-ping/blob/v1/docs/reasons.md"));
        report.elapsed = Duration::from_millis(230);
    }
    reports
}

/// The same, sealed without secrets.
pub(crate) fn sealed() -> Vec<(&'static str, Sealed)> {
    all().into_iter().map(|(name, report)| (name, report.plain())).collect()
}

/// Webhooks beside the code: both fail, and both pass with warnings on the code.
pub(crate) fn beside_code() -> [(&'static str, Sealed); 2] {
    let of = |name: &str| all().into_iter().find(|(known, _)| *known == name).unwrap().1;
    let mut mild = of("code").repository;
    let severity = |ruling: &Ruling| ruling.finding.as_ref().map(|finding| finding.severity);
    mild.retain(|ruling| severity(ruling) != Some(Severity::Error));
    let notices = mild.iter_mut().filter_map(|ruling| ruling.finding.as_mut());
    notices.for_each(|finding| finding.severity = Severity::Warning);
    let both = of("failed").with_repository(of("code").repository);
    [("both", both.plain()), ("mild", of("passed").with_repository(mild).plain())]
}

/// Compares a rendering of every sample with the file in `tests/reports`.
pub(crate) fn compare(ending: &str, render: impl Fn(&Sealed) -> String) {
    for (name, report) in sealed() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/reports/{name}.{ending}"));
        let text = render(&report).replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
        snapbox::assert_data_eq!(text, Data::read_from(&path, None).raw());
    }
}
