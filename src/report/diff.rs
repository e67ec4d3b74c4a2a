//! Changes since the baseline, and whether these hooks meet them.

use serde::{Deserialize, Serialize};

use crate::ledger::Origin;
use crate::policy::diff::{self, Change, ChangeKind, Demand};
use crate::text::Text;
use crate::text::seal::{seal_as_is, seal_fields};

use super::HookReport;

/// The policy compared with its baseline.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Diff<T = Text> {
    /// The file of the baseline.
    pub baseline: T,
    /// What differs.
    pub changes: Vec<ChangeReport<T>>,
}

seal_fields!(Diff { baseline, changes });

/// One changed demand.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ChangeReport<T = Text> {
    /// What it does to the policy.
    pub kind: ChangeKind,
    /// What it is about.
    pub about: About,
    /// The hook's name; `None` for every hook.
    pub hook: Option<T>,
    /// The scope that it is about.
    pub scope: Option<T>,
    /// The later policy's demand on that scope.
    pub wanted: Option<Demand>,
    /// What it is.
    #[serde(rename = "message")]
    pub what: T,
    /// What to do before the merge; empty if a hook needs nothing new.
    pub advice: T,
    /// The author's reason.
    pub why: Option<T>,
    /// The lines of a diff, each with its sign.
    pub lines: Vec<T>,
    /// The place in the policy; of a removed rule, where it would be.
    #[serde(flatten)]
    pub origin: Origin<T>,
}

seal_fields!(ChangeReport { kind, about, hook, scope, wanted, what, advice, why, lines, origin });

/// What a change is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum About {
    /// A scope.
    Scope,
    /// Anything else that is demanded of a hook.
    Hook,
    /// The code whose calls count.
    Code,
}

seal_as_is!(About);

impl Diff {
    /// Combines changes with the known hooks; without any, the advice names what to check.
    #[must_use]
    pub fn new(baseline: Text, changes: Vec<Change>, hooks: &[HookReport]) -> Self {
        let changes = changes.into_iter().map(|change| {
            let lines = change.lines().collect();
            let (about, scope) = match change.about {
                diff::About::Scope(scope, wanted) => (About::Scope, Some((scope.text(), wanted))),
                diff::About::Hook => (About::Hook, None),
                diff::About::Code => (About::Code, None),
            };
            let (scope, wanted) = scope.unzip();
            let (hook, advice) = (change.hook.map(Text::theirs), Text::default());
            let Change { kind, what, why, origin, .. } = change;
            ChangeReport { kind, about, hook, scope, wanted, what, advice, why, lines, origin }
        });
        let mut diff = Self { baseline, changes: changes.collect() };
        diff.advise(hooks);
        diff
    }

    /// Renews the advice for these hooks.
    pub(super) fn advise(&mut self, hooks: &[HookReport]) {
        for change in &mut self.changes {
            change.advice = advice(change, hooks);
        }
    }
}

impl<T> Diff<T> {
    /// The number of changes of one kind.
    #[must_use]
    pub fn count(&self, kind: ChangeKind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

fn advice(change: &ChangeReport, hooks: &[HookReport]) -> Text {
    let meant = |hook: &&HookReport| change.hook.is_none() || hook.name == change.hook;
    let hooks = hooks.iter().filter(meant).collect::<Vec<_>>();
    // The titles of hooks whose grants are not as they must be.
    let wrong = |scope: &Text, wanted: bool| {
        let known = hooks.iter().map(|hook| Some((hook, hook.granted.as_ref()?)));
        let known = known.collect::<Option<Vec<_>>>().filter(|known| !known.is_empty())?;
        let wrong = known.into_iter().filter(|(_, granted)| granted.contains(scope) != wanted);
        Some(wrong.map(|(hook, _)| hook.title()).collect::<Vec<_>>())
    };
    match (change.kind, change.about, change.scope.as_ref().zip(change.wanted)) {
        (ChangeKind::Weakened | ChangeKind::Other, ..) | (_, About::Code, _) => Text::default(),
        (ChangeKind::Added, _, Some((scope, Demand::Required))) => match wrong(scope, true) {
            None => "the webhook must hold it before this is merged".into(),
            Some(lack) if lack.is_empty() => "the webhook holds it already".into(),
            Some(lack) => {
                text!("not granted yet to {}: tick it before this is merged", Text::joined(lack, ", "))
            }
        },
        (ChangeKind::Added, _, Some((scope, Demand::Forbidden))) => match wrong(scope, false) {
            None => "the webhook must not hold it any more when this is merged".into(),
            Some(hold) if hold.is_empty() => "the webhook does not hold it".into(),
            Some(hold) => {
                text!("still granted to {}: untick it before this is merged", Text::joined(hold, ", "))
            }
        },
        (ChangeKind::Added, ..) => "the webhook must meet it before this is merged".into(),
    }
}
