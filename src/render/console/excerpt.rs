use codespan_reporting::diagnostic::{Diagnostic, Label};
use codespan_reporting::files::SimpleFile;
use codespan_reporting::term;

use crate::ledger::{Place, Problem};
use crate::text::seal::Quote;

use super::{Look, line};

/// The line at fault with a caret; on a terminal only.
pub(super) fn excerpt(out: &mut String, problem: &Problem<Quote>, look: &Look) {
    let (Some(policy), Some(place)) = (&look.policy, problem.origin.place()) else { return };
    let Some((source, at)) = spot(policy.as_str(), place) else { return };
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

/// The policy's text, and the byte offset of the place.
fn spot(policy: &str, place: &Place<Quote>) -> Option<(String, usize)> {
    let start = policy.split_inclusive('\n').take(place.line.checked_sub(1)?).map(str::len).sum::<usize>();
    let line = policy[start..].lines().next()?;
    let column = line.char_indices().nth(place.column.checked_sub(1)?).map(|(at, _)| at);
    let at = start + column.unwrap_or(line.len());
    Some((policy.to_owned() + "\n", at)) // so that the end of the text is a place too
}

#[cfg(test)]
mod tests {
    use zeroize::Zeroizing;

    use super::*;
    use crate::text::Text;
    use crate::text::listing::Listing;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    fn place(line: usize, column: usize) -> Place {
        Place { file: Text::theirs("p.yml"), line, column }
    }

    #[test]
    fn a_person_sees_the_line_at_fault_with_a_caret() {
        let redactor = Redactor::new(vec![Zeroizing::new("k3v9x0q2m7t4b1za".to_owned())]);
        let policy =
            Listing::new("required:\r\n  - k3v9x0q2m7t4b1za крм\u{1b}[31m ##[error]\n").seal(&redactor);
        let problem = Problem::new(crate::ledger::Origin::Line(place(2, 22)), "bad", "").seal(&redactor);
        let mut out = String::new();
        excerpt(&mut out, &problem, &Look { policy: Some(policy), ..Look::default() });
        let lines = out.lines().collect::<Vec<_>>();
        assert!(lines[0].contains("p.yml:2:22"), "{out}");
        assert_eq!(lines[1], "2 │   - **************** крм\u{fffd}[31m #\u{fffd}[error]", "{out}");
        assert_eq!(lines[2], "  │                      ^", "{out}");
    }

    #[test]
    fn a_place_beyond_the_text_shows_nothing_and_breaks_nothing() {
        for (line, column) in [(9, 1), (1, 99), (0, 0), (2, 1)] {
            let spot = spot("a: b", &place(line, column).seal(&Redactor::default()));
            assert!(spot.is_none_or(|(source, at)| at < source.len()), "{line}:{column}");
        }
    }
}
