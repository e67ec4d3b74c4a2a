//! Rulings as tables: findings, and folded, what holds.

use std::fmt::Write;

use crate::reason::Severity;
use crate::render::markdown::{code, markdown, origin};
use crate::render::phrases;
use crate::report::Sealed;
use crate::text::seal::Quote;
use crate::verdict::{Aspect, Ruling, Standing};

use super::Page;

impl Page<'_> {
    pub(super) fn rulings(&mut self, rulings: &[Ruling<Quote>]) {
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

    fn table(&mut self, rulings: &[&Ruling<Quote>]) {
        self.line("| | check | what to do | rule |\n|---|---|---|---|");
        let rows = rulings.iter().map(|ruling| row(ruling, self.report)).collect::<Vec<_>>();
        self.lines(rows.into_iter(), |n| format!("| … | and {n} more | | |"));
        self.line("");
    }
}

/// Rulings on calls and on the baseline have no rule of their own, but are shown.
fn is_of_code(ruling: &Ruling<Quote>) -> bool {
    matches!(ruling.subject.kind, Aspect::Declared | Aspect::Baseline)
}

fn held(n: usize) -> String {
    if n == 1 { "1 rule holds".to_owned() } else { format!("{n} rules hold") }
}

fn row(ruling: &Ruling<Quote>, report: &Sealed) -> String {
    let mark = match (&ruling.finding, ruling.standing) {
        (Some(finding), _) if finding.severity == Severity::Error => "❌",
        (Some(finding), _) if finding.severity == Severity::Notice => "ℹ️",
        (Some(_), _) => "⚠️",
        (None, Standing::Unknown) => "❔",
        (None, _) => "✅",
    };
    let what = match &ruling.finding {
        Some(finding) => markdown(finding.what.as_str()),
        None => markdown(&ruling.subject.to_string()),
    };
    let advice = ruling.finding.as_ref().map(|finding| markdown(finding.advice.as_str())).unwrap_or_default();
    let mut rule = ruling.origin.as_ref().map(|at| origin(at, report.source.as_ref())).unwrap_or_default();
    if let Some(why) = &ruling.why {
        write!(rule, " why: {}", code(why.as_str())).expect("a string takes all");
    }
    format!("| {mark} {} | {what} | {advice} | {} |", phrases::standing(ruling), rule.trim())
}
