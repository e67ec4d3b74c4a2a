//! YAML text → the tree of its nodes, or the one thing that is wrong with it as YAML.

use serde::de::DeserializeSeed;

use super::node::{Node, Value};
use super::seed::{MAX_DEPTH, NodeSeed, Progress};
use super::source::{Spot, Trouble};

/// Reads the one document that `text` may hold.
pub(super) fn parse(text: &str) -> Result<Node, Trouble> {
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let mut progress = Progress::default();
    let first = documents.next();
    let root = progress.settle(|progress, slot| {
        first.map(|document| NodeSeed { progress, slot, depth: 0 }.deserialize(document)).transpose()
    });
    let root = root.map_err(|error| trouble(text, &progress, &error))?;
    match documents.next() {
        None => Ok(root.unwrap_or(Node { spot: Spot::START, value: Value::Null })),
        Some(second) => Err(more_than_one(text, second)),
    }
}

/// Says where the second document begins, or what is wrong with it in the first place.
fn more_than_one(text: &str, second: serde_yaml::Deserializer<'_>) -> Trouble {
    let (mut progress, mut slot) = (Progress::default(), None);
    // At this depth every value fails at once, lists and mappings too.
    let seed = NodeSeed { progress: &mut progress, slot: &mut slot, depth: MAX_DEPTH };
    let error = seed.deserialize(second).err();
    if let Some(error) = error.as_ref().filter(|_| slot.is_none() && progress.refusal.is_none()) {
        return trouble(text, &progress, error);
    }
    let location = error.and_then(|error| error.location());
    let content = location.map_or(0, |location| location.index().min(text.len()));
    let before = text.get(..content).unwrap_or(text);
    let marker = before.match_indices("---").filter(|(at, _)| before[..*at].ends_with(['\n', '\r'])).last();
    Trouble {
        spot: Spot::at(text, marker.map_or(content, |(at, _)| at)),
        what: "a second document begins here".into(),
        advice: "keep one policy in the file, without `---` between its parts",
    }
}

/// What to tell about an error that ended the reading. The parser's places may lie behind the last
/// line, where no editor can go.
fn trouble(text: &str, progress: &Progress, error: &serde_yaml::Error) -> Trouble {
    let spot = error.location().map_or(Spot::START, |at| Spot { line: at.line(), column: at.column() });
    let (what, advice) = match progress.refusal {
        Some(refusal) => (refusal.words().0.into(), refusal.words().1),
        None => syntax(&error.to_string(), spot),
    };
    Trouble { spot: spot.min(Spot::at(text, text.trim_end().len())), what, advice }
}

/// The parser's own words, without the place, and what helps most often.
fn syntax(message: &str, spot: Spot) -> (String, &'static str) {
    let place = format!(" at line {} column {}", spot.line, spot.column);
    let message = message.replacen(&place, "", 1);
    let has = |part: &str| message.contains(part);
    if has("unknown anchor") {
        return ("an alias such as `*name` that nothing defines".into(), "write the value out in each place");
    }
    if has("invalid value: ") {
        return ("a tag such as `!!int` on a value of another kind".into(), "remove it");
    }
    let advice = if has("mapping values are not allowed") {
        "put quotes around a text that holds a colon"
    } else if has("cannot start any token") {
        "put quotes around a text that begins with a special character"
    } else if has("quoted scalar") {
        "close the quotes"
    } else if has("expected ',' or") {
        "close the bracket, or put a comma between the items"
    } else if has("<document start>") {
        "nothing may follow the end of the policy"
    } else if has("did not find expected") {
        "the items of one list, and the keys of one mapping, begin in the same column"
    } else {
        "check the quotes, brackets and indentation up to here"
    };
    (format!("this is not YAML: {message}"), advice)
}
