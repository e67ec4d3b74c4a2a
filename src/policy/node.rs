//! The tree of a YAML document, with the place of everything.

use super::source::Spot;

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    pub(super) spot: Spot,
    pub(super) value: Value,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing, or `null`.
    Null,
    Bool(bool),
    /// Integers of any size that `i128` holds.
    Int(i128),
    Float,
    /// Any other scalar.
    Text(String),
    List(Vec<Node>),
    /// In order, repeated keys included.
    Map(Vec<(Key, Node)>),
}

/// As written: `1` and `true` are texts here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) spot: Spot,
    pub(super) text: String,
}
