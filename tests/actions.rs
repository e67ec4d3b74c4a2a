//! The two actions against each other, and what the workflows use.

#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::fs;
use std::path::Path;

use indexmap::IndexMap;
use serde_json::Value;

/// Inputs and outputs in their order.
#[derive(serde::Deserialize)]
struct Action {
    inputs: IndexMap<String, Value>,
    outputs: IndexMap<String, Value>,
    runs: Value,
}

fn action(path: &str) -> Action {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path);
    serde_yaml::from_str(&text).expect(path)
}

#[test]
fn both_actions_take_the_same_inputs_in_the_same_words() {
    let (docker, native) = (action("action.yml"), action("native/action.yml"));
    assert!(docker.inputs.len() > 10);
    assert!(docker.inputs.iter().eq(&native.inputs));
}

#[test]
fn both_actions_give_the_same_outputs_in_the_same_words() {
    let (docker, native) = (action("action.yml"), action("native/action.yml"));
    let described = |action: &Action| {
        let outputs = action.outputs.iter();
        outputs.map(|(name, output)| (name.clone(), output["description"].clone())).collect::<Vec<_>>()
    };
    assert!(described(&docker).len() > 10);
    assert_eq!(described(&docker), described(&native));
    for (name, output) in &native.outputs {
        let expected = format!("${{{{ steps.gate.outputs.{name} }}}}");
        assert_eq!(output["value"].as_str(), Some(expected.as_str()));
    }
}

#[test]
fn the_native_action_hands_every_input_on_as_a_variable_and_none_as_text() {
    let native = action("native/action.yml");
    let steps = native.runs["steps"].as_array().expect("steps");
    assert_eq!((native.runs["using"].as_str(), steps.len()), (Some("composite"), 1));
    let step = &steps[0];
    assert_eq!((step["id"].as_str(), step["shell"].as_str()), (Some("gate"), Some("bash")));
    assert!(!step["run"].as_str().expect("a script").contains("${{"));
    for name in native.inputs.keys() {
        let variable = format!("INPUT_{}", name.to_ascii_uppercase().replace('-', "_"));
        assert_eq!(
            step["env"][variable.as_str()].as_str(),
            Some(format!("${{{{ inputs.{name} }}}}").as_str())
        );
    }
}

/// The tests of the container run the image and leave out that the action builds it.
#[test]
fn the_action_is_the_image() {
    let image = action("action.yml").runs["image"].as_str().expect("an image").to_owned();
    let pinned = image.starts_with("docker://") && image.contains("@sha256:");
    assert!(image == "Dockerfile" || pinned, "{image}");
}

/// A full commit SHA fixes what runs; a tag does not.
#[test]
fn every_foreign_action_is_pinned() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [".github/workflows", "tests/workflows"];
    let mut seen = 0;
    for entry in folders.into_iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap()) {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        for line in
            text.lines().filter(|line| line.trim_start().trim_start_matches("- ").starts_with("uses: "))
        {
            let used = line.split_once("uses: ").unwrap().1;
            // Ours: this checkout, and the image that is built from it for a test.
            if ["./", "docker://b24-ping:under-test "].iter().any(|ours| used.starts_with(ours)) {
                continue;
            }
            seen += 1;
            let version = used.split(' ').next().unwrap().split_once('@').map_or("", |(_, version)| version);
            let pinned = version.len() == 40 && version.bytes().all(|b| b.is_ascii_hexdigit());
            assert!(pinned, "{}: {line}", path.display());
        }
    }
    assert!(seen > 0);
}

/// Git on Windows refuses to check out what bears the name of a device, whatever its ending (Microsoft's
/// documentation, "Naming Files, Paths, and Namespaces").
#[test]
fn no_file_is_named_like_a_device_of_windows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = ["src", "tests", "docs", "native", ".github"].map(|name| root.join(name)).to_vec();
    let mut seen = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let stem = path.file_name().unwrap().to_str().unwrap().split('.').next().unwrap().to_lowercase();
            let numbered = |name| stem.strip_prefix(name).is_some_and(|rest| rest.len() == 1);
            let device = ["con", "prn", "aux", "nul"].contains(&&*stem) || numbered("com") || numbered("lpt");
            assert!(!device, "{}", path.display());
            seen += 1;
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    assert!(seen > 100, "{seen}");
}
