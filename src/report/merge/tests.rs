use super::super::{samples, v1};
use super::*;
use crate::report::Sealed;
use crate::testing::v1::render;
use crate::text::seal::Seal;

fn sample(name: &str) -> Report {
    samples::all().into_iter().find(|(known, _)| *known == name).expect(name).1
}

/// A sample whose hooks have this name.
fn named(sample_name: &str, name: &str) -> Report {
    let mut report = sample(sample_name);
    report.hooks.iter_mut().for_each(|hook| hook.name = Some(Text::theirs(name)));
    report
}

/// A hook that passed: its name, and its number in a list of this many.
fn part(name: &str, number: usize, given: usize) -> Report {
    let mut report = Report { given: Some(given), ..named("passed", name) };
    report.hooks[0].number = Some(number);
    report
}

fn merged(reports: Vec<Report>) -> Report {
    merged_with(reports, &[], &[])
}

fn merged_with(reports: Vec<Report>, lost: &[&str], expected: &[&str]) -> Report {
    let reports = reports.into_iter().map(Ok).chain(lost.iter().map(|why| Err(Text::theirs(*why))));
    let shares = reports
        .enumerate()
        .map(|(index, report)| Share { file: Text::theirs(format!("{index}.json")), report });
    merge(shares.collect(), &expected.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>())
}

fn problems(report: &Report) -> Vec<String> {
    crate::ledger::shown(&report.problems)
}

#[test]
fn one_share_is_the_whole() {
    for (name, report) in samples::all() {
        let text = render(&report.clone().plain());
        assert_eq!(render(&merged(vec![report]).plain()), text, "{name}");
    }
}

#[test]
fn the_worst_share_decides_in_whatever_order() {
    let order = ["passed", "unreachable", "failed", "misconfigured", "interrupted"];
    for (better, name) in order.iter().enumerate() {
        for other in &order[..better] {
            let whole = merged(vec![named(name, "a"), named(other, "b")]);
            let turned = merged(vec![named(other, "b"), named(name, "a")]);
            let worst = sample(name);
            for whole in [whole, turned] {
                assert_eq!((whole.outcome, whole.reason), (worst.outcome, worst.reason), "{name} {other}");
                assert_eq!(whole.code(), worst.code());
            }
        }
    }
}

#[test]
fn hooks_stand_in_the_order_given() {
    let whole = merged(vec![named("passed", "z"), named("failed", "a"), named("passed", "m")]);
    let names = whole.hooks.iter().map(|hook| hook.name.as_ref().unwrap().reveal()).collect::<Vec<_>>();
    assert_eq!(names, ["z", "a", "m"]);
    assert!(whole.headline.text.reveal().starts_with("1 of 3 webhooks failed; a ("), "{:?}", whole.headline);
}

#[test]
fn rulings_on_the_repository_are_reported_once() {
    let one = sample("weakened");
    let (rulings, changes) = (one.repository.len(), one.diff.as_ref().unwrap().changes.len());
    let whole = merged(vec![named("weakened", "a"), named("weakened", "b")]);
    assert_eq!((whole.repository.len(), whole.diff.as_ref().unwrap().changes.len()), (rulings, changes));
    let notices = merged(vec![sample("misconfigured"), sample("misconfigured")]);
    assert_eq!((notices.problems.len(), notices.notices.len()), (14, 1));
}

#[test]
fn what_to_do_about_a_change_is_reported_for_all_hooks() {
    let whole = merged(vec![named("weakened", "a"), named("weakened", "b")]);
    let advice =
        whole.diff.unwrap().changes.into_iter().map(|change| change.advice.reveal()).collect::<Vec<_>>();
    assert!(
        advice.iter().any(|advice| advice.starts_with("not granted yet to a (") && advice.contains(", b (")),
        "{advice:?}"
    );
}

#[test]
fn only_when_every_share_was_skipped_is_the_whole() {
    let whole = merged(vec![sample("skipped"), sample("skipped")]);
    assert_eq!((whole.outcome, whole.reason, whole.code()), (Outcome::Skipped, Reason::MissingHook, 0));
    let whole = merged(vec![named("passed", "a"), sample("skipped")]);
    assert_eq!(whole.outcome, Outcome::Passed);
    assert!(whole.notices.iter().any(|notice| notice.what.reveal().starts_with("the share was skipped: ")));
}

#[test]
fn a_share_that_got_lost_does_not_pass() {
    let whole = merged_with(vec![named("passed", "a")], &["there is no such file"], &[]);
    assert_eq!((whole.outcome, whole.reason, whole.code()), (Outcome::Misconfigured, Reason::Config, 2));
    assert!(
        problems(&whole)[0].starts_with("1.json: the share's report cannot be used: there is no such file")
    );
    let whole = merged_with(vec![sample("skipped")], &["there is no such file"], &[]);
    assert_eq!(whole.code(), 2);
    let whole = merged_with(vec![], &["there is no such file", "it is not JSON"], &[]);
    assert_eq!((whole.code(), whole.problems.len()), (2, 2));
    assert_eq!(merge(Vec::new(), &[]).code(), 2);
}

#[test]
fn a_no_stays_a_no_when_a_share_got_lost_even_under_warn_only() {
    let mut whole = merged_with(vec![named("failed", "a")], &["there is no such file"], &[]);
    assert_eq!((whole.outcome, whole.code()), (Outcome::Failed, 1));
    whole.warn_only = true;
    assert_eq!(whole.code(), 2);
}

#[test]
fn a_hook_that_is_in_two_reports_is_a_mistake() {
    let whole = merged(vec![named("passed", "a"), named("passed", "b"), named("passed", "a")]);
    assert_eq!(whole.code(), 2);
    assert!(
        problems(&whole)[0].starts_with("2.json: the webhook `a` is in two reports"),
        "{:?}",
        whole.problems
    );
    // Two hooks with hidden names, of a list each, are no duplicates.
    assert_eq!(merged(vec![named("passed", "***"), named("passed", "***")]).code(), 0);
    assert_eq!(merged(vec![part("***", 1, 1), part("***", 1, 1)]).code(), 0);
    let whole = merged(vec![part("***", 1, 2), part("***", 1, 2)]);
    assert_eq!(
        problems(&whole)[0].split(" – ").next(),
        Some("1.json: number 1 of the list of webhooks is in two reports")
    );
    assert_eq!(merged(vec![part("***", 1, 2), part("b", 1, 2)]).code(), 2);
    assert_eq!(merged(vec![part("a", 1, 2), part("b", 1, 2)]).code(), 0, "two lists of one length");
}

#[test]
fn a_hook_that_is_expected_and_in_no_report_is_a_mistake() {
    let shares = || vec![named("passed", "a"), named("passed", "b")];
    assert_eq!(merged_with(shares(), &[], &["b", "a"]).code(), 0);
    let whole = merged_with(shares(), &[], &["a", "b", "c", "::error::d"]);
    assert_eq!(whole.code(), 2);
    assert_eq!(whole.problems[0].what.clone().plain().as_str(), "no report covers `c`, `: :error::d`");
}

/// All hooks of a list are in its reports, so none is lost, whatever is hidden.
#[test]
fn hooks_of_the_list_that_no_report_covers_are_told_unless_the_expected_ones_are_named() {
    let parts = || vec![part("shop", 1, 3), part("crm", 2, 3)];
    let told =
        |report: &Report| crate::ledger::shown(&report.notices).join("").contains("cover 2 of the list's 3");
    let whole = merged(parts());
    assert!(told(&whole) && whole.outcome == Outcome::Passed, "{:?}", whole.notices);
    assert!(!told(&merged_with(parts(), &[], &["shop", "crm"])));
    let all = parts().into_iter().chain([part("wiki", 3, 3)]).collect();
    assert!(!told(&merged(all)));
}

#[test]
fn a_hidden_name_covers_one_that_is_expected_where_the_list_is_whole() {
    let whole = || vec![part("a", 1, 2), part("***", 2, 2)];
    assert_eq!(merged_with(whole(), &[], &["a", "b"]).code(), 0);
    assert_eq!(merged_with(whole(), &[], &["a", "b", "c"]).code(), 2);
    let cut = vec![part("a", 1, 3), part("***", 2, 3)];
    assert_eq!(merged_with(cut.clone(), &[], &["a", "b"]).code(), 2, "it may be another than `b`");
    assert_eq!(merged_with(cut.clone(), &[], &["a#1", "b#2"]).code(), 0);
    for expected in [["a#1", "c#3"], ["b#1", "a#2"], ["a#1", "#3"]] {
        assert_eq!(merged_with(cut.clone(), &[], &expected).code(), 2, "{expected:?}");
    }
    let lists = vec![part("a", 1, 1), part("***", 1, 2)];
    assert_eq!(merged_with(lists, &[], &["a#1", "b#2"]).code(), 2, "whose number is it?");
}

/// Each stood for itself, and for a third.
#[test]
fn two_starred_hooks_do_not_cover_a_lost_one() {
    let hooks = || vec![part("***", 1, 3), part("***", 2, 3)];
    assert_eq!(merged_with(hooks(), &[], &["***", "***"]).code(), 0);
    for expected in [&["***", "***", "c"][..], &["***", "***", "***"], &["***#1", "***#2", "c#3"]] {
        let whole = merged_with(hooks(), &[], expected);
        assert_eq!((whole.code(), whole.problems.len()), (2, 1), "{expected:?}");
    }
}

#[test]
fn two_good_shares_of_unnamed_hooks_are_merged() {
    let share = || {
        let mut report = sample("several");
        report.given = Some(report.hooks.len());
        for (number, hook) in (1..).zip(&mut report.hooks) {
            (hook.number, hook.name) = (Some(number), Some(text!("webhook {}", number)));
        }
        report
    };
    let whole = merged(vec![share(), share()]);
    assert!(whole.problems.is_empty(), "{:?}", whole.problems);
    let names = whole.hooks.iter().map(|hook| hook.name.as_ref().unwrap().reveal()).collect::<Vec<_>>();
    assert_eq!(names, (1..=6).map(|number| format!("webhook {number}")).collect::<Vec<_>>());
    // The same run twice is not two.
    let told = || Report { run: Some(Text::theirs("a")), ..share() };
    let whole = merged(vec![told(), told()]);
    assert!(
        problems(&whole)[0].starts_with("1.json: the report of this run is given twice"),
        "{:?}",
        whole.problems
    );
}

/// The report of `b`, copied under the name of `c`, whose share is lost.
#[test]
fn a_renamed_copy_does_not_cover_a_lost_hook() {
    let of_run = |run: &str, part| Report { run: Some(Text::theirs(run)), ..part };
    let shares = |run| vec![part("a", 1, 3), of_run("b", part("b", 2, 3)), of_run(run, part("c", 2, 3))];
    for expected in [&[][..], &["a", "b", "c"], &["a#1", "b#2", "c#3"]] {
        let whole = merged_with(shares("b"), &[], expected);
        assert!(
            problems(&whole)[0].starts_with("2.json: the report of this run is given twice"),
            "{expected:?}"
        );
    }
    // From another list a hook of that name may come, but not with that number.
    let whole = merged_with(shares("other"), &[], &["a#1", "b#2", "c#3"]);
    assert_eq!(
        problems(&whole),
        ["merge: no report covers `c#3` – check the jobs that should have checked them"]
    );
    assert_eq!(merged_with(shares("other"), &[], &["a#1", "b#2", "c#2"]).code(), 0);
}

#[test]
fn an_expected_number_that_is_none_is_a_part_of_the_name() {
    for entry in ["a#", "a#x", "a#1#2", "a#18446744073709551616", "a#-1"] {
        assert_eq!(merged_with(vec![part("a", 1, 1)], &[], &[entry]).code(), 2, "{entry}");
    }
}

#[test]
fn only_a_whole_report_of_a_check_is_a_share() {
    assert!(share(part("a", 2, 3)).is_ok());
    assert!(share(sample("skipped")).is_ok() && share(sample("misconfigured")).is_ok());
    for command in [Writer::Lint, Writer::Merge, Writer::Snapshot] {
        assert!(share(Report { command, ..part("a", 1, 1) }).is_err(), "{command:?}");
    }
    let bad = [
        Report::of_hooks(Vec::new(), None, Vec::new()),
        Report { outcome: Outcome::Skipped, ..part("a", 1, 1) },
        sample("passed"),
        part("a", 0, 1),
        part("a", 2, 1),
        Report { given: None, ..part("a", 1, 1) },
    ];
    for report in bad {
        assert!(share(report.clone()).is_err(), "{report:?}");
    }
}

#[test]
fn what_was_merged_can_be_merged_again() {
    for (name, report) in samples::all() {
        let other = named("failed", "other");
        let whole = merged(vec![report, other]);
        let text = render(&whole.plain());
        let read = v1::parse(text.as_bytes()).unwrap_or_else(|why| panic!("{name}: {why}"));
        assert_eq!(render(&read.plain()), text, "{name}");
    }
}

#[test]
fn a_share_that_passed_never_makes_another_pass() {
    for (name, mut report) in samples::all() {
        for (warn_only, lost) in [(false, false), (true, false), (true, true)] {
            (report.warn_only, report.lost) = (warn_only, lost);
            report.hooks.iter_mut().for_each(|hook| hook.name = Some(Text::theirs("a")));
            report.hooks.truncate(1);
            let mut whole = merged(vec![report.clone(), named("passed", "b")]);
            whole.warn_only = warn_only;
            let alone = if report.outcome == Outcome::Skipped { 0 } else { report.code() };
            assert!(whole.code() >= alone.min(2), "{name} {warn_only} {lost}: {} and {alone}", whole.code());
        }
    }
}

/// The last number of a list is its length.
#[test]
fn the_last_hook_of_a_list_is_in_it() {
    assert!(share(part("a", 2, 2)).is_ok() && share(part("a", 3, 2)).is_err());
}

/// One number of lists of one length, in every order of what is known of the two.
#[test]
fn a_number_is_twice_unless_the_names_say_that_the_lists_are_two() {
    let hook = |name: &str, is_part: bool| part(name, 1, if is_part { 2 } else { 1 });
    let twice =
        |reports| problems(&merged(reports)).iter().any(|problem| problem.contains("is in two reports"));
    // Lists of one length only: all of them are parts, or none is.
    for (one, other, expected) in
        [("a", "b", false), ("***", "b", true), ("a", "***", true), ("***", "***", true)]
    {
        assert_eq!(twice(vec![hook(one, true), hook(other, true)]), expected, "{one} {other}");
        assert!(!twice(vec![hook(one, false), hook(other, false)]), "{one} {other}");
    }
    let whole = |name: &str| {
        let mut whole = part(name, 1, 2);
        let second = crate::report::HookReport {
            number: Some(2),
            name: Some(Text::theirs("second")),
            ..whole.hooks[0].clone()
        };
        whole.hooks.push(second);
        whole
    };
    for reports in [
        vec![part("a", 1, 2), whole("***")],
        vec![whole("***"), part("a", 1, 2)],
        vec![part("a", 1, 2), part("b", 1, 2), whole("***")],
        vec![part("***", 2, 2), part("a", 1, 2), part("***", 1, 2)],
    ] {
        assert!(twice(reports.clone()), "{reports:?}");
    }
}

#[test]
fn hooks_that_no_report_covers_are_counted_where_some_are() {
    let told = |covered: usize, given| {
        let hooks = vec![part("a", 1, 1).hooks[0].clone(); covered];
        super::identity::uncovered(&Report { given, hooks, ..sample("passed") }).is_some()
    };
    assert!(told(1, Some(2)) && told(2, Some(3)));
    assert!(!told(2, Some(2)) && !told(0, Some(2)) && !told(0, Some(0)) && !told(1, None));
}

#[test]
fn each_hook_stands_for_one_that_is_expected() {
    let missing = |expected: &[&str]| problems(&merged_with(vec![part("a", 1, 1)], &[], expected)).join("\n");
    for one in [["a#1"], ["#1"], ["a"]] {
        assert_eq!(missing(&one), "", "{one:?}");
    }
    assert!(missing(&["a#1", "a"]).contains("no report covers `a`"));
    assert!(missing(&["a", "a"]).contains("no report covers `a`"));
}

#[test]
fn a_headline_that_was_read_names_what_it_did_when_it_was_written() {
    for (name, report) in samples::all() {
        let written = report.plain();
        let read = v1::parse(render(&written).as_bytes()).expect(name).plain();
        assert_eq!(read.headline.text, written.headline.text, "{name}");
        assert_eq!(read.headline.lead, written.headline.lead, "{name}");
        let harmed =
            render(&Sealed { headline: Text::theirs("all is well").plain().into(), ..sample(name).plain() });
        assert_eq!(v1::parse(harmed.as_bytes()).expect(name).headline.lead, None, "{name}");
    }
}
