//! Words for runs that lack something.

use crate::inputs::HOOK;
use crate::ledger::{Ledger, Origin, Problem};
use crate::outcome::Outcome;
use crate::policy::DEFAULT_POLICY;
use crate::report::Report;
use crate::start::event::{Event, Withheld};
use crate::start::settings::MissingHook;
use crate::text::{Ours, Text};

use super::Gate;

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
pub(crate) fn excuse(missing: MissingHook, event: &Event) -> Option<&'static str> {
    match missing {
        MissingHook::Skip => Some(SKIPPED),
        MissingHook::Auto => event.withheld.map(withheld),
        MissingHook::Fail => None,
    }
}

/// What is wrong when nobody gave a hook.
pub(crate) fn no_hook(ledger: &mut Ledger) {
    ledger.problem(
        Origin::input(HOOK),
        "there is no hook: the secret is empty",
        "is the secret defined? does the job name its environment? does the caller of a reusable workflow pass \
         `secrets: inherit`? does Dependabot have it in its own store? outside GitHub, set B24_HOOK",
    );
}

/// What is wrong when there is nothing to lint.
pub(crate) fn no_policy(ledger: &mut Ledger) {
    let what = text!("there is no policy: no file was named and {} is not there", Ours(DEFAULT_POLICY));
    ledger.problem(Origin::input("scopes-file"), what, "name it: b24-ping lint FILE");
}

/// Worth saying when nothing is demanded of any hook.
pub(crate) fn no_rules(ledger: &mut Ledger) {
    let what = "there is no policy: nothing but the hook itself is checked";
    let advice = text!("state the scopes that you need in {}", Ours(DEFAULT_POLICY));
    ledger.notice(Origin::input("scopes-file"), what, advice);
}

/// A run that is rightly without a hook.
pub(crate) fn skipped(excuse: &'static str, gate: &Gate, notices: Vec<Problem>) -> Report {
    Report::offline(Outcome::Skipped, text!("{}; {}", Ours(excuse), well_formed(gate)), notices)
}

/// What the offline checks found.
pub(crate) fn well_formed(gate: &Gate) -> Text {
    let Some(file) = &gate.file else { return "there is no policy to check".into() };
    let demands = &gate.policy.base;
    let lists = [
        (demands.required.len(), "required"),
        (demands.forbidden.len(), "forbidden"),
        (demands.allow_extra.len(), "allowed"),
    ];
    let lists = lists.into_iter().filter(|(n, _)| *n > 0).map(|(n, word)| text!("{} {}", n, Ours(word)));
    let lists = Text::joined(lists, ", ");
    let scopes = (!lists.is_empty()).then(|| text!(" (scopes: {})", lists));
    text!("the policy {} is well formed{}", file.name, scopes)
}
