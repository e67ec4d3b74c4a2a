//! The words of well-known pages, all in lower case. Pure.

/// A longer page with a word of less weight is one for people.
const SHORT_PAGE: usize = 8 << 10;

/// More links than a page has that is only for logging in.
const MANY_LINKS: usize = 10;

/// What a portal's page says where it crashes: PHP's errors (`main.c`, with `html_errors`) and those of the kernel
/// (`main/lib/diag/httpexceptionhandleroutput.php`, `main/lib/db`) and of its licence.
const CRASHES: [&str; 13] = [
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
    "no space left on device",
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
const LICENCES: [&str; 13] = [
    "demo",
    "демо",
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
const DATABASES: [&str; 11] = [
    "connections",
    "connect to server",
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
const AWAY: [&str; 18] = [
    "too many",
    "refused",
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

/// What the pages say on which a protection against bots puts a question.
const QUESTIONS: [&str; 17] = [
    "checking your browser",
    "checking if the site connection is secure",
    "just a moment...",
    "attention required! | cloudflare",
    "_cf_chl_opt",
    "cf-chl-",
    "chl_page/v1",
    "enable javascript and cookies to continue",
    "verify you are human",
    "verifying you are human",
    "human verification",
    "not a robot",
    "не робот",
    "проверка браузера",
    "smartcaptcha",
    "px-captcha",
    "awswafintegration",
];

/// Who asks. They sign the pages, too, on which they say that the portal behind them is down.
const GUARDS: [&str; 7] = [
    "ddos-guard",
    "ddos protection",
    "imunify360",
    "_incapsula_resource",
    "sucuri website firewall",
    "bot protection",
    "защита от ботов",
];

/// What a firewall says that asks nothing.
const REFUSALS: [&str; 6] = [
    "request rejected",
    "web page blocked",
    "your ip address has been blocked",
    "your ip has been blocked",
    "ip-адрес заблокирован",
    "доступ с вашего ip",
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
const CLOSED: [&str; 16] = [
    "техническое обслуживание",
    "технические работы",
    "технических работ",
    "сайт временно закрыт",
    "сайт закрыт",
    "site is temporarily closed",
    "site is closed",
    "under maintenance",
    "scheduled maintenance",
    "technical maintenance",
    "undergoing maintenance",
    "регламентные работы",
    "профилактические работы",
    "портал обновляется",
    "временно недоступ",
    "temporarily unavailable",
];

/// A page in lower case, and the status that it came with.
pub(super) struct Page<'p>(pub &'p str, pub u16);

impl Page<'_> {
    /// Whether PHP, the kernel, the database or the licence of the portal says that it cannot go on.
    pub(super) fn is_crash(&self) -> bool {
        let is_short = self.0.len() < SHORT_PAGE;
        let is_of_php = self.0.starts_with("<br") || self.0.contains(" on line ") || self.0.contains(".php");
        self.says(&CRASHES)
            || is_of_php && self.says(&BOLD)
            || is_error(self.0)
            || is_short
                && self.1 != 404
                && (self.says_at_once(&LICENCES, &OVER) || self.says_at_once(&DATABASES, &AWAY))
    }

    /// Whether it wants to know whether a person is asking.
    pub(super) fn is_bot_check(&self) -> bool {
        let is_short = self.0.len() < SHORT_PAGE;
        let asks = is_short && self.says(&["document.cookie"]) && self.says(&["location.reload"]);
        self.says(&QUESTIONS)
            || asks
            || self.1 < 500 && (self.says(&GUARDS) || is_short && self.says(&["captcha"]))
    }

    /// Whether a firewall refuses whoever asks.
    pub(super) fn is_refusal(&self) -> bool {
        self.1 < 500 && self.says(&REFUSALS)
    }

    /// Whether there is nothing to be done with it but to log in. A shop has a form for that, too, and many links.
    pub(super) fn is_login(&self) -> bool {
        let bare = self.0.replace(['"', '\''], "");
        let title = bare.split_once("<title").and_then(|(_, rest)| rest.split_once("</title"));
        let is_titled = title.is_some_and(|(title, _)| TITLES.iter().any(|words| title.contains(words)));
        let is_short = self.0.len() < SHORT_PAGE;
        let leads = ["http-equiv=refresh", "location.href", "location.replace", "window.location"];
        let to_login = ["/auth", "login", "signin", "sso"];
        let has = |words: &[&str]| words.iter().any(|words| bare.contains(words));
        has(&LOGINS)
            || is_short && has(&leads) && has(&to_login)
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
mod tests;
