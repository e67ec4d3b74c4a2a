//! Results of a scan as text.

use std::fmt::Write;

use crate::knowledge::methods::Needs;
use crate::scan::Scan;
use crate::text::Count;
use crate::text::seal::Quote;

/// The scopes, then the methods with every call, then likely mistakes.
#[must_use]
pub fn render(scan: &Scan<Quote>) -> String {
    let mut out = String::new();
    let needs = scan.needs();
    if !needs.is_empty() {
        out.push_str("scopes\n");
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
        writeln!(out, "  {method} ({})", scopes_of(*needs)).unwrap_or_default();
        for call in calls {
            let sign = call.sign.as_ref().map_or_else(String::new, |sign| format!("  (sign: {sign})"));
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
    if !out.is_empty() {
        out.push('\n');
    }
    out + &summary(scan, methods.len())
}

fn scopes_of(needs: Needs) -> String {
    if needs.is_nothing() {
        return "no scope".to_owned();
    }
    let either = |part: Needs| part.alternatives().collect::<Vec<_>>().join(" or ");
    let all = needs.parts().map(either).collect::<Vec<_>>().join(" and ");
    needs.possible().fold(all, |all, part| format!("{all}, by its parameters {} as well", either(part)))
}

fn summary(scan: &Scan<Quote>, methods: usize) -> String {
    let (calls, methods, files) =
        (Count(scan.count(), "call"), Count(methods, "method"), Count(scan.files, "file"));
    format!("{calls} of {methods} in {files}\n")
}
