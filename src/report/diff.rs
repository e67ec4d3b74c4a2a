//! What the policy asks for otherwise than its baseline, and whether the hooks at hand hold it.

use crate::ledger::Origin;
use crate::policy::diff::{About, Change, Kind, Standing};
use crate::quote::Quote;
use crate::scope::Scope;

use super::HookReport;

/// The policy beside its baseline.
#[derive(Clone, Debug)]
pub struct Diff {
    /// The file of the baseline.
    pub baseline: Quote,
    /// What differs.
    pub changes: Vec<ChangeReport>,
}

/// One thing that is asked for otherwise.
#[derive(Clone, Debug)]
pub struct ChangeReport {
    /// What it does to the policy.
    pub kind: Kind,
    /// What it is.
    pub what: String,
    /// The name of the hook that it is about; every hook without one.
    pub hook: Option<String>,
    /// What in the world it is about.
    pub about: About,
    /// What to do before it is merged; empty for what asks nothing new of a hook.
    pub advice: String,
    /// The author's reason.
    pub why: Option<Quote>,
    /// Where it is in the policy; of what is gone, where it would be.
    pub origin: Origin,
    /// The lines of a diff, each with its sign.
    pub lines: Vec<String>,
}

impl Diff {
    /// Puts together what differs and what is known of the hooks; without any, what must be seen to.
    #[must_use]
    pub fn new(baseline: Quote, changes: Vec<Change>, hooks: &[HookReport]) -> Self {
        let changes = changes.into_iter().map(|change| ChangeReport {
            advice: advice(change.kind, &change.about, change.hook.as_deref(), hooks),
            lines: change.lines().collect(),
            kind: change.kind,
            what: change.what,
            hook: change.hook,
            about: change.about,
            why: change.why,
            origin: change.origin,
        });
        Self { baseline, changes: changes.collect() }
    }

    /// Says anew what is to be done, now that these hooks are known.
    pub(super) fn advise(&mut self, hooks: &[HookReport]) {
        for change in &mut self.changes {
            change.advice = advice(change.kind, &change.about, change.hook.as_deref(), hooks);
        }
    }

    /// How many changes are of this kind.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|change| change.kind == kind).count()
    }
}

fn advice(kind: Kind, about: &About, name: Option<&str>, hooks: &[HookReport]) -> String {
    let known = || {
        let meant = |hook: &&HookReport| name.is_none() || hook.name.as_deref() == name;
        let grants = |hook: &HookReport| Some((hook.title(), hook.granted.clone()?));
        hooks.iter().filter(meant).map(grants).collect::<Option<Vec<_>>>().filter(|known| !known.is_empty())
    };
    // By title, those whose grants are not as they must be.
    let wrong = |scope: &Scope, wanted: bool| {
        let wrong = known()?.into_iter().filter(|(_, granted)| granted.contains(scope) != wanted);
        Some(wrong.map(|(title, _)| title).collect::<Vec<_>>())
    };
    match (kind, about) {
        (Kind::Weakened | Kind::Other, _) | (_, About::Code) => String::new(),
        (Kind::Added, About::Scope(scope, Standing::Required)) => match wrong(scope, true).as_deref() {
            None => "the hook must hold it before this is merged".to_owned(),
            Some([]) => "the hook holds it already".to_owned(),
            Some(lack) => format!("not held yet by {}: tick it before this is merged", lack.join(", ")),
        },
        (Kind::Added, About::Scope(scope, Standing::Forbidden)) => match wrong(scope, false).as_deref() {
            None => "the hook must not hold it any more when this is merged".to_owned(),
            Some([]) => "the hook does not hold it".to_owned(),
            Some(hold) => format!("still held by {}: untick it before this is merged", hold.join(", ")),
        },
        (Kind::Added, About::Scope(..) | About::Hook) => {
            "the hook must meet it before this is merged".to_owned()
        }
    }
}
