//! Escaping: what goes into a command or an output comes out of it again, whatever it is.

use b24_ping::testing::render::{self, OUTPUTS};
use b24_ping::testing::{Origin, Place, Problem, Quote, Reason, Redactor, Report, Seal, Text, ours};

use super::sinks::Sinks;
use super::{log, parts, rendered, secret};

/// Four texts: a message, a file's name, the nonce, a workspace.
pub fn check(bytes: &[u8], sinks: Sinks) {
    let [message, file, nonce, workspace] =
        parts::of::<4>(bytes).map(|part| parts::text(part.strip_suffix(b"\n").unwrap_or(&part)));
    mask(&message);
    let (_, redactor) = secret::hook();
    let file = Place { file: Text::theirs(file), line: message.len() + 1, column: nonce.len() + 1 };
    raw(&message, &file, &workspace);
    heredoc(&message, &nonce);

    let problem = Problem::new(Origin::Line(file), Text::theirs(&message), "");
    let mut report = Report::misconfigured(Reason::Config, vec![problem; 2], vec![]);
    report.headline = Text::theirs(&message).into();
    rendered::check(vec![report], redactor, Some(&message), sinks);
}

/// A mask is one line, and the runner reads the secret out of it.
fn mask(text: &str) {
    let line = render::mask(text);
    let line = line.strip_suffix('\n').expect("a line ends");
    assert_eq!(log::lines(line).count(), 1, "{line}");
    let command = super::github::command(line).expect("a command");
    assert_eq!((command.name.as_str(), &command.data), ("add-mask", &text.to_owned()));
}

/// Not even a text with line breaks leaves its command. Only words of ours may have any.
fn raw(message: &str, place: &Place, workspace: &str) {
    let problem = Problem::new(Origin::Line(place.clone()), ours(message), "");
    let report = Report::misconfigured(Reason::Config, vec![problem], vec![]).seal(&Redactor::default());
    let (whole, place) = (report.problems[0].to_string(), report.problems[0].origin.place().expect("a line"));
    let [annotation] = &super::github::annotations(&render::github(&report, Some(workspace)))[..] else {
        panic!("one problem, one annotation")
    };
    assert_eq!((annotation.name.as_str(), &annotation.data), ("error", &whole));
    assert_eq!(annotation.properties["line"], place.line.to_string());
    assert_eq!(annotation.properties["title"], "b24-ping: config");
    assert!(place.file.as_str().ends_with(&annotation.properties["file"]), "{annotation:?}");
    let issues = super::azure::commands(&render::azure(&report, Some(workspace), None));
    assert_eq!(issues[0].name, "task.logissue");
    assert_eq!(issues[0].data, format!("b24-ping: config: {whole}"));
    assert!(place.file.as_str().ends_with(&issues[0].properties["sourcepath"]), "{issues:?}");
}

/// No value ends its own text, whatever the nonce is.
fn heredoc(value: &str, nonce: &str) {
    let nonce = nonce.chars().filter(char::is_ascii_alphanumeric).collect::<String>();
    let mut report = Report::misconfigured(Reason::Config, vec![], vec![]);
    report.json_file = Some(ours(value));
    let report = report.seal(&Redactor::default());
    let read = super::outputs::read(&render::outputs(&report, &nonce));
    assert_eq!(read.iter().map(|(name, _)| name.as_str()).collect::<Vec<_>>(), OUTPUTS);
    assert_eq!(read.last().map(|(_, value)| value.as_str()), report.json_file.as_ref().map(Quote::as_str));
}
