//! What was found, as a policy.

use std::fmt::Write;

use crate::scan::Scan;
use crate::seal::Quote;

/// Whose the program is, for addresses. A release says so when it is built; otherwise `OWNER` stands for it, as
/// in the documentation.
const REPOSITORY: &str = match option_env!("B24_PING_REPOSITORY") {
    Some(repository) => repository,
    None => "OWNER/b24-ping",
};

/// The comment by which editors find what a policy may say, as the YAML language server reads it.
#[must_use]
pub fn editor_hint() -> String {
    let version = env!("CARGO_PKG_VERSION");
    let address = format!("https://raw.githubusercontent.com/{REPOSITORY}/v{version}/schema/policy.v1.json");
    format!("# yaml-language-server: $schema={address}\n")
}

/// A policy ready to commit; `None` when no call needs a scope, since a policy that demands nothing is none.
#[must_use]
pub fn render(scan: &Scan<Quote>) -> Option<String> {
    let scopes = scan.scopes();
    if scopes.is_empty() {
        return None;
    }
    let mut out = editor_hint() + "required:\n";
    for (scope, call) in scopes {
        let why = format!("{} in {}:{}", call.method, call.place.file, call.place.line);
        // A text of JSON is one of YAML, whatever is in it.
        let why = serde_json::to_string(&why).unwrap_or_default();
        writeln!(out, "  - scope: {scope}\n    why: {why}").unwrap_or_default();
    }
    Some(out)
}
