//! What was found, as a policy.

use serde::Serialize;

use super::Scan;

/// Whose the program is, for addresses. A release says so when it is built; otherwise `OWNER` stands for it, as
/// in the documentation.
const REPOSITORY: &str = match option_env!("B24_PING_REPOSITORY") {
    Some(repository) => repository,
    None => "OWNER/b24-ping",
};

/// A policy's text. Above it stands the comment by which editors find what a policy may say, as the YAML
/// language server reads it.
#[must_use]
pub fn document(policy: &impl Serialize) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let address = format!("https://raw.githubusercontent.com/{REPOSITORY}/v{version}/schema/policy.v1.json");
    let options = serde_yaml::ser_options! { compact_list_indent: false, prefer_block_scalars: false };
    let text = serde_yaml::to_string_with_options(policy, options).unwrap_or_default();
    format!("# yaml-language-server: $schema={address}\n{text}")
}

#[derive(Serialize)]
struct Policy {
    required: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    scope: String,
    why: String,
}

/// A policy ready to commit; `None` when no call needs a scope, since a policy that demands nothing is none.
#[must_use]
pub fn render(scan: &Scan) -> Option<String> {
    let required = scan.scopes().into_iter().map(|(scope, call)| Rule {
        scope: scope.to_string(),
        why: format!("{} in {}:{}", call.method, call.place.file, call.place.line),
    });
    let required = required.collect::<Vec<_>>();
    (!required.is_empty()).then(|| document(&Policy { required }))
}
