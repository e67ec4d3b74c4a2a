//! Lists of scopes, of methods and of rights.

use super::Rule;
use super::found::found;
use super::meant;
use super::node::{Node, Value};
use super::reader::PolicyParser;
use crate::knowledge::rights::{self, Right, Unfit};
use crate::scope::{MethodName, Scope};
use crate::text::near::did_you_mean;
use crate::text::visible::is_visible;
use crate::text::{Fragment, Ours, Text};

/// The items of a list: scopes, methods or rights.
pub(super) trait Name: Sized + PartialEq + Fragment {
    /// The noun, and the item's key when it has a reason.
    const NOUN: &'static str;
    const EXAMPLE: &'static str;
    /// In characters, where any name of the alphabet will do.
    const LENGTH: usize = 0;
    /// Reads the item behind the key `exact`, if there is one.
    const EXACT: Option<fn(&str) -> Option<Self>> = None;
    fn read(text: &str) -> Option<Self>;
    /// What is accepted, for a text that is not.
    fn accepted(_text: &str) -> Text {
        text!(
            "write 1 to {} characters of `a-z`, `0-9`, `_` and `.`, such as `{}`",
            Self::LENGTH,
            Ours(Self::EXAMPLE)
        )
    }
}

impl Name for Right {
    const NOUN: &'static str = "right";
    const EXAMPLE: &'static str = "crm.deal";
    fn read(text: &str) -> Option<Self> {
        Self::parse(text).ok()
    }
    fn accepted(text: &str) -> Text {
        match Self::parse(text) {
            Err(Unfit::Type(Some(right))) => text!("the items of this type have a right by name: `{}`", Ours(right)),
            Err(Unfit::Type(None)) => {
                "smart processes have a number from 128 on, quotes are 7, and invoices 31, such as `crm.type.1032`".into()
            }
            Err(Unfit::Unknown(near)) => {
                let near = near.map(|near| text!("{} ", did_you_mean(Ours(near))));
                let names = rights::names().map(|name| text!("`{}`", Ours(name)));
                text!("{}there are {}", near, Text::joined(names, ", "))
            }
            Ok(_) => Text::default(),
        }
    }
}

impl Name for Scope {
    const NOUN: &'static str = "scope";
    const EXAMPLE: &'static str = "crm";
    const LENGTH: usize = Self::MAX_CHARS;
    const EXACT: Option<fn(&str) -> Option<Self>> = Some(Self::exact);
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl Name for MethodName {
    const NOUN: &'static str = "method";
    const EXAMPLE: &'static str = "crm.deal.list";
    const LENGTH: usize = Self::MAX_CHARS;
    fn read(text: &str) -> Option<Self> {
        Self::parse(text)
    }
}

impl PolicyParser<'_> {
    pub(super) fn list<T: Name>(&mut self, key: &'static str, node: &Node) -> Vec<Rule<T>> {
        let mut rules = Vec::<Rule<T>>::new();
        let Value::List(items) = &node.value else {
            let form = text!("a list of {}s", Ours(T::NOUN));
            let advice = match &node.value {
                Value::Text(text) => meant::list::<T>(key, text),
                Value::Map(_) => {
                    text!("begin each item with a dash: `- {}: {}`", Ours(T::NOUN), Ours(T::EXAMPLE))
                }
                _ => text!("for example `{}: [{}]`", Ours(key), Ours(T::EXAMPLE)),
            };
            self.wrong(text!("`{}`", Ours(key)), form, advice, node);
            return rules;
        };
        for item in items {
            if !self.counts(item.spot) {
                break;
            }
            let Some(rule) = self.rule::<T>(key, item) else { continue };
            match rules.iter().find(|old| old.demand == rule.demand) {
                None => rules.push(rule),
                Some(old) => {
                    let line = old.origin.place().map_or(0, |place| place.line);
                    let what = text!("`{}` is in this list twice: first on line {}", rule.demand, line);
                    self.ledger.notice(rule.origin, what, "remove one of the two");
                }
            }
        }
        rules
    }

    /// An item: a name alone, or a mapping with its reason.
    fn rule<T: Name>(&mut self, key: &'static str, item: &Node) -> Option<Rule<T>> {
        let Value::Map(entries) = &item.value else {
            let demand = self.name(text!("an item of `{}`", Ours(key)), item)?;
            return Some(Rule { demand, origin: self.origin(item.spot), why: None, keep: false });
        };
        let keep = (key == "required").then_some("keep");
        let keys = [Some(T::NOUN), T::EXACT.map(|_| "exact"), Some("why"), keep];
        let keys = keys.into_iter().flatten().collect::<Vec<_>>();
        if let [(key, Node { value: Value::Map(_) | Value::Null, .. })] = &entries[..]
            && !keys.contains(&&*key.text)
            && let Some(name) = T::read(&key.text)
        {
            let advice =
                text!("write `- {}: {}`, and `why` below it in the same column", Ours(T::NOUN), name);
            self.problem(key.spot, text!("`{}` is a key here, and should be a value", name), advice);
            return None;
        }
        let known = self.known(entries, &keys);
        let names = known.iter().filter(|(key, _)| matches!(*key, "exact") || *key == T::NOUN);
        let names = names.map(|(_, node)| node.spot).collect::<Vec<_>>();
        if let [_, second, ..] = names[..] {
            self.problem(second, text!("this item names two {}s", Ours(T::NOUN)), "make an item of each");
        } else if known.len() == entries.len() && names.is_empty() {
            let what = text!("this item of `{}` names no {}", Ours(key), Ours(T::NOUN));
            let advice = text!("add it, for example `{}: {}`", Ours(T::NOUN), Ours(T::EXAMPLE));
            self.problem(item.spot, what, advice);
        }
        let (mut demand, mut why, mut kept) = (None, None, None);
        for (key, node) in known {
            match key {
                "why" => why = self.why(node),
                "keep" => kept = self.kept(node),
                "exact" => demand = self.exact(node).map(|name| (name, self.origin(node.spot))),
                _ => {
                    let name = self.name(text!("`{}`", Ours(key)), node);
                    demand = name.map(|name| (name, self.origin(node.spot)));
                }
            }
        }
        let has_why = entries.iter().any(|(key, _)| key.text == "why");
        if let Some(kept) = kept.as_ref().filter(|_| !has_why) {
            let what = "`keep` needs a reason";
            self.ledger.problem(
                kept.origin.clone(),
                what,
                "add a reason, for example `why: used by the intranet`",
            );
        }
        demand.map(|(demand, origin)| Rule { demand, origin, why, keep: kept.is_some() })
    }

    fn exact<T: Name>(&mut self, node: &Node) -> Option<T> {
        let name =
            if let (Some(read), Value::Text(text)) = (T::EXACT, &node.value) { read(text) } else { None };
        if name.is_none() {
            let form = text!("the exact spelling of a {}", Ours(T::NOUN));
            let advice = "for example `exact: tasks.task.get[id:title]`; write other characters than visible ASCII as `%20`";
            self.wrong(Ours("`exact`"), form, advice, node);
        }
        name
    }

    fn kept(&mut self, node: &Node) -> Option<Rule<bool>> {
        self.boolean("keep", node).filter(|rule| rule.demand)
    }

    fn name<T: Name>(&mut self, subject: Text, node: &Node) -> Option<T> {
        let (noun, example) = (Ours(T::NOUN), Ours(T::EXAMPLE));
        let Value::Text(text) = &node.value else {
            let (form, advice) = (text!("the name of a {}", noun), text!("for example `{}`", example));
            self.wrong(subject, form, advice, node);
            return None;
        };
        if let Some(name) = T::read(text) {
            return Some(name);
        }
        let found = found(&node.value);
        let Some(name) = T::read(&text.to_ascii_lowercase()) else {
            let what = text!("{} is not the name of a {}", found, noun);
            self.problem(
                node.spot,
                what,
                meant::name::<T>(text).unwrap_or_else(|| T::accepted(&text.to_ascii_lowercase())),
            );
            return None;
        };
        let what = text!("{} is read as `{}`", found, name);
        self.ledger.notice(self.origin(node.spot), what, "write it in lower case");
        Some(name)
    }

    fn why(&mut self, node: &Node) -> Option<Text> {
        match &node.value {
            Value::Text(text) if text.chars().any(|c| c != ' ' && is_visible(c)) => Some(Text::theirs(text)),
            _ => {
                self.wrong(Ours("`why`"), Ours("a text"), "for example `why: deploy notifications`", node);
                None
            }
        }
    }
}
