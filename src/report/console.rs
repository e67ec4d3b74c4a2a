//! The console: the verdict first, then facts, findings and what to do.

use std::fmt::Write;

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term;
use console::Style;

use crate::ledger::{Place, Problem};
use crate::outcome::Outcome;
use crate::policy::diff::Kind;
use crate::reason::Severity;
use crate::verdict::{Finding, Ruling, Subject};

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
    if let Some((calls, files)) = report.scanned {
        let (calls, files) = (phrases::count(calls, "call"), phrases::count(files, "file"));
        line(&mut out, &format!("\n  code     {calls} in {files}"));
    }
    complain(&mut out, report.repository_complaints(), look);
    differ(&mut out, report, look);
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

/// What the policy asks for otherwise; what it asks for less is complained of already.
fn differ(out: &mut String, report: &Report, look: Look<'_>) {
    let changes = report.diff.iter().flat_map(|diff| &diff.changes);
    let changes = changes.filter(|change| change.kind != Kind::Weakened).collect::<Vec<_>>();
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
    complain(out, complaints, look);
}

fn complain(out: &mut String, complaints: Vec<(&Ruling, &Finding)>, look: Look<'_>) {
    let more = complaints.len().saturating_sub(MAX_SHOWN);
    for (ruling, finding) in complaints.into_iter().take(MAX_SHOWN) {
        line(out, "");
        let severity = paint(finding.severity.word(), finding.severity, look);
        line(out, &format!("{severity}: {} [{}]", finding.what, finding.reason.id()));
        if let Some(origin) = phrases::origin(ruling.origin.as_ref()) {
            let is_call = matches!(
                ruling.subject,
                Subject::Declared(_) | Subject::Documented(_) | Subject::Callable(_)
            );
            let word = if is_call { "call" } else { "rule" };
            line(out, &format!("  {word}: {origin}"));
        }
        if let Some(why) = &ruling.why {
            line(out, &format!("  why:  {why}"));
        }
        if !finding.advice.is_empty() {
            line(out, &format!("  mend: {}", finding.advice));
        }
    }
    if more > 0 {
        line(out, "");
        line(out, &format!("… and {more} more; the reports hold them all"));
    }
}

/// The most findings of one hook that are shown in full.
const MAX_SHOWN: usize = 50;

/// The line at fault with a caret, where a person looks on.
fn excerpt(out: &mut String, problem: &Problem, look: Look<'_>) {
    let (Some(policy), Some(place)) = (look.policy, problem.origin.place()) else { return };
    let Some((source, at)) = spot(policy, place) else { return };
    let file = SimpleFile::new(place.file.as_str(), source.as_str());
    let label = Label::primary((), at..at + 1);
    let diagnostic = Diagnostic::error().with_labels(vec![label]);
    let config = term::Config { start_context_lines: 0, end_context_lines: 0, ..term::Config::default() };
    if let Ok(text) = term::emit_into_string(&config, &file, &diagnostic) {
        let shown = text.lines().skip(1).map(str::trim_end);
        for shown in shown.filter(|shown| !matches!(shown.trim(), "" | "│")) {
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
#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;
    use crate::quote::{Quote, Redactor};

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("txt", |report| render(report, Look::default()));
    }

    #[test]
    fn no_line_is_a_command_and_no_character_moves_the_cursor() {
        for (name, report) in samples::all() {
            let text = render(&report, Look::default());
            for line in text.lines() {
                assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{name}: {line}");
            }
            assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{name}");
        }
    }

    #[test]
    fn a_file_that_is_named_like_a_command_is_none() {
        let mut out = String::new();
        line(&mut out, "  ::error::x");
        assert_eq!(out, ".  ::error::x\n");
    }

    #[test]
    fn a_person_sees_the_line_at_fault_with_a_caret() {
        let file = Quote::new("p.yml", &Redactor::default());
        let policy = "required:\r\n  - крм\u{1b}[31m ##[error]\n";
        let place = Place { file, line: 2, column: 5 };
        let problem =
            Problem { origin: crate::ledger::Origin::Line(place), what: "bad".into(), advice: String::new() };
        let mut out = String::new();
        excerpt(&mut out, &problem, Look { colour: false, policy: Some(policy) });
        let lines = out.lines().collect::<Vec<_>>();
        assert!(lines[0].contains("p.yml:2:5"), "{out}");
        assert_eq!(lines[1], "2 │   - крм\u{fffd}[31m #\u{fffd}[error]", "{out}");
        assert_eq!(lines[2], "  │     ^", "{out}");
    }

    #[test]
    fn a_place_beyond_the_text_shows_nothing_and_breaks_nothing() {
        let file = Quote::new("p.yml", &Redactor::default());
        for (line, column) in [(9, 1), (1, 99), (0, 0), (2, 1)] {
            let place = Place { file: file.clone(), line, column };
            let spot = spot("a: b", &place);
            assert!(spot.is_none_or(|(source, at)| at < source.len()), "{line}:{column}");
        }
    }
}
