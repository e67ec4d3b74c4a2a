//! The verdict: policy × facts → rulings. Pure.

use std::collections::BTreeSet;

use crate::facts::{Facts, Owner};
use crate::hook::Label;
use crate::ledger::Origin;
use crate::methods::Needs;
use crate::outcome::Outcome;
use crate::policy::Demands;
use crate::quote::Quote;
use crate::reason::{Reason, Severity};
use crate::scope::{Method, Scope};

mod alive;
pub mod baseline;
pub mod code;
mod scopes;
mod trouble;

/// What was looked at. Together with a hook it names one check, for all reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Subject {
    /// The portal answers and takes the hook.
    Alive,
    /// There is an active owner.
    Owner,
    /// The portal is the expected one.
    Portal,
    /// The owner is the expected user.
    User,
    /// The owner is an administrator.
    Admin,
    /// The grants are known at all.
    Grants,
    /// A scope must be held.
    Required(Scope),
    /// A scope must not be held.
    Forbidden(Scope),
    /// A scope is held that no rule names.
    Extra(Scope),
    /// A method must be callable.
    Method(Method),
    /// The scopes that calls in the code need must be required.
    Declared(Needs),
    /// A required scope should be needed by a call in the code.
    Needed(Scope),
    /// A name at a call site should be a method's.
    Documented(Quote),
    /// A method that the code calls must be callable with the hook.
    Callable(&'static str),
    /// The policy should ask for no less than its baseline.
    Baseline,
    /// What it asks for less, in words.
    Weakened(String),
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It does.
    Held,
    /// It does not.
    Broken,
    /// The portal gave no ground to tell.
    Unknown,
}

/// One rule, judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// What was looked at.
    pub subject: Subject,
    /// How it stands.
    pub standing: Standing,
    /// Where the rule stands; `None` for what is checked without being asked for.
    pub origin: Option<Origin>,
    /// The author's reason for the rule.
    pub why: Option<Quote>,
    /// The complaint, unless another ruling's covers it.
    pub finding: Option<Finding>,
}

/// One judged complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub reason: Reason,
    /// Its weight.
    pub severity: Severity,
    /// What is the matter: a fragment without a full stop.
    pub what: String,
    /// What to do next; may be empty.
    pub advice: String,
}

impl Ruling {
    fn held(subject: Subject) -> Self {
        Self { subject, standing: Standing::Held, origin: None, why: None, finding: None }
    }

    fn unknown(subject: Subject) -> Self {
        Self { standing: Standing::Unknown, ..Self::held(subject) }
    }

    fn broken(subject: Subject, reason: Reason, what: impl Into<String>, advice: impl Into<String>) -> Self {
        let finding =
            Finding { reason, severity: reason.severity(), what: what.into(), advice: advice.into() };
        Self { standing: Standing::Broken, finding: Some(finding), ..Self::held(subject) }
    }

    fn at(self, origin: &Origin, why: Option<&Quote>) -> Self {
        Self { origin: Some(origin.clone()), why: why.cloned(), ..self }
    }
}

/// All rulings on one hook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    /// In the order in which a reader wants them.
    pub rulings: Vec<Ruling>,
}

impl Verdict {
    /// The complaints.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.rulings.iter().filter_map(|ruling| ruling.finding.as_ref())
    }

    /// The heaviest complaint that is more than a notice: the most severe, then what makes the outcome
    /// worse, then the order of [`Reason`].
    #[must_use]
    pub fn worst(&self) -> Option<&Finding> {
        self.findings().filter(|finding| finding.severity > Severity::Notice).min_by_key(|finding| {
            let rank = if finding.severity == Severity::Error { finding.reason.outcome().rank() } else { 0 };
            (std::cmp::Reverse((finding.severity, rank)), finding.reason)
        })
    }

    /// The reason that names it.
    #[must_use]
    pub fn reason(&self) -> Reason {
        self.worst().map_or(Reason::Ok, |finding| finding.reason)
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

/// Judges one hook. Every rule is looked at, whatever the others say.
#[must_use]
pub fn judge(label: &Label, demands: &Demands, facts: &Facts) -> Verdict {
    let mut rulings = alive::rulings(facts);
    rulings.extend(identity(label, demands, facts));
    rulings.extend(scopes::rulings(demands, facts));
    Verdict { rulings }
}

fn identity(label: &Label, demands: &Demands, facts: &Facts) -> Vec<Ruling> {
    let mut rulings = Vec::new();
    if let Some(rule) = &demands.portal {
        let ruling = if rule.demand == label.host {
            Ruling::held(Subject::Portal)
        } else {
            let what = format!("the hook belongs to {}, expected is {}", label.host, rule.demand);
            Ruling::broken(Subject::Portal, Reason::Identity, what, "check which secret this job is given")
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    let Owner::Person(person) = &facts.owner else {
        // The owner's or the call's own ruling says why.
        let user = demands
            .user_id
            .as_ref()
            .map(|rule| Ruling::unknown(Subject::User).at(&rule.origin, rule.why.as_ref()));
        let admin = demands.admin.as_ref().filter(|rule| rule.demand);
        let admin = admin.map(|rule| Ruling::unknown(Subject::Admin).at(&rule.origin, rule.why.as_ref()));
        rulings.extend(user.into_iter().chain(admin));
        return rulings;
    };
    if demands.user_id.is_none() && person.id != label.user {
        let what = format!("the hook acts as user {}, its address names user {}", person.id, label.user);
        let advice = "it was handed over when its owner left; set `user.id` if that matters to you";
        let mut ruling = Ruling::broken(Subject::User, Reason::Identity, what, advice);
        ruling.standing = Standing::Held;
        if let Some(finding) = &mut ruling.finding {
            finding.severity = Severity::Notice;
        }
        rulings.push(ruling);
    }
    if let Some(rule) = &demands.user_id {
        let ruling = if rule.demand == person.id {
            Ruling::held(Subject::User)
        } else {
            let what = format!("the hook acts as user {}, expected is user {}", person.id, rule.demand);
            Ruling::broken(Subject::User, Reason::Identity, what, "check which secret this job is given")
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    if let Some(rule) = demands.admin.as_ref().filter(|rule| rule.demand) {
        let broken = |what| {
            let advice = "create the webhook under an administrator, or drop the demand";
            Ruling::broken(Subject::Admin, Reason::Identity, what, advice)
        };
        let ruling = match person.admin {
            Some(true) => Ruling::held(Subject::Admin),
            Some(false) => broken(format!("user {} is not an administrator", person.id)),
            None => broken(format!("the portal did not say whether user {} is an administrator", person.id)),
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    rulings
}

/// The scopes that are granted and that no rule names. Without any rule on scopes there is nothing to
/// compare with, unless the author asks for it.
#[must_use]
pub fn extra(demands: &Demands, granted: &BTreeSet<Scope>) -> BTreeSet<Scope> {
    let lists = [&demands.required, &demands.forbidden, &demands.allow_extra];
    if demands.extra.is_none() && lists.iter().all(|list| list.is_empty()) {
        return BTreeSet::new();
    }
    let named = lists.into_iter().flatten().map(|rule| &rule.demand).collect::<BTreeSet<_>>();
    granted.iter().filter(|scope| !named.contains(scope) && !scope.is_always_held()).cloned().collect()
}

#[cfg(test)]
mod tests;
