//! `scopes`: what each scope is for, and what it opens.

use crate::cli;
use crate::knowledge::methods::{DocumentedMethod, Generation};
use crate::knowledge::scopes;
use crate::ledger::{Ledger, Origin};
use crate::render::scopes::{all, one};
use crate::scan::named;
use crate::text::near::{did_you_mean, nearest};
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::{Ours, Text};
use crate::world;

use super::tell;

/// Lists every scope, or the methods that one opens.
pub(super) fn run(code: Option<&str>) -> u8 {
    let Some(code) = code else {
        return world::print_or_fail(Printable::of("", |_| all()));
    };
    let code = code.trim().to_ascii_lowercase();
    if let Some(known) = scopes::codes().find(|known| *known == code) {
        return world::print_or_fail(Printable::of(known, one));
    }
    let (what, advice) = unknown(&code);
    let mut ledger = Ledger::default();
    ledger.problem(Origin::setting("scopes"), what, advice);
    tell(ledger, &Redactor::default())
}

/// What is said of a code that is no scope, and what to do.
fn unknown(code: &str) -> (Text, Text) {
    if let Some(method) = DocumentedMethod::named(code.as_bytes()) {
        let needs = method.needs(Generation::Rest2);
        let every = "every webhook may call it".into();
        let advice = if needs.is_nothing() { every } else { text!("it needs {}", named(needs)) };
        return (text!("`{}` is a method, not a scope", Ours(method.name)), advice);
    }
    let near = nearest(&code.replace('-', "_"), scopes::codes()).map(|near| did_you_mean(Ours(near)));
    let advice = near
        .unwrap_or_else(|| "`b24-ping scopes` lists them all; a portal may have scopes of its own".into());
    (text!("{} is not a scope that is known", cli::named(code)), advice)
}
