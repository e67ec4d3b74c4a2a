//! Scopes and the methods that they open, as text.

use std::fmt::Write;

use crate::knowledge::methods::{DocumentedMethod, Generation, Needs, State};
use crate::knowledge::scopes::{codes, is_for_webhooks, meaning};

/// Behind a scope's meaning.
const NEVER: &str = " (no webhook can hold it)";

/// Every scope in a line of its own: code, then meaning.
#[must_use]
pub(crate) fn all() -> String {
    let width = codes().map(str::len).max().unwrap_or_default();
    let line = |code: &str| format!("{code:<width$}  {}\n", about(code));
    codes().map(line).collect()
}

/// One scope with the methods that it opens.
#[must_use]
pub(crate) fn one(code: &'static str) -> String {
    let mut out = format!("{code}: {}\n", about(code));
    let methods = DocumentedMethod::all().iter().filter(|method| {
        [Generation::Rest2, Generation::Rest3].into_iter().any(|path| opens(code, method, path))
    });
    let methods = methods.map(|method| (method.name, marks(code, method))).collect::<Vec<_>>();
    let width = methods.iter().map(|(name, _)| name.len()).max().unwrap_or_default();
    out.push_str(if methods.is_empty() { "\nno documented method needs it\n" } else { "\nmethods\n" });
    for (name, marks) in methods {
        writeln!(out, "{}", format!("  {name:<width$}  {}", marks.join("; ")).trim_end()).unwrap_or_default();
    }
    out
}

fn about(code: &str) -> String {
    let never = if is_for_webhooks(code) { "" } else { NEVER };
    format!("{}{never}", meaning(code))
}

fn opens(code: &str, method: &DocumentedMethod, path: Generation) -> bool {
    method.is_offered(path) && method.needs(path).scopes().any(|scope| scope == code)
}

/// What else is to know of a method.
fn marks(code: &str, method: &DocumentedMethod) -> Vec<String> {
    let mut marks = Vec::new();
    let paths = [Generation::Rest2, Generation::Rest3].map(|path| opens(code, method, path));
    match paths {
        [true, true] => marks.push("REST 3.0 as well".to_owned()),
        [false, true] => marks.push("REST 3.0".to_owned()),
        _ => {}
    }
    let needs = method.needs(if paths[0] { Generation::Rest2 } else { Generation::Rest3 });
    marks.extend(others(code, needs));
    if method.for_applications {
        marks.push("for applications only".to_owned());
    }
    if method.for_administrators {
        marks.push("for administrators".to_owned());
    }
    let state = match method.state {
        State::Current => return marks,
        State::Superseded => "superseded",
        State::Inert => "has no effect any more",
        State::Dead => "stopped working",
    };
    let next = method.in_its_place();
    marks.push(if next.is_empty() {
        state.to_owned()
    } else {
        format!("{state}: {}", next.replace(',', ", "))
    });
    marks
}

/// What is needed as well, or would do in its place.
fn others(code: &str, needs: Needs) -> Option<String> {
    let list =
        |part: Needs| part.alternatives().filter(|scope| *scope != code).collect::<Vec<_>>().join(" or ");
    let has = |part: &Needs| part.alternatives().any(|scope| scope == code);
    if needs.possible().any(|part| has(&part)) {
        let all = needs.parts().map(list).collect::<Vec<_>>().join(" and ");
        return Some(format!("by its parameters, beside {all}"));
    }
    let possible = needs.possible().map(list).collect::<Vec<_>>();
    if !possible.is_empty() {
        return Some(format!("by its parameters with {} as well", possible.join(" and ")));
    }
    let beside = needs.parts().filter(|part| !has(part)).map(list).collect::<Vec<_>>();
    if !beside.is_empty() {
        return Some(format!("with {}", beside.join(" and ")));
    }
    let instead = needs.parts().find(has).map(list).filter(|others| !others.is_empty());
    instead.map(|others| format!("or by {others}"))
}
