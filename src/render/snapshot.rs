//! A policy that matches what a hook holds now.

use std::fmt::Write;

use crate::report::{HookReport, Sealed};
use crate::seal::Quote;
use crate::outcome::Outcome;
use super::scan::yaml::editor_hint;
use crate::scope::Scope;

/// What each scope opens, a line each (apidocs.bitrix24.com, "Permissions").
const MEANINGS: &str = include_str!("../scopes.tsv");

/// Renders the policy of one hook; `identity` adds whose it is.
///
/// # Errors
///
/// Says why there is none.
pub fn render(report: &Sealed, identity: bool) -> Result<String, &'static str> {
    let hook = match report.hooks.as_slice() {
        [hook] => hook,
        [] => return Err("there is no snapshot, since no hook was asked"),
        _ => return Err("a snapshot is made of one hook at a time"),
    };
    let (Outcome::Passed, Some(granted)) = (report.outcome, &hook.granted) else {
        return Err("there is no snapshot, since the portal did not tell what the hook holds");
    };
    let (named, odd): (Vec<_>, Vec<_>) = granted
        .iter()
        .filter(|scope| Scope::parse(scope.as_str()).is_none_or(|scope| !scope.is_always_held()))
        .partition(|scope| Scope::parse(scope.as_str()).is_some());
    let mut out = editor_hint();
    required(&mut out, &named);
    for scope in &odd {
        line(&mut out, &format!("# granted, too, but nothing that a policy can name: {scope}"));
    }
    // What cannot be named would always be extra.
    line(&mut out, if odd.is_empty() { "extra: fail" } else { "extra: warn" });
    if identity {
        whose(&mut out, hook);
    }
    Ok(out)
}

fn required(out: &mut String, named: &[&Quote]) {
    if named.is_empty() {
        return;
    }
    line(out, "required:");
    let width = named.iter().map(|scope| scope.as_str().len()).max().unwrap_or_default();
    for scope in named {
        match meaning(scope.as_str()) {
            Some(meaning) => line(out, &format!("  - {:width$}  # {meaning}", scope.as_str())),
            None if is_plain(scope.as_str()) => line(out, &format!("  - {scope}")),
            None => line(out, &format!("  - \"{scope}\"")),
        }
    }
}

/// Whether YAML takes a code for a text without quotes: no number begins with a letter.
fn is_plain(scope: &str) -> bool {
    scope.starts_with(|c: char| c.is_ascii_lowercase()) && !matches!(scope, "null" | "true" | "false")
}

fn whose(out: &mut String, hook: &HookReport<Quote>) {
    match &hook.portal {
        Some(portal) => line(out, &format!("portal: \"{portal}\"")),
        None => line(out, "# The portal is hidden: `redact` is `true`, or the repository is a public one."),
    }
    if let Some(person) = &hook.person {
        let admin = if person.admin == Some(true) { ", admin: true" } else { "" };
        line(out, &format!("user: {{ id: {}{admin} }}", person.id));
    }
}

fn meaning(scope: &str) -> Option<&'static str> {
    MEANINGS
        .lines()
        .skip(1)
        .filter_map(|row| row.split_once('\t'))
        .find(|(code, _)| *code == scope)
        .map(|(_, text)| text)
}

fn line(out: &mut String, text: &str) {
    writeln!(out, "{text}").expect("a string takes everything");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::ledger::Ledger;
    use crate::policy::Policy;
    use crate::redactor::Redactor;
    use crate::seal::Seal;
    use crate::text::Text;

    #[test]
    fn a_code_that_yaml_takes_for_a_number_is_quoted() {
        let codes = ["1", "1e3", "0x1f", ".5", ".inf", ".nan", "true", "false", "null", "_", "crm", "no"];
        let scopes = codes.map(|code| Scope::parse(code).unwrap());
        let quotes = codes.map(|code| Text::theirs(code).seal(&Redactor::default()));
        let mut text = String::new();
        required(&mut text, &quotes.iter().collect::<Vec<_>>());
        let mut ledger = Ledger::default();
        let policy = Policy::parse(text.as_bytes(), &Text::default(), &mut ledger);
        assert_eq!(ledger, Ledger::default(), "{text}");
        assert_eq!(policy.base.required.into_iter().map(|rule| rule.demand).collect::<Vec<_>>(), scopes);
    }

    #[test]
    fn every_line_of_the_table_is_a_scope_and_what_it_opens() {
        let codes = MEANINGS.lines().skip(1).map(|row| row.split_once('\t').expect(row).0);
        let all = codes.clone().collect::<BTreeSet<_>>();
        assert_eq!(all.len(), codes.clone().count());
        assert!(all.len() > 40 && codes.clone().all(|code| Scope::parse(code).is_some()));
    }
}
