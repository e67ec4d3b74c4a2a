//! The policy's line at fault.

use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term;

use crate::ledger::{Place, Problem};

use super::{Look, line};

/// The line at fault with a caret, where a person looks on.
pub(super) fn excerpt(out: &mut String, problem: &Problem, look: Look<'_>) {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Origin;
    use crate::quote::{Quote, Redactor};

    #[test]
    fn a_person_sees_the_line_at_fault_with_a_caret() {
        let file = Quote::new("p.yml", &Redactor::default());
        let policy = "required:\r\n  - крм\u{1b}[31m ##[error]\n";
        let place = Place { file, line: 2, column: 5 };
        let problem = Problem { origin: Origin::Line(place), what: "bad".into(), advice: String::new() };
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
