use serde_json::{Value, json};

use super::super::samples;
use super::*;
use crate::render::console::{self, Look};
use crate::render::{annotations, azure, dotenv, github, outputs, summary};
use crate::testing::render::{junit, sarif};
use crate::testing::v1::render;
use crate::text::seal::Seal;

type Render = fn(&Sealed) -> String;

type Harm = fn(&mut Value);

fn read(text: &str) -> Result<Report, Unusable> {
    parse(text.as_bytes())
}

/// The sample, damaged.
fn harmed(sample: &str, harm: impl Fn(&mut Value)) -> Result<Report, Unusable> {
    let (_, report) = samples::all().into_iter().find(|(name, _)| *name == sample).expect(sample);
    let mut value = serde_json::from_str(&render(&report.plain())).expect(sample);
    harm(&mut value);
    read(&value.to_string())
}

#[test]
fn every_sample_reads_as_kept() {
    samples::compare("json", render);
}

#[test]
fn every_renderer_says_of_a_report_that_was_read_what_it_says_of_the_first() {
    for (name, mut first) in samples::all() {
        for warn_only in [false, true] {
            first.warn_only = warn_only;
            let mut second =
                read(&render(&first.clone().plain())).unwrap_or_else(|why| panic!("{name}: {why}"));
            second.source.clone_from(&first.source);
            second.documentation.clone_from(&first.documentation);
            second.json_file.clone_from(&first.json_file);
            let renderers: [(&str, Render); 9] = [
                ("json", render),
                ("console", |report| console::render(report, &Look::default())),
                ("summary", summary::render),
                ("outputs", |report| outputs::render(report, "nonce")),
                ("junit", junit),
                ("sarif", |report| sarif(report, None)),
                ("dotenv", dotenv::render),
                ("github", |report| github::render(report, None)),
                ("azure", |report| azure::render(report, None, None)),
            ];
            let (shown, again) = (first.clone().plain(), second.clone().plain());
            for (kind, render) in renderers {
                assert_eq!(render(&shown), render(&again), "{name} as {kind}");
            }
            assert_eq!(first.code(), second.code(), "{name}");
        }
    }
}

#[test]
fn a_report_that_was_lost_under_warn_only_stays_lost() {
    let (_, mut first) = samples::all().into_iter().find(|(name, _)| *name == "failed").expect("a sample");
    first.warn_only = true;
    first.lose(Problem::new(Origin::input("json-file"), "it is lost", ""));
    let second = read(&render(&first.clone().plain())).expect("a report");
    assert_eq!((first.code(), second.code(), second.outcome), (2, 2, Outcome::Failed));
}

#[test]
fn what_is_no_report_is_refused_with_a_reason() {
    let whole = render(&samples::all().remove(0).1.plain());
    let cases = [
        ("", Unusable::Cut(1, 0)),
        (&whole[..whole.len() / 2], Unusable::Cut(62, 17)),
        ("<html>", Unusable::NotJson(1, 1)),
        ("[]", Unusable::NotOurs),
        ("{\"version\": 1}", Unusable::NotOurs),
        ("{\"version\": 1, \"tool\": {\"name\": \"eslint\"}}", Unusable::NotOurs),
        ("{\"version\": 2, \"tool\": {\"name\": \"b24-ping\"}}", Unusable::NotOurs),
        ("{\"version\": 1, \"tool\": {\"name\": \"b24-ping\"}}", Unusable::NotWhole(1, 44)),
    ];
    for (text, why) in cases {
        let found = read(text).expect_err(text);
        let same = match (found, why) {
            // The exact place of a cut is no contract.
            (Unusable::Cut(..), Unusable::Cut(..)) => true,
            (found, why) => found == why,
        };
        assert!(same, "{text}: {found}");
    }
}

#[test]
fn what_this_program_would_not_have_written_is_refused() {
    let harms: [(&str, Harm); 12] = [
        ("reason", |report| report["reason"] = json!("bad-luck")),
        ("status", |report| report["status"] = json!("fine")),
        ("exit code", |report| report["exit-code"] = json!(0)),
        ("signal", |report| report["exit-code"] = json!(143)),
        ("portal", |report| report["hooks"][0]["portal"] = json!("a b/c")),
        ("scope", |report| report["hooks"][0]["granted-scopes"][0] = json!("\u{200b}")),
        ("kind", |report| report["hooks"][0]["checks"][0]["kind"] = json!("mood")),
        ("standing", |report| report["hooks"][0]["checks"][0]["standing"] = json!("so-so")),
        ("a finding of no check", |report| {
            let finding = report["hooks"][0]["findings"][0].clone();
            report["hooks"][0]["findings"].as_array_mut().expect("a list").push(finding);
        }),
        ("a finding that is not there", |report| report["hooks"][0]["checks"][0]["finding"] = json!(99)),
        ("a finding of two checks", |report| report["hooks"][0]["checks"][0]["finding"] = json!(0)),
        ("severity", |report| report["hooks"][0]["findings"][0]["severity"] = json!("fatal")),
    ];
    assert!(harmed("failed", |_| {}).is_ok());
    for (what, harm) in harms {
        assert!(harmed("failed", harm).is_err(), "{what}");
    }
    assert!(
        harmed("weakened", |report| report["policy-diff"]["changes"][0]["lines"] = json!(["```"])).is_err()
    );
    assert!(harmed("weakened", |report| report["policy-diff"]["changes"][0]["about"] = json!("x")).is_err());
}

#[test]
fn a_field_of_a_later_release_is_passed_over() {
    assert!(harmed("failed", |report| report["hooks"][0]["checks"][0]["mood"] = json!("good")).is_ok());
}

#[test]
fn foreign_text_is_made_safe_wherever_it_stands() {
    /// Every text of the document, except those of closed sets, replaced by an attack.
    fn spoil(value: &mut Value) {
        const TEXTS: [&str; 11] = [
            "headline",
            "policy",
            "name",
            "user-name",
            "license",
            "message",
            "advice",
            "why",
            "file",
            "setting",
            "baseline",
        ];
        match value {
            Value::Array(items) => items.iter_mut().for_each(spoil),
            Value::Object(members) => {
                for (key, value) in members {
                    match value {
                        Value::String(text) if TEXTS.contains(&key.as_str()) && text != "b24-ping" => {
                            *text = samples::NASTY.to_owned();
                        }
                        other => spoil(other),
                    }
                }
            }
            _ => {}
        }
    }
    for (name, _) in samples::all() {
        let report = harmed(name, spoil).unwrap_or_else(|why| panic!("{name}: {why}")).plain();
        let commands = github::render(&report, None);
        let texts = [console::render(&report, &Look::default()), summary::render(&report), render(&report)];
        for text in texts.iter().chain([&commands]) {
            assert!(!text.contains("##[") && !text.contains(['\u{202e}', '\u{1b}']), "{name}: {text}");
        }
        for line in texts[0].lines() {
            assert!(!line.trim_start().starts_with("::"), "{name}: {line}");
        }
        assert!(!texts[1].contains("<img"), "{name}: {}", texts[1]);
        assert_eq!(commands.lines().count(), annotations::of(&report).len(), "{name}: {commands}");
    }
}

#[test]
fn a_secret_in_a_report_is_starred() {
    let address = "https://a.example/rest/1/abcdefgh12345678/";
    let report = harmed("failed", |report| report["headline"] = json!(address)).expect("a report");
    assert_eq!(report.plain().headline.text.as_str(), "https://a.example/rest/1/***/");
}

#[test]
fn a_share_is_judged_again_from_its_standings() {
    let pass = |value: &mut Value| {
        for part in ["", "/hooks/0"] {
            let part = value.pointer_mut(part).expect("a part");
            for (field, given) in
                [("status", json!("passed")), ("reason", json!("ok")), ("exit-code", json!(0))]
            {
                part[field] = given;
            }
        }
        value["hooks"][0]["findings"] = json!([]);
        for check in value["hooks"][0]["checks"].as_array_mut().expect("checks") {
            check["finding"] = Value::Null;
        }
    };
    for sample in ["failed", "unreachable"] {
        let found = harmed(sample, pass).err();
        assert_eq!(found, Some(Unusable::Contradiction("its standings")), "{sample}");
    }
    assert!(harmed("passed", pass).is_ok());
    let harms: [(&str, Harm); 12] = [
        ("broken without a finding", |report| report["hooks"][0]["checks"][2]["standing"] = json!("broken")),
        ("undecided without a finding", |report| {
            report["hooks"][0]["checks"][2]["standing"] = json!("unknown");
        }),
        ("no standings", |report| report["hooks"][0]["checks"] = json!([])),
        ("no check", |report| report["hooks"] = json!([{}])),
        ("problems", |report| {
            report["problems"] = json!([{ "input": "hook", "message": "x", "advice": "" }]);
        }),
        ("another reason", |report| report["hooks"][0]["reason"] = json!("scope-extra")),
        ("an exit code of its own", |report| report["hooks"][0]["exit-code"] = json!(1)),
        ("a missing scope", |report| report["hooks"][0]["missing-scopes"] = json!(["im"])),
        ("a forbidden scope", |report| report["hooks"][0]["forbidden-scopes"] = json!(["crm"])),
        ("a required scope that is not granted", |report| {
            report["hooks"][0]["granted-scopes"] = json!(["crm"]);
        }),
        ("a forbidden scope that is granted", |report| {
            let granted = report["hooks"][0]["granted-scopes"].as_array_mut().expect("scopes");
            granted.push(json!("telephony"));
        }),
        ("grants that are unknown and judged", |report| report["hooks"][0]["grants-known"] = json!(false)),
    ];
    for (what, harm) in harms {
        assert!(harmed("passed", harm).is_err(), "{what}");
    }
    let mild: Harm = |report| {
        for finding in report["hooks"][0]["findings"].as_array_mut().expect("findings") {
            finding["severity"] = json!("notice");
        }
    };
    let ok: Harm = |report| {
        for finding in report["hooks"][0]["findings"].as_array_mut().expect("findings") {
            finding["reason"] = json!("ok");
        }
    };
    for harm in [mild, ok] {
        assert_eq!(harmed("failed", harm).err(), Some(Unusable::Contradiction("its standings")));
    }
}

#[test]
fn a_whole_that_is_milder_than_its_parts_is_not_believed() {
    let pass = |value: &mut Value| {
        for (field, given) in [("status", "passed"), ("reason", "ok")] {
            value[field] = given.into();
        }
        value["exit-code"] = 0.into();
    };
    let lie: Harm = |value| value["hooks"][0]["status"] = "passed".into();
    for sample in ["unreachable", "failed"] {
        assert_eq!(harmed(sample, pass).err(), Some(Unusable::Contradiction("how it ended")), "{sample}");
        let given = harmed(sample, lie).err();
        assert_eq!(given, Some(Unusable::Contradiction("how a webhook's check ended")), "{sample}");
    }
}
