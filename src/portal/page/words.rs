//! The words of well-known pages, all in lower case. Pure.

/// A longer page with a word of less weight is one for people.
const SHORT_PAGE: usize = 8 << 10;

/// More links than a page has that is only for logging in.
const MANY_LINKS: usize = 10;

/// What a portal's page says where it crashes: PHP's errors (`main.c`, with `html_errors`) and those of the kernel
/// (`main/lib/diag/httpexceptionhandleroutput.php`, `main/lib/db`) and of its licence.
const CRASHES: [&str; 12] = [
    "fatal error</b>",
    "<b>parse error</b>",
    "script encountered an error",
    // In every language the kernel's sentence names the file where its errors can be switched on.
    ".settings.php",
    "bitrix\\main\\",
    "срок работы пробной версии продукта",
    "uncaught exception",
    "db query error",
    "query error!",
    "mysql connect error",
    "connectionexception",
    "xdebug-error",
];

/// PHP's lesser kinds of errors, which others print in bold, too.
const BOLD: [&str; 4] = ["<b>warning</b>", "<b>notice</b>", "<b>deprecated</b>", "<b>strict standards</b>"];

/// The kinds of PHP's errors.
const KINDS: [&str; 8] = [
    "fatal error",
    "recoverable fatal error",
    "catchable fatal error",
    "parse error",
    "warning",
    "notice",
    "deprecated",
    "strict standards",
];

/// What can be over, and the words for that, in one sentence: a licence of the portal's own.
const LICENCES: [&str; 11] = [
    "licence",
    "license",
    "trial",
    "лиценз",
    "пробн",
    "ліценз",
    "lizenz",
    "testversion",
    "licencia",
    "licença",
    "licencj",
];
const OVER: [&str; 11] = [
    "expired",
    "истек",
    "истёк",
    "закончил",
    "окончен",
    "закінчи",
    "abgelaufen",
    "caducado",
    "expirado",
    "expiré",
    "wygasł",
];

/// What can be away, and the words for that, in one sentence.
const DATABASES: [&str; 9] = [
    "database",
    "базе данных",
    "базой данных",
    "базы данных",
    "базою даних",
    "datenbank",
    "base de datos",
    "base de données",
    "mysql",
];
const AWAY: [&str; 16] = [
    "error",
    "failed",
    "unable",
    "cannot",
    "could not",
    "can't",
    "gone away",
    "ошибка",
    "не удалось",
    "невозможно",
    "недоступн",
    "помилка",
    "fehler",
    "nicht möglich",
    "erreur",
    "no se pud",
];

/// What the pages of protections against bots say.
const BOT_CHECKS: [&str; 24] = [
    "ddos-guard",
    "ddos protection",
    "checking your browser",
    "checking if the site connection is secure",
    "just a moment...",
    "attention required! | cloudflare",
    "_cf_chl_opt",
    "cf-chl-",
    "challenge-platform/h/",
    "enable javascript and cookies to continue",
    "verify you are human",
    "verifying you are human",
    "human verification",
    "not a robot",
    "не робот",
    "проверка браузера",
    "smartcaptcha",
    "imunify360",
    "_incapsula_resource",
    "sucuri website firewall",
    "px-captcha",
    "awswafintegration",
    "bot protection",
    "защита от ботов",
];

/// What pages have that send a browser to a login, or are one, without quotation marks.
const LOGINS: [&str; 3] = ["name=auth_form", "samlrequest", "wsignin1.0"];

/// What the title of a page for logging in says.
const TITLES: [&str; 12] = [
    "log in",
    "login",
    "sign in",
    "signin",
    "authori",
    "authenti",
    "вход",
    "войти",
    "авториз",
    "вхід",
    "anmeld",
    "connexion",
];

/// What a site says that is closed for a while: the kernel's (`main/include/site_closed.php`) and others.
const CLOSED: [&str; 9] = [
    "техническое обслуживание",
    "технические работы",
    "технических работ",
    "сайт временно закрыт",
    "сайт закрыт",
    "site is temporarily closed",
    "site is closed",
    "under maintenance",
    "scheduled maintenance",
];

/// A page in lower case.
pub(super) struct Page<'p>(pub &'p str);

impl Page<'_> {
    /// Whether PHP, the kernel, the database or the licence of the portal says that it cannot go on.
    pub(super) fn is_crash(&self) -> bool {
        let is_short = self.0.len() < SHORT_PAGE;
        let is_of_php = self.0.starts_with("<br") || self.0.contains(" on line ") || self.0.contains(".php");
        self.says(&CRASHES)
            || is_of_php && self.says(&BOLD)
            || is_error(self.0)
            || is_short && (self.says_at_once(&LICENCES, &OVER) || self.says_at_once(&DATABASES, &AWAY))
    }

    /// Whether it wants to know whether a person is asking.
    pub(super) fn is_bot_check(&self) -> bool {
        self.says(&BOT_CHECKS) || self.0.len() < SHORT_PAGE && self.says(&["captcha"])
    }

    /// Whether there is nothing to be done with it but to log in. A shop has a form for that, too, and many links.
    pub(super) fn is_login(&self) -> bool {
        let bare = self.0.replace(['"', '\''], "");
        let title = bare.split_once("<title").and_then(|(_, rest)| rest.split_once("</title"));
        let is_titled = title.is_some_and(|(title, _)| TITLES.iter().any(|words| title.contains(words)));
        LOGINS.iter().any(|words| bare.contains(words))
            || bare.contains("type=password") && (is_titled || bare.matches("<a ").count() < MANY_LINKS)
    }

    /// Whether the site is closed for a while.
    pub(super) fn is_closed(&self) -> bool {
        self.says(&CLOSED)
    }

    fn says(&self, words: &[&str]) -> bool {
        words.iter().any(|words| self.0.contains(words))
    }

    /// Whether one sentence has one of each.
    fn says_at_once(&self, some: &[&str], others: &[&str]) -> bool {
        let has = |sentence: &str, words: &[&str]| words.iter().any(|words| sentence.contains(words));
        self.0.split(['.', '!', '?', '<', '>']).any(|sentence| has(sentence, some) && has(sentence, others))
    }
}

/// Errors of PHP in plain text (`main.c`, without `html_errors`), of its log, and traces of the kernel
/// (`main/lib/diag/exceptionhandlerformatter.php`), in lower case.
pub(super) fn is_error(text: &str) -> bool {
    let is_php = |line: &str| {
        let kind = line.strip_prefix("php ").unwrap_or(line).split_once(": ").map(|(kind, _)| kind);
        kind.is_some_and(|kind| KINDS.contains(&kind))
            && (line.contains(" on line ") || line.contains(".php"))
    };
    let mut lines = text.lines().map(str::trim_start);
    lines.any(|line| line.starts_with("#0: ") || line.starts_with("#0 ") || is_php(line))
}

#[cfg(test)]
mod tests {
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
            assert!(Page(page).is_crash(), "{page}");
        }
        for page in [
            "<p>this domain has expired. licensed registrar</p>",
            "<html><b>notice</b>: shop closed",
            "<p>our database of shops. an error? call us",
            "<p>a licence. your session has expired",
        ] {
            assert!(!Page(page).is_crash(), "{page}");
        }
    }

    #[test]
    fn a_form_for_a_password_alone_is_no_login() {
        let field = "<input type=\"password\">";
        let links = "<a href=\"/x\">x</a>".repeat(MANY_LINKS);
        assert!(Page(field).is_login());
        assert!(!Page(&format!("{links}{field}")).is_login());
        assert!(Page(&format!("<title>please log in</title>{links}{field}")).is_login());
        assert!(!Page(&format!("<title>please log in</title>{links}")).is_login());
        assert!(!Page(&format!("<title>a shop</title>{links}{field}")).is_login());
    }

    #[test]
    fn what_a_guard_adds_to_every_page_is_no_check() {
        assert!(
            !Page("<html><script src=\"/cdn-cgi/challenge-platform/scripts/jsd/main.js\">").is_bot_check()
        );
        assert!(
            Page("<script src=\"/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1\">").is_bot_check()
        );
        assert!(Page("<script>window._cf_chl_opt={}").is_bot_check());
        assert!(Page("<p>protected by imunify360").is_bot_check());
    }
}
