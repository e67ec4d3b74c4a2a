//! The hooks: those with findings in full, the worst first, and the rest counted and folded.

use std::collections::BTreeMap;

use crate::render::markdown::{code, markdown};
use crate::render::phrases;
use crate::report::HookReport;
use crate::text::Count;
use crate::text::seal::Quote;
use crate::verdict::Standing;

use super::{MAX_BYTES, Page, TAIL, icon};

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
                self.line(&format!("… and {} more; see the report files.\n", Count(left, "hook")));
                break;
            }
            let (icon, title) = (icon(hook.outcome), markdown(&hook.title()));
            self.line(&format!("### {icon} {title}: {}\n", hook.outcome.word()));
            self.hook(hook);
            left -= 1;
        }
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
            self.line(&format!("{}: {counts}.\n", Count(self.report.hooks.len(), "hook")));
        }
    }

    fn hook(&mut self, hook: &HookReport<Quote>) {
        self.line("| fact | |\n|---|---|");
        for (label, value) in phrases::facts(hook) {
            self.line(&format!("| {label} | {} |", code(&value)));
        }
        self.line("");
        self.rulings(&hook.rulings);
    }

    /// One line for each hook without findings.
    fn quiet(&mut self, hooks: &[&HookReport<Quote>]) {
        if hooks.is_empty() {
            return;
        }
        let counted = Count(hooks.len(), "hook");
        self.line(&format!("<details><summary>✅ {counted} passed</summary>\n"));
        self.line("| hook | acts as | granted | rules that hold |\n|---|---|---|---|");
        let rows = hooks.iter().map(|hook| {
            let facts = phrases::facts(hook);
            let fact = |name| facts.iter().find(|(label, _)| *label == name).map_or("", |(_, value)| value);
            let held = hook
                .rulings
                .iter()
                .filter(|ruling| ruling.origin.is_some() && ruling.standing == Standing::Held);
            let (title, owner, granted) = (code(&hook.title()), code(fact("owner")), code(fact("granted")));
            format!("| {title} | {owner} | {granted} | {} |", held.count())
        });
        let rows = rows.collect::<Vec<_>>();
        self.lines(rows.into_iter(), |n| format!("| … and {n} more | | | |"));
        self.line("\n</details>\n");
    }
}
