use super::*;
use crate::scan;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;

fn scan_of(files: &[(&str, &str)]) -> Scan {
    let mut scan = Scan::default();
    for (file, code) in files {
        scan.add(&Text::theirs(*file), &scan::calls_in(file, code.as_bytes()));
    }
    scan.sorted()
}

/// `severity place what \u{2013} advice` of each finding.
fn found(files: &[(&str, &str)], outdated: &Outdated) -> Vec<String> {
    let line = |ruling: Ruling| {
        assert!(ruling.is_sound() && ruling.subject.is_whole(), "{ruling:?}");
        let place = ruling.origin.expect("a call").seal(&Redactor::default()).to_string();
        let finding = ruling.finding.expect("one");
        let [what, advice] =
            [finding.what, finding.advice].map(|text| text.seal(&Redactor::default()).to_string());
        format!("{} {place} {what} \u{2013} {advice}", finding.severity.word())
    };
    rulings(&scan_of(files), outdated).into_iter().map(line).collect()
}

fn at(level: Deprecated) -> Outdated {
    Outdated { level: Some(level), ..Outdated::default() }
}

fn holding(codes: &[&[&str]]) -> Outdated {
    let scopes = |codes: &&[&str]| codes.iter().map(|code| Scope::parse(code).unwrap()).collect();
    Outdated { held: codes.iter().map(scopes).collect(), ..Outdated::default() }
}

/// `severity place` alone.
fn places(files: &[(&str, &str)], outdated: &Outdated) -> Vec<String> {
    let place = |line: String| line.split(' ').take(2).collect::<Vec<_>>().join(" ");
    found(files, outdated).into_iter().map(place).collect()
}

#[test]
fn what_no_webhook_can_call_is_a_warning_at_its_first_call() {
    let code = "b24; a('placement.bind');\nb('placement.bind'); c('crm.deal.userfield.list', 'event.bind')";
    assert_eq!(
        found(&[("a.php", code)], &at(Deprecated::Ignore)),
        [
            "warning a.php:2:52 `event.bind` is for applications: no webhook can call it \u{2013} call it as an application, with OAuth; if the code does so, write `b24-ping: ignore` on the \
             line",
            "warning a.php:1:9 `placement.bind` is for applications: no webhook can call it \u{2013} call it as an application, with OAuth; if the code does so, write `b24-ping: ignore` on the \
             line",
        ]
    );
}

#[test]
fn what_stopped_working_is_a_warning_and_what_is_superseded_one_notice() {
    let code = "a('task.commentitem.get'); b('crm.deal.list');\nc('crm.deal.list', 'crm.deal.get', 'im.search.last.get')";
    assert_eq!(
        found(&[("a.php", code)], &Outdated::default()),
        [
            "warning a.php:2:37 `im.search.last.get` has no effect on current portals any more, and the code calls it \
             \u{2013} Bitrix24's documentation names no successor",
            "warning a.php:1:4 `task.commentitem.get` stopped working on current portals, and the code calls it \
             \u{2013} call `im.dialog.messages.get` instead, which needs `im`",
            "notice a.php:1:31 3 calls of 2 superseded methods \u{2013} they work, but are no longer developed: \
             `crm.deal.list` (2) \u{2192} `crm.item.list`, `crm.deal.get` (1) \u{2192} `crm.item.get`",
        ]
    );
}

#[test]
fn a_successor_says_whether_the_hooks_hold_its_scope() {
    let code = [("a.php", "a('task.commentitem.get'); b('task.item.list')")];
    let ends = |outdated: &Outdated, end: &str| {
        let found = found(&code, outdated);
        assert!(found[0].ends_with(end), "{found:?}");
        found
    };
    ends(&holding(&[&["im"]]), "which needs `im` (the webhook holds it)");
    ends(&holding(&[&["im"], &["im", "crm"]]), "which needs `im` (all webhooks hold it)");
    ends(&holding(&[&["crm"], &["im"]]), "which needs `im` (of 2 webhooks, 1 lack it)");
    let found = ends(&holding(&[&["crm"]]), "which needs `im` (the webhook does not hold it)");
    assert!(found[1].ends_with("; they need `task` (the webhook does not hold it)"), "{found:?}");
}

#[test]
fn the_policy_says_how_grave_it_is() {
    let code = [("a.php", "a('task.commentitem.get'); b('crm.deal.list')")];
    assert_eq!(places(&code, &at(Deprecated::Ignore)), [""; 0]);
    assert_eq!(places(&code, &at(Deprecated::Notice)), ["warning a.php:1:4", "notice a.php:1:31"]);
    assert_eq!(places(&code, &at(Deprecated::Warn)), ["warning a.php:1:31", "warning a.php:1:4"]);
    assert_eq!(places(&code, &at(Deprecated::Fail)), ["error a.php:1:31", "error a.php:1:4"]);
}

#[test]
fn beside_the_code_before_only_what_is_new_is_more_than_a_notice() {
    let before = |files: &[(&'static str, &str, usize)]| {
        let mut calls = Calls::new();
        for (method, file, count) in files {
            calls.entry(*method).or_default().insert(Text::theirs(*file), *count);
        }
        Outdated { before: Before::Calls(calls), ..Outdated::default() }
    };
    let code = [("a.php", "a('task.commentitem.get');\nb('crm.deal.list'); b('crm.deal.list')")];
    let deals = ("crm.deal.list", "a.php", 2);
    let comments = ("task.commentitem.get", "a.php", 1);
    assert_eq!(places(&code, &before(&[deals, comments])), ["notice a.php:1:4", "notice a.php:2:4"]);
    assert_eq!(places(&code, &before(&[comments])), ["warning a.php:2:4", "notice a.php:1:4"]);
    assert_eq!(
        places(&code, &before(&[("crm.deal.list", "a.php", 1), comments])),
        ["warning a.php:2:24", "notice a.php:1:4"],
        "the second one is new"
    );
    let moved = ("task.commentitem.get", "b.php", 1);
    assert_eq!(places(&code, &before(&[deals, moved])), ["notice a.php:1:4", "notice a.php:2:4"]);
    let unseen = Outdated { before: Before::Unseen, ..at(Deprecated::Fail) };
    assert_eq!(
        places(&code, &unseen),
        ["notice a.php:1:4", "notice a.php:2:4"],
        "nothing is known to be new"
    );
    let loud = Outdated { level: Some(Deprecated::Fail), ..before(&[comments]) };
    assert_eq!(places(&code, &loud), ["error a.php:2:4", "notice a.php:1:4"]);
    let quiet = Outdated { level: Some(Deprecated::Notice), ..before(&[comments]) };
    assert_eq!(
        places(&code, &quiet),
        ["notice a.php:1:4", "notice a.php:2:4"],
        "the policy has the last word"
    );
}

#[test]
fn tests_call_what_they_like() {
    let tests = [("tests/a.php", "a('placement.bind'); b('task.commentitem.get'); c('crm.deal.list')")];
    let code = ("a.php", "a('crm.item.list')");
    assert_eq!(found(&[tests[0], code], &Outdated::default()), [""; 0]);
}

#[test]
fn of_very_many_methods_the_most_called_are_named() {
    let superseded = DocumentedMethod::all().iter().filter(|method| method.state == State::Superseded);
    let code = superseded.map(|method| format!("b24('{}');\n", method.name)).collect::<Vec<_>>();
    let found = found(&[("a.php", &code.concat())], &Outdated::default());
    assert!(found[0].contains("227 calls of 227 superseded methods"), "{found:?}");
    assert!(found[0].ends_with(" and 222 more, which `b24-ping scan` lists"), "{found:?}");
}
