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
        let advice = "add it to `required`, or write `b24-ping: ignore` on the line if this is no call";
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
        let advice = "look at its parameters, such as `moduleId`; they decide";
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
    let what = text!("`{}` is required and no call that could be read needs it", scope);
    if unread == 0 {
        (what, "if the webhook serves nothing else, drop it here, or say `keep: true` and `why` beside it")
    } else {
        let what = text!("{}; {} could not be read", what, Count(unread, "call site"));
        (what, "`b24-ping scan` lists them; where one of them needs it, say `keep: true` and `why` beside it")
    }
}

/// On the first call of a test, for what nothing but tests needs.
fn of_test(needs: Needs, scan: &Scan) -> Option<Ruling> {
    let is_one = |call: &&Sighting| call.needs.parts().any(|part| part == needs);
    let call = scan.calls.iter().filter(|call| !call.is_for_applications()).find(is_one)?;
    let what = text!("`{}` in a test needs {}, and no other code does", Ours(call.method), named(needs));
    let advice = "where the tests run against this webhook, add it to `required`; else leave them out with `scan.exclude`";
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
    let advice = "what is listed above comes first; leave out what is no code of yours with `scan.exclude`";
    Ruling::broken(Aspect::More.of(of), Reason::ScopeUndeclared, what, advice).with_severity(severity)
}

/// The needs of an unknown name are unknown, and it may be a method of the program itself.
fn unknown(unknown: &Unknown) -> Ruling {
    let Problem { origin, what, advice } = unknown.problem.clone();
    let subject = Aspect::Documented.of(unknown.name.clone());
    Ruling { origin: Some(origin), ..warning(subject, what, advice) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Origin;
    use crate::reason::Severity;
    use crate::scan;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;

    fn scan_of(code: &str) -> Scan {
        let mut scan = Scan::default();
        scan.add(&Text::theirs("a.php"), &scan::calls(code.as_bytes()));
        scan
    }

    fn required(codes: &[&str]) -> Vec<Rule<Scope>> {
        let rule = |code: &&str| Rule {
            demand: Scope::parse(code).unwrap(),
            origin: Origin::input("required-scopes"),
            why: None,
            keep: false,
        };
        codes.iter().map(rule).collect()
    }

    fn kinds(rulings: &[Ruling]) -> Vec<(&'static str, Severity, String)> {
        let findings = rulings.iter().filter_map(|ruling| {
            let finding = ruling.finding.as_ref()?;
            Some((
                finding.reason.id(),
                finding.severity,
                ruling.origin.clone()?.seal(&Redactor::default()).to_string(),
            ))
        });
        findings.collect()
    }

    #[test]
    fn a_call_whose_scope_is_not_required_is_reported_where_it_is() {
        let scan = scan_of("a('crm.deal.list');\n  b('tasks.task.add');");
        let found = rulings(&required(&["crm"]), &scan);
        assert_eq!(kinds(&found), [("scope-undeclared", Severity::Error, "a.php:2:6".to_owned())]);
        assert!(found.iter().any(|ruling| ruling.finding.is_none()), "what is declared is a check, too");
    }

    #[test]
    fn a_name_that_nobody_documents_is_a_warning_where_it_stands() {
        let scan = scan_of("BX24.callMethod('crm.deal.lst')");
        let found = kinds(&rulings(&required(&["crm"]), &scan));
        assert!(
            found.contains(&("scope-undeclared", Severity::Warning, "a.php:1:18".to_owned())),
            "{found:?}"
        );
    }

    #[test]
    fn a_test_is_annotated_only_for_what_no_other_code_needs_and_fails_nothing() {
        let mut scan = scan_of("a('crm.deal.list')");
        let test = scan::calls_in("tests/a.php", b"a('crm.lead.get', 'tasks.task.add'); b('tasks.task.get')");
        scan.add(&Text::theirs("tests/a.php"), &test);
        let scan = scan.sorted();
        assert_eq!(
            kinds(&rulings(&required(&["im"]), &scan))[..2],
            [
                ("scope-undeclared", Severity::Error, "a.php:1:4".to_owned()),
                ("scope-undeclared", Severity::Warning, "tests/a.php:1:20".to_owned()),
            ]
        );
        let unused = kinds(&rulings(&required(&["crm", "task"]), &scan));
        assert_eq!(unused, [], "what tests need is not unused");
        assert!(rulings(&required(&["im"]), &scan).iter().all(Ruling::is_sound));
    }

    #[test]
    fn what_parameters_decide_is_a_warning() {
        let fields = scan_of("b24; a('userfieldconfig.list')");
        assert_eq!(
            kinds(&rulings(&required(&["userfieldconfig"]), &fields)),
            [("scope-undeclared", Severity::Warning, "a.php:1:9".to_owned())]
        );
        assert_eq!(kinds(&rulings(&required(&["userfieldconfig", "crm"]), &fields)), []);
        for ruling in rulings(&required(&[]), &fields) {
            assert!(ruling.is_sound(), "{ruling:?}");
        }
    }

    #[test]
    fn what_no_webhook_can_call_needs_no_scope() {
        let scan = scan_of("a('sign.b2e.document.get'); a('placement.bind'); a('userfieldtype.add')");
        assert_eq!(kinds(&rulings(&required(&["crm"]), &scan)), []);
    }

    #[test]
    fn nobody_is_told_to_untick_a_scope_for_what_the_code_looks_like() {
        let found = rulings(&required(&["im"]), &scan_of("a('crm.deal.list')"));
        let advice = found.iter().filter_map(|ruling| ruling.finding.clone());
        let advice = advice.map(|finding| finding.advice.seal(&Redactor::default()).to_string());
        for advice in advice {
            assert!(!advice.contains("untick") && !advice.contains("on the hook"), "{advice}");
        }
    }

    #[test]
    fn while_a_call_site_cannot_be_read_nothing_is_said_to_be_dropped() {
        let scan = scan_of("bx24.callMethod(method); bx24.callMethod('crm.deal.list')");
        let found = rulings(&required(&["crm", "im"]), &scan);
        assert_eq!(kinds(&found), [("scope-unused", Severity::Notice, "input `required-scopes`".to_owned())]);
        let finding = found.iter().find_map(|ruling| ruling.finding.clone()).unwrap();
        let what = finding.what.seal(&Redactor::default()).to_string();
        assert!(
            what.ends_with("no call that could be read needs it; 1 call site could not be read"),
            "{what}"
        );
        assert!(!finding.advice.seal(&Redactor::default()).to_string().contains("drop"));
    }

    #[test]
    fn what_an_unknown_name_may_need_is_not_unused() {
        let found = rulings(&required(&["crm"]), &scan_of("bx24.callMethod('crm.deal.lst')"));
        assert_eq!(kinds(&found), [("scope-undeclared", Severity::Warning, "a.php:1:18".to_owned())]);
    }

    #[test]
    fn one_of_several_scopes_is_enough() {
        let scan = scan_of("a('user.get', 'crm.deal.list')");
        assert_eq!(kinds(&rulings(&required(&["crm", "user_brief"]), &scan)), []);
        assert_eq!(kinds(&rulings(&required(&["crm"]), &scan)).len(), 1);
    }

    #[test]
    fn what_no_call_needs_is_a_notice_unless_it_is_kept() {
        let mut rules = required(&["crm", "im", "basic"]);
        let scan = scan_of("a('crm.deal.list')");
        let kinds_of = |rules: &[Rule<Scope>]| kinds(&rulings(rules, &scan));
        assert_eq!(
            kinds_of(&rules),
            [("scope-unused", Severity::Notice, "input `required-scopes`".to_owned())]
        );
        rules[1].keep = true;
        assert_eq!(kinds_of(&rules), []);
    }
}
