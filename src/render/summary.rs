//! The step summary: markdown for the run's page, at most 64 KiB.

use std::fmt::Write;

use crate::ledger::Problem;
use crate::outcome::Outcome;
use crate::policy::diff::ChangeKind;
use crate::reason::Reason;

use super::markdown::{code, markdown, origin};
use super::phrases;
use crate::report::Sealed;
use crate::report::diff::ChangeReport;
use crate::text::seal::Quote;
use crate::text::{Count, WithHelp};

mod hooks;
mod rulings;

/// Bytes of one summary. The runner takes 1 MiB a step and drops larger ones as a whole; nobody reads that
/// much.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// Reserved for what follows the lists.
const TAIL: usize = 16 * 1024;

/// Renders the report.
#[must_use]
pub fn render(report: &Sealed) -> String {
    let mut page = Page { text: String::new(), report };
    page.head();
    page.list("Problems", &report.problems);
    page.diff();
    page.repository();
    page.hooks();
    page.list("Warnings", &report.warnings);
    page.list("Notices", &report.notices);
    page.next_steps();
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
        let (word, headline) = (self.report.outcome.word(), markdown(self.report.headline.as_str()));
        self.line(&format!("## {icon} b24-ping {word}: {headline}\n"));
        let (code, lenient) = (self.report.outcome.code(), self.report.code());
        if code != lenient {
            self.line(&format!("`warn-only` is set: the exit code is {lenient} where it would be {code}.\n"));
        }
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
        self.line(&format!("### The policy beside {}\n", code(diff.baseline.as_str())));
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

    fn repository(&mut self) {
        if !self.report.repository.is_empty() || self.report.scanned.is_some() {
            self.line("### Policy and code\n");
            if let Some((calls, files)) = self.report.scanned {
                let (calls, files) = (Count(calls, "call"), Count(files, "file"));
                self.line(&format!("{calls} in {files}.\n"));
            }
            self.rulings(&self.report.repository);
        }
    }

    fn next_steps(&mut self) {
        let reasons = self.report.reasons();
        if reasons.is_empty() {
            return;
        }
        self.line("### Next steps\n");
        for reason in reasons.into_iter().filter(|reason| *reason != Reason::Ok) {
            self.line(&format!("- `{}`, {}. {}", reason.id(), reason.title(), markdown(reason.help())));
        }
        self.line("");
    }

    fn foot(&mut self) {
        let version = env!("CARGO_PKG_VERSION");
        let mut foot = format!("b24-ping {version}, {}", phrases::seconds(self.report.elapsed));
        if let Some(policy) = &self.report.policy {
            write!(foot, ", policy {}", code(policy.as_str())).expect("a string takes all");
        }
        if let Some(file) = &self.report.json_file {
            write!(foot, ", report {}", code(file.as_str())).expect("a string takes all");
        }
        self.line(&format!("<sub>{foot}</sub>\n"));
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
mod tests {
    use super::*;
    use crate::report::samples;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("md", render);
    }

    #[test]
    fn every_table_keeps_its_columns() {
        for (name, report) in samples::sealed() {
            let text = render(&report);
            let mut columns = None;
            for line in text.lines() {
                let count = line.matches('|').count();
                assert!(line.starts_with('|') || count == 0, "{name}: {line}");
                columns = if count == 0 { None } else { Some(columns.unwrap_or(count)) };
                assert_eq!(columns.unwrap_or(0), count, "{name}: {line}");
            }
        }
    }

    #[test]
    fn nothing_but_our_own_tags_links_and_marks_survives() {
        for (name, report) in samples::sealed() {
            let mut text = render(&report);
            for ours in [
                "<code>",
                "</code>",
                "<sub>",
                "</sub>",
                "<details>",
                "</details>",
                "<summary>",
                "</summary>",
                "</a>",
                "<i></i>",
            ] {
                text = text.replace(ours, "");
            }
            while let Some((before, link)) =
                text.split_once("<a href=\"https://github.com/acme/app/blob/0123abc/")
            {
                let (_, after) = link.split_once("\">").expect(name);
                text = format!("{before}{after}");
            }
            // In the fence only backticks at the start of a line have a meaning.
            if let Some((before, fence)) = text.split_once("```diff\n") {
                let (lines, after) = fence.split_once("\n```\n").expect(name);
                assert!(
                    lines.lines().all(|line| line.starts_with("+ ") || line.starts_with("- ")),
                    "{lines}"
                );
                text = format!("{before}{after}");
            }
            assert!(
                !text.contains(['<', '>', '@', '*', '$', '[', ']', '\u{1b}', '\u{202e}']),
                "{name}: {text}"
            );
        }
    }

    #[test]
    fn a_huge_report_is_cut_and_says_so() {
        let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "misconfigured").unwrap().1;
        report.problems = std::iter::repeat_n(report.problems[0].clone(), 5000).collect();
        let text = render(&report);
        assert!(text.len() <= MAX_BYTES && text.contains("more\n"), "{}", text.len());

        let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "several").unwrap().1;
        report.hooks = std::iter::repeat_n(report.hooks[1].clone(), 1000).collect();
        let text = render(&report);
        assert!(text.len() <= MAX_BYTES && text.contains("hooks more"), "{}", text.len());
    }
}
