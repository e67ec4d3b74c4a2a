//! The verdict: policy × facts → rulings. Pure.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::hook::Label;
use crate::ledger::Origin;
use crate::outcome::Outcome;
use crate::policy::Demands;
use crate::portal::facts::{Facts, Owner};
use crate::reason::{Reason, Severity};
use crate::scope::Scope;
use crate::text;
use crate::text::Text;
use crate::text::seal::{Quote, seal_as_is, seal_fields};

mod alive;
pub mod baseline;
pub mod calls;
mod scopes;
mod trouble;

/// What was looked at. Together with a hook it names one check, for all reports.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject<T = Text> {
    /// The kind of check.
    pub kind: Aspect,
    /// Which one of its kind, where there are several.
    pub value: Option<T>,
}

seal_fields!(Subject { kind, value });

/// The kinds of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aspect {
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
    Required,
    /// A scope must not be held.
    Forbidden,
    /// A scope is held that no rule names.
    Extra,
    /// A method must be callable.
    Method,
    /// The scopes that calls in the code need must be required; alternatives have `|` between them.
    Declared,
    /// A required scope should be needed by a call in the code.
    Needed,
    /// A name at a call site should be a method's.
    Documented,
    /// A method that the code calls must be callable with the hook.
    Callable,
    /// The policy should ask for no less than its baseline.
    Baseline,
    /// What it asks for less, in words.
    Weakened,
}

impl Aspect {
    /// The check of this kind that is about `value`.
    #[must_use]
    pub fn of(self, value: impl Into<Text>) -> Subject {
        Subject { kind: self, value: Some(value.into()) }
    }
}

impl<T> Subject<T> {
    /// Whether it has a value if and only if its kind has several.
    pub(crate) fn is_whole(&self) -> bool {
        use Aspect::{Admin, Alive, Baseline, Grants, Owner, Portal, User};
        let single = matches!(self.kind, Alive | Owner | Portal | User | Admin | Grants | Baseline);
        self.value.is_none() == single
    }
}

/// What a check is called, stable enough for a test history.
impl fmt::Display for Subject<Quote> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value = self.value.as_ref().map_or("", Quote::as_str);
        match self.kind {
            Aspect::Alive => f.write_str("the portal answers and takes the hook"),
            Aspect::Owner => f.write_str("the hook has an active owner"),
            Aspect::Portal => f.write_str("expected portal"),
            Aspect::User => f.write_str("expected user"),
            Aspect::Admin => f.write_str("owner is an administrator"),
            Aspect::Grants => f.write_str("grants are known"),
            Aspect::Required => write!(f, "required scope {value}"),
            Aspect::Forbidden => write!(f, "forbidden scope {value}"),
            Aspect::Extra => write!(f, "extra scope {value}"),
            Aspect::Method => write!(f, "method {value}"),
            Aspect::Declared => write!(f, "code needs {}", value.replace('|', " or ")),
            Aspect::Needed => write!(f, "required scope {value} is needed"),
            Aspect::Documented => write!(f, "{value} is a documented method"),
            Aspect::Callable => write!(f, "code calls {value}"),
            Aspect::Baseline => f.write_str("the policy asks for no less than its baseline"),
            Aspect::Weakened => write!(f, "weakened: {value}"),
        }
    }
}

impl From<Aspect> for Subject {
    fn from(kind: Aspect) -> Self {
        Self { kind, value: None }
    }
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It does.
    Held,
    /// It does not.
    Broken,
    /// The portal gave no ground to tell.
    Unknown,
}

/// One rule, judged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Ruling<T = Text> {
    /// What was looked at.
    pub subject: Subject<T>,
    /// How it stands.
    pub standing: Standing,
    /// Where the rule stands; `None` for what is checked without being asked for.
    pub origin: Option<Origin<T>>,
    /// The author's reason for the rule.
    pub why: Option<T>,
    /// The complaint, unless another ruling's covers it.
    pub finding: Option<Finding<T>>,
}

seal_fields!(Ruling { subject, standing, origin, why, finding });

/// One judged complaint.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding<T = Text> {
    /// Its kind.
    pub reason: Reason,
    /// Its weight.
    pub severity: Severity,
    /// What is the matter: a fragment without a full stop.
    pub what: T,
    /// What to do next; may be empty.
    pub advice: T,
}

seal_as_is!(Aspect, Standing);
seal_fields!(Finding { reason, severity, what, advice });

impl<T> Finding<T> {
    /// Sorts findings as readers want them: the most severe first, then in the order of reasons.
    #[must_use]
    pub fn weight(&self) -> (std::cmp::Reverse<Severity>, Reason) {
        (std::cmp::Reverse(self.severity), self.reason)
    }
}

impl Ruling {
    fn held(subject: impl Into<Subject>) -> Self {
        Self { subject: subject.into(), standing: Standing::Held, origin: None, why: None, finding: None }
    }

    fn unknown(subject: impl Into<Subject>) -> Self {
        Self { standing: Standing::Unknown, ..Self::held(subject) }
    }

    fn broken(
        subject: impl Into<Subject>,
        reason: Reason,
        what: impl Into<Text>,
        advice: impl Into<Text>,
    ) -> Self {
        let finding =
            Finding { reason, severity: reason.severity(), what: what.into(), advice: advice.into() };
        Self { standing: Standing::Broken, finding: Some(finding), ..Self::held(subject) }
    }

    fn at(self, origin: &Origin, why: Option<&Text>) -> Self {
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
            Ruling::held(Aspect::Portal)
        } else {
            let what = text!("the hook belongs to {}, expected is {}", label.host, rule.demand);
            Ruling::broken(Aspect::Portal, Reason::Identity, what, "check which secret this job is given")
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    let Owner::Person(person) = &facts.owner else {
        // The owner's or the call's own ruling says why.
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
        let what = text!("the hook acts as user {}, its address names user {}", person.id, label.user);
        let advice = "it was handed over when its owner left; set `user.id` if that matters to you";
        let mut ruling = Ruling::broken(Aspect::User, Reason::Identity, what, advice);
        ruling.standing = Standing::Held;
        if let Some(finding) = &mut ruling.finding {
            finding.severity = Severity::Notice;
        }
        rulings.push(ruling);
    }
    if let Some(rule) = &demands.user_id {
        let ruling = if rule.demand == person.id {
            Ruling::held(Aspect::User)
        } else {
            let what = text!("the hook acts as user {}, expected is user {}", person.id, rule.demand);
            Ruling::broken(Aspect::User, Reason::Identity, what, "check which secret this job is given")
        };
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    if let Some(rule) = demands.admin.as_ref().filter(|rule| rule.demand) {
        let broken = |what| {
            let advice = "create the webhook under an administrator, or drop the demand";
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
