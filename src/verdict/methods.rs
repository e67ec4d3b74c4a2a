//! Whether the hook can call the methods that the policy demands.

use crate::host::Host;
use crate::knowledge::methods::DocumentedMethod;
use crate::outcome::Outcome;
use crate::policy::{Demands, Rule};
use crate::portal::facts::{Call, Facts};
use crate::portal::failure::Failure;
use crate::reason::Reason;
use crate::scope::{MethodName, Scope};
use crate::text::{Ours, Text};

use super::scopes::TICK;
use super::{Aspect, Grants, Ruling, Subject, trouble};

pub(super) fn rulings(host: &Host, demands: &Demands, facts: &Facts, grants: Option<&Grants>) -> Vec<Ruling> {
    demands
        .methods
        .iter()
        .map(|rule| {
            let method = &rule.demand;
            let subject = Aspect::Method.of(method.text());
            if let Some(ruling) = for_applications(rule) {
                return ruling;
            }
            let ruling = match facts.methods.get(method).unwrap_or(&Err(Failure::Unanswered)) {
                Ok(answer) if !answer.existing => {
                    let what = text!("`{}` does not exist on this portal", method);
                    let advice = "check its spelling, and that its module is installed";
                    Ruling::broken(subject, Reason::MethodUnavailable, what, advice)
                }
                Ok(answer) if answer.available || opened_by_task(method, grants) => Ruling::held(subject),
                // Only the grants could decide, and they have their own ruling.
                Ok(_) if grants.is_none() && method.hangs_on_task() => Ruling::unknown(subject),
                Ok(_) => not_opened(method, subject, facts, grants),
                // A batch that failed as a whole has its own ruling.
                Err(_) if facts.failures.iter().any(|(call, _)| *call == Call::Batch) => {
                    Ruling::unknown(subject)
                }
                Err(failure) => {
                    let (reason, what, advice) = trouble::words(Call::Batch, failure, host, facts);
                    let reason =
                        if reason.outcome() == Outcome::Failed { Reason::MethodUnavailable } else { reason };
                    Ruling::broken(
                        subject,
                        reason,
                        text!("the portal could not be asked about `{}`: {}", method, what),
                        advice,
                    )
                }
            };
            ruling.at(&rule.origin, rule.why.as_ref())
        })
        .collect()
}

/// What needs no portal to be known: that no webhook can call it.
pub(crate) fn for_applications(rule: &Rule<MethodName>) -> Option<Ruling> {
    let method = DocumentedMethod::named(rule.demand.as_str().as_bytes());
    method.filter(|method| method.for_applications)?;
    let what = text!("no webhook can call `{}`: it is for applications", rule.demand);
    let advice = "remove it from the policy; only an application, with OAuth, can call it";
    let subject = Aspect::Method.of(rule.demand.text());
    let ruling = Ruling::broken(subject, Reason::MethodNotForWebhooks, what, advice);
    Some(ruling.at(&rule.origin, rule.why.as_ref()))
}

/// `method.get` compares the module's name with the grants and ignores that the scope `task` opens the module
/// `tasks`, so it denies what can be called (Bitrix24 `rest` module, `rest_provider.php` against
/// `restmanager.php`).
fn opened_by_task(method: &MethodName, grants: Option<&Grants>) -> bool {
    let held = grants.is_some_and(|grants| grants.sure.iter().any(|scope| scope.as_str() == "task"));
    held && method.hangs_on_task()
}

fn not_opened(method: &MethodName, subject: Subject, facts: &Facts, grants: Option<&Grants>) -> Ruling {
    let what = text!("the webhook's scopes do not open `{}`", method);
    let advice = match opener(method, facts, grants) {
        Some(scope) => text!("grant `{}`: {}", scope, Ours(TICK)),
        None => Text::from("grant its scope, which the method's documentation names"),
    };
    Ruling::broken(subject, Reason::MethodUnavailable, what, advice)
}

/// The scope that most likely opens a method: its longest prefix that the portal knows and the hook lacks.
fn opener<'f>(method: &MethodName, facts: &'f Facts, grants: Option<&Grants>) -> Option<&'f Scope> {
    let known = facts.known.as_ref()?;
    let name = method.as_str();
    let name = if name.starts_with("tasks.") { "task." } else { name };
    let ends = name.match_indices('.').map(|(end, _)| end).collect::<Vec<_>>();
    let scope =
        ends.into_iter().rev().find_map(|end| known.iter().find(|code| code.as_str() == &name[..end]))?;
    let held = grants.is_some_and(|grants| grants.sure.contains(scope));
    (!held).then_some(scope)
}
