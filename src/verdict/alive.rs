//! Whether the portal answers and accepts the hook.

use std::time::Duration;

use crate::host::Host;
use crate::outcome::Outcome;
use crate::portal::facts::{Call, Facts, Owner};
use crate::portal::failure::{Failure, Network, ProxyFault};
use crate::portal::{Again, again, wants_an_application};
use crate::reason::{Reason, Severity};

use super::{Aspect, Finding, Grants, Ruling, Standing, trouble};

/// The longest pause that is shown, in seconds: a day.
const MAX_SHOWN: u64 = 86_400;

pub(super) fn rulings(host: &Host, facts: &Facts) -> Vec<Ruling> {
    let mut rulings = failures(host, facts);
    if rulings.is_empty() {
        rulings.push(Ruling::held(Aspect::Alive));
    }
    match &facts.owner {
        Owner::Unknown => {}
        Owner::Person(_) => rulings.push(Ruling::held(Aspect::Owner)),
        Owner::Gone => rulings.push(Ruling::broken(
            Aspect::Owner,
            Reason::Identity,
            "the webhook's owner is inactive: the portal names no user for it",
            "reactivate the user, or create the webhook under another one",
        )),
    }
    rulings
}

/// Whether the batch had all that the verdict needs.
fn proven(facts: &Facts) -> bool {
    let lacks = |call| facts.failures.iter().any(|(failed, _)| *failed == call);
    facts.owner != Owner::Unknown && Grants::of(facts).is_some() && !lacks(Call::Scope)
}

/// Whether two failures look the same to a reader, who does not care about the exact time of a time-out.
fn alike(one: &Failure, other: &Failure) -> bool {
    use Network::{NoConnection as Nowhere, NoHandshake as Silent};
    use ProxyFault::{NoConnection as Stuck, Silent as Mute};
    match (one, other) {
        (Failure::Timeout(_), Failure::Timeout(_)) => true,
        (Failure::Network(Nowhere(one, _)), Failure::Network(Nowhere(other, _)))
        | (Failure::Network(Silent(one, _)), Failure::Network(Silent(other, _))) => one == other,
        (Failure::Proxy(one, Stuck(_)), Failure::Proxy(other, Stuck(_)))
        | (Failure::Proxy(one, Mute(_)), Failure::Proxy(other, Mute(_))) => one == other,
        _ => one == other,
    }
}

/// One ruling for each different failure.
fn failures(host: &Host, facts: &Facts) -> Vec<Ruling> {
    let batch_answered = facts.failures.iter().all(|(call, _)| *call != Call::Batch);
    let mut seen: Vec<&Failure> = Vec::new();
    let mut rulings = Vec::new();
    for (call, failure) in &facts.failures {
        let harmless = match call {
            // Some builds reserve `app.info` for applications; then the batch has proven the hook.
            Call::AppInfo => {
                batch_answered
                    && matches!(failure, Failure::Refused(refusal) if wants_an_application(refusal))
            }
            // The rulings on scopes cover it.
            Call::Scope => true,
            Call::Batch | Call::Profile => false,
        };
        if harmless || seen.iter().any(|other| alike(other, failure)) {
            continue;
        }
        seen.push(failure);
        // `profile` and `scope` have proven the hook; `app.info` would only have added the plan.
        let spare = *call == Call::AppInfo && proven(facts) && *failure != Failure::Interrupted;
        let (reason, what, mut advice) = trouble::words(*call, failure, host, facts);
        let long = facts.cut_short.filter(|pause| pause.as_secs() > 0);
        if let (Some(pause), Again::Yes | Again::Once) = (long, again(failure)) {
            let pause = trouble::short(Duration::from_secs(pause.as_secs().min(MAX_SHOWN)));
            advice = text!("{}; the next attempt was due in {}, after the end of `timeout`", advice, pause);
        }
        if spare {
            // Whatever would help elsewhere, nothing is to be done to a webhook that has just been proven.
            advice = "nothing to do: the webhook itself works, only the portal's plan stays unknown".into();
        }
        let severity = if spare { Severity::Warning } else { Severity::Error };
        rulings.push(Ruling {
            standing: if severity == Severity::Warning {
                Standing::Held
            } else if reason.outcome() == Outcome::Failed {
                Standing::Broken
            } else {
                Standing::Unknown
            },
            finding: Some(Finding { reason, severity, what, advice }),
            ..Ruling::held(Aspect::Alive)
        });
    }
    rulings
}
