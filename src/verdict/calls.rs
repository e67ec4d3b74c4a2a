//! Judges the policy by the code: what calls need must be required, and what is required should be needed.

use std::collections::BTreeSet;

use super::{Aspect, Ruling, Subject};
use crate::knowledge::methods::Needs;
use crate::ledger::Problem;
use crate::policy::Rule;
use crate::reason::{Reason, Severity};
use crate::scan::{Scan, Sighting, Unknown, named};
use crate::scope::Scope;
use crate::text::{Count, Ours, Text};

/// One ruling for each call whose scope is not required, for each required scope that a call needs, for each
/// required scope that no call needs, and for each unknown name; one each for the calls and names that are not kept.
#[must_use]
pub fn rulings(required: &[Rule<Scope>], scan: &Scan) -> Vec<Ruling> {
    let held = required.iter().map(|rule| rule.demand.clone()).collect::<BTreeSet<_>>();
    let mut rulings = Vec::new();
    for call in scan.product().filter(|call| !call.needs.is_met_by(&held)) {
        let by = if call.is_beginning() { " by its beginning" } else { "" };
        let what = text!(
            "`{}` needs {}{}, which the policy does not require",
            Ours(call.method),
            named(call.needs),
            Ours(by)
        );
        let advice = "add it to `required`, or write `b24-ping: ignore` on the line if this is not a call";
        let ruling =
            Ruling::broken(Aspect::Declared.of(call.needs.as_str()), Reason::ScopeUndeclared, what, advice);
        rulings.push(Ruling { origin: Some(call.origin()), ..ruling });
    }
    let of_tests = scan.needs_of_tests().into_iter().filter(|needs| !needs.is_met_by(&held));
    rulings.extend(of_tests.filter_map(|needs| of_test(needs, scan)));
    for (call, needs) in possible(scan, &held) {
        let what = text!(
            "`{}` may need {} as well, which the policy does not require",
            Ours(call.method),
            named(needs)
        );
        let advice = "check its parameters, such as `moduleId`: they decide";
        let subject = Aspect::Declared.of(text!("{}, by parameters", Ours(needs.as_str())));
        rulings.push(Ruling { origin: Some(call.origin()), ..warning(subject, what, advice) });
    }
    let declared = scan.needs().into_iter().filter(|needs| needs.is_met_by(&held));
    rulings.extend(declared.map(|needs| Ruling::held(Aspect::Declared.of(needs.as_str()))));
    let unknown_needs = scan.unknown.iter().filter_map(|unknown| unknown.needs);
    let needed = scan.calls.iter().map(|call| call.needs).chain(unknown_needs).flat_map(Needs::scopes);
    let needed = needed.collect::<BTreeSet<_>>();
    for rule in required {
        let scope = &rule.demand;
        if needed.contains(scope.as_str()) || scope.is_always_held() || rule.keep {
            continue;
        }
        let (what, advice) = unused(scope, scan.unread_sites());
        let ruling = Ruling::broken(Aspect::Needed.of(scope.text()), Reason::ScopeUnused, what, advice);
        rulings.push(ruling.at(&rule.origin, rule.why.as_ref()));
    }
    rulings.extend(scan.unknown.iter().map(unknown));
    let product = scan.needs();
    let undeclared = scan.omitted.calls.iter().filter(|((_, needs), _)| {
        !needs.is_met_by(&held) && needs.parts().any(|part| product.contains(&part))
    });
    let undeclared = undeclared.map(|(_, count)| count).sum();
    if undeclared > 0 {
        let what = text!("{} whose scope the policy does not require", Count(undeclared, "more call"));
        rulings.push(more("undeclared calls", what, Severity::Error));
    }
    if scan.omitted.unknown > 0 {
        let what = text!("{} that Bitrix24 does not document", Count(scan.omitted.unknown, "more name"));
        rulings.push(more("undocumented names", what, Severity::Warning));
    }
    rulings
}

/// A call that cannot be read may be the one, so that nothing can be advised but to look.
fn unused(scope: &Scope, unread: usize) -> (Text, &'static str) {
    let what = text!("`{}` is required, but no call that could be read needs it", scope);
    if unread == 0 {
        (what, "if nothing else uses the webhook, remove it here; else add `keep: true` to its entry")
    } else {
        let what = text!("{}; {} could not be read", what, Count(unread, "call site"));
        (what, "`b24-ping scan` lists them; if one of them needs it, add `keep: true` to its entry")
    }
}

/// On the first call of a test, for what nothing but tests needs.
fn of_test(needs: Needs, scan: &Scan) -> Option<Ruling> {
    let is_one = |call: &&Sighting| call.needs.parts().any(|part| part == needs);
    let call = scan.calls.iter().filter(|call| !call.is_for_applications()).find(is_one)?;
    let what = text!("`{}` in a test needs {}, and no other code does", Ours(call.method), named(needs));
    let advice =
        "if the tests run against this webhook, add it to `required`; else exclude them with `scan.exclude`";
    let subject = Aspect::Declared.of(text!("{}, in tests", Ours(needs.as_str())));
    Some(Ruling { origin: Some(call.origin()), ..warning(subject, what, advice) })
}

/// The first call of each method whose parameters may need a scope that is not required.
fn possible<'s>(scan: &'s Scan, held: &BTreeSet<Scope>) -> Vec<(&'s Sighting, Needs)> {
    let first = scan.by_method().into_values().filter_map(|calls| calls.first().copied());
    let first = first.filter(|call| !call.is_for_applications());
    let possible = first.flat_map(|call| call.needs.possible().map(move |part| (call, part)));
    possible.filter(|(_, part)| !part.is_met_by(held)).collect()
}

fn warning(subject: Subject, what: Text, advice: impl Into<Text>) -> Ruling {
    Ruling::broken(subject, Reason::ScopeUndeclared, what, advice).with_severity(Severity::Warning)
}

/// In place of those that the scan does not keep.
fn more(of: &'static str, what: Text, severity: Severity) -> Ruling {
    let advice = "fix the ones above first; exclude code that is not yours with `scan.exclude`";
    Ruling::broken(Aspect::More.of(of), Reason::ScopeUndeclared, what, advice).with_severity(severity)
}

/// The needs of an unknown name are unknown, and it may be a method of the program itself.
fn unknown(unknown: &Unknown) -> Ruling {
    let Problem { origin, what, advice } = unknown.problem.clone();
    let subject = Aspect::Documented.of(unknown.name.clone());
    Ruling { origin: Some(origin), ..warning(subject, what, advice) }
}

#[cfg(test)]
mod tests;
