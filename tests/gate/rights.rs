//! Rights of the hook's owner, each against each kind of owner.

use std::fmt::Write as _;

use serde_json::Value;

use crate::gate::Gate;
use crate::portal::{Behaviour, Fault, Portal, Role, Script, Times};
use crate::run::Run;

const RIGHTS: [&str; 10] = [
    "bizproc.admin",
    "catalog",
    "crm.admin",
    "crm.company",
    "crm.contact",
    "crm.deal",
    "crm.lead",
    "crm.type.1032",
    "lists",
    "sale",
];

/// What each kind of owner has, in the order of [`Role::ALL`].
const HELD: [[bool; 10]; 5] = {
    const Y: bool = true;
    const N: bool = false;
    [
        [Y, Y, Y, Y, Y, Y, Y, Y, Y, Y],
        [N, Y, N, Y, Y, Y, Y, Y, Y, N],
        [N, Y, N, N, N, N, N, N, Y, N],
        [N, N, N, Y, Y, Y, Y, Y, Y, N],
        [N, N, N, N, N, N, N, N, N, N],
    ]
};

/// A portal whose hook has every scope that a right needs.
fn owned_by(role: Role) -> Script {
    let script = Portal::alive().grants(&["bizproc", "catalog", "crm", "lists", "sale"]).role(role);
    if role == Role::Administrator { script.admin() } else { script }
}

fn policy(rights: &[&str]) -> String {
    format!("rights: [{}]\n", rights.join(", "))
}

/// The checks of rights in the report: which, how it stands, and the reason.
fn rights(run: &Run) -> Vec<(String, String, Option<String>)> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let report = run.json();
    let checks = report["hooks"][0]["checks"].as_array().expect("checks").clone();
    let of_rights = checks.into_iter().filter(|check| check["kind"] == "right");
    of_rights
        .map(|check| {
            let finding = check["finding"].as_u64().and_then(|at| usize::try_from(at).ok());
            let reason = finding.and_then(|at| text(&report["hooks"][0]["findings"][at]["reason"]));
            (text(&check["value"]).expect("a value"), text(&check["standing"]).expect("a standing"), reason)
        })
        .collect()
}

#[test]
fn every_right_of_every_owner_in_two_requests() {
    let mut table = format!("{:<16}", "");
    for role in Role::ALL {
        write!(table, "{:<18}", format!("{role:?}")).expect("a string takes all");
    }
    let mut columns = Vec::new();
    for (role, held) in Role::ALL.into_iter().zip(HELD) {
        let portal = owned_by(role).start();
        let run = Gate::new(&portal).policy(&policy(&RIGHTS)).run();
        let expected = RIGHTS.iter().zip(held).map(|(right, held)| {
            let standing = if held { "held" } else { "broken" };
            ((*right).to_owned(), standing.to_owned(), (!held).then(|| "right-missing".to_owned()))
        });
        assert_eq!(rights(&run), expected.collect::<Vec<_>>(), "{role:?}: {run}");
        if held == [true; 10] {
            run.ends(0, "passed", "ok");
        } else {
            run.ends(1, "failed", "right-missing").says("user 17 (Rita O'Hara)");
        }
        assert_eq!(portal.requests().len(), 2, "{role:?}: {run}");
        columns.push(rights(&run));
    }
    for (at, right) in RIGHTS.iter().enumerate() {
        write!(table, "\n{right:<16}").expect("a string takes all");
        for column in &columns {
            write!(table, "{:<18}", column[at].1).expect("a string takes all");
        }
    }
    println!("{table}");
}

#[test]
fn what_is_missing_is_told_at_the_policys_line_with_who_grants_it_and_where() {
    let portal = owned_by(Role::WithoutCrm).start();
    let policy = "rights:\n  - lists\n  - right: crm.deal\n    why: orders become deals\n";
    let run = Gate::new(&portal).policy(policy).github().run();
    run.ends(1, "failed", "right-missing")
        .says("the owner, user 17 (Rita O'Hara), may not read deals: the right `crm.deal` is missing")
        .says("why: orders become deals")
        .says("CRM > Settings > Access permissions")
        .annotation("::error file=.github/b24-scopes.yml,line=3,col=12", "may not read deals");
    assert_eq!(run.annotations().iter().filter(|line| line.starts_with("::error ")).count(), 1, "{run}");
}

#[test]
fn a_name_is_hidden_where_reports_are_redacted() {
    let portal = owned_by(Role::WithoutCrm).start();
    let run = Gate::new(&portal).policy(&policy(&["crm.deal"])).input("redact", "true").run();
    run.ends(1, "failed", "right-missing").says("the owner, user 17 (").keeps_quiet_about("Hara");
}

#[test]
fn a_guest_is_told_from_an_employee() {
    let portal = owned_by(Role::Extranet).start();
    let run = Gate::new(&portal).policy(&policy(&["catalog"])).run();
    run.ends(1, "failed", "right-missing")
        .says("is a guest of the portal")
        .says("create the webhook under an employee");
}

#[test]
fn a_type_that_the_portal_lacks_and_a_module_that_it_lacks() {
    let portal = owned_by(Role::Administrator).start();
    let run = Gate::new(&portal).policy(&policy(&["crm.type.1034"])).run();
    run.ends(1, "failed", "right-missing").says("the portal has no item type for the right `crm.type.1034`");
    assert_eq!(portal.asked("batch"), 1);
    let gone = Behaviour::refuses(404, "ERROR_METHOD_NOT_FOUND", "Method not found!");
    let portal = owned_by(Role::Administrator).command("catalog.section.list", gone).start();
    let run = Gate::new(&portal).policy(&policy(&["catalog"])).run();
    run.ends(1, "failed", "right-missing").says("it has no `catalog.section.list`");
}

#[test]
fn what_the_plan_lacks_is_the_plans() {
    let plan = Behaviour::refuses(403, "ACCESS_DENIED", "Lists are available on extended plans only");
    let portal = owned_by(Role::Administrator).command("lists.get", plan).start();
    let run = Gate::new(&portal).policy(&policy(&["lists"])).run();
    run.ends(1, "failed", "plan").says("the portal's plan does not let anybody read lists");
}

#[test]
fn a_right_requires_its_scope() {
    let portal = Portal::alive().grants(&["im"]).start();
    let run = Gate::new(&portal).policy("rights: [crm.deal, crm.lead]\nallow-extra: [im]\n").github().run();
    run.ends(1, "failed", "scope-missing")
        .says("`crm` is required and not granted")
        .annotation("::error file=.github/b24-scopes.yml,line=1,col=10,", "`crm` is required and not granted")
        .keeps_quiet_about("right-missing")
        .outputs("missing-scopes", r#"["crm"]"#);
    let standings = rights(&run).into_iter().map(|(_, standing, reason)| (standing, reason));
    assert!(standings.eq([("unknown".to_owned(), None), ("unknown".to_owned(), None)]), "{run}");
    assert_eq!(run.annotations().iter().filter(|line| line.starts_with("::error ")).count(), 1, "{run}");
}

#[test]
fn the_scope_of_a_right_is_no_extra_one() {
    let portal = Portal::alive().grants(&["crm"]).start();
    Gate::new(&portal).policy("rights: [crm.deal]\nextra: fail\n").run().ends(0, "passed", "ok");
    // Without a rule on scopes there is nothing that could be extra.
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    Gate::new(&portal).policy("rights: [crm.deal]\n").run().ends(0, "passed", "ok");
}

#[test]
fn a_call_is_covered_by_a_right_that_needs_its_scope() {
    let portal = Portal::alive().grants(&["crm"]).start();
    let gate = Gate::new(&portal).policy("rights: [crm.deal]\nscan: { paths: [src] }\n");
    let run = gate.file("src/a.js", b"bx24.callMethod('crm.deal.list');").run();
    run.ends(0, "passed", "ok");
}

#[test]
fn an_input_that_forbids_the_scope_of_a_right_is_refused() {
    let portal = Portal::alive().unasked().start();
    let gate = Gate::new(&portal).policy("hooks: { shop: { rights: [crm.deal] } }\n");
    let run = gate.input("forbidden-scopes", "crm").run();
    run.ends(2, "misconfigured", "config")
        .says("the right `crm.deal` needs the scope `crm`, which is forbidden by");
}

#[test]
fn a_right_of_one_hook_is_asked_of_that_hook_alone() {
    let [shop, other] = [owned_by(Role::Employee), owned_by(Role::WithoutCrm)].map(Script::start);
    let gate = Gate::several(&[("shop", &shop), ("other", &other)]);
    gate.policy("rights: [lists]\nhooks: { shop: { rights: [crm.deal] } }\n").run().ends(0, "passed", "ok");
    let asks = |portal: &Portal, method: &str| {
        portal.requests().iter().flat_map(|seen| &seen.commands).any(|(_, call)| call.starts_with(method))
    };
    assert!(asks(&shop, "crm.deal.list") && !asks(&other, "crm.deal.list") && asks(&other, "lists.get"));
}

#[test]
fn a_fault_is_no_proof_and_is_asked_again_alone() {
    let busy = Behaviour::refuses(503, "QUERY_LIMIT_EXCEEDED", "Too many requests");
    let limited =
        Behaviour::refuses(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit.");
    let broken = Behaviour::refuses(400, "ERROR_CORE", "Redis went away");
    let odd = Behaviour::Says(Value::from("yes"));
    for (fault, reason, batches) in [
        (busy, "rate-limited", 4),
        (limited, "rate-limited", 2),
        (broken, "server-error", 4),
        (odd, "server-error", 1),
        (Behaviour::Silent, "server-error", 4),
    ] {
        let portal = owned_by(Role::Administrator).command("crm.deal.list", fault.clone()).start();
        let run = Gate::new(&portal).policy(&policy(&["crm.deal", "lists"])).run();
        run.ends(3, "unreachable", reason).says("it is unknown whether the owner has the right `crm.deal`");
        assert_eq!(rights(&run)[0].1, "unknown", "{run}");
        assert_eq!(rights(&run)[1].1, "held", "{run}");
        let requests = portal.requests();
        let sizes = requests.iter().filter(|seen| seen.called == "batch").map(|seen| seen.commands.len());
        let expected = [5].into_iter().chain([1; 3]).take(batches);
        assert_eq!(sizes.collect::<Vec<_>>(), expected.collect::<Vec<_>>(), "{fault:?}: {run}");
    }
}

#[test]
fn a_code_that_nobody_knows_is_no_pass() {
    let odd = Behaviour::refuses(400, "NEW_CODE", "something");
    let portal = owned_by(Role::Administrator).command("sale.order.list", odd).start();
    let run = Gate::new(&portal).policy(&policy(&["sale"])).run();
    run.ends(1, "failed", "right-missing")
        .says("it is unknown whether the owner has the right")
        .says("NEW_CODE");
    assert_eq!(portal.asked("batch"), 1);
}

#[test]
fn a_batch_that_failed_says_so_once() {
    let portal = owned_by(Role::Administrator).on("batch", Times::Always, Fault::html(502)).start();
    let run = Gate::new(&portal).policy(&policy(&["crm.deal"])).run();
    run.ends(3, "unreachable", "server-error")
        .keeps_quiet_about("it is unknown whether the owner has the right");
}

#[test]
fn an_answer_of_megabytes_is_an_answer_and_nothing_of_it_is_told() {
    let portal = owned_by(Role::Employee).fields(3_000).start();
    let run =
        Gate::new(&portal).policy(&policy(&["crm.type.7", "crm.type.31", "crm.type.1032", "lists"])).run();
    run.ends(0, "passed", "ok");
    assert_eq!(portal.requests().len(), 2, "{run}");
    for (name, text) in run.leavings() {
        assert!(!text.contains("Private Customer") && !text.contains("Rita's list"), "{name}: {text}");
    }
}

#[test]
fn forty_seven_commands_are_one_batch_and_one_more_is_another() {
    for (rights, batches) in [(47, 1), (48, 2)] {
        let types = (0..rights).map(|at| format!("crm.type.{}", 1030 + 2 * at)).collect::<Vec<_>>();
        let portal = owned_by(Role::Administrator)
            .command("crm.item.fields", Behaviour::Says(serde_json::json!({ "fields": { "id": {} } })))
            .start();
        let policy = policy(&types.iter().map(String::as_str).collect::<Vec<_>>());
        Gate::new(&portal).policy(&policy).run().ends(0, "passed", "ok");
        assert_eq!((portal.asked("batch"), portal.requests().len()), (batches, batches + 1));
    }
}

#[test]
fn a_right_that_is_dropped_is_a_weakening() {
    let portal = owned_by(Role::Employee).start();
    let gate = Gate::new(&portal).policy("rights: [crm.deal]\n");
    let gate = gate.file("base.yml", b"rights: [crm.deal, { right: lists, why: forms }]\n");
    let run = gate.input("baseline-file", "base.yml").input("fail-on-weakening", "true").run();
    run.ends(1, "failed", "policy-weakened")
        .says("the owner need no longer have the right `lists`")
        .says("`lists` is no longer required");
}

#[test]
fn all_rights_are_listed_where_one_looks_for_them() {
    for args in [&["--help"][..], &["check", "--help"], &["explain", "right-missing"]] {
        let run = Gate::command(args).run();
        for right in RIGHTS {
            run.says(&right.replace("1032", "<number>"));
        }
    }
    let portal = Portal::alive().unasked().start();
    let run = Gate::new(&portal).policy("rights: [crm.deals]\n").run();
    run.ends(2, "misconfigured", "config").says("did you mean `crm.deal`?");
    for right in RIGHTS {
        run.says(&right.replace("1032", "<number>"));
    }
}
