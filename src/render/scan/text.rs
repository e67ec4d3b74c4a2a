//! Results of a scan as text.

use std::fmt::Write;

use crate::knowledge::methods::{DocumentedMethod, Needs, State};
use crate::scan::{Committed, History, Leak, Scan};
use crate::text::Count;
use crate::text::seal::Quote;
use crate::verdict::leaks::ADVICE;

/// Call sites that are shown; the others are counted.
const SHOWN: usize = 20;

/// The webhooks, the scopes, then the methods with every call, then likely mistakes, then what could not be read.
#[must_use]
pub fn render(scan: &Scan<Quote>, history: Option<&History<Quote>>) -> String {
    let mut out = webhooks(scan, history);
    let needs = scan.needs();
    if !needs.is_empty() {
        out.push_str(if out.is_empty() { "scopes\n" } else { "\nscopes\n" });
    }
    for needs in needs {
        writeln!(out, "  {}", needs.alternatives().collect::<Vec<_>>().join(" or ")).unwrap_or_default();
    }
    let of_tests = scan.needs_of_tests();
    if !of_tests.is_empty() {
        out.push_str(if out.is_empty() {
            "scopes that only tests need\n"
        } else {
            "\nscopes that only tests need\n"
        });
    }
    for needs in of_tests {
        writeln!(out, "  {}", needs.alternatives().collect::<Vec<_>>().join(" or ")).unwrap_or_default();
    }
    let methods = scan.by_method();
    if !methods.is_empty() {
        out.push_str(if out.is_empty() { "methods\n" } else { "\nmethods\n" });
    }
    for ((method, needs), calls) in &methods {
        let by = if method.ends_with('*') { ", by its beginning" } else { "" };
        writeln!(out, "  {method} ({}{by}){}", scopes_of(*needs), remark(method)).unwrap_or_default();
        for call in calls {
            let sign =
                call.sign.as_ref().map_or_else(String::new, |sign| format!("  (sign of Bitrix24: {sign})"));
            let by = call.chain.map_or_else(String::new, |chain| format!("  (by `{chain}`)"));
            let test = if call.test { "  (test)" } else { "" };
            writeln!(out, "    {}{sign}{by}{test}", call.place).unwrap_or_default();
        }
        if let Some(more) = scan.omitted.calls.get(&(*method, *needs)) {
            writeln!(out, "    … and {more} more").unwrap_or_default();
        }
    }
    if !scan.unknown.is_empty() {
        out.push_str(if out.is_empty() { "warnings\n" } else { "\nwarnings\n" });
    }
    for unknown in &scan.unknown {
        writeln!(out, "  {}", unknown.problem).unwrap_or_default();
    }
    if scan.omitted.unknown > 0 {
        writeln!(out, "  … and {} more", scan.omitted.unknown).unwrap_or_default();
    }
    unread(&mut out, scan);
    if !out.is_empty() {
        out.push('\n');
    }
    out + &summary(scan, methods.len())
}

/// What is to be known of a method before it is called.
fn remark(method: &str) -> String {
    let Some(method) = DocumentedMethod::named(method.as_bytes()) else { return String::new() };
    let state = match method.state {
        State::Current => "",
        State::Superseded => " - superseded",
        State::Inert => " - has no effect any more",
        State::Dead => " - stopped working",
    };
    let next = method.in_its_place().replace(',', ", ");
    let next = if next.is_empty() { String::new() } else { format!(", in its place: {next}") };
    let caller = if method.for_applications { " - no webhook can call it" } else { "" };
    format!("{caller}{state}{next}")
}

/// Those in the code, those in the history, and what to do about them.
fn webhooks(scan: &Scan<Quote>, history: Option<&History<Quote>>) -> String {
    let mut out = String::new();
    if !scan.leaks.is_empty() {
        out.push_str("webhooks with their secrets in the code\n");
    }
    for leak in &scan.leaks {
        writeln!(out, "  {}  {}", leak.place, whose(leak)).unwrap_or_default();
    }
    if scan.omitted.leaks > 0 {
        writeln!(out, "  … and {} more", scan.omitted.leaks).unwrap_or_default();
    }
    if let Some(history) = history {
        out.push_str(if out.is_empty() { "" } else { "\n" });
        out.push_str("webhooks with their secrets in the history\n");
        for committed in &history.leaks {
            writeln!(out, "  {}", in_history(committed)).unwrap_or_default();
        }
        if history.more > 0 {
            writeln!(out, "  … and {} more places", history.more).unwrap_or_default();
        }
        let none = if history.leaks.is_empty() { "none in " } else { "in " };
        writeln!(out, "  {none}{}", Count(history.commits, "commit")).unwrap_or_default();
        if history.is_shallow {
            out.push_str("  the clone is shallow, and older commits are not there: fetch them with\n  `git fetch --unshallow`, or check out with `fetch-depth: 0`\n");
        }
    }
    if !scan.leaks.is_empty() || history.is_some_and(|history| !history.leaks.is_empty()) {
        writeln!(out, "help: {ADVICE}").unwrap_or_default();
    }
    out
}

fn whose(leak: &Leak<Quote>) -> String {
    let portal = leak.portal.as_ref().map_or_else(String::new, |portal| format!("{portal}, "));
    let given = if leak.is_given { ": the very webhook that this run was given" } else { "" };
    format!("{portal}user {}{given}", leak.user)
}

fn in_history(committed: &Committed<Quote>) -> String {
    let Committed { leak, last, first, commits, is_there } = committed;
    let first = first.as_ref().map_or_else(String::new, |(first, place)| {
        format!("; first in commit {first}, {place}; {commits} commits in all")
    });
    let there = if *is_there { "; the code still has it" } else { "" };
    format!("commit {last}, {}  {}{first}{there}", leak.place, whose(leak))
}

fn scopes_of(needs: Needs) -> String {
    if needs.is_nothing() {
        return "no scope".to_owned();
    }
    let either = |part: Needs| part.alternatives().collect::<Vec<_>>().join(" or ");
    let all = needs.parts().map(either).collect::<Vec<_>>().join(" and ");
    needs.possible().fold(all, |all, part| format!("{all}, by its parameters {} as well", either(part)))
}

fn unread(out: &mut String, scan: &Scan<Quote>) {
    let all = scan.unread_sites();
    if all > 0 {
        out.push_str(if out.is_empty() { "" } else { "\n" });
        out.push_str("call sites that could not be read\n");
    }
    for place in scan.unread.iter().take(SHOWN) {
        writeln!(out, "  {place}").unwrap_or_default();
    }
    if all > SHOWN {
        writeln!(out, "  … and {} more", all - SHOWN).unwrap_or_default();
    }
}

fn summary(scan: &Scan<Quote>, methods: usize) -> String {
    let (calls, methods, files) =
        (Count(scan.count(), "call"), Count(methods, "method"), Count(scan.files, "file"));
    let sites = scan.count() + scan.unknown.len() + scan.omitted.unknown;
    let read = match scan.unread_sites() {
        0 => String::new(),
        unread => format!("; {sites} of {} call sites read", sites + unread),
    };
    let ignored = match scan.silenced {
        0 => String::new(),
        lines => format!("; {} ignored by `b24-ping: ignore`", Count(lines, "line")),
    };
    format!("{calls} of {methods} in {files}{read}{ignored}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_a_comment_leaves_out_are_counted() {
        let said = |silenced| render(&Scan { silenced, ..Scan::default() }, None);
        assert_eq!(said(0), "0 calls of 0 methods in 0 files\n");
        assert_eq!(said(8), "0 calls of 0 methods in 0 files; 8 lines ignored by `b24-ping: ignore`\n");
    }
}
