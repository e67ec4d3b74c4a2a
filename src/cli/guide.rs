//! What is to know of a command beside its flags: examples, exit codes and variables, for the long help and the manual.

use crate::knowledge::rights;

/// What one command's pages say.
pub(super) struct Guide {
    /// A command line, and what it does.
    pub examples: &'static [(&'static str, &'static str)],
    /// An exit code, and when.
    pub exits: &'static [(&'static str, &'static str)],
    /// A variable, and what it is for.
    pub variables: &'static [(&'static str, &'static str)],
}

const PASSED: (&str, &str) = ("0", "passed, or skipped since a pull request from a fork gets no secret");
const FAILED: (&str, &str) = ("1", "failed: a demand is not met");
const MISCONFIGURED: (&str, &str) =
    ("2", "misconfigured: an input, the policy or the command line; nothing was sent");
const UNREACHABLE: (&str, &str) = ("3", "the portal gave no usable answer");
const BUG: (&str, &str) = ("4", "a bug in b24-ping");
const SIGNAL: (&str, &str) = ("128+n", "ended by signal n");
const DONE: (&str, &str) = ("0", "done");
const MISTAKE: (&str, &str) =
    ("2", "a mistake on the command line, or a file that cannot be read or written");

const HOOK: (&str, &str) =
    ("B24_HOOK", "the webhook's address, or `name=address` lines; no flag, as every process can see flags");
const HOOK_FILE: (&str, &str) = ("B24_HOOK_FILE", "a file with the same, as --hook-file");
const INPUTS: (&str, &str) =
    ("B24_*", "any flag with a value: --max-attempts is B24_MAX_ATTEMPTS; the flag wins");
const PROXY: (&str, &str) = ("HTTPS_PROXY, NO_PROXY", "the proxy, and the hosts to reach without it");
const ROOTS: (&str, &str) = ("SSL_CERT_FILE", "a PEM file of further trusted roots, as --ca-file");
const COLOUR: (&str, &str) = ("NO_COLOR", "if set, no colours");
const DEBUG: (&str, &str) = ("RUNNER_DEBUG", "if 1, as --verbose");

const OF_GATE: &[(&str, &str)] = &[HOOK, HOOK_FILE, INPUTS, PROXY, ROOTS, DEBUG, COLOUR];
const OF_PORTAL: &[(&str, &str)] = &[HOOK, HOOK_FILE, INPUTS, PROXY, ROOTS, DEBUG];
const OFFLINE: &[(&str, &str)] = &[INPUTS, COLOUR];
const NONE: &[(&str, &str)] = &[];
const OF_SCAN: &[(&str, &str)] = &[
    ("B24_HOOK", "if set, this webhook is recognised in the code, and hidden in what is printed"),
    ("B24_SCOPES_FILE", "with --fix, the policy, as --scopes-file"),
];

/// Of the program itself, and of `check`.
static GATE: Guide = Guide {
    examples: &[
        ("B24_HOOK=\"$WEBHOOK\" b24-ping", "check the webhook by .github/b24-scopes.yml, if there is one"),
        ("b24-ping --hook-file hook.txt --required-scopes crm,task", "without a policy"),
        ("b24-ping --json-file - -q 2>/dev/null | jq .reason", "the report on standard output"),
        ("b24-ping help scan", "the help of a command"),
    ],
    exits: &[PASSED, FAILED, MISCONFIGURED, UNREACHABLE, BUG, SIGNAL],
    variables: OF_GATE,
};

static GUIDES: [(&str, Guide); 10] = [
    (
        "lint",
        Guide {
            examples: &[
                ("b24-ping lint", "check the policy of this repository"),
                ("b24-ping lint policies/*.yml", "check several"),
                ("b24-ping snapshot | b24-ping lint -", "check what another command prints"),
            ],
            exits: &[("0", "well formed"), FAILED, ("2", "a policy has mistakes or cannot be read")],
            variables: OFFLINE,
        },
    ),
    (
        "init",
        Guide {
            examples: &[
                ("b24-ping init", "write .github/b24-scopes.yml from the calls in the code"),
                ("b24-ping init --workflow", "also write a workflow for GitHub Actions"),
            ],
            exits: &[DONE, ("1", "there is nothing to write a policy from"), MISTAKE, UNREACHABLE],
            variables: OF_PORTAL,
        },
    ),
    (
        "scan",
        Guide {
            examples: &[
                ("b24-ping scan src", "list the calls below src, and the scopes they need"),
                ("b24-ping scan --format yaml > .github/b24-scopes.yml", "make a policy of them"),
                ("b24-ping scan --glob '*.php' --glob '!tests/**'", "only some files"),
                ("b24-ping scan --fix --check", "does the policy lack a scope? prints the diff"),
                ("b24-ping scan --history", "also look for webhooks in old commits"),
            ],
            exits: &[
                DONE,
                ("1", "a webhook is in the code, or with --fix --check a scope is lacking"),
                MISTAKE,
            ],
            variables: OF_SCAN,
        },
    ),
    (
        "snapshot",
        Guide {
            examples: &[
                ("b24-ping snapshot > policy.yml", "write down what the webhook holds now"),
                ("b24-ping snapshot --check policy.yml", "has anything changed since?"),
            ],
            exits: &[
                DONE,
                ("1", "the webhook is not usable, or differs from the snapshot"),
                MISTAKE,
                UNREACHABLE,
            ],
            variables: OF_PORTAL,
        },
    ),
    (
        "split",
        Guide {
            examples: &[("b24-ping split 3", "a matrix of at most three jobs")],
            exits: &[DONE, MISTAKE],
            variables: &[HOOK, HOOK_FILE, INPUTS],
        },
    ),
    (
        "merge",
        Guide {
            examples: &[(
                "b24-ping merge reports/ --expect \"$EXPECT\"",
                "one verdict of all reports in a folder",
            )],
            exits: &[PASSED, FAILED, ("2", "a report is missing, broken or given twice"), UNREACHABLE],
            variables: OFFLINE,
        },
    ),
    (
        "explain",
        Guide {
            examples: &[
                ("b24-ping explain scope-missing", "what it means and how to fix it"),
                ("b24-ping explain", "list all reason codes"),
            ],
            exits: &[DONE, ("2", "there is no such reason code")],
            variables: NONE,
        },
    ),
    (
        "scopes",
        Guide {
            examples: &[
                ("b24-ping scopes", "list all scopes"),
                ("b24-ping scopes crm", "the methods that crm opens"),
            ],
            exits: &[DONE, ("2", "no such scope is known")],
            variables: NONE,
        },
    ),
    (
        "completions",
        Guide {
            examples: &[
                ("b24-ping completions bash > /etc/bash_completion.d/b24-ping", "for bash"),
                ("b24-ping completions zsh > \"${fpath[1]}/_b24-ping\"", "for zsh"),
                ("b24-ping completions fish > ~/.config/fish/completions/b24-ping.fish", "for fish"),
            ],
            exits: &[DONE, MISTAKE],
            variables: NONE,
        },
    ),
    (
        "man",
        Guide {
            examples: &[
                ("b24-ping man | man -l -", "read the manual"),
                ("b24-ping man scan > b24-ping-scan.1", "the page of a command"),
            ],
            exits: &[DONE, MISTAKE],
            variables: NONE,
        },
    ),
];

/// By the command's name; the program itself is the gate.
pub(super) fn of(command: &str) -> &'static Guide {
    GUIDES.iter().find(|(name, _)| *name == command).map_or(&GATE, |(_, guide)| guide)
}

/// The command with its guide at the end of its help.
pub(super) fn added(command: clap::Command) -> clap::Command {
    let name = command.get_name();
    let guide = of(name);
    let is_gate = ["b24-ping", "check"].contains(&name);
    let mut text = String::new();
    let parts = [("Examples", guide.examples), ("Exit codes", guide.exits), ("Variables", guide.variables)];
    for (title, rows) in parts.into_iter().filter(|(_, rows)| !rows.is_empty()) {
        text.extend([title, ":\n", &table(rows), "\n"]);
    }
    if is_gate {
        text += &named_rights();
    }
    let short = if is_gate { "All flags, examples and exit codes: b24-ping --help" } else { "" };
    command.after_help(short).after_long_help(text.trim_end().to_owned())
}

/// What a policy may name under `rights`.
fn named_rights() -> String {
    let names = rights::names().collect::<Vec<_>>().join(", ");
    format!("Rights that a policy may name (see `b24-ping explain right-missing`):\n  {names}\n")
}

/// The widest first column that its meaning stands beside.
const WIDEST: usize = 24;

fn table(rows: &[(&str, &str)]) -> String {
    let width = rows.iter().map(|(left, _)| left.chars().count()).max().unwrap_or_default();
    let line = |(left, right): &(&str, &str)| {
        if width > WIDEST {
            format!("  {left}\n        {right}\n")
        } else {
            format!("  {left:<width$}  {right}\n")
        }
    };
    rows.iter().map(line).collect()
}
