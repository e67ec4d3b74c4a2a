//! The hook: portal, user, and the secret.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::host::Host;
use crate::text::redactor::{MIN_SECRET, Redactor};

mod choose;
mod path;
mod read;
mod sample;
pub(crate) mod shares;
mod wrapped;

pub(crate) use choose::choose;
pub use read::{ReadAs, hooks};

/// The secret part of the address. It cannot be shown, compared, copied or serialised, and is wiped when
/// dropped.
struct Secret(Zeroizing<String>);

/// One inbound webhook of one portal.
pub struct Hook {
    /// Its place in the list, from 1.
    number: usize,
    name: Option<String>,
    host: Host,
    /// Path before `/rest/` on an on-premise portal; empty, or `/like/this`.
    prefix: String,
    user: u64,
    secret: Secret,
}

/// The public part of a hook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The name before the `=`.
    pub name: Option<String>,
    /// Where the portal answers.
    pub host: Host,
    /// The user id in the address.
    pub user: u64,
}

impl Hook {
    /// Its public part.
    #[must_use]
    pub fn label(&self) -> Label {
        Label { name: self.name.clone(), host: self.host.clone(), user: self.user }
    }

    /// Where the portal answers.
    #[must_use]
    pub fn host(&self) -> &Host {
        &self.host
    }

    /// Its place in the list that was given, from 1: who it is where its name is hidden or absent.
    #[must_use]
    pub fn number(&self) -> usize {
        self.number
    }

    /// The name before the `=`.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The address of one method, with the secret: for the wire only. Always the path of REST 2, since
    /// `profile`, `app.info` and `scope` do not exist under `/rest/api/` (Bitrix24 `rest` module,
    /// `RestApiServer.php`).
    pub(crate) fn address(&self, method: &str) -> Zeroizing<String> {
        let Self { host, prefix, user, secret, .. } = self;
        let host = host.as_str();
        Zeroizing::new(format!("https://{host}{prefix}/rest/{user}/{}/{method}.json", secret.0.as_str()))
    }

    /// What a runner must mask: the secret, and the address in the forms that programs print. A runner masks
    /// exact matches only, and each secret line by line (actions/runner, `SecretMasker`).
    pub(crate) fn masks(&self) -> Vec<Zeroizing<String>> {
        let Self { host, prefix, user, secret, .. } = self;
        let host = host.as_str();
        let bare = format!("https://{host}{prefix}/rest/{user}/{}", secret.0.as_str());
        vec![secret.0.clone(), Zeroizing::new(format!("{bare}/")), Zeroizing::new(bare)]
    }
}

/// A redactor for the secrets of these hooks, and `more`.
#[must_use]
pub fn redactor(hooks: &[Hook], more: Vec<Zeroizing<String>>) -> Redactor {
    Redactor::new(hooks.iter().map(|hook| hook.secret.0.clone()).chain(more).collect())
}

/// Whether it is the secret of one of these hooks. How long that takes says nothing of how much of it fits.
#[must_use]
pub(crate) fn is_any(hooks: &[Hook], secret: &str) -> bool {
    let differs = |known: &str| {
        let pairs = known.bytes().zip(secret.bytes());
        pairs.fold(usize::from(known.len() != secret.len()), |differs, (a, b)| differs | usize::from(a ^ b))
    };
    hooks.iter().fold(false, |is_any, hook| is_any | (differs(&hook.secret.0) == 0))
}

/// Possible secrets in a text that is not a list of valid hooks, also percent-encoded: what is long enough in the path
/// of an address or stands alone, and in anything else what mixes digits and letters.
#[must_use]
pub(crate) fn likely_secrets(text: &str) -> Vec<Zeroizing<String>> {
    let text = Zeroizing::new(percent_decode_str(text).decode_utf8_lossy().into_owned());
    text.lines().flat_map(likely_in_line).map(|word| Zeroizing::new(word.to_owned())).collect()
}

/// Whether a webhook's address was given where a path was meant.
#[must_use]
pub(crate) fn is_address(path: &str) -> bool {
    let path = Zeroizing::new(percent_decode_str(path).decode_utf8_lossy().to_ascii_lowercase());
    let is_rest = path.split_once("/rest/").is_some_and(|(host, rest)| {
        let is_host = host.contains('.') && !host.starts_with(['.', '/', '~']);
        is_host && rest.starts_with(|c: char| c.is_ascii_digit())
    });
    path.contains("://") || is_rest
}

/// Whether a path may be a secret, or hold one: a long word in which digits and letters are mixed, or a long word alone.
#[must_use]
pub(crate) fn is_likely_secret(path: &str) -> bool {
    path.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| {
        let has = |kind: fn(&u8) -> bool| word.bytes().any(|byte| kind(&byte));
        let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
        word.len() > MIN_SECRET && is_mixed || word.len() > MIN_SECRET && word == path
    })
}

fn likely_in_line(line: &str) -> impl Iterator<Item = &str> {
    let address = line.split_once('=').filter(|(name, _)| !name.contains('/')).map_or(line, |(_, it)| it);
    let is_prose = address.split_whitespace().count() > 1;
    address.split([' ', '\t', ',', ';', '"', '\'']).flat_map(move |address| {
        let address = address.split_once("://").map_or(address, |(_, it)| it);
        let (host, path) = address.split_once('/').unwrap_or(("", address));
        let path = if host.contains('.') { path } else { address };
        let is_address = address.contains('/');
        path.split('/').flat_map(move |segment| {
            // Methods and hosts have dots.
            let takes_all = !segment.contains('.') && (is_address || !is_prose);
            let words = segment.split(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c)));
            words.filter(move |word| {
                let has = |kind: fn(&u8) -> bool| word.bytes().any(|byte| kind(&byte));
                let is_mixed = has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
                word.len() >= MIN_SECRET && (takes_all || is_mixed && !word.starts_with("bitrix24"))
            })
        })
    })
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    assert_lacks!(Secret, std::fmt::Debug);
    assert_lacks!(Secret, std::fmt::Display);
    assert_lacks!(Secret, Clone);
    assert_lacks!(Secret, Serialize);
    assert_lacks!(Secret, AsRef<str>);
    assert_lacks!(Hook, std::fmt::Debug);
    assert_lacks!(Hook, std::fmt::Display);
    assert_lacks!(Hook, Serialize);

    #[test]
    fn the_secret_is_masked_alone_and_in_both_spellings_of_the_address() {
        let hook = Hook {
            number: 1,
            name: None,
            host: Host::parse("acme.example").expect("a host"),
            prefix: "/portal".to_owned(),
            user: 17,
            secret: Secret(Zeroizing::new("k3v9x0q2m7t4b1za".to_owned())),
        };
        let masks = hook.masks().iter().map(|mask| mask.as_str().to_owned()).collect::<Vec<_>>();
        let address = "https://acme.example/portal/rest/17/k3v9x0q2m7t4b1za";
        assert_eq!(masks, ["k3v9x0q2m7t4b1za", &format!("{address}/"), address]);
        assert_eq!(redactor(&[hook], Vec::new()).clean("it is k3v9x0q2m7t4b1za"), "it is ***");
    }

    #[test]
    fn an_address_is_told_from_a_path_and_a_path_from_a_secret() {
        let secret = "k3v9x0q2m7t4b1za";
        for address in
            ["https://acme.bitrix24.com/rest/17/k/", "prod=HTTPS://a/", "acme.bitrix24.com/rest/1/k"]
        {
            assert!(is_address(address), "{address}");
        }
        assert!(is_address("https%3A%2F%2Facme.bitrix24.com%2Frest%2F1%2Fk%2F"));
        for path in
            ["secret.txt", "/srv/rest/17/hook", "./a.b/rest/1/x", "C:\\keys\\hook", "-", "b24.d/rest/hook"]
        {
            assert!(!is_address(path) && !is_likely_secret(path), "{path}");
        }
        for path in [secret, "keys/k3v9x0q2m7t4b1za", "abcdefghijklmnop"] {
            assert!(is_likely_secret(path), "{path}");
        }
    }

    #[test]
    fn of_an_address_that_cannot_be_read_only_its_path_holds_a_secret() {
        let likely =
            |text: &str| likely_secrets(text).iter().map(|word| word.to_string()).collect::<Vec<_>>();
        for text in [
            "http://acme.bitrix24.com/rest/17/k3v9x0q2m7t4b1za/",
            "staging2024=acme.bitrix24.com/rest/k3v9x0q2m7t4b1za/profile",
            "k3v9x0q2m7t4b1za",
            "https:/acme/rest/x/k3v9x0q2m7t4b1za?a=b",
            "https%3A%2F%2Facme.bitrix24.com%2Frest%2F1%2F%6b3v9x0q2m7t4b1za%2F",
            "acme.bitrix24.com, acme.bitrix24.com/rest/1/k3v9x0q2m7t4b1za/",
            "# the webhook of production has k3v9x0q2m7t4b1za",
        ] {
            assert_eq!(likely(text), ["k3v9x0q2m7t4b1za"], "{text}");
        }
        for text in
            ["https://acme.bitrix24.com/rest/x/abcdefghijkl/", "acme/1234567890/profile", "abcdefghijkl"]
        {
            assert_eq!(likely(text).len(), 1, "{text}");
        }
        assert_eq!(likely("# the webhook of production"), [""; 0]);
        assert_eq!(likely("prod2=https://acme.bitrix24.com/rest/17/***/"), [""; 0]);
    }
}
