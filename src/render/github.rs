//! GitHub: workflow commands on standard output.

use std::fmt::Write;

use crate::ledger::Origin;

use super::annotations::{self, Annotation};
use crate::report::Sealed;

/// Renders the annotations. `workspace` is cut off absolute paths, since the runner wants those of the
/// repository.
#[must_use]
pub fn render(report: &Sealed, workspace: Option<&str>) -> String {
    let mut out = String::new();
    for Annotation { severity, origin, title, message, .. } in annotations::of(report) {
        let mut properties = String::new();
        if let Some(place) = origin.as_ref().and_then(Origin::spot) {
            let file = property(annotations::relative(place.file.as_str(), workspace));
            write!(properties, "file={file},line={},col={},", place.line, place.column)
                .expect("a string takes all");
        }
        let (level, title) = (severity.word(), property(&title));
        writeln!(out, "::{level} {properties}title={title}::{}", data(&message)).expect("a string takes all");
    }
    out
}

/// The command that masks a text from now on.
#[must_use]
pub fn mask(secret: &str) -> String {
    format!("::add-mask::{}\n", data(secret))
}

/// Escapes a command's text (actions/runner, `ActionCommand.cs`).
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property, which also ends at a comma or colon.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("annotations", |report| render(report, None));
    }

    #[test]
    fn a_mask_is_a_line_of_its_own() {
        assert_eq!(mask("50%\r\nmore"), "::add-mask::50%25%0D%0Amore\n");
    }

    #[test]
    fn no_text_ends_its_command_or_begins_another() {
        for (name, report) in samples::sealed() {
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
}
