use super::hooks::MAX_BYTES;
use super::*;
use crate::outcome::Outcome;
use crate::report::samples;
use crate::text::seal::Seal;

#[test]
fn every_sample_reads_as_kept() {
    samples::compare("txt", |report| render(report, &Look::default()));
}

#[test]
fn no_line_is_a_command_and_no_character_moves_the_cursor() {
    for (name, report) in samples::sealed() {
        let text = render(&report, &Look::default());
        for line in text.lines() {
            assert!(!line.trim_start().starts_with("::") && !line.contains("##["), "{name}: {line}");
        }
        assert!(!text.contains(['\u{1b}', '\u{202e}', '\r']), "{name}");
    }
}

#[test]
fn a_log_of_very_many_hooks_is_cut_and_says_so() {
    let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "several").unwrap().1;
    let failed = report.hooks.iter().find(|hook| hook.outcome == Outcome::Failed).unwrap().clone();
    report.hooks = std::iter::repeat_n(failed, 5000).collect();
    let text = render(&report, &Look::default());
    assert!(text.len() < MAX_BYTES + 8192, "{}", text.len());
    let last = text.lines().find(|line| line.starts_with("… and")).expect("a last line");
    let left = last.split(' ').nth(2).and_then(|left| left.parse::<usize>().ok()).expect(last);
    assert_eq!(left + text.matches("hook 2 (acme.bitrix24.com): failed").count(), 5000, "{last}");
}

#[test]
fn a_file_that_is_named_like_a_command_is_none() {
    let mut out = String::new();
    line(&mut out, "  ::error::x");
    assert_eq!(out, ".  ::error::x\n");
}

/// A webhook that fails its rules, with a policy that the code fails as well.
fn both_fail() -> Sealed {
    let [(_, both), _] = samples::beside_code();
    both
}

#[test]
fn the_verdict_counts_what_the_code_lacks_beside_the_broken_rules() {
    let report = both_fail();
    for annotated in [None, Some(Severity::Warning)] {
        let text = render(&report, &Look { annotated, ..Look::default() });
        let first = text.lines().next().unwrap();
        assert!(first.starts_with("FAILED: acme.bitrix24.com fails 6 of 13 rules"), "{first}");
        assert!(first.ends_with("; 2 calls undeclared"), "{first}");
        assert!(first.contains("`telephony` forbidden"), "{first}");
    }
}

#[test]
fn a_log_with_annotations_says_what_is_wrong_where_that_is_short() {
    let look = Look { annotated: Some(Severity::Warning), ..Look::default() };
    for (name, mut report) in samples::sealed().into_iter().filter(|(_, report)| report.hooks.len() == 1) {
        if report.outcome == Outcome::Passed || matches!(report.outcome, Outcome::Interrupted(_)) {
            continue;
        }
        let text = render(&report, &look);
        assert!(text.lines().next().unwrap().ends_with(report.headline.text.as_str()), "{name}: {text}");
        assert!(!text.contains("more on this: ") && more(&report).contains("more on this: "), "{name}");
        let long = format!("{}{}", report.headline.text, " x".repeat(60));
        report.headline.text = crate::text::Text::theirs(long).plain();
        let text = render(&report, &look);
        assert!(!text.lines().next().unwrap().contains(" x x"), "{name}: {text}");
    }
}

#[test]
fn what_gave_no_answer_was_tried_and_not_asked() {
    let of = |name: &str| samples::sealed().into_iter().find(|(known, _)| *known == name).unwrap().1;
    let mut report = of("unreachable");
    assert!(render(&report, &Look::default()).contains("  asked    profile"), "it refused");
    report.hooks[0].reason = Reason::Tls;
    report.hooks[0]
        .rulings
        .retain(|ruling| ruling.finding.as_ref().is_none_or(|finding| finding.reason != Reason::RateLimited));
    assert!(render(&report, &Look::default()).contains("  tried    profile"));
}

#[test]
fn the_verdict_alone_is_the_first_line_of_all() {
    for (name, report) in samples::sealed().into_iter().chain([("both", both_fail())]) {
        let all = render(&report, &Look::default());
        assert_eq!(verdict(&report), format!("{}\n", all.lines().next().unwrap()), "{name}");
    }
}

#[test]
fn what_the_headline_says_is_not_said_again() {
    for (name, report) in samples::sealed() {
        let (what, text) = match &report.headline.lead {
            Some(Lead::Finding(ruling)) => {
                (&ruling.finding.as_ref().unwrap().what, render(&report, &Look::default()))
            }
            Some(Lead::Problem(problem)) => (&problem.what, render(&report, &Look::default())),
            None => continue,
        };
        assert!(report.headline.text.as_str().contains(what.as_str()), "{name}");
        assert_eq!(text.matches(what.as_str()).count(), 1, "{name}: {text}");
    }
}
