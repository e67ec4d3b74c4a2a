use super::*;

#[test]
fn a_crash_is_known_in_several_languages() {
    for page in [
        "<p>срок действия лицензии истек</p>",
        "<p>die testversion ist abgelaufen</p>",
        "<title>ошибка подключения к базе данных</title>",
        "<h1>error establishing a database connection</h1>",
        "<h1>fehler beim verbinden mit der datenbank</h1>",
        "<br />\n<b>notice</b>: undefined index",
        "<html>\n<b>warning</b>: x in <b>/a.php</b> on line <b>3</b>",
    ] {
        assert!(Page(page, 200).is_crash(), "{page}");
    }
    for page in [
        "<p>this domain has expired. licensed registrar</p>",
        "<html><b>notice</b>: shop closed",
        "<p>our database of shops. an error? call us",
        "<p>a licence. your session has expired",
    ] {
        assert!(!Page(page, 200).is_crash(), "{page}");
    }
}

#[test]
fn a_form_for_a_password_alone_is_no_login() {
    let field = "<input type=\"password\">";
    let links = "<a href=\"/x\">x</a>".repeat(MANY_LINKS);
    assert!(Page(field, 200).is_login());
    assert!(!Page(&format!("{links}{field}"), 200).is_login());
    assert!(Page(&format!("<title>please log in</title>{links}{field}"), 200).is_login());
    assert!(!Page(&format!("<title>please log in</title>{links}"), 200).is_login());
    assert!(!Page(&format!("<title>a shop</title>{links}{field}"), 200).is_login());
}

#[test]
fn what_a_guard_adds_to_every_page_is_no_check() {
    let is_check = |page: &str, status| Page(page, status).is_bot_check();
    for scripts in ["scripts/jsd/main.js", "h/b/scripts/jsd/a1b2/main.js"] {
        let page = format!("<html><script src=\"/cdn-cgi/challenge-platform/{scripts}\">");
        assert!(!is_check(&page, 200), "{page}");
    }
    for question in ["<script src=\"/h/g/orchestrate/chl_page/v1\">", "<script>window._cf_chl_opt={}"] {
        assert!(is_check(question, 200) && is_check(question, 503));
    }
    // Its own error pages are about the portal behind it.
    for signed in ["<p>protected by imunify360", "<title>ddos-guard", "<script src=recaptcha/api.js>"] {
        assert!(is_check(signed, 200) && is_check(signed, 403) && !is_check(signed, 502), "{signed}");
    }
    assert!(Page("<title>request rejected", 200).is_refusal() && !Page("<title>a shop", 200).is_refusal());
}

#[test]
fn a_page_may_lead_to_a_login() {
    for page in ["<meta http-equiv=\"refresh\" content=\"0; url=/auth/\">", "<script>location.href='/login/'"]
    {
        assert!(Page(page, 200).is_login(), "{page}");
    }
    assert!(!Page("<script>location.href='/shop/'", 200).is_login());
}
