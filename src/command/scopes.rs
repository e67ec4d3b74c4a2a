//! `scopes`: what each scope is for, and what it opens.

use crate::knowledge::methods::{DocumentedMethod, Generation};
use crate::knowledge::scopes;
use crate::outcome::Outcome;
use crate::render::scopes::{all, one};
use crate::scan::named;
use crate::text::near::{did_you_mean, nearest};
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::{Ours, Text};
use crate::world;

/// Lists every scope, or the methods that one opens. An unknown code is not repeated.
pub(super) fn run(code: Option<&str>) -> u8 {
    let Some(code) = code else {
        return world::print_or_fail(Printable::of("", |_| all()));
    };
    let code = code.trim().to_ascii_lowercase();
    if let Some(known) = scopes::codes().find(|known| *known == code) {
        return world::print_or_fail(Printable::of(known, one));
    }
    let what = unknown(&code);
    let list = Printable::of("`b24-ping scopes` lists them all\n", str::to_owned);
    world::warn(Printable::from(what.seal(&Redactor::default())).and(list));
    Outcome::Misconfigured.code()
}

fn unknown(code: &str) -> Text {
    if let Some(method) = DocumentedMethod::named(code.as_bytes()) {
        let needs = method.needs(Generation::Rest2);
        return if needs.is_nothing() {
            text!("`{}` is a method, not a scope; every webhook may call it", Ours(method.name))
        } else {
            text!("`{}` is a method, not a scope; it needs {}", Ours(method.name), named(needs))
        };
    }
    let code = code.replace('-', "_");
    match nearest(&code, scopes::codes()) {
        Some(near) => text!("no such scope is known; {}", did_you_mean(Ours(near))),
        None => "no such scope is known; a portal may have scopes of its own".into(),
    }
}
