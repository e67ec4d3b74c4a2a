//! Words for runs that lack something.

use crate::event::{Event, Withheld};
use crate::inputs::HOOK;
use crate::ledger::{Ledger, Origin};
use crate::settings::MissingHook;

use super::Gate;
use super::gather::DEFAULT_POLICY;

/// Why an empty hook is a skip when the input says so.
const SKIPPED: &str = "there is no hook, and `missing-hook` is `skip`";

/// Why an empty hook is a skip here, and what a maintainer can do.
fn withheld(whose: Withheld) -> &'static str {
    match whose {
        Withheld::Fork => {
            "the live check was skipped, since a pull request from a fork gets no secrets; \
             a maintainer can run it by pushing the branch to this repository"
        }
        Withheld::Dependabot => {
            "the live check was skipped, since Dependabot gets no Actions secrets; \
             a maintainer can add the hook to the Dependabot secrets"
        }
    }
}

/// Why an empty hook is a skip, where it is one.
pub(super) fn excuse(missing: MissingHook, event: &Event) -> Option<&'static str> {
    match missing {
        MissingHook::Skip => Some(SKIPPED),
        MissingHook::Auto => event.withheld.map(withheld),
        MissingHook::Fail => None,
    }
}

/// What is wrong when nobody gave a hook.
pub(super) fn no_hook(ledger: &mut Ledger) {
    ledger.problem(
        Origin::Input(HOOK),
        "there is no hook: the secret is empty",
        "is the secret defined? does the job name its environment? does the caller of a reusable workflow pass \
         `secrets: inherit`? does Dependabot have it in its own store? outside GitHub, set B24_HOOK",
    );
}

/// What is wrong when there is nothing to lint.
pub(super) fn no_policy(ledger: &mut Ledger) {
    let what = format!("there is no policy: no file was named and {DEFAULT_POLICY} is not there");
    ledger.problem(Origin::Input("scopes-file"), what, "name it: b24-ping lint FILE");
}

/// Worth saying when nothing is demanded of any hook.
pub(super) fn no_rules(ledger: &mut Ledger) {
    let what = "there is no policy: nothing but the hook itself is checked";
    let advice = format!("state the scopes that you need in {DEFAULT_POLICY}");
    ledger.notice(Origin::Input("scopes-file"), what, advice);
}

/// What the offline checks found.
pub(super) fn well_formed(gate: &Gate) -> String {
    let Some(file) = &gate.file else { return "there is no policy to check".to_owned() };
    let demands = &gate.policy.base;
    let lists = [
        (demands.required.len(), "required"),
        (demands.forbidden.len(), "forbidden"),
        (demands.allow_extra.len(), "allowed"),
    ];
    let lists =
        lists.iter().filter(|(n, _)| *n > 0).map(|(n, word)| format!("{n} {word}")).collect::<Vec<_>>();
    let scopes = if lists.is_empty() { String::new() } else { format!(" (scopes: {})", lists.join(", ")) };
    format!("the policy {} is well formed{scopes}", file.name)
}
