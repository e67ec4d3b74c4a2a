//! The key `scan`: where the code is whose calls the policy is compared with.

use super::node::{Node, Value};
use super::reader::Reader;
use super::{Code, Rule};
use crate::quote::is_visible;

/// The longest path or pattern, in characters.
const MAX_PATH: usize = 512;

impl Reader<'_> {
    /// The mapping under `scan`.
    pub(super) fn code(&mut self, node: &Node) -> Code {
        let mut code = Code::default();
        let entries = self.mapping("`scan`", "such as `scan: { paths: [src] }`", node);
        for (key, node) in self.known(entries, &["paths", "exclude", "ignore-methods"]) {
            match key {
                "paths" => code.paths = self.paths(key, node, leads_inside),
                "exclude" => code.exclude = self.paths(key, node, is_pattern),
                _ => code.ignore_methods = self.list(key, node),
            }
        }
        code
    }

    /// Paths, or patterns of such, that lead no further than the working folder. That they do not by way
    /// of a link either is seen when they are opened.
    fn paths(&mut self, key: &str, node: &Node, fits: fn(&str) -> bool) -> Vec<Rule<String>> {
        let mut rules = Vec::new();
        let items = match &node.value {
            Value::Null => return rules,
            Value::List(items) => items,
            _ => {
                self.wrong(&format!("`{key}`"), "a list of paths", &format!("such as `{key}: [src]`"), node);
                return rules;
            }
        };
        for item in items {
            if !self.counts(item.spot) {
                break;
            }
            // A secret may look like a path, and paths are printed.
            let redactor = self.redactor;
            let inside = |value: &Value| match value {
                Value::Text(path) if fits(path) && redactor.clean(path) == path.as_str() => {
                    Some(path.clone())
                }
                _ => None,
            };
            let subject = format!("an item of `{key}`");
            let form = (
                &*subject,
                "a path inside the working folder",
                "such as `src`: up to 512 visible characters, without `..` and `:`",
            );
            rules.extend(self.single(item, form, inside));
        }
        rules
    }
}

/// A pattern as in `.gitignore`, where a slash in front stands for the folder that all is looked for in.
fn is_pattern(text: &str) -> bool {
    leads_inside(text.strip_prefix('/').unwrap_or(text))
}

fn leads_inside(path: &str) -> bool {
    let climbs = path.split(['/', '\\']).any(|part| part == "..");
    let absolute = path.starts_with(['/', '\\', '!']) || path.contains(':');
    let plain = !path.trim().is_empty() && path.chars().count() <= MAX_PATH && path.chars().all(is_visible);
    plain && !climbs && !absolute
}
