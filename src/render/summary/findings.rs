//! Findings as a list, each once: what happened, where, and what to do, with a link to what is known of its kind.

use std::collections::BTreeMap;

use crate::reason::{Reason, Severity};
use crate::render::markdown::{code, link, markdown};
use crate::render::phrases;
use crate::report::matrix::Matrix;
use crate::text::seal::Quote;
use crate::verdict::{Aspect, Finding, Ruling};

use super::Page;

type Complaint<'r> = (&'r Ruling<Quote>, &'r Finding<Quote>);

/// Findings of one kind with the same advice.
struct Group<'r> {
    first: &'r Finding<Quote>,
    members: Vec<Complaint<'r>>,
}

impl Page<'_> {
    /// `matrix` shows the places of those on scopes.
    pub(super) fn findings(&mut self, complaints: &[Complaint<'_>], matrix: &Matrix<'_>) {
        if complaints.is_empty() {
            return;
        }
        let is_shown = |(ruling, _): &Complaint<'_>| {
            let of_scope =
                matches!(ruling.subject.kind, Aspect::Required | Aspect::Forbidden | Aspect::Extra);
            of_scope && !matrix.rows.is_empty()
        };
        let lines = groups(complaints).into_iter().flat_map(|group| {
            let is_shown = group.members.iter().all(is_shown);
            self.group(&group, is_shown)
        });
        let lines = lines.collect::<Vec<_>>();
        self.lines(lines.into_iter(), |n| format!("- … and {n} more"));
        self.line("");
    }

    fn group(&self, group: &Group<'_>, is_shown: bool) -> Vec<String> {
        let Finding { reason, severity, advice, .. } = group.first;
        let (mark, kind) = (mark(*severity), self.reason(*reason));
        let place = |ruling: &Ruling<Quote>| {
            if is_shown { bracketed([why(ruling), None]) } else { self.detail(ruling) }
        };
        match group.members.as_slice() {
            [(ruling, finding)] => {
                let what = markdown(finding.what.as_str());
                let help = if advice.is_empty() {
                    String::new()
                } else {
                    format!(" – {}", markdown(advice.as_str()))
                };
                vec![format!("- {mark} {what}{}{help}&#160;· {kind}", place(ruling))]
            }
            members if is_shown && members.iter().all(|(ruling, _)| ruling.subject.value.is_some()) => {
                let names = members.iter().filter_map(|(ruling, _)| ruling.subject.value.as_ref());
                let whys = members.iter().map(|(ruling, _)| bracketed([why(ruling), None]));
                let names = names.zip(whys).map(|(name, why)| code(name.as_str()) + &why);
                let names = names.collect::<Vec<_>>().join(", ");
                let state = match reason {
                    Reason::ScopeMissing => "are required and not granted",
                    Reason::ScopeForbidden => "are forbidden and granted",
                    other => other.title(),
                };
                vec![format!("- {mark} {names} {state} – {}&#160;· {kind}", markdown(advice.as_str()))]
            }
            members => {
                let kinds = members[0].0.subject.kind;
                let title = phrases::several(*reason, kinds, members.len());
                let head = format!("- {mark} {}&#160;· {kind}", markdown(&title));
                let help = (!advice.is_empty()).then(|| format!("  - help: {}", markdown(advice.as_str())));
                let member = |(ruling, finding): &Complaint<'_>| {
                    format!("  - {}{}", markdown(finding.what.as_str()), place(ruling))
                };
                [head].into_iter().chain(members.iter().map(member)).chain(help).collect()
            }
        }
    }

    /// Where it was demanded, or where it stands, and the author's reason.
    fn detail(&self, ruling: &Ruling<Quote>) -> String {
        let place = ruling.origin.as_ref().map(|place| self.place(place));
        bracketed([place, why(ruling)])
    }

    /// The reason's code, with a link to its page where there is one.
    pub(super) fn reason(&self, reason: Reason) -> String {
        let id = reason.id();
        match self.report.page_of(reason) {
            Some(address) => link(&address, id),
            None => code(id),
        }
    }

    /// Rules that hold, or that could not be judged, folded: those on scopes as a table.
    pub(super) fn folded(&mut self, title: &str, matrix: Option<&Matrix<'_>>, rulings: &[&Ruling<Quote>]) {
        if rulings.is_empty() && matrix.is_none() {
            return;
        }
        self.line(&format!("<details><summary>{title}</summary>\n"));
        if let Some(matrix) = matrix {
            self.matrix(matrix);
        }
        let lines = rulings
            .iter()
            .map(|ruling| format!("- {}{}", markdown(&ruling.subject.to_string()), self.detail(ruling)));
        let lines = lines.collect::<Vec<_>>();
        self.lines(lines.into_iter(), |n| format!("- … and {n} more"));
        self.line("\n</details>\n");
    }
}

/// The author's reason.
fn why(ruling: &Ruling<Quote>) -> Option<String> {
    ruling.why.as_ref().map(|why| format!("why: {}", markdown(why.as_str())))
}

/// ` (a, b)`, or nothing.
fn bracketed(parts: [Option<String>; 2]) -> String {
    let parts = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
    if parts.is_empty() { parts } else { format!(" ({parts})") }
}

fn mark(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "❌",
        Severity::Warning => "⚠️",
        Severity::Notice => "ℹ️",
    }
}

/// In the order of the complaints, so that the worst stay first.
fn groups<'r>(complaints: &[Complaint<'r>]) -> Vec<Group<'r>> {
    let mut groups: Vec<Group<'r>> = Vec::new();
    let mut known = BTreeMap::new();
    for (ruling, finding) in complaints {
        let key = (finding.severity, finding.reason, &finding.advice);
        let at = *known.entry(key).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group { first: finding, members: Vec::new() });
        }
        groups[at].members.push((ruling, finding));
    }
    groups
}
