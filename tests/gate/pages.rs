//! Attacks on those who read a run's pages: a text of somebody else's that becomes a link. The harness asks of each
//! summary whether there is one.

use serde_json::{Value, json};

use crate::gate::Gate;
use crate::portal::Portal;

/// What GitHub, GitLab or Azure make a link, a mention or a reference of.
const LIVE: [&str; 16] = [
    "www.evil.example/x",
    "see www. evil",
    "WWW.evil.example",
    "a@evil.example",
    "xmpp:a@evil.example/x",
    "mailto:a@evil.example",
    "https://evil.example",
    "ftp://evil.example",
    "//evil.example",
    "http:////localhost/x",
    "evil.example",
    "@acme/everybody",
    "acme/app#1",
    "GH-1",
    "[click](https://evil.example)",
    "![x](//evil.example/x.png) [^1] <https://evil.example>",
];

#[test]
fn an_owner_who_is_called_like_an_address() {
    for name in LIVE {
        let owner = json!({ "ID": "17", "ADMIN": true, "NAME": name, "LAST_NAME": null });
        let portal = Portal::alive().owner_json(owner).start();
        Gate::new(&portal).policy("- disk").github().run().exit(1).summary_says(name);
    }
}

#[test]
fn an_error_that_holds_an_address() {
    for text in LIVE.into_iter().filter(|text| !text.contains('<')) {
        let portal = Portal::alive().refuses("INVALID_CREDENTIALS", text, 401).start();
        Gate::new(&portal).github().run().ends(1, "failed", "hook-refused").summary_says(text);
    }
}

#[test]
fn a_policy_that_holds_addresses() {
    for why in LIVE {
        let policy = json!({ "required": [{ "scope": "disk", "why": why }], why: why }).to_string();
        Gate::bare().github().policy(&policy).run().exit(2).summary_says(why);
        let policy = json!({ "required": [{ "scope": "disk", "why": why }] }).to_string();
        let portal = Portal::alive().start();
        Gate::new(&portal).github().policy(&policy).run().exit(1).summary_says(why);
    }
}

/// Its backticks end our code, and two of them enclose nothing.
#[test]
fn a_scope_that_falls_apart_into_an_address() {
    for scope in ["a`@``acme/everybody", "a`x#``1", "a`https:/``/evil.example", "a`evil.``example"] {
        let portal = Portal::alive().grants(&["crm", scope]).start();
        let gate = Gate::new(&portal).policy("{required: [crm], extra: fail}").github();
        gate.run().ends(1, "failed", "scope-extra").summary_says(scope.rsplit('`').next().expect("its end"));
    }
}

/// A file of the repository is linked by us, and its name is no link in that link.
#[test]
fn a_policy_that_is_called_like_an_address() {
    for file in ["www.evil.example/p.yml", "a@evil.example", "x y www.evil.example.yml"] {
        let portal = Portal::alive().start();
        let gate = Gate::new(&portal).github().file(file, b"- disk").input("scopes-file", file);
        gate.run().exit(1).summary_says(file).summary_says("<a href=\"https://github.com/acme/app/blob/");
    }
}

/// By the specification (SARIF 2.1.0, 3.11.5 and 3.11.6) the one is a link and the other a placeholder.
#[test]
fn a_policy_that_holds_links_and_placeholders_of_sarif() {
    for text in
        ["[click](https://evil.example)", "\\[a\\](https://evil.example)", "[a](1)", "{0}", "{{0}} [b](x"]
    {
        let portal = Portal::alive().unasked().start();
        let policy = json!({ "required": ["crm"], text: "x" }).to_string();
        let run = Gate::new(&portal).policy(&policy).input("sarif-file", "b24.sarif").run();
        let sarif = std::fs::read_to_string(run.beside("workspace/b24.sarif")).expect("the report");
        let sarif: Value = serde_json::from_str(&sarif).expect("it is JSON");
        let message = sarif["runs"][0]["results"][0]["message"]["text"].as_str().expect("a message");
        assert!(!message.contains("]("), "a link for some: {message}");
        let told = read(message).replace("] (", "](");
        assert!(told.starts_with(&format!("the key `{text}` is unknown")), "{message}");
    }
}

/// The plain text that the message stands for.
fn read(message: &str) -> String {
    let (mut plain, mut rest) = (String::new(), message.chars());
    while let Some(c) = rest.next() {
        match c {
            '[' | ']' => panic!("a bracket with a meaning: {message}"),
            '{' | '}' => assert_eq!(rest.next(), Some(c), "a brace with a meaning: {message}"),
            _ => {}
        }
        plain.push(if c == '\\' { rest.next().expect("what is escaped") } else { c });
    }
    plain
}
