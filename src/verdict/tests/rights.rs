//! Rights of the hook's owner.

use super::*;
use crate::knowledge::rights::Right;
use crate::portal::facts::Proof;

fn told(proof: Result<Proof, Failure>, granted: &[&str]) -> Facts {
    let mut facts = facts(granted);
    facts.rights.insert(Right::parse("crm.deal").unwrap(), proof);
    facts
}

const YAML: &str = "{rights: [crm.deal]}";

#[test]
fn each_proof_has_its_words_and_its_cure() {
    for (proof, expected, advice) in [
        (Proof::Held, None, ""),
        (
            Proof::Denied,
            Some(
                "error right-missing the owner, user 17 (Rita), may not read deals: the right `crm.deal` is missing",
            ),
            "a CRM administrator",
        ),
        (
            Proof::Guest,
            Some(
                "error right-missing the owner, user 17 (Rita), is a guest of the portal and may not read deals: the right \
                 `crm.deal` is missing",
            ),
            "create the webhook under an employee",
        ),
        (
            Proof::Absent,
            Some(
                "error right-missing nobody can have the right `crm.deal` on this portal: it has no `crm.deal.list`",
            ),
            "check that the module",
        ),
        (
            Proof::Plan,
            Some(
                "error plan the portal's plan does not let anybody read deals, so nobody has the right `crm.deal`",
            ),
            "change the portal's plan",
        ),
        (
            Proof::Odd,
            Some(
                "error server-error it is unknown whether the owner has the right `crm.deal`: the portal \
                 answered `crm.deal.list` in an unknown form",
            ),
            "run again later",
        ),
        (
            Proof::Closed,
            Some(
                "error scope-missing the call for the right `crm.deal` was refused for lack of the scope `crm`, which the portal \
                 lists as granted",
            ),
            "run again",
        ),
    ] {
        let facts = told(Ok(proof), &["crm"]);
        assert_eq!(findings(YAML, &facts), Vec::from_iter(expected), "{proof:?}");
        let verdict = judge(&label(), &demands(YAML), &facts);
        assert!(verdict.rulings.iter().all(Ruling::is_sound), "{proof:?}");
        for finding in verdict.findings() {
            assert!(finding.advice.reveal().starts_with(advice), "{:?}", finding.advice.reveal());
        }
    }
}

#[test]
fn without_its_scope_there_is_one_finding_and_it_is_the_scopes() {
    let missing = "error scope-missing `crm` is required and not granted";
    for proof in [Ok(Proof::Closed), Ok(Proof::Held)] {
        assert_eq!(findings(YAML, &told(proof, &["im"])), [missing]);
    }
    assert_eq!(findings("{required: [crm], rights: [crm.deal]}", &told(Ok(Proof::Closed), &[])), [missing]);
    let mut facts = told(Ok(Proof::Closed), &[]);
    facts.scope = Listed::Nothing;
    assert_eq!(ends(YAML, &facts), ("failed", "scopes-unknown"));
    assert!(findings(YAML, &facts).iter().any(|finding| finding.contains("needs the scope `crm`")));
}

#[test]
fn a_fault_is_no_proof_either_way_and_never_a_pass() {
    for (failure, end) in [
        (refused(200, "QUERY_LIMIT_EXCEEDED", ""), ("unreachable", "rate-limited")),
        (refused(200, "ERROR_CORE", ""), ("unreachable", "server-error")),
        (Failure::Unanswered, ("unreachable", "server-error")),
        (Failure::Timeout(std::time::Duration::from_secs(1)), ("unreachable", "timeout")),
        (refused(200, "NEW_CODE", ""), ("failed", "right-missing")),
    ] {
        let facts = told(Err(failure), &["crm"]);
        assert_eq!(ends(YAML, &facts), end);
        let verdict = judge(&label(), &demands(YAML), &facts);
        let ruling = verdict.rulings.iter().find(|ruling| ruling.subject.kind == Aspect::Right).unwrap();
        assert_eq!(ruling.standing, Standing::Unknown);
    }
    assert_eq!(ends(YAML, &facts(&["crm"])).0, "unreachable", "an answer that never came");
}

#[test]
fn who_has_no_name_is_a_number() {
    let mut facts = told(Ok(Proof::Denied), &["crm"]);
    facts.owner = Owner::Person(Person { id: 17, name: " ".to_owned(), admin: None });
    assert!(findings(YAML, &facts)[0].contains("the owner, user 17, may not read deals"));
}
