//! Whole answers that are not a portal's.

use super::{
    BUSY, Ends, IN_TIME, MOVED, NOT_A_PORTAL, PASSED, REFUSED, Row, SERVER, TLS, always, meets, raw,
};
use crate::portal::Fault;

const GARBLED: &str = "the answer is not complete JSON";
const AROUND: &str = "something else around the portal's JSON";

/// `{"result":[]}`, packed.
const PACKED: &[u8] = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\x03\xab\x56\x2a\x4a\x2d\x2e\xcd\x29\x51\xb2\x8a\x8e\xad\x05\x00\x0e\x66\x27\xa3\x0d\x00\x00\x00";

fn json(body: impl Into<Vec<u8>>) -> Fault {
    Fault::status(200, "application/json", body)
}

#[test]
fn json_that_is_not_sound() {
    let twice = r#"{"error":"INVALID_CREDENTIALS","error":"QUERY_LIMIT_EXCEEDED"}"#;
    let nul = "{\"error\":\"INVALID_\0CREDENTIALS\"}";
    let not_utf8 = b"{\"error\":\"INVALID_CREDENTIALS\",\"error_description\":\"Rita \xff\xfe\"}";
    let rows = [
        ("a key twice, of which the last counts", always(json(twice)), BUSY, 4, 8, "QUERY_LIMIT_EXCEEDED"),
        ("a NUL in JSON", always(json(nul)), SERVER, 4, 8, GARBLED),
        ("a NUL before JSON", always(json("\0{\"result\":[]}")), SERVER, 4, 8, AROUND),
        ("nothing but NULs", always(json(vec![0; 4096])), SERVER, 4, 8, GARBLED),
        ("bytes that are no UTF-8", always(json(not_utf8)), REFUSED, 1, 2, "Rita \u{fffd}\u{fffd}"),
        ("UTF-16", always(json(b"\xff\xfe{\0}\0")), SERVER, 4, 8, GARBLED),
        (
            "gzip that nobody asked for",
            always(json(PACKED).header("Content-Encoding", "gzip")),
            SERVER,
            4,
            8,
            "the answer is compressed, though nobody asked for that",
        ),
        ("gzip that nobody tells of", always(json(PACKED)), SERVER, 4, 8, "the answer is compressed"),
        (
            "gzip of a refusal",
            always(Fault::status(401, "application/json", PACKED).header("Content-Encoding", "gzip")),
            SERVER,
            1,
            2,
            "respect `Accept-Encoding: identity`",
        ),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn a_coding_that_is_named_and_not_applied() {
    let refused = r#"{"error":"INVALID_CREDENTIALS","error_description":"no"}"#;
    let coded = |name, coding: &str| -> Row {
        let answer = Fault::status(401, "application/json", refused).header("Content-Encoding", coding);
        (name, always(answer), REFUSED, 1, 2, "INVALID_CREDENTIALS")
    };
    let rows = [
        coded("none", "none"),
        coded("an empty one", ""),
        coded("a charset", "UTF-8"),
        coded("gzip, said of plain JSON", "gzip"),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn web_pages() {
    let page = |name, status, ends, attempts, requests| -> Row {
        (
            name,
            always(Fault::html(status)),
            ends,
            attempts,
            requests,
            if status == 429 { "too many requests" } else { "a web page" },
        )
    };
    let rows = [
        page("a page as if all were well", 200, NOT_A_PORTAL, 2, 4),
        page("a page that forbids", 403, NOT_A_PORTAL, 1, 2),
        page("a page that is not found", 404, NOT_A_PORTAL, 1, 2),
        ("a page of a busy proxy", always(Fault::html(429)), BUSY, 4, 8, "too many requests"),
        page("a page of a broken proxy", 502, SERVER, 4, 8),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn refusals_that_are_not_a_portals() {
    let answer = |name, status, media, body: &str, told| -> Row {
        (name, always(Fault::status(status, media, body)), NOT_A_PORTAL, 1, 2, told)
    };
    let rows = [
        answer("a password for the site", 401, "text/html", "<html>401</html>", "from the login"),
        answer(
            "a token that is wanted",
            401,
            "application/json",
            "{\"error\":\"Unauthorized\"}",
            "from the login",
        ),
        answer(
            "a framework's JSON",
            404,
            "application/json",
            "{\"status\":404,\"error\":\"Not Found\",\"path\":\"/\"}",
            "the answer is JSON, but not from a portal (HTTP 404)",
        ),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn a_reason_phrase_is_shown_where_it_says_more_than_the_code() {
    let answer = |line: &str| raw(&format!("HTTP/1.1 {line}\r\nContent-Length: 0\r\n\r\n"));
    let rows = [
        (
            "a phrase",
            answer("403 No such site"),
            NOT_A_PORTAL,
            1,
            2,
            "the answer is empty (HTTP 403 “No such site”)",
        ),
        ("a usual one", answer("403 forbidden"), NOT_A_PORTAL, 1, 2, "the answer is empty (HTTP 403)"),
        ("none", answer("403"), NOT_A_PORTAL, 1, 2, "the answer is empty (HTTP 403)"),
        (
            "a command",
            answer("404 x ::error::%0A"),
            NOT_A_PORTAL,
            1,
            2,
            "the answer is empty (HTTP 404 “x ::error::%0A”)",
        ),
    ];
    meets(rows, &IN_TIME);
}

/// As PHP and the kernel have written them.
#[test]
fn pages_of_a_portal_that_is_broken() {
    let page = |name, body: &str, told| -> Row {
        (name, always(Fault::status(200, "text/html", body)), SERVER, 4, 8, told)
    };
    let crash = |name, body| page(name, body, "the message of an internal error");
    let around = |name, body| page(name, body, "what prints into its answers");
    let rows = [
        crash("PHP's fatal error", "<br />\n<b>Fatal error</b>: Uncaught Error: Call to undefined function"),
        crash("a warning before JSON", "<br /><b>Warning</b>: fopen() in <b>/a.php</b>{\"result\":{}}"),
        crash("the kernel's page", "<html>The script encountered an error and will be aborted.</html>"),
        crash("a database that is away", "<p>MySQL Query Error! [[2006] MySQL server has gone away]</p>"),
        crash(
            "the kernel's page in Russian",
            "<p>Включить вывод ошибок можно в файле настроек .settings.php</p>",
        ),
        crash("an exception", "<pre>[Bitrix\\Main\\SystemException] no module (0)</pre>"),
        crash("a licence", "<html>The trial period of this product has expired</html>"),
        crash("a licence in Russian", "<font>Срок работы пробной версии продукта истек.</font>"),
        crash(
            "xdebug",
            "<font size='1'><table class='xdebug-error xe-notice'></table></font>{\"result\":{}}",
        ),
        crash("a warning in plain text", "\nWarning: fopen() in /a.php on line 3\n{\"result\":{}}"),
        around("a debugger's output", "<pre>Array\n(\n    [0] => 1\n)\n</pre>{\"result\":{\"result\":[]}}"),
        around("two answers", "{\"status\":\"success\",\"error\":[]}{\"result\":{\"result\":[]}}"),
        around("a comment behind it", "{\"result\":{\"result\":[]}}<!-- 0.02 s -->"),
        crash("a full disk", "<p>SQLSTATE: No space left on device</p>"),
        crash("a full database", "<html><h1>Too many connections</h1></html>"),
        crash("a licence in German", "<p>Die Testversion ist abgelaufen.</p>"),
        crash("a database in Russian", "<h1>Ошибка подключения к базе данных</h1>"),
    ];
    meets(rows, &IN_TIME);
}

/// As protections, firewalls and other servers in front of portals have written them.
#[test]
fn pages_of_what_is_no_portal() {
    let page = |name, body: &str, ends, attempts, requests, told| -> Row {
        (name, always(Fault::status(200, "text/html", body)), ends, attempts, requests, told)
    };
    let bots = |name, body| page(name, body, NOT_A_PORTAL, 2, 4, "blocks the runner's address");
    let login = |name, body| page(name, body, NOT_A_PORTAL, 2, 4, "exempt `/rest/` from the login");
    let wanted =
        "<html><center><h1>400</h1></center><center>No required SSL certificate was sent</center></html>";
    let wanted = always(Fault::status(400, "text/html", wanted));
    let rows = [
        ("a wish for a certificate", wanted, TLS, 1, 2, "asks for a client certificate"),
        page("a script", "<?php\nrequire 'x.php';", SERVER, 2, 4, "does not run PHP"),
        page(
            "a site in work",
            "<html>Ведутся регламентные работы</html>",
            SERVER,
            4,
            8,
            "closed for a while",
        ),
        (
            "a guard whose portal is down",
            always(Fault::status(502, "text/html", "<html><title>DDoS-Guard</title>502</html>")),
            SERVER,
            4,
            8,
            "with an error came instead of the portal's answer (HTTP 502",
        ),
        bots("a firewall", "<html><title>Request Rejected</title></html>"),
        login("a page that leads to a login", "<meta http-equiv=\"refresh\" content=\"0; url=/auth/\">"),
        page("a closed site", "<html>Сайт временно закрыт</html>", SERVER, 4, 8, "closed for a while"),
        login("a form", "<form><input type=\"password\" name=\"USER_PASSWORD\"></form>"),
        login("a form for SAML", "<form><input type=\"hidden\" name=\"SAMLRequest\"></form>"),
        page(
            "a domain that is for sale",
            "<p>This domain has expired. Licensed registrar</p>",
            NOT_A_PORTAL,
            2,
            4,
            "a web page",
        ),
        page("a shop's notice", "<html><b>Notice</b>: Shop closed</html>", NOT_A_PORTAL, 2, 4, "a web page"),
        page(
            "a page with a guard's script",
            "<html><script src=\"/cdn-cgi/challenge-platform/scripts/jsd/main.js\"></script></html>",
            NOT_A_PORTAL,
            2,
            4,
            "check the host",
        ),
        bots("a guard", "<html><title>DDoS-Guard</title></html>"),
        bots("a browser check", "<html><title>Just a moment...</title></html>"),
        bots("a captcha", "<html><form><div class=\"g-recaptcha\"></div></form></html>"),
        bots("a question", "<html>Подтвердите, что вы не робот</html>"),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn statuses_without_an_answer() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\n".to_vec();
    // A client that took the connection for a lasting one could lose its next request.
    let bare = |status: &str| raw(&format!("HTTP/1.1 {status}\r\nConnection: close\r\n\r\n"));
    let rows = [
        ("interim answers before the real one", always(Fault::Preceded(interim)), PASSED, 1, 2, "PASSED"),
        ("101", bare("101 Switching Protocols"), SERVER, 4, 8, "the answer is empty (HTTP 101)"),
        ("204", bare("204 No Content"), SERVER, 4, 8, "the answer is empty (HTTP 204)"),
        ("300", bare("300 Multiple Choices"), SERVER, 4, 8, "the answer is empty (HTTP 300)"),
        ("304", bare("304 Not Modified"), SERVER, 4, 8, "the answer is empty (HTTP 304)"),
    ];
    meets(rows, &IN_TIME);
}

/// None is followed: the portal that is redirected to would see a third request, or none but the first two.
#[test]
fn redirects() {
    let to = |name, status, location: &str, told| -> Row {
        (name, always(Fault::redirect(status, location)), MOVED, 1, 2, told)
    };
    let here = |name, status, location: &str, told| -> Row {
        (name, always(Fault::redirect(status, location)), NOT_A_PORTAL, 1, 2, told)
    };
    let rows = [
        to("a redirect to another host", 302, "https://other.example/", "redirects to other.example"),
        to("a redirect to http", 301, "http://other.example/rest/", "redirects to other.example"),
        to("a redirect to another port", 307, "https://localhost:1/", "the portal redirects to localhost:1"),
        here("a redirect in raw letters", 302, "/вход/", "to another path (a login page?)"),
        here("a redirect to itself", 307, "", "to another path (a login page?)"),
        here("a redirect to a path of its own", 308, "/rest/1/2/", "to another path (a login page?)"),
        here("a redirect to a login page", 302, "/auth/?backurl=%2F", "to another path (a login page?)"),
        here(
            "a redirect to itself over http",
            301,
            "http://localhost/rest/",
            "does not know that it is behind TLS",
        ),
        to("a redirect to nowhere", 303, "https://", "the portal redirects, but does not say where to"),
        (
            "a redirect without an address",
            raw("HTTP/1.1 302 Found\r\n\r\n"),
            MOVED,
            1,
            2,
            "does not say where to",
        ),
    ];
    meets(rows, &IN_TIME);
}

#[test]
fn times_to_come_back_at() {
    let later = |name, value: &str, ends: Ends, attempts, requests| -> Row {
        (name, always(Fault::retry_after(503, value)), ends, attempts, requests, "HTTP 503")
    };
    let rows = [
        later("at once", "0", SERVER, 4, 8),
        later("at a date that has passed", "Sun, 06 Nov 1994 08:49:37 GMT", SERVER, 4, 8),
        later("in garbage", "soon", SERVER, 4, 8),
        later("in less than no time", "-1", SERVER, 4, 8),
        later("in an hour", "3600", SERVER, 1, 2),
        later("at a date that is far off", "Fri, 31 Dec 2100 23:59:59 GMT", SERVER, 1, 2),
        later("in more seconds than there are", "99999999999999999999999", SERVER, 1, 2),
    ];
    meets(rows, &IN_TIME);
}
