//! The console: the verdict, facts, each finding once with what to do, and where to read on.

use std::collections::BTreeSet;
use std::fmt::Write;

use console::Style;

use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::policy::diff::ChangeKind;
use crate::reason::{Reason, Severity};
use crate::text::listing::SealedListing;
use crate::text::printable::Safe;
use crate::verdict::{Aspect, Finding, Ruling};

use super::{annotations, phrases};
use crate::report::diff::ChangeReport;
use crate::report::headline::Heading;
use crate::report::{HookReport, NOTHING_SENT, Sealed};
use crate::text::Count;
use crate::text::seal::Quote;

mod excerpt;

use excerpt::excerpt;

/// How to render it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// Whether to use colours.
    pub colour: bool,
    /// The policy's text, to show the lines at fault: on a terminal only, since logs are read by programs as
    /// well.
    pub policy: Option<&'a SealedListing>,
    /// The least severe findings that the CI system is given as annotations. Those stand in the log, too, so that
    /// they are left out here.
    pub annotated: Option<Severity>,
}

impl Safe for Look<'_> {}

/// Renders the report.
#[must_use]
pub fn render(report: &Sealed, look: Look<'_>) -> String {
    let mut log = Log::new(report, look);
    if look.annotated.is_none() {
        log.lead = lead(report);
    }
    log.verdict(report);
    for problem in &report.problems {
        log.problem("error", Severity::Error, problem);
    }
    if let Some((calls, files)) = report.scanned {
        let (calls, files) = (Count(calls, "call"), Count(files, "file"));
        log.line(&format!("\n  code     {calls} in {files}"));
    }
    log.complain(None, report.repository_complaints());
    log.differ(report);
    log.hooks(&report.hooks);
    log.remarks(report);
    log.more(report);
    log.out
}

/// The first line alone.
#[must_use]
pub(crate) fn verdict(report: &Sealed) -> String {
    let all = render(report, Look::default());
    all.lines().next().map(|line| format!("{line}\n")).unwrap_or_default()
}

/// Why there is no verdict: for who mistyped a command, and for what has no report.
#[must_use]
pub(crate) fn problems(report: &Sealed, look: Look<'_>) -> String {
    let mut log = Log::new(report, look);
    for problem in &report.problems {
        log.problem("error", Severity::Error, problem);
    }
    log.remarks(report);
    log.out.trim_start_matches('\n').to_owned()
}

/// What the verdict's line says already, so that only its details follow.
enum Lead<'r> {
    Problem(&'r Problem<Quote>),
    Finding(&'r Ruling<Quote>, &'r Finding<Quote>),
    /// Several: the line says less.
    Many,
}

fn lead(report: &Sealed) -> Option<Lead<'_>> {
    let headline = report.headline.as_str();
    if let [one] = report.problems.as_slice() {
        return headline.starts_with(&format!("{}: {}", one.origin, one.what)).then_some(Lead::Problem(one));
    }
    let hook = if let [one] = report.hooks.as_slice() { one.complaints() } else { Vec::new() };
    let is_said = |(_, finding): &&(&Ruling<Quote>, &Finding<Quote>)| {
        !finding.what.is_empty() && headline.contains(finding.what.as_str())
    };
    let of_code = report.repository_complaints();
    let (of_code, of_hook) = (of_code.iter().find(is_said), hook.iter().find(is_said));
    let (ruling, finding) = of_code.or(of_hook)?;
    let title = report.hooks.first().map(|hook| format!("{}: ", hook.title())).unwrap_or_default();
    let is_first = headline.strip_prefix(&title).unwrap_or(headline).starts_with(finding.what.as_str());
    let is_alone = of_code.is_none() || of_hook.is_none();
    Some(if is_first && is_alone { Lead::Finding(ruling, finding) } else { Lead::Many })
}

struct Log<'r> {
    out: String,
    look: Look<'r>,
    lead: Option<Lead<'r>>,
    /// Messages of annotations.
    annotated: BTreeSet<String>,
}

impl<'r> Log<'r> {
    fn new(report: &Sealed, look: Look<'r>) -> Self {
        let annotated = look.annotated.map(|least| annotations::messages(report, least)).unwrap_or_default();
        Self { out: String::new(), look, lead: None, annotated }
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

    fn verdict(&mut self, report: &Sealed) {
        let word = report.outcome.word().to_uppercase();
        let word = paint(&word, of_outcome(report.outcome), self.look);
        let is_short = self.look.annotated.is_some() || matches!(self.lead, Some(Lead::Many));
        let short = || {
            let Heading { hook, words } = report.heading();
            let sent = if report.headline.as_str().ends_with(NOTHING_SENT) { NOTHING_SENT } else { "" };
            let skipped = if report.is_half() { HALF } else { "" };
            format!("{}{words}{sent}{skipped}", hook.map(HookReport::<Quote>::title).unwrap_or_default())
        };
        let text = if is_short && report.outcome.code() != 0 { short() } else { report.headline.to_string() };
        match self.lead.take() {
            Some(Lead::Finding(ruling, finding)) => {
                self.line(&format!("{word}: {text} [{}]", finding.reason.id()));
                self.details(ruling, finding);
                self.lead = Some(Lead::Finding(ruling, finding));
            }
            Some(Lead::Problem(problem)) => {
                self.line(&format!("{word}: {text}"));
                self.help(problem);
                self.lead = Some(Lead::Problem(problem));
            }
            other => {
                self.line(&format!("{word}: {text}"));
                self.lead = other;
            }
        }
        if report.warn_only && report.outcome.code() != report.code() {
            let code = report.outcome.code();
            self.line(&format!("warn-only is set: the exit code is 0 where it would be {code}"));
        }
    }

    fn problem(&mut self, word: &str, severity: Severity, problem: &Problem<Quote>) {
        let is_said = matches!(self.lead, Some(Lead::Problem(said)) if said == problem);
        if is_said || self.annotated.contains(&problem.to_string()) {
            return;
        }
        let word = paint(word, severity, self.look);
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
        let is_new =
            |change: &&ChangeReport<Quote>| !self.annotated.contains(&annotations::of_change(change));
        let changes = changes.filter(is_new).collect::<Vec<_>>();
        let more = changes.len().saturating_sub(MAX_SHOWN);
        for change in changes.into_iter().take(MAX_SHOWN) {
            let word = paint("policy", Severity::Notice, self.look);
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

    /// Webhooks with findings first, then the others with a line each, or one line for all.
    fn hooks(&mut self, hooks: &[HookReport<Quote>]) {
        if let [one] = hooks {
            self.line("");
            return self.hook(one, None);
        }
        let look = self.look;
        let title = |hook: &HookReport<Quote>| {
            format!("{}: {}", hook.title(), paint(hook.outcome.word(), of_outcome(hook.outcome), look))
        };
        let (quiet, mut loud): (Vec<_>, Vec<_>) = hooks.iter().partition(|hook| hook.is_quiet());
        loud.sort_by_key(|hook| std::cmp::Reverse(hook.outcome.rank()));
        let mut left = loud.len();
        for hook in loud {
            self.line("");
            if self.out.len() > MAX_BYTES {
                self.line(&format!("… and {} more with findings; see the reports", Count(left, "webhook")));
                break;
            }
            self.line(&title(hook));
            self.hook(hook, Some(&hook.title()));
            left -= 1;
        }
        if !quiet.is_empty() {
            self.line("");
        }
        for hook in quiet.iter().take(MAX_SHOWN) {
            self.line(&title(hook));
        }
        if quiet.len() > MAX_SHOWN {
            self.line(&format!("… and {} more passed", Count(quiet.len() - MAX_SHOWN, "webhook")));
        }
    }

    /// `name` where there are several.
    fn hook(&mut self, hook: &HookReport<Quote>, name: Option<&str>) {
        for (label, value) in phrases::facts(hook) {
            self.line(&format!("  {label:<8} {value}"));
        }
        self.complain(name, hook.complaints());
    }

    fn complain(&mut self, name: Option<&str>, complaints: Vec<(&Ruling<Quote>, &Finding<Quote>)>) {
        let is_new = |(ruling, finding): &(&Ruling<Quote>, &Finding<Quote>)| {
            let is_lead = matches!(self.lead, Some(Lead::Finding(lead, _)) if lead == *ruling);
            !is_lead && !self.annotated.contains(&annotations::message(name, ruling, finding))
        };
        let complaints = complaints.into_iter().filter(is_new).collect::<Vec<_>>();
        let more = complaints.len().saturating_sub(MAX_SHOWN);
        for (ruling, finding) in complaints.into_iter().take(MAX_SHOWN) {
            let severity = paint(finding.severity.word(), finding.severity, self.look);
            self.line(&format!("\n{severity}: {} [{}]", finding.what, finding.reason.id()));
            self.details(ruling, finding);
        }
        if more > 0 {
            self.line(&format!("\n… and {more} more; see the reports"));
        }
    }

    fn details(&mut self, ruling: &Ruling<Quote>, finding: &Finding<Quote>) {
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
        if !finding.advice.is_empty() {
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

/// The end of a verdict on the code alone.
const HALF: &str = "; the live check was skipped, as there is no webhook here";

/// Bytes after which no further hook is shown: nobody reads that much.
const MAX_BYTES: usize = 1 << 20;

/// Findings of one hook that are shown in full, and passed hooks that are listed.
const MAX_SHOWN: usize = 50;

/// Lines; never one that a runner takes for a command, whatever is in it.
fn line(out: &mut String, text: &str) {
    for text in text.split('\n') {
        let start = if text.trim_start().starts_with("::") { "." } else { "" };
        writeln!(out, "{start}{text}").expect("a string takes everything");
    }
}

fn of_outcome(outcome: Outcome) -> Severity {
    match outcome {
        Outcome::Passed | Outcome::Skipped => Severity::Notice,
        _ => Severity::Error,
    }
}

fn paint(word: &str, severity: Severity, look: Look<'_>) -> String {
    let colours = match severity {
        Severity::Error => Style::new().red(),
        Severity::Warning => Style::new().yellow(),
        Severity::Notice => Style::new().green(),
    };
    if look.colour { colours.bold().force_styling(true).apply_to(word).to_string() } else { word.to_owned() }
}
#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("txt", |report| render(report, Look::default()));
    }

    #[test]
    fn no_line_is_a_command_and_no_character_moves_the_cursor() {
        for (name, report) in samples::sealed() {
            let text = render(&report, Look::default());
            for line in text.lines() {
                assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{name}: {line}");
            }
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{name}");
        }
    }

    #[test]
    fn a_log_of_very_many_hooks_is_cut_and_says_so() {
        let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "several").unwrap().1;
        let failed = report.hooks.iter().find(|hook| hook.outcome == Outcome::Failed).unwrap().clone();
        report.hooks = std::iter::repeat_n(failed, 5000).collect();
        let text = render(&report, Look::default());
        assert!(text.len() < MAX_BYTES + 8192, "{}", text.len());
        let last = text.lines().find(|line| line.starts_with("… and")).expect("a last line");
        let left = last.split(' ').nth(2).and_then(|left| left.parse::<usize>().ok()).expect(last);
        assert_eq!(left + text.matches("hook 2 (acme.bitrix24.com): failed").count(), 5000, "{last}");
    }

    #[test]
    fn a_file_that_is_named_like_a_command_is_none() {
        let mut out = String::new();
        line(&mut out, "  ::error::x");
        assert_eq!(out, ".  ::error::x\n");
    }
}
