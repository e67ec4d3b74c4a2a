//! GitHub's workflow commands, read as the runner reads them (actions/runner, `ActionCommand.cs`).

use std::collections::BTreeMap;

/// One command, its escapes undone.
#[derive(Debug, PartialEq, Eq)]
pub struct Command {
    /// Its name.
    pub name: String,
    /// Its properties.
    pub properties: BTreeMap<String, String>,
    /// Its text.
    pub data: String,
}

/// The command that a line is, if it is one.
#[must_use]
pub fn command(line: &str) -> Option<Command> {
    let (info, data) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, list) = info.split_once(' ').unwrap_or((info, ""));
    let pairs = list.trim().split(',').filter_map(|pair| pair.split_once('='));
    let properties = pairs.map(|(key, value)| (key.to_owned(), unescaped(value, &PROPERTY))).collect();
    Some(Command { name: name.to_owned(), properties, data: unescaped(data, &DATA) })
}

const DATA: [(&str, &str); 3] = [("%0D", "\r"), ("%0A", "\n"), ("%25", "%")];
const PROPERTY: [(&str, &str); 5] = [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")];

/// The escapes undone one after the other, as the runner does it.
pub(super) fn unescaped(text: &str, escapes: &[(&str, &str)]) -> String {
    escapes.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Every line of a rendering is an annotation of ours.
#[must_use]
pub fn annotations(text: &str) -> Vec<Command> {
    let ours = |line: &str| {
        let command = command(line).unwrap_or_else(|| panic!("no command: {line}"));
        assert!(["error", "warning", "notice"].contains(&command.name.as_str()), "{line}");
        let known = ["file", "line", "col", "title"];
        assert!(command.properties.keys().all(|key| known.contains(&key.as_str())), "{line}");
        assert!(command.properties["title"].starts_with("b24-ping"), "{line}");
        assert!(!command.data.is_empty(), "{line}");
        command
    };
    let text = text.strip_suffix('\n').unwrap_or(text);
    let commands = super::log::lines(text).filter(|line| !line.is_empty()).map(ours).collect::<Vec<_>>();
    assert!(commands.len() <= 10, "more than the runner keeps:\n{text}");
    commands
}
