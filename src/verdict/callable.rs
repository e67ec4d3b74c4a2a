//! Judges the code by one hook: whether it can make the code's calls.

use std::collections::BTreeSet;

use super::{Aspect, Grants, Ruling};
use crate::knowledge::methods::Needs;
use crate::policy::Demands;
use crate::portal::facts::Facts;
use crate::reason::Reason;
use crate::scan::{Scan, Sighting, named};
use crate::scope::Scope;
use crate::text::Ours;

/// What breaks calls, each method at its first one. Without the list of grants nothing is known of any.
pub(super) fn rulings(demands: &Demands, scan: &Scan, facts: &Facts) -> Vec<Ruling> {
    let Some(Grants { sure, possible, .. }) = Grants::of(facts) else { return Vec::new() };
    let required = demands.required.iter().map(|rule| rule.demand.clone());
    let missing =
        required.filter(|scope| !scope.is_always_held() && !sure.contains(scope)).collect::<BTreeSet<_>>();
    // What only one of the portal's two answers lists counts unless it is required.
    let granted = &possible - &missing;
    scan.first_calls().into_iter().filter_map(|call| lacking(call, &missing, &granted)).collect()
}

/// A required scope that is not granted breaks it.
fn lacking(call: &Sighting, missing: &BTreeSet<Scope>, granted: &BTreeSet<Scope>) -> Option<Ruling> {
    let lacks = |scope| missing.iter().any(|missing| missing.as_str() == scope);
    let breaks = call.needs.parts().flat_map(Needs::alternatives).any(lacks);
    if call.is_for_applications() || call.needs.is_met_by(granted) || !breaks {
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
    use crate::portal::facts::Listed;
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
}
