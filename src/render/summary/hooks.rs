//! The webhooks: those with findings in full, the worst first, and the rest counted and folded.

use std::collections::BTreeMap;

use crate::outcome::Outcome;
use crate::render::markdown::{code, markdown};
use crate::render::phrases;
use crate::report::matrix::{Mark, Matrix};
use crate::report::{HookReport, headline};
use crate::text::Count;
use crate::text::seal::Quote;
use crate::verdict::{Aspect, Ruling, Standing};

use super::{MAX_BYTES, Page, TAIL, cut, holds, icon};

impl Page<'_> {
    pub(super) fn hooks(&mut self) {
        let hooks = &self.report.hooks;
        if let [one] = hooks.as_slice() {
            return self.hook(one);
        }
        let (quiet, mut loud): (Vec<_>, Vec<_>) = hooks.iter().partition(|hook| hook.is_quiet());
        loud.sort_by_key(|hook| std::cmp::Reverse(hook.outcome.rank()));
        self.counts();
        let mut left = loud.len();
        for hook in loud {
            if self.text.len() > MAX_BYTES - 2 * TAIL {
                self.line(&format!("… and {} more; see the report files.\n", Count(left, "webhook")));
                break;
            }
            let (icon, title) = (icon(hook.outcome), code(&cut(&hook.title())));
            self.line(&format!("### {icon} {title}{}\n", headline::words(hook, hook.tally())));
            self.hook(hook);
            left -= 1;
        }
        self.who_saves();
        self.quiet(&quiet);
    }

    fn counts(&mut self) {
        let mut counts: BTreeMap<_, (_, usize)> = BTreeMap::new();
        for hook in &self.report.hooks {
            counts.entry(std::cmp::Reverse(hook.outcome.rank())).or_insert((hook.outcome, 0)).1 += 1;
        }
        let counts =
            counts.into_values().map(|(outcome, n)| format!("{} {n} {}", icon(outcome), outcome.word()));
        let counts = counts.collect::<Vec<_>>().join(", ");
        if !counts.is_empty() {
            self.line(&format!("{}: {counts}.\n", Count(self.report.hooks.len(), "webhook")));
        }
    }

    /// What is wrong, then who it is, then what could not be checked and what is well.
    fn hook(&mut self, hook: &HookReport<Quote>) {
        let matrix = hook.matrix(&self.report.repository);
        let is_well = matrix.rows.iter().all(|row| row.mark == Mark::Fine);
        let is_open = !is_well || hook.outcome != Outcome::Passed && !matrix.rows.is_empty();
        if is_open {
            self.matrix(&matrix);
        }
        self.findings(&hook.complaints(), &matrix);
        if self.report.hooks.len() == 1 {
            self.who_saves();
        }
        self.facts(hook, &matrix);
        let unknown = rules(hook, Standing::Unknown, &matrix);
        let title = format!("❓ {} could not be checked", Count(unknown.len(), "rule"));
        self.folded(&title, None, &unknown);
        let held = rules(hook, Standing::Held, &matrix);
        if is_open || matrix.rows.is_empty() {
            let more = if is_open { "more " } else { "" };
            return self.folded(&holds(held.len(), more, ""), None, &held);
        }
        self.folded(&holds(hook.tally().held, "", ""), Some(&matrix), &held);
    }

    /// In one line, folded where all is well.
    fn facts(&mut self, hook: &HookReport<Quote>, matrix: &Matrix<'_>) {
        let is_said = |label: &str| label == "portal" || label == "granted" && !matrix.rows.is_empty();
        let facts = phrases::facts(hook).into_iter().filter(|(label, _)| !is_said(label));
        let facts = facts.map(|(label, value)| format!("{label} {}", markdown(&value)));
        let facts = facts.collect::<Vec<_>>().join(" · ");
        if hook.is_quiet() {
            self.line(&format!("<details><summary>The webhook</summary>\n\n{facts}\n\n</details>\n"));
        } else {
            self.line(&format!("Webhook: {facts}\n"));
        }
    }

    /// One line for each webhook without findings.
    fn quiet(&mut self, hooks: &[&HookReport<Quote>]) {
        if hooks.is_empty() {
            return;
        }
        let counted = Count(hooks.len(), "webhook");
        self.line(&format!("<details><summary>✅ {counted} passed</summary>\n"));
        self.line("| webhook | owner | granted | rules that hold |\n|---|---|---|---|");
        let rows = hooks.iter().map(|hook| {
            let facts = phrases::facts(hook);
            let fact =
                |name| facts.iter().find(|(label, _)| *label == name).map_or("–", |(_, value)| value);
            let (title, owner, granted) = (code(&hook.title()), code(fact("owner")), code(fact("granted")));
            format!("| {title} | {owner} | {granted} | {} |", hook.tally().held)
        });
        let rows = rows.collect::<Vec<_>>();
        self.lines(rows.into_iter(), |n| format!("| … and {n} more | | | |"));
        self.line("\n</details>\n");
    }
}

/// The rules of this standing that no finding and no row shows.
fn rules<'r>(hook: &'r HookReport<Quote>, standing: Standing, matrix: &Matrix<'_>) -> Vec<&'r Ruling<Quote>> {
    let is_row = |ruling: &Ruling<Quote>| {
        matches!(ruling.subject.kind, Aspect::Required | Aspect::Forbidden) && !matrix.rows.is_empty()
    };
    let all = hook.rulings.iter().filter(|ruling| ruling.is_rule() && ruling.standing == standing);
    all.filter(|ruling| ruling.finding.is_none() && !is_row(ruling)).collect()
}
