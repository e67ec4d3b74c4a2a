//! Where the program's own documentation is: at the release's tag, or where the action was taken from.

use url::Url;

use crate::policy::write::REPOSITORY;
use crate::text::Text;
use crate::world::Environment;

/// The page of the reasons, an anchor each.
const PAGE: &str = "docs/reasons.md";

/// Characters of a branch, tag or commit.
const MAX_REF: usize = 100;

/// The page's address; `None` where nobody knows the repository.
pub(super) fn page(env: &Environment) -> Option<Text> {
    released(REPOSITORY).or_else(|| of_action(|name| env.text(name))).map(Text::theirs)
}

/// Of a release, which says whose it is.
fn released(repository: &str) -> Option<String> {
    let is_known = is_repository(repository) && !repository.starts_with("OWNER/");
    is_known.then(|| format!("https://github.com/{repository}/blob/v{}/{PAGE}", env!("CARGO_PKG_VERSION")))
}

/// Of the action's repository, at the version that the workflow names. The runner sets these variables for actions in
/// containers, too (actions/runner, `GitHubContext.cs`). In a step of somebody else's action they name that one, so that
/// only a repository of this name counts.
fn of_action<'e>(env: impl Fn(&str) -> Option<&'e str>) -> Option<String> {
    let server = Url::parse(env("GITHUB_SERVER_URL")?).ok()?;
    let is_server = server.scheme() == "https"
        && server.path() == "/"
        && server.username().is_empty()
        && server.password().is_none()
        && server.query().is_none()
        && server.fragment().is_none();
    let repository = env("GITHUB_ACTION_REPOSITORY").filter(|name| is_repository(name))?;
    let version = env("GITHUB_ACTION_REF").filter(|name| is_ref(name))?;
    let is_ours = repository.ends_with("/b24-ping");
    (is_server && is_ours).then(|| format!("{server}{repository}/blob/{version}/{PAGE}"))
}

/// `owner/name` in GitHub's letters.
fn is_repository(name: &str) -> bool {
    let parts = name.split('/').collect::<Vec<_>>();
    name.len() <= 140 && parts.len() == 2 && parts.into_iter().all(is_part)
}

fn is_ref(name: &str) -> bool {
    name.len() <= MAX_REF && name.split('/').all(is_part)
}

/// A part of a path that is itself only.
fn is_part(part: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    !part.trim_matches('.').is_empty() && part.chars().all(is_plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(server: &'static str, repository: &'static str, version: &'static str) -> Option<String> {
        of_action(|name| {
            Some(match name {
                "GITHUB_SERVER_URL" => server,
                "GITHUB_ACTION_REPOSITORY" => repository,
                _ => version,
            })
        })
    }

    #[test]
    fn an_action_links_to_its_own_repository_at_its_own_version() {
        assert_eq!(
            of("https://github.com", "acme/b24-ping", "v1").as_deref(),
            Some("https://github.com/acme/b24-ping/blob/v1/docs/reasons.md")
        );
        let commit = of("https://ghe.acme.example:8443/", "acme/b24-ping", "feature/x-1.2").expect("a link");
        assert_eq!(commit, "https://ghe.acme.example:8443/acme/b24-ping/blob/feature/x-1.2/docs/reasons.md");
    }

    #[test]
    fn whatever_could_lead_elsewhere_is_no_link() {
        let good = ("https://github.com", "acme/b24-ping", "v1");
        for server in ["http://github.com", "https://a@github.com", "https://x.y/z", "javascript:x", "", "x"]
        {
            assert_eq!(of(server, good.1, good.2), None, "{server}");
        }
        for repository in
            ["", "b24-ping", "a/b/b24-ping", "../b24-ping", "acme/other", "a\"b/b24-ping", "a b/b24-ping"]
        {
            assert_eq!(of(good.0, repository, good.2), None, "{repository}");
        }
        for version in ["", "..", "../../x", "a//b", "a?b", "a#b", "a b", "\"><img>", "%2e%2e"] {
            assert_eq!(of(good.0, good.1, version), None, "{version}");
        }
        assert!(is_ref(&"v".repeat(MAX_REF)) && !is_ref(&"v".repeat(MAX_REF + 1)));
    }

    #[test]
    fn a_release_links_to_its_tag_and_a_build_of_nobody_to_nothing() {
        assert_eq!(released("OWNER/b24-ping"), None);
        assert_eq!(released("x"), None);
        let page = released("acme/b24-ping").expect("a link");
        assert!(page.starts_with("https://github.com/acme/b24-ping/blob/v0"), "{page}");
    }
}
