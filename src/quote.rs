//! Text that somebody else wrote, made safe to print at birth.
//!
//! A [`Quote`] may stand in a terminal, in the log of a runner, in a table or in a file: it holds no
//! control character, no invisible or direction-changing one, no known secret, and nothing that a CI
//! system takes for a command. The [`Redactor`] knows the secrets.

use std::borrow::Cow;
use std::fmt;

use aho_corasick::AhoCorasick;
use serde::Serialize;
use zeroize::Zeroizing;

/// What stands in place of a secret.
pub const STARS: &str = "***";

/// The longest quote, in characters; what is cut off is marked by an ellipsis.
pub const MAX_CHARS: usize = 300;

/// The longest passage, in characters: a sentence of ours that lists what others wrote.
pub const MAX_PASSAGE: usize = 16_384;

/// Remote or user-written text, safe for every sink.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Quote(String);

impl Quote {
    /// Makes `text` safe. The order matters: invisible characters go first, since a secret could be
    /// split by them; the secret goes next, since cutting could leave a part of it.
    #[must_use]
    pub fn new(text: &str, redactor: &Redactor) -> Self {
        Self::of_length(text, MAX_CHARS, redactor)
    }

    /// Makes a text safe that is longer than a quote may be, such as a sentence out of a report.
    #[must_use]
    pub fn passage(text: &str, redactor: &Redactor) -> Self {
        Self::of_length(text, MAX_PASSAGE, redactor)
    }

    fn of_length(text: &str, max: usize, redactor: &Redactor) -> Self {
        let visible = text.chars().filter_map(visible).collect::<String>();
        let clean = redactor.clean(&visible);
        let words = clean.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        Self(disarm(&cut(&words, max)))
    }

    /// The safe text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether nothing is left to show.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Whether a character shows as itself wherever text is shown.
#[must_use]
pub fn is_visible(c: char) -> bool {
    visible(c) == Some(c)
}

/// Line breaks and tabs become blanks; other control characters, and those that hide or reorder
/// text (Unicode's `Default_Ignorable_Code_Point`, format characters and blanks that look like
/// nothing), vanish.
fn visible(c: char) -> Option<char> {
    match c {
        '\t' | '\n' | '\r' | '\u{85}' | '\u{a0}' | '\u{2028}' | '\u{2029}' => Some(' '),
        c if c.is_control() => None,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{fffe}'..='\u{ffff}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}' => None,
        c => Some(c),
    }
}

fn cut(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// Takes the teeth out of CI commands. GitHub's runner reads `::name::` at the start of a line and
/// `##[name]` anywhere in it (actions/runner, `ActionCommand.cs`); Azure and `TeamCity` read
/// `##vso[` and `##teamcity[`.
fn disarm(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        let repeats = safe.ends_with('#') && c == '#' || safe == ":" && c == ':';
        if repeats {
            safe.push(' ');
        }
        safe.push(c);
    }
    safe
}

/// Replaces every secret that it knows, and everything that has the shape of one.
#[derive(Default)]
pub struct Redactor {
    finder: Option<AhoCorasick>,
    whole_words: bool,
}

impl Redactor {
    /// A redactor for these words, whatever their case. Empty words are ignored.
    ///
    /// # Panics
    ///
    /// Never for words that fit into memory: the search automaton has no other limit.
    #[must_use]
    pub fn new(words: Vec<Zeroizing<String>>) -> Self {
        let words = words.into_iter().filter(|w| !w.is_empty()).collect::<Vec<_>>();
        let finder = (!words.is_empty()).then(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .match_kind(aho_corasick::MatchKind::LeftmostLongest)
                .build(words.iter().map(|w| w.as_bytes()))
                .expect("a few words build")
        });
        Self { finder, whole_words: false }
    }

    /// A redactor for words that are private and no secret: a host, a name. They are hidden where they
    /// stand alone, since a name may be a part of any word.
    #[must_use]
    pub fn of_private(words: impl IntoIterator<Item = String>) -> Self {
        let words = words.into_iter().map(Zeroizing::new).collect();
        Self { whole_words: true, ..Self::new(words) }
    }

    /// `text` with stars in place of each known secret and of anything that looks like a hook's.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let known = match &self.finder {
            Some(finder) if finder.is_match(text) => {
                let mut out = String::with_capacity(text.len());
                finder.replace_all_with(text, &mut out, |found, word, out| {
                    let alone = !self.whole_words || stands_alone(text, found.start(), found.end());
                    out.push_str(if alone { STARS } else { word });
                    true
                });
                Cow::Owned(out)
            }
            _ => Cow::Borrowed(text),
        };
        match shapes(&known) {
            None => known,
            Some(clean) => Cow::Owned(clean),
        }
    }
}

fn stands_alone(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    [before, after].iter().flatten().all(|c| !c.is_alphanumeric())
}

/// Stars the secret part of every `/rest/<digits>/<secret>`: a hook that was put into the wrong
/// input, or another team's, is none of our known words. Slashes may be escaped as in JSON.
fn shapes(text: &str) -> Option<String> {
    let lower = text.to_ascii_lowercase();
    let mut out = String::new();
    let mut done = 0;
    for (at, _) in lower.match_indices("rest") {
        if at < done {
            continue;
        }
        let rest = &lower[at + 4..];
        let Some(tail) = slash(rest).map(|t| slash(t.strip_prefix("api").unwrap_or("")).unwrap_or(t)) else {
            continue;
        };
        let digits = tail.len() - tail.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let Some(secret) = slash(&tail[digits..]) else { continue };
        let length =
            secret.find(|c: char| !(c.is_ascii_alphanumeric() || "-_".contains(c))).unwrap_or(secret.len());
        if length == 0 {
            continue;
        }
        let start = text.len() - secret.len();
        out.push_str(&text[done..start]);
        out.push_str(STARS);
        done = start + length;
    }
    (done > 0).then(|| out + &text[done..])
}

/// What follows one or more slashes, escaped or percent-encoded ones too.
fn slash(text: &str) -> Option<&str> {
    let next = |t: &'_ str| -> Option<usize> {
        ["/", "\\/", "%2f", "&#x2f;", "&#47;"].iter().find(|s| t.starts_with(**s)).map(|s| s.len())
    };
    let mut at = next(text)?;
    while let Some(more) = next(&text[at..]) {
        at += more;
    }
    Some(&text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "k3v9x0q2m7t4b1za";

    fn redactor() -> Redactor {
        Redactor::new(vec![Zeroizing::new(SECRET.to_owned())])
    }

    fn quote(text: &str) -> String {
        Quote::new(text, &redactor()).as_str().to_owned()
    }

    #[test]
    fn a_secret_echoed_by_the_portal_is_starred_in_any_case() {
        assert_eq!(quote("no K3V9x0q2m7t4b1ZA here"), "no *** here");
    }

    #[test]
    fn a_secret_split_by_invisible_characters_is_starred() {
        assert_eq!(quote("k3v9\u{0}x0q2\u{200b}m7t4\u{202e}b1\u{34f}z\u{fe0f}a"), "***");
    }

    #[test]
    fn a_private_word_is_hidden_where_it_stands_alone() {
        let private = Redactor::of_private([
            "admin".to_owned(),
            "acme.example:8443".to_owned(),
            "acme.example".to_owned(),
        ]);
        assert_eq!(private.clean("Admin is no administrator"), "*** is no administrator");
        assert_eq!(private.clean("at acme.example:8443, acme.example."), "at ***, ***.");
    }

    #[test]
    fn a_secret_at_the_cut_leaves_no_part_of_itself() {
        let long = "x".repeat(MAX_CHARS - 5) + " " + SECRET;
        assert!(!quote(&long).contains("k3v9"));
    }

    #[test]
    fn the_hook_of_somebody_else_is_starred_by_its_shape() {
        assert_eq!(
            quote("see https://a.b/rest/1/abcdefgh12345678/profile"),
            "see https://a.b/rest/1/***/profile"
        );
        assert_eq!(quote(r"https:\/\/a.b\/REST\/api\/17\/abcdefgh"), r"https:\/\/a.b\/REST\/api\/17\/***");
        assert_eq!(quote("rest//1%2Fabc rest/2/def."), "rest//1%2F*** rest/2/***.");
        assert_eq!(quote("the rest of /rest/ and rest/profile"), "the rest of /rest/ and rest/profile");
    }

    #[test]
    fn text_without_a_secret_is_handed_back_as_it_is() {
        for text in ["", "nothing here", "the rest of /rest/"] {
            assert!(matches!(redactor().clean(text), Cow::Borrowed(same) if same == text));
        }
    }

    #[test]
    fn a_runner_command_at_the_start_is_disarmed() {
        assert_eq!(quote("  ::error::x"), ": :error::x");
        assert_eq!(quote("\u{200b}::error::x"), ": :error::x");
    }

    #[test]
    fn a_legacy_command_anywhere_is_disarmed() {
        assert_eq!(quote("hi ##[error]x ###[set-output a=b]"), "hi # #[error]x # # #[set-output a=b]");
        assert_eq!(quote("##vso[task.complete]"), "# #vso[task.complete]");
    }

    #[test]
    fn terminal_and_bidi_tricks_vanish_and_lines_join() {
        assert_eq!(quote("a\u{1b}[31mred\u{202e}b\r\nc\td"), "a[31mredb c d");
    }

    #[test]
    fn long_text_is_cut_with_an_ellipsis() {
        let text = quote(&"ж".repeat(1000));
        assert_eq!(text.chars().count(), MAX_CHARS + 1);
        assert!(text.ends_with('…'));
    }
}
