//! Names that stand where calls do and are none: types, prose, labels.
//!
//! What is said here has to be certain: one call too many makes a scope that is too many, and a call that is missed
//! breaks the program that makes it.

use std::ops::Range;

use super::comment::Language;
use super::dotted::is_word;
use super::site;

mod lookup;
mod prose;
mod types;

use prose::{is_written, last_word};

/// How far back is looked, in bytes.
const REACH: usize = 1024;

/// Functions whose dotted names are their own, of routes, settings, translations, templates, permissions and events, or
/// that only look for one.
const NAMING: [&str; 48] = [
    "name",
    "named",
    "route",
    "routeis",
    "toroute",
    "urlfor",
    "reverse",
    "is",
    "has",
    "config",
    "trans",
    "transchoice",
    "t",
    "tc",
    "te",
    "lang",
    "gettext",
    "view",
    "include",
    "extends",
    "component",
    "section",
    "can",
    "cannot",
    "cant",
    "allows",
    "denies",
    "authorize",
    "haspermission",
    "permission",
    "on",
    "once",
    "off",
    "emit",
    "addlistener",
    "removelistener",
    "addeventlistener",
    "removeeventlistener",
    "includes",
    "contains",
    "startswith",
    "endswith",
    "hasprefix",
    "hassuffix",
    "indexof",
    "event",
    // Of a portal's own pages: they call its controllers, and no REST.
    "runaction",
    "runcomponentaction",
];

/// Functions of loggers, which have other receivers as well.
const LOGGING: [&str; 20] = [
    "log",
    "info",
    "warn",
    "warning",
    "error",
    "err",
    "debug",
    "trace",
    "fatal",
    "notice",
    "critical",
    "exception",
    "verbose",
    "time",
    "timeend",
    "group",
    "groupcollapsed",
    "dir",
    "print",
    "child",
];

/// Functions that print.
const PRINTING: [&str; 10] =
    ["errorlog", "print", "println", "printf", "eprintln", "vardump", "writeline", "dump", "puts", "dd"];

/// Whether the name is none of a method that is called. `before` it there is a byte.
pub(super) fn is(language: Option<Language>, text: &[u8], name: &Range<usize>) -> bool {
    let open = name.start - 1;
    let before = site::uncommented(&text[open.saturating_sub(REACH)..open]);
    let after = &text[name.end..];
    match text[open] {
        b'.' => is_anothers(&text[open.saturating_sub(REACH)..name.end], &text[name.clone()]),
        quote @ (b'\'' | b'"' | b'`') => {
            let escaped = before.ends_with(b"\\");
            let before = before.strip_suffix(b"\\").unwrap_or(before);
            let close = usize::from(escaped) + 1;
            let behind = (after.get(close - 1) == Some(&quote)).then(|| &after[close..]);
            is_written(language, quote, before, behind)
                || escaped && prose::names_call(before)
                || is_label(before)
                || lookup::is_one(before, behind)
                || is_key(language, behind)
                || types::are_in(language) && types::is_one(before, behind)
        }
        _ => false,
    }
}

/// `haravan.User.get(`, and `BX24.profile(`, which is a function of the library's own. A longer name is Bitrix24's
/// whoever has it.
fn is_anothers(text: &[u8], name: &[u8]) -> bool {
    let words = name.split(|byte| *byte == b'.').count();
    let receiver = &text[..text.len() - name.len() - 1];
    let library = receiver.strip_suffix(b"BX24");
    words == 1 && library.is_some_and(|before| !before.last().is_some_and(|byte| is_word(*byte)))
        || words == 2 && !is_clients(receiver)
}

fn is_clients(receiver: &[u8]) -> bool {
    let chain = site::chain(receiver);
    let any = |words: &[&str]| words.iter().any(|word| chain.contains(word));
    // Of databases and other shops.
    let anothers = any(&["prisma", "supabase", "mongo", "redis", "shopify", "haravan", "database"]);
    any(&["b24", "bx", "bitrix"]) || any(&["client", "hook", "portal", "rest", "sdk"]) && !anothers
}

/// A table of methods in a file of data calls none of them.
fn is_key(language: Option<Language>, behind: Option<&[u8]>) -> bool {
    matches!(language, Some(Language::Data | Language::Hash))
        && behind.is_some_and(|behind| behind.trim_ascii_start().starts_with(b":"))
}

/// Whether the literal is an argument of a function that calls nothing, or compared with a route's name.
fn is_label(before: &[u8]) -> bool {
    let lead = before.trim_ascii_end();
    if let Some(open) = lead.strip_suffix(b"(") {
        let chain = site::chain(open);
        let function = site::last_word(chain.trim_end_matches('!'));
        // Nobody waits for the name of a route.
        let names = (NAMING.contains(&function) || open.ends_with(b"__")) && !is_awaited(open);
        return reports(open) || is_of_a_store(&chain) || names;
    }
    is_keyed(lead) || is_of_routes(lead) || is_reported(lead)
}

/// `await t`, `await this.t<A[]>`.
fn is_awaited(function: &[u8]) -> bool {
    let types = function.strip_suffix(b">").and_then(|types| site::opening(types, *b"<>"));
    let function = types.unwrap_or(function);
    let length = function.iter().rev().take_while(|byte| is_word(**byte) || **byte == b'.').count();
    function[..function.len() - length].trim_ascii_end().ends_with(b"await")
}

/// Whether a function that ends here logs, prints or fails.
fn reports(function: &[u8]) -> bool {
    let chain = site::chain(function);
    let last = site::last_word(chain.trim_end_matches('!'));
    let logs = LOGGING.contains(&last) && is_of_a_logger(&chain);
    logs || PRINTING.contains(&last) || function.ends_with(b"Error") || function.ends_with(b"Exception")
}

/// Whether one of these words names what logs: `console`, `applog`, but not `catalog` or `dialog`.
fn is_of_a_logger(chain: &str) -> bool {
    let is_one = |word: &str| {
        let other =
            ["catalog", "dialog", "blog", "login", "logic", "logistic"].iter().any(|no| word.contains(no));
        word.contains("log") && !other || ["console", "print"].iter().any(|of| word.contains(of))
    };
    chain.split(|c: char| !c.is_alphanumeric()).any(is_one)
}

/// Whether the literal is any argument of such a function, on the line of its bracket.
fn is_reported(lead: &[u8]) -> bool {
    let line = line(lead);
    let statement = memchr::memrchr(b';', line).map_or(line, |end| &line[end..]);
    memchr::memchr(b'(', statement).is_some() && site::opening(statement, *b"()").is_some_and(reports)
}

/// The end of the last line.
fn line(lead: &[u8]) -> &[u8] {
    let near = &lead[lead.len().saturating_sub(REACH / 4)..];
    memchr::memrchr(b'\n', near).map_or(near, |at| &near[at..])
}

/// `redis.get(`: the key of what is kept.
fn is_of_a_store(chain: &str) -> bool {
    const KEEPING: [&str; 19] = [
        "get",
        "getasync",
        "set",
        "setasync",
        "setex",
        "has",
        "exists",
        "del",
        "delete",
        "remember",
        "rememberforever",
        "put",
        "pull",
        "forget",
        "getitem",
        "setitem",
        "removeitem",
        "hget",
        "hset",
    ];
    let function = site::last_word(chain);
    let receiver = chain.strip_suffix(function).unwrap_or_default();
    KEEPING.contains(&function)
        && ["redis", "cache", "storage", "cookie"].iter().any(|store| receiver.contains(store))
}

/// `'as' => `, `event: `, `events: [`.
fn is_keyed(lead: &[u8]) -> bool {
    let key = |lead: &[u8]| {
        let colon = [&b"=>"[..], b":", b"="].into_iter().find_map(|mark| lead.strip_suffix(mark))?;
        let key = colon.trim_ascii_end();
        let key = key.strip_suffix(b"'").or_else(|| key.strip_suffix(b"\"")).unwrap_or(key);
        Some(String::from_utf8_lossy(last_word(key)).to_ascii_lowercase().replace('_', ""))
    };
    let of_events = |key: &str| {
        matches!(key, "event" | "events" | "eventname" | "eventnames" | "eventtype" | "eventtypes")
    };
    // Most texts have no such key, which is soon seen.
    let near = memchr::memmem::find(lead, b"vent").map(|_| lead);
    let list = near.and_then(|lead| site::opening(lead, *b"[]")).and_then(|list| key(list.trim_ascii_end()));
    let shown = |key: &str| {
        matches!(key, "as" | "placeholder" | "label" | "title" | "hint" | "tooltip" | "description")
    };
    key(lead).is_some_and(|key| shown(&key) || of_events(&key)) || list.is_some_and(|key| of_events(&key))
}

/// `switch ($route->getName()) { case `, `Route::currentRouteName() === `, `in_array($request->route()->getName(), [`.
fn is_of_routes(lead: &[u8]) -> bool {
    const NAMES: [&str; 6] =
        ["routename", "route.name", "route->name", "route->getname", "route()->getname", "routeis("];
    let names = |text: &[u8], more: &str| {
        let text = String::from_utf8_lossy(text).to_ascii_lowercase();
        NAMES.iter().any(|word| text.contains(word)) || !more.is_empty() && text.contains(more)
    };
    if let Some(case) = lead.strip_suffix(b"case") {
        let head = site::opening(case, *b"{}").map(<[u8]>::trim_ascii_end);
        return head.is_some_and(|head| names(&head[head.len().saturating_sub(120)..], "getname()"));
    }
    let line = line(lead);
    memchr::memmem::find(line, b"oute").is_some() && names(line, "")
}

#[cfg(test)]
mod tests;
