//! The portal answered, and the answer is no.

use serde_json::json;

use crate::gate::Gate;
use crate::portal::{Behaviour, Fault, Portal, Script, Times};
use crate::run::Run;

fn fails(script: Script, policy: &str, reason: &str) -> Run {
    let portal = script.start();
    let run = Gate::new(&portal).policy(policy).github().run();
    run.ends(1, "failed", reason)
        .says("FAILED: ")
        .says(&format!("more on this: b24-ping explain {reason}"))
        .annotation("::error ", &format!("title=b24-ping%3A {reason}::"))
        .summary_says("❌ b24-ping: ")
        .summary_says(reason);
    assert!(run.junit().contains(&format!("type=\"{reason}\"")), "{run}");
    run
}

#[test]
fn a_hook_that_the_portal_refuses() {
    let refusals = [
        ("INVALID_CREDENTIALS", "Invalid request credentials", 401, "copy the address"),
        ("authorization_error", "Unable to authorize user", 401, "dismissed or blocked"),
        ("OVERLOAD_LIMIT", "REST API is blocked due to overload.", 401, "support"),
        ("INVALID_REQUEST", "Https required.", 401, "asked over http"),
        ("NO_AUTH_FOUND", "Wrong authorization data", 401, "keep the webhook"),
        ("BITRIX_REST_V3_EXCEPTION_ACCESSDENIEDEXCEPTION", "Доступ запрещен", 401, "keep the webhook"),
        ("WRONG_CLIENT", "Wrong client", 401, "the portal took the webhook for an application"),
        ("ERROR_OAUTH", "Disk quota exceeded.<br>", 401, "disk quota"),
        (
            "expired_token",
            "The access token provided has expired",
            401,
            "the portal took the webhook for an application",
        ),
        (
            "user_access_error",
            "The user does not have access.",
            401,
            "the portal took the webhook for an application",
        ),
        ("METHOD_CONFIRM_WAITING", "Waiting for confirmation", 401, "an administrator has to confirm"),
        ("allowed_only_intranet_user", "Nur intern", 403, "guest of the portal"),
        ("authorization_error", "Сначала завершите сеанс", 401, "the session of another user"),
        ("ERROR_OAUTH", "Application not installed", 401, "could not log in the webhook's owner"),
        ("ERROR_CORE", "Your login is blocked.", 401, "for an unknown reason"),
        ("ACCESS_DENIED", "Zugriff verweigert", 403, "the portal denied access"),
        (
            "SOMETHING_NEW",
            "Unheard of",
            401,
            "ask the portal's administrator or Bitrix24's support what this code means",
        ),
    ];
    for (code, text, status, advice) in refusals {
        let run = fails(Portal::alive().refuses(code, text, status), "- crm", "hook-refused");
        run.says(code).says(&format!("(HTTP {status})")).says(advice);
        assert_eq!(run.output("attempts"), "1", "{code}");
        let is_unknown_hook = code == "INVALID_CREDENTIALS";
        assert_eq!(run.stdout.contains("create a new webhook"), is_unknown_hook, "{code}: {run}");
    }
}

/// Bodies of public reports: what PHP met inside the portal is no fault of the hook.
#[test]
fn an_exception_inside_the_portal() {
    let bodies = [
        (400, "ERROR_CORE", "OOM command not allowed when used memory > 'maxmemory'."),
        (400, "", "MySQL server has gone away"),
        (400, "2002", "Connection refused"),
        (400, "0", "Internal error"),
        (400, "ERROR_ARGUMENT", "Argument 'cmd' is wrong"),
        (200, "WRONG_ENCODING", "Wrong request encoding"),
    ];
    for (status, code, text) in bodies {
        let portal = Portal::alive().always(Fault::error(status, code, text)).start();
        let run = Gate::new(&portal).policy("- crm").run();
        run.ends(3, "unreachable", "server-error").says(&format!("“{text}”"));
        assert_eq!(portal.requests().len(), 8, "{run}");
        assert!(!run.stdout.contains("webhook"), "{run}");
    }
}

#[test]
fn an_exception_inside_a_batch() {
    for (command, code) in [("profile", "ERROR_CORE"), ("scope", "111"), ("method.get", "")] {
        let broken = Behaviour::refuses(400, code, "Redis went away");
        let portal = Portal::alive().command(command, broken).on("app.info", Times::Always, Fault::html(502));
        let portal = portal.start();
        let run = Gate::new(&portal).policy("{required: [crm], methods: [crm.deal.list]}").run();
        run.ends(3, "unreachable", "server-error").says("Redis went away");
        assert_eq!(portal.asked("batch"), 4, "{command}: {run}");
    }
}

#[test]
fn what_must_be_paid_first() {
    let faults = [Fault::error(402, "NEW_CODE", "Pay"), Fault::error(402, "", ""), Fault::html(402)];
    for fault in faults {
        let portal = Portal::alive().always(fault).start();
        Gate::new(&portal).run().ends(1, "failed", "plan").says("renew the portal's plan");
    }
}

#[test]
fn a_secret_that_is_not_this_portals() {
    let portal = Portal::alive().start();
    let hook = portal.hook().replace(portal.secret(), "anothersecret123");
    let run = Gate::new(&portal).hook(&hook).secret("anothersecret123").run();
    run.ends(1, "failed", "hook-refused").says("INVALID_CREDENTIALS");
}

#[test]
fn a_plan_without_rest() {
    let refusals = [
        ("ACCESS_DENIED", "REST is available only by subscription.", 401),
        ("ACCESS_DENIED", "REST is available only on commercial plans.", 401),
        ("PAYMENT_REQUIRED", "Subscription has been ended", 401),
        ("verification_needed", "License check failed.", 401),
        ("WRONG_LICENSE", "Not for this license", 403),
    ];
    for (code, text, status) in refusals {
        fails(Portal::alive().refuses(code, text, status), "- crm", "plan").says(code).says(text);
    }
}

#[test]
fn a_portal_that_is_closed() {
    let script = Portal::alive().refuses("PORTAL_DELETED", "Portal was deleted", 403);
    fails(script, "- crm", "portal-closed").says("PORTAL_DELETED");
}

#[test]
fn a_portal_that_moved_is_named_and_never_followed() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = Portal::alive().unasked().start();
        let portal = Portal::alive().always(Fault::redirect(status, &elsewhere.hook())).start();
        let run = Gate::new(&portal).trusting(&elsewhere).run();
        run.ends(1, "failed", "portal-moved").says("the portal redirects to localhost");
        assert_eq!(portal.requests().len(), 2, "a redirect is final");
    }
}

#[test]
fn of_a_new_address_only_the_host_is_told() {
    let to = "https://newname.bitrix24.com/rest/17/k3v9x0q2m7t4b1za/batch.json?next=elsewhere";
    let run = fails(Portal::alive().always(Fault::redirect(302, to)), "- crm", "portal-moved");
    run.says("redirects to newname.bitrix24.com").keeps_quiet_about("elsewhere");
    let run = fails(Portal::alive().always(Fault::empty(302)), "- crm", "portal-moved");
    run.says("the portal redirects, but does not say where to");
}

#[test]
fn something_that_is_not_a_portal() {
    let answers = [
        (Fault::html(200), "a web page came instead of the portal's answer (HTTP 200)"),
        (Fault::html(404), "a web page came instead of the portal's answer (HTTP 404)"),
        (Fault::html(403), "a web page came instead of the portal's answer (HTTP 403)"),
        (Fault::json(200, &json!({ "ok": true })), "the answer is JSON, but not from a portal"),
        (Fault::json(200, &json!(["pong"])), "the answer is JSON, but not from a portal"),
    ];
    for (answer, told) in answers {
        fails(Portal::alive().always(answer), "- crm", "not-a-portal").says(told);
    }
}

#[test]
fn a_hook_of_another_portal() {
    let run = fails(Portal::alive(), "required: [crm]\nportal: acme.bitrix24.com\n", "identity");
    let headline = run.json()["headline"].to_string();
    assert!(headline.contains("fails 1 of 2 rules: the webhook belongs to localhost:"), "{run}");
    run.says("but acme.bitrix24.com is expected")
        .annotation("::error file=.github/b24-scopes.yml,line=2,", "the webhook belongs to localhost:");
}

#[test]
fn a_hook_of_another_user() {
    let run = fails(Portal::alive().owner(42, "Sys", "Tem"), "user: { id: 17 }", "identity");
    run.says("the webhook acts as user 42, but user 17 is expected").outputs("user-id", "42");
}

#[test]
fn a_hook_of_no_administrator() {
    let run = fails(Portal::alive(), "user: { admin: true }", "identity");
    run.says("user 17 is not an administrator").outputs("admin", "false");
}

#[test]
fn a_hook_whose_owner_is_gone() {
    for owner in
        [json!([]), json!(null), json!({ "NAME": "Rita" }), json!({ "ID": null }), json!({ "ID": "0" })]
    {
        let run = fails(Portal::alive().owner_json(owner), "required: [crm, im]\nextra: ignore", "identity");
        run.says("the webhook's owner is inactive").outputs("user-id", "").outputs("user-name", "");
    }
}

#[test]
fn grants_that_nobody_tells_are_never_a_pass() {
    let mute = || Portal::alive().app_info(Behaviour::needs_app());
    let answers = [
        Behaviour::refuses(403, "ACCESS_DENIED", ""),
        Behaviour::Says(json!(null)),
        Behaviour::Says(json!(true)),
        Behaviour::Says(json!(17)),
    ];
    for answer in answers {
        let run = fails(mute().command("scope", answer), "- crm", "scopes-unknown");
        run.outputs("granted-scopes", "[]").outputs("missing-scopes", "[]");
    }
    fails(mute().command("scope", Behaviour::Says(json!(null))), "forbidden: [crm]", "scopes-unknown");
}

#[test]
fn a_scope_that_is_not_granted() {
    let policy = "required:\n  - crm\n  - scope: telephony\n    why: calls are logged\n";
    let run = fails(Portal::alive().grants(&["crm"]), policy, "scope-missing");
    run.says("`telephony` is required and not granted")
        .says("Developer resources > Integrations")
        .says("why: calls are logged")
        .outputs("missing-scopes", r#"["telephony"]"#)
        .annotation("::error file=.github/b24-scopes.yml,line=3,", "why: calls are logged");
}

#[test]
fn a_scope_that_no_portal_knows() {
    let script = || Portal::alive().grants(&["crm"]).known(&["crm", "im", "task", "telephony"]);
    let run = fails(script(), "required: [crm, tasks, telefony, zzz]", "scope-missing");
    run.says("`tasks` is required and unknown to this portal")
        .says("did you mean `task`?")
        .says("did you mean `telephony`?")
        .says("check its spelling, and that its module is installed")
        .outputs("missing-scopes", r#"["tasks","telefony","zzz"]"#);
}

#[test]
fn a_hook_without_any_scope() {
    let run = fails(Portal::alive().no_grants(), "- crm", "scope-missing");
    run.outputs("granted-scopes", "[]").says("granted  nothing");
}

#[test]
fn a_scope_that_is_forbidden() {
    let policy = "required: [crm]\nforbidden: [{ scope: telephony, why: nobody calls }]";
    let run = fails(Portal::alive().grants(&["crm", "telephony"]), policy, "scope-forbidden");
    run.outputs("forbidden-scopes", r#"["telephony"]"#).outputs("extra-scopes", "[]").says("nobody calls");
}

#[test]
fn an_extra_scope_under_fail() {
    let run = fails(Portal::alive().grants(&["crm", "im"]), "required: [crm]\nextra: fail", "scope-extra");
    run.outputs("extra-scopes", r#"["im"]"#);
    let portal = Portal::alive().grants(&["crm", "im"]).start();
    let gate = Gate::new(&portal).policy("required: [crm]").input("extra-scopes", "fail");
    gate.run().ends(1, "failed", "scope-extra");
}

#[test]
fn a_method_that_cannot_be_called() {
    let policy = "required: [crm]\nmethods: [crm.deal.lsit, telephony.externalcall.register]";
    let run = fails(Portal::alive().grants(&["crm"]), policy, "method-unavailable");
    run.says("`crm.deal.lsit` does not exist on this portal")
        .says("the webhook's scopes do not open `telephony.externalcall.register`")
        .says("grant `telephony`");
    let run = fails(Portal::alive().grants(&["crm"]), "methods: [tasks.task.list]", "method-unavailable");
    run.says("grant `task`");
}

#[test]
fn the_heaviest_of_several_complaints_names_the_run() {
    let policy = "required: [telephony]\nforbidden: [im]\nuser: { id: 1 }\nextra: fail";
    let run = fails(Portal::alive(), policy, "identity");
    run.summary_says("scope-missing").summary_says("scope-forbidden").summary_says("scope-extra");
}
