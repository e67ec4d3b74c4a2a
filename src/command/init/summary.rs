//! What `init` says: what it found, what it could not read, what it wrote, and what is left to do.

use std::collections::BTreeSet;

use super::{DEFAULT_POLICY, Draft};
use crate::knowledge::methods::Needs;
use crate::scan::{Leak, Scan, Sighting, Unknown};
use crate::scope::Scope;
use crate::text::seal::Quote;
use crate::text::{Count, Ours, Text};
use crate::verdict::leaks;

/// Of each kind that are shown; the others are counted.
const SHOWN: usize = 5;

/// What became of a file.
#[derive(Clone, Copy)]
pub(super) enum File {
    New(&'static str),
    /// It was there.
    Left(&'static str),
}

/// What there is to say.
#[derive(Default)]
pub(super) struct Summary<'s> {
    /// `None` if there is no policy and nothing to write into one.
    pub(super) policy: Option<File>,
    /// `None` if it is not wanted.
    pub(super) workflow: Option<File>,
    /// `None` if the code was not looked through.
    pub(super) scan: Option<&'s Scan>,
    /// What the webhook holds; `None` without one.
    pub(super) granted: Option<BTreeSet<Scope>>,
}

/// A line: the spaces before it, then the text.
type Line<T = Text> = (usize, T);

pub(super) fn render(lines: &[Line<Quote>]) -> String {
    let line = |(indent, text): &Line<Quote>| format!("{:indent$}{text}\n", "");
    lines.iter().map(line).collect()
}

pub(super) fn lines(summary: &Summary<'_>, draft: &Draft) -> Vec<Line> {
    let mut lines = Vec::new();
    if let Some(scan) = summary.scan {
        found(&mut lines, scan, draft);
        if let Some(granted) = &summary.granted {
            held(&mut lines, granted, draft);
        }
        blank(&mut lines);
    }
    files(&mut lines, summary);
    blank(&mut lines);
    next(&mut lines, summary, draft);
    lines
}

fn blank(lines: &mut Vec<Line>) {
    lines.push((0, Text::default()));
}

/// The calls by scope, and all that may be missing.
fn found(lines: &mut Vec<Line>, scan: &Scan, draft: &Draft) {
    let methods = scan.by_method().len();
    let files = Count(scan.files, "file");
    if scan.count() == 0 {
        lines.push((0, text!("no REST call was found in {} below this folder", files)));
    } else {
        let (calls, methods) = (Count(scan.count(), "call"), Count(methods, "method"));
        lines.push((0, text!("found {} of {} in {}, which need", calls, methods, files)));
    }
    let needed = if scan.count() == 0 { &[] } else { draft.required.as_slice() };
    if scan.count() > 0 && needed.is_empty() {
        lines.push((2, "no scope: every webhook may make them".into()));
    }
    lines.extend(needed.iter().map(|entry| (2, text!("{}: {}", entry.scope, entry.why))));
    let of_tests = scan.needs_of_tests();
    some(lines, "only tests need, so that it is not in the policy", of_tests.into_iter(), |needs: Needs| {
        text!("{}", Ours(needs.as_str()))
    });
    let for_applications = scan.first_calls().into_iter().filter(|call| call.is_for_applications());
    some(
        lines,
        "no webhook can call, whatever it holds; if the code signs in with OAuth, b24-ping is not for it",
        for_applications,
        Sighting::why,
    );
    let unknown = scan.unknown.iter();
    some(lines, "no documented method, so that nothing says what it needs", unknown, |unknown: &Unknown| {
        text!("{}", unknown.problem)
    });
    let unread = scan.unread.iter();
    some(lines, "could not be read, and may need more", unread, |place| text!("{}", *place));
    let leaks = scan.leaks.iter();
    some(
        lines,
        "is a webhook's address with its secret, for everybody who sees the code",
        leaks,
        |leak: &Leak| text!("{}: {}", leak.place, leaks::whose(leak)),
    );
    let notices = scan.notices.iter();
    some(lines, "was left out", notices, |notice| text!("{}", *notice));
}

/// The first of some findings below a title.
fn some<T>(
    lines: &mut Vec<Line>,
    title: &'static str,
    all: impl Iterator<Item = T>,
    text: impl Fn(T) -> Text,
) {
    let all = all.map(text).collect::<Vec<_>>();
    let count = all.len();
    if count > 0 {
        lines.push((0, title.into()));
    }
    lines.extend(all.into_iter().take(SHOWN).map(|text| (2, text)));
    if count > SHOWN {
        lines.push((2, text!("… and {} more, which `b24-ping scan` lists", count - SHOWN)));
    }
}

/// What the webhook lacks, and what it holds beside.
fn held(lines: &mut Vec<Line>, granted: &BTreeSet<Scope>, draft: &Draft) {
    lines.push((0, text!("the webhook holds {}", Count(granted.len(), "scope"))));
    for scope in lacking(granted, draft) {
        lines.push((2, text!("it lacks {}", scope)));
    }
    if !draft.allowed.is_empty() {
        let what = text!("{} of them no call needs; the policy allows them", draft.allowed.len());
        lines.push((2, what));
    }
}

fn lacking(granted: &BTreeSet<Scope>, draft: &Draft) -> Vec<Text> {
    let is_held = |code: &str| granted.iter().any(|scope| scope.spelled() == code);
    draft.required.iter().map(|entry| entry.scope.clone()).filter(|scope| !is_held(&scope.reveal())).collect()
}

fn files(lines: &mut Vec<Line>, summary: &Summary<'_>) {
    for file in [summary.policy, summary.workflow].into_iter().flatten() {
        lines.push((
            0,
            match file {
                File::New(path) => text!("wrote {}", Ours(path)),
                File::Left(path) => text!("left {} as it is: it was there already", Ours(path)),
            },
        ));
    }
    if summary.policy.is_none() {
        lines.push((0, text!("wrote no {}: there is nothing to put into it", Ours(DEFAULT_POLICY))));
    }
}

/// A step in lines.
type Step = Vec<Text>;

/// The steps that are left, numbered.
fn next(lines: &mut Vec<Line>, summary: &Summary<'_>, draft: &Draft) {
    let mut steps = match summary.policy {
        None => no_policy(summary),
        Some(File::Left(path)) => {
            vec![vec![text!("see what {} lacks: b24-ping scan --fix --check", Ours(path))]]
        }
        Some(File::New(path)) => {
            let mut steps = vec![vec![
                text!(
                    "read {}, and add what the code does not show; after a change: b24-ping lint",
                    Ours(path)
                ),
                "best with the portal, so that another one's webhook fails: portal: acme.bitrix24.com".into(),
            ]];
            steps.extend(webhook(summary.granted.as_ref(), draft));
            steps
        }
    };
    if summary.scan.is_some_and(|scan| !scan.leaks.is_empty()) {
        steps.insert(0, vec![leaks::ADVICE.into(), "the gate fails until then".into()]);
    }
    steps.extend(match summary.workflow {
        Some(File::New(path)) => Some(vec![text!(
            "in {}, replace OWNER and <full SHA> as the README says under \"Quick start on GitHub\"",
            Ours(path)
        )]),
        Some(File::Left(_)) => None,
        None => Some(vec!["for GitHub Actions, write a workflow as well: b24-ping init --workflow".into()]),
    });
    steps.extend(commit(summary));
    lines.push((0, "next".into()));
    for (number, step) in steps.into_iter().enumerate() {
        let mut step = step.into_iter();
        lines.extend(step.next().map(|first| (2, text!("{}. {}", number + 1, first))));
        lines.extend(step.map(|more| (5, more)));
    }
}

fn commit(summary: &Summary<'_>) -> Option<Step> {
    let new = [summary.policy, summary.workflow].into_iter().flatten().filter_map(|file| match file {
        File::New(path) => Some(Text::from(path)),
        File::Left(_) => None,
    });
    let new = Text::joined(new, " ");
    let message = "What the Bitrix24 webhook must hold";
    (!new.is_empty()).then(|| vec![text!("commit: git add {} && git commit -m \"{}\"", new, Ours(message))])
}

fn no_policy(summary: &Summary<'_>) -> Vec<Step> {
    let unread = summary.scan.map_or(0, Scan::unread_sites);
    let look = if unread > 0 {
        vec!["look at the call sites above: what they call decides which scopes are needed".into()]
    } else {
        vec![
            "is the code in another folder? run this there; what .gitignore names is left out, and so are prose,".into(),
            "data and dependencies".into(),
        ]
    };
    vec![
        look,
        vec![
            "is there a webhook already? set B24_HOOK, and the policy is made of what it holds:".into(),
            "read -rs B24_HOOK && export B24_HOOK && b24-ping init".into(),
        ],
        vec![
            text!("or write {} yourself, with the scopes that you need:", Ours(DEFAULT_POLICY)),
            "required: [crm]".into(),
            "`b24-ping scopes` lists them".into(),
        ],
    ]
}

/// Make or change it, try it, store it.
fn webhook(granted: Option<&BTreeSet<Scope>>, draft: &Draft) -> Vec<Step> {
    let codes = |scopes: Vec<Text>| Text::joined(scopes, ", ");
    let needed = draft.required.iter().map(|entry| entry.scope.clone()).collect::<Vec<_>>();
    let mut steps = match granted.map(|granted| lacking(granted, draft)) {
        Some(lacking) if lacking.is_empty() => Vec::new(),
        Some(lacking) => vec![vec![text!(
            "tick {} in the webhook's settings (Developer resources > Integrations)",
            codes(lacking)
        )]],
        None => {
            let tick = if needed.is_empty() {
                "no permission need be ticked".into()
            } else {
                text!("tick {} there", codes(needed))
            };
            vec![vec![
                "make a webhook, if there is none: on the portal, Developer resources > Other > Inbound webhook;".into(),
                text!("{}; it may do whatever the user who makes it may do", tick),
            ]]
        }
    };
    steps.push(vec![
        "try it here; paste the address that the portal shows (typing stays hidden):".into(),
        "read -rs B24_HOOK && export B24_HOOK && b24-ping".into(),
    ]);
    steps.push(vec![
        "store the address as a secret named B24_HOOK; on GitHub: Settings > Secrets and variables > Actions"
            .into(),
    ]);
    steps
}
