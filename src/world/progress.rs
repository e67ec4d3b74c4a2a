//! Progress: a bar on a terminal, a line now and then in a log.

use std::cell::Cell;
use std::fmt::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use super::{is_watched, warn};
use crate::text::printable::{Printable, Safe};
use crate::text::seal::Quote;
use crate::world::Environment;

/// Counts finished hooks.
pub(crate) struct Progress {
    hooks: usize,
    done: Cell<usize>,
    wait: Shared,
    /// On standard error; `None` without a terminal.
    bar: Option<ProgressBar>,
}

/// What the bar shows while it is drawn by a thread of its own.
type Shared = Arc<Mutex<Option<Wait>>>;

/// What is waited for.
#[derive(Clone)]
pub(crate) struct Wait {
    what: Quote,
    /// When the next attempt begins, and why there is one.
    pause: Option<(Instant, Quote)>,
}

impl Safe for Wait {}

impl Wait {
    #[must_use]
    pub(crate) fn new(what: Quote, pause: Option<(Duration, Quote)>) -> Self {
        Self { what, pause: pause.map(|(pause, why)| (Instant::now() + pause, why)) }
    }
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.pause {
            None => write!(f, "{}", self.what),
            Some((until, why)) => {
                let left = until.saturating_duration_since(Instant::now());
                write!(f, "{}, next in {:.1} s: {why}", self.what, left.as_secs_f64())
            }
        }
    }
}

impl Progress {
    /// Shows the bar only on a terminal outside of CI.
    #[must_use]
    pub(crate) fn start(env: &Environment, hooks: usize) -> Self {
        let watched = is_watched() && env.text("CI").is_none();
        let wait = Shared::default();
        let bar = watched.then(|| bar(hooks, &wait));
        Self { hooks, done: Cell::new(0), wait, bar }
    }

    /// Without a bar.
    #[cfg(test)]
    pub(crate) fn hidden(hooks: usize) -> Self {
        Self { hooks, done: Cell::new(0), wait: Shared::default(), bar: None }
    }

    /// What bar and lines show as waited for.
    #[cfg(test)]
    pub(crate) fn awaited(&self) -> Option<String> {
        self.wait.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(ToString::to_string)
    }

    pub(crate) fn advance(&self) {
        self.done.set(self.done.get() + 1);
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    pub(crate) fn waits_for(&self, wait: Option<Wait>) {
        *self.wait.lock().unwrap_or_else(PoisonError::into_inner) = wait;
    }

    /// Writes a line, above the bar if there is one.
    pub(crate) fn say(&self, line: Quote) {
        match &self.bar {
            Some(bar) => bar.suspend(|| warn(line.into())),
            None => warn(line.into()),
        }
    }

    /// Writes how far it is if there is no bar.
    pub(crate) fn report(&self) {
        if self.bar.is_none() {
            let wait = self.wait.lock().unwrap_or_else(PoisonError::into_inner).clone();
            warn(Printable::of((self.done.get(), self.hooks, wait), |(done, all, wait)| {
                so_far(done, all, wait.as_ref())
            }));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// A line without the count where there is only one webhook.
fn so_far(done: usize, all: usize, wait: Option<&Wait>) -> String {
    match (all, wait) {
        (1, Some(wait)) => format!("{wait}\n"),
        (1, None) => "the webhook is being checked\n".to_owned(),
        (_, Some(wait)) => format!("{done} of {all} webhooks done so far; {wait}\n"),
        (_, None) => format!("{done} of {all} webhooks done so far\n"),
    }
}

fn bar(hooks: usize, wait: &Shared) -> ProgressBar {
    let bar = ProgressBar::new(hooks as u64);
    let wait = Arc::clone(wait);
    let shown = move |_: &ProgressState, out: &mut dyn Write| {
        if let Some(wait) = &*wait.lock().unwrap_or_else(PoisonError::into_inner) {
            write!(out, "; {wait}").unwrap_or_default();
        }
    };
    if let Ok(style) =
        ProgressStyle::with_template("{spinner} asking the portal {pos}/{len} ({elapsed}){wait}")
    {
        bar.set_style(style.with_key("wait", shown));
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Text;
    use crate::text::seal::Seal;

    #[test]
    fn of_one_webhook_it_counts_nothing() {
        let wait = Wait::new(Text::from("attempt 1 of 4: waiting for the answer").plain(), None);
        assert_eq!(so_far(0, 1, Some(&wait)), "attempt 1 of 4: waiting for the answer\n");
        assert!(!so_far(0, 1, None).contains("0 of 1"));
        let several = so_far(1, 3, Some(&wait));
        assert_eq!(several, "1 of 3 webhooks done so far; attempt 1 of 4: waiting for the answer\n");
    }

    #[test]
    fn it_says_what_is_waited_for() {
        let quote = |words: &'static str| Text::from(words).plain();
        let pause = Some((Duration::from_secs(3600), quote("QUERY_LIMIT_EXCEEDED")));
        let said = Wait::new(quote("attempt 2 of 4"), pause).to_string();
        assert!(
            said.starts_with("attempt 2 of 4, next in 3") && said.ends_with(" s: QUERY_LIMIT_EXCEEDED"),
            "{said}"
        );
        let over = Wait::new(quote("attempt 2 of 4"), Some((Duration::ZERO, quote("X"))));
        assert_eq!(over.to_string(), "attempt 2 of 4, next in 0.0 s: X");
    }
}
