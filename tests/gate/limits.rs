//! Attacks on memory and time, each by its name. `benches/limits.sh` has them in full size, with figures.

use std::fmt::Write;

use crate::gate::Gate;
use crate::portal::{Authority, Portal};

/// A pull request may hold any code: 200 files, 6 MB, every second call of a name that Bitrix24 has not, every other of a
/// method that the policy does not cover.
#[test]
fn two_hundred_files_of_unknown_method_names() {
    let mut gate = Gate::bare().policy("required: [calendar]\nscan: { paths: [src] }\n");
    for file in 0..200 {
        let mut code = String::new();
        for line in 0..400 {
            let known = ["crm.deal.list", "tasks.task.add", "im.notify", "disk.folder.get"][line % 4];
            writeln!(code, "BX24.callMethod('{known}'); BX24.callMethod('crm.deal.x{file}y{line}');")
                .expect("a string takes all");
        }
        gate = gate.file(&format!("src/{file:03}.js"), code.as_bytes());
    }
    let run = gate.input("missing-hook", "skip").limited().run();
    run.ends(1, "failed", "scope-undeclared").says("code     80000 calls in 200 files");
    let repository = &run.json()["repository"];
    let findings = repository["findings"].as_array().expect("findings");
    assert!(findings.len() < 11_000, "{}", findings.len());
    let named = |words: &str| {
        findings.iter().any(|finding| finding["message"].as_str().expect("a text").contains(words))
    };
    for words in
        ["`crm.deal.list` needs", "`tasks.task.add` needs", "`im.notify` needs", "`disk.folder.get` needs"]
    {
        assert!(named(words), "{words}");
    }
    assert!(named("75000 more calls whose scope the policy does not require"));
    assert!(named("75000 more names that Bitrix24 does not document"));
}

/// A portal may list as many scopes as it likes, and all hooks of a run hold them.
#[test]
fn forty_hooks_with_990_scopes_of_30_characters() {
    let scopes = (0..990).map(|number| format!("s{number:029}")).collect::<Vec<_>>();
    let (gate, _town) = many(2, 20, &scopes);
    let run = gate.limited().run();
    run.ends(0, "passed", "scope-extra").says("and 970 more are granted and no rule names them");
    let report = run.json();
    for hook in report["hooks"].as_array().expect("hooks") {
        assert_eq!(hook["extra-scopes"].as_array().map(Vec::len), Some(990), "few enough to be listed");
        assert_eq!(hook["findings"].as_array().map(Vec::len), Some(1), "{hook}");
    }
}

#[test]
fn hooks_with_62_kb_of_scopes_each_and_three_report_files() {
    let scopes = (0..990).map(|number| format!("s{number:059}")).collect::<Vec<_>>();
    let (gate, _town) = many(6, 20, &scopes);
    let run = gate.input("sarif-file", "report.sarif").limited().run();
    run.ends(0, "passed", "scope-extra").says("there is no room for all findings of 120 webhooks");
    for hook in run.json()["hooks"].as_array().expect("hooks") {
        let listed = hook["extra-scopes"].as_array().expect("a list").len();
        assert!(listed > 100, "{listed}");
        assert_eq!(hook["unlisted-extra"].as_u64(), u64::try_from(990 - listed).ok());
    }
}

/// A pull request may bring a policy of nine hundred rules, each with a long reason, which counts for each hook.
#[test]
fn many_hooks_and_rules_that_none_of_them_meets() {
    let mut policy = "required:\n- crm\n".to_owned();
    for number in 0..700 {
        writeln!(policy, "- scope: s{number:03}\n  why: {}", "x".repeat(50)).expect("a string takes all");
    }
    let (gate, _town) = many(20, 20, &[]);
    let run = gate.policy(&policy).limited().run();
    run.ends(1, "failed", "scope-missing").says("there is no room for all findings of 400 webhooks");
    for hook in run.json()["hooks"].as_array().expect("hooks") {
        let findings = hook["findings"].as_array().expect("a list");
        assert!(findings.len() > 50 && hook["status"] == "failed", "{hook}");
        let left = 700 - (findings.len() - 1);
        let last = format!("{left} more findings for which the report has no room");
        assert_eq!(findings.last().expect("one")["message"], last);
    }
}

/// So many hooks of so many portals, all of which hold `crm` and these scopes; `crm` is required.
fn many(portals: usize, hooks: usize, scopes: &[String]) -> (Gate, Vec<Portal>) {
    let authority = Authority::new();
    let granted = ["crm"].into_iter().chain(scopes.iter().map(String::as_str)).collect::<Vec<_>>();
    let start = |_| Portal::alive().signed_by(&authority).grants(&granted).known(&["crm"]).start();
    let town = (0..portals).map(start).collect::<Vec<_>>();
    let all = town.iter().enumerate().flat_map(|(place, portal)| {
        (0..hooks).map(move |number| format!("h{place}-{number}={}", portal.hook()))
    });
    let all = all.collect::<Vec<_>>().join("\n");
    let gate = Gate::new(&town[0]).hook(&all).policy("required: [crm]\n");
    (gate, town)
}
