//! Stars in place of secrets, however they are spelled.
//!
//! A text is read as it is written, and as its reader might read it: `%6B`, `&#107;` and `\u006b` are a `k`. In each
//! reading the letters and digits of each secret are looked for, in any case, with at most one other character between
//! two of its characters beside those that nobody sees. What has the shape of a webhook's address is starred as well: a
//! hook that was put into the wrong input, or another team's, is no known word.

use std::borrow::Cow;
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};
use zeroize::Zeroizing;

use crate::visible::shown;

/// What stands in place of a secret.
pub const STARS: &str = "***";

/// The shortest secret that is believed, in characters. Bitrix24 makes 16 (`rest` module, `apauth/password.php`) and old
/// portals differ, but hiding a very short one would eat the report.
pub const MIN_SECRET: usize = 8;

/// How often a text is decoded: `%2525` needs three times.
const ROUNDS: usize = 4;

/// A secret with fewer letters and digits is looked for as it is written.
const MIN_LETTERS: usize = 6;

/// The length of the longest escape that is decoded, in characters.
const MAX_ESCAPE: usize = 12;

/// The shortest text behind `/rest/1/` that is taken for a secret where no address of the web stands around it, in
/// characters.
const MIN_BARE_SECRET: usize = 12;

/// How far before `/rest/` a host is looked for, in characters. A stranger's text may be full of such addresses, and
/// what stands behind a longer one is taken for a secret.
const MAX_ADDRESS: usize = 512;

/// Knows what must not be shown.
#[derive(Clone, Default)]
pub struct Redactor {
    secrets: Vec<Words>,
    private: Option<Words>,
}

/// Words that are searched for all at once.
#[derive(Clone)]
struct Words {
    finder: AhoCorasick,
    /// Each in lower case; by its place in the finder.
    all: Vec<Zeroizing<String>>,
    kind: Kind,
}

/// How words are told from what is around them and between their letters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// By their letters and digits alone.
    Letters,
    /// By every visible character.
    Exact,
    /// The same, where no letter stands before or behind it.
    Alone,
}

/// A character as a reader takes it, and where it is written.
#[derive(Clone, Debug)]
struct Seen {
    c: char,
    at: Range<usize>,
}

impl Redactor {
    /// A redactor for these secrets. Empty ones are ignored.
    #[must_use]
    pub fn new(secrets: Vec<Zeroizing<String>>) -> Self {
        let count = |secret: &str| secret.chars().filter(|c| c.is_alphanumeric()).count();
        let (lettered, odd): (Vec<_>, Vec<_>) =
            secrets.into_iter().partition(|secret| count(secret) >= MIN_LETTERS);
        let secrets = [Words::new(&lettered, Kind::Letters), Words::new(&odd, Kind::Exact)];
        Self { secrets: secrets.into_iter().flatten().collect(), private: None }
    }

    /// The same with these words hidden that are private and no secret: a host, a name. They are hidden where they
    /// stand alone, since a name may be a part of any word.
    #[must_use]
    pub fn hiding(&self, words: impl IntoIterator<Item = String>) -> Self {
        let known = self.private.iter().flat_map(|private| private.all.iter().cloned());
        let words = known.chain(words.into_iter().map(Zeroizing::new)).collect::<Vec<_>>();
        Self { secrets: self.secrets.clone(), private: Words::new(&words, Kind::Alone) }
    }

    /// `text` with stars in place of all that it knows, and of anything that looks like a webhook's secret.
    #[must_use]
    pub fn clean<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |_| STARS.to_owned())
    }

    /// The same with a star for each character but line breaks, so that lines and columns stay what they are.
    #[must_use]
    pub fn masked<'t>(&self, text: &'t str) -> Cow<'t, str> {
        self.replaced(text, |hidden| hidden.chars().map(|c| if c == '\n' { c } else { '*' }).collect())
    }

    fn replaced<'t>(&self, text: &'t str, stars: impl Fn(&str) -> String) -> Cow<'t, str> {
        let hidden = self.hidden(text);
        if hidden.is_empty() {
            return Cow::Borrowed(text);
        }
        let (mut out, mut done) = (String::with_capacity(text.len()), 0);
        for range in hidden {
            out.push_str(&text[done..range.start]);
            out.push_str(&stars(&text[range.clone()]));
            done = range.end;
        }
        out.push_str(&text[done..]);
        Cow::Owned(out)
    }

    /// What is to be hidden, in order and apart from each other.
    pub(crate) fn hidden(&self, text: &str) -> Vec<Range<usize>> {
        let mut seen =
            text.char_indices().map(|(at, c)| Seen { c, at: at..at + c.len_utf8() }).collect::<Vec<_>>();
        let mut hidden = Vec::new();
        // Every reading counts: behind a `%`, the beginning of a secret may look like a part of an escape.
        for _ in 0..=ROUNDS {
            hidden.extend(shapes(&seen));
            for words in self.secrets.iter().chain(&self.private) {
                hidden.extend(words.find(&seen));
            }
            let next = decoded(&seen);
            if next.len() == seen.len() {
                break;
            }
            seen = next;
        }
        hidden.sort_by_key(|range| range.start);
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in hidden {
            match apart.last_mut().filter(|last| range.start < last.end) {
                Some(last) => last.end = last.end.max(range.end),
                None => apart.push(range),
            }
        }
        apart
    }
}

impl Words {
    fn new(words: &[Zeroizing<String>], kind: Kind) -> Option<Self> {
        let words = words.iter().map(|word| Zeroizing::new(word.chars().map(lower).collect::<String>()));
        let words = words.filter(|word| !word.is_empty()).collect::<Vec<_>>();
        let counts = |word: &Zeroizing<String>| word.chars().filter(|c| kind.counts(*c)).collect::<String>();
        let patterns = words.iter().map(counts).map(Zeroizing::new).collect::<Vec<_>>();
        let finder = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            // Its only limit is one of memory.
            .build(patterns.iter().map(|pattern| pattern.as_bytes()))
            .ok()?;
        (!words.is_empty()).then_some(Self { finder, all: words, kind })
    }

    /// Where the words stand.
    fn find(&self, seen: &[Seen]) -> Vec<Range<usize>> {
        let (mut plain, mut places) = (String::new(), Vec::new());
        for (index, one) in seen.iter().enumerate().filter(|(_, one)| self.kind.counts(one.c)) {
            let c = lower(one.c);
            plain.push(c);
            places.extend(std::iter::repeat_n(index, c.len_utf8()));
        }
        let found = self.finder.find_overlapping_iter(plain.as_bytes()).filter_map(|found| {
            let at = &places[found.range()];
            let (first, last) = (*at.first()?, *at.last()?);
            let fits = match self.kind {
                Kind::Letters => fits(&self.all[found.pattern()], seen, at),
                Kind::Exact => true,
                Kind::Alone => stands_alone(seen, first, last),
            };
            fits.then(|| seen[first].at.start..seen[last].at.end)
        });
        found.collect()
    }
}

impl Kind {
    /// Whether a character belongs to what is compared.
    fn counts(self, c: char) -> bool {
        match self {
            Self::Letters => c.is_alphanumeric(),
            Self::Exact | Self::Alone => shown(c).is_some(),
        }
    }
}

fn lower(c: char) -> char {
    c.to_lowercase().next().unwrap_or(c)
}

/// Whether there is no more than one other character between any two of a secret. What is invisible does not count, and
/// spaces count as one where nothing else is.
fn fits(secret: &str, seen: &[Seen], at: &[usize]) -> bool {
    let own = secret.trim_matches(|c: char| !c.is_alphanumeric());
    let mut own = own.char_indices().filter(|(_, c)| c.is_alphanumeric()).map(|(index, _)| index);
    let mut last = own.next().unwrap_or_default();
    at.windows(2).filter(|pair| pair[0] != pair[1]).all(|pair| {
        let next = own.next().unwrap_or(last + 1);
        let marks = next - std::mem::replace(&mut last, next) - 1;
        let between = seen[pair[0] + 1..pair[1]].iter().filter_map(|one| shown(one.c));
        let (spaces, others): (Vec<_>, Vec<_>) = between.partition(|c| *c == ' ');
        others.len().max(usize::from(!spaces.is_empty())) <= 2 * marks + 1
    })
}

fn stands_alone(seen: &[Seen], first: usize, last: usize) -> bool {
    let before = first.checked_sub(1).and_then(|before| seen.get(before));
    [before, seen.get(last + 1)].into_iter().flatten().all(|one| !one.c.is_alphanumeric())
}

/// The same with every escape undone once.
fn decoded(seen: &[Seen]) -> Vec<Seen> {
    let (mut next, mut rest) = (Vec::with_capacity(seen.len()), seen);
    while let [one, ..] = rest {
        let (c, length) = escape(rest).unwrap_or((one.c, 1));
        let (escape, after) = rest.split_at(length);
        next.push(Seen { c, at: one.at.start..escape.last().map_or(one.at.end, |last| last.at.end) });
        rest = after;
    }
    next
}

/// The character that an escape stands for, and the escape's length: of an address, of HTML, of JSON.
fn escape(seen: &[Seen]) -> Option<(char, usize)> {
    if !matches!(seen.first()?.c, '%' | '&' | '\\') {
        return None;
    }
    let near = seen.iter().take(MAX_ESCAPE).map(|one| one.c.to_ascii_lowercase()).collect::<String>();
    if near.starts_with("&amp;") {
        return Some(('&', "&amp;".len()));
    }
    // Where the number begins, its radix, its most digits, and what may close it.
    let forms =
        [("%", 16, 2, ""), ("&#x", 16, 8, ";"), ("&#", 10, 8, ";"), ("\\u{", 16, 6, "}"), ("\\u", 16, 4, "")];
    forms.into_iter().find_map(|(prefix, radix, most, end)| {
        let number = near.strip_prefix(prefix)?;
        let digits = number.chars().take(most).take_while(|c| c.is_digit(radix)).count();
        let c = char::from_u32(u32::from_str_radix(&number[..digits], radix).ok()?)?;
        let whole = digits == most || !end.is_empty();
        let closing = if number[digits..].starts_with(end) { end.len() } else { 0 };
        // A byte beyond ASCII is only a part of a character.
        (whole && (prefix != "%" || c.is_ascii())).then_some((c, prefix.len() + digits + closing))
    })
}

/// The secret part of every `/rest/<digits>/<secret>`.
fn shapes(seen: &[Seen]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for at in 0..seen.len().saturating_sub("rest/1/".len()) {
        let is = |offset: usize, c: char| seen[at + offset].c.eq_ignore_ascii_case(&c);
        if !(is(0, 'r') && is(1, 'e') && is(2, 's') && is(3, 't')) || is_word(seen, at.wrapping_sub(1)) {
            continue;
        }
        let Some(mut start) = slashes(seen, at + 4) else { continue };
        let api = seen[start..].iter().take(3).map(|one| one.c.to_ascii_lowercase()).eq("api".chars());
        if let Some(behind) = slashes(seen, start + 3).filter(|_| api) {
            start = behind;
        }
        let digits = seen[start..].iter().take_while(|one| one.c.is_ascii_digit()).count();
        let Some(start) = slashes(seen, start + digits).filter(|_| digits > 0) else { continue };
        let length = (start..seen.len()).take_while(|place| is_word(seen, *place)).count();
        if length > 0 && is_secret(&seen[..at], &seen[start..start + length], &seen[start + length..]) {
            found.push(seen[start].at.start..seen[start + length - 1].at.end);
        }
    }
    found
}

/// Whether a character is one that a secret may have.
fn is_word(seen: &[Seen], place: usize) -> bool {
    seen.get(place).is_some_and(|one| one.c.is_ascii_alphanumeric() || "-_".contains(one.c))
}

/// Where the one or more slashes end that begin here, each perhaps behind a backslash.
fn slashes(seen: &[Seen], start: usize) -> Option<usize> {
    let mut at = start;
    while seen.get(at).is_some_and(|one| matches!(one.c, '/' | '\\')) {
        at += 1;
    }
    (at > start && seen[at - 1].c == '/').then_some(at)
}

/// Whether the last part of an address is a secret, and not that of a path such as `src/rest/2/orders.js`.
fn is_secret(before: &[Seen], part: &[Seen], after: &[Seen]) -> bool {
    let stop = |one: &&Seen| !(one.c.is_whitespace() || "\"'`<>()[]{},;=".contains(one.c));
    let address = before.iter().rev().take(MAX_ADDRESS).take_while(stop).map(|one| one.c).collect::<Vec<_>>();
    let is_long = address.len() == MAX_ADDRESS;
    let address = address.into_iter().rev().collect::<String>().replace('\\', "");
    let host = address.split('/').next().unwrap_or_default();
    let is_web = is_long
        || address.contains("://")
        || address.chars().all(|c| c == '/')
        || host.split('.').filter(|label| !label.is_empty()).count() > 1;
    let has_digit = part.iter().any(|one| one.c.is_ascii_digit());
    let is_file = after.first().is_some_and(|one| one.c == '.')
        && after.get(1).is_some_and(|one| one.c.is_ascii_alphabetic());
    if is_file || !is_web { has_digit && part.len() >= MIN_BARE_SECRET } else { part.len() >= MIN_SECRET }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "k3v9x0q2m7t4b1za";

    fn redactor() -> Redactor {
        Redactor::new(vec![Zeroizing::new(SECRET.to_owned())])
    }

    fn spelled(each: impl Fn(char) -> String) -> String {
        SECRET.chars().map(each).collect()
    }

    #[test]
    fn a_secret_is_starred_in_every_spelling() {
        let spellings = [
            SECRET.to_owned(),
            SECRET.to_uppercase(),
            spelled(|c| format!("%{:02X}", u32::from(c))),
            spelled(|c| format!("%25{:02x}", u32::from(c))),
            spelled(|c| format!("&#{};", u32::from(c))),
            spelled(|c| format!("&#X{:04x}", u32::from(c))),
            spelled(|c| format!("&amp;#{};", u32::from(c))),
            spelled(|c| format!("\\u{:04X}", u32::from(c))),
            spelled(|c| format!("\\u{{{:x}}}", u32::from(c))),
            spelled(|c| format!("{c}-")).trim_end_matches('-').to_owned(),
            spelled(|c| format!("{c} \n\t ")).trim_end().to_owned(),
            spelled(|c| format!("\u{200b}\u{0}.{c}")).split_off(5),
            "k3v9x0q2/m7t4b1za".to_owned(),
            "k3v9x0q2m7t%4b1za".to_owned(),
        ];
        for spelling in spellings {
            let text = format!("<{spelling}>");
            let clean = redactor().clean(&text).into_owned();
            assert!(clean.starts_with("<***") && clean.len() < 8, "{spelling}: {clean}");
            assert_eq!(redactor().masked(&text).chars().count(), text.chars().count(), "{spelling}");
        }
    }

    #[test]
    fn what_only_shares_its_letters_is_not() {
        for other in ["k3v9x0q2--m7t4b1za", "k3v9x0q2жm7t4b1za", "k3v9x0q2m7t4b1z", "k3v9x0q2***m7t4b1za"] {
            assert_eq!(redactor().clean(other), other);
        }
    }

    #[test]
    fn marks_of_the_secret_s_own_may_be_there_or_not() {
        let redactor = Redactor::new(vec![Zeroizing::new("granted-scopes".to_owned())]);
        for spelling in ["granted-scopes", "GRANTED_scopes", "granted - scopes", "grantedscopes"] {
            assert_eq!(redactor.clean(spelling).matches("***").count(), 1, "{spelling}");
        }
        let marks = Redactor::new(vec![Zeroizing::new("____-___".to_owned())]);
        assert_eq!(marks.clean("a ____-___ b ________"), "a *** b ________");
    }

    #[test]
    fn a_private_word_is_hidden_where_it_stands_alone() {
        let words = ["admin", "acme.example:8443", "acme.example", "Рита"].map(str::to_owned);
        let private = redactor().hiding(words);
        assert_eq!(private.clean("Admin is no administrator"), "*** is no administrator");
        assert_eq!(private.clean("at acme.example:8443, ACME%2Eexample."), "at ***, ***.");
        assert_eq!(private.clean("РИТА, Маргарита"), "***, Маргарита");
        assert_eq!(private.clean(SECRET), "***");
    }

    #[test]
    fn the_hook_of_somebody_else_is_starred_by_its_shape() {
        for (text, clean) in [
            ("see https://a.b/rest/1/abcdefgh12345678/profile", "see https://a.b/rest/1/***/profile"),
            (r"https:\/\/a.b\/REST\/api\/17\/abcdefgh", r"https:\/\/a.b\/REST\/api\/17\/***"),
            ("a.b/rest//1%2Fabcdefgh. /rest/2/defghijk?", "a.b/rest//1%2F***. /rest/2/***?"),
            ("src/rest/1/abcdefgh12345678/x", "src/rest/1/***/x"),
            ("'/rest/1/abcdefgh12345678.json'", "'/rest/1/***.json'"),
        ] {
            assert_eq!(redactor().clean(text), clean);
        }
    }

    #[test]
    fn an_address_without_end_hides_what_could_be_a_secret() {
        let folders = "a/".repeat(MAX_ADDRESS);
        assert_eq!(redactor().clean(&format!("{folders}rest/1/abcdefgh")), format!("{folders}rest/1/***"));
    }

    #[test]
    fn a_path_stays_a_path() {
        for text in [
            "src/rest/2/orders.js",
            "./src/rest/2/order-history.js:3:4",
            "/home/rita/app/rest/12/getOrderList.php",
            "https://a.example/rest/2/orders.js",
            "the rest of /rest/ and rest/profile",
            "forest/1/abcdefgh12345678",
            "",
        ] {
            assert!(matches!(redactor().clean(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }
}
