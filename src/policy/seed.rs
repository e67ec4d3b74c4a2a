//! The reading itself: one pass over the parser's events, with the place of every scalar.
//!
//! `serde_yaml` tells no positions, but it attaches one to every error that a visitor raises. So a
//! scalar is read by *failing*: the visitor puts the value into a slot and returns an error. By then
//! the parser has moved past the scalar, so whoever asked for it (a list, a mapping) sees the error,
//! finds the slot filled, takes the position from the error's text, and goes on with what follows.
//! An error with an empty slot is a real one and ends the reading. Lists and mappings are returned in
//! the normal way, since failing in their midst would leave the parser there; they stand where their
//! first scalar does, and empty ones where the scalar before them does.
//!
//! An alias has no position of its own either: what it repeats is read again, with the positions of
//! the definition. Positions that do not grow therefore give it away, at the first scalar and before
//! anything is expanded. (An alias of something empty goes unseen; it expands to nothing.)

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use super::node::{Key, Node, Value};
use super::source::Spot;

/// How deep lists and mappings may nest. The format needs five levels: the file, `hooks`, one hook, a
/// list of its, an item with a `why`.
pub(super) const MAX_DEPTH: usize = 6;

/// How many scalars, lists and mappings a file may hold; more than the most rules could need.
const MAX_NODES: usize = 10_000;

/// Why a reading stops although the YAML is right.
#[derive(Clone, Copy)]
pub(super) enum Refusal {
    Alias,
    Tag,
    Depth,
    Nodes,
    Key,
}

impl Refusal {
    /// What is the matter, and what to do about it.
    pub(super) const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Alias => (
                "this value is used again through an alias such as `*name`",
                "write the value out in each place",
            ),
            Self::Tag => ("a tag such as `!name`", "remove it: a policy knows no types of its own"),
            Self::Depth => (
                "lists and mappings nested deeper than a policy needs",
                "the deepest is an item of a list of a hook",
            ),
            Self::Nodes => ("more entries than a policy needs", "keep to 1,000 rules"),
            Self::Key => ("a key that is a list or a mapping", "write a name, a colon and the value"),
        }
    }
}

/// How far the reading has come.
#[derive(Default)]
pub(super) struct Progress {
    /// The last scalar's or key's place.
    pub(super) last: Spot,
    nodes: usize,
    /// Why the reading stopped, when it was not the parser that stopped it.
    pub(super) refusal: Option<Refusal>,
}

impl Progress {
    /// Lets `read` ask for one value and, when it fails with the slot filled, makes a node of both.
    pub(super) fn settle<E: Error>(
        &mut self,
        read: impl FnOnce(&mut Self, &mut Option<Value>) -> Result<Option<Node>, E>,
    ) -> Result<Option<Node>, E> {
        let mut slot = None;
        match (read(self, &mut slot), slot) {
            (Err(here), Some(value)) => self.place(here, value).map(Some),
            (result, _) => result,
        }
    }

    fn place<E: Error>(&mut self, here: E, value: Value) -> Result<Node, E> {
        let spot = spot_of(&here);
        // Two values may share a place only when the second one is not written at all: `{? }`.
        if spot < self.last || spot == self.last && value != Value::Null {
            self.refusal = Some(Refusal::Alias);
        } else if self.count() {
            self.last = spot;
            return Ok(Node { spot, value });
        }
        Err(here)
    }

    fn count(&mut self) -> bool {
        let fits = self.nodes < MAX_NODES;
        if !fits {
            self.refusal = Some(Refusal::Nodes);
        }
        self.nodes += 1;
        fits
    }
}

/// The place that the parser wrote at the end of an error's text; it leaves out the very first one.
/// What stands before it may be text of the file's.
fn spot_of(error: &impl fmt::Display) -> Spot {
    let text = error.to_string();
    let place = text.rsplit_once(" at line ").and_then(|(_, tail)| {
        let (line, column) = tail.split_once(" column ")?;
        Some(Spot { line: line.parse().ok()?, column: column.parse().ok()? })
    });
    place.unwrap_or(Spot::START)
}

/// Reads one value: a scalar into the slot, a list or a mapping as a node.
pub(super) struct NodeSeed<'p> {
    /// How far the reading has come.
    pub(super) progress: &'p mut Progress,
    /// Where a scalar goes.
    pub(super) slot: &'p mut Option<Value>,
    /// In how many lists and mappings it stands.
    pub(super) depth: usize,
}

impl NodeSeed<'_> {
    fn scalar<E: Error>(self, value: Value) -> Result<Node, E> {
        *self.slot = Some(value);
        Err(E::custom("read"))
    }

    fn refuse<E: Error>(&mut self, refusal: Refusal) -> Result<(), E> {
        self.progress.refusal = Some(refusal);
        Err(E::custom("refused"))
    }

    fn enter<E: Error>(&mut self) -> Result<(), E> {
        if self.depth == MAX_DEPTH {
            return self.refuse(Refusal::Depth);
        }
        if self.progress.count() { Ok(()) } else { Err(E::custom("refused")) }
    }
}

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Node, E> {
        self.scalar(Value::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Node, E> {
        self.scalar(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Node, E> {
        self.scalar(Value::Int(value.into()))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Node, E> {
        self.scalar(Value::Int(value.into()))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Node, E> {
        self.scalar(Value::Int(value))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Node, E> {
        // Only the message for a wrong value could tell the difference.
        self.scalar(Value::Int(i128::try_from(value).unwrap_or(i128::MAX)))
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<Node, E> {
        self.scalar(Value::Float)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        self.scalar(Value::Text(value.to_owned()))
    }

    fn visit_enum<A: EnumAccess<'de>>(mut self, _: A) -> Result<Node, A::Error> {
        self.refuse(Refusal::Tag)?;
        Err(A::Error::custom("refused"))
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Node, A::Error> {
        self.enter()?;
        let before = self.progress.last.max(Spot::START);
        let depth = self.depth + 1;
        let mut items = Vec::new();
        while let Some(item) = self
            .progress
            .settle(|progress, slot| list.next_element_seed(NodeSeed { progress, slot, depth }))?
        {
            items.push(item);
        }
        let spot = items.first().map_or(before, |item| item.spot);
        Ok(Node { spot, value: Value::List(items) })
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Node, A::Error> {
        self.enter()?;
        let before = self.progress.last.max(Spot::START);
        let depth = self.depth + 1;
        let mut entries = Vec::new();
        while let Some(Node { spot, value: Value::Text(text) }) =
            self.progress.settle(|progress, slot| map.next_key_seed(KeySeed { progress, slot }))?
        {
            let value = self
                .progress
                .settle(|progress, slot| map.next_value_seed(NodeSeed { progress, slot, depth }).map(Some))?;
            entries.extend(value.map(|value| (Key { spot, text }, value)));
        }
        let spot = entries.first().map_or(before, |(key, _)| key.spot);
        Ok(Node { spot, value: Value::Map(entries) })
    }
}

/// Reads one key into the slot.
struct KeySeed<'p> {
    progress: &'p mut Progress,
    slot: &'p mut Option<Value>,
}

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        // Stands until the key turns out to be a scalar.
        self.progress.refusal = Some(Refusal::Key);
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeySeed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Node, E> {
        self.progress.refusal = None;
        *self.slot = Some(Value::Text(value.to_owned()));
        Err(E::custom("read"))
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::{BytesDeserializer, Error};

    use super::*;

    /// YAML has no such values; a parser that made some would be told what we know.
    #[test]
    fn a_value_of_an_unknown_kind_is_refused_in_words() {
        let (progress, slot) = (&mut Progress::default(), &mut None);
        let seed = NodeSeed { progress, slot, depth: 0 };
        let error = seed.deserialize(BytesDeserializer::<Error>::new(b"x")).err();
        assert_eq!(
            error.map(|e| e.to_string()).as_deref(),
            Some("invalid type: byte array, expected a value")
        );
        let (progress, slot) = (&mut Progress::default(), &mut None);
        let seed = KeySeed { progress, slot };
        let error = seed.deserialize(BytesDeserializer::<Error>::new(b"x")).err();
        assert_eq!(error.map(|e| e.to_string()).as_deref(), Some("invalid type: byte array, expected a key"));
    }
}
