use std::collections::BTreeSet;

use super::*;
use crate::ledger::Ledger;
use crate::text::seal::Seal;

fn read(name: &str, text: &str) -> Policy {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &Text::theirs(name), &mut ledger);
    assert_eq!(ledger.problems, [], "{text}");
    policy
}

fn diff(base: &str, head: &str) -> Vec<Change> {
    let file = Text::theirs("head.yml");
    changes(&read("base.yml", base), &read("head.yml", head), &file)
}

/// Each change as kind, places, what, lines.
fn described(base: &str, head: &str) -> Vec<String> {
    let line = |origin: &Origin| origin.place().unwrap().line;
    let words = diff(base, head).into_iter().map(|change| {
        let kind = match change.kind {
            ChangeKind::Added => "added",
            ChangeKind::Weakened => "weakened",
            ChangeKind::Other => "other",
        };
        let before = change.before.as_ref().map_or_else(|| "-".to_owned(), |origin| line(origin).to_string());
        let lines = Text::joined(change.lines(), ", ").reveal();
        format!("{kind} {before}>{}: {} [{lines}]", line(&change.origin), change.what.reveal())
    });
    words.collect()
}

#[test]
fn every_kind_of_rule_that_comes_is_reported_and_so_is_each_that_goes() {
    let bare = "required: [crm]\n";
    let full = "required: [crm, im]\nforbidden: [telephony]\nmethods: [crm.deal.list]\nextra: fail\n\
                portal: acme.example\nuser: { id: 17, admin: true }\nscan: { paths: [src] }\n";
    assert_eq!(
        described(bare, full),
        [
            "added ->1: `im` is required from now on [+ required: im]",
            "added ->2: `telephony` is forbidden from now on [+ forbidden: telephony]",
            "added ->3: `crm.deal.list` must be callable from now on [+ methods: crm.deal.list]",
            "added ->4: `extra` is `fail`, was `warn` by default [+ extra: fail]",
            "added ->5: the portal is expected to be `acme.example` from now on [+ portal: acme.example]",
            "added ->6: the user is expected to be `17` from now on [+ user.id: 17]",
            "added ->6: the user must be an administrator from now on [+ user.admin: true]",
            "added ->7: the calls in `src` are compared with the policy from now on [+ scan.paths: src]",
        ]
    );
    assert_eq!(described(full, full), [""; 0]);
    assert_eq!(
        described(full, bare),
        [
            "weakened 1>1: `im` is no longer required [- required: im]",
            "weakened 2>1: `telephony` is no longer forbidden [- forbidden: telephony]",
            "weakened 3>1: `crm.deal.list` need no longer be callable [- methods: crm.deal.list]",
            "weakened 4>1: `extra` is `warn` by default, was `fail` [- extra: fail]",
            "weakened 5>1: the portal is no longer expected to be `acme.example` [- portal: acme.example]",
            "weakened 6>1: the user is no longer expected to be `17` [- user.id: 17]",
            "weakened 6>1: the user need no longer be an administrator [- user.admin: true]",
            "weakened 7>1: the calls in `src` are no longer compared with the policy [- scan.paths: src]",
        ]
    );
}

#[test]
fn what_is_left_out_of_the_scan_weakens() {
    let bare = "scan: { paths: [src] }\n";
    let holes = "scan: { paths: [./src/, src], exclude: ['*.x', '*.x'], ignore-methods: [user.get] }\n";
    assert_eq!(
        described(bare, holes),
        [
            "weakened ->1: calls in `*.x` do not count from now on [+ scan.exclude: *.x]",
            "weakened ->1: calls of `user.get` do not count from now on [+ scan.ignore-methods: user.get]",
        ]
    );
    assert!(diff(holes, bare).iter().all(|change| change.kind == ChangeKind::Added));
}

#[test]
fn a_folder_covers_what_lies_in_it() {
    assert_eq!(
        described("scan: { paths: [src/a.php, lib] }\n", "scan: { paths: [src, .] }\n"),
        [
            "added ->1: the calls in `src` are compared with the policy from now on [+ scan.paths: src]",
            "added ->1: the calls in `.` are compared with the policy from now on [+ scan.paths: .]",
        ]
    );
    assert_eq!(
        described("scan: { paths: [src] }\n", "scan: { paths: [src/a.php] }\n"),
        ["weakened 1>1: the calls in `src` are no longer compared with the policy [- scan.paths: src]"]
    );
}

#[test]
fn another_value_is_neither_more_nor_less() {
    assert_eq!(
        described("portal: a.example\nuser: { id: 1 }\n", "user: { id: 2 }\nportal: b.example\n"),
        [
            "other 1>2: the portal is expected to be `b.example`, was expected to be `a.example` \
             [- portal: a.example, + portal: b.example]",
            "other 2>1: the user is expected to be `2`, was expected to be `1` [- user.id: 1, + user.id: 2]",
        ]
    );
}

#[test]
fn a_scope_that_moves_to_another_list_is_one_change() {
    assert_eq!(
        described("required: [im]\n", "allow-extra: [im]\n"),
        ["weakened 1>1: `im` is allowed, no longer required [- required: im, + allow-extra: im]"]
    );
    assert_eq!(
        described("allow-extra: [im]\n", "forbidden: [im]\n"),
        ["added 1>1: `im` is forbidden from now on [- allow-extra: im, + forbidden: im]"]
    );
    // From one extreme to the other there is a loss and a gain.
    assert_eq!(
        described("forbidden: [im]\n", "required: [im]\n"),
        [
            "weakened 1>1: `im` is no longer forbidden [- forbidden: im]",
            "added ->1: `im` is required from now on [+ required: im]",
        ]
    );
}

#[test]
fn allowing_weakens_where_extra_scopes_fail() {
    let with = |rest: &str| {
        described(&format!("required: [crm]\n{rest}"), &format!("allow-extra: [im]\nrequired: [crm]\n{rest}"))
    };
    let words = "->1: `im` is allowed from now on [+ allow-extra: im]";
    assert_eq!(with("extra: fail\n"), [format!("weakened {words}")]);
    assert_eq!(with("extra: warn\n"), [format!("other {words}")]);
    // The one hook where they fail may hold more, too.
    assert_eq!(with("hooks: { live: { extra: fail } }\n"), [format!("weakened {words}")]);
}

#[test]
fn hooks_are_compared_by_name_and_by_what_is_in_force_for_them() {
    let base = "required: [crm]\nforbidden: [telephony]\nhooks:\n  live: { required: [im], extra: fail }\n";
    // Moved from one hook to all.
    assert_eq!(
        described(base, "required: [crm, im]\nforbidden: [telephony]\nhooks:\n  live: { extra: fail }\n"),
        ["added ->1: `im` is required from now on [+ required: im]"]
    );
    assert_eq!(
        described(base, "required: [crm]\nforbidden: [telephony]\n"),
        [
            "weakened 4>1: `im` is no longer required for the hook `live` [- hooks.live.required: im]",
            "weakened 4>1: `extra` is `warn` by default for the hook `live`, was `fail` [- hooks.live.extra: fail]",
        ]
    );
    let excepted = format!("{base}  test: {{ allow-extra: [telephony] }}\n");
    let found = diff(base, &excepted);
    assert_eq!((found[0].hook.as_deref(), found.len()), (Some("test"), 1));
    assert_eq!(
        described(base, &excepted),
        ["weakened 2>5: `telephony` is allowed for the hook `test`, no longer forbidden \
          [+ hooks.test.allow-extra: telephony]"]
    );
    // The exception goes, and the ban that it hid stands in the head.
    assert_eq!(
        described(&excepted, base),
        ["added 5>2: `telephony` is forbidden for the hook `test` from now on \
          [- hooks.test.allow-extra: telephony]"]
    );
}

#[test]
fn what_is_gone_points_to_where_it_would_be() {
    let base = "extra: warn\nrequired:\n  - a\n  - b\n  - c\n  - d\n";
    for (head, gone, line) in [
        ("required:\n  - a\n  - c\n  - d\n", "b", 3),
        ("required:\n  - a\n  - x\n  - c\n  - d\n", "b", 3),
        ("required:\n  - b\n  - c\n  - d\n", "a", 2),
        ("required:\n  - a\n  - b\n  - c\n", "d", 4),
        ("extra: warn\nforbidden:\n  - z\n", "b", 1),
        ("extra: warn\nforbidden:\n  - z\n  - b\n", "b", 4),
    ] {
        let found = diff(base, head);
        let found = found.iter().find(|change| {
            matches!(&change.about, About::Scope(scope, _) if scope.as_str() == gone)
                && change.before.is_some()
        });
        let place = found.unwrap().origin.place().unwrap();
        assert_eq!((place.line, place.file.reveal()), (line, "head.yml".to_owned()), "{head}");
    }
    let found = diff("required: [crm]\nhooks:\n  x: { required: [im] }\n", "required: [crm]\nhooks:\n  x:\n");
    assert_eq!(found[0].origin.place().unwrap().line, 3, "the hook's name");
    assert_eq!(found[0].before.clone().unwrap().plain().to_string(), "base.yml:3:19");
}

#[test]
fn the_reason_is_the_later_rule_s_or_that_of_what_is_gone() {
    let im = |why: &str| format!("required: [crm, {{ scope: im, why: {why} }}]\n");
    let why = |change: &Change| change.why.as_ref().unwrap().reveal();
    assert_eq!(why(&diff("required: [crm]\n", &im("bots"))[0]), "bots");
    assert_eq!(why(&diff(&im("bots"), "required: [crm]\n")[0]), "bots");
    assert_eq!(diff(&im("bots"), &im("chats")), [], "another reason is no change");
}

#[test]
fn keeping_is_reported_and_demands_nothing() {
    let kept = "required: [{ scope: im, why: bots, keep: true }]\n";
    assert_eq!(
        described("required: [im]\n", kept),
        ["other 1>1: `im` is kept from now on, whether a call needs it or not \
          [- required: im, + required: im (keep)]"]
    );
    assert_eq!(diff(kept, "required: [im]\n")[0].kind, ChangeKind::Other);
}

#[test]
fn order_layout_and_defaults_are_no_change() {
    let base =
        "required: [crm, im]\nforbidden: [task, user]\nextra: warn\nuser: { admin: false }\nhooks: { a: }\n";
    let head = "# moved\nforbidden:\n  - user\n  - task\nrequired:\n  - { scope: im, why: bots }\n  - crm\n";
    assert_eq!(diff(base, head), []);
    assert_eq!(diff(head, base), []);
}

#[test]
fn a_policy_that_is_gone_points_to_its_first_line() {
    let file = Text::theirs("head.yml");
    let found = changes(&read("base.yml", "- crm\n- im\n"), &Policy::default(), &file);
    assert_eq!(
        found.iter().map(|change| change.origin.clone().plain().to_string()).collect::<Vec<_>>(),
        ["head.yml:1:1"; 2]
    );
}

#[test]
fn a_stranger_s_pattern_is_quoted() {
    let found = diff("scan: { paths: [a] }\n", "scan: { paths: [a], exclude: ['##[error]x{of}{}'] }\n");
    assert_eq!(
        found[0].what.clone().plain().as_str(),
        "calls in `# #[error]x{of}{}` do not count from now on"
    );
    let lines = found[0].lines().map(|line| line.plain().to_string()).collect::<Vec<_>>();
    assert_eq!(lines, ["+ scan.exclude: # #[error]x{of}{}"]);
}

#[test]
fn a_thousand_rules_on_either_side_are_compared_at_once() {
    let list = |letter: char| (0..1000).fold(String::new(), |text, n| format!("{text}- {letter}{n}\n"));
    assert_eq!(diff(&list('a'), &list('b')).len(), 2000);
}

/// Many small policies that differ in everything that affects a scope.
fn small() -> Vec<Policy> {
    let mut policies = Vec::new();
    for list in ["allow-extra: [user]", "required: [im]", "forbidden: [im]", "allow-extra: [im]"] {
        for extra in ["", "extra: ignore\n", "extra: warn\n", "extra: fail\n"] {
            for hook in [
                "",
                "required: [im]",
                "forbidden: [im]",
                "allow-extra: [im]",
                "extra: ignore",
                "extra: fail",
                "extra: fail, allow-extra: [im]",
                "required: [crm], user: { admin: true }",
                "methods: [profile]",
            ] {
                let text = format!("{list}\n{extra}hooks: {{ x: {{ {hook} }} }}\n");
                let mut ledger = Ledger::default();
                let policy = Policy::parse(text.as_bytes(), &Text::default(), &mut ledger);
                policies.extend(ledger.problems.is_empty().then_some(policy));
            }
        }
    }
    assert!(policies.len() > 120, "{}", policies.len());
    policies
}

fn scope(text: &str) -> Scope {
    Scope::parse(text).unwrap()
}

/// Whether a hook with these scopes passes, by a judgement independent of the tested code.
fn passes(policy: &Policy, hook: &str, held: &BTreeSet<Scope>) -> bool {
    let own = named(policy, hook).map(|hook| hook.demands.clone()).unwrap_or_default();
    let demands = policy.base.joined(&own);
    let has = |rules: &[Rule<Scope>], scope: &Scope| rules.iter().any(|rule| rule.demand == *scope);
    let lists = [&demands.required, &demands.forbidden, &demands.allow_extra];
    demands.required.iter().all(|rule| held.contains(&rule.demand))
        && demands.forbidden.iter().all(|rule| !held.contains(&rule.demand))
        && (demands.extra_level() != Extra::Fail
            || held.iter().all(|scope| lists.iter().any(|list| has(list, scope))))
}

#[test]
fn the_other_way_round_all_that_is_more_is_less() {
    let key = |change: &Change, mirrored: bool| {
        let (kind, mut sides) = (change.kind, [change.gone.clone(), change.new.clone()]);
        if mirrored {
            sides.reverse();
        }
        let scope = match &change.about {
            About::Scope(scope, _) => Some(scope.clone()),
            About::Hook | About::Code => None,
        };
        (if mirrored { kind.reversed() } else { kind }, change.hook.clone(), scope, sides)
    };
    let (policies, file) = (small(), Text::default());
    for base in &policies {
        assert_eq!(changes(base, base, &file), []);
        for head in &policies {
            let keys = |base, head, mirrored| {
                let found = changes(base, head, &file);
                let mut keys = found.iter().map(|change| key(change, mirrored)).collect::<Vec<_>>();
                keys.sort();
                keys
            };
            assert_eq!(keys(base, head, false), keys(head, base, true), "{base:?}\n{head:?}");
        }
    }
}

#[test]
fn no_hook_is_let_through_by_a_change_that_nobody_calls_a_weakening() {
    let (policies, file) = (small(), Text::default());
    let codes = ["crm", "im", "user"].map(scope);
    let holdings = (0..8_usize).map(|bits| {
        let held = codes.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1);
        held.map(|(_, scope)| scope.clone()).collect::<BTreeSet<_>>()
    });
    let holdings = holdings.collect::<Vec<_>>();
    for base in &policies {
        for head in &policies {
            let found = changes(base, head, &file);
            let of = |kind| move |change: &&Change| change.kind == kind;
            let weakened = found.iter().any(|change| of(ChangeKind::Weakened)(&change));
            // What is required from now on may be held from now on.
            let wanted =
                found.iter().filter(of(ChangeKind::Added)).filter_map(|change| match &change.about {
                    About::Scope(scope, Demand::Required) => Some(scope),
                    _ => None,
                });
            let wanted = wanted.collect::<BTreeSet<_>>();
            for (hook, held) in
                ["x", "other"].iter().flat_map(|hook| holdings.iter().map(move |held| (hook, held)))
            {
                let let_through = passes(head, hook, held) && !passes(base, hook, held);
                let excused = held.iter().any(|scope| wanted.contains(scope));
                assert!(!let_through || weakened || excused, "{hook} {held:?}\n{base:?}\n{head:?}");
            }
        }
    }
}
