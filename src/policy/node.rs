//! The tree of a YAML document, with the line and column of everything. `tree.rs` says how it grows.

use super::source::Spot;

/// One value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Node {
    /// Where it begins.
    pub(super) spot: Spot,
    /// What it is.
    pub(super) value: Value,
}

/// What YAML knows.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Value {
    /// Nothing, or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i128),
    /// Any other number.
    Float,
    /// Everything else that is written in one piece.
    Text(String),
    /// Items in their order.
    List(Vec<Node>),
    /// Keys and values in their order, repeated keys included.
    Map(Vec<(Key, Node)>),
}

/// A mapping's key, as it is written: `1` and `true` are texts here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Where it begins.
    pub(super) spot: Spot,
    /// Its text.
    pub(super) text: String,
}
