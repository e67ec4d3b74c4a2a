//! Rulings as tables: what is to be mended, and folded, what holds.

use std::fmt::Write;

use crate::reason::Severity;
use crate::report::markdown::{code, markdown, origin};
use crate::report::{Report, phrases};
use crate::verdict::{Ruling, Standing, Subject};

use super::Page;

impl Page<'_> {
    /// What is to be mended, then what holds, folded.
    pub(super) fn rulings(&mut self, rulings: &[Ruling]) {
        let (loud, quiet): (Vec<_>, Vec<_>) = rulings
            .iter()
            .filter(|ruling| ruling.origin.is_some() || ruling.finding.is_some() || is_of_code(ruling))
            .partition(|ruling| ruling.finding.is_some() || ruling.standing == Standing::Unknown);
        let mut loud = loud;
        loud.sort_by_key(|ruling| {
            let severity =
                ruling.finding.as_ref().map(|finding| (finding.severity, std::cmp::Reverse(finding.reason)));
            std::cmp::Reverse(severity)
        });
        if !loud.is_empty() {
            self.table(&loud);
        }
        if !quiet.is_empty() {
            self.line(&format!("<details><summary>{}</summary>\n", held(quiet.len())));
            self.table(&quiet);
            self.line("</details>\n");
        }
    }

    fn table(&mut self, rulings: &[&Ruling]) {
        self.line("| | check | what to do | rule |\n|---|---|---|---|");
        let rows = rulings.iter().map(|ruling| row(ruling, self.report)).collect::<Vec<_>>();
        self.lines(rows.into_iter(), |n| format!("| … | and {n} more | | |"));
        self.line("");
    }
}

/// What a call needs, and what the baseline asks for, has no rule of its own, and is shown all the same.
fn is_of_code(ruling: &Ruling) -> bool {
    matches!(ruling.subject, Subject::Declared(_) | Subject::Baseline)
}

fn held(n: usize) -> String {
    if n == 1 { "1 rule holds".to_owned() } else { format!("{n} rules hold") }
}

fn row(ruling: &Ruling, report: &Report) -> String {
    let mark = match (&ruling.finding, ruling.standing) {
        (Some(finding), _) if finding.severity == Severity::Error => "❌",
        (Some(finding), _) if finding.severity == Severity::Notice => "ℹ️",
        (Some(_), _) => "⚠️",
        (None, Standing::Unknown) => "❔",
        (None, _) => "✅",
    };
    let what = match &ruling.finding {
        Some(finding) => markdown(&finding.what),
        None => markdown(&phrases::check(&ruling.subject)),
    };
    let advice = ruling.finding.as_ref().map(|finding| markdown(&finding.advice)).unwrap_or_default();
    let mut rule = ruling.origin.as_ref().map(|at| origin(at, report.source.as_deref())).unwrap_or_default();
    if let Some(why) = &ruling.why {
        write!(rule, " why: {}", code(why.as_str())).expect("a string takes all");
    }
    format!("| {mark} {} | {what} | {advice} | {} |", phrases::standing(ruling), rule.trim())
}
