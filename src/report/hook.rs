//! The report on one hook.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::hook::Label;
use crate::outcome::Outcome;
use crate::policy::Demands;
use crate::portal::facts::{Facts, Owner};
use crate::portal::failure::{Failure, Target};
use crate::reason::Reason;
use crate::scope::Scope;
use crate::text::Text;
use crate::text::seal::{Quote, seal_fields};
use crate::verdict::{self, Aspect, Finding, Grants, Ruling, Standing, Verdict};

/// The title of a hook with neither a name nor a host to show.
const NAMELESS: &str = "the webhook";

/// The report on one hook.
#[derive(Clone, Debug)]
pub struct HookReport<T = Text> {
    /// Its place in the list that its run was given, from 1.
    pub number: Option<usize>,
    /// Its name, or its index where there are several.
    pub name: Option<T>,
    /// The portal's host; `None` if hidden.
    pub portal: Option<T>,
    /// How its check ended.
    pub outcome: Outcome,
    /// The reason that names it.
    pub reason: Reason,
    /// The owner, if known.
    pub person: Option<PersonReport<T>>,
    /// The plan.
    pub license: Option<T>,
    /// Granted scopes, sorted, those included that only one of two answers lists; `None` if unknown.
    pub granted: Option<BTreeSet<T>>,
    /// Granted scopes that no rule names.
    pub extra: BTreeSet<T>,
    /// How many granted scopes are not in the list, which has only room for so many.
    pub unlisted_granted: usize,
    /// How many extra ones.
    pub unlisted_extra: usize,
    /// The host of a redirect; `None` without one, or if hidden.
    pub moved_to: Option<T>,
    /// Every rule, judged.
    pub rulings: Vec<Ruling<T>>,
    /// The most attempts that one call took.
    pub attempts: u32,
    /// Duration of the check.
    pub elapsed: Duration,
    /// What was removed. Sealing needs it, since the portal may have written it into any text.
    pub private: Vec<T>,
}

seal_fields!(HookReport {
    number,
    name,
    portal,
    outcome,
    reason,
    person,
    license,
    granted,
    extra,
    unlisted_granted,
    unlisted_extra,
    moved_to,
    rulings,
    attempts,
    elapsed,
    private,
});

/// The owner, as far as it may be shown.
#[derive(Clone, Debug)]
pub struct PersonReport<T = Text> {
    /// The user id.
    pub id: u64,
    /// The name; `None` when hidden or empty.
    pub name: Option<T>,
    /// Whether an administrator.
    pub admin: Option<bool>,
}

seal_fields!(PersonReport { id, name, admin });

impl HookReport {
    /// Combines facts and verdict of one hook.
    #[must_use]
    pub fn new(label: &Label, demands: &Demands, facts: Facts, verdict: Verdict) -> Self {
        let (outcome, reason) = (verdict.outcome(), verdict.reason());
        let granted = Grants::of(&facts).map(|grants| grants.possible);
        let extra = granted.as_ref().map(|granted| verdict::extra(demands, granted)).unwrap_or_default();
        let moved_to = facts.failures.iter().find_map(|(_, failure)| match failure {
            Failure::Redirected(Some(Target::Host(host))) => Some(host),
            _ => None,
        });
        let moved_to = moved_to.map(Text::private);
        let person = match facts.owner {
            Owner::Person(person) => Some(PersonReport {
                id: person.id,
                name: Some(person.name).filter(|name| !name.trim().is_empty()).map(Text::private),
                admin: person.admin,
            }),
            Owner::Gone | Owner::Unknown => None,
        };
        Self {
            number: None,
            name: label.name.as_ref().map(Text::theirs),
            portal: Some(Text::private(label.host.as_str())),
            outcome,
            reason,
            person,
            license: facts.license.map(Text::theirs),
            granted: granted.map(|granted| granted.iter().map(Scope::text).collect()),
            extra: extra.iter().map(Scope::text).collect(),
            unlisted_granted: 0,
            unlisted_extra: 0,
            moved_to,
            rulings: verdict.rulings,
            attempts: facts.attempts,
            elapsed: facts.elapsed,
            private: Vec::new(),
        }
    }

    /// Removes portal and owner.
    pub fn hide(&mut self) {
        let name = self.person.as_mut().and_then(|person| person.name.take());
        let gone = [self.portal.take(), self.moved_to.take(), name].into_iter().flatten();
        self.private.extend(gone.map(Text::kept_private));
    }

    /// Its lists, as several reports show them in one line each.
    pub(super) fn lists(&self) -> [Vec<String>; 4] {
        let granted = self.granted.iter().flatten().collect();
        [granted, self.missing(), self.forbidden(), self.extra.iter().collect()]
            .map(|texts: BTreeSet<&Text>| texts.into_iter().map(Text::reveal).collect())
    }

    /// What to call it in a sentence.
    #[must_use]
    pub fn title(&self) -> Text {
        match (&self.name, &self.portal) {
            (Some(name), Some(portal)) => text!("{} ({})", name, portal),
            (Some(one), None) | (None, Some(one)) => one.clone(),
            (None, None) => NAMELESS.into(),
        }
    }
}

impl HookReport<Quote> {
    /// What to call it in a sentence.
    #[must_use]
    pub fn title(&self) -> String {
        match (&self.name, &self.portal) {
            (Some(name), Some(portal)) => format!("{name} ({portal})"),
            (Some(one), None) | (None, Some(one)) => one.to_string(),
            (None, None) => NAMELESS.to_owned(),
        }
    }
}

impl<T> HookReport<T> {
    /// Whether it passed without any finding.
    #[must_use]
    pub fn is_quiet(&self) -> bool {
        self.outcome == Outcome::Passed && self.rulings.iter().all(|ruling| ruling.finding.is_none())
    }

    /// The rulings with findings, the most severe first.
    #[must_use]
    pub fn complaints(&self) -> Vec<(&Ruling<T>, &Finding<T>)> {
        complaints(&self.rulings)
    }
}

impl<T: Ord> HookReport<T> {
    /// The required scopes that are not granted, sorted.
    #[must_use]
    pub fn missing(&self) -> BTreeSet<&T> {
        self.broken(Aspect::Required)
    }

    /// The forbidden scopes that are granted, sorted.
    #[must_use]
    pub fn forbidden(&self) -> BTreeSet<&T> {
        self.broken(Aspect::Forbidden)
    }

    fn broken(&self, kind: Aspect) -> BTreeSet<&T> {
        let broken = self.rulings.iter().filter(|ruling| ruling.standing == Standing::Broken);
        broken
            .map(|ruling| &ruling.subject)
            .filter(|subject| subject.kind == kind)
            .filter_map(|subject| subject.value.as_ref())
            .collect()
    }
}

pub(super) fn complaints<T>(rulings: &[Ruling<T>]) -> Vec<(&Ruling<T>, &Finding<T>)> {
    let with = rulings.iter().filter_map(|ruling| Some((ruling, ruling.finding.as_ref()?)));
    let mut complaints = with.collect::<Vec<_>>();
    complaints.sort_by_key(|(_, finding)| finding.weight());
    complaints
}
