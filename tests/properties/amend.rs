//! Scopes are added to a policy of whatever style, and nothing else in it changes.

use b24_ping::testing::{Addition, Ledger, Policy, Redactor, Seal, Text, amended, insertions};
use proptest::prelude::*;
use proptest::sample::select;

use super::config;

/// What the additions are called in the code; nothing in a policy below is.
const ADDED: [&str; 3] = ["im", "disk", "user.userfield"];

/// One item of a list, as it may be written.
fn item() -> impl Strategy<Value = String> {
    let scope = select(vec!["crm", "'task'", "\"tasks\"", "sale", "user"]);
    let why = select(vec!["x", "'a, b # c'", "\"[\\\"]: {\"", "a-b (c)"]);
    let comment = select(vec!["", "", " # why, not: [", "  #"]);
    (scope, why, comment, 0..3_u8).prop_map(|(scope, why, comment, form)| match form {
        0 => format!("{scope}|{comment}"),
        1 => format!("{{ scope: {scope}, why: {why} }}|{comment}"),
        _ => format!("scope: {scope}\n  why: {why}|{comment}"),
    })
}

/// A list in one of the styles, behind its key or on its own.
fn list(key: &'static str) -> impl Strategy<Value = String> {
    let items = proptest::collection::vec(item(), 0..4);
    let space = select(vec!["", " ", "    "]);
    (items, 0..3_u8, space, any::<bool>(), any::<bool>()).prop_map(
        move |(items, style, space, comma, blank)| {
            let blank = if blank { "\n# more below\n\n" } else { "" };
            let flow = |item: &String| {
                let (item, _) = item.split_once('|').expect("a mark");
                if item.contains('\n') {
                    format!("{{ {} }}", item.replace("\n ", ","))
                } else {
                    item.to_owned()
                }
            };
            let comma = if comma && !items.is_empty() { "," } else { "" };
            match style {
                0 if !items.is_empty() => {
                    let line = |item: &String| {
                        format!("{space}- {}\n", item.replace('|', "").replace('\n', &format!("\n{space}")))
                    };
                    format!("{key}\n{}{blank}", items.iter().map(line).collect::<String>())
                }
                1 if !items.is_empty() => {
                    let lines = items.iter().map(flow).collect::<Vec<_>>().join(", # an item, or [two\n  ");
                    format!("{key} [\n  {lines}{comma} # the last, so far\n]\n{blank}")
                }
                _ => format!(
                    "{key} [{space}{}{comma}{space}] # short\n{blank}",
                    items.iter().map(flow).collect::<Vec<_>>().join(", ")
                ),
            }
        },
    )
}

/// A policy's text with LF at the ends of its lines.
fn policy() -> impl Strategy<Value = String> {
    let head = select(vec!["", "# ours\n\n", "---\n", "# yaml-language-server: $schema=x\n"]);
    let more = select(vec![
        "extra: fail # strict\n",
        "forbidden: [telephony]\nuser: { id: 17 }\n",
        "hooks:\n  required: { required: [sale] }\n",
        "scan:\n  paths: [src]\n",
        "methods:\n- { method: crm.deal.list, why: x }\n",
    ]);
    let required = prop_oneof![list("required:"), Just(String::new())];
    let keyed = (required, more, any::<bool>()).prop_map(|(required, more, last)| {
        if last { format!("{more}{required}") } else { format!("{required}{more}") }
    });
    let bare = list("").prop_map(|list| list.trim_start_matches('\n').to_owned());
    (head, prop_oneof![4 => keyed, 1 => bare]).prop_map(|(head, body)| format!("{head}{body}"))
}

/// The required scopes and all else, without places.
fn read(bytes: &[u8]) -> (Vec<String>, Vec<String>, String) {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(bytes, &Text::theirs("p.yml"), &mut ledger);
    let mut rules = policy.base.required.iter();
    let required = rules.by_ref().map(|rule| rule.demand.as_str().to_owned()).collect();
    let whys =
        policy.base.required.iter().map(|rule| rule.why.as_ref().map(Text::reveal).unwrap_or_default());
    let hooks = policy.hooks.iter().map(|hook| format!("{} {}", hook.name, hook.demands.required.len()));
    let rest = format!(
        "{} {} {} {:?} {:?}",
        policy.base.forbidden.len(),
        policy.base.methods.len(),
        policy.code.paths.len(),
        policy.base.extra.as_ref().map(|rule| rule.demand),
        hooks.collect::<Vec<_>>()
    );
    (required, whys.collect(), rest)
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_policy_holds_what_it_did_and_what_was_added(
        text in policy(),
        count in 1..=ADDED.len(),
        why in "[ -~]{1,20}[a-zé]",
        end in select(vec!["\n", "\r\n", "\r"]),
        mark: bool,
        cut: bool,
    ) {
        let text = if cut { text.trim_end_matches('\n') } else { &text };
        let text = if mark { "\u{feff}" } else { "" }.to_owned() + &text.replace('\n', end);
        let (mut required, mut whys, rest) = read(text.as_bytes());
        let sealed = Text::theirs(why).seal(&Redactor::default());
        prop_assume!(!sealed.is_empty());
        let additions = ADDED[..count].iter().map(|&scope| Addition { scope, why: sealed.clone() });
        let additions = additions.collect::<Vec<_>>();
        let found = insertions(text.as_bytes(), &additions);
        prop_assert!(found.is_some(), "{text}");
        let after = amended(text.as_bytes(), &found.unwrap_or_default());
        let shown = String::from_utf8_lossy(&after).into_owned();
        required.extend(ADDED[..count].iter().map(|&scope| scope.to_owned()));
        whys.extend(additions.iter().map(|addition| addition.why.to_string()));
        // Twice in a list counts once.
        prop_assert_eq!(read(&after), (required, whys, rest), "{}", &shown);
        let mut left = shown.chars();
        prop_assert!(text.chars().all(|c| left.any(|other| other == c)), "nothing is taken away: {shown}");
        // One line alone does not say how lines end.
        prop_assume!(text.contains(end));
        let others = shown.replace(end, "");
        prop_assert!(!others.contains(['\n', '\r']), "{shown:?}");
        prop_assert_eq!(shown.ends_with(end), text.ends_with(end) || text.trim_start_matches('\u{feff}').is_empty());
    }
}
