//! Pasted text → hooks.
//!
//! Unambiguous input is accepted with a notice: this program forgives a missing slash, the deploy that uses
//! the same secret may not. Anything else is refused by naming the *part* at fault, never its value.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::path::{COPY, Message, SHAPE, parts};
use super::{Hook, Secret};
use crate::host::Host;
use crate::ledger::{Ledger, Origin};

const MAX_HOOKS: usize = 10_000;

/// In bytes, with a method and a query that were pasted along.
const MAX_ADDRESS: usize = 2048;

/// A file ends with a newline by custom, a secret does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadAs {
    /// The value of an input or variable.
    Value,
    /// The content of a file or of standard input.
    File,
}

/// Reads one hook a line, `[name=]address`; empty lines and `#` comments are skipped. Names without any
/// address are what a workflow's `name=${{ secrets.X }}` leaves of secrets that it does not get: no hook at
/// all.
#[must_use]
pub fn hooks(text: &Zeroizing<String>, read_as: ReadAs, ledger: &mut Ledger) -> Vec<Hook> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines = text
        .lines()
        .enumerate()
        .filter(|(_, line)| !(line.trim().is_empty() || line.trim_start().starts_with('#')))
        .collect::<Vec<_>>();
    if lines.iter().all(|(_, line)| is_only_a_name(line)) {
        return Vec::new();
    }
    if lines.len() > MAX_HOOKS {
        let what = text!("{} hooks are more than the {} of one run", lines.len(), MAX_HOOKS);
        ledger.problem(Origin::input("hook"), what, "split them over several runs");
        return Vec::new();
    }
    let alone = lines.len() == 1;
    if alone && read_as == ReadAs::Value && text != text.trim() {
        let advice = "store it without them, other programs may stumble";
        ledger.notice(Origin::input("hook"), "there are spaces or line breaks around the address", advice);
    }
    let mut found = Vec::new();
    for (index, line) in lines {
        let origin = if alone {
            Origin::input("hook")
        } else {
            Origin::setting(text!("input `hook`, line {}", index + 1))
        };
        let mut notices = Vec::new();
        match hook(line.trim(), &mut notices) {
            Ok(hook) => {
                for (what, advice) in notices {
                    ledger.notice(origin.clone(), what, advice);
                }
                found.push((origin, hook));
            }
            Err((what, advice)) => ledger.problem(origin, what, advice),
        }
    }
    refuse_repeated_names(&found, ledger);
    (1..).zip(found).map(|(number, (_, hook))| Hook { number, ..hook }).collect()
}

fn refuse_repeated_names(found: &[(Origin, Hook)], ledger: &mut Ledger) {
    let mut names = BTreeSet::new();
    for (origin, hook) in found {
        if let Some(name) = &hook.name
            && !names.insert(name)
        {
            ledger.problem(origin.clone(), "the hook's name is used twice", "give every hook its own");
        }
    }
}

fn is_only_a_name(line: &str) -> bool {
    let mut ignored = Vec::new();
    split_name(line.trim(), &mut ignored).is_ok_and(|(_, address)| unquote(address, &mut ignored).is_empty())
}

fn hook(line: &str, notices: &mut Vec<Message>) -> Result<Hook, Message> {
    let (name, address) = split_name(line, notices)?;
    let address = unquote(address, notices);
    if address.is_empty() {
        return Err(("there is a name but no address", "is the secret defined, and does this job get it?"));
    }
    if address.len() > MAX_ADDRESS {
        return Err(("the address is longer than any webhook's", COPY));
    }
    // Azure Pipelines and Jenkins leave an undefined variable as it is written.
    if address.starts_with("$(") || address.starts_with("${") {
        return Err((
            "the name of a variable was handed on unfilled",
            "define the variable, and give it to this job",
        ));
    }
    let rest = strip_scheme(address, notices)?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    if authority.contains('@') {
        return Err(("there is a user or password before the host", COPY));
    }
    let Some(host) = Host::parse(authority) else {
        return Err(("the host is empty or malformed", SHAPE));
    };
    let path = tail.split(['?', '#']).next().unwrap_or_default();
    if path.len() < tail.len() {
        notices.push(("a query or fragment after the address was dropped", "store the bare address"));
    }
    let (prefix, user, secret) = parts(path, notices)?;
    Ok(Hook { number: 0, name, host, prefix, user, secret: Secret(Zeroizing::new(secret.to_owned())) })
}

/// Splits `name=` off. The `NAME=` of an env file becomes a name too, with a notice, since it is seldom meant.
fn split_name<'l>(line: &'l str, notices: &mut Vec<Message>) -> Result<(Option<String>, &'l str), Message> {
    let Some((before, address)) = line.split_once('=') else {
        return Ok((None, line));
    };
    if before.contains(['/', ':']) {
        return Ok((None, line)); // an equals sign inside the address
    }
    let name = before.trim();
    let assigned = name.strip_prefix("export ");
    let name = assigned.unwrap_or(name).trim();
    let legal = |c: char| c.is_ascii_alphanumeric() || "_.-".contains(c);
    if name.is_empty() || name.len() > 64 || !name.chars().all(legal) {
        return Err((
            "the name before `=` is empty, too long or has characters that a name may not have",
            "a name is 1 to 64 letters, digits, `_`, `.` or `-`",
        ));
    }
    let shouting = !name.contains(|c: char| c.is_ascii_lowercase());
    if assigned.is_some() || (shouting && name.contains('_')) {
        notices.push((
            "the text before `=` looks like a variable of an env file; it was taken for the hook's name",
            "drop it if it was pasted by accident",
        ));
    }
    Ok((Some(name.to_owned()), address.trim()))
}

fn unquote<'l>(address: &'l str, notices: &mut Vec<Message>) -> &'l str {
    for (open, close) in [('"', '"'), ('\'', '\''), ('`', '`'), ('<', '>'), ('“', '”')] {
        if let Some(inner) = address.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            notices.push((
                "there are quotes around the address",
                "store it without them, other programs may stumble",
            ));
            return inner.trim();
        }
    }
    address
}

fn strip_scheme<'l>(address: &'l str, notices: &mut Vec<Message>) -> Result<&'l str, Message> {
    let Some((scheme, rest)) = address.split_once("://") else {
        return Err(("the address does not begin with `https://`", SHAPE));
    };
    match scheme {
        "https" => {}
        _ if scheme.eq_ignore_ascii_case("https") => {
            notices.push(("the scheme is not in lower case", "store `https://`"));
        }
        _ if scheme.eq_ignore_ascii_case("http") => {
            return Err((
                "the scheme is http, which would send the secret in the clear and which the portal refuses",
                "use the https address",
            ));
        }
        _ => return Err(("the scheme is not https", SHAPE)),
    }
    Ok(rest)
}

#[cfg(test)]
mod tests;
