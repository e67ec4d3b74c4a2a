//! The console: the verdict, facts, each finding once with what to do, and where to read on.

use std::fmt::Write;

use crate::ledger::Problem;
use crate::policy::diff::ChangeKind;
use crate::reason::{Reason, Severity};
use crate::report::diff::ChangeReport;
use crate::report::headline::{Heading, NOTHING_SENT};
use crate::report::{HookReport, Lead, Sealed};
use crate::text::Count;
use crate::text::seal::Quote;
use crate::verdict::{Aspect, Finding, Ruling};

use super::annotations::{self, Item};
use super::phrases::HALF;

mod excerpt;
mod hooks;
mod look;
#[cfg(test)]
mod tests;

use excerpt::excerpt;
pub use look::Look;

/// Characters of a log's first line that are still read at a glance.
const MAX_OPENING: usize = 160;

/// Renders the report.
#[must_use]
pub fn render(report: &Sealed, look: &Look) -> String {
    let mut log = Log::new(report, look);
    log.verdict(report);
    for problem in &report.problems {
        log.problem("error", Severity::Error, problem);
    }
    if let Some((calls, files)) = report.scanned {
        let (calls, files) = (Count(calls, "call"), Count(files, "file"));
        log.line(&format!("\n  code     {calls} in {files}"));
    }
    log.complain(report.repository_complaints());
    log.differ(report);
    log.hooks(&report.hooks);
    log.remarks(report);
    if look.annotated.is_none() {
        log.more(report);
    }
    log.out
}

/// Where to read on, which follows the annotations where there are any.
#[must_use]
pub(crate) fn more(report: &Sealed) -> String {
    let look = Look::default();
    let mut log = Log::new(report, &look);
    log.more(report);
    log.out
}

/// The first line alone.
#[must_use]
pub(crate) fn verdict(report: &Sealed) -> String {
    let look = Look::default();
    let mut log = Log::new(report, &look);
    log.headline(report);
    log.out
}

/// Why there is no verdict: for who mistyped a command, and for what has no report.
#[must_use]
pub(crate) fn problems(report: &Sealed, look: &Look) -> String {
    let mut log = Log { lead: None, ..Log::new(report, look) };
    for problem in &report.problems {
        log.problem("error", Severity::Error, problem);
    }
    log.remarks(report);
    log.out.trim_start_matches('\n').to_owned()
}

struct Log<'r> {
    out: String,
    look: &'r Look,
    /// What the verdict's line says in full, so that only its details follow.
    lead: Option<&'r Lead<Quote>>,
    /// What the annotations say.
    annotated: Vec<Item<'r>>,
}

impl<'r> Log<'r> {
    fn new(report: &'r Sealed, look: &'r Look) -> Self {
        let annotated = look.annotated.map(|least| annotations::items(report, least)).unwrap_or_default();
        let lead = report.headline.lead.as_ref().filter(|_| look.annotated.is_none());
        Self { out: String::new(), look, lead, annotated }
    }
}

impl Log<'_> {
    fn remarks(&mut self, report: &Sealed) {
        for warning in &report.warnings {
            self.problem("warning", Severity::Warning, warning);
        }
        for notice in &report.notices {
            self.problem("notice", Severity::Notice, notice);
        }
    }

    fn line(&mut self, text: &str) {
        line(&mut self.out, text);
    }

    fn headline(&mut self, report: &Sealed) {
        let word = self.look.of_outcome(&report.outcome.word().to_uppercase(), report.outcome);
        let text = if self.look.annotated.is_some() && report.outcome.code() != 0 {
            short(report)
        } else {
            report.headline.text.to_string()
        };
        let reason = match self.lead {
            Some(Lead::Finding(Ruling { finding: Some(finding), .. })) => {
                format!(" [{}]", finding.reason.id())
            }
            _ => String::new(),
        };
        self.line(&format!("{word}: {text}{reason}"));
    }

    fn verdict(&mut self, report: &Sealed) {
        self.headline(report);
        match self.lead {
            Some(Lead::Finding(ruling)) => self.details(ruling),
            Some(Lead::Problem(problem)) => self.help(problem),
            None => {}
        }
        if report.warn_only && report.outcome.code() != report.code() {
            let code = report.outcome.code();
            self.line(&format!("warn-only is set: the exit code is 0 where it would be {code}"));
        }
    }

    fn problem(&mut self, word: &str, severity: Severity, problem: &Problem<Quote>) {
        let is_said = matches!(self.lead, Some(Lead::Problem(said)) if said == problem);
        if is_said || self.is_annotated(Item::Problem(problem)) {
            return;
        }
        let word = self.look.paint(word, severity);
        self.line(&format!("\n{word}: {}: {}", problem.origin, problem.what));
        self.help(problem);
    }

    fn help(&mut self, problem: &Problem<Quote>) {
        if !problem.advice.is_empty() {
            self.line(&format!("  help: {}", problem.advice));
        }
        excerpt(&mut self.out, problem, self.look);
    }

    /// The policy's changes; weakened rules are findings already.
    fn differ(&mut self, report: &Sealed) {
        let changes = report.diff.iter().flat_map(|diff| &diff.changes);
        let changes = changes.filter(|change| change.kind != ChangeKind::Weakened);
        let is_new = |change: &&ChangeReport<Quote>| !self.is_annotated(Item::Change(change));
        let changes = changes.filter(is_new).collect::<Vec<_>>();
        let more = changes.len().saturating_sub(MAX_SHOWN);
        for change in changes.into_iter().take(MAX_SHOWN) {
            let word = self.look.paint("policy", Severity::Notice);
            self.line(&format!("\n{word}: {}", change.what));
            self.line(&format!("  rule: {}", change.origin));
            if let Some(why) = &change.why {
                self.line(&format!("  why:  {why}"));
            }
            if !change.advice.is_empty() {
                self.line(&format!("  help: {}", change.advice));
            }
        }
        if more > 0 {
            self.line(&format!("\n… and {more} more changes of the policy"));
        }
    }

    fn complain(&mut self, complaints: Vec<(&Ruling<Quote>, &Finding<Quote>)>) {
        let is_new = |(ruling, _): &(&Ruling<Quote>, &Finding<Quote>)| {
            let is_lead = matches!(self.lead, Some(Lead::Finding(lead)) if lead == *ruling);
            !is_lead && !self.is_annotated(Item::Finding(ruling))
        };
        let complaints = complaints.into_iter().filter(is_new).collect::<Vec<_>>();
        let more = complaints.len().saturating_sub(MAX_SHOWN);
        for (ruling, finding) in complaints.into_iter().take(MAX_SHOWN) {
            let severity = self.look.paint(finding.severity.word(), finding.severity);
            self.line(&format!("\n{severity}: {} [{}]", finding.what, finding.reason.id()));
            self.details(ruling);
        }
        if more > 0 {
            self.line(&format!("\n… and {more} more; see the reports"));
        }
    }

    fn is_annotated(&self, item: Item<'_>) -> bool {
        self.annotated.iter().any(|annotated| annotated.is(item))
    }

    fn details(&mut self, ruling: &Ruling<Quote>) {
        if let Some(origin) = &ruling.origin {
            let word = match ruling.subject.kind {
                Aspect::Leaked => "code",
                kind if kind.is_of_call() => "call",
                _ => "rule",
            };
            self.line(&format!("  {word}: {origin}"));
        }
        if let Some(why) = &ruling.why {
            self.line(&format!("  why:  {why}"));
        }
        if let Some(finding) = ruling.finding.as_ref().filter(|finding| !finding.advice.is_empty()) {
            self.line(&format!("  help: {}", finding.advice));
        }
    }

    /// Where to read on, in one line.
    fn more(&mut self, report: &Sealed) {
        // What is wrong with an input says itself what to do.
        let reasons = report.reasons().into_iter().filter(|reason| *reason != Reason::Config);
        let reasons = reasons.collect::<Vec<_>>();
        let [first, others @ ..] = reasons.as_slice() else { return };
        let others = others.iter().map(|reason| reason.id()).collect::<Vec<_>>().join(", ");
        let others = if others.is_empty() { others } else { format!(" (or {others})") };
        let page = report.page_of(*first);
        let page = page.unwrap_or_else(|| format!("b24-ping explain {}", first.id()));
        self.line(&format!("\nmore on this: {page}{others}"));
    }
}

/// Findings of one hook that are shown in full, and passed hooks that are listed.
const MAX_SHOWN: usize = 50;

/// Lines; never one that a runner takes for a command, whatever is in it.
fn line(out: &mut String, text: &str) {
    for text in text.split('\n') {
        let start = if text.trim_start().starts_with("::") { "." } else { "" };
        writeln!(out, "{start}{text}").expect("a string takes everything");
    }
}

/// For a log in which the findings stand already.
fn short(report: &Sealed) -> String {
    let Heading { hook, words } = report.opening(MAX_OPENING);
    let title = hook.map(HookReport::<Quote>::title).unwrap_or_default();
    let is_said = words.ends_with(NOTHING_SENT);
    let sent = if report.headline.unsent && !is_said { NOTHING_SENT } else { "" };
    let half = if report.is_half() { format!("; {HALF}") } else { String::new() };
    format!("{title}{words}{sent}{half}")
}
