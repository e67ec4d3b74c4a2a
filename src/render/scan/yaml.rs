//! Results of a scan as a policy.

use serde::Serialize;

use crate::policy::document;
use crate::scan::Scan;
use crate::text::seal::Quote;

#[derive(Serialize)]
struct Policy {
    required: Vec<Rule>,
}

#[derive(Serialize)]
struct Rule {
    scope: &'static str,
    why: String,
}

/// A policy ready to commit; `None` if no call needs a scope, since a policy must demand something.
#[must_use]
pub fn render(scan: &Scan<Quote>) -> Option<String> {
    let required = scan.scopes().into_iter().map(|(scope, call)| Rule {
        scope,
        why: format!("{} in {}:{}", call.method, call.place.file, call.place.line),
    });
    let required = required.collect::<Vec<_>>();
    (!required.is_empty()).then(|| document(&Policy { required }))
}
