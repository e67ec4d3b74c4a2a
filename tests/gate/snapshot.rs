//! A policy made of what the hook holds, and the drift from it.

use crate::gate::Gate;
use crate::portal::{Fault, Portal};

fn snapshot(portal: &Portal, args: &[&str]) -> Gate {
    let args = [&["snapshot"], args].concat();
    Gate::command(&args).trusting(portal).hook(&portal.hook())
}

#[test]
fn a_snapshot_is_a_policy_that_the_hook_meets() {
    let portal =
        Portal::alive().grants(&["im", "crm", "user_brief"]).owner(17, "Rita", "O'Hara").admin().start();
    let run = snapshot(&portal, &["--with-identity"]).run();
    run.exit(0).says("required:\n  - crm         # CRM entities").says("\n  - im          # Chats");
    run.says("\nextra: fail\n")
        .says("user: { id: 17, admin: true }\n")
        .says(&format!("portal: \"{}\"\n", portal.host()));
    let policy = run.stdout.clone();
    Gate::new(&portal).policy(&policy).github().run().ends(0, "passed", "ok");
    assert!(!snapshot(&portal, &[]).run().stdout.contains("user:"), "identity is only told when asked for");
}

#[test]
fn a_portal_that_drifted_is_told_from_its_snapshot() {
    let before = snapshot(&Portal::alive().grants(&["crm", "im"]).start(), &[]).run().stdout.clone();
    let drift = |scopes: &[&str]| {
        let portal = Portal::alive().grants(scopes).start();
        Gate::new(&portal)
            .file("was.yml", before.as_bytes())
            .arg("snapshot")
            .arg("--check")
            .arg("was.yml")
            .run()
    };
    drift(&["im", "crm"]).ends(0, "passed", "ok");
    drift(&["crm"]).ends(1, "failed", "scope-missing").says("`im` is required and not granted");
    drift(&["crm", "im", "disk"])
        .ends(1, "failed", "scope-extra")
        .says("`disk` is granted and no rule names it");
}

#[test]
fn a_hook_without_scopes_has_a_snapshot_too() {
    let portal = Portal::alive().no_grants().start();
    let policy = snapshot(&portal, &[]).run().stdout.clone();
    assert!(policy.ends_with("extra: fail\n") && !policy.contains("required"), "{policy}");
    Gate::new(&portal).policy(&policy).run().exit(0);
}

#[test]
fn what_is_not_known_is_no_snapshot() {
    let portal = Portal::alive().always(Fault::html(502)).start();
    let run = snapshot(&portal, &["--max-attempts", "1"]).run();
    assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{run}");
    assert!(run.stderr.contains("there is no snapshot"), "{run}");
    let run = Gate::command(&["snapshot"]).run();
    assert!(run.code == 2 && run.stdout.is_empty() && run.stderr.contains("the secret is empty"), "{run}");
}
