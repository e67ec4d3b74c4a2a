//! What the runner says about the event that started the job. Pure.

use serde::Deserialize;

use crate::environment::Environment;

/// The event, as far as it matters here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// Why a secret is rightly absent.
    pub withheld: Option<Withheld>,
    /// Whether everybody can read this repository's logs.
    pub public: bool,
}

/// Whose run gets no secrets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Withheld {
    /// A pull request from another repository.
    Fork,
    /// A pull request by Dependabot, which has a secret store of its own.
    Dependabot,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Payload {
    pull_request: Option<PullRequest>,
    repository: Repository,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PullRequest {
    head: Side,
    base: Side,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Side {
    /// `null` when the fork was deleted.
    repo: Option<Repository>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Repository {
    full_name: Option<String>,
    private: Option<bool>,
    visibility: Option<String>,
}

impl Event {
    /// Reads the variables and the payload (`GITHUB_EVENT_PATH`). What cannot be read says nothing.
    #[must_use]
    pub fn parse(env: &Environment, payload: &[u8]) -> Self {
        let payload: Payload = serde_json::from_slice(payload).unwrap_or_default();
        let name = env.text("GITHUB_EVENT_NAME").unwrap_or_default();
        let repository = &payload.repository;
        let public = repository.private == Some(false)
            && repository.visibility.as_deref().is_none_or(|visibility| visibility == "public");
        Self { withheld: withheld(env, name, payload.pull_request.as_ref()), public }
    }
}

/// Only pull requests: the push that merges one is a deploy's gate and must never be skipped. And not
/// `pull_request_target` from a fork, which does get the secrets; Dependabot's does not.
fn withheld(env: &Environment, name: &str, pull_request: Option<&PullRequest>) -> Option<Withheld> {
    if !name.starts_with("pull_request") {
        return None;
    }
    if env.text("GITHUB_ACTOR") == Some("dependabot[bot]") {
        return Some(Withheld::Dependabot);
    }
    let PullRequest { head, base } = pull_request.filter(|_| name != "pull_request_target")?;
    let base = base.repo.as_ref()?.full_name.as_deref()?;
    let head = head.repo.as_ref().and_then(|repo| repo.full_name.as_deref());
    (head.is_none_or(|head| !head.eq_ignore_ascii_case(base))).then_some(Withheld::Fork)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(name: &str, actor: &str, payload: &str) -> Event {
        let env = Environment::of(&[("GITHUB_EVENT_NAME", name), ("GITHUB_ACTOR", actor)]);
        Event::parse(&env, payload.as_bytes())
    }

    const FORK: &str = r#"{"pull_request":{"head":{"repo":{"full_name":"rita/app"}},"base":{"repo":{"full_name":"acme/app"}}}}"#;
    const OWN: &str = r#"{"pull_request":{"head":{"repo":{"full_name":"Acme/App"}},"base":{"repo":{"full_name":"acme/app"}}}}"#;
    const DELETED: &str =
        r#"{"pull_request":{"head":{"repo":null},"base":{"repo":{"full_name":"acme/app"}}}}"#;

    #[test]
    fn forks_and_dependabot_have_no_secrets_on_pull_requests() {
        assert_eq!(event("pull_request", "rita", FORK).withheld, Some(Withheld::Fork));
        assert_eq!(event("pull_request", "rita", DELETED).withheld, Some(Withheld::Fork));
        assert_eq!(event("pull_request_review", "rita", FORK).withheld, Some(Withheld::Fork));
        assert_eq!(event("pull_request", "dependabot[bot]", OWN).withheld, Some(Withheld::Dependabot));
    }

    #[test]
    fn nobody_else_is_excused() {
        assert_eq!(event("pull_request", "rita", OWN).withheld, None);
        assert_eq!(event("pull_request_target", "rita", FORK).withheld, None);
        assert_eq!(event("push", "dependabot[bot]", "{}").withheld, None);
        assert_eq!(event("pull_request", "rita", "{").withheld, None);
        assert_eq!(event("pull_request", "rita", "{}").withheld, None);
        assert_eq!(event("", "", "").withheld, None);
    }

    #[test]
    fn only_a_payload_that_says_so_makes_a_repository_public() {
        let public = |repository: &str| event("push", "", &format!("{{\"repository\":{repository}}}")).public;
        assert!(public(r#"{"private":false}"#));
        assert!(public(r#"{"private":false,"visibility":"public"}"#));
        assert!(!public(r#"{"private":false,"visibility":"internal"}"#));
        assert!(!public(r#"{"private":true}"#));
        assert!(!public("{}"));
    }
}
