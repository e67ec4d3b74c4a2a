//! Whatever the secret is and wherever it stands: nobody reads it, and everything else stays what it is.

use b24_ping::testing::{MAX_CHARS, MAX_PASSAGE, Redactor, STARS, Seal, Text, ours};
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::string::string_regex;
use zeroize::Zeroizing;

use super::{config, select, vec};

/// So many letters of a secret in a row are too many.
const TOO_MANY: usize = 6;

/// What may stand between two letters of a secret: marks, spaces, and what nobody sees.
const SPLITS: &str = "-_.,:;/\\%&#{}<>*'\"@?=+~|()[]`!$^ \t\n\u{200b}\u{ad}\u{301}\u{2003}–…";

/// What a secret stands in. It has no letter of a secret's, and all that escapes and addresses begin with.
const AROUND: &str = r"[xyzXYZ9жЩé中 .,:;/\\%&#{}<>*'@?=~|()\[\]`!\n\t\x{200b}\x{301}\x{202e}-]{0,30}";

/// A letter, spelled.
type Spell = fn(char) -> String;

const SPELLS: [Spell; 8] = [
    |c| c.to_string(),
    |c| c.to_uppercase().to_string(),
    |c| c.to_lowercase().to_string(),
    |c| format!("%{:02X}", u32::from(c)),
    |c| format!("%25{:02x}", u32::from(c)),
    |c| format!("&#{};", u32::from(c)),
    |c| format!("&#x{:X};", u32::from(c)),
    |c| format!("\\u{:04x}", u32::from(c)),
];

pub(super) fn redactor(secret: &str) -> Redactor {
    Redactor::new(vec![Zeroizing::new(secret.to_owned())])
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase()
}

fn secret() -> impl Strategy<Value = String> {
    let secrets = string_regex("[A-Wa-w0-8_-]{8,64}").expect("a pattern");
    secrets.prop_filter("it is looked for by its letters", |secret| letters(secret).len() >= TOO_MANY)
}

/// The secret as an echo, a browser or a prankster writes it.
pub(super) fn spelled() -> impl Strategy<Value = (String, String)> {
    let split = select(SPLITS.chars().collect::<Vec<_>>());
    let places = vec(any::<bool>(), 64);
    let ways = prop_oneof![
        (0..SPELLS.len()).prop_map(|spell| (vec![spell], None)),
        vec(0..SPELLS.len(), 2..5).prop_map(|spells| (spells, None)),
        (split, places).prop_map(|split| (vec![0], Some(split))),
    ];
    (secret(), ways, any::<bool>()).prop_map(|(secret, (spells, split), everywhere)| {
        let mut text = if spells.len() > 1 { " ".to_owned() } else { String::new() };
        for (index, c) in secret.chars().enumerate() {
            if let Some((split, places)) = &split
                && index > 0
                && (everywhere || places[index])
            {
                text.push(*split);
            }
            text += &SPELLS[spells[index % spells.len()]](c);
        }
        (secret, text)
    })
}

/// So much that what follows may be cut off, or cut in two.
fn padding() -> impl Strategy<Value = String> {
    let many = prop_oneof![40 => 0..MAX_CHARS + 40, 1 => MAX_PASSAGE - 80..MAX_PASSAGE + 9];
    (select(vec![" ", "\u{200b}", "ж", "中", "&#32;", "z "]), many).prop_map(|(one, n)| one.repeat(n))
}

/// The text with every escape undone once.
fn decoded(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(first) = rest.chars().next() {
        let forms = [("%", 16, 2, ""), ("&#x", 16, 6, ";"), ("&#", 10, 7, ";"), ("\\u", 16, 4, "")];
        let undone = forms.into_iter().find_map(|(start, radix, most, end)| {
            let number = rest.strip_prefix(start)?;
            let digits = number.chars().take(most).take_while(|c| c.is_digit(radix)).count();
            let c = char::from_u32(u32::from_str_radix(&number[..digits], radix).ok()?)?;
            let after = number[digits..].strip_prefix(end)?;
            (digits == most || !end.is_empty()).then_some((c, after))
        });
        let (c, after) = undone.unwrap_or((first, &rest[first.len_utf8()..]));
        out.push(c);
        rest = after;
    }
    out
}

/// The first letters of the secret that somebody could read who undoes escapes.
pub(super) fn readable(text: &str, secret: &str) -> Option<String> {
    let secret = letters(secret);
    let mut readings = vec![text.to_owned()];
    for round in 0..3 {
        readings.push(decoded(&readings[round]));
    }
    let runs = (0..=secret.len() - TOO_MANY).map(|at| &secret[at..at + TOO_MANY]);
    let readings = readings.iter().map(|text| letters(text)).collect::<Vec<_>>();
    runs.into_iter().find(|run| readings.iter().any(|text| text.contains(run))).map(str::to_owned)
}

/// Pieces that mean something to the sealing, in any order.
fn hostile() -> impl Strategy<Value = String> {
    let known = vec![
        "k3v9x0q2m7t4b1za",
        "K3V9-X0Q2",
        "k3v9x0q2\nm7t4b1za",
        "%6b",
        "&#107",
        ";",
        "\\u006b",
        "&amp;",
        "#",
        "##",
        "::",
        ":",
        "##[error]",
        "https://a.b/rest/1/",
        "/rest/2/",
        "abcdefgh",
        "12345678",
        ".json",
        "acme.example",
        "acme",
        ":8443",
        "Rita",
        " ",
        "  ",
        "\n",
        "\u{200b}",
        "\u{202e}",
        "ж",
        "***",
        "*",
        "…",
        "%",
        "&",
        "\\",
        "x",
        "-",
        "_",
        "A B",
    ];
    let piece = prop_oneof![6 => select(known).prop_map(str::to_owned), 1 => any::<String>()];
    let pieces = vec(piece, 0..24).prop_map(|pieces| pieces.concat());
    (prop::option::weighted(0.3, padding()), pieces)
        .prop_map(|(padding, text)| padding.unwrap_or_default() + &text)
}

fn knowing() -> Redactor {
    redactor("k3v9x0q2m7t4b1za").hiding(["acme.example", "acme", "Rita", "A B"].map(str::to_owned))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nobody_reads_the_secret(
        (secret, spelled) in spelled(),
        (before, padding, after) in (AROUND, padding(), AROUND),
        at in any::<Index>(),
    ) {
        let redactor = redactor(&secret);
        let places = before.char_indices().map(|(at, _)| at).chain([before.len()]).collect::<Vec<_>>();
        let (start, end) = before.split_at(places[at.index(places.len())]);
        // One that is spelled in several ways at once is found behind a space only, see `spelled`.
        let text = format!("{padding}{start}{spelled}{end}{after}");
        for quote in [Text::theirs(&*text), Text::passage(&*text), Text::exact(&*text)].map(|text| text.seal(&redactor)) {
            prop_assert_eq!(readable(quote.as_str(), &secret), None, "{:?} in {:?}", secret, quote);
        }
        let masked = redactor.masked(&text);
        prop_assert_eq!(readable(&masked, &secret), None, "{:?} in {:?}", secret, masked);
    }

    #[test]
    fn nobody_reads_it_in_several_places_of_a_sentence(
        (secret, at, between) in (secret(), any::<Index>(), select(vec![": ", " ", "/", ""])),
    ) {
        let (one, other) = secret.split_at(at.index(secret.len()));
        let text = Text::joined([Text::theirs(one), Text::theirs(other)], between).seal(&redactor(&secret));
        prop_assert_eq!(readable(text.as_str(), &secret), None, "{:?} in {:?}", secret, text);
        prop_assert!(text.as_str().contains(between.trim()), "{:?}", text);
    }

    #[test]
    fn nobody_reads_it_in_several_items_of_a_list((secret, places) in (secret(), vec(any::<Index>(), 1..4))) {
        let mut cuts = places.iter().map(|at| at.index(secret.len())).chain([0, secret.len()]).collect::<Vec<_>>();
        cuts.sort_unstable();
        let items = cuts.windows(2).map(|cut| &secret[cut[0]..cut[1]]);
        let items = ["xyz"].into_iter().chain(items).map(str::to_owned).collect::<Vec<_>>();
        let redactor = redactor(&secret).hiding_lists([items.clone()]);
        let quotes = items.into_iter().map(|item| Text::theirs(item).seal(&redactor).to_string()).collect::<Vec<_>>();
        prop_assert_eq!(readable(&quotes.join(","), &secret), None, "{:?} in {:?}", secret, quotes);
        prop_assert_eq!(&quotes[0], "xyz");
    }

    #[test]
    fn what_is_sealed_stays_what_it_is(text in hostile()) {
        let redactor = knowing();
        for quote in [Text::theirs(&*text), Text::passage(&*text), Text::exact(&*text)].map(|text| text.seal(&redactor)) {
            prop_assert_eq!(&Text::passage(quote.as_str()).seal(&redactor), &quote);
            if quote.as_str().chars().count() <= MAX_CHARS {
                prop_assert_eq!(&Text::theirs(quote.as_str()).seal(&redactor), &quote);
            }
        }
    }

    #[test]
    fn no_private_word_stands_alone(text in hostile()) {
        let quote = Text::passage(text).seal(&knowing());
        let shown = quote.as_str().to_lowercase();
        for word in ["acme.example", "acme", "rita"] {
            for (at, _) in shown.match_indices(word) {
                let around = [shown[..at].chars().next_back(), shown[at + word.len()..].chars().next()];
                prop_assert!(around.iter().flatten().any(|c| c.is_alphanumeric()), "{word} in {shown:?}");
            }
        }
    }

    #[test]
    fn columns_and_lines_stay_behind_a_mask(text in hostile()) {
        let masked = knowing().masked(&text).into_owned();
        let breaks = |text: &str| text.chars().enumerate().filter(|(_, c)| *c == '\n').map(|(at, _)| at).collect::<Vec<_>>();
        prop_assert_eq!(masked.chars().count(), text.chars().count());
        prop_assert_eq!(breaks(&masked), breaks(&text));
    }

    #[test]
    fn our_own_words_are_never_changed(words in "[a-zA-Z_-]{8,20}( [a-z]{1,9}){0,3}", is_upper: bool) {
        let secret = if is_upper { words.to_uppercase() } else { words.clone() };
        let redactor = redactor(&secret).hiding([words.clone()]);
        let quote = Text::joined([ours(&words), Text::theirs(&*words)], " and ").seal(&redactor);
        prop_assert_eq!(quote.as_str(), format!("{words} and {STARS}"));
    }
}
