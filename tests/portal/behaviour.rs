//! How one method answers: with a result, with a refusal, or against its nature.

use serde_json::{Value, json};

/// An error envelope before it is written.
#[derive(Debug, Clone)]
pub(crate) struct Refusal {
    pub(super) status: u16,
    pub(super) code: String,
    pub(super) description: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: &str, description: &str) -> Self {
        Self { status, code: code.to_owned(), description: description.to_owned() }
    }

    pub(super) fn method_not_found() -> Self {
        Self::new(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
    }

    pub(super) fn insufficient_scope() -> Self {
        let text = "The request requires higher privileges than provided by the webhook token";
        Self::new(401, "insufficient_scope", text)
    }

    pub(super) fn needs_app() -> Self {
        Self::new(403, "ACCESS_DENIED", "Access denied! Application context required")
    }

    pub(super) fn envelope(&self) -> Value {
        json!({ "error": self.code, "error_description": self.description })
    }
}

/// What a method has to say, with the number of rows if it is a list method.
pub(super) struct Success {
    pub(super) result: Value,
    pub(super) total: Option<u64>,
}

impl From<Value> for Success {
    fn from(result: Value) -> Self {
        Self { result, total: None }
    }
}

/// How one method answers, against its nature.
#[derive(Debug, Clone)]
pub(crate) enum Behaviour {
    /// Refuses; in a batch the status has no place to go.
    Refuses(Refusal),
    /// Says this as its result.
    Says(Value),
    /// In a batch it leaves no trace in any member; outside, the result is null.
    Silent,
}

impl Behaviour {
    /// A refusal with this status, code and description.
    pub(crate) fn refuses(status: u16, code: &str, description: &str) -> Self {
        Self::Refuses(Refusal::new(status, code, description))
    }

    /// The refusal of a method that wants an app: 403 `ACCESS_DENIED`.
    pub(crate) fn needs_app() -> Self {
        Self::Refuses(Refusal::needs_app())
    }

    /// What comes of a call; nothing if it is to leave no trace.
    pub(super) fn outcome(&self) -> Option<Result<Success, Refusal>> {
        match self {
            Self::Refuses(refusal) => Some(Err(refusal.clone())),
            Self::Says(result) => Some(Ok(result.clone().into())),
            Self::Silent => None,
        }
    }
}
