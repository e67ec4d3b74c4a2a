//! GitHub's annotations: workflow commands on standard output, which the runner shows on the policy's
//! lines.

use std::fmt::Write;

use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::reason::Severity;

use super::Report;

/// The runner keeps ten of each level a step (actions/runner, `ExecutionContext.cs`) and readers want
/// no more in all.
pub const MAX: usize = 10;

struct Annotation {
    severity: Severity,
    origin: Option<Origin>,
    title: String,
    message: String,
}

/// Renders at most [`MAX`] commands; the last one counts what is left out. `workspace` is cut off
/// absolute paths, since the runner wants those of the repository.
#[must_use]
pub fn render(report: &Report, workspace: Option<&str>) -> String {
    let mut all = collect(report);
    all.sort_by_key(|annotation| std::cmp::Reverse(annotation.severity));
    let more = if all.len() > MAX { all.len() - (MAX - 1) } else { 0 };
    if more > 0 {
        let severity = all[MAX - 1].severity;
        all.truncate(MAX - 1);
        let message = format!("{more} more are in the step summary and in the log");
        all.push(Annotation { severity, origin: None, title: "b24-ping".to_owned(), message });
    }
    let mut out = String::new();
    for Annotation { severity, origin, title, message } in all {
        let mut properties = String::new();
        if let Some(place) = origin.as_ref().and_then(Origin::place) {
            let file = property(&relative(place.file.as_str(), workspace));
            write!(properties, "file={file},line={},col={},", place.line, place.column)
                .expect("a string takes all");
        }
        let (level, title) = (severity.word(), property(&title));
        writeln!(out, "::{level} {properties}title={title}::{}", data(&message)).expect("a string takes all");
    }
    out
}

fn collect(report: &Report) -> Vec<Annotation> {
    let mut all = Vec::new();
    let title = |what: &str| format!("b24-ping: {what}");
    let of_problem = |problem: &Problem, severity, what: &str| Annotation {
        severity,
        origin: Some(problem.origin.clone()),
        title: title(what),
        message: problem.to_string(),
    };
    all.extend(report.problems.iter().map(|p| of_problem(p, Severity::Error, report.reason.id())));
    let several = report.hooks.len() > 1;
    for hook in &report.hooks {
        for (ruling, finding) in hook.complaints() {
            let mut message =
                if several { format!("{}: {}", hook.title(), finding.what) } else { finding.what.clone() };
            for part in
                [&finding.advice, &ruling.why.as_ref().map(|why| format!("why: {why}")).unwrap_or_default()]
            {
                if !part.is_empty() {
                    message.push_str(" – ");
                    message.push_str(part);
                }
            }
            let (severity, origin) = (finding.severity, ruling.origin.clone());
            all.push(Annotation { severity, origin, title: title(finding.reason.id()), message });
        }
    }
    match report.outcome {
        Outcome::Skipped => all.push(Annotation {
            severity: Severity::Notice,
            origin: None,
            title: title("skipped"),
            message: report.headline.clone(),
        }),
        Outcome::Interrupted(_) => all.push(Annotation {
            severity: Severity::Error,
            origin: None,
            title: title(report.reason.id()),
            message: report.headline.clone(),
        }),
        _ => {}
    }
    // A skip is one notice; what else was read past stays in the log.
    if report.outcome != Outcome::Skipped {
        all.extend(report.notices.iter().map(|p| of_problem(p, Severity::Notice, "notice")));
    }
    all
}

fn relative(file: &str, workspace: Option<&str>) -> String {
    let inside = workspace.and_then(|root| file.strip_prefix(root.trim_end_matches('/'))?.strip_prefix('/'));
    inside.unwrap_or(file.strip_prefix("./").unwrap_or(file)).to_owned()
}

/// Escapes a command's text (actions/runner, `ActionCommand.cs`).
pub(crate) fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property, which ends at a comma or colon as well.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The mask commands for what no line may show.
pub(crate) fn mask(secret: &str) -> String {
    format!("::add-mask::{}\n", data(secret))
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("annotations", |report| render(report, None));
    }

    #[test]
    fn there_are_at_most_ten_and_the_tenth_counts_the_rest() {
        let (_, report) = samples::all().into_iter().find(|(name, _)| *name == "misconfigured").unwrap();
        let text = render(&report, None);
        assert_eq!(text.lines().count(), MAX);
        // Fourteen problems and a notice, nine of which are shown.
        assert_eq!(
            text.lines().last().unwrap(),
            "::error title=b24-ping::6 more are in the step summary and in the log"
        );
    }

    #[test]
    fn no_text_ends_its_command_or_begins_another() {
        for (name, report) in samples::all() {
            for line in render(&report, None).lines() {
                let (command, _) =
                    line.strip_prefix("::").and_then(|rest| rest.split_once("::")).expect(name);
                let (level, properties) = command.split_once(' ').unwrap();
                assert!(["error", "warning", "notice"].contains(&level), "{line}");
                for property in properties.split(',') {
                    let (key, value) = property.split_once('=').unwrap();
                    assert!(
                        ["file", "line", "col", "title"].contains(&key) && !value.contains(':'),
                        "{line}"
                    );
                }
                assert!(!line.contains("##["), "{line}");
            }
        }
    }

    #[test]
    fn percent_and_line_breaks_are_escaped_first_things_first() {
        assert_eq!(data("50%\r\n%0A"), "50%25%0D%0A%250A");
        assert_eq!(property("a:b,c%"), "a%3Ab%2Cc%25");
    }

    #[test]
    fn paths_are_those_of_the_repository() {
        assert_eq!(relative("/github/workspace/.github/p.yml", Some("/github/workspace")), ".github/p.yml");
        assert_eq!(
            relative("/github/workspace2/p.yml", Some("/github/workspace")),
            "/github/workspace2/p.yml"
        );
        assert_eq!(relative("./p.yml", None), "p.yml");
    }
}
