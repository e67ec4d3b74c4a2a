//! Escaping: what goes into a command or an output comes out of it again, whatever it is.

use b24_ping::ledger::{Origin, Place, Problem};
use b24_ping::quote::{Quote, Redactor};
use b24_ping::reason::Reason;
use b24_ping::report::{Report, azure, github, outputs};

use super::{log, parts, rendered, secret};

/// Four texts: a message, a file's name, the nonce, a workspace.
pub fn check(bytes: &[u8]) {
    let [message, file, nonce, workspace] =
        parts::of::<4>(bytes).map(|part| parts::text(part.strip_suffix(b"\n").unwrap_or(&part)));
    mask(&message);
    // As in the program: a file's name is cleaned of the secret when it becomes a quote.
    let (_, redactor) = secret::hook();
    let quote = |text: &str| Quote::new(text, &redactor);
    let file = Place { file: quote(&file), line: message.len() + 1, column: nonce.len() + 1 };
    raw(&message, &file, &workspace);
    heredoc(&message, &nonce);

    let problem =
        Problem { origin: Origin::Line(file), what: quote(&message).to_string(), advice: String::new() };
    let mut report = Report::misconfigured(Reason::Config, vec![problem; 2], vec![]);
    report.headline = quote(&message).to_string();
    rendered::check(report, &redactor, Some(&message));
}

/// A mask is one line, and the runner reads the secret out of it.
fn mask(text: &str) {
    let line = github::mask(text);
    let line = line.strip_suffix('\n').expect("a line ends");
    assert_eq!(log::lines(line).count(), 1, "{line}");
    let command = super::github::command(line).expect("a command");
    assert_eq!((command.name.as_str(), &command.data), ("add-mask", &text.to_owned()));
}

/// Not even a text that nobody made safe leaves its command.
fn raw(message: &str, place: &Place, workspace: &str) {
    let origin = Origin::Line(place.clone());
    let problem = Problem { origin, what: message.to_owned(), advice: String::new() };
    let whole = problem.to_string();
    let report = Report::misconfigured(Reason::Config, vec![problem], vec![]);
    let [annotation] = &super::github::annotations(&github::render(&report, Some(workspace)))[..] else {
        panic!("one problem, one annotation")
    };
    assert_eq!((annotation.name.as_str(), &annotation.data), ("error", &whole));
    assert_eq!(annotation.properties["line"], place.line.to_string());
    assert_eq!(annotation.properties["title"], "b24-ping: config");
    assert!(place.file.as_str().ends_with(&annotation.properties["file"]), "{annotation:?}");
    if message.contains("##") {
        return; // a text of ours is disarmed at birth; Azure's escapes do not cover this
    }
    let issues = super::azure::commands(&azure::render(&report, Some(workspace), None));
    assert_eq!(issues[0].name, "task.logissue");
    assert_eq!(issues[0].data, format!("b24-ping: config: {whole}"));
    assert!(place.file.as_str().ends_with(&issues[0].properties["sourcepath"]), "{issues:?}");
}

/// No value ends its own text, whatever the nonce is.
fn heredoc(value: &str, nonce: &str) {
    let nonce = nonce.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let mut report = Report::misconfigured(Reason::Config, vec![], vec![]);
    report.json_file = Some(Quote::new(value, &Redactor::default()));
    let read = super::outputs::read(&outputs::render(&report, &nonce));
    assert_eq!(read.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), outputs::NAMES);
    assert_eq!(read.last().map(|(_, value)| value.as_str()), report.json_file.as_ref().map(Quote::as_str));
}
