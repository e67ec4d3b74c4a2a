//! A snapshot names whatever a portal lists: the same list meets it, and no other does.

use b24_ping::testing::{
    Demands, Facts, HookReport, Ledger, Outcome, Policy, Questions, Redactor, Reply, Report, Text,
    facts as heard, judge, snapshot,
};
use proptest::prelude::*;
use serde_json::json;

use super::{config, label, vec};

/// What a portal says that lists these codes.
fn listing(codes: &[String]) -> Facts {
    let result = json!({ "profile": { "ID": 17 }, "scope": codes, "full": codes });
    let batch = json!({ "result": { "result": result, "result_error": [] } }).to_string();
    let info = json!({ "result": { "SCOPE": codes } }).to_string();
    let reply = |body| Ok(Reply { status: 200.into(), target: None, retry_after: None, body });
    heard(reply(batch), reply(info), Questions::default(), &Redactor::default())
}

fn ends(demands: &Demands, facts: &Facts) -> Outcome {
    judge(&label("a"), demands, facts).outcome()
}

/// Any text, or one that YAML, a portal or a CI system has a use for.
fn code() -> impl Strategy<Value = String> {
    let odd = "[-\\[\\]{}:,#&*!|>'\"%@`?~ .a-zA-Z0-9_=<\u{200b}\u{202e}\u{7}\u{85}Ж]{1,12}";
    prop_oneof![2 => any::<String>(), 3 => odd, 1 => "[a-z_.]{1,9}", 1 => "[a-z.]{2,9}\\[[a-z:,]{1,9}\\]"]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn of_any_codes(codes in vec(code(), 0..6), more in code()) {
        let facts = listing(&codes);
        let verdict = judge(&label("a"), &Demands::default(), &facts);
        let hook = HookReport::new(&label("a"), &Demands::default(), facts.clone(), verdict);
        let report = Report::of_hooks(vec![hook], None, Vec::new());
        let text = snapshot(report, &Redactor::default(), false);
        // What looks like a webhook's address is starred, and then there is no snapshot.
        prop_assume!(text.is_ok());
        let (text, mut ledger) = (text.unwrap_or_default(), Ledger::default());
        let policy = Policy::parse(text.as_bytes(), &Text::theirs("was.yml"), &mut ledger);
        prop_assert_eq!(ledger, Ledger::default(), "{}", text);
        prop_assert_eq!(ends(&policy.base, &facts), Outcome::Passed, "{}", text);

        let richer = listing(&[&codes[..], &[more]].concat());
        if richer.scope != facts.scope {
            prop_assert_eq!(ends(&policy.base, &richer), Outcome::Failed, "{}", text);
        }
    }
}
