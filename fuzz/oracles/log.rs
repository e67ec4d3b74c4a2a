//! The log: GitHub's runner takes `::name …::` at the start of a line and `##[name]` anywhere in one for a
//! command (actions/runner, `ActionCommand.cs`); Azure's agent takes `##vso[name …]` anywhere in one.

/// How a runner breaks a log into lines.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
}

/// No line is a command.
pub fn has_no_commands(name: &str, text: &str) {
    for line in lines(text) {
        assert!(!line.contains("##[") && !line.contains("##vso["), "a command in {name}: {line}");
        assert!(!line.trim_start().starts_with("::"), "a command in {name}: {line}");
    }
}

/// What a terminal would obey, or an eye would not see, stands nowhere.
pub fn is_plain(name: &str, text: &str) {
    let trick = |c: &char| {
        c.is_control() && *c != '\n'
            || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if let Some(c) = text.chars().find(trick) {
        panic!("U+{:04X} in {name}:\n{text}", u32::from(c));
    }
}
