//! SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning: every finding on a
//! line of a file. Findings about an input or the portal have no line, and are left out.

use std::collections::BTreeSet;
use std::io::{self, Write};
use std::path::Path;

use serde::{Serialize, Serializer};
use serde_json::{Value, json};
use url::Url;

use super::annotations::relative;
use super::phrases::ended;
use crate::ledger::{Place, Problem};
use crate::reason::{Reason, Severity};
use crate::report::{HookReport, Sealed};
use crate::text::WithHelp;
use crate::text::seal::Quote;
use crate::verdict::Finding;

/// Writes the report. `workspace` is cut off absolute paths, since results are about the repository.
///
/// # Errors
///
/// Those of `out`.
pub(crate) fn write(report: &Sealed, workspace: Option<&str>, out: &mut dyn Write) -> io::Result<()> {
    let seen = results(report).map(|result| result.reason).collect::<BTreeSet<_>>();
    let rules = Reason::ALL.into_iter().filter(|reason| seen.contains(reason)).collect::<Vec<_>>();
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: json!({ "driver": {
                "name": "b24-ping",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|reason| rule(*reason, report)).collect::<Vec<_>>(),
            } }),
            column_kind: "unicodeCodePoints",
            results: Results { report, workspace, rules: &rules },
        }],
    };
    serde_json::to_writer_pretty(&mut *out, &log)?;
    writeln!(out)
}

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    runs: [Run<'r>; 1],
    version: &'static str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    column_kind: &'static str,
    results: Results<'r>,
    tool: Value,
}

/// Made one by one, as they are written.
struct Results<'r> {
    report: &'r Sealed,
    workspace: Option<&'r str>,
    rules: &'r [Reason],
}

impl Serialize for Results<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(results(self.report).map(|result| {
            let Spot { reason, severity, place, what, advice } = result;
            let (file, text) =
                (relative(place.file.as_str(), self.workspace), ended(&WithHelp(what, advice).to_string()));
            json!({
                "ruleId": reason.id(),
                "ruleIndex": self.rules.iter().position(|rule| *rule == reason),
                "level": level(severity),
                "message": message(&text),
                "locations": [{ "physicalLocation": {
                    "artifactLocation": address(file),
                    "region": { "startLine": place.line, "startColumn": place.column },
                } }],
                // Without the line, so that a moved finding stays the same.
                "partialFingerprints": { "b24Ping/v1": fingerprint(&[reason.id(), file, &text]) },
            })
        }))
    }
}

/// What becomes a result.
struct Spot<'r> {
    reason: Reason,
    severity: Severity,
    place: &'r Place<Quote>,
    what: &'r Quote,
    advice: &'r Quote,
}

fn results(report: &Sealed) -> impl Iterator<Item = Spot<'_>> {
    let problems = [
        (&report.problems, Severity::Error),
        (&report.warnings, Severity::Warning),
        (&report.notices, Severity::Notice),
    ];
    let problems = problems.into_iter().flat_map(|(problems, severity)| {
        problems.iter().filter_map(move |Problem { origin, what, advice }| {
            Some(Spot { reason: Reason::Config, severity, place: origin.spot()?, what, advice })
        })
    });
    let of_hooks = report.hooks.iter().flat_map(HookReport::complaints);
    let findings = report.repository_complaints().into_iter().chain(of_hooks);
    problems.chain(findings.filter_map(|(ruling, finding)| {
        let Finding { reason, severity, what, advice } = finding;
        let place = ruling.origin.as_ref()?.spot()?;
        Some(Spot { reason: *reason, severity: *severity, place, what, advice })
    }))
}

fn rule(reason: Reason, report: &Sealed) -> Value {
    let mut rule = json!({
        "id": reason.id(),
        "shortDescription": message(&ended(reason.title())),
        "fullDescription": message(&ended(reason.title())),
        "help": message(reason.help()),
        "defaultConfiguration": { "level": level(reason.severity()) },
    });
    if let Some(page) = report.page_of(reason) {
        rule["helpUri"] = Value::String(page);
    }
    rule
}

/// A text without links and placeholders (3.11.5, 3.11.6). The space is for viewers that know no escapes.
fn message(text: &str) -> Value {
    let escapes = [("\\", "\\\\"), ("](", "] ("), ("[", "\\["), ("]", "\\]"), ("{", "{{"), ("}", "}}")];
    json!({ "text": escapes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to)) })
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Notice => "note",
    }
}

/// A file as a URI: relative to the repository, or absolute outside of it.
fn address(file: &str) -> Value {
    let base = Url::parse("file:///").expect("it is one");
    let mut url = base.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments
            .pop_if_empty()
            .extend(file.split(['/', '\\']).filter(|part| !part.is_empty() && *part != "."));
    }
    // RFC 3986 does not allow these in a path, the URL standard does; and a colon in the first segment would
    // make it a scheme.
    let escapes = [("[", "%5B"), ("]", "%5D"), ("|", "%7C"), ("^", "%5E"), (":", "%3A")];
    let path = escapes.iter().fold(url.path().to_owned(), |path, (from, to)| path.replace(from, to));
    if Path::new(file).has_root() {
        return json!({ "uri": format!("file://{path}") });
    }
    json!({ "uri": path[1..], "uriBaseId": "%SRCROOT%" })
}

/// 64 bits of FNV-1a (Fowler, Noll, Vo): the same everywhere and in every version, which the standard
/// library's hashes do not promise.
fn fingerprint(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;
    use crate::testing::render::sarif as render;

    #[test]
    fn every_sample_reads_as_kept() {
        samples::compare("sarif", |report| render(report, None));
    }

    #[test]
    fn every_result_has_a_rule_and_a_line() {
        for (name, report) in samples::sealed() {
            let whole: Value = serde_json::from_str(&render(&report, None)).expect(name);
            let run = &whole["runs"][0];
            for result in run["results"].as_array().unwrap() {
                let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
                assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"], "{name}");
                let at = &result["locations"][0]["physicalLocation"];
                assert!(at["region"]["startLine"].as_u64().unwrap() > 0, "{name}");
                let uri = at["artifactLocation"]["uri"].as_str().unwrap();
                assert!(!uri.contains([' ', '<', '"', ':', '[', ']', '|']), "{name}: {uri}");
            }
        }
    }

    #[test]
    fn a_finding_that_moves_keeps_its_fingerprint() {
        assert_eq!(fingerprint(&["a", "b"]), fingerprint(&["a", "b"]));
        assert_ne!(fingerprint(&["a", "b"]), fingerprint(&["ab", ""]));
        assert_eq!(fingerprint(&[]), "cbf29ce484222325", "the offset basis of the definition");
    }

    #[test]
    fn a_path_is_an_address() {
        assert_eq!(address("a b/ö.php")["uri"], "a%20b/%C3%B6.php");
        assert_eq!(address("/etc/p.yml"), json!({ "uri": "file:///etc/p.yml" }));
    }
}
