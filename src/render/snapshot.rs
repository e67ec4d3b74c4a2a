//! A policy that matches the hook's scopes now.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_yaml::{Commented, FlowMap};

use crate::knowledge::scopes::meaning;
use crate::outcome::Outcome;
use crate::policy::{Extra, document};
use crate::report::Sealed;
use crate::scope::Scope;
use crate::text::redactor::STARS;
use crate::text::seal::Quote;

/// Renders the policy of one hook; `identity` adds portal and owner.
///
/// # Errors
///
/// Why there is none.
pub fn render(report: &Sealed, identity: bool) -> Result<String, &'static str> {
    let hook = match report.hooks.as_slice() {
        [hook] => hook,
        [] => return Err("there is no snapshot, since no hook was asked"),
        _ => return Err("a snapshot is made of one hook at a time"),
    };
    let (Outcome::Passed, Some(granted)) = (report.outcome, &hook.granted) else {
        return Err("there is no snapshot, since the portal did not say what the webhook holds");
    };
    if !identity {
        return Ok(policy(granted, None, None));
    }
    let user = hook.person.as_ref().map(|person| User { id: person.id, admin: person.admin == Some(true) });
    let mut out = policy(granted, hook.portal.as_ref(), user);
    if hook.portal.is_none() {
        out += "# The portal is hidden: `redact` is `true`, or the repository is a public one.\n";
    }
    Ok(out)
}

fn policy(granted: &BTreeSet<Quote>, portal: Option<&Quote>, user: Option<User>) -> String {
    let (named, odd): (Vec<_>, Vec<_>) = granted
        .iter()
        .filter(|scope| Scope::parse(scope.as_str()).is_none_or(|scope| !scope.is_always_held()))
        .partition(|scope| Scope::parse(scope.as_str()).is_some());
    let mut out = document(&Snapshot {
        required: named.into_iter().map(|scope| Commented(scope, meaning(scope.as_str()).into())).collect(),
        // A code that a policy cannot name would always be extra.
        extra: if odd.is_empty() { Extra::Fail } else { Extra::Warn }.as_str(),
        portal,
        user: user.map(FlowMap),
    });
    for scope in odd {
        let is_hidden = scope.as_str().contains(STARS);
        let why = if is_hidden { "hidden here" } else { "nothing that a policy can name" };
        out.extend(["# granted, too, but ", why, ": ", scope.as_str(), "\n"]);
    }
    out
}

#[derive(Serialize)]
struct Snapshot<'r> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    required: Vec<Commented<&'r Quote>>,
    extra: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    portal: Option<&'r Quote>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<FlowMap<User>>,
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
    use crate::text::Text;
    use crate::text::seal::Seal;

    #[test]
    fn a_code_that_yaml_takes_for_a_number_is_quoted() {
        let codes = ["1", "1e3", "0x1f", ".5", ".inf", ".nan", "true", "false", "null", "_", "crm", "no"];
        let scopes = BTreeSet::from(codes.map(|code| Scope::parse(code).unwrap()));
        let text = policy(&scopes.iter().map(|scope| scope.text().plain()).collect(), None, None);
        let mut ledger = Ledger::default();
        let policy = Policy::parse(text.as_bytes(), &Text::default(), &mut ledger);
        assert_eq!(ledger, Ledger::default(), "{text}");
        assert_eq!(policy.base.required.into_iter().map(|rule| rule.demand).collect::<BTreeSet<_>>(), scopes);
    }
}
