//! The key `scan`.

use super::node::{Node, Value};
use super::reader::PolicyParser;
use super::{Code, Deprecated, Rule};
use crate::text::Ours;
use crate::text::visible::is_visible;

pub(super) const KEYS: [&str; 6] = ["paths", "exclude", "ignore-methods", "comments", "ask", "deprecated"];

/// In characters.
const MAX_PATH: usize = 512;

impl PolicyParser<'_> {
    pub(super) fn code(&mut self, node: &Node) -> Code {
        let mut code = Code::default();
        let entries = self.mapping(Ours("`scan`"), "for example `scan: { paths: [src] }`", node);
        for (key, node) in self.known(entries, &KEYS) {
            match key {
                "paths" => code.paths = self.paths(key, node, leads_inside),
                "exclude" => code.exclude = self.paths(key, node, is_pattern),
                "ignore-methods" => code.ignore_methods = self.list(key, node),
                "comments" => code.comments = self.boolean(key, node),
                "ask" => code.ask = self.boolean(key, node),
                _ => code.deprecated = self.deprecated(node),
            }
        }
        code
    }

    fn deprecated(&mut self, node: &Node) -> Option<Rule<Deprecated>> {
        let form = ("`deprecated`", "`ignore`, `notice`, `warn` or `fail`", "for example `deprecated: warn`");
        self.single(node, form, |value| match value {
            Value::Text(text) => Deprecated::parse(text),
            _ => None,
        })
    }

    /// Paths or patterns inside the working folder. Links out of it are found when they are opened.
    fn paths(&mut self, key: &'static str, node: &Node, fits: fn(&str) -> bool) -> Vec<Rule<String>> {
        let mut rules = Vec::new();
        let Value::List(items) = &node.value else {
            let advice = text!("for example `{}: [src]`", Ours(key));
            self.wrong(text!("`{}`", Ours(key)), Ours("a list of paths"), advice, node);
            return rules;
        };
        for item in items {
            if !self.counts(item.spot) {
                break;
            }
            match &item.value {
                Value::Text(path) if fits(path) => {
                    let origin = self.origin(item.spot);
                    rules.push(Rule { demand: path.clone(), origin, why: None, keep: false });
                }
                _ => {
                    let subject = text!("an item of `{}`", Ours(key));
                    let advice = "for example `src`: up to 512 visible characters, relative to the working folder, without `..` and `:`";
                    self.wrong(subject, Ours("a path inside the working folder"), advice, item);
                }
            }
        }
        rules
    }
}

/// A pattern as in `.gitignore`; a leading slash means the working folder.
fn is_pattern(text: &str) -> bool {
    leads_inside(text.strip_prefix('/').unwrap_or(text))
}

fn leads_inside(path: &str) -> bool {
    let climbs = path.split(['/', '\\']).any(|part| part == "..");
    let absolute = path.starts_with(['/', '\\', '!']) || path.contains(':');
    let plain = !path.trim().is_empty() && path.chars().count() <= MAX_PATH && path.chars().all(is_visible);
    plain && !climbs && !absolute
}
