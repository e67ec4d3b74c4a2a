//! Something to look at while the portal thinks, for people only.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use super::spins_on_a_terminal;
use crate::environment::Environment;

/// A spinner on standard error; nothing at all where nobody looks.
pub struct Spinner(Option<ProgressBar>);

impl Spinner {
    /// Starts it on a terminal outside of CI.
    #[must_use]
    pub fn start(env: &Environment, hooks: usize) -> Self {
        if !spins_on_a_terminal() || env.text("CI").is_some() {
            return Self(None);
        }
        let bar = ProgressBar::new(hooks as u64);
        if let Ok(style) = ProgressStyle::with_template("{spinner} asking the portal {pos}/{len} ({elapsed})")
        {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self(Some(bar))
    }

    /// One hook is done.
    pub fn advance(&self) {
        if let Some(bar) = &self.0 {
            bar.inc(1);
        }
    }
}

impl Drop for Spinner {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
