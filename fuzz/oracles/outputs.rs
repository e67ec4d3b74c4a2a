//! The file of the outputs, read as GitHub's runner reads it (actions/runner, `FileCommandManager.cs`).

/// Names and values, in their order.
///
/// # Panics
///
/// When the runner would refuse the file.
#[must_use]
pub fn read(text: &str) -> Vec<(String, String)> {
    let mut outputs = Vec::new();
    let mut lines = text.split_inclusive('\n').map(|line| line.strip_suffix('\n').unwrap_or(line));
    while let Some(line) = lines.next() {
        match (line.find('='), line.find("<<")) {
            _ if line.is_empty() => {}
            (equals, Some(at)) if at > 0 && equals.is_none_or(|equals| at < equals) => {
                let (name, end) = (&line[..at], &line[at + 2..]);
                assert!(!end.is_empty(), "no delimiter after {name}");
                let mut value = Vec::new();
                loop {
                    match lines.next() {
                        Some(line) if line == end => break,
                        Some(line) => value.push(line),
                        None => panic!("the delimiter of {name} never comes"),
                    }
                }
                outputs.push((name.to_owned(), value.join("\n")));
            }
            (Some(at), _) if at > 0 => outputs.push((line[..at].to_owned(), line[at + 1..].to_owned())),
            _ => panic!("malformed line: {line}"),
        }
    }
    outputs
}
