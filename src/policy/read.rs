//! Tree → policy. Every mistake is a problem, and reading goes on.

use super::found::found;
use super::meant;
use super::node::{Node, Value};
use super::reader::PolicyParser;
use super::scan_key;
use super::source::{Spot, decode};
use super::tree::parse;
use super::{Demands, Extra, HookDemands, Host, Policy, Rule};
use crate::ledger::Ledger;
use crate::scope::Scope;
use crate::text::{Ours, Text};

const KEYS: [&str; 10] =
    ["required", "forbidden", "allow-extra", "extra", "methods", "rights", "portal", "user", "hooks", "scan"];

const HOOK_KEYS: &[&str] = KEYS.split_at(8).0;

const MAX_METHODS: usize = 500;

/// In characters.
const MAX_NAME: usize = 64;

pub(super) fn policy(bytes: &[u8], file: &Text, ledger: &mut Ledger) -> Policy {
    let mut parser = PolicyParser::new(file, ledger);
    let keys = KEYS.into_iter().chain(scan_key::KEYS).collect::<Vec<_>>();
    let meant = |text, trouble| meant::without_colon(text, &trouble, &keys).unwrap_or(trouble);
    let parse = |text| parse(text).map_err(|trouble| vec![meant(text, trouble)]);
    match decode(bytes).and_then(parse) {
        Ok(root) => parser.policy(&root),
        Err(troubles) => {
            for trouble in troubles {
                parser.problem(trouble.spot, Text::theirs(trouble.what), trouble.advice);
            }
            Policy::default()
        }
    }
}

impl PolicyParser<'_> {
    fn policy(&mut self, root: &Node) -> Policy {
        let mut policy = Policy::default();
        match &root.value {
            Value::Null => {}
            Value::List(_) => policy.base.required = self.list("required", root),
            Value::Map(entries) => {
                for (key, node) in self.known(entries, &KEYS) {
                    match key {
                        "hooks" => policy.hooks = self.hooks(node),
                        "scan" => policy.code = self.code(node),
                        _ => self.demand(key, node, &mut policy.base),
                    }
                }
            }
            value => {
                let form = Ours("a mapping or a list of scopes");
                let text = if let Value::Text(text) = value { text.as_str() } else { "" };
                self.wrong(Ours("a policy"), form, meant::policy(text, &KEYS), root);
            }
        }
        if let Some(rule) = policy.all().flat_map(|demands| &demands.methods).nth(MAX_METHODS) {
            let what = text!("there are more than {} methods", MAX_METHODS);
            self.ledger.problem(rule.origin.clone(), what, "keep only those that the pipeline depends on");
        }
        // With `scan.paths` every call demands a rule; `exclude` alone demands nothing.
        let empty = policy.all().all(Demands::is_empty) && policy.code.paths.is_empty();
        if self.ledger.problems.is_empty() && empty {
            let spot = if root.value == Value::Null { Spot::START } else { root.spot };
            self.problem(spot, "the policy demands nothing", "add a rule, such as `required: [crm]`");
        }
        policy
    }

    fn hooks(&mut self, node: &Node) -> Vec<HookDemands> {
        let entries =
            self.mapping(Ours("`hooks`"), "for example `hooks: { staging: { extra: fail } }`", node);
        let mut hooks = Vec::new();
        for (key, node) in self.unique(entries) {
            if !self.counts(key.spot) {
                break;
            }
            let name = key.text.clone();
            let safe = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
            if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(safe) {
                let what = text!("{} is not the name of a webhook", found(&Value::Text(name)));
                let advice = "write 1 to 64 characters of `A-Z`, `a-z`, `0-9`, `_`, `.` and `-`";
                self.problem(key.spot, what, advice);
                continue;
            }
            let mut demands = Demands::default();
            let entries = self.mapping(text!("`hooks.{}`", name), "for example `{ extra: fail }`", node);
            for (key, node) in self.known(entries, HOOK_KEYS) {
                self.demand(key, node, &mut demands);
            }
            hooks.push(HookDemands { name, origin: self.origin(key.spot), demands });
        }
        hooks
    }

    fn demand(&mut self, key: &'static str, node: &Node, into: &mut Demands) {
        match key {
            "required" => into.required = self.list(key, node),
            "forbidden" => into.forbidden = self.forbidden(node),
            "allow-extra" => into.allow_extra = self.list(key, node),
            "methods" => into.methods = self.list(key, node),
            "rights" => into.rights = self.list(key, node),
            "extra" => {
                let form = ("`extra`", "`ignore`, `warn` or `fail`", "for example `extra: fail`");
                into.extra = self.single(node, form, |value| match value {
                    Value::Text(text) => Extra::parse(text),
                    _ => None,
                });
            }
            "portal" => {
                let host = if let Value::Text(text) = &node.value { Host::parse(text) } else { None };
                into.portal = host.map(|host| self.rule_at(host, node));
                if into.portal.is_none() {
                    let what = text!("`portal` must be a host; found {}", found(&node.value).kept_private());
                    let advice = match &node.value {
                        Value::Text(text) if meant::is_variable(text) => meant::VARIABLE,
                        _ => "write the host alone, for example `portal: acme.bitrix24.com`",
                    };
                    self.problem(node.spot, what, advice);
                }
            }
            "user" => self.user(node, into),
            _ => {}
        }
    }

    fn user(&mut self, node: &Node, into: &mut Demands) {
        let entries = self.mapping(Ours("`user`"), "for example `user: { id: 17, admin: true }`", node);
        for (key, node) in self.known(entries, &["id", "admin"]) {
            if key == "id" {
                let form = ("`id`", "a whole number from 1", "for example `id: 17`, without quotes");
                into.user_id = self.single(node, form, |value| match value {
                    Value::Int(id) => u64::try_from(*id).ok().filter(|id| *id > 0),
                    _ => None,
                });
            } else {
                into.admin = self.boolean("admin", node);
            }
        }
    }

    fn forbidden(&mut self, node: &Node) -> Vec<Rule<Scope>> {
        let mut rules = self.list::<Scope>("forbidden", node);
        rules.retain(|rule| {
            let held = rule.demand.is_always_held();
            if held {
                let what = text!("`{}` cannot be forbidden: every webhook holds it", rule.demand);
                self.ledger.problem(rule.origin.clone(), what, "remove it");
            }
            !held
        });
        rules
    }
}
