//! The rule for gitleaks in `docs/` finds the webhooks of the fixtures, as gitleaks applies it.

#![allow(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::collections::BTreeMap;
use std::fs;

use regex::Regex;

struct Rule {
    regex: Regex,
    entropy: f64,
    allowed: Vec<Regex>,
    stopwords: Vec<String>,
}

/// Strings in the quotes that the rule has.
fn strings<'t>(text: &'t str, key: &str, quote: &str) -> Vec<&'t str> {
    let (_, value) = text.split_once(&format!("\n{key} = ")).unwrap_or_else(|| panic!("there is no {key}"));
    let value = if value.starts_with('[') {
        value.split("\n]").next().unwrap_or(value)
    } else {
        value.lines().next().unwrap_or(value)
    };
    value.split(quote).skip(1).step_by(2).collect()
}

fn rule() -> Rule {
    let text = fs::read_to_string("docs/gitleaks.toml").expect("the rule");
    let one = |key| strings(&text, key, "'''");
    let entropy = text.lines().find_map(|line| line.strip_prefix("entropy = ")).expect("a threshold");
    Rule {
        regex: Regex::new(one("regex")[0]).expect("a pattern of RE2"),
        entropy: entropy.parse().expect("a number"),
        allowed: one("regexes")
            .iter()
            .map(|pattern| Regex::new(pattern).expect("a pattern of RE2"))
            .collect(),
        stopwords: strings(&text, "stopwords", "\"").into_iter().map(str::to_owned).collect(),
    }
}

/// Shannon's, in bits a character, as gitleaks computes it.
fn entropy(text: &str) -> f64 {
    let mut counts = BTreeMap::<char, f64>::new();
    text.chars().for_each(|c| *counts.entry(c).or_default() += 1.0);
    let length = counts.values().sum::<f64>();
    counts.values().map(|count| -(count / length) * (count / length).log2()).sum()
}

impl Rule {
    fn finds(&self, text: &str) -> bool {
        self.regex.captures_iter(text).any(|found| {
            let secret = &found[1];
            entropy(secret) > self.entropy
                && !self.allowed.iter().any(|pattern| pattern.is_match(secret))
                && !self.stopwords.iter().any(|word| secret.contains(word.as_str()))
        })
    }
}

#[test]
fn the_rule_finds_what_stands_in_one_piece_and_no_placeholder() {
    let (rule, secret) = (rule(), ["k3v9x0q2", "m7t4b1za"].concat());
    let longer = ["h7m2xq90", "vnb3kd8w", "5rtz1c6p"].concat();
    let table = fs::read_to_string("tests/fixtures/webhooks.tsv").expect("the fixtures");
    let rows = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once('\t').expect("two columns"));
    let mut seen = BTreeMap::<_, usize>::new();
    for (who, template) in rows {
        let text = template.replace("{s}", &secret).replace("{l}", &longer);
        let text = text.replace("{a}", &secret[..8]).replace("{b}", &secret[8..]).replace(r"\n", "\n");
        assert_eq!(rule.finds(&text), who == "both", "{who}: {template}");
        *seen.entry(who).or_default() += 1;
    }
    assert!(seen["both"] > 20 && seen["none"] > 30, "{seen:?}");
}
