//! Azure Pipelines: logging commands on standard output (Microsoft's documentation, "Logging commands").

use std::fmt::Write;

use crate::ledger::Origin;
use crate::reason::Severity;

use super::annotations::{self, Annotation};
use super::dotenv;
use crate::report::Sealed;
use crate::text::seal::Quote;

/// Annotations, variables, and the summary's file, if there is one. `workspace` is cut off absolute paths.
/// Later steps read a variable as `$(NAME.B24_PING_STATUS)`, `NAME` being this step's.
#[must_use]
pub fn render(report: &Sealed, workspace: Option<&str>, summary: Option<&Quote>) -> String {
    let mut out = String::new();
    for Annotation { severity, origin, title, message, .. } in annotations::of(report) {
        // The agent knows two types and fails the step at any other (azure-pipelines-agent,
        // `TaskCommandExtension.cs`). Notices are in the log above.
        let kind = match severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Notice => continue,
        };
        let mut properties = format!("type={kind}");
        if let Some(place) = origin.as_ref().and_then(Origin::spot) {
            let file = escaped(annotations::relative(place.file.as_str(), workspace));
            write!(properties, ";sourcepath={file};linenumber={};columnnumber={}", place.line, place.column)
                .expect("a string takes all");
        }
        let text = escaped(&format!("{title}: {message}"));
        writeln!(out, "##vso[task.logissue {properties}]{text}").expect("a string takes all");
    }
    for (name, value) in dotenv::variables(report) {
        let value = escaped(&value);
        writeln!(out, "##vso[task.setvariable variable={name};isOutput=true]{value}")
            .expect("a string takes all");
    }
    if let Some(summary) = summary {
        writeln!(out, "##vso[task.uploadsummary]{}", escaped(summary.as_str())).expect("a string takes all");
    }
    out
}

/// Escapes a text or a property (azure-pipelines-agent, `docs/design/percentEncoding.md`).
fn escaped(text: &str) -> String {
    text.replace('%', "%AZP25")
        .replace(';', "%3B")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
        .replace(']', "%5D")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;
    use crate::text::Text;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    /// The agent's parser of a line, after its documentation.
    fn read(line: &str) -> (String, Vec<(String, String)>, String) {
        let (head, data) = line.strip_prefix("##vso[").and_then(|rest| rest.split_once(']')).expect(line);
        let (command, properties) = head.split_once(' ').unwrap_or((head, ""));
        let plain = |text: &str| {
            [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")]
                .iter()
                .fold(text.to_owned(), |text, (escape, c)| text.replace(escape, c))
        };
        let pair = |pair: &str| pair.split_once('=').map(|(key, value)| (key.to_owned(), plain(value)));
        let properties = properties.split(';').filter_map(pair).collect();
        (command.to_owned(), properties, plain(data))
    }

    #[test]
    fn every_sample_reads_as_kept() {
        let summary = Text::theirs("/agent/_temp/b24-ping.md").seal(&Redactor::default());
        samples::compare("azure", |report| render(report, None, Some(&summary)));
    }

    #[test]
    fn every_line_is_one_command_with_what_was_meant() {
        for (name, report) in samples::sealed() {
            let text = render(&report, None, None);
            let annotations = annotations::of(&report);
            let mut issues = annotations.iter().filter(|annotation| annotation.severity != Severity::Notice);
            for line in text.lines() {
                assert_eq!(line.matches("##").count(), 1, "{name}: {line}");
                let (command, properties, data) = read(line);
                if command == "task.setvariable" {
                    assert_eq!(properties[1], ("isOutput".to_owned(), "true".to_owned()), "{line}");
                    continue;
                }
                assert_eq!(command, "task.logissue", "{line}");
                let annotation = issues.next().expect(line);
                assert_eq!(data, format!("{}: {}", annotation.title, annotation.message));
                let place = annotation.origin.as_ref().and_then(Origin::spot);
                assert_eq!(properties.len(), if place.is_some() { 4 } else { 1 }, "{line}");
                if let Some(place) = place {
                    assert_eq!(properties[1].1, place.file.as_str(), "{line}");
                }
            }
            assert!(issues.next().is_none(), "{name}");
        }
    }

    #[test]
    fn what_ends_a_command_is_escaped_and_the_escape_itself_first() {
        assert_eq!(escaped("50%; [a]\r\n%3B"), "50%AZP25%3B [a%5D%0D%0A%AZP253B");
    }
}
