//! Whether the hook's owner has the rights that the policy demands.

use crate::host::Host;
use crate::knowledge::rights::Right;
use crate::outcome::Outcome;
use crate::policy::Demands;
use crate::portal::facts::{Call, Facts, Owner, Proof};
use crate::portal::failure::Failure;
use crate::reason::Reason;
use crate::text::{Ours, Text};

use super::{Aspect, Grants, Ruling, Standing, scopes, trouble};

pub(super) fn rulings(host: &Host, demands: &Demands, facts: &Facts) -> Vec<Ruling> {
    let grants = Grants::of(facts);
    let rulings = demands.rights.iter().map(|rule| {
        let right = rule.demand;
        let ruling = match facts.rights.get(&right).unwrap_or(&Err(Failure::Unanswered)) {
            Ok(proof) => of_proof(right, *proof, facts, (grants.as_ref(), host)),
            // A batch that failed as a whole has its own ruling.
            Err(_) if facts.failures.iter().any(|(call, _)| *call == Call::Batch) => {
                Ruling::unknown(Aspect::Right.of(right.text()))
            }
            Err(failure) => unclear(right, failure, host, facts),
        };
        ruling.at(&rule.origin, rule.why.as_ref())
    });
    rulings.collect()
}

fn of_proof(right: Right, proof: Proof, facts: &Facts, (grants, host): (Option<&Grants>, &Host)) -> Ruling {
    let subject = Aspect::Right.of(right.text());
    let (may, owner) = (Ours(right.may()), owner(facts));
    let missing = |what, advice: Text| {
        Ruling::broken(Aspect::Right.of(right.text()), Reason::RightMissing, what, advice)
    };
    match proof {
        Proof::Held => Ruling::held(subject),
        Proof::Denied => missing(
            text!("{} may not {}: the right `{}` is missing", owner, may, right),
            right.grant().into(),
        ),
        Proof::Guest => {
            let what = text!(
                "{} is a guest of the portal and may not {}: the right `{}` is missing",
                owner,
                may,
                right
            );
            missing(what, "create the webhook under an employee who has it".into())
        }
        Proof::Absent if right.is_of_a_type() => {
            let what = text!("the portal has no item type for the right `{}`", right);
            missing(
                what,
                "check the number: it is the entityTypeId in the type's settings and in `crm.type.list`"
                    .into(),
            )
        }
        Proof::Absent => {
            let what = text!(
                "nobody can have the right `{}` on this portal: it has no `{}`",
                right,
                Ours(right.method())
            );
            missing(what, "check that the module is installed and switched on".into())
        }
        Proof::Plan => {
            let what =
                text!("the portal's plan does not let anybody {}, so nobody has the right `{}`", may, right);
            Ruling::broken(
                subject,
                Reason::Plan,
                what,
                "change the portal's plan, or remove the right from the policy",
            )
        }
        Proof::Closed => closed(right, grants),
        Proof::Odd => {
            let what = text!("the portal answered `{}` in an unknown form", Ours(right.method()));
            unlearnt(right, Reason::ServerError, &what, trouble::later(host).into())
        }
    }
}

/// The hook lacks the scope. Where its list says so, the scope's own ruling tells.
fn closed(right: Right, grants: Option<&Grants>) -> Ruling {
    let (subject, scope) = (Aspect::Right.of(right.text()), right.scope());
    let (what, advice) = match grants {
        Some(grants) if !grants.sure.contains(&scope) => return Ruling::unknown(subject),
        Some(_) => (
            text!(
                "the call for the right `{}` was refused for lack of the scope `{}`, which the portal lists as granted",
                right,
                scope
            ),
            scopes::AGAIN,
        ),
        None => {
            (text!("the right `{}` needs the scope `{}`, which is not granted", right, scope), scopes::TICK)
        }
    };
    Ruling::broken(subject, Reason::ScopeMissing, what, advice)
}

fn unclear(right: Right, failure: &Failure, host: &Host, facts: &Facts) -> Ruling {
    let (reason, what, advice) = trouble::words(Call::Batch, failure, host, facts);
    let reason = if reason.outcome() == Outcome::Failed { Reason::RightMissing } else { reason };
    unlearnt(right, reason, &what, advice)
}

/// No proof either way, and never a pass.
fn unlearnt(right: Right, reason: Reason, why: &Text, advice: Text) -> Ruling {
    let what = text!("it is unknown whether the owner has the right `{}`: {}", right, *why);
    let ruling = Ruling::broken(Aspect::Right.of(right.text()), reason, what, advice);
    Ruling { standing: Standing::Unknown, ..ruling }
}

/// The owner, to begin a clause.
fn owner(facts: &Facts) -> Text {
    match &facts.owner {
        Owner::Person(person) if person.name.trim().is_empty() => text!("the owner, user {},", person.id),
        Owner::Person(person) => text!("the owner, user {} ({}),", person.id, Text::private(&person.name)),
        Owner::Gone | Owner::Unknown => "the webhook's owner".into(),
    }
}
