//! JUnit XML: one case for each rule, so that a CI's test history shows since when it fails. A failed rule is
//! a `<failure>`; one that could not be checked is an `<error>`.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::{self, Write};
use std::time::Duration;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use crate::outcome::Outcome;
use crate::reason::{Reason, Severity};
use crate::verdict::{Ruling, Standing};

use crate::report::Sealed;
use crate::text::WithHelp;
use crate::text::seal::Quote;

struct Case {
    name: String,
    result: CaseResult,
}

enum CaseResult {
    Passed,
    Skipped(String),
    Failure { kind: String, text: String },
    Error { kind: String, text: String },
}

type Xml<'o> = Writer<&'o mut dyn Write>;

/// Writes the report.
///
/// # Errors
///
/// Those of `out`.
pub(crate) fn write(report: &Sealed, out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Writer::new_with_indent(out, b' ', 2);
    xml.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    xml.write_event(Event::Start(BytesStart::new("testsuites").with_attributes([("name", "b24-ping")])))?;
    let run = run_cases(report);
    if !run.is_empty() {
        write_suite(&mut xml, "run", &run, report.elapsed, report)?;
    }
    if !report.repository.is_empty() {
        let cases = cases(&report.repository, report.reason);
        write_suite(&mut xml, "repository", &cases, report.elapsed, report)?;
    }
    for hook in &report.hooks {
        write_suite(&mut xml, &hook.title(), &cases(&hook.rulings, hook.reason), hook.elapsed, report)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuites")))?;
    writeln!(xml.into_inner())
}

fn write_suite(
    xml: &mut Xml,
    name: &str,
    cases: &[Case],
    elapsed: Duration,
    report: &Sealed,
) -> io::Result<()> {
    let time = format!("{:.3}", elapsed.as_secs_f64());
    let count =
        |of: fn(&CaseResult) -> bool| cases.iter().filter(|case| of(&case.result)).count().to_string();
    let suite = BytesStart::new("testsuite").with_attributes([
        ("name", name),
        ("tests", &cases.len().to_string()),
        ("failures", &count(|result| matches!(result, CaseResult::Failure { .. }))),
        ("errors", &count(|result| matches!(result, CaseResult::Error { .. }))),
        ("skipped", &count(|result| matches!(result, CaseResult::Skipped(_)))),
        ("time", &time),
    ]);
    xml.write_event(Event::Start(suite))?;
    for case in cases {
        write_case(xml, name, case, report)?;
    }
    xml.write_event(Event::End(BytesEnd::new("testsuite")))
}

fn write_case(writer: &mut Xml, suite: &str, case: &Case, report: &Sealed) -> io::Result<()> {
    let class = format!("b24-ping.{suite}");
    let element = writer
        .create_element("testcase")
        .with_attributes([("name", case.name.as_str()), ("classname", &class)]);
    let (tag, kind, text) = match &case.result {
        CaseResult::Passed => return element.write_empty().map(drop),
        CaseResult::Skipped(text) => ("skipped", None, text),
        CaseResult::Failure { kind, text } => ("failure", Some(kind), text),
        CaseResult::Error { kind, text } => ("error", Some(kind), text),
    };
    element
        .write_inner_content(|writer| {
            let inner = writer.create_element(tag).with_attribute(("message", text.as_str()));
            match kind {
                Some(kind) => {
                    let page = Reason::from_id(kind).and_then(|reason| report.page_of(reason));
                    let page = page.map(|page| format!("\n{page}")).unwrap_or_default();
                    let body = format!("{text}{page}");
                    inner.with_attribute(("type", kind.as_str())).write_text_content(BytesText::new(&body))
                }
                None => inner.write_empty(),
            }
            .map(drop)
        })
        .map(drop)
}

/// Cases about the run as a whole.
fn run_cases(report: &Sealed) -> Vec<Case> {
    let kind = report.reason.id().to_owned();
    let mut cases = report
        .problems
        .iter()
        .map(|problem| Case {
            name: problem.origin.to_string(),
            result: CaseResult::Error { kind: kind.clone(), text: problem.to_string() },
        })
        .collect::<Vec<_>>();
    let name = "the run".to_owned();
    let text = report.headline.text.to_string();
    match report.outcome {
        Outcome::Skipped => cases.push(Case { name, result: CaseResult::Skipped(text) }),
        Outcome::Interrupted(_) => cases.push(Case { name, result: CaseResult::Error { kind, text } }),
        Outcome::Passed if report.hooks.is_empty() && report.repository.is_empty() => {
            cases.push(Case { name, result: CaseResult::Passed });
        }
        _ => {}
    }
    cases
}

/// One case for each ruling; several failures of the same check are one case.
fn cases(rulings: &[Ruling<Quote>], reason: Reason) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut places = BTreeMap::new();
    for ruling in rulings {
        let name = ruling.subject.to_string();
        let text = |text: &str| {
            let origin = ruling.origin.as_ref().map(|origin| format!(" ({origin})"));
            format!("{text}{}", origin.unwrap_or_default())
        };
        let result = match (&ruling.finding, ruling.standing) {
            (Some(finding), standing) if finding.severity == Severity::Error => {
                let kind = finding.reason.id().to_owned();
                let text = text(&WithHelp(&finding.what, &finding.advice).to_string());
                match standing {
                    Standing::Unknown => CaseResult::Error { kind, text },
                    _ => CaseResult::Failure { kind, text },
                }
            }
            (None, Standing::Unknown) => {
                CaseResult::Error { kind: reason.id().to_owned(), text: text("could not be checked") }
            }
            _ => CaseResult::Passed,
        };
        match places.entry(name) {
            Entry::Vacant(free) => {
                cases.push(Case { name: free.key().clone(), result });
                free.insert(cases.len() - 1);
            }
            Entry::Occupied(taken) => {
                let case = &mut cases[*taken.get()];
                if matches!(case.result, CaseResult::Passed) {
                    case.result = result;
                }
            }
        }
    }
    cases
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;
    use crate::testing::render::junit as render;
    use quick_xml::Reader;

    use crate::report::Report;
    use crate::text::Text;
    use crate::text::redactor::Redactor;
    use crate::text::seal::Seal;
    use crate::verdict::{Aspect, Finding};

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("xml", render);
    }

    #[test]
    fn of_several_troubles_with_one_check_the_first_is_its_case() {
        let no = |what: &str| {
            let finding = Finding {
                reason: Reason::HookRefused,
                severity: Severity::Error,
                what: Text::theirs(what),
                advice: Text::default(),
            };
            ruling(Standing::Broken, Some(finding))
        };
        let failure = |rulings: &[Ruling<Quote>]| match cases(rulings, Reason::HookRefused).as_slice() {
            [Case { result: CaseResult::Failure { text, .. }, .. }] => text.clone(),
            cases => panic!("{} cases", cases.len()),
        };
        let held = ruling(Standing::Held, None);
        assert!(failure(&[no("first"), no("second")]).starts_with("first"));
        assert!(failure(&[held.clone(), no("first"), no("second"), held]).starts_with("first"));
    }

    fn ruling(standing: Standing, finding: Option<Finding>) -> Ruling<Quote> {
        let subject = Aspect::Alive.into();
        Ruling { subject, standing, origin: None, why: None, finding }.seal(&Redactor::default())
    }

    #[test]
    fn a_run_without_hooks_is_a_case_of_its_own() {
        let passed = Report::offline(Outcome::Passed, "the policy is well-formed", Vec::new());
        let passed = passed.sealed(&Redactor::default()).0;
        assert!(render(&passed).contains("<testcase name=\"the run\""));
        let hooks = samples::sealed().into_iter().find(|(name, _)| *name == "passed").unwrap().1;
        assert!(!render(&hooks).contains("\"the run\""));
    }

    #[test]
    fn every_sample_is_well_formed_and_counts_right() {
        for (name, report) in samples::sealed() {
            let text = render(&report);
            let mut reader = Reader::from_str(&text);
            let mut found = std::collections::BTreeMap::<String, usize>::new();
            let mut claimed = 0;
            loop {
                match reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")) {
                    Event::Eof => break,
                    Event::Start(tag) | Event::Empty(tag) => {
                        let tag_name = tag.name().as_ref().to_owned();
                        if tag_name == "testsuite" {
                            let tests = tag.try_get_attribute("tests").unwrap().unwrap();
                            claimed += tests.value.parse::<usize>().unwrap();
                        }
                        *found.entry(tag_name).or_default() += 1;
                    }
                    _ => {}
                }
            }
            assert_eq!(found["testcase"], claimed, "{name}");
        }
    }
}
