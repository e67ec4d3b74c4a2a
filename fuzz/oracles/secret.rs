//! The secret: a hook whose token is known here, so that it can be looked for.

use std::sync::LazyLock;

use b24_ping::testing::{
    Facts, Hook, Ledger, Listed, Owner, Person, ReadAs, Redactor, Scope, hooks, redactor,
};
use zeroize::Zeroizing;

/// The token; with the two signs that a token may hold and that some formats spell otherwise.
pub const TOKEN: &str = "k3v9_x0q2-m7t4b1";

/// Where the hook's portal answers.
pub const HOST: &str = "acme.example";

/// A hook with that token, and the redactor that knows it; made once, since that takes longer than many a check.
#[must_use]
pub fn hook() -> &'static (Hook, Redactor) {
    static HOOK: LazyLock<(Hook, Redactor)> = LazyLock::new(|| {
        let text = Zeroizing::new(format!("https://{HOST}:8443/rest/17/{TOKEN}/"));
        let mut hooks = hooks(&text, ReadAs::File, &mut Ledger::default());
        let redactor = redactor(&hooks, Vec::new());
        (hooks.pop().expect("it is a hook"), redactor)
    });
    &HOOK
}

/// What a portal answers that knows the hook: without an owner and grants a verdict could not be whole.
#[must_use]
pub fn answered() -> Facts {
    let granted = ["crm", "im", "1e3"].iter().filter_map(|code| Scope::parse(code)).collect();
    let person = Person { id: 17, name: "Rita".to_owned(), admin: Some(true) };
    Facts { owner: Owner::Person(person), scope: Listed::Codes(granted), ..Facts::default() }
}

/// Nobody who reads this text learns the token.
pub fn is_absent(name: &str, text: &str) {
    assert!(!text.to_ascii_lowercase().contains(TOKEN), "the secret is in {name}:\n{text}");
}
