//! Progress: a bar on a terminal, a line now and then in a log.

use std::cell::Cell;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::{is_watched, warn};
use crate::text::printable::Printable;
use crate::world::Environment;

/// Counts finished hooks.
pub(crate) struct Progress {
    hooks: usize,
    done: Cell<usize>,
    /// On standard error; `None` without a terminal.
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Shows the bar only on a terminal outside of CI.
    #[must_use]
    pub(crate) fn start(env: &Environment, hooks: usize) -> Self {
        let watched = is_watched() && env.text("CI").is_none();
        Self { hooks, done: Cell::new(0), bar: watched.then(|| bar(hooks)) }
    }

    pub(crate) fn advance(&self) {
        self.done.set(self.done.get() + 1);
        if let Some(bar) = &self.bar {
            bar.inc(1);
        }
    }

    /// Writes a line if there is no bar.
    pub(crate) fn report(&self) {
        if self.bar.is_none() {
            let counts = (self.done.get(), self.hooks);
            warn(Printable::of(counts, |(done, all)| format!("{done} of {all} hooks done so far\n")));
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

fn bar(hooks: usize) -> ProgressBar {
    let bar = ProgressBar::new(hooks as u64);
    if let Ok(style) = ProgressStyle::with_template("{spinner} asking the portal {pos}/{len} ({elapsed})") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(120));
    bar
}
