//! The path of a hook's address: user id and secret.

use crate::knowledge::methods::DocumentedMethod;
use crate::scope::MethodName;
use crate::text::redactor::MIN_SECRET;

/// In characters; the portal's own column holds 50.
const MAX_SECRET: usize = 64;

pub(super) const SHAPE: &str =
    "copy the address from the webhook's settings; it looks like `https://<portal>/rest/<user id>/<secret>/`";

pub(super) const COPY: &str = "copy the address again from the webhook's settings";

pub(super) const NEW: &str =
    "create an inbound webhook (Developer resources > Other > Inbound webhook), and store its address";

pub(super) const MASKED: Message = ("the secret is starred out: this is a masked copy", COPY);

const PAGE: Message = (
    "this is a page of the portal, not a webhook's address",
    "copy the address from the webhook's settings (Developer resources > Integrations)",
);

/// Where the pages of Bitrix24's interface begin, in the cloud and on-premise.
const PAGES: [&str; 34] = [
    "about",
    "apps",
    "auth",
    "automation",
    "bitrix",
    "bizproc",
    "booking",
    "calendar",
    "company",
    "contact_center",
    "crm",
    "desktop_app",
    "devops",
    "disk",
    "docs",
    "extranet",
    "hr",
    "index.php",
    "kb",
    "knowledge",
    "login",
    "mail",
    "market",
    "marketplace",
    "mobile",
    "online",
    "page",
    "rpa",
    "services",
    "settings",
    "shop",
    "sites",
    "stream",
    "workgroups",
];

/// What happened, and what to do next.
pub(super) type Message = (&'static str, &'static str);

/// Finds the user id and the secret, or says what the path is instead.
pub(super) fn parts<'l>(
    path: &'l str,
    notices: &mut Vec<Message>,
) -> Result<(String, u64, &'l str), Message> {
    read(path, notices).map_err(|mistake| {
        let first = path.split('/').find(|segment| !segment.is_empty());
        let is_page = first.is_some_and(|first| PAGES.contains(&first.to_ascii_lowercase().as_str()));
        let is_script =
            |segment: &str| segment.rsplit_once('.').is_some_and(|(_, end)| matches!(end, "php" | "html"));
        if is_page || path.split('/').any(is_script) { PAGE } else { mistake }
    })
}

/// Finds the user id and the secret after the last `/rest/`. An on-premise portal may have a path
/// before it (`rest_server_path`).
fn read<'l>(path: &'l str, notices: &mut Vec<Message>) -> Result<(String, u64, &'l str), Message> {
    if path.contains('\\') {
        return Err(("there is a backslash in the address", "write `/` in place of `\\`"));
    }
    let segments = path.split('/').filter(|segment| !segment.is_empty()).collect::<Vec<_>>();
    let Some(at) = segments.iter().rposition(|segment| *segment == "rest") else {
        let shouting = segments.iter().any(|segment| segment.eq_ignore_ascii_case("rest"));
        return Err(if shouting {
            ("`/rest/` is not in lower case", COPY)
        } else {
            match segments[..] {
                [] => ("this is the portal's address alone, without a webhook", COPY),
                _ => ("there is no `/rest/` in the address", SHAPE),
            }
        });
    };
    let plain = |segment: &&str| segment.chars().all(|c| c.is_ascii_alphanumeric() || "._-~".contains(c));
    if !segments[..at].iter().all(plain) {
        return Err(("there are characters before `/rest/` that no path of a portal has", SHAPE));
    }
    let prefix = segments[..at].iter().flat_map(|segment| ["/", segment]).collect::<String>();

    let mut after = &segments[at + 1..];
    if let ["api", more @ ..] = after {
        after = more;
        notices.push((
            "this is the address for REST 3.0; the webhook is checked at its address for REST 2, which has the same scopes",
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
            "store the address with it: a program that appends a method gets HTTP 404 otherwise",
        )),
        [method] if is_method(method) => notices.push((
            "a method is appended to the address; it is ignored",
            "store the address as the portal shows it, up to the slash after the secret",
        )),
        [_] => return Err(("there is more text after the secret, and it is not a method", SHAPE)),
        _ => return Err(("there is more text after the secret", SHAPE)),
    }
    Ok((prefix, user, secret))
}

fn incomplete(after: &[&str]) -> Message {
    match after {
        [one] if one.bytes().all(|b| b.is_ascii_digit()) => ("the secret is missing", COPY),
        [one] if looks_like_method(one) && one.contains('.') => (
            "there is a method but no user id and no secret: this is an application's endpoint, not an inbound webhook",
            NEW,
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
            ("the user id and the secret seem to be swapped", SHAPE)
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
    if is_placeholder(secret) {
        return Err(("the secret is only a placeholder", COPY));
    }
    if secret.contains('.') && looks_like_method(secret)
        || matches!(secret, "profile" | "scope" | "batch" | "methods")
    {
        return Err(("there is a method in place of the secret", COPY));
    }
    if !secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-') {
        return Err(("the secret has characters that no webhook secret has", COPY));
    }
    match secret.len() {
        MIN_SECRET..=MAX_SECRET => Ok(()),
        0..MIN_SECRET => Err(("the secret is too short", COPY)),
        _ => Err(("the secret is too long", COPY)),
    }
}

/// Whether it stands for a secret, as in documentation.
fn is_placeholder(secret: &str) -> bool {
    let bare = secret.to_ascii_lowercase().replace(['_', '-'], "");
    let is_one = bare.bytes().all(|b| Some(b) == bare.bytes().next());
    secret.contains(['<', '>', '{', '}', '[', ']', '…'])
        || is_one && bare.starts_with('x')
        || ["secret", "token", "code", "key", "webhook", "yoursecret", "yourtoken", "secretcode"]
            .contains(&bare.as_str())
}
