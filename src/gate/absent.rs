//! Messages for runs without a hook or a policy.

use crate::inputs::HOOK;
use crate::ledger::{Ledger, Origin, Problem};
use crate::outcome::Outcome;
use crate::policy::DEFAULT_POLICY;
use crate::report::Report;
use crate::start::Start;
use crate::start::dialect::Dialect;
use crate::start::event::{Event, Withheld};
use crate::start::misnamed;
use crate::start::settings::MissingHook;
use crate::text::names::named;
use crate::text::{Ours, Text};
use crate::world::Environment;

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

pub(crate) fn no_hook(start: &Start, ledger: &mut Ledger) {
    let (what, advice) = if start.dialect.is_github() {
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
    let advice = misnamed::hint(&start.env).unwrap_or_else(|| advice.into());
    ledger.problem(Origin::input(HOOK), what, advice);
}

/// A skip that only a misnamed variable explains leaves the webhook unchecked.
pub(super) fn unread(env: &Environment, ledger: &mut Ledger) {
    if let Some(hint) = misnamed::hint(env) {
        ledger.warning(Origin::input(HOOK), "there is no webhook", hint);
    }
}

/// `elsewhere` are files that may be one.
pub(crate) fn no_policy(elsewhere: &[String], ledger: &mut Ledger) {
    let what = text!("there is no policy: no file is named, and {} does not exist", Ours(DEFAULT_POLICY));
    let advice = match elsewhere {
        [] => "name the file: `b24-ping lint FILE`; `b24-ping init` writes a new one".into(),
        [first, ..] => text!("name the file: `b24-ping lint {}`", first),
    };
    ledger.problem(Origin::input("scopes-file"), what, advice);
}

/// Files that may be the policy, and are not where it is looked for.
pub(super) fn elsewhere(files: &[String], checks_nothing: bool, dialect: &Dialect, ledger: &mut Ledger) {
    let Some(first) = files.first() else { return };
    let are = if files.len() == 1 { "is" } else { "are" };
    let nothing = checks_nothing.then_some(Ours("; nothing but the webhook itself is checked"));
    let what = text!(
        "there is no policy at {}, and {} {} not read{}",
        Ours(DEFAULT_POLICY),
        named(files.iter().map(Text::theirs)),
        Ours(are),
        nothing
    );
    let advice = if dialect.is_github() {
        text!("if that is the policy, set `scopes-file: {}`", first)
    } else {
        text!("if that is the policy, give `--scopes-file {}`", first)
    };
    ledger.warning(Origin::input("scopes-file"), what, advice);
}

/// For what changes one.
pub(crate) fn no_policy_yet(ledger: &mut Ledger) {
    let what = text!("there is no policy: no file is named, and {} does not exist", Ours(DEFAULT_POLICY));
    ledger.problem(Origin::input("scopes-file"), what, "`b24-ping init` writes one");
}

/// In a pipeline a pass would look like one with rules.
pub(super) fn no_rules(gate: &Gate, ledger: &mut Ledger) {
    let what = match &gate.file {
        None => Text::from("there is no policy: nothing but the webhook itself is checked"),
        Some(file) => text!(
            "{} demands nothing of the webhooks given: nothing but the webhook itself is checked",
            file.name
        ),
    };
    let advice = match &gate.file {
        None => {
            text!(
                "list the scopes that you need in {}; `b24-ping init` writes a first one",
                Ours(DEFAULT_POLICY)
            )
        }
        Some(_) if gate.policy.hooks.is_empty() => "add a rule, such as `required: [crm]`".into(),
        Some(_) => {
            "give the webhook the name that the policy has under `hooks`, or add a rule for all of them"
                .into()
        }
    };
    let origin = Origin::input("scopes-file");
    if gate.start.dialect.is_of_ci() {
        ledger.warning(origin, what, advice);
    } else {
        ledger.notice(origin, what, advice);
    }
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
