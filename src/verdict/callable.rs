//! Judges the code by one hook: whether it can make the code's calls.

use std::collections::BTreeSet;

use super::{Aspect, Grants, Ruling};
use crate::knowledge::methods::{Generation, Needs};
use crate::policy::Demands;
use crate::portal::facts::{Facts, Owner};
use crate::reason::{Reason, Severity};
use crate::scan::{Scan, Sighting, named};
use crate::scope::{MethodName, Scope};
use crate::text::{Count, Ours, Text};

/// Calls that one finding names.
const NAMED: usize = 5;

/// What breaks calls, each method at its first one. Without the list of grants nothing is known of any.
#[must_use]
pub(crate) fn rulings(demands: &Demands, scan: &Scan, facts: &Facts) -> Vec<Ruling> {
    let Some(Grants { sure, possible, .. }) = Grants::of(facts) else { return Vec::new() };
    let required = demands.required.iter().map(|rule| rule.demand.clone());
    let missing =
        required.filter(|scope| !scope.is_always_held() && !sure.contains(scope)).collect::<BTreeSet<_>>();
    // What only one of the portal's two answers lists counts unless it is required.
    let granted = &possible - &missing;
    let calls = scan.first_calls();
    let calls = calls.into_iter().filter(|call| !call.is_for_applications()).collect::<Vec<_>>();
    let of_call =
        |call: &&Sighting| lacking(call, &missing, &granted).or_else(|| unoffered(call, &sure, facts));
    let administrators = administrators(&calls, &facts.owner);
    calls.iter().filter_map(of_call).chain(administrators).collect()
}

/// The names to ask the portal for: those of REST 2 that need a scope, since every portal has the others. Nobody knows
/// the whole name of a beginning.
#[must_use]
pub(crate) fn to_ask(scan: &Scan) -> Vec<MethodName> {
    let calls = scan.first_calls().into_iter().filter(|call| is_askable(call));
    calls.filter_map(|call| MethodName::parse(&call.method.to_ascii_lowercase())).collect()
}

fn is_askable(call: &Sighting) -> bool {
    call.documented().is_some_and(|method| {
        let needs = method.needs(Generation::Rest2);
        let is_rest2 = method.is_offered(Generation::Rest2) && call.needs == needs;
        is_rest2 && !method.for_applications && !needs.is_nothing()
    })
}

/// The portal says that it has no such method, or that what the hook holds does not open it. What it does not hold is
/// for the rules on scopes to say.
fn unoffered(call: &Sighting, sure: &BTreeSet<Scope>, facts: &Facts) -> Option<Ruling> {
    let name = MethodName::parse(&call.method.to_ascii_lowercase()).filter(|_| is_askable(call))?;
    let Ok(answer) = facts.methods.get(&name)? else { return None };
    let subject = Aspect::Offered.of(call.method);
    let (what, advice) = if !answer.existing {
        let what = text!("this portal has no method `{}`, which the code calls", Ours(call.method));
        (what, "check that its module is installed, and that the portal's version and plan include it")
    } else if !answer.available && call.needs.is_met_by(sure) && !name.hangs_on_task() {
        let what = text!(
            "the portal says that the webhook's scopes do not open `{}`, which the code calls",
            Ours(call.method)
        );
        (what, "grant the scope that the method's documentation names for this portal's version")
    } else {
        return None;
    };
    let ruling = Ruling::broken(subject, Reason::MethodUnavailable, what, advice);
    Some(ruling.with_severity(Severity::Warning).at(&call.origin(), None))
}

/// One for all calls that the documentation keeps for administrators, where the owner is none.
fn administrators(calls: &[&Sighting], owner: &Owner) -> Option<Ruling> {
    let Owner::Person(person) = owner else { return None };
    let is_kept = |call: &&&Sighting| call.documented().is_some_and(|method| method.for_administrators);
    let kept = calls.iter().filter(is_kept).collect::<Vec<_>>();
    let first = kept.first().filter(|_| person.admin == Some(false))?;
    let one = |call: &&&Sighting| text!("`{}` ({}:{})", Ours(call.method), call.place.file, call.place.line);
    let named = Text::joined(kept.iter().take(NAMED).map(one), ", ");
    let rest = kept.len().saturating_sub(NAMED);
    let rest = (rest > 0).then(|| text!(" and {} more", rest));
    let what = text!(
        "the code calls {} that only administrators may call, and user {} is not one: {}{}",
        Count(kept.len(), "method"),
        person.id,
        named,
        rest
    );
    let advice = "create the webhook under an administrator, or make its owner one";
    let ruling = Ruling::broken(Aspect::Administrators, Reason::AdminNeeded, what, advice);
    Some(ruling.at(&first.origin(), None))
}

/// A required scope that is not granted breaks it.
fn lacking(call: &Sighting, missing: &BTreeSet<Scope>, granted: &BTreeSet<Scope>) -> Option<Ruling> {
    let lacks = |scope| missing.iter().any(|missing| missing.as_str() == scope);
    let breaks = call.needs.parts().flat_map(Needs::alternatives).any(lacks);
    if call.needs.is_met_by(granted) || !breaks {
        return None;
    }
    let what =
        text!("`{}` is called here and needs {}, which is not granted", Ours(call.method), named(call.needs));
    let ruling = Ruling::broken(Aspect::Callable.of(call.method), Reason::ScopeMissing, what, "");
    Some(Ruling { origin: Some(call.origin()), ..ruling })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Origin;
    use crate::policy::Rule;
    use crate::portal::facts::{Availability, Listed, Person};
    use crate::portal::failure::Failure;
    use crate::scan;
    use crate::text::Text;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    fn scopes(codes: &[&str]) -> BTreeSet<Scope> {
        codes.iter().map(|code| Scope::parse(code).unwrap()).collect()
    }

    fn rule(demand: Scope) -> Rule<Scope> {
        Rule { demand, origin: Origin::input("required-scopes"), why: None, keep: false }
    }

    fn scan_of(code: &str) -> Scan {
        let mut scan = Scan::default();
        scan.add(&Text::theirs("a.php"), &scan::calls(code.as_bytes()));
        scan.sorted()
    }

    /// `reason place` of each finding.
    fn found(required: &[&str], facts: &Facts, code: &str) -> Vec<String> {
        let demands =
            Demands { required: scopes(required).into_iter().map(rule).collect(), ..Demands::default() };
        let place = |ruling: Ruling| {
            let place = ruling.origin.expect("its call").seal(&Redactor::default()).to_string();
            format!("{} {place}", ruling.finding.expect("one").reason.id())
        };
        rulings(&demands, &scan_of(code), facts).into_iter().map(place).collect()
    }

    fn holding(granted: &[&str]) -> Facts {
        Facts { scope: Listed::Codes(scopes(granted)), ..Facts::default() }
    }

    #[test]
    fn the_first_call_of_each_method_that_a_missing_scope_breaks_is_reported() {
        let code = "a('crm.deal.list', 'im.notify');\nb('crm.deal.list', 'user.get');";
        let failing = |required: &[&str], granted: &[&str]| found(required, &holding(granted), code);
        assert_eq!(failing(&["crm"], &["im"]), ["scope-missing a.php:1:4"]);
        assert_eq!(failing(&["crm", "im"], &["im"]), ["scope-missing a.php:1:4"]);
        assert_eq!(failing(&["disk"], &["im"]), [""; 0], "what no rule asks for is the scan's own matter");
        assert_eq!(failing(&["user"], &["user_brief"]), [""; 0], "another scope opens it");
        assert_eq!(found(&["crm"], &Facts::default(), code), [""; 0], "nobody knows what it holds");
    }
    fn told(existing: bool, available: bool, granted: &[&str]) -> Facts {
        let answer =
            |name: &str| (MethodName::parse(name).unwrap(), Ok(Availability { existing, available }));
        let names = ["crm.item.list", "tasks.task.add", "calendar.event.get", "placement.bind"];
        Facts { methods: names.map(answer).into_iter().collect(), ..holding(granted) }
    }

    #[test]
    fn what_the_portal_lacks_is_a_warning_at_the_call() {
        let code = "b24; a('crm.item.list', 'tasks.task.add');\na('crm.item.list')";
        let found = |facts: &Facts| found(&[], facts, code);
        assert_eq!(
            found(&told(false, false, &["crm", "task"])),
            ["method-unavailable a.php:1:9", "method-unavailable a.php:1:26"]
        );
        assert_eq!(
            found(&told(true, false, &["crm", "task"])),
            ["method-unavailable a.php:1:9"],
            "of `tasks` the portal denies what can be called"
        );
        assert_eq!(found(&told(true, false, &["im"])), [""; 0], "that is for the rules on scopes to say");
        assert_eq!(found(&told(true, true, &["crm", "task"])), [""; 0]);
        assert_eq!(found(&holding(&["crm", "task"])), [""; 0], "it was not asked");
        let failed = |name: &str| (MethodName::parse(name).unwrap(), Err(Failure::Unanswered));
        let failed = Facts { methods: [failed("crm.item.list")].into(), ..holding(&["crm"]) };
        assert_eq!(found(&failed), [""; 0], "a failure is no answer");
    }

    #[test]
    fn the_portal_is_asked_for_what_it_can_know_by_its_name() {
        let code = "b24; a('CRM.Item.list', 'batch', 'placement.bind', 'profile', 'call.followup.get'); b.crm('crm.' + x);";
        let asked = to_ask(&scan_of(code));
        assert_eq!(asked.iter().map(MethodName::as_str).collect::<Vec<_>>(), ["crm.item.list"]);
    }

    #[test]
    fn who_is_no_administrator_is_told_of_what_is_kept_for_them() {
        let owned = |admin| {
            let person = Person { id: 17, name: "Rita".to_owned(), admin };
            Facts { owner: Owner::Person(person), ..holding(&["crm"]) }
        };
        let code = "b24; a('user.add', 'crm.item.list');\na('ai.engine.list');";
        assert_eq!(found(&[], &owned(Some(false)), code), ["admin-needed a.php:2:4"]);
        for fine in [owned(Some(true)), owned(None), holding(&["crm"])] {
            assert_eq!(found(&[], &fine, code), [""; 0]);
        }
        assert_eq!(found(&[], &owned(Some(false)), "a('catalog.section.add')"), [""; 0]);
        let ruling = rulings(&Demands::default(), &scan_of(code), &owned(Some(false))).remove(0);
        assert!(ruling.is_sound() && ruling.subject.is_whole());
        assert_eq!(
            ruling.finding.unwrap().what.plain().to_string(),
            "the code calls 2 methods that only administrators may call, and user 17 is not one: \
             `ai.engine.list` (a.php:2), `user.add` (a.php:1)"
        );
    }
}
