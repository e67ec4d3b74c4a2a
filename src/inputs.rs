//! The table of inputs. It defines the flags, `INPUT_*`, `B24_*`, the help and, by a test, the tables of the
//! action and the README.

use serde::{Deserialize, Deserializer, Serialize};

/// One input.
#[derive(Clone, Copy, Debug)]
pub struct Input {
    /// Its name: the action's input and, behind `--`, the flag.
    pub name: &'static str,
    /// The value's placeholder in the help.
    pub value: &'static str,
    /// The default, for the help; empty if there is none.
    pub default: &'static str,
    /// One line of help.
    pub help: &'static str,
    /// Its group. A command has the inputs of some groups and ignores the others.
    pub group: Group,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// The effect of a missing hook.
    Absence,
    /// The selection of hooks.
    Choice,
    /// The policy.
    Policy,
    /// Demands besides the policy.
    Judging,
    /// How a portal is reached.
    Reach,
    /// Hooks at once.
    Jobs,
    /// The exit code of a failure.
    Leniency,
    /// What is hidden in reports.
    Privacy,
    /// Report files.
    Files,
}

impl Group {
    /// The gate has every input.
    pub const ALL: [Self; 9] = [
        Self::Absence,
        Self::Choice,
        Self::Policy,
        Self::Judging,
        Self::Reach,
        Self::Jobs,
        Self::Leniency,
        Self::Privacy,
        Self::Files,
    ];

    /// What its flags are for, as a heading.
    #[must_use]
    pub(crate) fn heading(self) -> &'static str {
        match self {
            Self::Absence | Self::Choice | Self::Policy => "What to check",
            Self::Judging => "What to demand",
            Self::Reach | Self::Jobs => "Network",
            Self::Leniency | Self::Privacy | Self::Files => "Reports",
        }
    }
}

/// The secret. It has no flag, since a flag is visible to every process of the machine.
pub const HOOK: &str = "hook";

/// The secret from a mounted file; a flag and a variable, but not an input of the action.
pub(crate) const HOOK_FILE: &str = "hook-file";

/// Whether each attempt is reported; a flag alone.
pub(crate) const VERBOSE: &str = "verbose";

/// Whether nothing but the verdict is printed; a flag alone.
pub(crate) const QUIET: &str = "quiet";

/// Every input but the hook itself, in the order of the documentation.
pub const INPUTS: [Input; 25] = [
    input(
        Group::Absence,
        "missing-hook",
        "auto|fail|skip",
        "auto",
        "if there is no webhook; auto skips only pull requests of forks and Dependabot",
    ),
    input(Group::Choice, "only", "LIST", "every webhook", "check only these webhooks (by name)"),
    input(
        Group::Policy,
        "scopes-file",
        "PATH",
        ".github/b24-scopes.yml, else .yaml, if present",
        "the policy",
    ),
    input(Group::Judging, "required-scopes", "LIST", "", "scopes that must be granted, besides the policy's"),
    input(
        Group::Judging,
        "forbidden-scopes",
        "LIST",
        "",
        "scopes that must not be granted, besides the policy's",
    ),
    input(
        Group::Judging,
        "extra-scopes",
        "ignore|warn|fail",
        "warn",
        "what to do about granted scopes that no rule names",
    ),
    input(Group::Judging, "baseline-file", "PATH", "", "the base branch's policy, to compare with"),
    input(
        Group::Judging,
        "fail-on-weakening",
        "true|false",
        "false",
        "fail if the policy asks for less than its baseline",
    ),
    input(Group::Judging, "expect-portal", "HOST", "", "the portal that the webhook must belong to"),
    input(Group::Judging, "expect-user-id", "ID", "", "the user that the webhook must act as"),
    input(
        Group::Judging,
        "require-admin",
        "true|false",
        "false",
        "the webhook's owner must be an administrator",
    ),
    input(Group::Reach, "max-attempts", "1-10", "4", "attempts per call, the first included"),
    input(
        Group::Reach,
        "retry-delay",
        "DURATION",
        "1s",
        "the first pause; it doubles up to 30s, with jitter; a longer Retry-After counts",
    ),
    input(Group::Reach, "request-timeout", "DURATION", "10s", "how long one attempt may take"),
    input(Group::Reach, "timeout", "DURATION", "60s", "how long the run may take, with retries and pauses"),
    input(Group::Reach, "ca-file", "PATH", "", "PEM file of further trusted roots, for an on-premise portal"),
    input(
        Group::Judging,
        "scan-paths",
        "LIST",
        "",
        "code whose REST calls the policy must have the scopes for",
    ),
    input(Group::Jobs, "jobs", "1-256", "64", "webhooks checked at the same time"),
    input(
        Group::Leniency,
        "warn-only",
        "true|false",
        "false",
        "report everything, and exit 0 instead of 1 or 3",
    ),
    input(
        Group::Privacy,
        "redact",
        "auto|true|false",
        "auto",
        "hide the portal's host and the owner's name; auto: unless the repository is private",
    ),
    input(
        Group::Files,
        "markdown-file",
        "PATH",
        "",
        "write the summary as Markdown, for a pull request's comment",
    ),
    input(Group::Files, "json-file", "PATH", "", "write a JSON report; `-` is standard output"),
    input(Group::Files, "junit-file", "PATH", "", "write a JUnit report"),
    input(Group::Files, "sarif-file", "PATH", "", "write a SARIF report, for code scanning"),
    input(Group::Files, "dotenv-file", "PATH", "", "write single values as variables, for later GitLab jobs"),
];

const fn input(
    group: Group,
    name: &'static str,
    value: &'static str,
    default: &'static str,
    help: &'static str,
) -> Input {
    Input { name, value, default, help, group }
}

/// The name of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputName(pub &'static str);

impl<'de> Deserialize<'de> for InputName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        let mut names = INPUTS.iter().map(|input| input.name).chain([HOOK, HOOK_FILE]);
        let known = names.find(|known| *known == name).map(Self);
        known.ok_or_else(|| serde::de::Error::custom("no input of this version"))
    }
}
