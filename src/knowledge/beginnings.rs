//! The scope of a name's beginning, where all methods that begin so need the same: `crm.` is enough for `crm`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::methods::{DocumentedMethod, Generation};

/// What stands for all methods with a beginning, on either path; `None` where they need different scopes.
type Shared = [Option<DocumentedMethod>; 2];

/// By the beginning in small letters, with its last dot; made at first use, as the methods are.
static TABLE: LazyLock<BTreeMap<String, Shared>> = LazyLock::new(|| {
    let mut groups = BTreeMap::<String, Vec<&DocumentedMethod>>::new();
    for method in DocumentedMethod::all() {
        for (dot, _) in method.name.match_indices('.') {
            groups.entry(method.name[..=dot].to_ascii_lowercase()).or_default().push(method);
        }
    }
    let shared = |(beginning, methods): (String, Vec<_>)| {
        let shared = shared(beginning.len(), &methods);
        (beginning, shared)
    };
    groups.into_iter().map(shared).collect()
});

#[expect(clippy::disallowed_methods, reason = "it is made of the table's own names")]
fn shared(length: usize, methods: &[&'static DocumentedMethod]) -> Shared {
    // Some four hundred names, made once.
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

/// What stands for all methods with the longest beginning of `text` that any has, under the name `crm.*`; `None` where
/// they need different scopes.
#[must_use]
pub(crate) fn of(text: &[u8], generation: Generation) -> Option<&'static DocumentedMethod> {
    let dots = text.iter().enumerate().rev().filter(|(_, byte)| **byte == b'.');
    let [rest2, rest3] = dots.map(|(dot, _)| &text[..=dot]).find_map(find)?;
    match generation {
        Generation::Rest2 => rest2.as_ref(),
        Generation::Rest3 => rest3.as_ref(),
    }
}

fn find(beginning: &[u8]) -> Option<&'static Shared> {
    TABLE.get(&std::str::from_utf8(beginning).ok()?.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(text: &str) -> Option<(&'static str, &'static str)> {
        of(text.as_bytes(), Generation::Rest2)
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
    fn a_beginning_stands_for_nothing_that_one_of_its_methods_does_not_need() {
        for method in DocumentedMethod::all() {
            for generation in [Generation::Rest2, Generation::Rest3] {
                let all = of(method.name.as_bytes(), generation).filter(|_| method.is_offered(generation));
                assert!(
                    all.is_none_or(|all| all.needs(generation) == method.needs(generation)),
                    "{}",
                    method.name
                );
            }
        }
    }
}
