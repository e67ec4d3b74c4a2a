//! What the policy asks for otherwise than its baseline, and whether the hooks at hand hold it.

use crate::ledger::Origin;
use crate::policy::diff::{About, Change, Demand, Kind};
use crate::text;
use crate::text::Text;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal, seal_fields};

use super::HookReport;

/// The policy beside its baseline.
#[derive(Clone, Debug)]
pub struct Diff<T = Text> {
    /// The file of the baseline.
    pub baseline: T,
    /// What differs.
    pub changes: Vec<ChangeReport<T>>,
}

seal_fields!(Diff { baseline, changes });

/// One thing that is asked for otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChangeReport<T = Text> {
    /// What it does to the policy.
    pub kind: Kind,
    /// What it is.
    pub what: T,
    /// The name of the hook that it is about; every hook without one.
    pub hook: Option<T>,
    /// What in the world it is about.
    pub about: Topic<T>,
    /// What to do before it is merged; empty for what asks nothing new of a hook.
    pub advice: T,
    /// The author's reason.
    pub why: Option<T>,
    /// Where it is in the policy; of what is gone, where it would be.
    pub origin: Origin<T>,
    /// The lines of a diff, each with its sign.
    pub lines: Vec<T>,
}

seal_fields!(ChangeReport { kind, what, hook, about, advice, why, origin, lines });

/// What a change is about, in the report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic<T = Text> {
    /// A scope, and what the later policy says of it.
    Scope(T, Demand),
    /// Anything else that is asked of a hook.
    Hook,
    /// The code whose calls count.
    Code,
}

impl Seal for Topic {
    type Sealed = Topic<Quote>;

    fn seal(self, redactor: &Redactor) -> Topic<Quote> {
        match self {
            Self::Scope(scope, demand) => Topic::Scope(scope.seal(redactor), demand),
            Self::Hook => Topic::Hook,
            Self::Code => Topic::Code,
        }
    }
}

impl From<About> for Topic {
    fn from(about: About) -> Self {
        match about {
            About::Scope(scope, demand) => Self::Scope(scope.text(), demand),
            About::Hook => Self::Hook,
            About::Code => Self::Code,
        }
    }
}

impl Diff {
    /// Puts together what differs and what is known of the hooks; without any, what must be seen to.
    #[must_use]
    pub fn new(baseline: Text, changes: Vec<Change>, hooks: &[HookReport]) -> Self {
        let changes = changes.into_iter().map(|change| ChangeReport {
            lines: change.lines().collect(),
            kind: change.kind,
            what: change.what,
            hook: change.hook.map(Text::theirs),
            about: change.about.into(),
            advice: Text::default(),
            why: change.why,
            origin: change.origin,
        });
        let mut diff = Self { baseline, changes: changes.collect() };
        diff.advise(hooks);
        diff
    }

    /// Says anew what is to be done, now that these hooks are known.
    pub(super) fn advise(&mut self, hooks: &[HookReport]) {
        for change in &mut self.changes {
            change.advice = advice(change, hooks);
        }
    }
}

impl<T> Diff<T> {
    /// How many changes are of this kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

fn advice(change: &ChangeReport, hooks: &[HookReport]) -> Text {
    let meant = |hook: &&HookReport| change.hook.is_none() || hook.name == change.hook;
    let hooks = hooks.iter().filter(meant).collect::<Vec<_>>();
    // By title, those whose grants are not as they must be.
    let wrong = |scope: &Text, wanted: bool| {
        let known = hooks.iter().map(|hook| Some((hook, hook.granted.as_ref()?)));
        let known = known.collect::<Option<Vec<_>>>().filter(|known| !known.is_empty())?;
        let wrong = known.into_iter().filter(|(_, granted)| granted.contains(scope) != wanted);
        Some(wrong.map(|(hook, _)| hook.title()).collect::<Vec<_>>())
    };
    match (change.kind, &change.about) {
        (Kind::Weakened | Kind::Other, _) | (_, Topic::Code) => Text::default(),
        (Kind::Added, Topic::Scope(scope, Demand::Required)) => match wrong(scope, true) {
            None => "the hook must hold it before this is merged".into(),
            Some(lack) if lack.is_empty() => "the hook holds it already".into(),
            Some(lack) => {
                text!("not held yet by {}: tick it before this is merged", Text::joined(lack, ", "))
            }
        },
        (Kind::Added, Topic::Scope(scope, Demand::Forbidden)) => match wrong(scope, false) {
            None => "the hook must not hold it any more when this is merged".into(),
            Some(hold) if hold.is_empty() => "the hook does not hold it".into(),
            Some(hold) => {
                text!("still held by {}: untick it before this is merged", Text::joined(hold, ", "))
            }
        },
        (Kind::Added, Topic::Scope(..) | Topic::Hook) => "the hook must meet it before this is merged".into(),
    }
}
