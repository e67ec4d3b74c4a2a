//! Values → policy text: every policy that the program prints is written here.

use serde::Serialize;

/// The owner's repository, for URLs; set when a release is built, otherwise `OWNER`, as in the documentation.
pub(crate) const REPOSITORY: &str = match option_env!("B24_PING_REPOSITORY") {
    Some(repository) => repository,
    None => "OWNER/b24-ping",
};

/// A policy's text, below the comment by which editors find its schema (YAML language server).
#[must_use]
pub(crate) fn document(policy: &impl Serialize) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let address = format!("https://raw.githubusercontent.com/{REPOSITORY}/v{version}/schema/policy.v1.json");
    let options = serde_yaml::ser_options! { compact_list_indent: false, prefer_block_scalars: false };
    let text = serde_yaml::to_string_with_options(policy, options).unwrap_or_default();
    format!("# yaml-language-server: $schema={address}\n{text}")
}
