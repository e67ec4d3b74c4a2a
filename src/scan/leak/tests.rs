use super::*;
use crate::scan::Scan;

/// Put together here, so that no tool that looks for secrets stumbles over them.
fn secret() -> String {
    ["k3v9x0q2", "m7t4b1za"].concat()
}

fn longer() -> String {
    ["h7m2xq90", "vnb3kd8w", "5rtz1c6p"].concat()
}

fn filled(template: &str) -> String {
    let secret = secret();
    let whole = template.replace("{s}", &secret).replace("{l}", &longer());
    whole.replace("{a}", &secret[..8]).replace("{b}", &secret[8..]).replace(r"\n", "\n")
}

/// The rows of the fixtures, with who finds them.
fn rows() -> Vec<(&'static str, String)> {
    let table = include_str!("../../../tests/fixtures/webhooks.tsv");
    let rows = table.lines().filter(|line| !line.starts_with('#'));
    rows.map(|line| line.split_once('\t').expect("two columns"))
        .map(|(who, text)| (who, filled(text)))
        .collect()
}

fn found(text: &str) -> Vec<Spot> {
    spots(text.as_bytes(), &|_| false).kept
}

/// Portals, as an address or `-`, users, and places.
fn shown(text: &str) -> Vec<String> {
    let spots = found(text).into_iter();
    let shown = spots.map(|spot| {
        let portal = spot.portal.as_ref().map_or("-", Host::as_str);
        format!("{portal} {} {}:{}", spot.user, spot.line, spot.column)
    });
    shown.collect()
}

#[test]
fn addresses_are_found_in_every_spelling_and_placeholders_are_not() {
    let rows = rows();
    assert!(rows.len() > 70, "{}", rows.len());
    for (who, text) in rows {
        let found = found(&text);
        assert_eq!(found.len(), usize::from(who != "none"), "{who}: {text}");
        for spot in found {
            let secret = spot.secret.0.as_str();
            assert!([secret.to_owned()].iter().any(|it| *it == self::secret() || *it == longer()), "{text}");
        }
    }
}

#[test]
fn place_portal_and_user_are_told() {
    let text =
        filled("x\n  жж 'https://acme.bitrix24.ru/rest/17/{s}/' and https:\\/\\/b.de\\/p\\/rest\\/2\\/{l}");
    assert_eq!(shown(&text), ["acme.bitrix24.ru 17 2:7", "b.de 2 2:63"]);
    assert_eq!(shown(&filled("/rest/3/{s}/")), ["- 3 1:1"]);
    assert_eq!(shown(&filled("${x}/rest/3/{s}/")), ["- 3 1:1"]);
    assert_eq!(shown(&filled("A=acme.b24.ua/rest/3/{s}/")), ["acme.b24.ua 3 1:3"]);
    assert_eq!(shown(&filled("https%3A%2F%2Facme.de%2Frest%2F4%2F{s}")), ["acme.de 4 1:1"]);
}

#[test]
fn a_secret_is_told_once_a_line() {
    let text = filled(
        "https://a.de/rest/1/{s}/ https://a.de/rest/1/{s}/ https://a.de/rest/1/{l}/\nhttps://a.de/rest/1/{s}/",
    );
    assert_eq!(shown(&text), ["a.de 1 1:1", "a.de 1 1:77", "a.de 1 2:1"]);
}

#[test]
fn no_portal_has_a_host_that_is_kept_for_examples() {
    for host in
        ["acme.example", "example.com", "crm.example.org", "a.invalid", "localhost", "a.localhost:8443"]
    {
        assert_eq!(shown(&filled(&format!("https://{host}/rest/1/{{s}}/"))), [""; 0], "{host}");
    }
    for host in ["example.bitrix24.com", "acme.test", "notexample.com", "example.com.br"] {
        assert_eq!(found(&filled(&format!("https://{host}/rest/1/{{s}}/"))).len(), 1, "{host}");
    }
}

#[test]
fn a_comment_leaves_a_line_out_unless_the_run_was_given_that_webhook() {
    for mark in ["b24-ping: ignore", "b24-ping: ignore hook-in-code", "b24-ping: ignore: a sample"] {
        let text = filled(&format!("https://a.de/rest/1/{{s}}/ # {mark}"));
        let left = spots(text.as_bytes(), &|_| false);
        assert_eq!((left.kept.len(), left.silenced), (0, 1), "{mark}");
        let given = spots(text.as_bytes(), &|known| known == secret());
        assert!(given.kept.len() == 1 && given.kept[0].is_given, "{mark}");
    }
    let other = filled("https://a.de/rest/1/{s}/ # b24-ping: ignore crm.deal.list");
    assert_eq!(found(&other).len(), 1, "the mark is about a method");
}

#[test]
fn a_webhook_that_the_run_was_given_is_found_whatever_it_looks_like() {
    for secret in ["abcdefgh", "Secret-Token_1", "xxxxxxxxxxxxxxxx"] {
        let text = format!("https://acme.example/rest/1/{secret}/");
        assert!(spots(text.as_bytes(), &|_| false).kept.is_empty(), "{secret}");
        assert_eq!(spots(text.as_bytes(), &|known| known == secret).kept.len(), 1, "{secret}");
    }
}

/// As a portal makes them: xorshift in the place of its own chance.
#[test]
fn of_secrets_that_a_portal_makes_next_to_none_is_taken_for_a_placeholder() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        for (left, right) in [(13, 7), (17, 0)] {
            state ^= state << left;
            state ^= if right > 0 { state >> right } else { 0 };
        }
        state ^= state >> 29;
        state
    };
    let alphabet = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let mut character =
        || char::from(alphabet[usize::try_from(next() >> 33).expect("31 bits") % alphabet.len()]);
    let missed = (0..5_000).filter(|_| !real::is_real(&(0..16).map(|_| character()).collect::<String>()));
    let missed = missed.count();
    assert!(missed < 25, "{missed} of 5,000");
}

#[test]
fn of_very_many_the_first_are_kept_and_the_others_counted() {
    let line = filled("https://a.de/rest/1/{s}/\n");
    let text = line.repeat(MOST.of_file + 7);
    let spots = spots(text.as_bytes(), &|_| false);
    assert_eq!((spots.kept.len(), spots.more), (MOST.of_file, 7));
    let (mut scan, mut secrets) = (Scan::default(), Secrets::default());
    for number in 0..12 {
        let spots = super::spots(text.as_bytes(), &|_| false);
        scan.add_leaks(&Text::theirs(format!("{number:02}.php")), spots, &mut secrets);
        assert!(scan.leaks.len() <= 3 * MOST.in_all);
    }
    let scan = scan.sorted();
    assert_eq!(scan.leaks.len(), MOST.in_all);
    assert_eq!(scan.leaks.len() + scan.omitted.leaks, 12 * (MOST.of_file + 7));
    assert_eq!(secrets.0.len(), 1);
}

/// 4 MiB, the largest file that is read.
#[test]
fn a_file_of_one_line_is_read_like_any_other() {
    let text = "rest/".repeat(800_000) + &filled(" https://a.de/rest/1/{s}/ ");
    assert_eq!(found(&text).len(), 1);
    assert!(found(&"rest/1/".repeat(60_000)).is_empty());
    assert!(found(&"'rest' + '/' + '1' + ".repeat(20_000)).is_empty());
}

assert_lacks!(Exposed, std::fmt::Debug);
assert_lacks!(Exposed, std::fmt::Display);
assert_lacks!(Exposed, serde::Serialize);
