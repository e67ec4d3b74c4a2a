#![expect(clippy::disallowed_methods, reason = "tests are outside of the doors")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::ledger::{Place, shown};

mod hostile;
mod limits;
mod places;

fn read(bytes: &[u8]) -> (Policy, Ledger) {
    read_as(bytes, "p.yml")
}

fn read_as(bytes: &[u8], name: &str) -> (Policy, Ledger) {
    let mut ledger = Ledger::default();
    let policy = Policy::parse(bytes, &Text::theirs(name), &mut ledger);
    (policy, ledger)
}

fn lines(problems: &[Problem]) -> String {
    shown(problems).iter().fold(String::new(), |text, problem| text + problem + "\n")
}

/// One problem a line.
fn problems(text: &str) -> String {
    lines(&read(text.as_bytes()).1.problems)
}

fn spot(origin: &Origin) -> (usize, usize) {
    let Place { line, column, .. } = origin.place().unwrap();
    (*line, *column)
}

/// The places of the required scopes.
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
        ("required:\n  - &a crm\n  - !!str user\n", vec![(2, 8), (3, 11)]),
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
    let names =
        |rules: &[Rule<Scope>]| rules.iter().map(|r| r.demand.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&base.required), ["crm", "im"]);
    assert_eq!(base.required[1].why.as_ref().unwrap().reveal(), "deploy notifications");
    assert_eq!(spot(&base.required[1].origin), (4, 12));
    assert_eq!(
        (names(&base.forbidden), names(&base.allow_extra)),
        (vec!["telephony".into()], vec!["user_brief".into()])
    );
    assert_eq!(base.methods[0].demand.as_str(), "crm.deal.list");
    // One hook is excepted from the ban, the others are not.
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
         p.yml:1:21: `crm` is in this list twice: first on line 1 \u{2013} remove one of the two\n\
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
        assert_eq!(Host::parse(text).unwrap().as_str(), form);
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
        required: vec![rule(Origin::input("required-scopes"))],
        forbidden: vec![rule(Origin::input("forbidden-scopes"))],
        ..Demands::default()
    };
    demands.check(&mut ledger);
    assert_eq!(
        lines(&ledger.problems),
        "input `forbidden-scopes`: `im` is forbidden here and required by input `required-scopes` \u{2013} remove one of the two\n"
    );
}

#[test]
fn the_shared_contradiction_of_many_hooks_is_reported_once() {
    let text = "required: [im]\nforbidden: [im]\nhooks: { a: { extra: fail }, b: { extra: fail }, c: { forbidden: [im] } }\n";
    assert_eq!(problems(text).lines().count(), 1);
}

#[test]
fn code_is_read_alike_where_paths_and_patterns_are_the_same() {
    let code = |text: &str| {
        let mut ledger = Ledger::default();
        let text = format!("required: [crm]\nscan: {text}\n");
        Policy::parse(text.as_bytes(), &Text::theirs("p.yml"), &mut ledger).code
    };
    let base = code("{ paths: [src, lib], exclude: [\"*.js\"] }");
    for (other, is_same) in [
        ("{ paths: [src, lib], exclude: [\"*.js\"], ignore-methods: [user.get] }", true),
        ("{ paths: [lib, src], exclude: [\"*.js\"] }", false),
        ("{ paths: [src, lib], exclude: [] }", false),
        ("{ paths: [src], exclude: [\"*.js\"] }", false),
        ("{ paths: [src], exclude: [] }", false),
    ] {
        assert_eq!(base.reads_as(&code(other)), is_same, "{other}");
    }
}
