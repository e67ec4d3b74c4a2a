//! Azure's logging commands, read as the agent reads them (azure-pipelines-agent, `Command.cs`).

use super::github::{Command, unescaped};

const ESCAPES: [(&str, &str); 5] =
    [("%3B", ";"), ("%0D", "\r"), ("%0A", "\n"), ("%5D", "]"), ("%AZP25", "%")];

/// The command in a line, if there is one: the first that begins anywhere.
#[must_use]
pub fn command(line: &str) -> Option<Command> {
    let (_, rest) = line.split_once("##vso[")?;
    let (info, data) = rest.split_once(']')?;
    let (name, list) = info.split_once(' ').unwrap_or((info, ""));
    let pairs = list.trim().split(';').filter_map(|pair| pair.split_once('='));
    let properties = pairs.map(|(key, value)| (key.to_owned(), unescaped(value, &ESCAPES))).collect();
    Some(Command { name: name.to_owned(), properties, data: unescaped(data, &ESCAPES) })
}

/// Every line of a rendering is a command of ours, and no second one hides in it.
#[must_use]
pub fn commands(text: &str) -> Vec<Command> {
    let ours = |line: &str| {
        assert!(line.starts_with("##vso[task.") && line.matches("##").count() == 1, "{line}");
        let command = command(line).unwrap_or_else(|| panic!("no command: {line}"));
        let properties = command.properties.keys().map(String::as_str).collect::<Vec<_>>();
        match command.name.as_str() {
            "task.logissue" => {
                assert!(["error", "warning"].contains(&&*command.properties["type"]), "{line}");
            }
            "task.setvariable" => {
                assert_eq!(properties, ["isOutput", "variable"], "{line}");
                assert!(command.properties["variable"].starts_with("B24_PING_"), "{line}");
            }
            "task.uploadsummary" => assert!(properties.is_empty(), "{line}"),
            _ => panic!("not a command of ours: {line}"),
        }
        command
    };
    let text = text.strip_suffix('\n').unwrap_or(text);
    super::log::lines(text).filter(|line| !line.is_empty()).map(ours).collect()
}
