use super::*;
use crate::ledger::shown;

const SECRET: &str = "k3v9x0q2m7t4b1za";

fn read(text: &str) -> (Vec<Hook>, Ledger) {
    let mut ledger = Ledger::default();
    let hooks = hooks(&Zeroizing::new(text.to_owned()), ReadAs::Value, &mut ledger);
    let spoken = ledger.shown().join("\n").to_lowercase();
    assert!(!spoken.contains(SECRET), "the secret is repeated: {spoken}");
    (hooks, ledger)
}

fn address(hook: &Hook) -> String {
    hook.address("profile").as_str().to_owned()
}

/// Read as if pasted perfectly, with exactly one notice, which contains `what`.
fn forgives(text: &str, what: &str) {
    let (hooks, ledger) = read(text);
    assert_eq!(ledger.problems, [], "{text}");
    assert_eq!(hooks.len(), 1, "{text}");
    assert_eq!(address(&hooks[0]), format!("https://acme.bitrix24.com/rest/17/{SECRET}/profile.json"));
    let notices = shown(&ledger.notices);
    assert!(notices.len() == 1 && notices[0].contains(what), "{text}: {notices:?}");
}

fn refuses(text: &str, what: &str) {
    let (hooks, ledger) = read(text);
    let problems = ledger.shown();
    assert!(hooks.is_empty() && problems.len() == 1 && problems[0].contains(what), "{text}: {problems:?}");
}

#[test]
fn a_hook_as_the_portal_prints_it_is_read_without_a_word() {
    let (hooks, ledger) = read(&format!("https://acme.bitrix24.com/rest/17/{SECRET}/"));
    assert_eq!(ledger, Ledger::default());
    assert_eq!(address(&hooks[0]), format!("https://acme.bitrix24.com/rest/17/{SECRET}/profile.json"));
    assert_eq!(hooks[0].label().host.as_str(), "acme.bitrix24.com");
    assert_eq!((hooks[0].label().user, hooks[0].name()), (17, None));
}

#[test]
fn ports_and_paths_of_on_premise_portals_are_kept() {
    let (hooks, ledger) = read(&format!("https://Intranet.ACME.example:8443/portal/rest/1/{SECRET}/"));
    assert_eq!(ledger, Ledger::default());
    assert_eq!(
        address(&hooks[0]),
        format!("https://intranet.acme.example:8443/portal/rest/1/{SECRET}/profile.json")
    );
}

#[test]
fn what_people_paste_is_forgiven_with_a_notice() {
    let plain = format!("https://acme.bitrix24.com/rest/17/{SECRET}");
    forgives(&plain, "slash at the end");
    forgives(&format!("  {plain}/"), "spaces");
    forgives(&format!("{plain}/\n"), "spaces");
    forgives(&format!("{plain}/\r\n"), "spaces");
    forgives(&format!("\"{plain}/\""), "quotes");
    forgives(&format!("'{plain}/'"), "quotes");
    forgives(&format!("`{plain}/`"), "quotes");
    forgives(&format!("<{plain}/>"), "quotes");
    for (open, close) in [("“", "”"), ("‘", "’"), ("„", "“"), ("«", "»"), ("”", "”"), ("\"", "”")]
    {
        forgives(&format!("{open}{plain}/{close}"), "quotes");
    }
    forgives(&format!("B24_HOOK={plain}/"), "env file");
    forgives(&format!("export hook={plain}/"), "env file");
    forgives(&format!("{plain}/profile.json"), "method is appended");
    forgives(&format!("{plain}/profile/"), "method is appended");
    forgives(&format!("{plain}/crm.deal.list.xml"), "method is appended");
    forgives(&format!("{plain}/?a=b"), "is ignored");
    forgives(&format!("{plain}/#top"), "is ignored");
    forgives(&format!("HTTPS://ACME.bitrix24.com/rest/17/{SECRET}/"), "scheme");
    forgives(&format!("https://acme.bitrix24.com/rest/api/17/{SECRET}/"), "REST 3.0");
}

#[test]
fn a_byte_order_mark_and_doubled_slashes_are_read_past() {
    for text in [
        format!("\u{feff}https://acme.bitrix24.com/rest/17/{SECRET}/"),
        format!("https://acme.bitrix24.com//rest//17//{SECRET}//"),
    ] {
        let (hooks, ledger) = read(&text);
        assert_eq!((hooks.len(), ledger), (1, Ledger::default()), "{text}");
    }
}

#[test]
fn the_rest_is_refused_by_the_part_at_fault() {
    refuses(&format!("http://acme.bitrix24.com/rest/17/{SECRET}/"), "scheme is http");
    refuses(&format!("ftp://acme.bitrix24.com/rest/17/{SECRET}/"), "scheme is not https");
    refuses(&format!("acme.bitrix24.com/rest/17/{SECRET}/"), "begin with `https://`");
    refuses(&format!("https://acme.bitrix24.com/rest/{SECRET}/"), "user id is missing");
    refuses("https://acme.bitrix24.com/rest/17/", "secret is missing");
    refuses("https://acme.bitrix24.com/rest/", "user id and the secret are missing");
    refuses("https://acme.bitrix24.com/rest/app.info.json", "application's endpoint");
    refuses("https://acme.bitrix24.com/rest/17/profile.json", "a method in place of the secret");
    refuses("https://acme.bitrix24.com/rest/17/profile/", "a method in place of the secret");
    refuses(&format!("https://acme.bitrix24.com/rest/{SECRET}/17/"), "swapped");
    refuses(&format!("https://acme.bitrix24.com/rest/rita/{SECRET}/"), "user id is not a number");
    refuses(&format!("https://acme.bitrix24.com/rest/017/{SECRET}/"), "begins with a zero");
    refuses(&format!("https://acme.bitrix24.com/rest/99999999999999999999/{SECRET}/"), "user id is too long");
    refuses(&format!("https://acme.bitrix24.com/rest/17/{SECRET}/a/b"), "more text after the secret");
    refuses(&format!("https://acme.bitrix24.com/rest/17/{SECRET}/x-y"), "is not a method");
    refuses(&format!("https://rita:pw@acme.bitrix24.com/rest/17/{SECRET}/"), "user or password");
    refuses(&format!("https:///rest/17/{SECRET}/"), "host is empty");
    refuses(&format!("https://a b/rest/17/{SECRET}/"), "there is a space in the host");
    refuses(&format!("https://acme.bitrix24.com/17/{SECRET}/"), "no `/rest/`");
    refuses(&format!("https://acme.bitrix24.com/REST/17/{SECRET}/"), "lower case");
    refuses(&format!("https://acme.bitrix24.com/rest\\17\\{SECRET}\\"), "backslash");
    refuses("https://acme.bitrix24.com/rest/17/***/", "masked copy");
    refuses("https://acme.bitrix24.com/rest/17/short/", "too short");
    refuses(&format!("https://acme.bitrix24.com/rest/17/{}/", "k3v9x".repeat(13)), "too long");
    refuses(
        &format!("https://acme.bitrix24.com/rest/17/{SECRET}%20/"),
        "characters that no webhook secret has",
    );
    refuses(&format!("a b=https://acme.bitrix24.com/rest/17/{SECRET}/"), "name before `=`");
}

#[test]
fn what_is_no_method_is_not_dropped_as_one() {
    let plain = format!("https://acme.bitrix24.com/rest/17/{SECRET}");
    for method in
        ["profile", "batch.json", "crm.deal.list", "crm.deal.list.json?select[]=ID", "im.v2.Chat.get.xml"]
    {
        let (hooks, ledger) = read(&format!("{plain}/{method}"));
        assert_eq!((hooks.len(), ledger.problems), (1, vec![]), "{method}");
    }
    let (long, word) = (format!("crm.{}", "x".repeat(200)), "x".repeat(30));
    for garbage in [
        &long,
        &word,
        "k3v9x0q2m7t4b1zb",
        "crm..list",
        ".list",
        "crm.",
        "1.2",
        "json",
        "crm.deal.list,im",
        "...",
    ] {
        refuses(&format!("{plain}/{garbage}"), "is not a method");
        refuses(&format!("{plain}/{garbage}/"), "is not a method");
    }
    refuses(&format!("{plain}/{}", "crm/".repeat(100)), "more text after the secret");
    let much = "x".repeat(48_000);
    refuses(&format!("{plain}/{much}"), "is not a method");
    refuses(&format!("prod={plain}/{}", "crm.deal.list/".repeat(4_000)), "more text after the secret");
    for endless in [
        format!("{plain}/crm.deal.list?{much}"),
        format!("{plain}/#{much}"),
        format!("{plain}{}", "/".repeat(48_000)),
        format!("https://acme.bitrix24.com/{much}/rest/17/{SECRET}/"),
    ] {
        refuses(&endless, "longer than any webhook's");
    }
}

#[test]
fn several_hooks_have_names_and_their_lines_are_reported() {
    let text = format!(
        "# staging first\nstaging=https://stage.example/rest/1/{SECRET}/\n\n prod = https://acme.example/rest/2/{SECRET}\nbroken\n"
    );
    let (hooks, ledger) = read(&text);
    assert_eq!(hooks.iter().map(|h| h.name().unwrap()).collect::<Vec<_>>(), ["staging", "prod"]);
    assert!(shown(&ledger.notices)[0].starts_with("input `hook`, line 4: the slash"), "{ledger:?}");
    assert!(ledger.shown()[0].starts_with("input `hook`, line 5: the address"), "{ledger:?}");
}

#[test]
fn names_without_an_address_are_no_hooks_and_one_of_several_is_a_mistake() {
    for text in ["staging=", "a=\nb= \n", "a=''", "\"\""] {
        let (hooks, ledger) = read(text);
        assert_eq!((hooks.len(), ledger), (0, Ledger::default()), "{text}");
    }
    let (_, ledger) = read(&format!("a=\nb=https://acme.example/rest/2/{SECRET}/"));
    assert_eq!(ledger.problems[0].what.reveal(), "there is a name but no address");
}

#[test]
fn a_variable_that_nothing_was_put_in_for_is_reported_as_such() {
    for text in [
        "$(B24_HOOK)",
        "prod=$(B24_HOOK)",
        "${B24_HOOK}",
        "${{ secrets.B24_HOOK }}",
        "{{ secrets.B24_HOOK }}",
        "$B24_HOOK",
        "%B24_HOOK%",
        "secrets.B24_HOOK",
    ] {
        let (_, ledger) = read(text);
        assert_eq!(
            ledger.problems[0].what.reveal(),
            "this is the name of a variable, not its value",
            "{text}"
        );
    }
}

#[test]
fn a_name_used_twice_is_refused() {
    let line = format!("a=https://acme.example/rest/2/{SECRET}/\n");
    let (_, ledger) = read(&line.repeat(2));
    assert!(ledger.problems[0].what.reveal().contains("twice"));
}

#[test]
fn a_name_has_1_to_64_characters() {
    let address = format!("https://acme.example/rest/2/{SECRET}/");
    let named = |name: &str| read(&format!("{name}={address}"));
    for name in ["a", "PROD", "my_hook", &"n".repeat(64)] {
        let (hooks, ledger) = named(name);
        assert_eq!((hooks[0].name(), ledger), (Some(name), Ledger::default()), "{name}");
    }
    for name in ["", " ", &"n".repeat(65)] {
        refuses(&format!("{name}={address}"), "the name before `=` is empty, too long");
    }
    for name in ["B24_HOOK", "export prod"] {
        assert!(named(name).1.notices[0].what.reveal().contains("a variable of an env file"), "{name}");
    }
}

#[test]
fn a_secret_may_hold_hyphens_and_underscores() {
    let (hooks, ledger) = read("https://acme.example/rest/2/k3v9-x0q2_m7t4b1z/");
    assert_eq!((hooks.len(), ledger), (1, Ledger::default()));
}

#[test]
fn ten_thousand_hooks_are_read_and_not_one_more() {
    let lines = |n| format!("https://acme.example/rest/2/{SECRET}/\n").repeat(n);
    assert_eq!(read(&lines(MAX_HOOKS)).0.len(), MAX_HOOKS);
    refuses(&lines(MAX_HOOKS + 1), "there are 10001 webhooks, and a run checks at most 10000");
}

#[test]
fn what_is_around_the_address_is_named() {
    let address = format!("https://acme.bitrix24.com/rest/17/{SECRET}/");
    for (text, what) in [
        (
            format!("prod: {address}"),
            "a colon between the name and the address – write an equals sign: `prod=https",
        ),
        (format!("B24_HOOK: \"{address}\""), "a colon between"),
        (format!("hook:{address}"), "a colon between"),
        (format!("- {address}"), "a dash before"),
        (format!("- prod={address}"), "a dash before"),
        (format!("{address},{address}"), "more than one address on this line – write one address a line"),
        (format!("{address} {address}"), "more than one address"),
        (format!("prod={address};test={address}"), "more than one address"),
        (format!("[our webhook]({address})"), "a Markdown link"),
        (format!("{{\"hook\": \"{address}\"}}"), "this is JSON"),
        (format!("[\"{address}\"]"), "this is JSON"),
        (format!("<a href=\"{address}\">hook</a>"), "this is HTML"),
        (format!("curl {address}profile"), "this is a command"),
        (format!("$ curl -X POST {address}"), "this is a command"),
        (format!("GET {address}"), "this is a command"),
        (format!("$env:B24_HOOK = \"{address}\""), "an assignment of a shell"),
        (format!("our webhook {address}"), "other text before the address"),
        (format!("{address} # production"), "a space or other text after the address"),
        (format!("{address} the production portal"), "a space or other text after"),
        (format!("\"{address}"), "a quotation mark at one end"),
        (format!("{address}\""), "a quotation mark at one end"),
        (format!("{address},"), "text after the secret"),
        (format!("https://acme.bitrix24.com/rest/17/\u{200b}{SECRET}/"), "an invisible character"),
    ] {
        refuses(&text, what);
    }
}

#[test]
fn what_is_no_webhooks_address_is_named() {
    let encoded = format!("https%3A%2F%2Facme.bitrix24.com%2Frest%2F17%2F{SECRET}%2F");
    for (text, what) in [
        ("https://acme.bitrix24.com/devops/section/standard/", "a page of the portal"),
        ("https://acme.bitrix24.com/devops/section/rest/", "a page of the portal"),
        ("https://acme.bitrix24.com/devops/edit/in-hook/7/", "a page of the portal"),
        ("https://acme.bitrix24.com/marketplace/hook/", "a page of the portal"),
        ("https://acme.bitrix24.com/company/personal/user/17/", "a page of the portal"),
        ("https://acme.example/bitrix/admin/rest_hook_list.php?lang=ru", "a page of the portal"),
        ("https://acme.example/intranet/settings.php", "a page of the portal"),
        ("https://acme.bitrix24.com/", "the portal's address alone"),
        ("https://acme.bitrix24.com", "the portal's address alone"),
        ("https://acme.bitrix24.com/rest/crm.deal.list.json?auth=k3v9", "an OAuth token"),
        ("https://acme.bitrix24.com/rest/?auth=k3v9", "an OAuth token"),
        ("https://acme.bitrix24.com/rest/17/xxxxxxxxxxxxxxxx/", "a placeholder"),
        ("https://acme.bitrix24.com/rest/17/<secret>/", "a placeholder"),
        ("https://acme.bitrix24.com/rest/17/your_secret/", "a placeholder"),
        ("https://***", "starred out"),
        ("https://acme.bitrix24.com/rest/17/••••••••/", "starred out"),
        ("***", "starred out"),
        ("[MASKED]", "starred out"),
        ("/run/secrets/b24-hook", "the path of a file"),
        ("C:\\secrets\\hook.txt", "the path of a file"),
        (SECRET, "the secret alone"),
        (encoded.as_str(), "percent-encoded"),
    ] {
        refuses(text, what);
    }
    // A folder of an on-premise portal may be called like a page.
    let (hooks, ledger) = read(&format!("https://acme.example/company/rest/17/{SECRET}/"));
    assert_eq!((hooks.len(), ledger), (1, Ledger::default()));
}

#[test]
fn an_address_that_is_not_filled_in_yet_says_so() {
    for (address, sign) in [
        ("https://<portal>/rest/<user id>/<secret>/", "`<…>`"),
        ("https://<your>.bitrix24.com/rest/17/k3v9x0q2m7t4b1za/", "`<…>`"),
        ("https://acme.bitrix24.com/rest/<user id>/<secret>/", "`<…>`"),
        ("https://acme.bitrix24.com/rest/17/<your secret>/", "`<…>`"),
        ("https://{portal}/rest/{id}/{secret}/", "`{…}`"),
        ("prod=https://[portal]/rest/1/k3v9x0q2m7t4b1za/", "`[…]`"),
    ] {
        refuses(address, &format!("the placeholders in {sign} are still there"));
    }
    refuses("https://acme.bitrix24.com/rest/17/<secret>/", "only a placeholder");
}

#[test]
fn what_is_wrong_with_a_host_is_named() {
    for (authority, why) in [
        ("acme.bitrix24.com:99999", "the port is not a number from 1 to 65535"),
        ("acme.bitrix24.com:443x", "the port is not a number from 1 to 65535"),
        ("acme.bitrix24.com:0", "the port is not a number from 1 to 65535"),
        ("acme.bitrix24.com:443:443", "the port is not a number from 1 to 65535"),
        ("acme,bitrix24.com", "there is a comma in the host"),
        ("acme;bitrix24.com", "there is a semicolon in the host"),
        ("acme$.bitrix24.com", "there is a dollar sign in the host"),
        ("(acme).bitrix24.com", "there is a bracket in the host"),
        ("acme+.bitrix24.com", "there is a character in the host that no host has"),
        ("", "the host is empty or malformed"),
        ("[::1", "the host is empty or malformed"),
    ] {
        refuses(&format!("https://{authority}/rest/17/{SECRET}/"), why);
    }
    for address in [
        "https://oauth.bitrix.info/oauth/token/?code=k3v9",
        "https://oauth.bitrix24.tech/rest/app.info?auth=k3v9",
    ] {
        refuses(address, "OAuth server");
    }
    refuses("https://acme.bitrix24.com/rest/crm.deal.list?access_token=k3v9", "an OAuth token");
}
