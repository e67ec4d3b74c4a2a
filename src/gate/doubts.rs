//! Names in the policy and in the inputs that are in no table of what Bitrix24 documents. Most are misspelt; some are
//! newer than the tables, or belong to a portal's own modules, so each is a warning, and a portal's word counts more.

use crate::knowledge::methods::{DocumentedMethod, Generation, State};
use crate::knowledge::scopes;
use crate::ledger::{Ledger, Origin, Problem};
use crate::policy::{Demands, Policy, Rule};
use crate::portal::facts::{Facts, Listed};
use crate::scan::named;
use crate::scope::{MethodName, Scope};
use crate::text::near::{did_you_mean, nearest};
use crate::text::{Count, Ours, Text};
use crate::verdict::state::in_its_place;

/// Warnings that are shown; the rest is counted.
const MOST: usize = 20;

const NEW: &str =
    "check its spelling; a module of the portal may bring it, and then the portal's answer counts";

/// A name, and what is said of it unless a portal knows better.
pub(super) struct Doubt {
    subject: Subject,
    problem: Problem,
}

enum Subject {
    Required(Scope),
    /// Forbidden, or allowed.
    Other(Scope),
    Method(MethodName),
    /// Documented, so that no portal is asked about it.
    Known,
}

/// What is in no table, and methods that do nothing any more; in the order of their places.
pub(super) fn doubts(policy: &Policy, inputs: &Demands) -> Vec<Doubt> {
    let mut doubts = policy.all().chain([inputs]).flat_map(of_demands).collect::<Vec<_>>();
    // A name that no table has may well be ignored because of that, unless it is misspelt.
    let is_misspelt = |rule: &&Rule<MethodName>| {
        documented(&rule.demand).is_none() && (near_method(&rule.demand).is_some() || is_scope(&rule.demand))
    };
    let ignored = policy.code.ignore_methods.iter().filter(is_misspelt);
    doubts.extend(ignored.filter_map(of_method));
    doubts.sort_by(|one, other| one.problem.origin.cmp(&other.problem.origin));
    doubts
}

fn of_demands(demands: &Demands) -> impl Iterator<Item = Doubt> {
    let required = demands.required.iter().map(|rule| (rule, Subject::Required(rule.demand.clone())));
    let others = demands.forbidden.iter().chain(&demands.allow_extra);
    let scopes = required.chain(others.map(|rule| (rule, Subject::Other(rule.demand.clone()))));
    let scopes = scopes.filter_map(|(rule, subject)| Some(Doubt { subject, problem: of_scope(rule)? }));
    scopes.chain(demands.methods.iter().filter_map(of_method))
}

/// A code that a policy can only hold as `exact` was copied from a portal.
fn of_scope(rule: &Rule<Scope>) -> Option<Problem> {
    let code = rule.demand.as_str();
    if rule.demand.is_always_held() || scopes::is_known(code) || Scope::parse(code).is_none() {
        return None;
    }
    if let Some(method) = DocumentedMethod::named(code.as_bytes()) {
        let needs = method.needs(Generation::Rest2);
        let advice = match needs {
            _ if method.for_applications => "drop it: no webhook can call that method".into(),
            _ if needs.is_nothing() => "drop it: every webhook may call that method".into(),
            _ => text!("name the scope that the method needs: {}", named(needs)),
        };
        let what = text!("`{}` is a method, not a scope", rule.demand);
        return Some(Problem::new(rule.origin.clone(), what, advice));
    }
    let near = scopes::meant_by(code).or_else(|| nearest(code, scopes::codes()));
    let what = text!("Bitrix24 documents no scope `{}`", rule.demand);
    Some(Problem::new(rule.origin.clone(), what, advice(near)))
}

fn of_method(rule: &Rule<MethodName>) -> Option<Doubt> {
    if let Some(method) = documented(&rule.demand) {
        return outdated(rule, method).map(|problem| Doubt { subject: Subject::Known, problem });
    }
    let (what, advice) = if is_scope(&rule.demand) {
        let advice = text!(
            "name a method, as listed by `b24-ping scopes {}`, or put the scope under `required`",
            rule.demand
        );
        (text!("`{}` is a scope, not a method", rule.demand), advice)
    } else {
        (text!("Bitrix24 documents no method `{}`", rule.demand), advice(near_method(&rule.demand)))
    };
    let problem = Problem::new(rule.origin.clone(), what, advice);
    Some(Doubt { subject: Subject::Method(rule.demand.clone()), problem })
}

fn outdated(rule: &Rule<MethodName>, method: &'static DocumentedMethod) -> Option<Problem> {
    let now = match method.state {
        // Of these the verdict says that no webhook can call them.
        _ if method.for_applications => return None,
        State::Dead => "stopped working on current portals",
        State::Inert => "has no effect on current portals any more",
        State::Superseded | State::Current => return None,
    };
    Some(Problem::new(rule.origin.clone(), text!("`{}` {}", rule.demand, Ours(now)), in_its_place(method)))
}

fn documented(name: &MethodName) -> Option<&'static DocumentedMethod> {
    DocumentedMethod::named(name.as_str().as_bytes())
}

fn is_scope(name: &MethodName) -> bool {
    scopes::is_known(name.as_str())
}

fn near_method(name: &MethodName) -> Option<&'static str> {
    nearest(name.as_str(), DocumentedMethod::all().iter().map(|method| method.name))
}

fn advice(near: Option<&'static str>) -> Text {
    near.map_or_else(|| NEW.into(), |near| did_you_mean(Ours(near)))
}

impl Doubt {
    /// Whether this portal knows the name, or a finding says already that it does not.
    pub(super) fn is_settled(&self, facts: &Facts) -> bool {
        let lists = |scope| matches!(&facts.scope, Listed::Codes(codes) if codes.contains(scope));
        let knows = |scope| facts.known.as_ref().is_some_and(|known| known.contains(scope));
        match &self.subject {
            Subject::Required(scope) => facts.known.is_some() || lists(scope),
            Subject::Other(scope) => knows(scope) || lists(scope),
            Subject::Method(method) => matches!(facts.methods.get(method), Some(Ok(_))),
            Subject::Known => false,
        }
    }

    /// Warns of those that are left.
    pub(super) fn warn(doubts: Vec<Self>, ledger: &mut Ledger) {
        let more = doubts.len().saturating_sub(MOST);
        ledger.warnings.extend(doubts.into_iter().take(MOST).map(|doubt| doubt.problem));
        if more > 0 {
            let what = text!("{} that Bitrix24 does not document", Count(more, "more name"));
            ledger.warning(Origin::setting("policy"), what, "");
        }
    }
}

/// Documented codes that seldom do what is meant. Of one that is not granted the verdict says so as well.
pub(super) fn mixed_up(policy: &Policy, ledger: &mut Ledger) {
    for demands in policy.all() {
        let is_required = |code: &str| demands.required.iter().any(|rule| rule.demand.as_str() == code);
        for rule in demands.required.iter().filter(|rule| scopes::is_known(rule.demand.as_str())) {
            let Some(meant) = scopes::meant_by(rule.demand.as_str()).filter(|meant| !is_required(meant))
            else {
                continue;
            };
            let what = text!("`{}` opens no method of REST 2", rule.demand);
            let advice = text!("for tasks.* on /rest/ require `{}`", Ours(meant));
            ledger.notice(rule.origin.clone(), what, advice);
        }
    }
}
