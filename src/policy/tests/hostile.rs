//! Malicious and broken files.

use super::*;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;

#[test]
fn hostile_files_are_refused_in_a_few_words() {
    let items = |count: usize| "[".to_owned() + &"a,".repeat(count) + "]";
    for (text, expected) in [
        ("[".repeat(65_536), "1:7: lists and mappings are nested too deep"),
        ("{a: ".repeat(16_000), "1:25: lists and mappings are nested too deep"),
        (items(1) + &"x".repeat(65_000), "1:5: there is more text after the end of the policy"),
        ("- ".repeat(32_000), "1:13: lists and mappings are nested too deep"),
        ("- ".repeat(50_000), "1:1: the policy is too large: 100000 bytes"),
        ("? ".repeat(32_000), "1:3: this key is a list or a mapping"),
        (format!("{}: 1\n", "k".repeat(1000)), "1:1: the key `kkk"),
        (format!("? {}\n: {}\n", "k".repeat(40_000), items(9_000)), "1:3: the key `kkk"),
        (format!("? {}\n: {}\n", "k".repeat(40_000), items(12_000)), "2:19998: there are too many entries"),
        ("- &a a\n".repeat(9_000), "1001:6: there are more than 1,000 rules"),
        (format!("- {}\n", "x".repeat(60_000)), "1:3: the text `xxx"),
        (
            format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(2000), "*a,".repeat(2000)),
            "2:5: aliases such as `*name` are not allowed",
        ),
        (format!("x: !{}\n", "a".repeat(60_000)), "1:4: there is a tag"),
        ("required: []\n".repeat(4_000), "2:1: the key `required` is given twice"),
        ("'".repeat(60_001), "1:1: the quotes that open here are never closed"),
    ] {
        let found = problems(&text);
        assert!(found.starts_with(&format!("p.yml:{expected}")), "{text:.60}: {found:.400}");
        assert!(found.len() < 60 * 1000, "{}", found.len());
    }
}

#[test]
fn a_secret_in_the_file_is_never_repeated() {
    let secret = "k3v9x0q2m7t4b1za";
    let redactor = Redactor::new(vec![zeroize::Zeroizing::new(secret.to_owned())]);
    for form in [
        "S: 1",
        "[S, S]",
        "{required: [S], forbidden: [S]}",
        "hooks: {S: 5}",
        "methods: [S]",
        "- S",
        "- S S",
        "- {scope: crm, why: S, S: 1}",
        "portal: S/",
        "extra: S",
        "hooks: {'S ': {}}",
        "required: S",
        "S: !!int x",
        "S: *S",
        "user: {id: S}",
        "S",
        "[S",
        "- {S: {S: {S: {S: {S: {S: [S]}}}}}}",
    ] {
        let mut ledger = Ledger::default();
        Policy::parse(form.replace('S', secret).as_bytes(), &Text::theirs("p.yml"), &mut ledger);
        for problem in ledger.problems.into_iter().chain(ledger.notices) {
            let shown = problem.seal(&redactor).to_string();
            assert!(!shown.contains(secret), "{form}: {shown}");
        }
    }
}

/// A small random generator (Knuth's MMIX constants): the same bytes on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn broken_policies_neither_panic_nor_point_outside() {
    const BITS: [&str; 32] = [
        "\n", "\r", "\t", " ", "  ", "- ", ": ", ":", ",", "[", "]", "{", "}", "'", "\"", "#", "&a ", "*a",
        "!x ", "!!int ", "|", ">", "? ", "---\n", "...\n", "%", "\u{feff}", "é", "😀", "\u{0}", "~", "<<: ",
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/good/contract.yml");
    let good = fs::read(path).unwrap();
    let mut dice = Dice(24);
    let mut read_well = 0;
    for round in 0..6000 {
        let mut bytes = good.clone();
        for _ in 0..=dice.below(4) {
            let at = dice.below(bytes.len());
            let end = (at + dice.below(20)).min(bytes.len());
            match dice.below(5) {
                0 => bytes[at] = u8::try_from(dice.below(256)).unwrap(),
                1 => drop(bytes.drain(at..end)),
                2 => bytes.truncate(at.max(1)),
                3 => bytes.extend_from_within(at..end),
                _ => drop(bytes.splice(at..at, BITS[dice.below(BITS.len())].bytes())),
            }
            if bytes.is_empty() {
                bytes = good.clone();
            }
        }
        let (policy, ledger) = read(&bytes);
        let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\r', "\n");
        let rows = text.trim_start_matches('\u{feff}').split('\n').collect::<Vec<_>>();
        let rest = |origin: &Origin| {
            let (line, column) = spot(origin);
            let row = rows.get(line - 1).unwrap_or_else(|| panic!("{round}: line {line} of\n{text}"));
            assert!(column <= row.chars().count() + 1, "{round}: {line}:{column} of\n{text}");
            row.chars().skip(column - 1).collect::<String>()
        };
        for problem in ledger.problems.iter().chain(&ledger.notices) {
            rest(&problem.origin);
            let shown = problem.clone().plain().to_string();
            assert!(!shown.contains(char::is_control), "{shown}");
        }
        assert!(ledger.problems.len() <= MAX_SHOWN + 1);
        // Every rule is where its place points.
        for demands in policy.all() {
            for rule in demands.required.iter().chain(&demands.forbidden).chain(&demands.allow_extra) {
                let there = rest(&rule.origin).to_ascii_lowercase();
                let bare = there.trim_start_matches(['\'', '"']);
                let marked = there.starts_with(['&', '!', '|', '>']) || bare.contains('\\');
                assert!(marked || bare.starts_with(rule.demand.as_str()), "{round}: {rule:?} of\n{text}");
            }
        }
        read_well += usize::from(ledger.problems.is_empty());
    }
    assert!((300..5700).contains(&read_well), "{read_well}: the mutations are too mild or too wild");
}
