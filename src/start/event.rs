//! The event that started the job, as the runner reports it. Pure.

use std::io::Read;

use serde_json::Value;

use crate::world::Environment;

mod picked;

/// What is read of a payload; the rest may be megabytes.
const WANTED: [&[&str]; 4] = [
    &["repository", "private"],
    &["repository", "visibility"],
    &["pull_request", "base", "repo", "full_name"],
    &["pull_request", "head", "repo", "full_name"],
];

/// The relevant parts of the event.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Event {
    /// Why the job gets no secrets.
    pub withheld: Option<Withheld>,
    /// Whether strangers may read the job's log, or nobody can tell.
    pub exposed: bool,
    /// Whether a pull or merge request started the job, or a merge queue, which holds some.
    pub proposed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Withheld {
    /// A pull request from another repository.
    Fork,
    /// A pull request by Dependabot, which has its own secret store.
    Dependabot,
}

impl Event {
    /// From the variables and the payload (`GITHUB_EVENT_PATH`). What cannot be read is ignored.
    #[must_use]
    pub(crate) fn parse(env: &Environment, payload: impl Read) -> Self {
        let payload = picked::pick(payload, &WANTED);
        let name = env.text("GITHUB_EVENT_NAME").unwrap_or_default();
        Self {
            withheld: withheld(env, name, &payload),
            exposed: exposed(env, &payload),
            proposed: proposed(env, name),
        }
    }
}

/// By the payload on GitHub and what is like it: Gitea's of a schedule may say nothing. By a variable on GitLab.
/// Elsewhere who can read a log has an account.
fn exposed(env: &Environment, payload: &Value) -> bool {
    let private = payload.pointer("/repository/private").and_then(Value::as_bool);
    let visibility = payload.pointer("/repository/visibility").and_then(Value::as_str);
    let visibility = visibility.or_else(|| env.text("CI_PROJECT_VISIBILITY"));
    match (private, visibility) {
        (Some(true), _) | (_, Some("private" | "internal")) => false,
        (Some(false), _) | (_, Some(_)) => true,
        (None, None) => env.says_true("GITHUB_ACTIONS") || env.says_true("GITLAB_CI"),
    }
}

/// By the predefined variables of GitHub, GitLab, Azure Pipelines, Bitbucket and Jenkins.
fn proposed(env: &Environment, name: &str) -> bool {
    let says = |variable, value| env.text(variable) == Some(value);
    name.starts_with("pull_request")
        || name == "merge_group"
        || says("CI_PIPELINE_SOURCE", "merge_request_event")
        || says("BUILD_REASON", "PullRequest")
        || ["BITBUCKET_PR_ID", "CHANGE_ID"].iter().any(|variable| env.text(variable).is_some())
}

/// Pull requests only: the push that merges one is a deploy's gate and must never be skipped. Not
/// `pull_request_target` from a fork, which gets the secrets; Dependabot's does not. The repository of a
/// deleted fork is `null`.
fn withheld(env: &Environment, name: &str, payload: &Value) -> Option<Withheld> {
    if !name.starts_with("pull_request") {
        return None;
    }
    if env.text("GITHUB_ACTOR") == Some("dependabot[bot]") {
        return Some(Withheld::Dependabot);
    }
    if name == "pull_request_target" {
        return None;
    }
    let base = payload.pointer("/pull_request/base/repo/full_name")?.as_str()?;
    let head = payload.pointer("/pull_request/head/repo/full_name").and_then(Value::as_str);
    head.is_none_or(|head| !head.eq_ignore_ascii_case(base)).then_some(Withheld::Fork)
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
    fn a_proposal_is_one_in_every_system() {
        let proposed =
            |variable, value| Event::parse(&Environment::of(&[(variable, value)]), &b"{}"[..]).proposed;
        assert!(proposed("GITHUB_EVENT_NAME", "pull_request"));
        assert!(proposed("GITHUB_EVENT_NAME", "pull_request_target"));
        assert!(proposed("GITHUB_EVENT_NAME", "merge_group"));
        assert!(proposed("CI_PIPELINE_SOURCE", "merge_request_event"));
        assert!(proposed("BUILD_REASON", "PullRequest"));
        assert!(proposed("BITBUCKET_PR_ID", "3"));
        assert!(proposed("CHANGE_ID", "7"));
        assert!(!proposed("GITHUB_EVENT_NAME", "push"));
        assert!(!proposed("CI_PIPELINE_SOURCE", "push"));
    }

    #[test]
    fn a_log_is_exposed_unless_the_repository_is_known_to_be_private() {
        let exposed = |variables: &[(&str, &str)], payload: &str| {
            Event::parse(&Environment::of(variables), payload.as_bytes()).exposed
        };
        let github = [("GITHUB_ACTIONS", "true")];
        for (repository, is_exposed) in [
            (r#"{"private":false}"#, true),
            (r#"{"private":false,"visibility":"public"}"#, true),
            (r#"{"private":false,"visibility":"internal"}"#, false),
            (r#"{"private":true}"#, false),
            (r#"{"private":true,"visibility":"private"}"#, false),
            (r#"{"private":false,"full_name":17}"#, true),
            ("{}", true),
            ("null", true),
        ] {
            let payload = format!("{{\"repository\":{repository}}}");
            assert_eq!(exposed(&github, &payload), is_exposed, "{repository}");
        }
        for unreadable in ["", "{", "null", "[]"] {
            assert!(exposed(&github, unreadable), "{unreadable}");
            assert!(!exposed(&[], unreadable), "{unreadable}");
        }
        let gitlab =
            |visibility| exposed(&[("GITLAB_CI", "true"), ("CI_PROJECT_VISIBILITY", visibility)], "");
        assert!(gitlab("public") && !gitlab("private") && !gitlab("internal") && gitlab(""));
        assert!(exposed(&[("GITLAB_CI", "true")], ""));
    }
}
