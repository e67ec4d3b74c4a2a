//! The webhooks: those with findings in full, the worst first, the others with a line each.

use crate::render::phrases;
use crate::report::HookReport;
use crate::text::Count;
use crate::text::seal::Quote;

use super::{Log, MAX_SHOWN};

/// Bytes after which no further hook is shown: nobody reads that much.
pub(super) const MAX_BYTES: usize = 1 << 20;

impl Log<'_> {
    /// Webhooks with findings first, then the others with a line each, or one line for all.
    pub(super) fn hooks(&mut self, hooks: &[HookReport<Quote>]) {
        if let [one] = hooks {
            self.line("");
            return self.hook(one);
        }
        let look = self.look;
        let title = |hook: &HookReport<Quote>| {
            format!("{}: {}", hook.title(), look.of_outcome(hook.outcome.word(), hook.outcome))
        };
        let (quiet, mut loud): (Vec<_>, Vec<_>) = hooks.iter().partition(|hook| hook.is_quiet());
        loud.sort_by_key(|hook| std::cmp::Reverse(hook.outcome.rank()));
        let mut left = loud.len();
        for hook in loud {
            self.line("");
            if self.out.len() > MAX_BYTES {
                self.line(&format!("… and {} more with findings; see the reports", Count(left, "webhook")));
                break;
            }
            self.line(&title(hook));
            self.hook(hook);
            left -= 1;
        }
        if !quiet.is_empty() {
            self.line("");
        }
        for hook in quiet.iter().take(MAX_SHOWN) {
            self.line(&title(hook));
        }
        if quiet.len() > MAX_SHOWN {
            self.line(&format!("… and {} more passed", Count(quiet.len() - MAX_SHOWN, "webhook")));
        }
    }

    fn hook(&mut self, hook: &HookReport<Quote>) {
        for (label, value) in phrases::facts(hook) {
            self.line(&format!("  {label:<8} {value}"));
        }
        self.complain(hook.complaints());
    }
}
