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
        assert!(heading.chars().count() <= 120, "{name}: {heading}");
        for line in text.lines().filter(|line| line.starts_with("| ")) {
            assert!(line.trim_matches('|').split('|').all(|cell| !cell.trim().is_empty()), "{name}: {line}");
        }
    }
    for (name, report) in samples::sealed() {
        let heading = shown(render(&report).lines().next().unwrap());
        assert!(heading.chars().count() <= 100 && heading.contains("b24-ping: "), "{name}: {heading}");
    }
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
