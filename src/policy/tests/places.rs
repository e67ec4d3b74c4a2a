//! The places of everything in a file, and messages on text that is not YAML.

use super::*;
use crate::policy::node::{Node, Value};
use crate::policy::source::Spot;
use crate::policy::tree::parse;

/// Every node and key of a text in its order, as `line:column kind`.
fn places(text: &str) -> String {
    let mut out = Vec::new();
    lay(&parse(text).unwrap_or_else(|trouble| panic!("{text:?}: {trouble:?}")), &mut out);
    out.join(" ")
}

fn lay(node: &Node, out: &mut Vec<String>) {
    let mut put = |Spot { line, column }: Spot, what: &str| out.push(format!("{line}:{column}{what}"));
    match &node.value {
        Value::Null => put(node.spot, "~"),
        Value::Bool(value) => put(node.spot, &format!("={value}")),
        Value::Int(value) => put(node.spot, &format!("={value}")),
        Value::Float => put(node.spot, "=."),
        Value::Text(text) => put(node.spot, &format!("'{text}'")),
        Value::List(items) => {
            put(node.spot, "[]");
            for item in items {
                lay(item, out);
            }
        }
        Value::Map(entries) => {
            put(node.spot, "{}");
            for (key, value) in entries {
                out.push(format!("{}:{}{}:", key.spot.line, key.spot.column, key.text));
                lay(value, out);
            }
        }
    }
}

#[test]
fn everything_stands_where_it_begins() {
    for (text, expected) in [
        ("", "1:1~"),
        ("# c\n", "1:1~"),
        ("--- # c\n", "1:4~"),
        ("a: [b, 'c']\nd: { e: [] }\n", "1:1{} 1:1a: 1:4[] 1:5'b' 1:8'c' 2:1d: 2:4{} 2:6e: 2:9[]"),
        ("a: [ ]\nb: {}", "1:1{} 1:1a: 1:4[] 2:1b: 2:4{}"),
        ("a:\n  - b\n  - - c\n    - d\n", "1:1{} 1:1a: 2:3[] 2:5'b' 3:5[] 3:7'c' 4:7'd'"),
        ("a:\n-   b\n- # c\n  d\n", "1:1{} 1:1a: 2:1[] 2:5'b' 4:3'd'"),
        ("a:\n- - b\n  - c\n", "1:1{} 1:1a: 2:1[] 2:3[] 2:5'b' 3:5'c'"),
        ("- a: b\n  c:\n  - d: e\n", "1:1[] 1:3{} 1:3a: 1:6'b' 2:3c: 3:3[] 3:5{} 3:5d: 3:8'e'"),
        ("a: &x\n- b\nc: &y [d]\n", "1:1{} 1:1a: 2:1[] 2:3'b' 3:1c: 3:7[] 3:8'd'"),
        ("[a: b, ? c]", "1:1[] 1:2{} 1:2a: 1:5'b' 1:8{} 1:10c: 1:11~"),
        ("? a\n: - b\n", "1:1{} 1:3a: 2:3[] 2:5'b'"),
        ("a: |\n  b\nc: >-\n\n   d\n   e", "1:1{} 1:1a: 1:4'b\n' 3:1c: 3:4'\nd e'"),
        ("é: &x |2- # > c | d\r\n\r\n   > b\r\nc: |", "1:1{} 1:1é: 1:7'\n > b' 4:1c: 4:4''"),
        ("- |\n\n# c\n- >+\n\n- !!str |\n b", "1:1[] 1:3'' 4:3'\n' 6:9'b'"),
    ] {
        assert_eq!(places(text), expected, "{text:?}");
    }
}

#[test]
fn what_is_missing_stands_behind_what_asks_for_it() {
    for (text, expected) in [
        ("-\n-  \n-   # c\n- \t#d\n-", "1:1[] 1:2~ 2:2~ 3:2~ 4:2~ 5:2~"),
        ("a:\nb:   # c\n\nc:", "1:1{} 1:1a: 1:3~ 2:1b: 2:3~ 4:1c: 4:3~"),
        ("a:\r\n-\r\n  # c\r\n- b", "1:1{} 1:1a: 2:1[] 2:2~ 4:3'b'"),
        ("{ é: , ü, ? }", "1:1{} 1:3é: 1:5~ 1:8ü: 1:9~ 1:13: 1:13~"),
        ("? a\n? b", "1:1{} 1:3a: 1:4~ 2:3b: 2:4~"),
        ("a: |\nb: >-\n\n", "1:1{} 1:1a: 1:4'' 2:1b: 2:4''"),
        ("- &a\n- !!str\n- ''", "1:1[] 1:5~ 2:8'' 3:3''"),
    ] {
        assert_eq!(places(text), expected, "{text:?}");
    }
}

#[test]
fn a_text_without_quotes_stands_for_what_yaml_1_2_says() {
    for (texts, expected) in [
        ("~ null Null NULL", "~"),
        ("true True TRUE", "=true"),
        ("false False FALSE", "=false"),
        ("31 +31 0x1f 0x1F +0x1f 0o37 0b11111", "=31"),
        ("-31 -0x1f -0o37", "=-31"),
        ("0 -0", "=0"),
        ("18446744073709551616", "=18446744073709551616"),
        (".5 5. 1.5 -1e3 1E+3 .inf -.Inf +.INF .nan .NaN 1e-400", "=."),
        ("999999999999999999999999999999999999999999", "=."),
    ] {
        for text in texts.split(' ') {
            assert_eq!(places(&format!("- {text}")), format!("1:1[] 1:3{expected}"), "{text}");
            for text in [format!("'{text}'"), format!("!!str {text}")] {
                assert!(
                    places(&text)
                        .ends_with(&format!("'{}'", text.trim_matches('\'').trim_start_matches("!!str ")))
                );
            }
        }
    }
    assert_eq!(
        places("[!!int 5, !!int '5', !!bool true, !!null ~, !!null , !!float .5]"),
        "1:1[] 1:8=5 1:17=5 1:29=true 1:42~ 1:51~ 1:62=."
    );
    for text in "no yes on off y n nUll tRUE 007 -01 0x 0xg 0x-1 0b2 0o8 +-1 --1 1_000 1e1e1 1e999 . .e1 inf nan infinity +.nan .iNF 1:30 2026-11-26 1.2.3 0x1.8".split(' ') {
        assert_eq!(places(text), format!("1:1'{text}'"));
    }
}

#[test]
fn keys_are_texts_as_they_are_written_and_all_are_seen() {
    assert_eq!(
        places("1: a\n0x1: b\n~: c\n'': d\n1: e\n!!str 2: f"),
        "1:1{} 1:11: 1:4'a' 2:10x1: 2:6'b' 3:1~: 3:4'c' 4:1: 4:5'd' 5:11: 5:4'e' 6:72: 6:10'f'"
    );
    assert_eq!(places("<<: [a]"), "1:1{} 1:1<<: 1:5[] 1:6'a'");
}

#[test]
fn what_is_no_yaml_is_reported_where_and_in_words_that_help() {
    for (text, expected) in [
        ("a: *b", "1:4: there is an alias such as `*name` here, which a policy may not have"),
        ("- *.php", "1:3: there is an alias such as `*name` here, which a policy may not have"),
        ("- &a b\n- c: *a", "2:6: aliases such as `*name` are not allowed"),
        ("&a b: &a c\n*a : d", "2:1: aliases such as `*name` are not allowed"),
        ("- &a [*a]", "1:7: aliases such as `*name` are not allowed"),
        ("a: !b c", "1:4: there is a tag"),
        ("a: !\n  - b", "1:4: there is a tag"),
        ("!a b: c", "1:1: there is a tag"),
        ("- !<a> b", "1:3: there is a tag"),
        ("- !<a", "1:3: there is a tag"),
        ("- !a!b c", "1:3: there is a tag"),
        ("- !!str [a]", "1:3: there is a tag"),
        ("? [a]\n: b", "1:3: this key is a list or a mapping"),
        ("{{a: b}: c}", "1:2: this key is a list or a mapping"),
        ("a\n---\nb", "2:1: a second document begins here"),
        ("---\n---\n", "2:1: a second document begins here"),
        ("a\n...\nb: [", "3:1: a second document begins here"),
        ("- crm\n - im", "2:2: wrong indentation: this line is read as part"),
        ("- crm\r\n  -\r\n- im", "2:3: wrong indentation: this line is read as part"),
        ("extra: fail\n portal: x", "2:2: wrong indentation: this line is read as part"),
        ("a:\n  - b\n - c", "3:2: wrong indentation: this line belongs to nothing"),
        ("a:\n - b\n- c", "3:1: wrong indentation: this line belongs to nothing"),
        ("a: 'b'\n c: d", "2:2: wrong indentation: this line belongs to nothing"),
        ("- a\nb: c", "2:1: wrong indentation: this line belongs to nothing"),
        ("-\t- a", "1:3: a tab is used for indentation"),
        ("a: 'b\nc: d\n", "1:4: the quotes that open here are never closed"),
        ("- a\n- \"b\n---\n", "2:3: the quotes that open here are never closed"),
        ("- 'it's'", "1:7: there is more text after the closing quotes"),
        ("a: [b\n\n", "1:4: the bracket that opens here is never closed"),
        ("- [a, b\n- [c]", "1:3: the bracket that opens here is never closed"),
        ("a: [b\nc: []", "1:4: the bracket that opens here is not closed before line 2"),
        ("a: [b,\nc:\n  - d", "1:4: the bracket that opens here is not closed before line 3"),
        ("a: {b: c\nd: e", "1:4: the bracket that opens here is not closed before line 2"),
        ("a: [['b'\n  'c']]", "1:5: the bracket that opens here is not closed before line 2"),
        ("a: {b: c d: e}", "1:11: this does not belong between brackets"),
        ("a: [- b]", "1:5: there is a dash between brackets"),
        ("a: [b}", "1:4: the bracket that opens here is closed by one of the other kind"),
        ("a: b]\nc: ]", "2:4: this closing bracket was never opened"),
        ("a: b: c", "1:5: this colon belongs to no key"),
        ("a: b\nc\nd: e", "2:1: this line is neither an item"),
        ("a: [b] c", "1:8: there is more text after the end of the value"),
        ("a: - b", "1:4: a list cannot begin with a dash on the line of its key"),
        ("[a] b", "1:5: there is more text after the end of the policy"),
        ("a: `b`", "1:4: a text begins with a special character here"),
        ("- %a", "1:3: a text begins with a special character here"),
        ("- *", "1:3: a text begins with a special character here"),
        ("a: \"\\q\"", "1:4: there is a `\\` in double quotes"),
        ("a: \"\\ud800\"", "1:4: there is a `\\` in double quotes"),
        ("a: |x\n  b", "1:4: this `|` or `>` begins no text of several lines"),
        ("[a,, b]", "1:4: there is nothing before this comma"),
        ("{a: b,\n ,}", "2:2: there is nothing before this comma"),
        ("[-, b]", "1:2: there is a dash between brackets"),
        ("{a:[b]}", "1:3: there is no space after this colon"),
        (": a", "1:1: there is no key before the colon"),
        ("{// a\n'b': c}", "1:2: the key `// a 'b'` is unknown – begin a comment with `#`"),
        (
            "required:\u{a0}[crm]",
            "1:1: a policy must be a mapping or a list of scopes; found the text `required: [crm]` with a no-break space",
        ),
        ("required:\n<<<<<<< a\n=======\n- crm\n>>>>>>> b", "2:1: a merge left a conflict here"),
        ("[a]#b", "1:4: there is a `#` right after a value"),
        ("a: b #c\n  d", "1:6: a text goes on below a comment"),
        ("a: ? b", "1:4: a text begins with a special character here"),
        (", a", "1:1: a text begins with a special character here"),
        ("%a", "1:1: this line begins with `%`"),
        ("# 5%\r%YAML 1.2\ra: b", "2:1: this line begins with `%`"),
        ("%", "1:1: this line begins with `%`"),
        ("a: [[[[[[[b]]]]]]]", "1:9: lists and mappings are nested too deep"),
        ("- !!int 1.5", "1:3: there is a tag"),
        ("- !!bool yes", "1:3: there is a tag"),
        ("- !!null 'a'", "1:3: there is a tag"),
        ("- !!binary a", "1:3: there is a tag"),
    ] {
        let found = problems(text);
        assert!(found.starts_with(&format!("p.yml:{expected}")), "{text:?}: {found}");
        assert_eq!(found.lines().count(), 1, "{found}");
    }
}

#[test]
fn a_text_may_reach_over_lines_and_hold_dashes() {
    for text in ["- a\n  b-c\n  -d\n", "- 'a\n  - b'\n", "- |\n  a\n  - b\n", "a: b - c"] {
        assert!(parse(text).is_ok(), "{text:?}");
    }
}
