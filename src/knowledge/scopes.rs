//! What each scope opens.
//!
//! `scopes.tsv` comes from Bitrix24's REST documentation (apidocs.bitrix24.com, "Permissions").

const TABLE: &str = include_str!("scopes.tsv");

/// Empty for a scope that is not in the table.
#[must_use]
pub(crate) fn meaning(scope: &str) -> &'static str {
    rows().find(|(code, _)| *code == scope).map_or("", |(_, text)| text)
}

/// Every code in the table.
pub(crate) fn codes() -> impl Iterator<Item = &'static str> {
    rows().map(|(code, _)| code)
}

fn rows() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLE.lines().skip(1).filter_map(|row| row.split_once('\t'))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::scope::Scope;

    #[test]
    fn every_line_of_the_table_is_a_scope_and_what_it_opens() {
        let codes = rows().map(|(code, _)| code).collect::<Vec<_>>();
        assert_eq!(codes.len(), TABLE.lines().count() - 1);
        assert_eq!(codes.iter().collect::<BTreeSet<_>>().len(), codes.len());
        assert!(codes.len() > 40 && codes.iter().all(|code| Scope::parse(code).is_some()));
        assert!(!meaning("crm").is_empty() && meaning("no_such").is_empty());
    }
}
