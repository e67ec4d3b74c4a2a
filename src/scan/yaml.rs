//! What was found, as a policy.

use std::fmt::Write;

use super::Scan;

/// Where editors find what a policy may say.
pub const SCHEMA: &str = "schema/policy.v1.json";

/// A policy ready to commit; `None` when no call needs a scope, since a policy that demands nothing is none.
#[must_use]
pub fn render(scan: &Scan) -> Option<String> {
    let scopes = scan.scopes();
    if scopes.is_empty() {
        return None;
    }
    let mut out = format!("# yaml-language-server: $schema={SCHEMA}\nrequired:\n");
    for (scope, call) in scopes {
        let why = format!("{} in {}:{}", call.method, call.place.file, call.place.line);
        // A text of JSON is one of YAML, whatever is in it.
        let why = serde_json::to_string(&why).unwrap_or_default();
        writeln!(out, "  - scope: {scope}\n    why: {why}").unwrap_or_default();
    }
    Some(out)
}
