//! `docs/reference.md` and `docs/reasons.md` against the code.

use b24_ping::testing::{Outcome, Reason, Severity, render};

use super::{assert_same, codes, differences, inputs, read, tables};

const PATH: &str = "docs/reference.md";

/// The text of a cell without the marks of code.
fn bare(cell: &str) -> String {
    cell.replace('`', "")
}

/// The inputs in the order of the reference.
pub(super) fn names_of_inputs() -> Vec<String> {
    tables(PATH, "## Inputs").iter().flatten().map(|row| bare(&row[0])).collect()
}

#[test]
fn every_input_is_in_the_reference_with_its_default() {
    let expected = inputs();
    let names = expected.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
    let missing = differences(PATH, &names_of_inputs(), &names);
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    for row in tables(PATH, "## Inputs").into_iter().flatten() {
        let name = bare(&row[0]);
        let (_, default) = expected.iter().find(|(known, _)| *known == name).expect("looked at above");
        assert_eq!(&bare(&row[1]).replace('–', ""), default, "{PATH}: the default of `{name}`");
        assert!(row[2].len() > 10, "{PATH} lacks the meaning of `{name}`");
    }
}

#[test]
fn ten_common_inputs_come_first() {
    let first = &tables(PATH, "## Inputs")[0];
    assert_eq!((first.len(), bare(&first[0][0])), (10, "hook".to_owned()));
}

#[test]
fn the_reference_has_the_outputs_of_the_code() {
    let rows = tables(PATH, "## Outputs").concat();
    let names = rows.iter().map(|row| bare(&row[0])).collect::<Vec<_>>();
    assert_same(PATH, &names, &render::OUTPUTS.map(str::to_owned));
}

/// The sections of the page, each under its heading.
fn sections() -> Vec<(String, String)> {
    let text = read("docs/reasons.md");
    let parts = text.split("\n## ").skip(1).map(|part| part.split_once('\n').expect("a heading"));
    parts.map(|(id, body)| (id.to_owned(), body.to_owned())).collect()
}

#[test]
fn every_reason_has_a_section() {
    let sections = sections();
    let found = sections.iter().map(|(id, _)| id.clone()).collect::<Vec<_>>();
    assert_same("docs/reasons.md", &found, &Reason::ALL.map(|reason| reason.id().to_owned()));
    for (reason, (id, body)) in Reason::ALL.into_iter().zip(sections) {
        assert!(body.contains("\n**Fix:** "), "docs/reasons.md lacks what to do about `{id}`");
        let outcome = reason.outcome().word();
        let told = match reason.severity() {
            _ if reason == Reason::Ok => format!("`{outcome}`."),
            Severity::Error => format!("Error, `{outcome}`."),
            Severity::Warning => "Warning".to_owned(),
            Severity::Notice => "Notice".to_owned(),
        };
        assert!(body.contains(&format!("** {told}")), "docs/reasons.md, `{id}`, lacks `{told}`");
    }
}

const OUTCOMES: [Outcome; 5] =
    [Outcome::Passed, Outcome::Skipped, Outcome::Failed, Outcome::Misconfigured, Outcome::Unreachable];

#[test]
fn the_reference_has_the_exit_codes_of_the_code() {
    let rows = tables(PATH, "## Exit codes").concat();
    let found = rows.iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert_same(PATH, &found, &["0", "1", "2", "3", "4", "128 + n"].map(str::to_owned));
    for row in &rows {
        let words = OUTCOMES.into_iter().filter(|outcome| outcome.code().to_string() == row[0]);
        let mut words = words.map(Outcome::word).collect::<Vec<_>>();
        if row[0] == "128 + n" {
            assert_eq!(Outcome::Interrupted(15).code(), 128 + 15);
            words.push(Outcome::Interrupted(15).word());
        }
        assert_eq!(codes(&row[1]), words, "{PATH}: exit code {}", row[0]);
    }
}

/// The short tables: a row for each status.
#[test]
fn the_readmes_have_the_exit_codes_of_the_code() {
    for (path, heading) in [("README.md", "## What it checks"), ("README.ru.md", "## Коды завершения")]
    {
        let rows = tables(path, heading).concat();
        let found = rows.iter().map(|row| format!("{} {}", row[0], bare(&row[1]))).collect::<Vec<_>>();
        let expected = OUTCOMES.map(|outcome| format!("{} {}", outcome.code(), outcome.word()));
        assert_same(path, &found, &expected);
    }
}
