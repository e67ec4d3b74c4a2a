//! Tells a secret of a portal from what stands for one.

use std::ops::RangeInclusive;

use crate::host::Host;

/// Of a secret, in characters. The portal makes 16 of small letters and digits (`rest` module, `apauth/password.php`);
/// its column holds 50.
const LENGTH: RangeInclusive<usize> = 16..=50;

/// In bits a character. Of 10,000 secrets that a portal makes, five have less.
const LEAST_ENTROPY: f64 = 2.8;

/// The share of neighbours in the alphabet or on a keyboard, and of what repeats itself, in percent: a secret that a portal
/// makes has less.
const MOST_RUNS: usize = 50;

/// The longest run, in characters.
const LONGEST_RUN: usize = 5;

/// Neighbours, in both directions.
const ROWS: [&str; 5] = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// Of words that stand for a secret. A secret of a portal has one of them once in 5,000 times.
const WORDS: [&str; 35] = [
    "secret", "token", "hook", "your", "pass", "example", "sample", "test", "demo", "dummy", "fake", "code",
    "change", "replace", "insert", "place", "here", "user", "bitrix", "random", "secure", "redact", "hidden",
    "invalid", "value", "string", "some", "auth", "access", "portal", "deadbeef", "cafebabe", "xxxx", "abcd",
    "1234",
];

/// Of Bitrix24's documentation and of its examples, which thousands have copied and changed a little.
const SAMPLES: [&str; 7] = [
    // The comments of the CRest SDK.
    "doutwqkjxgc3mgc1",
    // The starter with the SDK for JavaScript, the SDK for PHP, and the REST documentation.
    "k32t88gf3azpmwv3",
    "9kc3tt3kr7qxjt0c",
    "8v5m0dmbxs2ky7wq",
    "8g9l071eismy9q2l",
    "a2ebx1rfao5pq5cr",
    "4l777m8lapmdaz1n",
];

/// Characters that may be changed in one of them. Two secrets that portals made differ in twice as many.
const MOST_CHANGES: usize = 5;

/// Whether a portal may have made it.
pub(super) fn is_real(secret: &str) -> bool {
    let bytes = secret.as_bytes();
    let has_digit = bytes.iter().any(u8::is_ascii_digit);
    let has_letter = bytes.iter().any(u8::is_ascii_lowercase);
    let is_made = bytes.iter().all(|byte| byte.is_ascii_digit() || byte.is_ascii_lowercase());
    // One in 200 has no digit; most of these can still be told from words.
    LENGTH.contains(&bytes.len())
        && is_made
        && has_letter
        && (has_digit || !is_pronounceable(bytes))
        && entropy(bytes) >= LEAST_ENTROPY
        && longest_run(bytes) <= LONGEST_RUN
        && (1..=2).all(|step| share(bytes, step, is_neighbour) < MOST_RUNS)
        && (1..=bytes.len() / 2).all(|step| share(bytes, step, |a, b| a == b) < MOST_RUNS)
        && !names_itself(secret)
        && !SAMPLES.iter().any(|sample| strsim::levenshtein(sample, secret) <= MOST_CHANGES)
}

/// A host that no portal can have (RFC 2606, RFC 6761).
pub(super) fn is_reserved(host: &Host) -> bool {
    let name = host.as_str().split(':').next().unwrap_or_default();
    let labels = name.rsplit('.').collect::<Vec<_>>();
    matches!(labels[..], ["example" | "invalid" | "localhost", ..] | ["com" | "org" | "net", "example", ..])
}

/// Shannon's, in bits a character.
fn entropy(bytes: &[u8]) -> f64 {
    let length = count(bytes.len());
    let counts = (0..=u8::MAX).map(|byte| memchr::memchr_iter(byte, bytes).count());
    counts.filter(|n| *n > 0).map(|n| count(n) / length).map(|share| -share * share.log2()).sum()
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::MAX, f64::from)
}

/// Of the pairs so many places apart, those that go together, in percent.
fn share(bytes: &[u8], step: usize, together: fn(u8, u8) -> bool) -> usize {
    let pairs = bytes.len() - step;
    bytes.iter().zip(&bytes[step..]).filter(|(a, b)| together(**a, **b)).count() * 100 / pairs
}

fn longest_run(bytes: &[u8]) -> usize {
    let (mut longest, mut run) = (1, 1);
    for pair in bytes.windows(2) {
        run = if is_neighbour(pair[0], pair[1]) { run + 1 } else { 1 };
        longest = longest.max(run);
    }
    longest
}

fn is_neighbour(a: u8, b: u8) -> bool {
    let beside = |row: &str| row.as_bytes().windows(2).any(|two| two == [a, b] || two == [b, a]);
    a == b || ROWS.into_iter().any(beside)
}

/// Whether it holds a word, also with digits for letters.
fn names_itself(secret: &str) -> bool {
    let letters = secret.chars().map(|c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        c => c,
    });
    let letters = letters.collect::<String>();
    // A short word would be in too many secrets in one of its spellings.
    WORDS.iter().any(|word| secret.contains(word) || word.len() > 4 && letters.contains(word))
}

/// Whether no five letters without a vowel follow each other.
fn is_pronounceable(bytes: &[u8]) -> bool {
    bytes.split(|byte| b"aeiouy".contains(byte)).all(|consonants| consonants.len() < 5)
}
