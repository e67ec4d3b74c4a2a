use super::*;
use crate::host::Host;
use crate::ledger::Ledger;
use crate::policy::Policy;
use crate::portal::facts::{Availability, Call, Listed, Person};
use crate::portal::failure::{Body, Failure, Network, Refusal};
use crate::scope::MethodName;
use crate::text::Text;
use crate::text::seal::Seal;

mod grants;
mod hints;
mod rights;
mod troubles;

fn label() -> Label {
    Label { name: None, host: Host::parse("acme.bitrix24.com").unwrap(), user: 17 }
}

fn demands(yaml: &str) -> Demands {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(yaml.as_bytes(), &Text::theirs("p.yml"), &mut ledger);
    assert_eq!(ledger, Ledger::default(), "{yaml}");
    policy.base
}

fn codes(codes: &[&str]) -> BTreeSet<Scope> {
    codes.iter().map(|code| Scope::parse(code).unwrap()).collect()
}

/// A healthy portal that grants these.
fn facts(granted: &[&str]) -> Facts {
    Facts {
        owner: Owner::Person(Person { id: 17, name: "Rita".to_owned(), admin: Some(false) }),
        scope: Listed::Codes(codes(granted)),
        known: Some(codes(&["crm", "im", "task", "user", "user_brief", "telephony", "sonet_group", "disk"])),
        attempts: 1,
        ..Facts::default()
    }
}

/// `severity reason what` of each finding.
fn findings(yaml: &str, facts: &Facts) -> Vec<String> {
    let verdict = judge(&label(), &demands(yaml), facts);
    verdict
        .findings()
        .map(|f| format!("{} {} {}", f.severity.word(), f.reason.id(), f.what.clone().plain()))
        .collect()
}

fn ends(yaml: &str, facts: &Facts) -> (&'static str, &'static str) {
    let verdict = judge(&label(), &demands(yaml), facts);
    (verdict.outcome().word(), verdict.reason().id())
}

fn refused(status: u16, code: &str, text: &str) -> Failure {
    Failure::Refused(Refusal { code: code.to_owned(), text: text.to_owned(), status: Some(status) })
}

#[test]
fn a_policy_that_is_met_passes_without_a_word() {
    assert_eq!(findings("[crm, im]", &facts(&["crm", "im"])), [""; 0]);
    assert_eq!(ends("[crm, im]", &facts(&["crm", "im"])), ("passed", "ok"));
}

#[test]
fn basic_is_always_held() {
    assert_eq!(ends("[basic]", &facts(&[])), ("passed", "ok"));
}

#[test]
fn a_missing_scope_is_not_granted_or_unknown_to_the_portal() {
    assert_eq!(
        findings("[crm, im, tasks, sonet, diks, nosuch]", &facts(&["crm"])),
        [
            "error scope-missing `im` is required and not granted",
            "error scope-missing `tasks` is required and unknown to this portal",
            "error scope-missing `sonet` is required and unknown to this portal",
            "error scope-missing `diks` is required and unknown to this portal",
            "error scope-missing `nosuch` is required and unknown to this portal",
        ]
    );
    let verdict = judge(&label(), &demands("[tasks, sonet, diks]"), &facts(&[]));
    let advice = verdict.findings().map(|finding| finding.advice.reveal()).collect::<Vec<_>>();
    assert_eq!(advice, ["did you mean `task`?", "did you mean `sonet_group`?", "did you mean `disk`?"]);
}

#[test]
fn a_dotted_code_is_no_child_of_its_first_part() {
    assert_eq!(ends("[user.userfield]", &facts(&["user"])).1, "scope-missing");
}

#[test]
fn forbidden_and_extra_scopes_are_reported_by_their_weight() {
    let facts = facts(&["crm", "im", "telephony", "user_brief"]);
    let yaml = "{required: [crm], forbidden: [telephony], allow-extra: [user_brief]}";
    assert_eq!(
        findings(yaml, &facts),
        [
            "error scope-forbidden `telephony` is forbidden and granted",
            "warning scope-extra `im` is granted and no rule names it"
        ]
    );
    assert_eq!(ends("{required: [crm], extra: warn}", &facts), ("passed", "scope-extra"));
    assert_eq!(ends("{required: [crm], extra: fail}", &facts), ("failed", "scope-extra"));
    assert_eq!(ends("{required: [crm], extra: ignore}", &facts), ("passed", "ok"));
}

#[test]
fn scopes_by_the_thousand_are_one_finding() {
    let many = |letter: &str| (0..990).map(|n| format!("{letter}{n:029}")).collect::<Vec<_>>();
    let mut facts = facts(&many("a").iter().map(String::as_str).collect::<Vec<_>>());
    facts.capitals = many("A").iter().filter_map(|code| Scope::as_sent(code)).collect();
    let found = findings("{required: [crm], extra: warn}", &facts);
    let [capitals, missing, extra] = found.as_slice() else { panic!("{found:?}") };
    let ends = |text: &str, words: &str| text.ends_with(&format!("{:029}` and 970 more {words}", 19));
    assert!(ends(extra, "are granted and no rule names them"), "{extra}");
    assert!(ends(capitals, "in capitals; they count as the same scopes in lower case"), "{capitals}");
    assert!(missing.starts_with("error scope-missing `crm`"), "{missing}");
}

#[test]
fn without_a_rule_on_scopes_nothing_is_extra() {
    assert_eq!(ends("portal: acme.bitrix24.com", &facts(&["crm"])), ("passed", "ok"));
    assert_eq!(ends("extra: fail", &facts(&["crm"])), ("failed", "scope-extra"));
}

#[test]
fn unknown_grants_never_pass_a_policy_that_needs_them() {
    let mut facts = facts(&[]);
    facts.scope = Listed::Nothing;
    assert_eq!(ends("[crm]", &facts), ("failed", "scopes-unknown"));
    assert_eq!(ends("forbidden: [crm]", &facts), ("failed", "scopes-unknown"));
    assert_eq!(ends("extra: fail", &facts), ("failed", "scopes-unknown"));
    assert_eq!(ends("allow-extra: [crm]", &facts), ("failed", "scopes-unknown"));
    assert_eq!(
        ends("{allow-extra: [crm], extra: ignore, portal: acme.bitrix24.com}", &facts),
        ("passed", "ok")
    );
    assert_eq!(ends("portal: acme.bitrix24.com", &facts), ("passed", "ok"));
    facts.failures = vec![(Call::Scope, refused(200, "ACCESS_DENIED", "x"))];
    assert_eq!(ends("[crm]", &facts), ("failed", "scopes-unknown"));
    facts.failures = vec![(Call::Scope, refused(200, "ERROR_CORE", "x"))];
    assert_eq!(ends("[crm]", &facts), ("unreachable", "server-error"));
    facts.failures = vec![(Call::Batch, Failure::Network(Network::Cut))];
    assert_eq!(ends("[crm]", &facts), ("unreachable", "network"));
}

#[test]
fn an_owner_without_an_id_fails_whatever_else_holds() {
    let mut facts = facts(&["crm"]);
    facts.owner = Owner::Gone;
    assert_eq!(ends("[crm]", &facts), ("failed", "identity"));
}

#[test]
fn identity_is_compared_rule_by_rule() {
    let facts = facts(&[]);
    assert_eq!(ends("{portal: acme.bitrix24.com, user: {id: 17}}", &facts), ("passed", "ok"));
    assert_eq!(
        findings("{portal: other.bitrix24.com, user: {id: 1, admin: true}}", &facts),
        [
            "error identity the webhook belongs to acme.bitrix24.com, but other.bitrix24.com is expected",
            "error identity the webhook acts as user 17, but user 1 is expected",
            "error identity user 17 is not an administrator",
        ]
    );
    assert_eq!(ends("user: {admin: false}", &facts), ("passed", "ok"));
}

/// `acme` is what people call the portal.
#[test]
fn of_a_portal_without_its_domain_the_whole_host_is_named() {
    for (expected, advice) in [
        ("acme", "write the whole host: `acme.bitrix24.com`"),
        ("ACME", "write the whole host: `acme.bitrix24.com`"),
        ("other", "check which secret this job gets"),
        ("acme.bitrix24.de", "check which secret this job gets"),
    ] {
        let verdict = judge(&label(), &demands(&format!("portal: {expected}")), &facts(&[]));
        let finding = verdict.findings().next().expect("a finding");
        assert_eq!(finding.advice.clone().plain().as_str(), advice, "{expected}");
    }
}

#[test]
fn a_hook_that_was_handed_over_is_worth_a_notice_and_no_more() {
    let mut facts = facts(&["crm"]);
    facts.owner = Owner::Person(Person { id: 99, name: "System".to_owned(), admin: None });
    assert_eq!(
        findings("[crm]", &facts),
        ["notice identity the webhook acts as user 99, but its address names user 17"]
    );
    assert_eq!(ends("[crm]", &facts), ("passed", "ok"));
    assert_eq!(ends("{required: [crm], user: {id: 99}}", &facts), ("passed", "ok"));
    let advice = |policy| {
        let verdict = judge(&label(), &demands(policy), &facts);
        verdict.findings().next().unwrap().advice.reveal()
    };
    assert!(
        advice("[crm]").contains("user 17 was dismissed") && advice("[crm]").contains("`expect-user-id`")
    );
    assert!(advice("user: {id: 17}").ends_with("expect user 99"));
    assert!(advice("user: {id: 5}").starts_with("check which secret"));
}

#[test]
fn app_info_only_adds_to_what_the_batch_has_proven() {
    let mut facts = facts(&["crm"]);
    facts.failures =
        vec![(Call::AppInfo, refused(403, "ACCESS_DENIED", "Access denied! Application context required"))];
    assert_eq!(ends("[crm]", &facts), ("passed", "ok"));
    let plan = refused(401, "ACCESS_DENIED", "REST is available only by subscription.");
    facts.failures = vec![(Call::AppInfo, plan.clone())];
    assert_eq!(ends("[crm]", &facts), ("passed", "ok"));
    facts.failures = vec![(Call::AppInfo, Failure::Body(Body::Empty, 500.into()))];
    assert_eq!(ends("[crm]", &facts), ("passed", "ok"));
    // The facts of `app.info` are needed if the batch lacks them.
    facts.failures.push((Call::Scope, refused(200, "ERROR_CORE", "")));
    facts.scope = Listed::Nothing;
    assert_eq!(ends("portal: acme.bitrix24.com", &facts), ("unreachable", "server-error"));
    facts.failures = vec![(Call::AppInfo, plan)];
    facts.owner = Owner::Unknown;
    assert_eq!(ends("[basic]", &facts).0, "failed");
}

#[test]
fn the_same_trouble_on_both_calls_is_reported_once() {
    let no = refused(401, "INVALID_CREDENTIALS", "Invalid request credentials");
    let facts = Facts { failures: vec![(Call::Batch, no.clone()), (Call::AppInfo, no)], ..Facts::default() };
    assert_eq!(
        findings("[crm]", &facts),
        [
            "error hook-refused the portal no longer accepts this webhook: deleted or regenerated (INVALID_CREDENTIALS)"
        ]
    );
}

#[test]
fn a_no_outranks_an_unknown() {
    let mut facts = facts(&[]);
    facts.owner = Owner::Unknown;
    for failure in [Failure::Unanswered, Failure::Interrupted] {
        facts.failures = vec![(Call::Profile, failure)];
        assert_eq!(ends("[crm]", &facts), ("failed", "scope-missing"));
    }
}

#[test]
fn methods_are_judged_without_the_known_false_alarms() {
    let mut facts = facts(&["task"]);
    let answer = |existing, available| Ok(Availability { existing, available });
    let mut say = |name: &str, answer| facts.methods.insert(MethodName::parse(name).unwrap(), answer);
    say("tasks.task.list", answer(true, false));
    say("crm.deal.list", answer(true, false));
    say("crm.deal.lst", answer(false, false));
    say("im.notify", Err(refused(200, "ERROR_CORE", "")));
    say("profile", answer(true, true));
    assert_eq!(
        findings(
            "{methods: [tasks.task.list, crm.deal.list, crm.deal.lst, im.notify, profile], allow-extra: [task]}",
            &facts
        ),
        [
            "error method-unavailable the webhook's scopes do not open `crm.deal.list`",
            "error method-unavailable `crm.deal.lst` does not exist on this portal",
            "error server-error the portal could not be asked about `im.notify`: the portal failed with an internal error (ERROR_CORE)",
        ]
    );
    let verdict = judge(&label(), &demands("methods: [crm.deal.list]"), &facts);
    assert!(verdict.findings().next().unwrap().advice.reveal().starts_with("grant `crm`"));
    facts.scope = Listed::Codes(codes(&[]));
    assert_eq!(ends("methods: [tasks.task.list]", &facts), ("failed", "method-unavailable"));
    facts.scope = Listed::Nothing;
    assert_eq!(ends("methods: [tasks.task.list]", &facts), ("failed", "scopes-unknown"));
}

#[test]
fn findings_carry_the_rule_s_place_and_its_author_s_reason() {
    let yaml = "required:\n  - crm\n  - scope: im\n    why: deploy messages\n";
    let verdict = judge(&label(), &demands(yaml), &facts(&["crm"]));
    let ruling = verdict.rulings.iter().find(|ruling| ruling.finding.is_some()).unwrap();
    assert_eq!(ruling.origin.clone().unwrap().plain().to_string(), "p.yml:3:12");
    assert_eq!(ruling.why.as_ref().unwrap().reveal(), "deploy messages");
}

/// `profile` and `scope` have just proven it.
#[test]
fn nothing_is_advised_to_a_webhook_whose_spare_call_failed() {
    for (status, code) in
        [(401, "INVALID_CREDENTIALS"), (401, "ACCESS_DENIED"), (401, "ERROR_OAUTH"), (404, "X")]
    {
        let mut facts = facts(&["crm"]);
        facts.failures = vec![(Call::AppInfo, refused(status, code, ""))];
        let verdict = judge(&label(), &demands("[crm]"), &facts);
        let finding = verdict.findings().next().unwrap();
        assert_eq!(finding.severity, Severity::Warning);
        assert_eq!(
            finding.advice.reveal(),
            "nothing to do: the webhook itself works, only the portal's plan stays unknown"
        );
    }
}
