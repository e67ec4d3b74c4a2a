use super::*;
use crate::report::samples;
use crate::text::Text;
use crate::text::seal::Seal;

#[test]
fn every_sample_reads_as_kept() {
    samples::compare("md", render);
}

#[test]
fn every_table_keeps_its_columns() {
    for (name, report) in samples::sealed() {
        let text = render(&report);
        let mut columns = None;
        for line in text.lines() {
            let count = line.matches('|').count();
            assert!(line.starts_with('|') || count == 0, "{name}: {line}");
            columns = if count == 0 { None } else { Some(columns.unwrap_or(count)) };
            assert_eq!(columns.unwrap_or(0), count, "{name}: {line}");
        }
    }
}

#[test]
fn nothing_but_our_own_tags_links_and_marks_survives() {
    for (name, report) in samples::sealed() {
        let mut text = render(&report);
        for ours in [
            "<code>",
            "</code>",
            "<sub>",
            "</sub>",
            "<details>",
            "</details>",
            "<summary>",
            "</summary>",
            "</a>",
            "<i></i>",
        ] {
            text = text.replace(ours, "");
        }
        for ours in ["acme/app/blob/0123abc/", "acme/b24-ping/blob/v1/docs/reasons.md#"] {
            while let Some((before, link)) = text.split_once(&format!("<a href=\"https://github.com/{ours}"))
            {
                let (_, after) = link.split_once("\">").expect(name);
                text = format!("{before}{after}");
            }
        }
        // In the fence only backticks at the start of a line have a meaning.
        if let Some((before, fence)) = text.split_once("```diff\n") {
            let (lines, after) = fence.split_once("\n```\n").expect(name);
            assert!(lines.lines().all(|line| line.starts_with("+ ") || line.starts_with("- ")), "{lines}");
            text = format!("{before}{after}");
        }
        assert!(!text.contains(['<', '>', '@', '*', '$', '[', ']', '\u{1b}', '\u{202e}']), "{name}: {text}");
    }
}

#[test]
fn every_heading_is_a_short_line_and_no_column_is_empty() {
    for (name, mut report) in samples::sealed() {
        for hook in &mut report.hooks {
            hook.name = Some(Text::theirs("n".repeat(300)).plain());
        }
        let text = render(&report);
        let heading = shown(text.lines().next().unwrap());
        assert!(heading.chars().count() <= 130, "{name}: {heading}");
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            assert!(line.trim_matches('|').split('|').all(|cell| !cell.trim().is_empty()), "{name}: {line}");
        }
    }
    for (name, report) in samples::sealed() {
        let heading = shown(render(&report).lines().next().unwrap());
        assert!(heading.chars().count() <= 160 && heading.contains("b24-ping: "), "{name}: {heading}");
    }
}

/// The number before the word.
fn number(text: &str, before: &str) -> usize {
    let words = text.split([' ', ',', ':', ';']).collect::<Vec<_>>();
    let at = words.iter().position(|word| word.trim_end_matches('s') == before);
    at.and_then(|at| words[at.checked_sub(1)?].parse().ok()).unwrap_or(0)
}

#[test]
fn title_counts_log_and_folds_say_the_same_numbers() {
    let samples = samples::sealed().into_iter().chain(samples::beside_code());
    let mut seen = [0; 2];
    for (name, report) in samples.filter(|(_, report)| report.hooks.len() == 1) {
        let page = render(&report);
        let (title, counts) = (shown(page.lines().next().unwrap()), page.lines().nth(2).unwrap());
        let rules = counts.split(" · ").filter(|part| part.contains(" rule"));
        let (held, unknown) = rules.partition::<Vec<_>, _>(|part| part.contains(" hold"));
        let [held, unknown] =
            [held, unknown].map(|parts| parts.iter().map(|part| number(part, "rule")).sum::<usize>());
        for said in [title.as_str(), report.headline.text.as_str()] {
            if let Some((_, fails)) = said.split_once(" fails ") {
                let broken = fails.split(' ').next().unwrap().parse::<usize>().unwrap();
                assert_eq!(broken + held + unknown, number(fails, "rule"), "{name}: {said} – {counts}");
                seen[0] += 1;
            } else if let Some((_, meets)) = said.split_once(" meets ") {
                assert_eq!(number(meets, "rule"), held, "{name}: {said} – {counts}");
                seen[1] += 1;
            }
        }
        if report.outcome == Outcome::Passed {
            let folds = page.lines().filter(|line| line.starts_with("<details><summary>✅"));
            assert_eq!(folds.map(|fold| number(fold, "rule")).sum::<usize>(), held, "{name}: {page}");
            assert_eq!(number(report.headline.text.as_str(), "warning"), number(counts, "warning"), "{name}");
        }
    }
    assert!(seen.iter().all(|seen| *seen > 2), "{seen:?}");
}

#[test]
fn a_group_says_what_is_wrong_then_where_and_then_what_to_do() {
    let page = render(&samples::sealed().into_iter().find(|(name, _)| *name == "code").unwrap().1);
    let group = page.lines().skip_while(|line| !line.starts_with("- ❌")).take(4).collect::<Vec<_>>();
    assert!(group[0].starts_with("- ❌ 2 calls need scopes that the policy does not require"), "{page}");
    assert!(
        group[1..3].iter().all(|line| line.starts_with("  - <code>") && line.contains(" needs ")),
        "{page}"
    );
    assert!(group[3].starts_with("  - help: add it to "), "{page}");
}

/// Without tags and entities.
fn shown(line: &str) -> String {
    let line =
        ["<code>", "</code>", "<i></i>"].iter().fold(line.to_owned(), |line, tag| line.replace(tag, ""));
    line.replace("&#58;", ":").replace("&#39;", "'")
}

#[test]
fn of_very_many_scopes_forty_rows_are_open() {
    let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "failed").unwrap().1;
    let granted = report.hooks[0].granted.as_mut().unwrap();
    granted.extend((0..90).map(|n| Text::exact(format!("scope{n}")).plain()));
    let text = render(&report);
    let (open, folded) = text.split_once("<details><summary>✅ 57 more scopes</summary>").expect(&text);
    // The lines above the rows are two.
    let rows = |text: &str| text.lines().filter(|line| line.starts_with("| <code>")).count();
    assert_eq!((rows(open), rows(folded)), (40, 57));
    assert!(!folded.contains("❌&#160;") && !folded.contains("⚠️&#160;"));
}

#[test]
fn a_huge_report_is_cut_and_says_so() {
    let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "misconfigured").unwrap().1;
    report.problems = std::iter::repeat_n(report.problems[0].clone(), 5000).collect();
    let text = render(&report);
    assert!(text.len() <= MAX_BYTES && text.contains("more\n"), "{}", text.len());

    let mut report = samples::sealed().into_iter().find(|(name, _)| *name == "several").unwrap().1;
    report.hooks = std::iter::repeat_n(report.hooks[1].clone(), 1000).collect();
    let text = render(&report);
    assert!(text.len() <= MAX_BYTES && text.contains("webhooks more"), "{}", text.len());
}
