//! Scopes that are added to a policy's text. All else in it stays as it is, to the byte.

use super::Policy;
use super::node::{Key, Node, Value};
use super::source::{Spot, decode};
use super::tree::parse;
use crate::ledger::Ledger;
use crate::text::Text;
use crate::text::printable::Safe;
use crate::text::seal::Quote;
use text::{Style, candidates};

mod find;
mod text;

#[cfg(test)]
mod tests;

/// A scope that `required` is to hold, and why.
#[derive(Clone, Debug)]
pub struct Addition {
    /// Its code, from a table of ours.
    pub scope: &'static str,
    /// Not empty.
    pub why: Quote,
}

/// What comes into the text at one place: made of additions and of our own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Insertion {
    /// In bytes, from the start of the file.
    pub at: usize,
    /// Ends its lines as the file does.
    pub text: String,
}

impl Safe for Insertion {}
impl Safe for Addition {}

/// The insertions, in the order of their places, after which the policy requires what it did, and these scopes as well.
/// Tried out before: what comes of them is read again, and holds nothing else.
///
/// `None` where no such place is found, or where the policy would not be well formed.
#[must_use]
pub fn insertions(bytes: &[u8], additions: &[Addition]) -> Option<Vec<Insertion>> {
    let text = decode(bytes).ok()?;
    let wanted = expected(parse(text).ok()?, additions)?;
    let mark = bytes.len() - text.len();
    let from_start = |mut insertions: Vec<Insertion>| {
        for insertion in &mut insertions {
            insertion.at += mark;
        }
        insertions
    };
    let holds = |insertions: &Vec<Insertion>| is_as_wanted(&amended(bytes, insertions), &wanted);
    candidates(text, additions).into_iter().map(from_start).find(holds)
}

/// The bytes with these insertions.
#[must_use]
pub fn amended(bytes: &[u8], insertions: &[Insertion]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut done = 0;
    for Insertion { at, text } in insertions {
        out.extend_from_slice(&bytes[done..*at]);
        out.extend_from_slice(text.as_bytes());
        done = *at;
    }
    out.extend_from_slice(&bytes[done..]);
    out
}

/// The items as a block list, for those who add them by hand.
#[must_use]
pub(crate) fn by_hand(additions: &[Addition]) -> String {
    Style { end: "\n", is_json: false }.block(additions, "  ") + "\n"
}

fn is_as_wanted(bytes: &[u8], wanted: &Node) -> bool {
    let mut ledger = Ledger::default();
    Policy::parse(bytes, &Text::default(), &mut ledger);
    let read = decode(bytes).ok().and_then(|text| parse(text).ok());
    ledger.problems.is_empty() && read.is_some_and(|read| same(&read, wanted))
}

/// The document with the additions behind what it requires.
fn expected(root: Node, additions: &[Addition]) -> Option<Node> {
    let text = |value: &str| node(Value::Text(value.to_owned()));
    let item = |addition: &Addition| {
        let why = text(addition.why.as_str());
        node(Value::Map(vec![(key("scope"), text(addition.scope)), (key("why"), why)]))
    };
    let items = additions.iter().map(item).collect::<Vec<_>>();
    let value = match root.value {
        Value::List(old) => Value::List(joined(old, items)),
        Value::Null => Value::Map(vec![(key("required"), node(Value::List(items)))]),
        Value::Map(mut entries) => {
            match entries.iter_mut().find(|(key, _)| key.text == "required") {
                None => entries.push((key("required"), node(Value::List(items)))),
                Some((_, Node { value, .. })) => {
                    *value = match std::mem::replace(value, Value::Null) {
                        Value::Null => Value::List(items),
                        Value::List(old) => Value::List(joined(old, items)),
                        _ => return None,
                    };
                }
            }
            Value::Map(entries)
        }
        _ => return None,
    };
    Some(node(value))
}

fn joined(mut old: Vec<Node>, mut items: Vec<Node>) -> Vec<Node> {
    old.append(&mut items);
    old
}

fn node(value: Value) -> Node {
    Node { spot: Spot::START, value }
}

fn key(text: &str) -> Key {
    Key { spot: Spot::START, text: text.to_owned() }
}

/// Wherever they stand.
fn same(one: &Node, other: &Node) -> bool {
    match (&one.value, &other.value) {
        (Value::List(one), Value::List(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| same(one, other))
        }
        (Value::Map(one), Value::Map(other)) => {
            let is_same = |((key, one), (word, other)): (&(Key, Node), &(Key, Node))| {
                key.text == word.text && same(one, other)
            };
            one.len() == other.len() && one.iter().zip(other).all(is_same)
        }
        (one, other) => one == other,
    }
}
