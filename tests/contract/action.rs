//! The action against the code and the reference. `tests/actions.rs` compares it with the native one.

use b24_ping::testing::render;
use indexmap::IndexMap;

use super::{assert_same, inputs, read, reference};

/// The action's mappings, in their order.
#[derive(serde::Deserialize)]
struct Action {
    inputs: IndexMap<String, IndexMap<String, String>>,
    outputs: IndexMap<String, IndexMap<String, String>>,
    /// Texts, neither `args` nor `env`.
    runs: IndexMap<String, String>,
}

fn action() -> Action {
    serde_yaml::from_str(&read("action.yml")).expect("action.yml is YAML")
}

#[test]
fn the_action_has_the_inputs_of_the_reference_in_its_order() {
    let names = action().inputs.into_keys().collect::<Vec<_>>();
    assert_same("action.yml", &names, &reference::names_of_inputs());
}

#[test]
fn the_action_tells_the_defaults_of_the_code() {
    let action = action().inputs;
    for (name, default) in inputs() {
        let description =
            &action.get(&name).unwrap_or_else(|| panic!("action.yml lacks `{name}`"))["description"];
        let told =
            description.rsplit_once("Default: ").map(|(_, rest)| rest.trim_end_matches('.').replace('`', ""));
        let told = told.unwrap_or_else(|| panic!("action.yml lacks the default of `{name}`"));
        let told = if told == "none" { String::new() } else { told };
        assert_eq!(told, default, "action.yml: the default of `{name}`");
    }
}

#[test]
fn the_action_leaves_everything_to_the_program() {
    let action = action();
    for (name, input) in action.inputs {
        assert!(input.keys().eq(["description"]), "{name}");
    }
    let expected = [("using", "docker"), ("image", "Dockerfile"), ("entrypoint", "/b24-ping")];
    assert_eq!(action.runs, expected.map(|(key, value)| (key.to_owned(), value.to_owned())).into());
}

#[test]
fn the_action_has_the_outputs_of_the_code() {
    let outputs = action().outputs;
    let names = outputs.keys().cloned().collect::<Vec<_>>();
    assert_same("action.yml", &names, &render::OUTPUTS.map(str::to_owned));
    for (name, output) in outputs {
        assert!(output["description"].len() > 10, "action.yml lacks the meaning of `{name}`");
    }
}
