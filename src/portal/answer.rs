//! Bytes → meaning. Pure.

use std::collections::BTreeSet;

use crate::portal::facts::{Availability, Listed, Owner, Person};
use crate::portal::failure::{Body, Failure, Refusal, Status};
use crate::scope::Scope;
use crate::text::redactor::Redactor;

use super::json::{Member, Members, text, truth};
use super::{page, status};
use crate::text::visible::shown;
use reqwest::StatusCode;

/// No honest answer has more scopes; the documentation lists about seventy.
const MAX_SCOPES: usize = 1000;

/// The longest accepted result, in bytes. Honest ones stay below 10 KiB; those of many hooks at once must not
/// add up.
pub(crate) const MAX_RESULT: usize = 64 << 10;

/// The longest text kept as it was sent, in bytes. A longer one is redacted before it is cut, since a cut
/// could leave part of a secret.
const MAX_TEXT: usize = 4096;

/// The only status of a success: a portal has no other, and a part (206) or a copy of an answer (203) is none.
const OK: u16 = 200;

/// Finds the result in the portal's envelope. The error key counts before the status.
pub(super) fn result(status: &Status, body: &str, redactor: &Redactor) -> Result<String, Failure> {
    let body = body.trim_start_matches('\u{feff}').trim();
    let Some(members @ Members::Map(_)) = Members::read(body) else {
        return Err(page::failure(body, status));
    };
    if is_phrase(&members, status.code) {
        return Err(Failure::Body(Body::Alien, status.clone()));
    }
    let result = members.single("result");
    if let Some(refusal) = complaint(&members, Some(status.code), result.is_some(), redactor) {
        return Err(Failure::Refused(refusal));
    }
    match result {
        Some(result) if result.len() > MAX_RESULT => Err(Failure::Body(Body::TooLong, status.clone())),
        Some(result) if status.code == OK => own(result, Some(OK), redactor),
        _ => Err(Failure::Body(Body::Alien, status.clone())),
    }
}

/// A result, unless it is an error itself: no result of ours has such a key, and of a map of scopes it would be one.
fn own(result: &str, status: Option<u16>, redactor: &Redactor) -> Result<String, Failure> {
    let Some(members) = Members::read(result) else { return Ok(result.to_owned()) };
    match complaint(&members, status, true, redactor) {
        Some(_) if members.has_others(&["error", "error_description"]) => Err(Failure::Unclear),
        Some(refusal) => Err(Failure::Refused(refusal)),
        None => Ok(result.to_owned()),
    }
}

/// The error that an envelope tells of, in whatever case its keys are. Beside a result only an empty or numeric code
/// without a description is none, and of two errors or descriptions under one key any may be meant.
fn complaint(
    members: &Members<'_>,
    status: Option<u16>,
    has_result: bool,
    redactor: &Redactor,
) -> Option<Refusal> {
    let is_success = has_result && status.is_none_or(|status| status < 400);
    let has_error = members.any_case("error").next().is_some();
    let is_empty = |words: &Member| matches!(words.single(), Some("null" | "\"\""));
    let is_described = members.any_case("error_description").any(|words| !is_empty(words));
    let counts = |error: &Member| match error.single() {
        Some("null") => false,
        None => true,
        _ if !is_success => true,
        Some(error) => text(error).is_none_or(|code| code.trim().contains(|c: char| !c.is_ascii_digit())),
    };
    let refusal = |error| refusal(error, members, status, redactor);
    let error = members.any_case("error").filter(|error| counts(error)).last();
    error
        .map(Member::last)
        .map(refusal)
        .or_else(|| (is_described && (is_success || has_error)).then(|| refusal(code(members))))
}

/// Whether the error is but the status in words, as frameworks and gateways write it: `{"error":"Not Found"}`. A portal
/// has codes, and describes them.
fn is_phrase(members: &Members<'_>, status: u16) -> bool {
    let usual = StatusCode::from_u16(status).ok().and_then(|code| code.canonical_reason());
    let error = members.get("error").and_then(text).map(|error| status::letters(&error));
    let is_usual = error.is_some() && error == usual.map(status::letters);
    is_usual && status >= 400 && members.any_case("error_description").next().is_none()
}

/// The value of the error key; that of an empty code without one.
fn code<'a>(members: &Members<'a>) -> &'a str {
    members.any_case("error").last().map_or("\"\"", Member::last)
}

/// Reads `error` of REST 2 (a string or a number) and of REST 3.0 (a map). Anything else is its own code.
fn refusal(error: &str, members: &Members<'_>, status: Option<u16>, redactor: &Redactor) -> Refusal {
    let quote = |json: Option<&str>| kept(&without_tags(&json.and_then(text).unwrap_or_default()), redactor);
    if let Some(nested @ Members::Map(_)) = Members::read(error) {
        let (code, text) = (quote(nested.get("code")), quote(nested.get("message")));
        return Refusal { code, text, status };
    }
    let code = text(error).unwrap_or_else(|| error.to_owned());
    let described = members.any_case("error_description").next().map(Member::last);
    Refusal { code: kept(&without_tags(&code), redactor), text: quote(described), status }
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
    let members = Members::read(result);
    let part = |name| members.as_ref().and_then(|members| members.single(name));
    let (results, errors) = (part("result").and_then(Members::read), part("result_error"));
    let failed = errors.and_then(Members::read);
    // Nobody knows which commands failed.
    let is_unclear = match &failed {
        Some(Members::Map(_)) => false,
        Some(list @ Members::List(_)) => !list.is_empty(),
        None => {
            members.as_ref().is_some_and(|members| members.member("result_error").is_some())
                && errors != Some("null")
        }
    };
    let read = |(index, key): (usize, &&str)| {
        let error = failed.as_ref().and_then(|failed| failed.get(key));
        let found = match results.as_ref() {
            Some(found @ Members::Map(_)) => found.member(key).map(Member::single),
            // Positions identify the results only if none is missing.
            Some(Members::List(found)) if found.len() == keys.len() => Some(Some(found[index].get())),
            _ => None,
        };
        match (error, found) {
            (Some(_), Some(_)) | (None, Some(None)) => Err(Failure::Unclear),
            (Some(error), None) => {
                let refusal = Members::read(error).map(|error| refusal(code(&error), &error, None, redactor));
                Err(refusal.map_or(Failure::Unanswered, Failure::Refused))
            }
            (None, Some(Some(result))) if !is_unclear => own(result, None, redactor),
            (None, _) => Err(Failure::Unanswered),
        }
    };
    keys.iter().enumerate().map(read).collect()
}

/// Reads permission codes: an array, a text with commas, or a map (of codes as values, or as keys with a truth
/// value). Empty codes are dropped: `[""]` is a hook without any. Anything else is unreadable, since a list read in
/// part could hide a grant.
pub(super) fn listed(json: &str) -> Listed {
    scopes(json).map_or(Listed::Unreadable, Listed::Codes)
}

pub(super) fn scopes(json: &str) -> Option<BTreeSet<Scope>> {
    let codes = match Members::read(json) {
        Some(Members::List(items)) => {
            items.iter().map(|item| text(item.get())).collect::<Option<Vec<_>>>()?
        }
        Some(Members::Map(items)) => {
            items.iter().map(|(key, value)| code_of(key, value.single()?)).collect::<Option<Vec<_>>>()?
        }
        None if json.starts_with('"') => text(json)?.split(',').map(str::to_owned).collect::<Vec<_>>(),
        None => return None,
    };
    // Bitrix24 makes the list by splitting a text at its commas (`[""]` is that of an empty one), so no code has any.
    if codes.iter().any(|code| code.contains(',')) {
        return None;
    }
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
pub(super) fn app_info(json: &str, redactor: &Redactor) -> (Listed, Option<String>) {
    let Some(members) = Members::read(json) else { return (Listed::Nothing, None) };
    let license = members.get("LICENSE").and_then(text).map(|plan| kept(&plan, redactor));
    // A hook without scopes has `[""]`; an empty list is a field that is not filled.
    let is_filled =
        |scopes: &&str| *scopes != "null" && Members::read(scopes).is_none_or(|list| !list.is_empty());
    let scopes = members.get("SCOPE").filter(is_filled);
    let scopes = scopes.map(|_| members.single("SCOPE").map_or(Listed::Unreadable, listed));
    (scopes.unwrap_or_default(), license.filter(|plan| !plan.is_empty()))
}

#[cfg(test)]
mod tests;
