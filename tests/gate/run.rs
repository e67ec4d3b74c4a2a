//! What came of one run.

use std::fs;
use std::path::PathBuf;
use std::process::{ExitStatus, Output};

use serde_json::Value;
use tempfile::TempDir;

use crate::{checks, outputs};

/// The CI system that the run took place in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Around {
    GitHub,
    Azure,
    Nothing,
}

/// One finished run, already checked for what must be true of every run.
pub(crate) struct Run {
    pub(crate) github: bool,
    pub(crate) azure: bool,
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) summary: String,
    pub(crate) outputs: Vec<(String, String)>,
    /// The file of the outputs as written.
    pub(crate) raw_outputs: String,
    json: Option<String>,
    junit: Option<String>,
    home: TempDir,
}

impl Run {
    pub(crate) fn read(
        home: TempDir,
        (json, junit): (PathBuf, PathBuf),
        output: &Output,
        around: Around,
        prints_only: bool,
        secrets: &[String],
    ) -> Self {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("the program writes UTF-8");
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        let file = |name: &str| fs::read_to_string(home.path().join(name)).unwrap_or_default();
        let raw_outputs = file("outputs");
        let report = |path: &PathBuf| {
            // A device may have no end.
            let path = Some(home.path().join("workspace").join(path)).filter(|path| path.is_file())?;
            fs::read_to_string(path).ok().filter(|text| !text.is_empty())
        };
        let same = json.file_name() == junit.file_name();
        let run = Self {
            github: around == Around::GitHub,
            azure: around == Around::Azure,
            code: code(output.status),
            stdout,
            stderr,
            summary: file("summary.md"),
            outputs: outputs::read(&raw_outputs),
            raw_outputs,
            json: report(&json),
            junit: report(&junit).filter(|_| !same),
            home,
        };
        checks::every_run(&run, secrets, prints_only);
        run
    }

    /// Everything that was left behind, by name. Of the log only what a runner shows: the masks are for it alone.
    pub(crate) fn leavings(&self) -> Vec<(&'static str, String)> {
        let is_shown = |line: &&str| !(self.github && line.starts_with("::add-mask::"));
        let shown = |text: &str| text.lines().filter(is_shown).collect::<Vec<_>>().join("\n");
        vec![
            ("stdout", shown(&self.stdout)),
            ("stderr", shown(&self.stderr)),
            ("summary", self.summary.clone()),
            ("outputs", self.raw_outputs.clone()),
            ("json", self.json.clone().unwrap_or_default()),
            ("junit", self.junit.clone().unwrap_or_default()),
        ]
    }

    #[track_caller]
    pub(crate) fn exit(&self, code: i32) -> &Self {
        assert_eq!(self.code, code, "{self}");
        self
    }

    /// The exit code, status and reason.
    #[track_caller]
    pub(crate) fn ends(&self, code: i32, status: &str, reason: &str) -> &Self {
        self.exit(code).status(status).reason(reason)
    }

    #[track_caller]
    pub(crate) fn status(&self, word: &str) -> &Self {
        assert_eq!(self.told("status"), word, "{self}");
        self
    }

    #[track_caller]
    pub(crate) fn reason(&self, id: &str) -> &Self {
        assert_eq!(self.told("reason"), id, "{self}");
        self
    }

    /// From the outputs, elsewhere than on GitHub from the report.
    #[track_caller]
    fn told(&self, name: &str) -> String {
        if self.github {
            self.output(name).to_owned()
        } else {
            self.json()[name].as_str().unwrap_or("").to_owned()
        }
    }

    /// The value of one output.
    #[track_caller]
    pub(crate) fn output(&self, name: &str) -> &str {
        let found = self.outputs.iter().find(|(known, _)| known == name);
        &found.unwrap_or_else(|| panic!("there is no output {name}: {self}")).1
    }

    #[track_caller]
    pub(crate) fn outputs(&self, name: &str, value: &str) -> &Self {
        assert_eq!(self.output(name), value, "output {name}: {self}");
        self
    }

    /// Advice stands behind its message in an annotation, and below it elsewhere.
    #[track_caller]
    pub(crate) fn says(&self, text: &str) -> &Self {
        let below = text.replace(" – ", "\n  help: ");
        assert!(self.stdout.contains(text) || self.stdout.contains(&below), "{text}\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn keeps_quiet_about(&self, text: &str) -> &Self {
        for (name, left) in self.leavings() {
            assert!(!left.contains(text), "{name} says {text}\n{self}");
        }
        self
    }

    #[track_caller]
    pub(crate) fn summary_says(&self, text: &str) -> &Self {
        let shown = checks::without_entities(&self.summary);
        assert!(shown.contains(text), "not in the summary: {text}\n{self}");
        self
    }

    /// The annotations, one a line.
    pub(crate) fn annotations(&self) -> Vec<&str> {
        let levels = ["::error ", "::warning ", "::notice "];
        self.stdout.lines().filter(|line| levels.iter().any(|level| line.starts_with(level))).collect()
    }

    /// One annotation begins like this and holds that.
    #[track_caller]
    pub(crate) fn annotation(&self, start: &str, text: &str) -> &Self {
        let found = self.annotations().iter().any(|line| line.starts_with(start) && line.contains(text));
        assert!(found, "no annotation {start} … {text}\n{self}");
        self
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        let text = self.json.as_deref().unwrap_or_else(|| panic!("there is no JSON report: {self}"));
        serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {self}"))
    }

    #[track_caller]
    pub(crate) fn junit(&self) -> &str {
        self.junit.as_deref().unwrap_or_else(|| panic!("there is no JUnit report: {self}"))
    }

    pub(crate) fn has_reports(&self) -> (bool, bool) {
        (self.json.is_some(), self.junit.is_some())
    }

    /// A path that is not in the workspace.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }
}

/// The exit code, as a shell tells it: 128 + n for a program that signal n ended.
fn code(status: ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(&status) {
        return 128 + signal;
    }
    status.code().expect("a program that no signal ended has an exit code")
}

impl std::fmt::Display for Run {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n─ exit code {}", self.code)?;
        for (name, text) in self.leavings() {
            write!(f, "\n─ {name}\n{}", text.chars().take(8000).collect::<String>())?;
        }
        Ok(())
    }
}
