//! Bytes → meaning. Pure.

use std::collections::BTreeSet;

use serde::de::IgnoredAny;

use crate::portal::facts::{Availability, Owner, Person};
use crate::portal::failure::{Body, Failure, Refusal};
use crate::scope::Scope;
use crate::text::redactor::Redactor;

use super::json::{Members, text, truth};
use crate::text::visible::shown;

/// No honest answer has more scopes; the documentation lists about seventy.
const MAX_SCOPES: usize = 1000;

/// The longest accepted result, in bytes. Honest ones stay below 10 KiB; those of many hooks at once must not
/// add up.
const MAX_RESULT: usize = 65_536;

/// The longest text kept as it was sent, in bytes. A longer one is redacted before it is cut, since a cut
/// could leave part of a secret.
const MAX_TEXT: usize = 4096;

/// Finds the result in the portal's envelope. The error key counts before the status.
pub(super) fn result(status: u16, body: &str, redactor: &Redactor) -> Result<String, Failure> {
    let body = body.trim_start_matches('\u{feff}').trim();
    let Some(members @ Members::Map(_)) = Members::read(body) else {
        return Err(Failure::Body(kind(body), status));
    };
    let result = members.get("result");
    if let Some(error) = members.get("error")
        && let Some(refusal) = refusal(error, &members, status, redactor)
    {
        // Successful answers may have an empty or numeric error code beside the result.
        let named = refusal.code.contains(|c: char| !c.is_ascii_digit());
        if named || status >= 400 || result.is_none() {
            return Err(Failure::Refused(refusal));
        }
    }
    match result {
        Some(result) if result.len() > MAX_RESULT => Err(Failure::Body(Body::TooLong, status)),
        Some(result) if (200..300).contains(&status) => Ok(result.to_owned()),
        _ => Err(Failure::Body(Body::Alien, status)),
    }
}

fn kind(body: &str) -> Body {
    match body.as_bytes().first() {
        None => Body::Empty,
        Some(b'<') => Body::Page,
        Some(_) if serde_json::from_str::<IgnoredAny>(body).is_ok() => Body::Alien,
        Some(_) => Body::Garbled,
    }
}

/// Reads `error` of REST 2 (a string or a number) and of REST 3.0 (a map).
fn refusal(error: &str, members: &Members<'_>, status: u16, redactor: &Redactor) -> Option<Refusal> {
    let quote = |json: Option<&str>| kept(&without_tags(&json.and_then(text).unwrap_or_default()), redactor);
    if let Some(nested @ Members::Map(_)) = Members::read(error) {
        let (code, text) = (quote(nested.get("code")), quote(nested.get("message")));
        return Some(Refusal { code, text, status });
    }
    text(error)?;
    Some(Refusal { code: quote(Some(error)), text: quote(members.get("error_description")), status })
}

/// The text, cut to [`MAX_TEXT`].
fn kept(text: &str, redactor: &Redactor) -> String {
    let text = text.trim();
    if text.len() <= MAX_TEXT {
        return text.to_owned();
    }
    let clean = redactor.clean(text);
    // Invisible padding would push out what is to be read.
    let mut space = true;
    let seen =
        clean.chars().filter_map(shown).filter(|c| *c != ' ' || !std::mem::replace(&mut space, *c == ' '));
    seen.take(MAX_TEXT).collect()
}

/// Descriptions may hold markup such as `<br>`.
fn without_tags(text: &str) -> String {
    let last = text.rfind('>').unwrap_or_default();
    let mut words = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<').filter(|(_, tag)| text.len() - tag.len() <= last) {
        words.push_str(before);
        let is_tag = tag.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
        let after = if is_tag { tag.split_once('>').map(|(_, after)| after) } else { None };
        words.push(if after.is_some() { ' ' } else { '<' });
        rest = after.unwrap_or(tag);
    }
    words + rest
}

/// The results of a `batch`, in the order of `keys`.
pub(super) fn batch(result: &str, keys: &[&str], redactor: &Redactor) -> Vec<Result<String, Failure>> {
    let part = |name| Members::read(result).and_then(|members| members.get(name).and_then(Members::read));
    let (results, errors) = (part("result"), part("result_error"));
    keys.iter()
        .enumerate()
        .map(|(index, key)| {
            if let Some(error) = errors.as_ref().and_then(|errors| errors.get(key)) {
                let members = Members::read(error);
                let refusal =
                    members.and_then(|m| refusal(m.get("error").unwrap_or("\"\""), &m, 200, redactor));
                return Err(refusal.map_or(Failure::Unanswered, Failure::Refused));
            }
            let found = match results.as_ref() {
                Some(Members::Map(found)) => found.get(*key).map(|raw| raw.get()),
                // Positions identify the results only if none is missing.
                Some(Members::List(found)) if found.len() == keys.len() => Some(found[index].get()),
                _ => None,
            };
            found.map(str::to_owned).ok_or(Failure::Unanswered)
        })
        .collect()
}

/// Reads permission codes: an array, a text with commas, or a map (of codes as values, or as keys with a truth
/// value). Empty codes are dropped: `[""]` is a hook without any. `None` for anything else, since a list read
/// in part could hide a grant.
pub(super) fn scopes(json: &str) -> Option<BTreeSet<Scope>> {
    let codes = match Members::read(json) {
        Some(Members::List(items)) => {
            items.iter().map(|item| text(item.get())).collect::<Option<Vec<_>>>()?
        }
        Some(Members::Map(items)) => {
            items.iter().map(|(key, value)| code_of(key, value.get())).collect::<Option<Vec<_>>>()?
        }
        None if json.starts_with('"') => text(json)?.split(',').map(str::to_owned).collect::<Vec<_>>(),
        None => return None,
    };
    let scopes = codes.iter().filter_map(|code| Scope::as_sent(code)).collect::<BTreeSet<_>>();
    (scopes.len() <= MAX_SCOPES).then_some(scopes)
}

/// One entry of a map of codes: `"0": "crm"` as PHP writes a list with gaps, or `"crm": true`. Empty for a
/// code that is not held, `None` for any other entry.
fn code_of(key: &str, value: &str) -> Option<String> {
    if key.bytes().all(|b| b.is_ascii_digit()) {
        return text(value);
    }
    let held = match value {
        "null" => false,
        _ => truth(value).or_else(|| text(value).map(|_| true))?,
    };
    Some(if held { key.to_owned() } else { String::new() })
}

pub(super) fn owner(json: &str, redactor: &Redactor) -> Owner {
    let Some(members) = Members::read(json) else { return Owner::Gone };
    let field = |name| members.get(name).and_then(text).unwrap_or_default();
    let id = field("ID").trim().parse().unwrap_or(0);
    if id == 0 {
        return Owner::Gone;
    }
    let name = kept(&format!("{} {}", field("NAME"), field("LAST_NAME")), redactor);
    Owner::Person(Person { id, name, admin: members.get("ADMIN").and_then(truth) })
}

/// `None` if the result is not that of `method.get`.
pub(super) fn availability(json: &str) -> Option<Availability> {
    let members = Members::read(json)?;
    let flag = |name| members.get(name).and_then(truth);
    Some(Availability { existing: flag("isExisting")?, available: flag("isAvailable")? })
}

/// The grants and the plan, as far as `app.info` has them.
pub(super) fn app_info(json: &str, redactor: &Redactor) -> (Option<BTreeSet<Scope>>, Option<String>) {
    let Some(members) = Members::read(json) else { return (None, None) };
    let license = members.get("LICENSE").and_then(text).map(|plan| kept(&plan, redactor));
    (members.get("SCOPE").and_then(scopes), license.filter(|plan| !plan.is_empty()))
}

#[cfg(test)]
mod tests;
