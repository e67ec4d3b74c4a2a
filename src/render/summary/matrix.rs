//! The scopes of one webhook as a table. No cell that matters breaks, so that it can be read in half a window.

use crate::ledger::Origin;
use crate::policy::diff::Demand;
use crate::render::markdown::{code, linked, origin};
use crate::report::matrix::{Mark, Matrix, Row};
use crate::text::seal::Quote;

use super::Page;

/// Rows that are shown; what is fine comes last, so that it is folded first.
const MAX_ROWS: usize = 40;

const HEAD: &str = "| scope | verdict | granted | rule |\n|---|---|---|---|";

impl Page<'_> {
    pub(super) fn matrix(&mut self, matrix: &Matrix<'_>) {
        if matrix.rows.is_empty() {
            return;
        }
        let (shown, folded) = matrix.rows.split_at(matrix.rows.len().min(MAX_ROWS));
        self.rows(shown);
        if !folded.is_empty() {
            let fine = if folded.iter().all(|row| row.mark == Mark::Fine) { "✅ " } else { "" };
            let n = folded.len();
            self.line(&format!("<details><summary>{fine}{n} more scopes</summary>\n"));
            self.rows(folded);
            self.line("</details>\n");
        }
        if matrix.unlisted > 0 {
            self.line(&format!("There are {} more, which are not listed.\n", matrix.unlisted));
        }
    }

    fn rows(&mut self, rows: &[Row<'_>]) {
        self.line(HEAD);
        let rows = rows.iter().map(|row| self.row(row)).collect::<Vec<_>>();
        self.lines(rows.into_iter(), |n| format!("| … and {n} more | | | |"));
        self.line("");
    }

    fn row(&self, row: &Row<'_>) -> String {
        let scope = row.scopes.iter().map(|scope| code(scope)).collect::<Vec<_>>().join(" or ");
        let granted = match row.granted {
            Some(true) => "yes",
            Some(false) => "no",
            None => "unclear",
        };
        format!("| {scope} | {} | {granted} | {} |", verdict(row.mark), self.rule(row))
    }

    /// What demands it: `required (line 4), called`. It stands last, where a narrow window cuts.
    fn rule(&self, row: &Row<'_>) -> String {
        let source = self.report.source.as_ref();
        let rule = |place| format!("{} ({})", row.demand.word(), self.place(place));
        let mut parts = row.rules.iter().map(|place| rule(place)).collect::<Vec<_>>();
        if row.rules.is_empty() && row.demand == Demand::Allowed {
            parts.push("allowed".to_owned());
        }
        match row.call {
            Some(call) => parts.push(linked(call, source, "called")),
            None if row.in_code => parts.push("called".to_owned()),
            None => {}
        }
        if parts.is_empty() { "–".to_owned() } else { parts.join(", ") }
    }

    /// A place, as short as can be: a line of the policy that the foot names is only its number.
    pub(super) fn place(&self, place: &Origin<Quote>) -> String {
        match place.spot() {
            Some(line) if self.report.policy.as_ref() == Some(&line.file) => {
                linked(place, self.report.source.as_ref(), &format!("line&#160;{}", line.line))
            }
            _ => origin(place, self.report.source.as_ref()),
        }
    }
}

fn verdict(mark: Mark) -> &'static str {
    match mark {
        Mark::Missing => "❌&#160;missing",
        Mark::Forbidden => "❌&#160;forbidden",
        Mark::Undeclared => "❌&#160;undeclared",
        Mark::Refused => "❌&#160;extra",
        Mark::Extra => "⚠️&#160;extra",
        Mark::Unknown => "❓&#160;unknown",
        Mark::Fine => "✅",
    }
}
