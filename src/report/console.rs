//! The console: the verdict first, then facts, findings and what to do.

use std::fmt::Write;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term;
use console::Style;

use crate::ledger::{Place, Problem};
use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};

use super::{HookReport, Report, phrases};

/// How to show it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Look<'a> {
    /// With colours.
    pub colour: bool,
    /// The policy's text, to show the lines at fault: on a terminal only, since a log is read by
    /// programs as well.
    pub policy: Option<&'a str>,
}

/// Renders the report.
#[must_use]
pub fn render(report: &Report, look: Look<'_>) -> String {
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
    for hook in &report.hooks {
        of_hook(&mut out, hook, report.hooks.len() > 1, look);
    }
    if !report.notices.is_empty() {
        line(&mut out, "");
    }
    for notice in &report.notices {
        line(&mut out, &format!("{}: {notice}", paint("notice", Severity::Notice, look)));
    }
    next_steps(&mut out, report);
    out
}

fn of_hook(out: &mut String, hook: &HookReport, several: bool, look: Look<'_>) {
    let complaints = hook.complaints();
    line(out, "");
    if several {
        let word = paint(hook.outcome.word(), of_outcome(hook.outcome), look);
        line(out, &format!("{}: {word}", hook.title()));
        if complaints.is_empty() {
            return;
        }
    }
    for (label, value) in phrases::facts(hook) {
        line(out, &format!("  {label:<8} {value}"));
    }
    for (ruling, finding) in complaints {
        line(out, "");
        let severity = paint(finding.severity.word(), finding.severity, look);
        line(out, &format!("{severity}: {} [{}]", finding.what, finding.reason.id()));
        if let Some(origin) = phrases::origin(ruling.origin.as_ref()) {
            line(out, &format!("  rule: {origin}"));
        }
        if let Some(why) = &ruling.why {
            line(out, &format!("  why:  {why}"));
        }
        if !finding.advice.is_empty() {
            line(out, &format!("  mend: {}", finding.advice));
        }
    }
}

/// The line at fault with a caret, where a person looks on.
fn excerpt(out: &mut String, problem: &Problem, look: Look<'_>) {
    let (Some(policy), Some(place)) = (look.policy, problem.origin.place()) else { return };
    let Some((source, at)) = spot(policy, place) else { return };
    let file = SimpleFile::new(place.file.as_str(), source.as_str());
    let label = Label::primary((), at..at + 1);
    let diagnostic = Diagnostic::error().with_labels(vec![label]);
    let config = term::Config { start_context_lines: 0, end_context_lines: 0, ..term::Config::default() };
    if let Ok(text) = term::emit_into_string(&config, &file, &diagnostic) {
        for shown in text.lines().skip(1).map(str::trim_end).filter(|shown| !shown.trim().is_empty()) {
            line(out, shown);
        }
    }
}

/// The policy with every character that could play tricks replaced one for one, and the byte at the
/// place. The file may be a stranger's.
fn spot(policy: &str, place: &Place) -> Option<(String, usize)> {
    let policy = policy.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    let tame = |c: char| {
        let plain = c == '\n' || c == ' ' || crate::quote::is_visible(c);
        if plain { c } else { '\u{fffd}' }
    };
    let source = policy.chars().map(tame).collect::<String>().replace("##", "#\u{fffd}");
    let start = source.split_inclusive('\n').take(place.line.checked_sub(1)?).map(str::len).sum::<usize>();
    let line = source[start..].lines().next()?;
    let column = line.char_indices().nth(place.column.checked_sub(1)?).map(|(at, _)| at);
    let at = start + column.unwrap_or(line.len());
    Some((source + "\n", at)) // so that the end of the text is a place too
}

fn next_steps(out: &mut String, report: &Report) {
    let reasons = report.reasons();
    if reasons.is_empty() {
        return;
    }
    line(out, "");
    for reason in reasons {
        line(out, &format!("more on this: b24-ping explain {}", reason.id()));
        if reason == Reason::MissingHook {
            line(out, &format!("  {}", reason.help()));
        }
    }
}

/// One line; never one that a runner takes for a command, whatever came into it.
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
