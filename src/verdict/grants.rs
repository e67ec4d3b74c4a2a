//! What the two calls that list scopes amount to.

use std::collections::BTreeSet;

use crate::portal::facts::{Facts, Listed};
use crate::scope::Scope;

/// What the hook holds, by `scope` and `app.info`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Grants {
    /// Scopes that it surely holds, since no call denies them.
    pub sure: BTreeSet<Scope>,
    /// Those and the ones that only one of the two calls lists.
    pub possible: BTreeSet<Scope>,
    /// Whether there may be more, in a list that cannot be read.
    pub more: bool,
}

impl Grants {
    /// `None` if unknown. `scope` is the call that counts: only where it failed `app.info` stands in, and a list of
    /// `scope` that cannot be read is nobody else's to tell. Where both answer, neither is taken to be the honest one.
    #[must_use]
    pub(crate) fn of(facts: &Facts) -> Option<Self> {
        let one = |codes: &BTreeSet<Scope>, more| Self { sure: codes.clone(), possible: codes.clone(), more };
        match (&facts.scope, &facts.app_info) {
            (Listed::Codes(codes), Listed::Nothing) | (Listed::Nothing, Listed::Codes(codes)) => {
                Some(one(codes, false))
            }
            (Listed::Codes(codes), Listed::Unreadable) => Some(one(codes, true)),
            (Listed::Codes(codes), Listed::Codes(others)) => {
                Some(Self { sure: codes & others, possible: codes | others, more: false })
            }
            (Listed::Unreadable, _) | (Listed::Nothing, Listed::Nothing | Listed::Unreadable) => None,
        }
    }

    /// Scopes that only one call lists. Those of every hook need not be listed.
    pub(crate) fn disputed(&self) -> impl Iterator<Item = &Scope> {
        self.possible.difference(&self.sure).filter(|scope| !scope.is_always_held())
    }
}
