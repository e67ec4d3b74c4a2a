//! Tables about Bitrix24: methods with their scopes, what SDKs call them, scopes, and rights beyond them.

use std::collections::HashSet;
use std::sync::LazyLock;

pub(crate) mod beginnings;
pub(crate) mod builders;
pub(crate) mod methods;
pub(crate) mod rights;
pub(crate) mod scopes;

static WORDS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let methods = methods::DocumentedMethod::all().iter().flat_map(|method| method.name.split('.'));
    scopes::codes().chain(methods).map(str::to_lowercase).collect()
});

/// Whether it is a scope's code or a word of a method's name, in any case.
#[must_use]
pub(crate) fn is_word(word: &str) -> bool {
    WORDS.contains(&word.to_lowercase())
}
