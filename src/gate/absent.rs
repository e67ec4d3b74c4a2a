//! Messages for runs without a hook or a policy.

use crate::inputs::HOOK;
use crate::ledger::{Ledger, Origin, Problem};
use crate::outcome::Outcome;
use crate::policy::DEFAULT_POLICY;
use crate::report::Report;
use crate::start::dialect::Dialect;
use crate::start::event::{Event, Withheld};
use crate::start::settings::MissingHook;
use crate::text::{Ours, Text};

use super::Gate;

const SKIPPED: &str = "there is no webhook, and `missing-hook` is `skip`";

fn withheld(whose: Withheld) -> &'static str {
    match whose {
        Withheld::Fork => {
            "the live check was skipped, since a pull request from a fork gets no secrets; \
             a maintainer can run it by pushing the branch to this repository"
        }
        Withheld::Dependabot => {
            "the live check was skipped, since Dependabot gets no Actions secrets; \
             a maintainer can add the webhook to the Dependabot secrets"
        }
    }
}

/// Why a missing hook is a skip; `None` where it is a problem.
pub(crate) fn excuse(missing: MissingHook, event: &Event) -> Option<&'static str> {
    match missing {
        MissingHook::Skip => Some(SKIPPED),
        MissingHook::Auto => event.withheld.map(withheld),
        MissingHook::Fail => None,
    }
}

pub(crate) fn no_hook(dialect: &Dialect, ledger: &mut Ledger) {
    let (what, advice) = if dialect.is_github() {
        (
            "there is no webhook: the secret is empty",
            "is the secret defined? does the job name its environment? does the caller of a reusable workflow pass \
             `secrets: inherit`? does Dependabot have it among its own secrets?",
        )
    } else {
        (
            "there is no webhook: B24_HOOK is empty or not set",
            "set B24_HOOK to the webhook's address, or name a file that holds it with `--hook-file` or B24_HOOK_FILE; in \
             CI, check that the secret is defined and passed to this job",
        )
    };
    ledger.problem(Origin::input(HOOK), what, advice);
}

pub(crate) fn no_policy(ledger: &mut Ledger) {
    let what = text!("there is no policy: no file is named, and {} does not exist", Ours(DEFAULT_POLICY));
    ledger.problem(
        Origin::input("scopes-file"),
        what,
        "name the file: `b24-ping lint FILE`; `b24-ping init` writes a new one",
    );
}

/// For what changes one.
pub(crate) fn no_policy_yet(ledger: &mut Ledger) {
    let what = text!("there is no policy: no file is named, and {} does not exist", Ours(DEFAULT_POLICY));
    ledger.problem(Origin::input("scopes-file"), what, "`b24-ping init` writes one");
}

pub(crate) fn no_rules(ledger: &mut Ledger) {
    let what = "there is no policy: nothing but the webhook itself is checked";
    let advice = text!("list the scopes that you need in {}", Ours(DEFAULT_POLICY));
    ledger.notice(Origin::input("scopes-file"), what, advice);
}

pub(crate) fn skipped(excuse: &'static str, gate: &Gate, notices: Vec<Problem>) -> Report {
    Report::offline(Outcome::Skipped, text!("{}; {}", Ours(excuse), well_formed(gate)), notices)
}

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
