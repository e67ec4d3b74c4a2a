//! The step summary: markdown for the run's page, at most 64 KiB.

use std::fmt::Write;

use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::policy::diff::ChangeKind;
use crate::reason::Reason;

use super::markdown::{code, markdown, origin};
use super::phrases;
use crate::report::diff::ChangeReport;
use crate::report::headline::Heading;
use crate::report::matrix::Matrix;
use crate::report::{Sealed, Tally};
use crate::text::seal::Quote;
use crate::text::{Count, WithHelp};
use crate::verdict::{Ruling, Standing};

mod findings;
mod hooks;
mod matrix;

/// Bytes of one summary. GitHub takes 65,536 characters in a comment, into which whoever posts it may write a line of
/// their own; of a summary its runner takes 1 MiB a step. Nobody reads that much.
pub(crate) const MAX_BYTES: usize = 60_000;

/// Characters of the heading that fit on one line of a page.
const MAX_OPENING: usize = 60;

/// Reserved for what follows the lists.
const TAIL: usize = 16 * 1024;

/// Characters of a webhook's title in a heading, which is one line.
const MAX_TITLE: usize = 48;

/// Renders the report.
#[must_use]
pub fn render(report: &Sealed) -> String {
    let mut page = Page { text: String::new(), report };
    page.head();
    page.list("Problems", &report.problems);
    let is_code_first = report.worst().is_none_or(|worst| worst.outcome.rank() < report.outcome.rank());
    if is_code_first {
        page.repository();
    }
    page.hooks();
    if !is_code_first {
        page.repository();
    }
    page.diff();
    page.list("Warnings", &report.warnings);
    page.list("Notices", &report.notices);
    page.foot();
    page.text
}

struct Page<'a> {
    text: String,
    report: &'a Sealed,
}

impl Page<'_> {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// Writes as many lines as fit, and how many were left out.
    fn lines(&mut self, lines: impl ExactSizeIterator<Item = String>, more: impl Fn(usize) -> String) {
        let mut left = lines.len();
        for line in lines {
            if self.text.len() + line.len() > MAX_BYTES - TAIL {
                break;
            }
            self.line(&line);
            left -= 1;
        }
        if left > 0 {
            self.line(&more(left));
        }
    }

    fn head(&mut self) {
        let icon = icon(self.report.outcome);
        let Heading { hook, words } = self.report.opening(MAX_OPENING);
        let title = hook.map(|hook| code(&cut(&hook.title()))).unwrap_or_default();
        let skipped = if self.report.outcome == Outcome::Skipped { "skipped, " } else { "" };
        self.line(&format!("## {icon} b24-ping: {skipped}{title}{}\n", markdown(&words)));
        if matches!(self.report.outcome, Outcome::Skipped | Outcome::Interrupted(_))
            || self.report.hooks.is_empty() && self.report.outcome == Outcome::Passed
        {
            self.line(&format!("{}\n", markdown(self.report.headline.text.as_str())));
        }
        if self.report.is_half() {
            self.line(&format!("{}\n", phrases::sentence(phrases::HALF)));
        }
        let counts = counts(self.tally());
        if !counts.is_empty() {
            self.line(&format!("{counts}\n"));
        }
        let (code, lenient) = (self.report.outcome.code(), self.report.code());
        if code != lenient {
            self.line(&format!("`warn-only` is set: the exit code is {lenient} where it would be {code}.\n"));
        }
    }

    /// Without the problems that the heading counts.
    fn tally(&self) -> Tally {
        let mut tally = self.report.tally();
        if self.report.outcome == Outcome::Misconfigured {
            tally.errors -= self.report.problems.len();
        }
        tally
    }

    fn list(&mut self, title: &str, problems: &[Problem<Quote>]) {
        if problems.is_empty() {
            return;
        }
        self.line(&format!("### {title}\n"));
        let link = |problem: &Problem<Quote>| {
            let text = markdown(&WithHelp(&problem.what, &problem.advice).to_string());
            format!("- {}: {text}", origin(&problem.origin, self.report.source.as_ref()))
        };
        let lines = problems.iter().map(link).collect::<Vec<_>>();
        self.lines(lines.into_iter(), |n| format!("- … and {n} more"));
        self.line("");
    }

    /// The changed rules as a diff. No line of it can begin with the backticks that would end it.
    fn diff(&mut self) {
        let Some(diff) = &self.report.diff else { return };
        self.line(&format!("### The policy compared with {}\n", code(diff.baseline.as_str())));
        if diff.changes.is_empty() {
            self.line("It asks for the same.\n");
            return;
        }
        let kinds = [
            (ChangeKind::Added, "added"),
            (ChangeKind::Weakened, "weakened"),
            (ChangeKind::Other, "changed"),
        ];
        let counts = kinds.iter().map(|(kind, word)| (diff.count(*kind), word)).filter(|(n, _)| *n > 0);
        let counts = counts.map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>();
        self.line(&format!("{}.\n\n```diff", counts.join(", ")));
        let lines =
            diff.changes.iter().flat_map(|change| &change.lines).map(ToString::to_string).collect::<Vec<_>>();
        self.lines(lines.into_iter(), |n| format!("# … and {n} more"));
        self.line("```\n");
        let advised = diff.changes.iter().filter(|change| !change.advice.is_empty());
        let item = |change: &ChangeReport<Quote>| {
            let text = markdown(&WithHelp(&change.what, &change.advice).to_string());
            format!("- {}: {text}", origin(&change.origin, self.report.source.as_ref()))
        };
        let advised = advised.map(item).collect::<Vec<_>>();
        if !advised.is_empty() {
            self.lines(advised.into_iter(), |n| format!("- … and {n} more"));
            self.line("");
        }
    }

    /// What whoever follows the advice must know.
    fn who_saves(&mut self) {
        let ticks = [Reason::ScopeMissing, Reason::ScopeForbidden, Reason::ScopeExtra];
        let reasons = self.report.reasons();
        if !self.report.hooks.is_empty() && ticks.iter().any(|reason| reasons.contains(reason)) {
            self.line(
                "If anybody but its owner saves a webhook, the portal gives it a new secret: then update the CI secret.\n",
            );
        }
    }

    /// The policy by the code and by its baseline.
    fn repository(&mut self) {
        let report = self.report;
        if report.repository.is_empty() && report.scanned.is_none() {
            return;
        }
        let scanned = report
            .scanned
            .map(|(calls, files)| format!(", {} in {}", Count(calls, "call"), Count(files, "file")));
        self.line(&format!("### Policy and code{}\n", scanned.unwrap_or_default()));
        self.findings(&report.repository_complaints(), &Matrix::default());
        let is_held = |ruling: &&Ruling<Quote>| {
            ruling.is_rule() && ruling.finding.is_none() && ruling.standing == Standing::Held
        };
        let held = report.repository.iter().filter(is_held).collect::<Vec<_>>();
        self.folded(&holds(held.len(), "", " of the code"), None, &held);
    }

    fn foot(&mut self) {
        let version = env!("CARGO_PKG_VERSION");
        let mut foot = format!("b24-ping {version} · {}", phrases::seconds(self.report.elapsed));
        if let Some(policy) = &self.report.policy {
            write!(foot, " · policy {}", code(policy.as_str())).expect("a string takes all");
        }
        if let Some(file) = &self.report.json_file {
            write!(foot, " · report {}", code(file.as_str())).expect("a string takes all");
        }
        let first = self.report.reasons().into_iter().next();
        if let Some(reason) = first.filter(|_| self.report.documentation.is_none()) {
            write!(foot, " · more: <code>b24-ping explain {}</code>", reason.id())
                .expect("a string takes all");
        }
        self.line(&format!("<sub>{foot}</sub>\n"));
    }
}

/// `1 error, 4 warnings · 6 rules hold`.
fn counts(tally: Tally) -> String {
    let findings =
        [(tally.errors, "❌", "error"), (tally.warnings, "⚠️", "warning"), (tally.notices, "ℹ️", "notice")];
    let findings = findings.into_iter().filter(|(n, ..)| *n > 0);
    let findings = findings.map(|(n, mark, noun)| format!("{mark} {}", Count(n, noun)));
    let findings = findings.collect::<Vec<_>>().join(" · ");
    let held = (tally.held > 0).then(|| holds(tally.held, "", ""));
    let unknown = (tally.unknown > 0).then(|| format!("❓ {} not checked", Count(tally.unknown, "rule")));
    if findings.is_empty() && unknown.is_none() {
        // The heading says so.
        return String::new();
    }
    let parts = [Some(findings).filter(|text| !text.is_empty()), held, unknown];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// `✅ 2 more rules hold`.
fn holds(rules: usize, more: &str, whose: &str) -> String {
    let (rule, hold) = if rules == 1 { ("rule", "holds") } else { ("rules", "hold") };
    format!("✅ {rules} {more}{rule}{whose} {hold}")
}

/// At most [`MAX_TITLE`] characters.
fn cut(title: &str) -> String {
    match title.char_indices().nth(MAX_TITLE) {
        Some((end, _)) => format!("{}…", &title[..end]),
        None => title.to_owned(),
    }
}

fn icon(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Passed => "✅",
        Outcome::Skipped => "⏭️",
        Outcome::Unreachable | Outcome::Interrupted(_) => "⚠️",
        Outcome::Failed | Outcome::Misconfigured => "❌",
    }
}

#[cfg(test)]
mod tests;
