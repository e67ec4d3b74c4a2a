//! Pasted text → hooks.
//!
//! Unambiguous input is accepted with a notice: this program forgives a missing slash, the deploy that uses
//! the same secret may not. Anything else is refused by naming the *part* at fault, never its value.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::path::{COPY, MASKED, Message, NEW, SHAPE, parts};
use super::sample;
use super::wrapped::{self, BARE, QUOTES, is_masked, unquoted};
use super::{Hook, Secret};
use crate::host::Host;
use crate::ledger::{Ledger, Origin};

const MAX_HOOKS: usize = 10_000;

const WITHOUT: &str = "store the address without them: other programs may fail on them";

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
        let what = text!("there are {} webhooks, and a run checks at most {}", lines.len(), MAX_HOOKS);
        ledger.problem(Origin::input("hook"), what, "split them over several runs");
        return Vec::new();
    }
    let alone = lines.len() == 1;
    if alone && read_as == ReadAs::Value && text != text.trim() {
        ledger.notice(Origin::input("hook"), "there are spaces or line breaks around the address", WITHOUT);
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
            ledger.problem(origin.clone(), "this name is used twice", "give each webhook a name of its own");
        }
    }
}

fn is_only_a_name(line: &str) -> bool {
    let mut ignored = Vec::new();
    split_name(line.trim(), &mut ignored).is_ok_and(|(_, address)| unquote(address, &mut ignored).is_empty())
}

fn hook(line: &str, notices: &mut Vec<Message>) -> Result<Hook, Message> {
    if let Some(mistake) = sample::placeholders(line).or_else(|| wrapped::mistake(line)) {
        return Err(mistake);
    }
    let (name, address) = split_name(line, notices)?;
    let address = unquote(address, notices);
    if address.starts_with(QUOTES) || address.ends_with(QUOTES) {
        return Err(("there is a quotation mark at one end of the address only", BARE));
    }
    if address.is_empty() {
        return Err((
            "there is a name but no address",
            "check that the secret is defined, and that this job gets it",
        ));
    }
    if address.split(['?', '#']).next().is_some_and(is_masked) {
        return Err(MASKED);
    }
    let rest = strip_scheme(address, notices)?;
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    let (authority, tail) = rest.split_at(end);
    if authority.contains('@') {
        return Err(("there is a user or password before the host", COPY));
    }
    if authority.to_ascii_lowercase().starts_with("oauth.bitrix") {
        return Err((
            "this is an address of Bitrix24's OAuth server, for applications, not an inbound webhook",
            NEW,
        ));
    }
    let Some(host) = Host::parse(authority) else {
        return Err((sample::odd_host(authority), SHAPE));
    };
    let path = tail.split(['?', '#']).next().unwrap_or_default();
    if path.len() < tail.len() {
        notices.push(("the text after `?` or `#` in the address is ignored", "store the address without it"));
    }
    let (prefix, user, secret) = parts(path, notices).map_err(|mistake| of_query(tail, mistake))?;
    // After the parts, whose mistakes say more.
    if address.len() > MAX_ADDRESS {
        return Err(("the address is longer than any webhook's", COPY));
    }
    Ok(Hook { number: 0, name, host, prefix, user, secret: Secret(Zeroizing::new(secret.to_owned())) })
}

/// An application's address has its token in the query.
fn of_query(tail: &str, mistake: Message) -> Message {
    let has_token = |query: &str| {
        query.split('&').any(|field| field.starts_with("auth=") || field.starts_with("access_token="))
    };
    if tail.split_once('?').is_some_and(|(_, query)| has_token(query)) {
        return ("this is an application's address with an OAuth token, not an inbound webhook", NEW);
    }
    mistake
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
            "write 1 to 64 letters, digits, `_`, `.` or `-`, such as `prod=https://…`",
        ));
    }
    let shouting = !name.contains(|c: char| c.is_ascii_lowercase());
    if assigned.is_some() || (shouting && name.contains('_')) {
        notices.push((
            "the text before `=` looks like a variable of an env file; it is used as the webhook's name",
            "remove it if it was pasted by accident",
        ));
    }
    Ok((Some(name.to_owned()), address.trim()))
}

fn unquote<'l>(address: &'l str, notices: &mut Vec<Message>) -> &'l str {
    let Some(inner) = unquoted(address) else { return address };
    notices.push(("there are quotes around the address", WITHOUT));
    inner
}

fn strip_scheme<'l>(address: &'l str, notices: &mut Vec<Message>) -> Result<&'l str, Message> {
    let Some((scheme, rest)) = address.split_once("://") else {
        return Err(("the address does not begin with `https://`", SHAPE));
    };
    match scheme {
        "https" => {}
        _ if scheme.eq_ignore_ascii_case("https") => {
            notices.push(("the scheme is not in lower case", "write `https://`"));
        }
        _ if scheme.eq_ignore_ascii_case("http") => {
            return Err((
                "the scheme is http: the secret would be sent in the clear, and the portal refuses it",
                "store the address with `https://`",
            ));
        }
        _ => return Err(("the scheme is not https", SHAPE)),
    }
    Ok(rest)
}

#[cfg(test)]
mod tests;
