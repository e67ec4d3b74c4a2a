use super::*;

fn is_address(before: &str) -> bool {
    of(before.as_bytes(), true).is_some()
}

#[test]
fn what_looks_like_an_address_is_one() {
    for yes in [
        "https://a.example/rest/1/secret/",
        r"https:\/\/a.example\/rest\/1\/secret\/",
        "curl -s /rest/",
        "\"$HOOK/",
        "`${hook}",
        "`${ base }/",
        "f'{hook}/",
        "\"#{hook}/",
        "'%s/",
        "url: '/",
        "'/17/secret/",
        "$B24/",
        "url: '=/",
    ] {
        assert!(is_address(yes), "{yes}");
    }
}

#[test]
fn a_path_of_files_is_none() {
    for no in [
        "fixtures/",
        "'fixtures/",
        "'/fixtures/",
        "./",
        "../",
        "forest/",
        "the-rest/",
        "file:///tmp/",
        "`${__dirname}/",
        "$FIXTURES_DIR/",
        "$dir/a/",
        "__DIR__ . '/",
        "{\n}",
        "a }",
        "/",
    ] {
        assert!(!is_address(no), "{no}");
    }
}

#[test]
fn generation_and_hook_are_reported() {
    let address = |rest3, hook, whose| Some(Address { rest3, hook, whose });
    assert_eq!(of(b"https://a.b/rest/api/1/x/", false), address(true, true, Whose::Portals));
    assert_eq!(of(b"https://a.b/rest/1/x/", false), address(false, true, Whose::Portals));
    assert_eq!(of(b"https://a.b/rest/", false), address(false, false, Whose::Portals));
    assert_eq!(of(b"https://a.b/c/", false), address(false, false, Whose::Anybodys));
    assert_eq!(of(b"get('/", false), address(false, false, Whose::Somebodys));
    assert_eq!(of(b"`${API_URL}/", false), address(false, false, Whose::Somebodys));
    assert_eq!(of(b"`${HOOK}/", false), address(false, false, Whose::Portals));
    assert_eq!(of(b"'/1/secret/", false), address(false, false, Whose::Portals));
    for joined in
        ["$this->hook . '/", "HOOK + \"/", "hook << '/", "urljoin(self.hook, '/", "env['B24_URL'] + '/"]
    {
        assert_eq!(of(joined.as_bytes(), false), address(false, false, Whose::Portals), "{joined}");
    }
    for route in ["$app . '/", "get(hooked, '/", "b24(); get('/"] {
        assert_eq!(of(route.as_bytes(), false), address(false, false, Whose::Somebodys), "{route}");
    }
    let rest3 = of(b"`${portal.clientEndpoint}api/", false);
    assert_eq!(rest3, address(true, false, Whose::Portals), "behind a variable, too");
}
