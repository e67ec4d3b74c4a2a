//! The path of a hook's address: user id and secret.

use crate::knowledge::methods::DocumentedMethod;
use crate::scope::MethodName;
use crate::text::redactor::MIN_SECRET;

/// In characters; the portal's own column holds 50.
const MAX_SECRET: usize = 64;

pub(super) const SHAPE: &str = "the address looks like `https://<portal>/rest/<user id>/<secret>/`";

pub(super) const COPY: &str = "copy the address again from the webhook's settings";

/// What happened, and what to do next.
pub(super) type Message = (&'static str, &'static str);

/// Finds the user id and the secret after the last `/rest/`. An on-premise portal may have a path
/// before it (`rest_server_path`).
pub(super) fn parts<'l>(
    path: &'l str,
    notices: &mut Vec<Message>,
) -> Result<(String, u64, &'l str), Message> {
    if path.contains('\\') {
        return Err(("there is a backslash in the path", SHAPE));
    }
    let segments = path.split('/').filter(|segment| !segment.is_empty()).collect::<Vec<_>>();
    let Some(at) = segments.iter().rposition(|segment| *segment == "rest") else {
        let shouting = segments.iter().any(|segment| segment.eq_ignore_ascii_case("rest"));
        return Err(if shouting {
            ("`/rest/` is not in lower case", SHAPE)
        } else {
            ("there is no `/rest/` in the path", COPY)
        });
    };
    let plain = |segment: &&str| segment.chars().all(|c| c.is_ascii_alphanumeric() || "._-~".contains(c));
    if !segments[..at].iter().all(plain) {
        return Err(("the path before `/rest/` is malformed", SHAPE));
    }
    let prefix = segments[..at].iter().flat_map(|segment| ["/", segment]).collect::<String>();

    let mut after = &segments[at + 1..];
    if let ["api", more @ ..] = after {
        after = more;
        notices.push((
            "this is the address of REST 3.0; the hook is checked on the path of REST 2, which shares its grants",
            "",
        ));
    }
    let [user, secret, rest @ ..] = after else {
        return Err(incomplete(after));
    };
    let user = user_id(user, secret)?;
    check_secret(secret)?;
    match rest {
        [] if path.ends_with('/') => {}
        [] => notices.push((
            "the slash at the end is missing",
            "store it with the slash: a program that only appends a method gets 404",
        )),
        [method] if is_method(method) => notices.push((
            "a method is appended to the address; it was dropped",
            "store the address as the portal shows it, up to the slash after the secret",
        )),
        [_] => return Err(("what stands after the secret is not a method", SHAPE)),
        _ => return Err(("there are extra segments after the secret", SHAPE)),
    }
    Ok((prefix, user, secret))
}

fn incomplete(after: &[&str]) -> Message {
    match after {
        [one] if one.bytes().all(|b| b.is_ascii_digit()) => ("the secret is missing", COPY),
        [one] if looks_like_method(one) && one.contains('.') => (
            "there is a method but no user id and no secret: this is an app's endpoint, not an inbound webhook",
            COPY,
        ),
        [_] => ("the user id is missing", COPY),
        _ => ("the user id and the secret are missing", COPY),
    }
}

/// A method's name, with or without the format of the answer: `crm.deal.list.json`. A name of one word, which could be
/// anything, must be known.
fn is_method(segment: &str) -> bool {
    let name = segment.strip_suffix(".json").or_else(|| segment.strip_suffix(".xml")).unwrap_or(segment);
    let is_known = || DocumentedMethod::named(name.as_bytes()).is_some();
    let is_word = |word: &str| word.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_name = looks_like_method(name) && name.split('.').all(is_word);
    name.len() <= MethodName::MAX_CHARS && is_name && (name.contains('.') || is_known())
}

fn looks_like_method(segment: &str) -> bool {
    segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'.')
}

/// The portal compares the user id as text, so `017` is another user's (`rest` module, `apauth/auth.php`).
fn user_id(user: &str, secret: &str) -> Result<u64, Message> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(user) {
        return Err(if digits(secret) {
            ("the user id and the secret seem to be transposed", SHAPE)
        } else {
            ("the user id is not a number", SHAPE)
        });
    }
    if user.starts_with('0') {
        return Err(("the user id begins with a zero", COPY));
    }
    user.parse().map_err(|_| ("the user id is too long", COPY))
}

fn check_secret(secret: &str) -> Result<(), Message> {
    if secret.contains('*') {
        return Err(("the secret is starred out: this is a masked copy", COPY));
    }
    if secret.contains('.') && looks_like_method(secret)
        || matches!(secret, "profile" | "scope" | "batch" | "methods")
    {
        return Err(("a method stands where the secret belongs", COPY));
    }
    if !secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
        return Err(("the secret has characters that no webhook secret has", COPY));
    }
    match secret.len() {
        MIN_SECRET..=MAX_SECRET => Ok(()),
        0..MIN_SECRET => Err(("the secret is too short to be one", COPY)),
        _ => Err(("the secret is too long to be one", COPY)),
    }
}
