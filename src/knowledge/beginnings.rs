//! The scope of a name's beginning, where all methods that begin so need the same: `crm.` is enough for `crm`. `sale.`
//! is not, since `sale.delivery.add` needs another; with `getFields` at the end it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::methods::{DocumentedMethod, Generation};

/// What stands for all methods with a beginning, on either path; `None` where they need different scopes.
type Shared = [Option<DocumentedMethod>; 2];

/// By the beginning in small letters, with its last dot; made at first use, as the methods are.
static TABLE: LazyLock<BTreeMap<String, Shared>> = LazyLock::new(|| {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for method in DocumentedMethod::all() {
        for beginning in beginnings(method) {
            groups.entry(beginning).or_default().push(method);
        }
    }
    groups
        .into_iter()
        .map(|(beginning, methods)| (beginning.clone(), shared(beginning.len(), &methods)))
        .collect()
});

/// The same by beginning and last word, for beginnings that are not enough.
static WITH_END: LazyLock<BTreeMap<(String, String), Shared>> = LazyLock::new(|| {
    let mut groups = BTreeMap::<_, Vec<_>>::new();
    for method in DocumentedMethod::all() {
        let last = method.name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        for beginning in beginnings(method) {
            if TABLE.get(&beginning).is_some_and(|shared| shared.iter().any(Option::is_none)) {
                groups.entry((beginning, last.clone())).or_default().push(method);
            }
        }
    }
    groups.into_iter().map(|(key, methods)| (key.clone(), shared(key.0.len(), &methods))).collect()
});

fn beginnings(method: &'static DocumentedMethod) -> impl Iterator<Item = String> {
    method.name.match_indices('.').map(|(dot, _)| method.name[..=dot].to_ascii_lowercase())
}

#[expect(clippy::disallowed_methods, reason = "it is made of the table's own names")]
fn shared(length: usize, methods: &[&'static DocumentedMethod]) -> Shared {
    // Some hundred names, made once.
    let name = &*Box::leak(format!("{}*", &methods[0].name[..length]).into_boxed_str());
    [Generation::Rest2, Generation::Rest3].map(|generation| {
        // What is not offered on this path says nothing of a call on it, unless nothing else begins so.
        let offered = methods.iter().any(|method| method.is_offered(generation));
        let count = methods.iter().filter(|method| !offered || method.is_offered(generation));
        let needs = count.map(|method| method.needs(generation)).collect::<BTreeSet<_>>();
        let only = needs.first().copied().filter(|_| needs.len() == 1);
        only.map(|needs| DocumentedMethod::of_beginning(name, needs))
    })
}

/// Whether a documented method begins so; the last byte is a dot.
#[must_use]
pub(crate) fn is_one(text: &[u8]) -> bool {
    find(text).is_some()
}

/// Whether one of the methods that begin so ends with this word.
#[must_use]
pub(crate) fn can_end(beginning: &[u8], word: &[u8]) -> bool {
    DocumentedMethod::all().iter().map(|method| method.name.as_bytes()).any(|name| {
        name.len() > beginning.len() + word.len()
            && name[..beginning.len()].eq_ignore_ascii_case(beginning)
            && name[name.len() - word.len()..].eq_ignore_ascii_case(word)
            && name[name.len() - word.len() - 1] == b'.'
    })
}

/// What stands for all methods with the longest beginning of `text` that any has, and with this last word if there is
/// one, under the name `crm.*`; `None` where they need different scopes.
#[must_use]
pub(crate) fn of(
    text: &[u8],
    last: Option<&[u8]>,
    generation: Generation,
) -> Option<&'static DocumentedMethod> {
    let dots = text.iter().enumerate().rev().filter(|(_, byte)| **byte == b'.');
    let mut beginnings = dots.map(|(dot, _)| &text[..=dot]);
    let (beginning, all) = beginnings.find_map(|beginning| Some((beginning, find(beginning)?)))?;
    let with_end = || {
        let key = (lower(beginning)?, lower(last?)?);
        WITH_END.get(&key)?[generation as usize].as_ref()
    };
    all[generation as usize].as_ref().or_else(with_end)
}

fn find(beginning: &[u8]) -> Option<&'static Shared> {
    TABLE.get(&lower(beginning)?)
}

fn lower(text: &[u8]) -> Option<String> {
    std::str::from_utf8(text).ok().map(str::to_ascii_lowercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<(&'static str, &'static str)> {
        of(text.as_bytes(), None, Generation::Rest2)
            .map(|method| (method.name, method.needs(Generation::Rest2).as_str()))
    }

    #[test]
    fn a_beginning_needs_what_all_its_methods_need() {
        assert_eq!(named("crm."), Some(("crm.*", "crm")));
        assert_eq!(named("CRM.Deal."), Some(("crm.deal.*", "crm")));
        assert_eq!(named("crm.deal.lst"), Some(("crm.deal.*", "crm")));
        assert_eq!(named("crm.no_such.list"), Some(("crm.*", "crm")));
        assert_eq!(named("user."), None, "user.userfield.* needs another scope");
        assert_eq!(named("sale."), None);
        assert_eq!(named("sale.delivery."), Some(("sale.delivery.*", "delivery")));
        assert!(is_one(b"user.") && !is_one(b"foo.") && named("foo.").is_none());
        assert!(
            can_end(b"crm.", b"list") && !can_end(b"crm.", b"title") && !can_end(b"crm.deal.list", b"list")
        );
    }

    #[test]
    fn beginning_and_end_together_may_be_enough() {
        let named = |text: &str, last: &str| {
            of(text.as_bytes(), Some(last.as_bytes()), Generation::Rest2)
                .map(|method| (method.name, method.needs(Generation::Rest2).as_str()))
        };
        assert_eq!(named("sale.", "getFields"), Some(("sale.*", "sale")));
        assert_eq!(named("sale.", "add"), None);
        assert_eq!(named("sale.", "title"), None, "no method ends so");
        assert_eq!(named("crm.", "title"), Some(("crm.*", "crm")));
    }

    #[test]
    fn a_beginning_stands_for_nothing_that_one_of_its_methods_does_not_need() {
        for method in DocumentedMethod::all() {
            for generation in [Generation::Rest2, Generation::Rest3] {
                let all =
                    of(method.name.as_bytes(), None, generation).filter(|_| method.is_offered(generation));
                assert!(
                    all.is_none_or(|all| all.needs(generation) == method.needs(generation)),
                    "{}",
                    method.name
                );
            }
        }
    }
}
