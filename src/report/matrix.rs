//! The scopes of one webhook: what demands each, whether it is granted, and what follows. Composed of the rulings and
//! the grants alone, so that a merged report has it, too.

use std::collections::{BTreeMap, BTreeSet};

use super::HookReport;
use crate::ledger::Origin;
use crate::policy::diff::Demand;
use crate::reason::Severity;
use crate::text::seal::Quote;
use crate::verdict::{Aspect, Ruling, Standing};

/// Held by every webhook.
const BASIC: &str = "basic";

/// Every scope that a rule, the code or the webhook names, each once, the worst first.
#[derive(Clone, Debug, Default)]
pub struct Matrix<'r> {
    /// One for each scope.
    pub rows: Vec<Row<'r>>,
    /// Granted scopes that the report had no room for.
    pub unlisted: usize,
}

/// One scope; of the calls in the code that can do with any of several, all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'r> {
    /// The code, or those any of which would do.
    pub scopes: Vec<&'r str>,
    /// What the policy and the inputs demand.
    pub demand: Demand,
    /// Where they do.
    pub rules: Vec<&'r Origin<Quote>>,
    /// Whether the code needs it.
    pub in_code: bool,
    /// The first call whose scope no rule requires.
    pub call: Option<&'r Origin<Quote>>,
    /// Whether the webhook holds it; `None` where the portal did not say, or said both.
    pub granted: Option<bool>,
    /// What follows.
    pub mark: Mark,
}

/// The verdict on one scope, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// Required and not granted for sure.
    Missing,
    /// Forbidden and granted.
    Forbidden,
    /// The code needs it and no rule requires it.
    Undeclared,
    /// Granted, and no rule names it: an error.
    Refused,
    /// The same as a warning.
    Extra,
    /// The portal's answer was not enough to decide.
    Unknown,
    /// As it should be.
    Fine,
}

impl HookReport<Quote> {
    /// Empty where the grants are unknown, or nothing is demanded of them. `repository` are the rulings on the code.
    #[must_use]
    pub fn matrix<'r>(&'r self, repository: &'r [Ruling<Quote>]) -> Matrix<'r> {
        let Some(granted) = &self.granted else { return Matrix::default() };
        let held = granted.iter().map(Quote::as_str).collect();
        let mut scopes = Scopes { granted: held, rows: BTreeMap::new() };
        for ruling in &self.rulings {
            scopes.rule(ruling);
        }
        let extra = self.rulings.iter().find(|ruling| ruling.subject.kind == Aspect::Extra);
        let extra = extra.and_then(|ruling| ruling.finding.as_ref()).map(|finding| finding.severity);
        for code in granted {
            let is_extra = self.extra.contains(code);
            let row = scopes.row(code.as_str());
            if row.rules.is_empty() && row.demand == Demand::Unnamed {
                // Of a list that was cut nobody knows what no rule names.
                let is_named = !is_extra && self.unlisted_extra == 0;
                row.demand = if is_named { Demand::Allowed } else { Demand::Unnamed };
                row.mark = match extra.filter(|_| is_extra) {
                    Some(Severity::Error) => Mark::Refused,
                    Some(_) => Mark::Extra,
                    None => Mark::Fine,
                };
            }
        }
        for ruling in repository {
            scopes.call(ruling);
        }
        let is_judged = |row: &Row<'_>| row.demand.is_strict() || row.in_code;
        if extra.is_none() && !scopes.rows.values().any(is_judged) {
            return Matrix::default();
        }
        let mut rows = scopes.rows.into_values().collect::<Vec<_>>();
        rows.sort_by_key(|row| (row.mark, !row.demand.is_strict(), !row.in_code));
        Matrix { rows, unlisted: self.unlisted_granted }
    }
}

impl<'r> Row<'r> {
    fn new(scopes: Vec<&'r str>, granted: &BTreeSet<&str>) -> Self {
        let granted = Some(scopes.iter().any(|code| granted.contains(code)));
        let (demand, mark) = (Demand::Unnamed, Mark::Fine);
        Self { scopes, demand, rules: Vec::new(), in_code: false, call: None, granted, mark }
    }
}

struct Scopes<'r> {
    granted: BTreeSet<&'r str>,
    rows: BTreeMap<&'r str, Row<'r>>,
}

impl<'r> Scopes<'r> {
    fn row(&mut self, scope: &'r str) -> &mut Row<'r> {
        self.row_of(scope, || vec![scope])
    }

    fn row_of(&mut self, key: &'r str, scopes: impl FnOnce() -> Vec<&'r str>) -> &mut Row<'r> {
        let granted = &self.granted;
        self.rows.entry(key).or_insert_with(|| Row::new(scopes(), granted))
    }

    fn rule(&mut self, ruling: &'r Ruling<Quote>) {
        let (demand, broken) = match ruling.subject.kind {
            Aspect::Required => (Demand::Required, Mark::Missing),
            Aspect::Forbidden => (Demand::Forbidden, Mark::Forbidden),
            _ => return,
        };
        let Some(scope) = &ruling.subject.value else { return };
        let row = self.row(scope.as_str());
        row.demand = demand;
        row.rules.extend(&ruling.origin);
        row.mark = row.mark.min(match ruling.standing {
            Standing::Held => Mark::Fine,
            Standing::Broken => broken,
            Standing::Unknown => Mark::Unknown,
        });
        // One of two lists has it; or it is always held and never listed.
        row.granted = match (demand, ruling.standing, row.granted) {
            (Demand::Required, Standing::Held, _) => Some(true),
            (Demand::Required, Standing::Broken, Some(true)) | (_, Standing::Unknown, _) => None,
            (.., granted) => granted,
        };
    }

    /// A call that needs scopes: each of several, and of those that would do alike the one that is known.
    fn call(&mut self, ruling: &'r Ruling<Quote>) {
        let (Aspect::Declared, Some(needs)) = (ruling.subject.kind, &ruling.subject.value) else { return };
        // Those of tests, and those that only parameters can tell, are warnings with more words.
        if needs.as_str().contains([' ', ',']) {
            return;
        }
        let is_broken = ruling.standing == Standing::Broken;
        for part in needs.as_str().split('+').filter(|part| !part.ends_with('?') && *part != BASIC) {
            let demand = |code: &&str| self.rows.get(code).map(|row| row.demand);
            let required = part.split('|').find(|code| demand(code) == Some(Demand::Required));
            let known = required.or_else(|| part.split('|').find(|code| demand(code).is_some()));
            let row = match known {
                Some(code) => self.row(code),
                None => self.row_of(part, || part.split('|').collect()),
            };
            row.in_code = true;
            if is_broken && required.is_none() {
                row.mark = row.mark.min(Mark::Undeclared);
                row.call = row.call.or(ruling.origin.as_ref());
            }
        }
    }
}

#[cfg(test)]
mod tests;
