//! The CI system around a run, if it has a log language of its own.

use std::collections::BTreeSet;
use std::path::Path;

use zeroize::Zeroizing;

use crate::hook::Hook;
use crate::reason::Severity;
use crate::render::{azure, github};
use crate::report::Sealed;
use crate::text::Text;
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal};
use crate::world;
use crate::world::Environment;

/// Where Azure's agent looks for files.
const AGENT_FOLDER: &str = "AGENT_TEMPDIRECTORY";

/// The language in which standard output is read.
pub(crate) enum Dialect {
    /// GitHub's runner, and compatible ones.
    GitHub {
        /// The folder that paths are relative to.
        workspace: Option<String>,
    },
    Azure {
        /// The folder that paths are relative to.
        workspace: Option<String>,
        /// The summary's file, which the agent collects.
        summary: Option<String>,
    },
    /// Elsewhere a command would be noise, and a mask would print the secret.
    None,
}

impl Dialect {
    #[must_use]
    pub(crate) fn of(env: &Environment) -> Self {
        let text = |name| env.text(name).map(str::to_owned);
        if env.says_true("GITHUB_ACTIONS") {
            Self::GitHub { workspace: text("GITHUB_WORKSPACE") }
        } else if env.text("TF_BUILD").is_some_and(|value| value.eq_ignore_ascii_case("true")) {
            // The agent requires an absolute path. The name is unique, since a job may check twice and the
            // agent reads the file later.
            let folder = text(AGENT_FOLDER).filter(|folder| Path::new(folder).is_absolute());
            let summary = folder.map(|folder| format!("{folder}/b24-ping-{}.md", world::nonce()));
            Self::Azure { workspace: text("BUILD_SOURCESDIRECTORY"), summary }
        } else {
            Self::None
        }
    }

    /// Whether the user looks at a workflow of GitHub or of a compatible system.
    #[must_use]
    pub(crate) fn is_github(&self) -> bool {
        matches!(self, Self::GitHub { .. })
    }

    /// The folder that paths are relative to.
    #[must_use]
    pub(crate) fn folder(&self) -> Option<&str> {
        match self {
            Self::GitHub { workspace } | Self::Azure { workspace, .. } => workspace.as_deref(),
            Self::None => None,
        }
    }

    /// The same, to be shown.
    #[must_use]
    pub(crate) fn workspace(&self, redactor: &Redactor) -> Option<Quote> {
        self.folder().map(|folder| Text::theirs(folder).seal(redactor))
    }

    #[must_use]
    pub(crate) fn summary<'a>(&'a self, env: &'a Environment) -> Option<&'a str> {
        match self {
            Self::Azure { summary, .. } => summary.as_deref(),
            _ => env.text("GITHUB_STEP_SUMMARY"),
        }
    }

    /// The variable with the summary's path.
    #[must_use]
    pub(crate) fn summary_setting(&self) -> &'static str {
        if self.lends_folder() { AGENT_FOLDER } else { "GITHUB_STEP_SUMMARY" }
    }

    /// Whether what it says is read later, if at all.
    #[must_use]
    pub(crate) fn is_of_ci(&self) -> bool {
        !matches!(self, Self::None)
    }

    /// Whether the CI system chose the summary's folder, so that nobody requested it.
    #[must_use]
    pub(crate) fn lends_folder(&self) -> bool {
        matches!(self, Self::Azure { .. })
    }

    /// The masks for GitHub's runner, before any other output. Azure's agent gets none: the redactor keeps the
    /// secret out of our output, and a mask would print it.
    #[must_use]
    pub(crate) fn masks(&self, hooks: &[Hook], more: &[Zeroizing<String>]) -> Zeroizing<String> {
        match self {
            Self::GitHub { .. } => {
                let masks = hooks.iter().flat_map(Hook::masks).collect::<Vec<_>>();
                let known = masks.iter().map(|mask| mask.as_str()).collect::<BTreeSet<_>>();
                let more = more.iter().filter(|mask| !known.contains(mask.as_str()));
                Zeroizing::new(masks.iter().chain(more).map(|mask| github::mask(mask)).collect())
            }
            Self::Azure { .. } | Self::None => Zeroizing::default(),
        }
    }

    /// The least severe findings that [`Self::commands`] shows.
    #[must_use]
    pub(crate) fn annotates(&self) -> Option<Severity> {
        match self {
            Self::GitHub { .. } => Some(Severity::Notice),
            Self::Azure { .. } => Some(Severity::Warning),
            Self::None => None,
        }
    }

    /// The output after the console's text. `has_summary`: whether the summary was written.
    #[must_use]
    pub(crate) fn commands<'r>(
        &self,
        report: &'r Sealed,
        has_summary: bool,
        redactor: &Redactor,
    ) -> Printable<'r> {
        let summary = match self {
            Self::Azure { summary: Some(summary), .. } if has_summary => Some(Text::theirs(summary)),
            _ => None,
        };
        let summary = summary.map(|summary| summary.seal(redactor));
        let workspace = self.workspace(redactor);
        match self {
            Self::GitHub { .. } => Printable::of((report, workspace), |(report, workspace)| {
                github::render(report, workspace.as_ref().map(Quote::as_str))
            }),
            Self::Azure { .. } => {
                Printable::of((report, workspace, summary), |(report, workspace, summary)| {
                    azure::render(report, workspace.as_ref().map(Quote::as_str), summary.as_ref())
                })
            }
            Self::None => Printable::of("", str::to_owned),
        }
    }
}
