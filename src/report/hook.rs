//! What is to be said about one hook.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::facts::{Facts, Owner};
use crate::failure::Failure;
use crate::hook::Label;
use crate::outcome::Outcome;
use crate::policy::Demands;
use crate::quote::Quote;
use crate::reason::Reason;
use crate::scope::Scope;
use crate::verdict::{self, Finding, Ruling, Standing, Subject, Verdict};

/// What is to be said about one hook.
#[derive(Clone, Debug)]
pub struct HookReport {
    /// Its name, or its place in the list where there are several.
    pub name: Option<String>,
    /// Where the portal answers; `None` when hidden.
    pub portal: Option<String>,
    /// How its check ended.
    pub outcome: Outcome,
    /// The reason that names it.
    pub reason: Reason,
    /// Whom the hook acts as, where that is known.
    pub person: Option<PersonReport>,
    /// The plan.
    pub license: Option<Quote>,
    /// What is granted, sorted; `None` when unknown.
    pub granted: Option<BTreeSet<Scope>>,
    /// What is granted and named by no rule.
    pub extra: BTreeSet<Scope>,
    /// The host that the portal sent us to; `None` when it sent us nowhere, or who and where is hidden.
    pub moved_to: Option<String>,
    /// Every rule, judged.
    pub rulings: Vec<Ruling>,
    /// The most attempts that one call took.
    pub attempts: u32,
    /// The time that the check took.
    pub elapsed: Duration,
    /// Words that nothing may say: empty unless who and where is hidden. Never rendered; the last
    /// redactor knows them, since the portal may have written them into any text.
    pub private: Vec<String>,
}

/// The person behind a hook, as far as it may be told.
#[derive(Clone, Debug)]
pub struct PersonReport {
    /// The user id.
    pub id: u64,
    /// The name; `None` when hidden or empty.
    pub name: Option<Quote>,
    /// Whether an administrator.
    pub admin: Option<bool>,
}

impl HookReport {
    /// Puts together what was learnt of one hook and what was made of it. `hidden` leaves out who and
    /// where.
    #[must_use]
    pub fn new(label: &Label, demands: &Demands, facts: Facts, verdict: Verdict, hidden: bool) -> Self {
        let (outcome, reason) = (verdict.outcome(), verdict.reason());
        let extra =
            facts.granted.as_ref().map(|granted| verdict::extra(demands, granted)).unwrap_or_default();
        let private = if hidden { private(label, &facts) } else { Vec::new() };
        let moved_to = moved(&facts).next().filter(|_| !hidden);
        let person = match facts.owner {
            Owner::Person(person) => Some(PersonReport {
                id: person.id,
                name: Some(person.name).filter(|name| !hidden && !name.is_empty()),
                admin: person.admin,
            }),
            Owner::Gone | Owner::Unknown => None,
        };
        Self {
            name: label.name.clone(),
            portal: (!hidden).then(|| label.host.to_string()),
            outcome,
            reason,
            person,
            license: facts.license,
            granted: facts.granted,
            extra,
            moved_to,
            rulings: verdict.rulings,
            attempts: facts.attempts,
            elapsed: facts.elapsed,
            private,
        }
    }

    /// Leaves out who and where.
    pub fn hide(&mut self) {
        let name = self.person.as_mut().and_then(|person| person.name.take());
        let hosts = self.portal.take().into_iter().chain(self.moved_to.take());
        let words = words_of(hosts, name.as_ref().map_or("", Quote::as_str));
        self.private.extend(words);
    }

    /// What to call it in a sentence.
    #[must_use]
    pub fn title(&self) -> String {
        match (&self.name, &self.portal) {
            (Some(name), Some(portal)) => format!("{name} ({portal})"),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => "the hook".to_owned(),
        }
    }

    /// Whether it passed and nothing at all is to be said.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.outcome == Outcome::Passed && self.rulings.iter().all(|ruling| ruling.finding.is_none())
    }

    /// The rulings that have something to say, the most severe first.
    #[must_use]
    pub fn complaints(&self) -> Vec<(&Ruling, &Finding)> {
        complaints(&self.rulings)
    }

    /// The required scopes that are not granted, sorted.
    #[must_use]
    pub fn missing(&self) -> BTreeSet<&Scope> {
        self.broken(|subject| if let Subject::Required(scope) = subject { Some(scope) } else { None })
    }

    /// The forbidden scopes that are granted, sorted.
    #[must_use]
    pub fn forbidden(&self) -> BTreeSet<&Scope> {
        self.broken(|subject| if let Subject::Forbidden(scope) = subject { Some(scope) } else { None })
    }

    fn broken(&self, of: impl Fn(&Subject) -> Option<&Scope>) -> BTreeSet<&Scope> {
        let broken = self.rulings.iter().filter(|ruling| ruling.standing == Standing::Broken);
        broken.filter_map(|ruling| of(&ruling.subject)).collect()
    }
}

pub(super) fn complaints(rulings: &[Ruling]) -> Vec<(&Ruling, &Finding)> {
    let with = rulings.iter().filter_map(|ruling| Some((ruling, ruling.finding.as_ref()?)));
    let mut complaints = with.collect::<Vec<_>>();
    complaints.sort_by_key(|(_, finding)| (std::cmp::Reverse(finding.severity), finding.reason));
    complaints
}

/// The host with and without its port, the one it moved to, and the owner's name, whole and in parts.
fn private(label: &Label, facts: &Facts) -> Vec<String> {
    let name = match &facts.owner {
        Owner::Person(person) => person.name.as_str(),
        Owner::Gone | Owner::Unknown => "",
    };
    words_of([label.host.to_string()].into_iter().chain(moved(facts)), name)
}

/// The hosts that calls were sent to.
fn moved(facts: &Facts) -> impl Iterator<Item = String> {
    facts.failures.iter().filter_map(|(_, failure)| match failure {
        Failure::Moved(to) => to.as_ref().map(ToString::to_string),
        _ => None,
    })
}

fn words_of(hosts: impl IntoIterator<Item = String>, name: &str) -> Vec<String> {
    let bare = |host: String| {
        let port = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
        [port.map_or_else(|| host.clone(), |(bare, _)| bare.to_owned()), host]
    };
    let names = [name].into_iter().chain(name.split(' ')).filter(|part| part.chars().count() > 1);
    hosts.into_iter().flat_map(bare).chain(names.map(str::to_owned)).collect()
}
