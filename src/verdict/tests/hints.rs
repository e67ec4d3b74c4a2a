//! Advice on scopes and methods.

use super::*;

/// The advice on each required scope, as far as this portal knows scopes.
fn advice(yaml: &str, facts: &Facts) -> Vec<String> {
    let verdict = judge(&label(), &demands(yaml), facts);
    verdict.findings().map(|finding| finding.advice.clone().plain().to_string()).collect()
}

const SPELLING: &str = "check its spelling, and that its module is installed";

#[test]
fn a_third_of_a_code_may_be_wrong_and_no_more() {
    assert_eq!(advice("[tellephoni]", &facts(&[])), ["did you mean `telephony`?"]);
    assert_eq!(advice("[nosuch, imm_x]", &facts(&[])), [SPELLING; 2]);
}

#[test]
fn what_is_often_meant_is_named_only_where_it_is_known() {
    let mut facts = facts(&[]);
    assert_eq!(advice("[tasks]", &facts), ["did you mean `task`?"]);
    facts.known = Some(codes(&["crm", "im"]));
    assert_eq!(advice("[tasks]", &facts), [SPELLING]);
}

/// Where the portal knows both, only what each opens can tell which was meant.
#[test]
fn a_code_that_is_often_mixed_up_says_what_it_opens() {
    let mut facts = facts(&[]);
    facts.known = Some(codes(&["task", "tasks", "tasks_extended", "crm"]));
    let rest_3 = "`tasks` opens REST 3.0 methods only; for tasks.* on /rest/ require `task`";
    assert_eq!(advice("[tasks]", &facts), [rest_3]);
    assert!(advice("[tasks_extended]", &facts)[0].ends_with("for tasks.* on /rest/ require `task`"));
    assert!(advice("[crm]", &facts)[0].starts_with("tick it"));
    facts.known = None;
    assert_eq!(advice("[tasks]", &facts), [rest_3]);
}

#[test]
fn only_the_first_of_very_many_are_compared() {
    let list = (0..25).map(|n| format!("telephony{n}")).collect::<Vec<_>>().join(", ");
    let given = advice(&format!("[{list}]"), &facts(&[]));
    assert_eq!(given.iter().filter(|advice| *advice == "did you mean `telephony`?").count(), 19);
    assert!(given[19..].iter().all(|advice| advice == SPELLING));
}

#[test]
fn the_scope_to_grant_is_the_method_s_own() {
    for (method, scope) in [("crm.deal.list", "crm"), ("im.notify", "im"), ("tasks.task.list", "task")] {
        let mut facts = facts(&[]);
        let answer = Ok(Availability { existing: true, available: false });
        facts.methods.insert(MethodName::parse(method).unwrap(), answer);
        let given = advice(&format!("methods: [{method}]"), &facts);
        assert!(given[0].starts_with(&format!("grant `{scope}`: tick it")), "{given:?}");
    }
}

#[test]
fn unknown_grants_are_reported_once_with_their_cause() {
    let mut facts = facts(&[]);
    facts.scope = Listed::Nothing;
    let what = "error scopes-unknown the portal did not say which scopes the webhook holds";
    assert_eq!(findings("[crm]", &facts), [what]);
    let answer = Ok(Availability { existing: true, available: false });
    facts.methods.insert(MethodName::parse("tasks.task.list").unwrap(), answer);
    assert_eq!(findings("methods: [tasks.task.list]", &facts), [what]);
    facts.failures = vec![(Call::Scope, refused(200, "ERROR_CORE", ""))];
    let passing = what.replace("scopes-unknown", "server-error");
    let cause = format!("{passing}: the portal failed with an internal error (`scope`: ERROR_CORE)");
    assert_eq!(findings("[crm]", &facts), [cause]);
    facts.failures = vec![(Call::Scope, refused(200, "ACCESS_DENIED", ""))];
    let cause = format!("{what}: the portal denied access (`scope`: ACCESS_DENIED)");
    assert_eq!(findings("[crm]", &facts), [cause]);
    facts.failures = vec![(Call::AppInfo, Failure::Body(Body::Empty, 500.into()))];
    assert_eq!(findings("[crm]", &facts).last().unwrap(), what);
}

#[test]
fn a_method_that_could_not_be_looked_up_has_its_own_trouble_unless_the_batch_has_it() {
    let mut facts = facts(&["crm"]);
    facts.methods.insert(MethodName::parse("crm.deal.list").unwrap(), Err(Failure::Unanswered));
    facts.failures = vec![(Call::Batch, Failure::Network(Network::Cut))];
    let yaml = "methods: [crm.deal.list]";
    assert_eq!(findings(yaml, &facts), ["error network the connection to the portal was cut"]);
    for failures in [vec![], vec![(Call::Scope, refused(200, "ERROR_CORE", ""))]] {
        facts.failures = failures;
        assert!(findings(yaml, &facts)[0].contains("`crm.deal.list`: the portal left"));
    }
}
