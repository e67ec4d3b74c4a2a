//! The form of a JSON report, as `schema/report.v1.json` has it; text is still what somebody else wrote.

use serde::Deserialize;

/// Enough of a document to tell whether it is one of ours.
#[derive(Deserialize)]
pub(super) struct Claim {
    pub(super) version: u64,
    pub(super) tool: Tool,
}

#[derive(Deserialize)]
pub(super) struct Tool {
    pub(super) name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Whole {
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) exit_code: u8,
    pub(super) warn_only: bool,
    pub(super) headline: String,
    pub(super) policy: Option<String>,
    pub(super) duration_ms: u64,
    pub(super) hooks: Vec<Hook>,
    pub(super) repository: Repository,
    pub(super) policy_diff: Option<Diff>,
    pub(super) problems: Vec<Problem>,
    pub(super) notices: Vec<Problem>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Hook {
    pub(super) name: Option<String>,
    pub(super) status: String,
    pub(super) reason: String,
    pub(super) portal: Option<String>,
    pub(super) user_id: Option<u64>,
    pub(super) user_name: Option<String>,
    pub(super) admin: Option<bool>,
    pub(super) license: Option<String>,
    pub(super) grants_known: bool,
    pub(super) granted_scopes: Vec<String>,
    pub(super) extra_scopes: Vec<String>,
    pub(super) moved_to: Option<String>,
    pub(super) attempts: u32,
    pub(super) duration_ms: u64,
    pub(super) findings: Vec<Finding>,
    pub(super) checks: Vec<Check>,
}

#[derive(Deserialize)]
pub(super) struct Repository {
    pub(super) calls: Option<usize>,
    pub(super) files: Option<usize>,
    pub(super) findings: Vec<Finding>,
    pub(super) checks: Vec<Check>,
}

#[derive(Deserialize)]
pub(super) struct Diff {
    pub(super) baseline: String,
    pub(super) changes: Vec<Change>,
}

#[derive(Deserialize)]
pub(super) struct Change {
    pub(super) kind: String,
    pub(super) about: String,
    pub(super) hook: Option<String>,
    pub(super) scope: Option<String>,
    pub(super) wanted: Option<String>,
    pub(super) message: String,
    pub(super) advice: String,
    pub(super) why: Option<String>,
    pub(super) lines: Vec<String>,
    #[serde(flatten)]
    pub(super) origin: Origin,
}

#[derive(Deserialize)]
pub(super) struct Finding {
    pub(super) reason: String,
    pub(super) severity: String,
    pub(super) message: String,
    pub(super) advice: String,
}

#[derive(Deserialize)]
pub(super) struct Check {
    pub(super) kind: String,
    pub(super) value: Option<String>,
    pub(super) standing: String,
    pub(super) why: Option<String>,
    /// The place of its finding among the findings.
    pub(super) finding: Option<usize>,
    #[serde(flatten)]
    pub(super) origin: Origin,
}

#[derive(Deserialize)]
pub(super) struct Problem {
    pub(super) message: String,
    pub(super) advice: String,
    #[serde(flatten)]
    pub(super) origin: Origin,
}

#[derive(Deserialize)]
pub(super) struct Origin {
    pub(super) file: Option<String>,
    pub(super) line: Option<usize>,
    pub(super) column: Option<usize>,
    pub(super) input: Option<String>,
    pub(super) setting: Option<String>,
}
