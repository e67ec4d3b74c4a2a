//! Results of a scan as JSON.

use serde::Serialize;

use crate::knowledge::methods::{DocumentedMethod, Needs, State};
use crate::ledger;
use crate::scan::{Committed, History, Leak, Scan, Sighting};
use crate::text::seal::Quote;

#[derive(Serialize)]
struct Document<'s> {
    scopes: Vec<&'s str>,
    #[serde(rename = "test-scopes", skip_serializing_if = "Vec::is_empty")]
    of_tests: Vec<&'s str>,
    methods: Vec<Method<'s>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    beginnings: Vec<Beginning<'s>>,
    unknown: Vec<Unknown<'s>>,
    #[serde(rename = "more-unknown", skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unread: Vec<Spot<'s>>,
    #[serde(rename = "more-unread", skip_serializing_if = "Option::is_none")]
    more_unread: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    webhooks: Vec<Webhook<'s>>,
    #[serde(rename = "more-webhooks", skip_serializing_if = "Option::is_none")]
    more_webhooks: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    history: Option<Commits<'s>>,
    files: usize,
}

/// A webhook's address with its secret, without both.
#[derive(Serialize)]
struct Webhook<'s> {
    portal: Option<&'s str>,
    user: u64,
    /// Whether it is one that this run was given.
    given: bool,
    file: &'s str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Commits<'s> {
    webhooks: Vec<Commit<'s>>,
    more: usize,
    #[serde(rename = "commits")]
    read: usize,
    shallow: bool,
    whole: bool,
}

#[derive(Serialize)]
struct Commit<'s> {
    #[serde(flatten)]
    webhook: Webhook<'s>,
    #[serde(rename = "commit")]
    last: &'s str,
    #[serde(rename = "first-commit")]
    first: &'s str,
    #[serde(rename = "first-file")]
    first_file: &'s str,
    #[serde(rename = "commits")]
    times: usize,
    #[serde(rename = "still-there")]
    is_there: bool,
}

/// A call site whose method cannot be read.
#[derive(Serialize)]
struct Spot<'s> {
    file: &'s str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct Method<'s> {
    #[serde(rename = "method")]
    name: &'s str,
    scope: &'s str,
    #[serde(flatten)]
    known: Known,
    places: Vec<Place<'s>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    more: Option<usize>,
}

/// What is to be known of a method before it is called; nothing of most.
#[derive(Serialize)]
struct Known {
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    successors: Vec<&'static str>,
}

impl Known {
    fn of(method: &str) -> Self {
        let method = DocumentedMethod::named(method.as_bytes());
        let state = method.and_then(|method| match method.state {
            State::Current => None,
            State::Superseded => Some("superseded"),
            State::Inert => Some("inert"),
            State::Dead => Some("dead"),
        });
        let successors = method.into_iter().flat_map(DocumentedMethod::successors).map(|next| next.name);
        Self {
            caller: method.filter(|method| method.for_applications).map(|_| "app"),
            state,
            successors: successors.collect(),
        }
    }
}

/// A name of which only this much is known.
#[derive(Serialize)]
struct Beginning<'s> {
    #[serde(rename = "beginning")]
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
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'s str>,
    file: &'s str,
    line: usize,
    column: usize,
}

/// One object, indented. Alternatives are separated by `|`.
#[must_use]
pub fn render(scan: &Scan<Quote>, history: Option<&History<Quote>>) -> String {
    let (mut methods, mut beginnings) = (Vec::new(), Vec::new());
    for ((name, needs), calls) in scan.by_method() {
        let (scope, places) = (needs.as_str(), calls.into_iter().map(place).collect());
        let more = scan.omitted.calls.get(&(name, needs)).copied();
        match name.strip_suffix('*') {
            Some(name) => beginnings.push(Beginning { name, scope, places, more }),
            None => methods.push(Method { name, scope, known: Known::of(name), places, more }),
        }
    }
    let unknown = scan.unknown.iter().map(|unknown| Unknown {
        name: unknown.name.as_str(),
        near: unknown.near,
        scope: unknown.needs.map(Needs::as_str),
        file: unknown.place.file.as_str(),
        line: unknown.place.line,
        column: unknown.place.column,
    });
    let document = Document {
        scopes: scan.needs().into_iter().map(Needs::as_str).collect(),
        of_tests: scan.needs_of_tests().into_iter().map(Needs::as_str).collect(),
        methods,
        beginnings,
        unknown: unknown.collect(),
        more: Some(scan.omitted.unknown).filter(|more| *more > 0),
        unread: scan.unread.iter().map(spot).collect(),
        more_unread: Some(scan.omitted.unread).filter(|more| *more > 0),
        webhooks: scan.leaks.iter().map(webhook).collect(),
        more_webhooks: Some(scan.omitted.leaks).filter(|more| *more > 0),
        history: history.map(commits),
        files: scan.files,
    };
    // Texts, numbers and lists always serialise.
    serde_json::to_string_pretty(&document).unwrap_or_default() + "\n"
}

fn webhook(leak: &Leak<Quote>) -> Webhook<'_> {
    let Leak { place, portal, user, is_given } = leak;
    Webhook {
        portal: portal.as_ref().map(Quote::as_str),
        user: *user,
        given: *is_given,
        file: place.file.as_str(),
        line: place.line,
        column: place.column,
    }
}

fn commit(committed: &Committed<Quote>) -> Commit<'_> {
    let Committed { leak, last, first, commits, is_there } = committed;
    let (first, place) = first.as_ref().map_or((last, &leak.place), |(first, place)| (first, place));
    Commit {
        webhook: webhook(leak),
        last: last.as_str(),
        first: first.as_str(),
        first_file: place.file.as_str(),
        times: *commits,
        is_there: *is_there,
    }
}

fn commits(history: &History<Quote>) -> Commits<'_> {
    let History { leaks, more, commits, is_shallow, is_whole } = history;
    let webhooks = leaks.iter().map(commit).collect();
    Commits { webhooks, more: *more, read: *commits, shallow: *is_shallow, whole: *is_whole }
}

fn spot(place: &ledger::Place<Quote>) -> Spot<'_> {
    Spot { file: place.file.as_str(), line: place.line, column: place.column }
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
