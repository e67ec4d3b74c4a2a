//! Results of a scan as JSON.

use serde::Serialize;

use crate::scan::{Scan, Sighting};
use crate::text::seal::Quote;

#[derive(Serialize)]
struct Document<'s> {
    scopes: Vec<&'s str>,
    #[serde(rename = "test-scopes", skip_serializing_if = "Vec::is_empty")]
    of_tests: Vec<&'s str>,
    methods: Vec<Method<'s>>,
    unknown: Vec<Unknown<'s>>,
    #[serde(rename = "more-unknown", skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
    files: usize,
}

#[derive(Serialize)]
struct Method<'s> {
    #[serde(rename = "method")]
    name: &'s str,
    scope: &'s str,
    places: Vec<Place<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
}

#[derive(Serialize)]
struct Place<'s> {
    file: &'s str,
    line: usize,
    column: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    sign: Option<String>,
    /// The function of an SDK that stands there.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    test: bool,
}

#[derive(Serialize)]
struct Unknown<'s> {
    name: &'s str,
    near: Option<&'s str>,
    file: &'s str,
    line: usize,
    column: usize,
}

/// One object, indented. Alternatives are separated by `|`.
#[must_use]
pub fn render(scan: &Scan<Quote>) -> String {
    let methods = scan.by_method().into_iter().map(|((name, needs), calls)| Method {
        name,
        scope: needs.as_str(),
        places: calls.into_iter().map(place).collect(),
        more: scan.omitted.calls.get(&(name, needs)).copied(),
    });
    let unknown = scan.unknown.iter().map(|unknown| Unknown {
        name: unknown.name.as_str(),
        near: unknown.near,
        file: unknown.place.file.as_str(),
        line: unknown.place.line,
        column: unknown.place.column,
    });
    let document = Document {
        scopes: scan.needs().into_iter().map(crate::knowledge::methods::Needs::as_str).collect(),
        of_tests: scan.needs_of_tests().into_iter().map(crate::knowledge::methods::Needs::as_str).collect(),
        methods: methods.collect(),
        unknown: unknown.collect(),
        more: Some(scan.omitted.unknown).filter(|more| *more > 0),
        files: scan.files,
    };
    // Texts, numbers and lists always serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn place(call: &Sighting<Quote>) -> Place<'_> {
    Place {
        file: call.place.file.as_str(),
        line: call.place.line,
        column: call.place.column,
        sign: call.sign.as_ref().map(ToString::to_string),
        by: call.chain.map(|chain| chain.to_string()),
        test: call.test,
    }
}
