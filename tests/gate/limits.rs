//! Attacks on memory and time, each by its name. `benches/limits.sh` has them in full size, with figures.

use std::fmt::Write;

use crate::gate::Gate;

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
