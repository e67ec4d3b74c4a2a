//! A policy that matches the hook's scopes now.

use serde::Serialize;
use serde_yaml::{Commented, FlowMap};

use crate::knowledge::scopes::{is_for_webhooks, meaning};
use crate::outcome::Outcome;
use crate::policy::{Extra, MAX_BYTES, document};
use crate::report::{HookReport, Report, Sealed};
use crate::scope::Scope;
use crate::text::Text;
use crate::text::redactor::STARS;
use crate::text::seal::Quote;
use crate::verdict::{Aspect, Standing};

/// What the hook holds, each code as it is and in its exact spelling: a report shows a code so that people can read
/// it, and two may look alike. The code itself is there to be looked through for secrets, which a spelling may split.
#[must_use]
pub(crate) fn spellings(report: &Report) -> Vec<(Text, Text)> {
    let granted = report.hooks.iter().flat_map(|hook| hook.granted.iter().flatten());
    let scopes = granted.filter_map(|text| Scope::as_sent(&text.reveal()));
    let scopes = scopes.filter(|scope| !scope.is_always_held());
    scopes.map(|scope| (Text::passage(scope.as_str()), Text::passage(scope.spelled()))).collect()
}

/// Renders the policy of one hook that holds these scopes; `identity` adds portal and owner.
///
/// # Errors
///
/// Why there is none. A snapshot that lacked a code could not tell it from a new one.
pub(crate) fn render(
    report: &Sealed,
    scopes: &[(Quote, Quote)],
    identity: bool,
) -> Result<String, &'static str> {
    let hook = match report.hooks.as_slice() {
        [hook] => hook,
        [] => return Err("there is no snapshot, since no webhook was asked"),
        _ => return Err("there is no snapshot, since several webhooks were asked"),
    };
    if report.outcome != Outcome::Passed || hook.granted.is_none() {
        return Err("there is no snapshot, since the portal did not say what the webhook holds");
    }
    if is_disputed(hook) {
        return Err(
            "there is no snapshot, since the portal's two answers about what the webhook holds differ",
        );
    }
    // A policy may not require what Bitrix24 gives no webhook; an old portal may list it all the same.
    let (required, allow_extra): (Vec<_>, Vec<_>) =
        scopes.iter().partition(|(code, _)| is_for_webhooks(code.as_str()));
    let user = hook.person.as_ref().map(|person| User { id: person.id, admin: person.admin == Some(true) });
    let mut out = document(&Snapshot {
        required: items(required)?,
        allow_extra: items(allow_extra)?,
        extra: Extra::Fail.as_str(),
        portal: hook.portal.as_ref().filter(|_| identity),
        user: user.filter(|_| identity).map(FlowMap),
    });
    if identity && hook.portal.is_none() {
        out += "# The portal is hidden: `redact` is `true`, or the repository is a public one.\n";
    }
    let fits = out.len() <= MAX_BYTES;
    fits.then_some(out).ok_or("there is no snapshot, since the portal lists more than a policy can hold")
}

fn items<'r>(scopes: Vec<&'r (Quote, Quote)>) -> Result<Vec<Item<'r>>, &'static str> {
    let hidden = |code: &Quote| code.as_str().contains(STARS);
    let item = |(code, spelled): &'r (Quote, Quote)| Item::of(spelled.as_str()).filter(|_| !hidden(code));
    scopes.into_iter().map(item).collect::<Option<Vec<_>>>().ok_or(
        "there is no snapshot, since the portal lists a code that is too long for a policy, or that holds what \
         must not be shown",
    )
}

fn is_disputed(hook: &HookReport<Quote>) -> bool {
    let mut about = hook.rulings.iter().filter(|ruling| ruling.subject.kind == Aspect::Grants);
    about.any(|ruling| ruling.standing != Standing::Held)
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Snapshot<'r> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<Item<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allow_extra: Vec<Item<'r>>,
    extra: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    portal: Option<&'r Quote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<FlowMap<User>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Item<'r> {
    Plain(Commented<&'r str>),
    Exact { exact: &'r str },
}

impl<'r> Item<'r> {
    /// `None` if sealing has changed the spelling.
    fn of(spelled: &'r str) -> Option<Self> {
        let scope = Scope::exact(spelled).filter(|scope| scope.spelled() == spelled)?;
        let is_plain = Scope::parse(scope.as_str()).is_some();
        Some(if is_plain {
            Self::Plain(Commented(spelled, meaning(spelled).into()))
        } else {
            Self::Exact { exact: spelled }
        })
    }
}

#[derive(Serialize)]
struct User {
    id: u64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    admin: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Ledger;
    use crate::policy::Policy;

    #[test]
    fn a_code_that_yaml_takes_for_a_number_is_quoted() {
        let codes = ["1", "1e3", "0x1f", ".5", ".inf", ".nan", "true", "false", "null", "_", "crm", "no"];
        let odd = [
            "-",
            "[]",
            ",",
            "a: b",
            "- a",
            "~",
            "%YAML",
            "&a",
            "*a",
            "!!x",
            "\u{85}",
            "2026-11-27",
            "=",
            "<<",
            "-1",
        ];
        let scopes = codes
            .iter()
            .chain(&odd)
            .map(|code| Scope::as_sent(code).unwrap_or_else(|| Scope::exact("crm").unwrap()));
        let scopes = scopes.collect::<std::collections::BTreeSet<_>>();
        let spelled = scopes.iter().map(Scope::spelled).collect::<Vec<_>>();
        let required = spelled.iter().map(|code| Item::of(code).unwrap()).collect();
        let text = document(&Snapshot {
            required,
            allow_extra: Vec::new(),
            extra: "fail",
            portal: None,
            user: None,
        });
        let mut ledger = Ledger::default();
        let policy = Policy::parse(text.as_bytes(), &Text::default(), &mut ledger);
        assert_eq!(ledger, Ledger::default(), "{text}");
        let read = policy.base.required.into_iter().map(|rule| rule.demand);
        assert_eq!(read.collect::<std::collections::BTreeSet<_>>(), scopes);
    }
}
