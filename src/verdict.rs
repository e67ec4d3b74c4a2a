//! The verdict: policy × facts → rulings. Pure.

use std::collections::BTreeSet;

use crate::hook::Label;
use crate::outcome::Outcome;
use crate::policy::Demands;
use crate::portal::facts::{Facts, Owner, Person};
use crate::reason::{Reason, Severity};
use crate::scope::Scope;
use crate::text::Text;

mod alive;
pub(crate) mod baseline;
pub(crate) mod callable;
pub(crate) mod calls;
mod grants;
pub(crate) mod leaks;
pub(crate) mod methods;
mod rights;
mod room;
mod ruling;
mod scopes;
pub(crate) mod state;
mod trouble;

pub(crate) use grants::Grants;
pub use ruling::{Aspect, Finding, Ruling, Standing, Subject};

/// All rulings on one hook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// In the order for readers.
    pub rulings: Vec<Ruling>,
}

impl Verdict {
    /// The findings.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.rulings.iter().filter_map(|ruling| ruling.finding.as_ref())
    }

    /// The heaviest finding above a notice: by severity, then by outcome, then by the order of [`Reason`].
    #[must_use]
    pub fn worst(&self) -> Option<&Finding> {
        heaviest(self.findings())
    }

    /// The reason that names it. A call that failed and was not needed names no pass.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let spare =
            |ruling: &&Ruling| ruling.subject.kind == Aspect::Alive && ruling.standing == Standing::Held;
        let names = self.rulings.iter().filter(|ruling| !spare(ruling));
        heaviest(names.filter_map(|ruling| ruling.finding.as_ref()))
            .map_or(Reason::Ok, |finding| finding.reason)
    }

    /// How the check of this hook ended.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match self.worst() {
            Some(finding) if finding.severity == Severity::Error => finding.reason.outcome(),
            _ => Outcome::Passed,
        }
    }
}

fn heaviest<'f>(findings: impl Iterator<Item = &'f Finding>) -> Option<&'f Finding> {
    findings.filter(|finding| finding.severity > Severity::Notice).min_by_key(|finding| {
        let rank = if finding.severity == Severity::Error { finding.reason.outcome().rank() } else { 0 };
        (std::cmp::Reverse((finding.severity, rank)), finding.reason)
    })
}

/// Judges one hook. Every rule is judged, whatever the others give.
#[must_use]
pub fn judge(label: &Label, demands: &Demands, facts: &Facts) -> Verdict {
    let mut rulings = alive::rulings(&label.host, facts);
    rulings.extend(identity(label, demands, facts));
    rulings.extend(scopes::rulings(&label.host, demands, facts));
    rulings.extend(rights::rulings(&label.host, demands, facts));
    Verdict { rulings }
}

fn identity(label: &Label, demands: &Demands, facts: &Facts) -> Vec<Ruling> {
    let mut rulings = Vec::new();
    if let Some(rule) = &demands.portal {
        let ruling = if rule.demand == label.host {
            Ruling::held(Aspect::Portal)
        } else {
            let what = text!("the webhook belongs to {}, but {} is expected", label.host, rule.demand);
            let is_short =
                label.host.as_str().split_once('.').is_some_and(|(first, _)| first == rule.demand.as_str());
            let advice = if is_short {
                text!("write the whole host: `{}`", label.host)
            } else {
                "check which secret this job gets".into()
            };
            Ruling::broken(Aspect::Portal, Reason::Identity, what, advice)
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    let Owner::Person(person) = &facts.owner else {
        // The ruling on the owner or on the call has the reason.
        let user = demands
            .user_id
            .as_ref()
            .map(|rule| Ruling::unknown(Aspect::User).at(&rule.origin, rule.why.as_ref()));
        let admin = demands.admin.as_ref().filter(|rule| rule.demand);
        let admin = admin.map(|rule| Ruling::unknown(Aspect::Admin).at(&rule.origin, rule.why.as_ref()));
        rulings.extend(user.into_iter().chain(admin));
        return rulings;
    };
    if demands.user_id.is_none() && person.id != label.user {
        let what = text!("the webhook acts as user {}, but its address names user {}", person.id, label.user);
        let next = text!("if `expect-user-id` or `user.id` names the former user, change it");
        let advice = successor(label.user, person, &next);
        let ruling = Ruling::broken(Aspect::User, Reason::Identity, what, advice);
        rulings.push(Ruling { standing: Standing::Held, ..ruling.with_severity(Severity::Notice) });
    }
    if let Some(rule) = &demands.user_id {
        let ruling = if rule.demand == person.id {
            Ruling::held(Aspect::User)
        } else {
            let what = text!("the webhook acts as user {}, but user {} is expected", person.id, rule.demand);
            let advice = if rule.demand == label.user {
                successor(rule.demand, person, &text!("if that is right, expect user {}", person.id))
            } else {
                "check which secret this job gets".into()
            };
            Ruling::broken(Aspect::User, Reason::Identity, what, advice)
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    if let Some(rule) = demands.admin.as_ref().filter(|rule| rule.demand) {
        let broken = |what| {
            let advice = "create the webhook under an administrator, or remove this rule";
            Ruling::broken(Aspect::Admin, Reason::Identity, what, advice)
        };
        let ruling = match person.admin {
            Some(true) => Ruling::held(Aspect::Admin),
            Some(false) => broken(text!("user {} is not an administrator", person.id)),
            None => broken(text!("the portal did not say whether user {} is an administrator", person.id)),
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    rulings
}

/// What to do about a hook that acts as another user than its address names. The webhook of a dismissed employee may live
/// on under a technical user, who is no administrator.
fn successor(former: u64, person: &Person, next: &Text) -> Text {
    if person.admin == Some(true) {
        return text!(
            "check the secret, and whether a proxy on the way changes the address: user {} is an administrator, not a system \
             user that took over the webhook of a dismissed owner; if it is right, {}",
            person.id,
            next
        );
    }
    text!(
        "perhaps user {} was dismissed, and the system user {} took over the webhook; {}",
        former,
        person.id,
        next
    )
}

/// Granted scopes that no rule names. Without a rule on scopes there is nothing to compare with, unless
/// `extra` is set.
#[must_use]
pub(crate) fn extra(demands: &Demands, granted: &BTreeSet<Scope>) -> BTreeSet<Scope> {
    let lists = [&demands.required, &demands.forbidden, &demands.allow_extra];
    if demands.extra.is_none() && lists.iter().all(|list| list.is_empty()) {
        return BTreeSet::new();
    }
    let of_rights = demands.rights.iter().map(|rule| rule.demand.scope());
    let named = lists.into_iter().flatten().map(|rule| rule.demand.clone()).chain(of_rights);
    let named = named.collect::<BTreeSet<_>>();
    granted.iter().filter(|scope| !named.contains(*scope) && !scope.is_always_held()).cloned().collect()
}

#[cfg(test)]
mod tests;
