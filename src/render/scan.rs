//! What was found in code: for people, for programs, and as a policy.

pub mod json;
pub mod text;
pub mod yaml;
