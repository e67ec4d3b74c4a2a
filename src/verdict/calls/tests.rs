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
    assert!(found.contains(&("scope-undeclared", Severity::Warning, "a.php:1:18".to_owned())), "{found:?}");
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
        assert!(!advice.contains("untick") && !advice.contains("on the webhook"), "{advice}");
    }
}

#[test]
fn while_a_call_site_cannot_be_read_nothing_is_said_to_be_dropped() {
    let scan = scan_of("bx24.callMethod(method); bx24.callMethod('crm.deal.list')");
    let found = rulings(&required(&["crm", "im"]), &scan);
    assert_eq!(kinds(&found), [("scope-unused", Severity::Notice, "input `required-scopes`".to_owned())]);
    let finding = found.iter().find_map(|ruling| ruling.finding.clone()).unwrap();
    let what = finding.what.seal(&Redactor::default()).to_string();
    assert!(what.ends_with("no call that could be read needs it; 1 call site could not be read"), "{what}");
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
    assert_eq!(kinds_of(&rules), [("scope-unused", Severity::Notice, "input `required-scopes`".to_owned())]);
    rules[1].keep = true;
    assert_eq!(kinds_of(&rules), []);
}
