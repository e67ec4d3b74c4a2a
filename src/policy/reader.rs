//! Shared by all parts of the parser: look up keys, report wrong values, count rules.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::Rule;
use super::found::{found, suggestion};
use super::meant;
use super::node::{Key, Node, Value};
use super::source::Spot;
use crate::ledger::{Ledger, Origin, Place};
use crate::text::{Fragment, Ours, Text};

const MAX_RULES: usize = 1000;

pub(super) type Entries = [(Key, Node)];

pub(super) struct PolicyParser<'r> {
    file: &'r Text,
    pub(super) ledger: &'r mut Ledger,
    rules: usize,
}

impl<'r> PolicyParser<'r> {
    pub(super) fn new(file: &'r Text, ledger: &'r mut Ledger) -> Self {
        Self { file, ledger, rules: 0 }
    }

    /// A rule with a single value. The message for a wrong one is made of subject, form and advice.
    pub(super) fn single<T>(
        &mut self,
        node: &Node,
        (subject, form, advice): (&'static str, &'static str, &'static str),
        read: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<Rule<T>> {
        let Some(demand) = read(&node.value) else {
            self.wrong(Ours(subject), Ours(form), advice, node);
            return None;
        };
        Some(self.rule_at(demand, node))
    }

    pub(super) fn boolean(&mut self, key: &'static str, node: &Node) -> Option<Rule<bool>> {
        let Value::Bool(demand) = node.value else {
            let advice = text!("for example `{}: true`, without quotes", Ours(key));
            self.wrong(text!("`{}`", Ours(key)), Ours("`true` or `false`"), advice, node);
            return None;
        };
        Some(self.rule_at(demand, node))
    }

    pub(super) fn rule_at<T>(&self, demand: T, node: &Node) -> Rule<T> {
        Rule { demand, origin: self.origin(node.spot), why: None, keep: false }
    }

    /// The entries of a mapping.
    pub(super) fn mapping<'n>(
        &mut self,
        subject: impl Fragment,
        advice: &'static str,
        node: &'n Node,
    ) -> &'n Entries {
        let Value::Map(entries) = &node.value else {
            self.wrong(subject, Ours("a mapping"), advice, node);
            return &[];
        };
        entries
    }

    pub(super) fn known<'n>(
        &mut self,
        entries: &'n Entries,
        keys: &[&'static str],
    ) -> Vec<(&'static str, &'n Node)> {
        let mut known = Vec::new();
        for (key, node) in self.unique(entries) {
            if let Some(name) = keys.iter().find(|name| **name == key.text) {
                known.push((*name, node));
            } else {
                let what = text!("the key `{}` is unknown", Text::exact(&key.text));
                self.problem(key.spot, what, suggestion(&key.text, keys));
            }
        }
        known
    }

    pub(super) fn unique<'n>(&mut self, entries: &'n Entries) -> Vec<(&'n Key, &'n Node)> {
        let mut lines = HashMap::new();
        let mut unique = Vec::new();
        for (key, node) in entries {
            if key.text.is_empty() {
                let advice = "write the key, or put quotes around a text that begins with a colon";
                self.problem(key.spot, "there is no key before the colon", advice);
                continue;
            }
            match lines.entry(key.text.as_str()) {
                Entry::Vacant(entry) => {
                    entry.insert(key.spot.line);
                    unique.push((key, node));
                }
                Entry::Occupied(entry) => {
                    let what = text!("the key `{}` is given twice: first on line {}", key.text, *entry.get());
                    self.problem(key.spot, what, "keep one of the two");
                }
            }
        }
        unique
    }

    /// Whether one more rule is within the limit.
    pub(super) fn counts(&mut self, spot: Spot) -> bool {
        self.rules += 1;
        if self.rules == MAX_RULES + 1 {
            self.problem(
                spot,
                "there are more than 1,000 rules",
                "keep only those that the pipeline depends on",
            );
        }
        self.rules <= MAX_RULES
    }

    pub(super) fn wrong(
        &mut self,
        subject: impl Fragment,
        form: impl Fragment,
        advice: impl Into<Text>,
        node: &Node,
    ) {
        let what = text!("{} must be {}; found {}", subject, form, found(&node.value));
        let is_variable = matches!(&node.value, Value::Text(text) if meant::is_variable(text));
        self.problem(node.spot, what, if is_variable { meant::VARIABLE.into() } else { advice.into() });
    }

    pub(super) fn problem(&mut self, spot: Spot, what: impl Into<Text>, advice: impl Into<Text>) {
        self.ledger.problem(self.origin(spot), what, advice);
    }

    pub(super) fn origin(&self, Spot { line, column }: Spot) -> Origin {
        Origin::Line(Place { file: self.file.clone(), line, column })
    }
}
