//! The console: verdict, facts, findings, advice.

use std::fmt::Write;

use console::Style;

use crate::outcome::Outcome;
use crate::policy::diff::ChangeKind;
use crate::reason::Severity;
use crate::text::listing::SealedListing;
use crate::text::printable::Safe;
use crate::verdict::{Aspect, Finding, Ruling};

use super::phrases;
use crate::report::{HookReport, Sealed};
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
}

impl Safe for Look<'_> {}

/// Renders the report.
#[must_use]
pub fn render(report: &Sealed, look: Look<'_>) -> String {
    let mut out = String::new();
    let word = paint(report.outcome.word().to_uppercase().as_str(), of_outcome(report.outcome), look);
    line(&mut out, &format!("{word}: {}", report.headline));
    if report.warn_only && report.outcome.code() != report.code() {
        let code = report.outcome.code();
        line(&mut out, &format!("warn-only is set: the exit code is 0 where it would be {code}"));
    }
    for problem in &report.problems {
        line(&mut out, "");
        line(&mut out, &format!("{}: {problem}", paint("error", Severity::Error, look)));
        excerpt(&mut out, problem, look);
    }
    if let Some((calls, files)) = report.scanned {
        let (calls, files) = (Count(calls, "call"), Count(files, "file"));
        line(&mut out, &format!("\n  code     {calls} in {files}"));
    }
    complain(&mut out, report.repository_complaints(), look);
    differ(&mut out, report, look);
    hooks(&mut out, &report.hooks, look);
    if !report.notices.is_empty() {
        line(&mut out, "");
    }
    for notice in &report.notices {
        line(&mut out, &format!("{}: {notice}", paint("notice", Severity::Notice, look)));
    }
    next_steps(&mut out, report);
    out
}

/// The first line alone.
#[must_use]
pub(crate) fn verdict(report: &Sealed) -> String {
    let all = render(report, Look::default());
    all.lines().next().map(|line| format!("{line}\n")).unwrap_or_default()
}

/// Why there is no verdict: for who mistyped a command, and for what has no report.
#[must_use]
pub(crate) fn problems(report: &Sealed) -> String {
    let mut out = String::new();
    for problem in &report.problems {
        line(&mut out, &format!("error: {problem}"));
    }
    for notice in &report.notices {
        line(&mut out, &format!("notice: {notice}"));
    }
    out
}

/// The policy's changes; weakened rules are findings already.
fn differ(out: &mut String, report: &Sealed, look: Look<'_>) {
    let changes = report.diff.iter().flat_map(|diff| &diff.changes);
    let changes = changes.filter(|change| change.kind != ChangeKind::Weakened).collect::<Vec<_>>();
    let more = changes.len().saturating_sub(MAX_SHOWN);
    for change in changes.into_iter().take(MAX_SHOWN) {
        line(out, "");
        line(out, &format!("{}: {}", paint("policy", Severity::Notice, look), change.what));
        line(out, &format!("  rule: {}", change.origin));
        if let Some(why) = &change.why {
            line(out, &format!("  why:  {why}"));
        }
        if !change.advice.is_empty() {
            line(out, &format!("  hook: {}", change.advice));
        }
    }
    if more > 0 {
        line(out, "");
        line(out, &format!("… and {more} more changes of the policy"));
    }
}

/// Hooks with findings first, then the others with a line each, or one line for all.
fn hooks(out: &mut String, hooks: &[HookReport<Quote>], look: Look<'_>) {
    if let [one] = hooks {
        line(out, "");
        return of_hook(out, one, look);
    }
    let title = |hook: &HookReport<Quote>| {
        format!("{}: {}", hook.title(), paint(hook.outcome.word(), of_outcome(hook.outcome), look))
    };
    let (quiet, mut loud): (Vec<_>, Vec<_>) = hooks.iter().partition(|hook| hook.is_quiet());
    loud.sort_by_key(|hook| std::cmp::Reverse(hook.outcome.rank()));
    let mut left = loud.len();
    for hook in loud {
        line(out, "");
        if out.len() > MAX_BYTES {
            line(out, &format!("… and {} more with findings; see the reports", Count(left, "hook")));
            break;
        }
        line(out, &title(hook));
        of_hook(out, hook, look);
        left -= 1;
    }
    if !quiet.is_empty() {
        line(out, "");
    }
    for hook in quiet.iter().take(MAX_SHOWN) {
        line(out, &title(hook));
    }
    if quiet.len() > MAX_SHOWN {
        line(out, &format!("… and {} more passed", Count(quiet.len() - MAX_SHOWN, "hook")));
    }
}

fn of_hook(out: &mut String, hook: &HookReport<Quote>, look: Look<'_>) {
    for (label, value) in phrases::facts(hook) {
        line(out, &format!("  {label:<8} {value}"));
    }
    complain(out, hook.complaints(), look);
}

fn complain(out: &mut String, complaints: Vec<(&Ruling<Quote>, &Finding<Quote>)>, look: Look<'_>) {
    let more = complaints.len().saturating_sub(MAX_SHOWN);
    for (ruling, finding) in complaints.into_iter().take(MAX_SHOWN) {
        line(out, "");
        let severity = paint(finding.severity.word(), finding.severity, look);
        line(out, &format!("{severity}: {} [{}]", finding.what, finding.reason.id()));
        if let Some(origin) = &ruling.origin {
            let word = match ruling.subject.kind {
                Aspect::Leaked => "code",
                kind if kind.is_of_call() => "call",
                _ => "rule",
            };
            line(out, &format!("  {word}: {origin}"));
        }
        if let Some(why) = &ruling.why {
            line(out, &format!("  why:  {why}"));
        }
        if !finding.advice.is_empty() {
            line(out, &format!("  help: {}", finding.advice));
        }
    }
    if more > 0 {
        line(out, "");
        line(out, &format!("… and {more} more; see the reports"));
    }
}

/// Bytes after which no further hook is shown: nobody reads that much.
const MAX_BYTES: usize = 1 << 20;

/// Findings of one hook that are shown in full, and passed hooks that are listed.
const MAX_SHOWN: usize = 50;

fn next_steps(out: &mut String, report: &Sealed) {
    let reasons = report.reasons();
    if reasons.is_empty() {
        return;
    }
    line(out, "");
    for reason in reasons {
        line(out, &format!("more on this: b24-ping explain {}", reason.id()));
    }
}

/// One line; never one that a runner takes for a command, whatever is in it.
fn line(out: &mut String, text: &str) {
    let start = if text.trim_start().starts_with("::") { "." } else { "" };
    writeln!(out, "{start}{text}").expect("a string takes everything");
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
