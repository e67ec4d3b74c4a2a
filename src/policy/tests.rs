#![expect(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::ledger::Place;

fn read(bytes: &[u8]) -> (Policy, Ledger) {
    read_as(bytes, "p.yml")
}

fn read_as(bytes: &[u8], name: &str) -> (Policy, Ledger) {
    let (redactor, mut ledger) = (Redactor::default(), Ledger::default());
    let policy = Policy::parse(bytes, &Quote::new(name, &redactor), &redactor, &mut ledger);
    (policy, ledger)
}

fn lines(problems: &[Problem]) -> String {
    problems.iter().fold(String::new(), |mut text, problem| {
        writeln!(text, "{problem}").unwrap();
        text
    })
}

/// The problems in `text`, one a line.
fn problems(text: &str) -> String {
    lines(&read(text.as_bytes()).1.problems)
}

fn spot(origin: &Origin) -> (usize, usize) {
    let Place { line, column, .. } = origin.place().unwrap();
    (*line, *column)
}

/// Where the required scopes of a good policy stand.
fn spots(text: &str) -> Vec<(usize, usize)> {
    let (policy, ledger) = read(text.as_bytes());
    assert_eq!(lines(&ledger.problems), "", "{text:?}");
    policy.base.required.iter().map(|rule| spot(&rule.origin)).collect()
}

fn policies(folder: &str) -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies").join(folder);
    let mut files = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "yml"))
        .map(|path| (path.clone(), path.file_name().unwrap().to_str().unwrap().to_owned()))
        .collect::<Vec<_>>();
    files.sort();
    assert!(!files.is_empty());
    files
}

#[test]
fn good_policies_are_read_without_a_word() {
    for (path, name) in policies("good") {
        let (policy, ledger) = read_as(&fs::read(path).unwrap(), &name);
        assert_eq!(lines(&ledger.problems) + &lines(&ledger.notices), "", "{name}");
        assert_ne!(policy, Policy::default(), "{name}");
    }
}

#[test]
fn bad_policies_are_refused_in_the_words_beside_them() {
    let mut wrong = String::new();
    for (path, name) in policies("bad") {
        let expected = fs::read_to_string(path.with_extension("expected")).unwrap();
        let found = lines(&read_as(&fs::read(path).unwrap(), &name).1.problems);
        if found != expected || found.is_empty() {
            write!(wrong, "--- {name}, expected:\n{expected}+++ found:\n{found}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_layout_keeps_its_lines_and_columns() {
    let blocks = "# b24-ping policy\nextra: fail\n\nrequired:\n  - crm          # CRM\n  - user\n  # tasks follow\n  \
                  - \"tasks\"\n  - 'imbot'\nforbidden:\n  - im\n";
    for (text, expected) in [
        (blocks, vec![(5, 5), (6, 5), (8, 5), (9, 5)]),
        ("extra: warn\nrequired: [crm, user,\n           'tasks']\n", vec![(2, 12), (2, 17), (3, 12)]),
        ("# x\r\nrequired:\r\n  - crm\r\n  - user\r\n", vec![(3, 5), (4, 5)]),
        ("required:\r  - crm\r  - user\r", vec![(2, 5), (3, 5)]),
        ("required:\n- crm\n- user\n", vec![(2, 3), (3, 3)]),
        ("%YAML 1.2\n---\nrequired:\n  - crm\n", vec![(4, 5)]),
        ("required:\n    - crm\n    -   user\n", vec![(2, 7), (3, 9)]),
        ("\u{feff}required: [crm, user]\n", vec![(1, 12), (1, 17)]),
        ("required:\n  - &a crm\n  - !!str user\n", vec![(2, 5), (3, 5)]),
        ("required:\n  - |-\n    crm\n  - >-\n    user\n", vec![(2, 5), (4, 5)]),
        ("# é😀\n{portal: пример.рф, required: [crm, im]}\n", vec![(2, 32), (2, 37)]),
        ("required:\n  - why: a b\n    scope: crm\n  - {scope: im}\n", vec![(3, 12), (4, 13)]),
        ("- crm\n- im\n", vec![(1, 3), (2, 3)]),
        ("crm: 1\n", vec![]),
    ] {
        if expected.is_empty() {
            assert!(problems(text).starts_with("p.yml:1:1: "), "the place that the parser does not write");
        } else {
            assert_eq!(spots(text), expected, "{text:?}");
        }
    }
}

#[test]
fn the_contract_s_example_is_understood() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/policies/good/contract.yml");
    let (Policy { base, hooks, .. }, _) = read(&fs::read(path).unwrap());
    let names = |rules: &[Rule<Scope>]| rules.iter().map(|r| r.demand.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&base.required), ["crm", "im"]);
    assert_eq!(base.required[1].why.as_ref().unwrap().as_str(), "deploy notifications");
    assert_eq!(spot(&base.required[1].origin), (4, 12));
    assert_eq!(
        (names(&base.forbidden), names(&base.allow_extra)),
        (vec!["telephony".into()], vec!["user_brief".into()])
    );
    assert_eq!(base.methods[0].demand.as_str(), "crm.deal.list");
    // The one hook is excepted from the ban, the others are not.
    assert_eq!(names(&base.joined(&hooks[0].demands).forbidden), [""; 0]);
    assert_eq!(names(&base.forbidden), ["telephony"]);
    let (extra, portal) = (base.extra.unwrap(), base.portal.unwrap());
    assert_eq!((extra.demand, spot(&extra.origin)), (Extra::Fail, (10, 8)));
    assert_eq!((portal.demand.as_str(), spot(&portal.origin)), ("acme.bitrix24.com", (12, 9)));
    assert_eq!((base.user_id.unwrap().demand, base.admin.unwrap().demand), (17, true));
    assert_eq!((hooks.len(), hooks[0].name.as_str(), spot(&hooks[0].origin)), (1, "staging", (15, 3)));
    assert_eq!(hooks[0].demands.portal.as_ref().unwrap().demand.as_str(), "stage.bitrix24.com");
    assert_eq!(names(&hooks[0].demands.allow_extra), ["telephony"]);
}

#[test]
fn upper_case_and_repetition_are_read_past_with_a_notice() {
    let (policy, ledger) =
        read(b"required: [CRM, im, crm]\nmethods: [Profile]\nforbidden: [task]\nallow-extra: [im]\n");
    assert!(ledger.problems.is_empty());
    assert_eq!(
        lines(&ledger.notices),
        "p.yml:1:12: the text `CRM` is read as `crm` \u{2013} write it in lower case\n\
         p.yml:1:21: `crm` is in this list already, on line 1 \u{2013} remove one of the two\n\
         p.yml:2:11: the text `Profile` is read as `profile` \u{2013} write it in lower case\n"
    );
    assert_eq!(policy.base.required.len(), 2);
}

#[test]
fn portals_are_compared_in_one_form() {
    for (text, form) in [
        ("acme.bitrix24.com", "acme.bitrix24.com"),
        ("https://Acme.Bitrix24.com/", "acme.bitrix24.com"),
        ("HTTPS://acme.local:8443", "acme.local:8443"),
        ("acme.local:443", "acme.local"),
        ("пример.рф", "xn--e1afmkfd.xn--p1ai"),
        ("192.168.0.7", "192.168.0.7"),
        ("[::1]:8443", "[::1]:8443"),
    ] {
        assert_eq!(Host::parse(text).unwrap().to_string(), form);
    }
    for text in [
        "",
        "/",
        "https://",
        "https://a//",
        "a b",
        "a:b",
        "\ta",
        "a.b?x",
        "a.b#x",
        "0x7f.1",
        "é\u{ad}\u{0}",
        "ü",
    ] {
        assert_eq!(Host::parse(text).is_some(), text == "ü", "{text:?}");
    }
}

#[test]
fn a_hook_s_lists_add_and_its_single_values_replace() {
    let text = "required: [crm, im]\nextra: warn\nportal: a.b\nuser: { id: 1, admin: true }\nmethods: [profile]\n\
                hooks:\n  x: { required: [im, task], extra: fail, user: { id: 2 }, forbidden: [user] }\n";
    let (policy, ledger) = read(text.as_bytes());
    assert_eq!(lines(&ledger.problems), "");
    let joined = policy.base.joined(&policy.hooks[0].demands);
    let required =
        joined.required.iter().map(|rule| (rule.demand.as_str(), spot(&rule.origin))).collect::<Vec<_>>();
    assert_eq!(required, [("crm", (1, 12)), ("im", (1, 17)), ("task", (7, 23))]);
    assert_eq!((joined.forbidden.len(), joined.methods.len()), (1, 1));
    assert_eq!(joined.extra.as_ref().unwrap().demand, Extra::Fail);
    assert_eq!((joined.user_id.as_ref().unwrap().demand, joined.admin.as_ref().unwrap().demand), (2, true));
    assert_eq!(joined.portal, policy.base.portal);
    assert_eq!(policy.base.joined(&Demands::default()), policy.base);
    assert_eq!(Demands::default().joined(&policy.base), policy.base);
    assert!(Demands::default().is_empty() && !joined.is_empty());
}

#[test]
fn a_contradiction_names_both_places_whatever_they_are() {
    let mut ledger = Ledger::default();
    let rule = |origin| Rule { demand: Scope::parse("im").unwrap(), origin, why: None, keep: false };
    let demands = Demands {
        required: vec![rule(Origin::Input("required-scopes"))],
        forbidden: vec![rule(Origin::Input("forbidden-scopes"))],
        ..Demands::default()
    };
    demands.check(&mut ledger);
    assert_eq!(
        lines(&ledger.problems),
        "input `forbidden-scopes`: `im` is forbidden here and required by input `required-scopes` \u{2013} drop one of the two\n"
    );
}

#[test]
fn the_shared_contradiction_of_many_hooks_is_told_once() {
    let text = "required: [im]\nforbidden: [im]\nhooks: { a: { extra: fail }, b: { extra: fail }, c: { forbidden: [im] } }\n";
    assert_eq!(problems(text).lines().count(), 1);
}

#[test]
fn places_are_counted_whatever_ends_a_line() {
    for end in ["\n", "\r\n", "\r"] {
        let text = format!("required: [crm]{end}{end}# \u{1}");
        assert!(problems(&text).starts_with("p.yml:3:3: the control character"), "{end:?}");
    }
}

#[test]
fn a_tab_behind_a_word_is_no_indentation() {
    assert_eq!(problems("required: [crm]\t# why\n"), "");
    assert!(problems("required:\n\t- crm\n").starts_with("p.yml:2:1: a tab used for indentation"));
}

#[test]
fn a_second_document_begins_at_its_marker() {
    for text in ["required: [crm]\n---\n[im]", "extra:\n---\n[im]"] {
        assert!(problems(text).starts_with("p.yml:2:1: a second document begins here"), "{}", problems(text));
    }
}

#[test]
fn the_name_of_a_hook_has_64_characters_at_most() {
    let named = |n| problems(&format!("required: [crm]\nhooks: {{ {}: {{ extra: fail }} }}", "n".repeat(n)));
    assert_eq!(named(64), "");
    assert!(named(65).contains("is not the name of a hook"));
}

#[test]
fn a_list_of_paths_may_be_empty() {
    for scan in ["{ paths: }", "{ paths: [], exclude: }", ""] {
        let text = format!("required: [crm]\nscan: {scan}");
        assert_eq!(problems(&text), "", "{text}");
    }
    assert!(problems("scan: { paths: src }").contains("`paths`"));
}

#[test]
fn limits_hold_to_the_item() {
    let list = |head: &str, count: usize| {
        (0..count).fold(format!("{head}:\n"), |text, n| text + &format!("- s{n}\n"))
    };
    assert_eq!(problems(&list("required", 1000)), "");
    assert!(problems(&list("required", 1200)).starts_with("p.yml:1002:3: more than 1,000 rules"));
    assert_eq!(problems(&list("methods", 500)), "");
    assert!(problems(&list("methods", 501)).starts_with("p.yml:502:3: more than 500 methods"));
    let comment = |size: usize| "required: [crm]\n#".to_owned() + &"x".repeat(size - 17);
    assert_eq!(problems(&comment(65_536)), "");
    assert!(
        problems(&comment(65_537)).starts_with("p.yml:1:1: the policy has 65537 bytes, more than 64 KiB")
    );
    let brackets = |count: usize| "required: [crm]\n# ".to_owned() + &"[{".repeat(count);
    assert_eq!(problems(&brackets(499)), "");
    assert!(problems(&brackets(500)).starts_with("p.yml:2:1002: more than 1000 opening brackets"));
}

#[test]
fn hostile_files_are_refused_in_a_few_words() {
    let items = |count: usize| "[".to_owned() + &"a,".repeat(count) + "]";
    for (text, expected) in [
        ("[".repeat(32_000), "1:1001: more than 1000 opening brackets"),
        ("{a: ".repeat(16_000), "1:4001: more than 1000 opening brackets"),
        ("[".repeat(900), "1:7: lists and mappings nested deeper"),
        ("- ".repeat(32_000), "1:13: lists and mappings nested deeper"),
        ("- ".repeat(50_000), "1:1: the policy has 100000 bytes"),
        ("? ".repeat(32_000), "1:3: a key that is a list or a mapping"),
        (format!("{}: 1\n", "k".repeat(1000)), "1:1: the key `kkk"),
        (format!("? {}\n: {}\n", "k".repeat(40_000), items(9_000)), "1:3: the key `kkk"),
        (
            format!("? {}\n: {}\n", "k".repeat(40_000), items(12_000)),
            "2:19998: more entries than a policy needs",
        ),
        ("- &a a\n".repeat(9_000), "1001:3: more than 1,000 rules"),
        (format!("- {}\n", "x".repeat(60_000)), "1:3: the text `xxx"),
        (
            format!("a: &a [{}]\nb: [{}]\n", "x,".repeat(2000), "*a,".repeat(2000)),
            "1:8: this value is used again",
        ),
        (format!("x: !{}\n", "a".repeat(60_000)), "1:4: a tag"),
        ("required:\n".repeat(4_000), "2:1: the key `required` was given already"),
        ("'".repeat(60_001), "1:60002: this is not YAML"),
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
        let (mut ledger, name) = (Ledger::default(), Quote::new("p.yml", &redactor));
        let policy = Policy::parse(form.replace('S', secret).as_bytes(), &name, &redactor, &mut ledger);
        assert!(!lines(&ledger.problems).contains(secret), "{form}");
        assert!(!lines(&ledger.notices).contains(secret), "{form}");
        assert!(
            policy.base.required.iter().all(|rule| rule.why.as_ref().is_none_or(|why| why.as_str() == "***"))
        );
    }
}

/// A small generator of numbers (Knuth's MMIX constants): the same bytes on every machine.
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
            assert!(!problem.to_string().contains(char::is_control), "{problem}");
        }
        assert!(ledger.problems.len() <= MAX_TOLD + 1);
        // Whatever was understood stands where it is said to stand.
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
