//! Whether the hook has the scopes that the policy demands, and no more.

use std::collections::BTreeSet;

use crate::host::Host;
use crate::knowledge::scopes::mix_up;
use crate::outcome::Outcome;
use crate::policy::{Demands, Extra};
use crate::portal::facts::{Call, Facts, Listed};
use crate::reason::{Reason, Severity};
use crate::scope::Scope;
use crate::text::names::named;
use crate::text::near::{did_you_mean, nearest};
use crate::text::{Ours, Text};

use super::{Aspect, Grants, Ruling, Standing, extra, methods, trouble};

/// Where scopes are granted.
pub(super) const TICK: &str = "tick it in the webhook's settings (Developer resources > Integrations)";

/// What to do about two answers that cannot both be true.
pub(super) const AGAIN: &str = "run again; if it stays, tell the portal's administrator";

/// Missing scopes that are compared with all that the portal knows; each costs time.
const MAX_HINTS: usize = 20;

pub(super) fn rulings(host: &Host, demands: &Demands, facts: &Facts) -> Vec<Ruling> {
    let grants = Grants::of(facts);
    let whole = demands.with_scopes_of_rights();
    let mut rulings = match &grants {
        Some(grants) => known(&whole, facts, grants),
        None => unknown(host, &whole, facts),
    };
    let level = demands.extra_level();
    if let Some(grants) = grants.as_ref().filter(|_| level != Extra::Ignore) {
        rulings.extend(surplus(&extra(demands, &grants.possible), level, demands));
    }
    rulings.extend(methods::rulings(host, demands, facts, grants.as_ref()));
    rulings
}

fn unknown(host: &Host, demands: &Demands, facts: &Facts) -> Vec<Ruling> {
    let required = demands.required.iter().map(|rule| (rule, Aspect::Required.of(rule.demand.text())));
    let forbidden = demands.forbidden.iter().map(|rule| (rule, Aspect::Forbidden.of(rule.demand.text())));
    let mut rulings = required
        .chain(forbidden)
        .map(|(rule, subject)| {
            let held = subject.kind == Aspect::Required && rule.demand.is_always_held();
            let ruling = if held { Ruling::held(subject) } else { Ruling::unknown(subject) };
            ruling.at(&rule.origin, rule.why.as_ref())
        })
        .collect::<Vec<_>>();
    let explained = facts.failures.iter().any(|(call, _)| *call == Call::Batch);
    if demands.needs_grants() && !explained {
        let cause = facts.failures.iter().find(|(call, _)| *call == Call::Scope);
        let advice = text!("{}{}", Ours(AGAIN), cause.and_then(|(_, failure)| trouble::quoted(failure)));
        let (reason, cause) = match (&facts.scope, cause) {
            (Listed::Unreadable, _) => {
                (Reason::ScopesUnknown, Some(text!(": its answer to `scope` cannot be read in full")))
            }
            (_, Some((call, failure))) => {
                let (reason, what, _) = trouble::words(*call, failure, host, facts);
                // A fault of the moment says nothing of the hook.
                let passes = reason.outcome() == Outcome::Unreachable;
                (if passes { reason } else { Reason::ScopesUnknown }, Some(text!(": {}", what)))
            }
            _ => (Reason::ScopesUnknown, None),
        };
        let what = text!("the portal did not say which scopes the webhook holds{}", cause);
        let mut ruling = Ruling::broken(Aspect::Grants, reason, what, advice);
        if reason.outcome() == Outcome::Unreachable {
            ruling.standing = Standing::Unknown;
        }
        rulings.insert(0, ruling);
    }
    rulings
}

fn known(demands: &Demands, facts: &Facts, grants: &Grants) -> Vec<Ruling> {
    let mut rulings = doubts(demands, grants);
    rulings.extend(capitals(&facts.capitals));
    let mut hints = MAX_HINTS;
    for rule in &demands.required {
        let scope = &rule.demand;
        let ruling = if scope.is_always_held() || grants.sure.contains(scope) {
            Ruling::held(Aspect::Required.of(scope.text()))
        } else if grants.possible.contains(scope) {
            let what = text!("`{}` is required, but only one of `scope` and `app.info` lists it", scope);
            Ruling::broken(Aspect::Required.of(scope.text()), Reason::ScopeMissing, what, AGAIN)
        } else {
            hints = hints.saturating_sub(1);
            missing(scope, facts.known.as_ref(), hints > 0)
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    for rule in &demands.forbidden {
        let subject = Aspect::Forbidden.of(rule.demand.text());
        let ruling = if grants.possible.contains(&rule.demand) {
            let what = text!("`{}` is forbidden and granted", rule.demand);
            Ruling::broken(subject, Reason::ScopeForbidden, what, "untick it in the webhook's settings")
        } else if grants.more {
            Ruling::unknown(subject)
        } else {
            Ruling::held(subject)
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    rulings
}

/// Where the two calls that list scopes disagree, and where only the second cannot be read. That is an error for whom
/// it leaves in doubt whether the hook holds what it must not.
fn doubts(demands: &Demands, grants: &Grants) -> Vec<Ruling> {
    let disputed = grants.disputed().collect::<Vec<_>>();
    let disputed = (!disputed.is_empty()).then(|| {
        let counts = if disputed.len() == 1 { "it counts" } else { "they count" };
        text!(
            "only one of `scope` and `app.info` lists {}: {} as forbidden or extra, not as required",
            named(disputed),
            Ours(counts)
        )
    });
    let unreadable = grants
        .more
        .then(|| Text::from("the scopes in `app.info` cannot be read, so any scope may be granted"));
    let is_grave = grants.more && (!demands.forbidden.is_empty() || demands.extra_level() == Extra::Fail);
    let ruling = |what| {
        let severity = if is_grave { Severity::Error } else { Severity::Warning };
        let ruling = Ruling::broken(Aspect::Grants, Reason::ScopesUnknown, what, AGAIN);
        Ruling { standing: Standing::Unknown, ..ruling.with_severity(severity) }
    };
    disputed.or(unreadable).map(ruling).into_iter().collect()
}

/// Codes in capitals are compared in lower case, with a notice.
fn capitals(sent: &BTreeSet<Scope>) -> Option<Ruling> {
    let counts = match sent.len() {
        0 => return None,
        1 => "it counts as the same scope",
        _ => "they count as the same scopes",
    };
    let what = text!("the portal lists {} in capitals; {} in lower case", named(sent), Ours(counts));
    let ruling = Ruling::broken(Aspect::Grants, Reason::ScopesUnknown, what, "");
    Some(Ruling { standing: Standing::Held, ..ruling.with_severity(Severity::Notice) })
}

/// One for all of them: a portal may list a thousand.
fn surplus(scopes: &BTreeSet<Scope>, level: Extra, demands: &Demands) -> Option<Ruling> {
    let (are, them) = match scopes.len() {
        0 => return None,
        1 => ("is", "it"),
        _ => ("are", "them"),
    };
    let what = text!("{} {} granted and no rule names {}", named(scopes), Ours(are), Ours(them));
    let advice = text!(
        "untick {} in the webhook's settings, or list {} under `required` or `allow-extra`",
        Ours(them),
        Ours(them)
    );
    let severity = if level == Extra::Fail { Severity::Error } else { Severity::Warning };
    let ruling = Ruling::broken(Aspect::Extra, Reason::ScopeExtra, what, advice).with_severity(severity);
    Some(match &demands.extra {
        Some(rule) => ruling.at(&rule.origin, rule.why.as_ref()),
        None => ruling,
    })
}

/// A code that the portal does not know is a mistake in the policy, or belongs to a missing module; granting
/// it is impossible.
fn missing(scope: &Scope, known: Option<&BTreeSet<Scope>>, hint_at_near: bool) -> Ruling {
    let mixed_up = mix_up(scope.as_str());
    let (what, advice) = match known {
        Some(known) if !known.contains(scope) => {
            let meant = mixed_up.map(|(meant, _)| meant);
            let near = meant.filter(|code| known.iter().any(|k| k.as_str() == *code));
            let near = near.or_else(|| {
                if hint_at_near { nearest(scope.as_str(), known.iter().map(Scope::as_str)) } else { None }
            });
            let advice = match near {
                Some(near) => did_you_mean(near),
                None => Text::from("check its spelling, and that its module is installed"),
            };
            (text!("`{}` is required and unknown to this portal", scope), advice)
        }
        _ => {
            let advice = match mixed_up {
                Some((meant, why)) => text!("`{}` {} `{}`", scope, Ours(why), Ours(meant)),
                None => TICK.into(),
            };
            (text!("`{}` is required and not granted", scope), advice)
        }
    };
    Ruling::broken(Aspect::Required.of(scope.text()), Reason::ScopeMissing, what, advice)
}
