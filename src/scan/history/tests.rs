use super::*;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;

fn secret() -> String {
    ["k3v9x0q2", "m7t4b1za"].concat()
}

fn commit(id: char, message: &str, patch: &str) -> String {
    let patch = patch.replace("{s}", &secret()).replace('>', "\u{1}");
    format!("\0{}\0{}\0\n\n{patch}", String::from(id).repeat(40), message.replace("{s}", &secret()))
}

fn patch(file: &str, start: usize, lines: &[&str]) -> String {
    let lines = lines.iter().flat_map(|line| [">", line, "\n"]).collect::<String>();
    format!(
        "diff --git a/{file} b/{file}\nindex 1..2 100644\n--- a/{file}\n+++ b/{file}\n@@ -0,0 +{start},9 @@ f\n{lines}"
    )
}

/// What is found of a log that comes in pieces of this length.
fn read(log: &str, length: usize) -> History {
    let mut reader = Reader::new(&|_| false);
    log.as_bytes().chunks(length).for_each(|piece| reader.take(piece));
    let found = reader.end(&Depth { is_shallow: false, is_whole: true }, &Secrets::default());
    found.learn(&mut Redactor::default())
}

fn shown(history: History) -> Vec<String> {
    let shown = |committed: Committed<Quote>| {
        let first = committed
            .first
            .map_or_else(String::new, |(id, place)| format!(" first {} {place}", &id.as_str()[..1]));
        let last = committed.last.to_string();
        format!("{} {} x{}{first}", &last[..1], committed.leak.place, committed.commits)
    };
    history.plain().leaks.into_iter().map(shown).collect()
}

#[test]
fn each_secret_is_told_once_with_its_first_and_last_commit() {
    let line = "u = 'https://a.de/rest/1/{s}/'";
    let log = commit('c', "three\n", &patch("b.php", 7, &["x", line]))
        + &commit('b', "two\n", &patch("a.php", 3, &[line, line]))
        + &commit('a', "one\n", &patch("a.php", 1, &["", "", line]));
    for length in [1, 7, 64, 100_000] {
        let history = read(&log, length);
        assert_eq!(history.commits, 3);
        assert_eq!(shown(history), ["c b.php:8:6 x3 first a a.php:3:6"], "{length}");
    }
}

#[test]
fn a_message_is_read_however_it_ends() {
    for message in
        ["https://a.de/rest/1/{s}/", "x\nhttps://a.de/rest/1/{s}/", "x\n\nhttps://a.de/rest/1/{s}/\n", "\n"]
    {
        let log = commit('b', message, "")
            + &commit('a', "x\ny", &patch("a.php", 1, &["https://a.de/rest/1/{s}/"]));
        let history = read(&log, 100);
        assert_eq!(history.commits, 2, "{message}");
        let found = shown(history);
        assert!(
            found.len() == 1 && found[0].ends_with("a.php:1:1") | found[0].ends_with("a.php:1:1 x1"),
            "{found:?}"
        );
    }
}

#[test]
fn what_is_taken_away_or_only_looks_like_a_head_is_not_what_is_added() {
    let gone = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -1 +0,0 @@\n-https://a.de/rest/1/{s}/\n";
    assert_eq!(shown(read(&commit('a', "x\n", gone), 9)), [""; 0]);
    let forged = patch("a.php", 1, &["++ b/other.php", "diff --git a/x b/x", "https://a.de/rest/1/{s}/"]);
    assert_eq!(shown(read(&commit('a', "x\n", &forged), 9)), ["a a.php:3:1 x1"]);
}

#[test]
fn names_in_quotes_and_with_spaces_are_told_plainly() {
    let odd =
        |name: &str| format!("diff --git a b\n+++ {name}\n@@ -0,0 +1 @@\n>https://a.de/rest/1/{{s}}/\n");
    assert_eq!(shown(read(&commit('a', "x\n", &odd("b/d é/t\t")), 9)), ["a d é/t:1:1 x1"]);
    assert_eq!(shown(read(&commit('a', "x\n", &odd("\"b/d\\001\"")), 9)), ["a d\\001:1:1 x1"]);
}

#[test]
fn an_address_over_two_added_lines_is_found_and_one_over_two_hunks_is_not() {
    let split = patch("a.php", 1, &["$u = 'https://a.de/rest/1/' .", "  '{s}';"]);
    assert_eq!(shown(read(&commit('a', "x\n", &split), 9)), ["a a.php:1:7 x1"]);
    let apart = split.replace("\n>  '", "\n@@ -9,0 +9 @@\n>  '");
    assert_eq!(shown(read(&commit('a', "x\n", &apart), 9)), [""; 0]);
}

#[test]
fn a_line_without_end_takes_no_memory_and_hides_nothing() {
    let endless = "x ".repeat(2_000_000);
    let line = format!("{endless}https://a.de/rest/1/{{s}}/{endless}");
    let log = commit('a', "x\n", &patch("a.php", 1, &[&line, "y", "https://a.de/rest/2/{s}/"]));
    let mut reader = Reader::new(&|_| false);
    for piece in log.as_bytes().chunks(50_000) {
        reader.take(piece);
        let held = reader.line.capacity() + reader.added.capacity();
        assert!(held < 1 << 20, "{held}");
    }
    let found = reader.end(&Depth { is_shallow: false, is_whole: true }, &Secrets::default());
    let count = found.secrets().0.len();
    let history = found.learn(&mut Redactor::default());
    assert_eq!((history.leaks.len(), count), (1, 1));
}

#[test]
fn of_very_many_secrets_the_latest_are_kept_and_the_others_counted() {
    let ten = "abcdefghij".as_bytes();
    let other =
        |n: usize| [1000, 100, 10, 1].map(|unit| char::from(ten[n / unit % 10])).iter().collect::<String>();
    let lines = (0..MOST + 5).map(|n| format!("https://a.de/rest/1/k3v9x0q2{}{}/", other(n), "m7t4"));
    let lines = lines.collect::<Vec<_>>();
    let lines = lines.iter().map(String::as_str).collect::<Vec<_>>();
    let history = read(&commit('a', "x\n", &patch("a.php", 1, &lines)), 4096);
    assert_eq!(history.leaks.len(), MOST);
    assert!((1..=5).contains(&history.more), "{}", history.more);
}
