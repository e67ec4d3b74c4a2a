//! What was found in code: for people, for programs, and as a policy.

pub(crate) mod json;
pub(crate) mod text;
pub(crate) mod yaml;
