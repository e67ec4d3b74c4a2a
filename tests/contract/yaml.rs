//! The YAML in the documents: policies that are well formed, workflows that use inputs that exist.

use serde_json::Value;

use super::{blocks, files, for_users, inputs, parsed, read};

/// Path and text of every block in the documents.
fn all() -> Vec<(String, String)> {
    let found = |path: String| {
        let blocks = blocks(&path, "yaml");
        blocks.into_iter().map(move |block| (path.clone(), block))
    };
    let blocks = for_users().into_iter().flat_map(found).collect::<Vec<_>>();
    assert!(blocks.len() > 10, "{}", blocks.len());
    blocks
}

#[test]
fn every_policy_in_the_documents_is_well_formed() {
    let blocks = all();
    let policies = blocks.iter().filter(|(_, block)| block.starts_with("# .github/b24-scopes.yml\n"));
    let policies = policies.map(|(_, policy)| parsed(policy)).collect::<Vec<_>>();
    assert!(policies.len() >= 5, "{}", policies.len());
}

#[test]
fn the_documents_show_the_workflow_that_init_writes() {
    let workflow = format!("# .github/workflows/b24-ping.yml\n{}", read("src/render/workflow.yml"));
    let shown = blocks("docs/pull-requests.md", "yaml").contains(&workflow);
    assert!(shown, "docs/pull-requests.md lacks src/render/workflow.yml");
}

#[test]
fn every_workflow_in_the_documents_uses_inputs_that_exist() {
    let recipes = files("docs/recipes", Some("yml")).into_iter();
    let recipes = recipes.map(|path| (path.clone(), read(&path))).collect::<Vec<_>>();
    assert!(recipes.len() > 8);
    for (path, block) in all().into_iter().chain(recipes) {
        let document: Value =
            serde_yaml::from_str(&block).unwrap_or_else(|why| panic!("{path}: {why}\n{block}"));
        let jobs = document.get("jobs").and_then(Value::as_object);
        let jobs = jobs.into_iter().flatten().map(|(_, job)| job).collect::<Vec<_>>();
        let steps = jobs.iter().filter_map(|job| job["steps"].as_array());
        // A block may be the steps alone.
        for step in steps.chain(document.as_array()).flatten().chain(jobs.iter().copied()) {
            uses_what_exists(&path, step);
        }
    }
}

/// A step, or a job that is a whole workflow's.
fn uses_what_exists(path: &str, step: &Value) {
    let Some(used) = step.get("uses").and_then(Value::as_str) else { return };
    let known: Vec<String> = if used.contains("/b24-ping@") || used.contains("/b24-ping/native@") {
        inputs().into_iter().map(|(name, _)| name).collect()
    } else if used.contains("/b24-ping/.github/workflows/gate.yml@") {
        let gate: Value = serde_yaml::from_str(&read(".github/workflows/gate.yml")).expect("YAML");
        gate["on"]["workflow_call"]["inputs"].as_object().expect("inputs").keys().cloned().collect()
    } else {
        return;
    };
    for name in step["with"].as_object().expect("inputs").keys() {
        assert!(known.contains(name), "{path}: `{used}` has no input `{name}`");
    }
}
