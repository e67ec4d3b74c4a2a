//! A secret that has got into every text of a report is in none of its renderings.

use std::time::Duration;

use b24_ping::testing::render::{self, FORMATS, Format, Look, Surroundings};
use b24_ping::testing::scan::{Committed, History, Leak, Omitted, Scan, Sighting, Sign, SignKind, Unknown};
use b24_ping::testing::{
    About, Aspect, ChangeKind, ChangeReport, Demand, Diff, Finding, HOOK, Headline, HookReport, Lead,
    Listing, Needs, Origin, Outcome, PersonReport, Place, Problem, Reason, Redactor, Report, Ruling, Seal,
    Severity, Standing, Subject, Text, Writer, matrix, snapshot, whole,
};
use proptest::prelude::*;

use super::config;
use super::links;
use super::seal::{readable, redactor, spelled};

const OUTCOMES: [Outcome; 5] =
    [Outcome::Passed, Outcome::Failed, Outcome::Skipped, Outcome::Misconfigured, Outcome::Interrupted(15)];

/// A report in each text of which stands this one. A field that is new does not compile until it is here.
fn report(text: &Text, outcome: Outcome, hooks: usize) -> Report {
    let text = || text.clone();
    let line = || Origin::Line(Place { file: text(), line: 1, column: 1 });
    let origins = || [line(), Origin::file(text()), Origin::setting(text()), Origin::input(HOOK)];
    let ruling = |kind, value: Option<Text>, origin| Ruling {
        subject: Subject { kind, value },
        standing: Standing::Broken,
        origin: Some(origin),
        why: Some(text()),
        finding: Some(Finding {
            reason: Reason::ScopeMissing,
            severity: Severity::Error,
            what: text(),
            advice: text(),
        }),
    };
    let rulings = || {
        let kinds = [
            Aspect::Required,
            Aspect::Forbidden,
            Aspect::Extra,
            Aspect::Method,
            Aspect::Right,
            Aspect::Declared,
        ];
        let rest = [Aspect::Needed, Aspect::Documented, Aspect::Callable, Aspect::Weakened];
        let several = kinds.into_iter().chain(rest).zip(origins().into_iter().cycle());
        let several = several.map(|(kind, origin)| ruling(kind, Some(text()), origin));
        several.chain([ruling(Aspect::Alive, None, line())]).collect()
    };
    let hook = || HookReport {
        number: Some(1),
        name: Some(text()),
        portal: Some(text()),
        outcome,
        reason: Reason::ScopeMissing,
        person: Some(PersonReport { id: 17, name: Some(text()), admin: Some(true) }),
        license: Some(text()),
        granted: Some([text()].into()),
        extra: [text()].into(),
        unlisted_granted: 1,
        unlisted_extra: 1,
        moved_to: Some(text()),
        rulings: rulings(),
        attempts: 2,
        elapsed: Duration::from_secs(1),
        private: Vec::new(),
    };
    let topics =
        || [(About::Scope, Some((text(), Demand::Required))), (About::Hook, None), (About::Code, None)];
    let change = |(kind, (about, scope)): (_, (_, Option<(Text, Demand)>))| ChangeReport {
        kind,
        about,
        hook: Some(text()),
        wanted: scope.as_ref().map(|(_, wanted)| *wanted),
        scope: scope.map(|(scope, _)| scope),
        what: text(),
        advice: text(),
        why: Some(text()),
        origin: line(),
        lines: vec![Text::joined([Text::from("+"), text()], " ")],
    };
    let kinds = [ChangeKind::Added, ChangeKind::Weakened, ChangeKind::Other];
    let changes = kinds.into_iter().flat_map(|kind| topics().map(|about| (kind, about)));
    let problem = || Problem { origin: line(), what: text(), advice: text() };
    let problems = || origins().map(|origin| Problem { origin, ..problem() }).to_vec();
    Report {
        command: Writer::Check,
        run: Some(text()),
        given: Some(hooks),
        outcome,
        reason: Reason::ScopeMissing,
        warn_only: true,
        lost: false,
        headline: Headline { text: text(), lead: Some(Lead::Problem(problem())), unsent: true },
        hooks: (0..hooks).map(|_| hook()).collect(),
        repository: rulings(),
        scanned: Some((1, 1)),
        diff: Some(Diff { baseline: text(), changes: changes.map(change).collect() }),
        problems: problems(),
        warnings: problems(),
        notices: problems(),
        policy: Some(text()),
        source: Some(text()),
        documentation: Some(text()),
        json_file: Some(text()),
        elapsed: Duration::from_secs(1),
        private: [text()].into(),
    }
}

/// What code says of it.
fn scan(text: &Text) -> Scan {
    let text = || text.clone();
    let place = || Place { file: text(), line: 1, column: 1 };
    let problem = || Problem { origin: Origin::file(text()), what: text(), advice: text() };
    let sign = Sign { kind: SignKind::Import, text: text(), line: 1, file: Some(text()) };
    let needs = Needs::named("crm").expect("some method needs it");
    Scan {
        calls: vec![Sighting {
            method: "crm.deal.list",
            chain: None,
            needs,
            place: place(),
            sign: Some(sign),
            test: false,
        }],
        pending: Vec::new(),
        sign: None,
        unknown: vec![Unknown {
            name: text(),
            near: None,
            needs: Some(needs),
            place: place(),
            problem: problem(),
        }],
        unread: vec![place()],
        leaks: vec![leak(&text())],
        omitted: Omitted { calls: [(("crm.deal.list", needs), 1)].into(), unknown: 1, unread: 1, leaks: 1 },
        files: 1,
        silenced: 0,
        left_out: 0,
        notices: vec![problem()],
    }
}

fn leak(text: &Text) -> Leak {
    let place = Place { file: text.clone(), line: 1, column: 1 };
    Leak { place, portal: Some(text.clone()), user: 1, is_given: true }
}

/// What commits say of it.
fn history(text: &Text) -> History {
    let first = Some((text.clone(), leak(text).place));
    let committed = Committed { leak: leak(text), last: text.clone(), first, commits: 2, is_there: true };
    History { leaks: vec![committed], more: 1, commits: 2, is_shallow: true, is_whole: false }
}

/// All that the program can print or write of it, by name.
fn renderings(text: &str, outcome: Outcome, hooks: usize, redactor: &Redactor) -> Vec<(String, String)> {
    let listing = Listing::new(text).seal(redactor);
    let text = Text::theirs(text);
    let report = report(&text, outcome, hooks);
    let snapshot = snapshot(report.clone(), redactor, true).ok().map(|text| ("snapshot".to_owned(), text));
    let report = report.sealed(redactor).0;
    let workspace = Some(Text::theirs("/work").seal(redactor));
    let around = Surroundings { workspace, nonce: || "5f3a9c1e".to_owned() };
    let written = |format: &Format| whole(|out| (format.write)(&report, &around, out));
    let files = FORMATS.map(|format| (format!("{:?}", format.target), written(&format)));
    let scan = scan(&text).seal(redactor);
    let history = history(&text).seal(redactor);
    let history = Some(&history);
    let path = text.clone().seal(redactor);
    let more = [
        ("console", render::console(&report, &Look::default())),
        (
            "terminal",
            render::console(&report, &Look { colour: true, policy: Some(listing), annotated: None }),
        ),
        ("github", render::github(&report, Some("/work"))),
        ("azure", render::azure(&report, Some("/work"), Some(&path))),
        ("scan", render::scan_text(&scan, history)),
        ("scan as JSON", render::scan_json(&scan, history)),
        ("scan as policy", render::scan_yaml(&scan).expect("it needs a scope")),
        ("matrix", matrix(&[vec![path]])),
    ];
    files.into_iter().chain(more.map(|(name, text)| (name.to_owned(), text))).chain(snapshot).collect()
}

#[test]
fn the_walk_reaches_every_rendering() {
    const SECRET: &str = "k3v9x0q2m7t4b1za";
    for outcome in OUTCOMES {
        let renderings = renderings(SECRET, outcome, 1, &Redactor::default());
        assert_eq!(renderings.len(), FORMATS.len() + 8 + usize::from(outcome == Outcome::Passed));
        for (name, text) in renderings {
            assert!(readable(&text, SECRET).is_some(), "{name}: {text}");
        }
    }
}

/// Addresses, mentions, and what is nearly one.
fn address() -> impl Strategy<Value = String> {
    let parts = [
        "www", ".", "@", "a", "evil", "com", "/", "//", ":", "https", "xmpp", "mailto", "-", "_", "+", " ",
        "1", "(", ")", "`", "<", "&", "#", "ü", "..", "GH", "[", "]", "|",
    ];
    proptest::collection::vec(super::select(parts.to_vec()), 1..12).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..config() })]

    #[test]
    fn no_summary_has_a_link_of_somebody_else(text in address(), outcome in super::select(OUTCOMES.to_vec())) {
        let report = report(&Text::theirs(&text), outcome, 1).sealed(&Redactor::default()).0;
        links::are_ours(&render::summary(&report));
    }

    #[test]
    fn no_rendering_tells_the_secret(
        (secret, spelled) in spelled(),
        outcome in super::select(OUTCOMES.to_vec()),
        hooks in 0..3_usize,
    ) {
        for (name, text) in renderings(&spelled, outcome, hooks, &redactor(&secret)) {
            prop_assert_eq!(readable(&text, &secret), None, "{:?} in {}: {}", secret, name, text);
        }
    }
}
