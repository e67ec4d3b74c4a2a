use super::*;
use crate::ledger::Ledger;
use crate::text::seal::Seal;

fn read(name: &str, text: &str) -> Policy {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(text.as_bytes(), &Text::theirs(name), &mut ledger);
    assert_eq!(ledger.problems, [], "{text}");
    policy
}

fn diff_beside(inputs: &str, base: &str, head: &str) -> Vec<Change> {
    let inputs = Inputs { demands: read("inputs", inputs).base, name_code: false };
    changes(&read("base.yml", base), &read("head.yml", head), &inputs, &Text::theirs("head.yml"))
}

fn diff(base: &str, head: &str) -> Vec<Change> {
    changes(&read("base.yml", base), &read("head.yml", head), &Inputs::default(), &Text::theirs("head.yml"))
}

fn described(base: &str, head: &str) -> Vec<String> {
    words(diff(base, head))
}

/// Each change as kind, places, what, lines.
fn words(changes: Vec<Change>) -> Vec<String> {
    let line = |origin: &Origin| origin.place().unwrap().line;
    let words = changes.into_iter().map(|change| {
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
fn a_right_is_a_demand_with_its_scope() {
    let (bare, full) = ("required: [im]\n", "required: [im]\nrights: [crm.deal, crm.lead]\n");
    assert_eq!(
        described(bare, full),
        [
            "added ->2: `crm` is required from now on []",
            "added ->2: the owner must have the right `crm.deal` from now on [+ rights: crm.deal]",
            "added ->2: the owner must have the right `crm.lead` from now on [+ rights: crm.lead]",
        ]
    );
    assert_eq!(
        described(full, "required: [im]\nrights: [crm.lead]\n"),
        ["weakened 2>2: the owner need no longer have the right `crm.deal` [- rights: crm.deal]"]
    );
    // The scope is required either way, by one rule or the other.
    assert_eq!(
        described("required: [crm]\n", "rights: [crm.deal]\n"),
        ["added ->1: the owner must have the right `crm.deal` from now on [+ rights: crm.deal]",]
    );
}

#[test]
fn a_right_that_is_asked_for_where_extra_scopes_fail_is_told_and_asks_for_more() {
    let changes = diff("required: [im]\nextra: fail\n", "required: [im]\nextra: fail\nrights: [crm.deal]\n");
    let weakened = changes.iter().filter(|change| change.kind == ChangeKind::Weakened).collect::<Vec<_>>();
    assert_eq!(weakened.len(), 1);
    assert!(weakened[0].asks_for_more());
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
fn what_is_looked_at_less_closely_is_a_weakening() {
    let strict = "scan: { paths: [src], comments: true, deprecated: fail }\n";
    let mild = "scan: { paths: [src], ask: false, deprecated: notice }\n";
    assert_eq!(
        described(strict, mild),
        [
            "weakened 1>1: `scan.comments` is `false` from now on, not `true` [- scan.comments: true]",
            "weakened ->1: `scan.ask` is `false` from now on, not `true` [+ scan.ask: false]",
            "weakened 1>1: `scan.deprecated` is `notice` from now on, not `fail` [- scan.deprecated: fail, + \
             scan.deprecated: notice]",
        ]
    );
    assert!(diff(mild, strict).iter().all(|change| change.kind == ChangeKind::Added));
    let unset = "scan: { paths: [src] }\n";
    assert_eq!(described(unset, "scan: { paths: [src], deprecated: notice, ask: true }\n"), [""; 0]);
    let no_code = |policy: &str| format!("required: [crm]\n{}", policy.replace("paths: [src], ", ""));
    let nowhere = diff(&no_code(strict), &no_code(mild));
    assert!(nowhere.iter().all(|change| change.kind == ChangeKind::Other), "no code was compared");
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
fn another_value_is_a_loss_and_a_gain() {
    assert_eq!(
        described("portal: a.example\nuser: { id: 1 }\n", "user: { id: 2 }\nportal: b.example\n"),
        [
            "weakened 1>2: the portal is no longer expected to be `a.example` [- portal: a.example]",
            "added ->2: the portal is expected to be `b.example` from now on [+ portal: b.example]",
            "weakened 2>1: the user is no longer expected to be `1` [- user.id: 1]",
            "added ->1: the user is expected to be `2` from now on [+ user.id: 2]",
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
    let of_live = "weakened ->1: `im` is allowed for the webhook `live` from now on []".to_owned();
    assert_eq!(with("hooks: { live: { extra: fail } }\n"), [format!("other {words}"), of_live]);
}

#[test]
fn where_an_input_fails_extra_scopes_allowing_one_is_weaker() {
    let with = |head: &str| words(diff_beside("extra: fail", "required: [crm]\n", head));
    assert_eq!(
        with("required: [crm]\nallow-extra: [telephony]\n"),
        ["weakened ->2: `telephony` is allowed from now on [+ allow-extra: telephony]"]
    );
    // Who requires it lets those pass who hold it.
    assert_eq!(
        with("required: [crm, telephony]\n"),
        [
            "weakened ->1: `telephony` may be held from now on []",
            "added ->1: `telephony` is required from now on [+ required: telephony]",
        ]
    );
    assert_eq!(
        with("required: [crm]\nhooks: { live: { allow-extra: [telephony] } }\n"),
        [
            "weakened ->2: `telephony` is allowed for the webhook `live` from now on [+ hooks.live.allow-extra: telephony]"
        ]
    );
}

#[test]
fn what_an_input_decides_is_shown_and_neither_more_nor_less() {
    let with = |inputs: &str, base: &str, head: &str| words(diff_beside(inputs, base, head));
    assert_eq!(
        with("extra: fail", "required: [crm]\nextra: fail\n", "required: [crm]\n"),
        ["other 2>1: `extra` is `warn` by default, was `fail`; here an input decides [- extra: fail]"]
    );
    assert_eq!(
        with("portal: a.example", "portal: a.example\n", "- crm\n"),
        [
            "added ->1: `crm` is required from now on [+ required: crm]",
            "other 1>1: the portal is no longer expected to be `a.example`; here an input decides \
             [- portal: a.example]",
        ]
    );
    assert_eq!(with("required: [im]", "required: [crm, im]\n", "required: [crm, im]\n"), [""; 0]);
}

#[test]
fn the_last_rule_on_scopes_takes_the_list_of_grants_with_it() {
    let user = "user: { id: 17 }\n";
    for (rule, also) in [
        ("extra: warn\n", &[][..]),
        ("allow-extra: [im]\n", &["other 1>1: `im` is no longer allowed [- allow-extra: im]"]),
    ] {
        let found = described(&format!("{rule}{user}"), user);
        let line = if also.is_empty() { "- extra: warn" } else { "" };
        let last = format!(
            "weakened {}>1: the portal need no longer say which scopes are held [{line}]",
            if also.is_empty() { "1" } else { "-" }
        );
        assert_eq!(found, [also, &[last.as_str()]].concat());
        assert_eq!(
            described(&format!("{rule}required: [crm]\n"), "required: [crm]\n"),
            also,
            "others need it"
        );
    }
}

#[test]
fn what_fails_either_way_is_no_loss() {
    assert_eq!(
        described("extra: fail\nforbidden: [im]\n", "extra: fail\nrequired: [crm]\n")
            .into_iter()
            .filter(|change| change.contains("`im`"))
            .collect::<Vec<_>>(),
        ["other 2>1: `im` is no longer forbidden [- forbidden: im]"]
    );
    assert_eq!(described("required: [crm, basic]\n", "required: [crm]\n").len(), 1);
    assert!(
        diff("required: [crm, basic]\n", "required: [crm]\n").iter().all(|c| c.kind == ChangeKind::Other)
    );
}

#[test]
fn leaving_out_weakens_only_where_something_was_compared() {
    let bare = "required: [crm]\n";
    let first = "required: [crm]\nscan: { paths: [src], exclude: ['*.x'], ignore-methods: [user.get] }\n";
    assert!(diff(bare, first).iter().all(|change| change.kind != ChangeKind::Weakened), "a first comparison");
    let named = Inputs { demands: Demands::default(), name_code: true };
    let found = changes(&read("base.yml", bare), &read("head.yml", first), &named, &Text::theirs("head.yml"));
    let kinds = found.iter().map(|change| change.kind).collect::<Vec<_>>();
    assert_eq!(kinds, [ChangeKind::Weakened, ChangeKind::Weakened, ChangeKind::Other], "{:?}", words(found));
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
            "weakened 4>1: `im` is no longer required for the webhook `live` [- hooks.live.required: im]",
            "weakened 4>1: `extra` is `warn` by default for the webhook `live`, was `fail` [- hooks.live.extra: fail]",
        ]
    );
    let excepted = format!("{base}  test: {{ allow-extra: [telephony] }}\n");
    let found = diff(base, &excepted);
    assert_eq!((found[0].hook.as_deref(), found.len()), (Some("test"), 1));
    assert_eq!(
        described(base, &excepted),
        ["weakened 2>5: `telephony` is allowed for the webhook `test`, no longer forbidden \
          [+ hooks.test.allow-extra: telephony]"]
    );
    // The exception goes, and the ban that it hid stands in the head.
    assert_eq!(
        described(&excepted, base),
        ["added 5>2: `telephony` is forbidden for the webhook `test` from now on \
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
    let found =
        diff("required: [crm]\nhooks:\n  x: { required: [im] }\n", "required: [crm]\nhooks:\n  x: {}\n");
    assert_eq!(found[0].origin.place().unwrap().line, 3, "the webhook's name");
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
    let base = "required: [crm, im]\nforbidden: [task, user]\nextra: warn\nuser: { admin: false }\nhooks: { a: {} }\n";
    let head = "# moved\nforbidden:\n  - user\n  - task\nrequired:\n  - { scope: im, why: bots }\n  - crm\n";
    assert_eq!(diff(base, head), []);
    assert_eq!(diff(head, base), []);
}

#[test]
fn a_policy_that_is_gone_points_to_its_first_line() {
    let file = Text::theirs("head.yml");
    let found = changes(&read("base.yml", "- crm\n- im\n"), &Policy::default(), &Inputs::default(), &file);
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
        let kind = match kind {
            ChangeKind::Added if mirrored => ChangeKind::Weakened,
            ChangeKind::Weakened if mirrored => ChangeKind::Added,
            kind => kind,
        };
        (kind, change.hook.clone(), scope, sides)
    };
    let (policies, file) = (small(), Text::default());
    for base in &policies {
        assert_eq!(changes(base, base, &Inputs::default(), &file), []);
        for head in &policies {
            let keys = |base, head, mirrored| {
                let found = changes(base, head, &Inputs::default(), &file);
                let mut keys = found.iter().map(|change| key(change, mirrored)).collect::<Vec<_>>();
                keys.sort();
                keys
            };
            assert_eq!(keys(base, head, false), keys(head, base, true), "{base:?}\n{head:?}");
        }
    }
}

fn code(name: &str, paths: &str) -> crate::policy::Code {
    read(name, &format!("required: [crm]\nscan:\n  paths: {paths}\n")).code
}

/// The same path in other words is still named.
#[test]
fn files_that_are_lost_point_to_the_path_that_is_named_no_longer() {
    let lost = |base, head| {
        let codes = [&code("base.yml", base), &code("head.yml", head)];
        let start = Origin::file(Text::theirs("head.yml"));
        words(lost_files(&["lib/a.php".to_owned()], codes, start).into_iter().collect())
    };
    let told = "weakened 3>3: 1 file no longer looked through, such as `lib/a.php`";
    assert_eq!(lost("[src, lib]", "[./src/]"), [format!("{told} []")]);
    assert_eq!(lost("[src, lib/a.php]", "[src, lib]"), [format!("{told} [- scan.paths: lib/a.php]")]);
}

#[test]
fn paths_that_nothing_leads_to_any_more_are_told_of() {
    let abandoned = |base, head| {
        words(abandoned_paths(
            &code("base.yml", base).paths,
            &code("head.yml", head),
            &Origin::file(Text::theirs("h")),
        ))
    };
    let told = "is not there any more, and its calls are no longer compared with the policy";
    assert_eq!(abandoned("[src, lib]", "[src]"), [format!("other 3>3: `lib` {told} [- scan.paths: lib]")]);
    assert_eq!(abandoned("[src/a]", "[src]"), [""; 0]);
}

/// A warning is a demand, too: from warning to nothing is weaker, and the other way round it is more.
#[test]
fn no_longer_to_warn_of_extra_scopes_is_weaker() {
    let [warns, ignores] = ["required: [crm]\nextra: warn\n", "required: [crm]\nextra: ignore\n"];
    assert!(described(warns, ignores)[0].starts_with("weakened"), "{:?}", described(warns, ignores));
    assert!(described(ignores, warns)[0].starts_with("added"), "{:?}", described(ignores, warns));
}

/// Why a scope stands where it does is the reason of what decides: of a loss that of the rule that is gone, unless it is
/// allowed now.
#[test]
fn the_reason_is_that_of_the_rule_that_decides() {
    let rule = |list: &str, why: &str| format!("{list}: [{{ scope: im, why: {why} }}]\nextra: fail\n");
    let whys = |base: &str, head: &str| {
        diff(base, head)
            .into_iter()
            .filter(|change| matches!(change.about, About::Scope(..)))
            .map(|change| change.why.unwrap().reveal())
            .collect::<Vec<_>>()
    };
    let lists = ["required", "forbidden", "allow-extra"];
    let both = |base, head| whys(&rule(lists[base], "old"), &rule(lists[head], "new"));
    assert_eq!(both(0, 1), ["old", "new"], "a loss and a gain");
    assert_eq!(both(1, 0), ["old", "new"], "a loss and a gain");
    assert_eq!(both(0, 2), ["new"], "allowed now");
    assert_eq!(both(1, 2), ["new"], "allowed now");
    assert_eq!(both(2, 0), ["new"]);
    assert_eq!(both(2, 1), ["new"]);
    for list in lists {
        let whys = whys(&rule(list, "old"), "extra: fail\n");
        assert!(whys.iter().all(|why| why == "old") && !whys.is_empty(), "{list} that is gone: {whys:?}");
    }
}

#[test]
fn a_scope_that_may_be_an_extra_one_must_not_be_held_where_those_fail() {
    assert_eq!(
        described("required: [im]\nextra: fail\n", "extra: fail\n"),
        [
            "weakened 1>1: `im` is no longer required [- required: im]",
            "added ->1: `im` must not be held any more []"
        ]
    );
}

/// What moves alike for all hooks is one change.
#[test]
fn a_hook_that_follows_the_base_is_no_change_of_its_own() {
    let [base, head] = ["allow-extra: [im]\n", ""].map(|rest| {
        format!("extra: warn\n{rest}hooks:\n  a: {{ required: [im] }}\n  b: {{ forbidden: [crm] }}\n")
    });
    assert_eq!(described(&base, &head), ["other 2>1: `im` is no longer allowed [- allow-extra: im]"]);
}

/// A change that only an input hides is told by its lines; without any there is nothing to see.
#[test]
fn what_an_input_hides_has_lines() {
    let (policies, file) = (small(), Text::default());
    for inputs in ["extra: ignore", "forbidden: [im]", "required: [im]"] {
        let inputs = Inputs { demands: read("inputs", inputs).base, name_code: false };
        for (base, head) in policies
            .iter()
            .step_by(2)
            .flat_map(|base| policies.iter().step_by(5).map(move |head| (base, head)))
        {
            for change in changes(base, head, &inputs, &file) {
                let hidden = change.what.reveal().ends_with("; here an input decides");
                assert!(!hidden || change.lines().count() > 0, "{base:?}\n{head:?}\n{change:?}");
            }
        }
    }
}
