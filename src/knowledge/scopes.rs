//! What each scope opens, and whether a webhook can hold it. `README.md` beside it says where `scopes.tsv` comes from.

use std::sync::LazyLock;

const TABLE: &str = include_str!("scopes.tsv");

/// Empty for a scope that is not in the table.
#[must_use]
pub(crate) fn meaning(scope: &str) -> &'static str {
    rows().find(|row| row.code == scope).map_or("", |row| row.meaning)
}

/// Whether a webhook can hold it: the portal stores none with a scope that only makes sense in an application.
#[must_use]
pub(crate) fn is_for_webhooks(scope: &str) -> bool {
    static NEVER: LazyLock<Vec<&str>> =
        LazyLock::new(|| rows().filter(|row| !row.is_for_webhooks).map(|row| row.code).collect());
    !NEVER.contains(&scope)
}

/// Common mix-ups: REST 3.0's `tasks` and the deprecated codes do not open REST 2 methods, which all need
/// `task` (Bitrix24 `rest` module, `restmanager.php`); `sonet` is a misprint of the documentation.
const MEANT: [(&str, &str, &str); 4] = [
    ("tasks", "task", "opens REST 3.0 methods only; for tasks.* on /rest/ require"),
    ("tasks_extended", "task", "opens no method any more; for tasks.* on /rest/ require"),
    ("tasksmobile", "task", "opens no method for webhooks; for tasks.* on /rest/ require"),
    ("sonet", "sonet_group", "is a misprint of the documentation; require"),
];

/// The scope that is most likely meant by this one, and what is wrong with this one, phrased between the two.
#[must_use]
pub(crate) fn mix_up(scope: &str) -> Option<(&'static str, &'static str)> {
    MEANT.iter().find(|(written, ..)| *written == scope).map(|(_, meant, why)| (*meant, *why))
}

/// The scope that is most likely meant by this one.
#[must_use]
pub(crate) fn meant_by(scope: &str) -> Option<&'static str> {
    mix_up(scope).map(|(meant, _)| meant)
}

/// Whether it is in the table.
#[must_use]
pub(crate) fn is_known(scope: &str) -> bool {
    codes().any(|code| code == scope)
}

/// Every code in the table.
pub fn codes() -> impl Iterator<Item = &'static str> {
    rows().map(|row| row.code)
}

struct Row {
    code: &'static str,
    meaning: &'static str,
    is_for_webhooks: bool,
}

fn rows() -> impl Iterator<Item = Row> {
    TABLE.lines().skip(1).map(|line| {
        let mut cells = line.split('\t');
        let mut cell = || cells.next().unwrap_or_default();
        Row { code: cell(), meaning: cell(), is_for_webhooks: cell() != "never" }
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scope::Scope;

    #[test]
    fn every_line_of_the_table_is_a_scope_and_what_it_opens() {
        let codes = codes().collect::<Vec<_>>();
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(codes.len() > 40 && codes.iter().all(|code| Scope::parse(code).is_some()));
        for line in TABLE.lines().skip(1) {
            let cells = line.split('\t').collect::<Vec<_>>();
            assert!(
                matches!(cells[..], [_, meaning] | [_, meaning, "never"] if !meaning.is_empty()),
                "{line}"
            );
        }
        assert!(is_known("crm") && !is_known("no_such") && meant_by("crm").is_none());
        assert!(MEANT.iter().all(|(_, meant, _)| is_known(meant)));
        assert!(!meaning("crm").is_empty() && meaning("no_such").is_empty());
        assert!(is_for_webhooks("crm") && is_for_webhooks("no_such") && !is_for_webhooks("entity"));
    }
}
