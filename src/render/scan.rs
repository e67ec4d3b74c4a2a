//! Results of a scan: as text, as JSON, and as a policy.

pub(crate) mod json;
pub(crate) mod text;
pub(crate) mod yaml;
