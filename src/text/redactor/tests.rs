use super::shapes::MAX_ADDRESS;
use super::*;

const SECRET: &str = "k3v9x0q2m7t4b1za";

fn redactor() -> Redactor {
    Redactor::new(vec![Zeroizing::new(SECRET.to_owned())])
}

fn spelled(each: impl Fn(char) -> String) -> String {
    SECRET.chars().map(each).collect()
}

fn full_width(c: char) -> char {
    char::from_u32(u32::from(c) + 0xfee0).unwrap()
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
        spelled(|c| full_width(c).to_string()),
        spelled(|c| format!("&#{};", u32::from(full_width(c)))),
        "k3v9x0q2m7t4b1z\u{24d0}".to_owned(),
        "\u{1d4c0}3v9x0q2m7t4b1za".to_owned(),
        r"k3v9x\\0q2m7t4\\b1za".to_owned(),
        r"k3v9x\\u0030q2m7t4b1za".to_owned(),
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
    let words = ["Rita", "https://acme.example:8443/x", "Рита of CRM", "Task"].map(str::to_owned);
    let private = redactor().hiding(words);
    assert_eq!(
        private.clean("rita, margarita: crm, task and task.get"),
        "***, margarita: crm, task and task.get"
    );
    assert_eq!(private.clean("at acme.example:8443, ACME%2Eexample."), "at ***, ***.");
    assert_eq!(private.clean("РИТА, Маргарита"), "***, Маргарита");
    assert_eq!(private.clean("Рита of CRM"), "***");
    assert_eq!(private.clean(SECRET), "***");
}

#[test]
fn the_hook_of_somebody_else_is_starred_by_its_shape() {
    for (text, clean) in [
        ("see https://a.b/rest/1/abcdefgh12345678/profile", "see https://a.b/rest/1/***/profile"),
        (r"https:\/\/a.b\/REST\/api\/17\/abcdefgh", r"https:\/\/a.b\/REST\/api\/17\/***"),
        ("a.example/rest//1%2Fabcdefgh. /rest/2/defghijk?", "a.example/rest//1%2F***. /rest/2/***?"),
        ("a.b.xn--p1ai:8443/rest/1/abcdefgh", "a.b.xn--p1ai:8443/rest/1/***"),
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
        "v1.2/rest/2/orderhandlers/x.js",
        "../a.js/rest/2/orderhandlers/x.js",
        "/home/rita/app/rest/12/getOrderList.php",
        "https://a.example/rest/2/orders.js",
        "the rest of /rest/ and rest/profile",
        "forest/1/abcdefgh12345678",
        "",
    ] {
        assert!(matches!(redactor().clean(text), Cow::Borrowed(same) if same == text), "{text}");
    }
}

#[test]
fn the_path_of_a_file_is_no_address() {
    let path = "/srv/a.example/rest/2/handlers2025/k3v9x0q2m7t4b1za.js";
    assert_eq!(redactor().of_paths().clean(path), "/srv/a.example/rest/2/handlers2025/***.js");
}

#[test]
fn a_long_text_is_searched_as_a_short_one() {
    let words = [
        (PIECE - AROUND - 1, "ж/rest/2/orderhandlers"),
        (PIECE - 5, SECRET),
        (PIECE + AROUND - 5, "administrator"),
    ];
    let text = words.iter().fold(String::new(), |text, (at, word)| {
        let room = " ".repeat(at - text.len());
        text + &room + word
    });
    let clean = redactor().hiding(["admin".to_owned()]).clean(&text).into_owned();
    assert!(clean == text.replace(SECRET, STARS), "{}", clean.replace("  ", ""));
}
