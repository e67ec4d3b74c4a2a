//! The history of a repository, from `git log`. A repository may be a stranger's: nothing that it configures is run, and
//! nothing is fetched.

#![expect(clippy::disallowed_methods, reason = "this is the door")]

use std::io::{self, Read};
use std::process::{Child, Command, Stdio};

use crate::text::Text;

/// In bytes.
const PIECE: usize = 64 << 10;

/// What is set against a repository's own configuration: no program of it is run, and every commit is shown whole.
const SETTINGS: [&str; 9] = [
    "core.attributesFile=/dev/null",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.quotePath=false",
    "log.showSignature=false",
    "log.showRoot=true",
    "log.follow=false",
    "diff.orderFile=/dev/null",
    "diff.suppressBlankEmpty=false",
];

/// Each commit of every branch and tag: `\0id\0message\0`, and what it adds. Of merges nothing: what git
/// finds out of them takes any time and memory (13 GB of one with bundles).
const LOG: [&str; 16] = [
    "log",
    "--all",
    "--full-history",
    "--patch",
    "--unified=0",
    "--inter-hunk-context=0",
    "--no-renames",
    "--no-ext-diff",
    "--no-textconv",
    "--no-show-signature",
    "--no-notes",
    "--no-color",
    "--no-relative",
    "--submodule=short",
    "--src-prefix=a/",
    "--dst-prefix=b/",
];

/// Why a history cannot be looked through, and what to do next.
pub(crate) struct NoHistory(pub(crate) Text, pub(crate) &'static str);

/// How much of a history is there.
pub(crate) struct Depth {
    /// Whether older commits were not fetched.
    pub(crate) is_shallow: bool,
    /// Whether git could read all of the rest.
    pub(crate) is_whole: bool,
}

/// Hands what [`LOG`] prints to `take`, piece by piece, with `added` before each line that a commit adds. Without paths, of
/// the whole repository around the working folder.
///
/// # Errors
///
/// If there is no git, no repository, or if git cannot read it.
pub(crate) fn history(
    paths: &[String],
    added: char,
    mut take: impl FnMut(&[u8]),
) -> Result<Depth, NoHistory> {
    let question = ["rev-parse", "--is-shallow-repository", "--absolute-git-dir", "--show-prefix"];
    let asked = git().args(question).stderr(Stdio::piped()).output().map_err(|error| absent(&error))?;
    if !asked.status.success() {
        return Err(refused(&String::from_utf8_lossy(&asked.stderr)));
    }
    let answer = String::from_utf8_lossy(&asked.stdout);
    let mut answers = answer.lines();
    let is_shallow = answers.next() == Some("true");
    let folder = answers.next().unwrap_or_default();
    let prefix = answers.next().unwrap_or_default();
    let mut log = git();
    // As if there were no files beside it: no `.gitattributes` among them can then hide one as binary.
    log.current_dir(folder)
        .env("GIT_DIR", folder)
        .arg("--bare")
        .args(LOG)
        .arg(format!("--output-indicator-new={added}"));
    log.args(["--format=tformat:%x00%H%x00%B%x00", "--"]);
    log.args(paths.iter().map(|path| format!("{prefix}{path}")));
    let mut child = Running(log.spawn().map_err(|error| absent(&error))?);
    if let Some(out) = &mut child.0.stdout {
        let mut piece = vec![0; PIECE];
        loop {
            match out.read(&mut piece) {
                Ok(0) => break,
                Ok(length) => take(&piece[..length]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => break,
            }
        }
    }
    let is_whole = child.0.wait().is_ok_and(|status| status.success());
    Ok(Depth { is_shallow, is_whole })
}

/// Ended, if it is not over.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        self.0.kill().and_then(|()| self.0.wait()).ok();
    }
}

/// git with an environment of its own: what is left out may hold the webhook, or name a program to run.
fn git() -> Command {
    const KEPT: [&str; 9] = [
        "PATH",
        "HOME",
        "USERPROFILE",
        "SystemRoot",
        "XDG_CONFIG_HOME",
        "GIT_DIR",
        "GIT_CEILING_DIRECTORIES",
        "GIT_DISCOVERY_ACROSS_FILESYSTEM",
        "TMPDIR",
    ];
    let mut git = Command::new("git");
    let kept = |name: &str| KEPT.contains(&name) || name.starts_with("GIT_CONFIG_");
    git.env_clear().envs(std::env::vars_os().filter(|(name, _)| name.to_str().is_some_and(kept)));
    git.envs([
        ("LC_ALL", "C"),
        ("GIT_OPTIONAL_LOCKS", "0"),
        ("GIT_TERMINAL_PROMPT", "0"),
        ("GIT_NO_LAZY_FETCH", "1"),
        ("GIT_ALLOW_PROTOCOL", "none"),
        ("GIT_NO_REPLACE_OBJECTS", "1"),
        ("GIT_LITERAL_PATHSPECS", "1"),
    ]);
    git.arg("--no-pager").args(SETTINGS.iter().flat_map(|setting| ["-c", setting]));
    git.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    git
}

fn absent(error: &io::Error) -> NoHistory {
    match error.kind() {
        io::ErrorKind::NotFound => NoHistory(
            "the history cannot be searched: `git` is not installed".into(),
            "install it, or run this where it is installed; b24-ping's image does not have it",
        ),
        _ => NoHistory(
            text!("the history cannot be searched: git cannot be started: {}", super::plain(error)),
            "",
        ),
    }
}

/// By what git says in English; the words themselves may hold anything.
fn refused(why: &str) -> NoHistory {
    if why.contains("dubious ownership") {
        NoHistory(
            "the history cannot be searched: the repository belongs to another user, and git does not trust it".into(),
            "if you trust it: git config --global --add safe.directory \"$PWD\"",
        )
    } else if why.contains("not a git repository") {
        NoHistory(
            "the history cannot be searched: there is no git repository here".into(),
            "run this in one; a checkout without `.git`, such as an archive, has no history",
        )
    } else {
        NoHistory(
            "the history cannot be searched: git cannot read the repository".into(),
            "run `git rev-parse --is-shallow-repository` to see why; git must be 2.22 or later",
        )
    }
}
