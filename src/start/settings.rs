//! Text → typed settings. Pure; every bad value is reported, not only the first.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use crate::host::Host;
use crate::inputs::{Group, INPUTS};
use crate::ledger::{Ledger, Origin};
use crate::policy::{Demands, Extra, Rule};
use crate::portal::Schedule;
use crate::scope::Scope;
use crate::start::given::Given;
use crate::text::redactor::STARS;
use crate::text::{Ours, Text};

/// What an empty hook means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MissingHook {
    /// A skip if the event explains it, otherwise a mistake.
    Auto,
    /// Always a mistake.
    Fail,
    /// Always a skip.
    Skip,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Redact {
    /// In public repositories.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Debug)]
pub(crate) struct Settings {
    /// What an empty hook means.
    pub missing_hook: MissingHook,
    /// Names of the hooks to check; empty for all.
    pub only: Vec<String>,
    pub scopes_file: Option<String>,
    /// The policy of the base branch.
    pub baseline_file: Option<String>,
    /// Whether a policy weaker than its baseline fails.
    pub fail_on_weakening: bool,
    /// The demands among the inputs.
    pub demands: Demands,
    pub schedule: Schedule,
    /// Of one attempt.
    pub request_timeout: Duration,
    /// Of the run.
    pub timeout: Duration,
    /// A PEM file with more roots.
    pub ca_file: Option<String>,
    /// Paths of the code whose calls are compared with the policy.
    pub scan_paths: Vec<String>,
    /// Hooks that are checked at once.
    pub jobs: usize,
    /// Whether a failure exits with 0.
    pub warn_only: bool,
    pub redact: Redact,
    /// Report paths, by the input's name.
    pub files: BTreeMap<&'static str, String>,
}

/// The longest accepted duration: no CI job lasts longer than a day.
const MAX_DURATION: Duration = Duration::from_secs(24 * 60 * 60);

impl Settings {
    /// Reads every value. Defaults are set here and nowhere else.
    #[must_use]
    pub(crate) fn parse(given: &Given, ledger: &mut Ledger) -> Self {
        let mut parser = SettingsParser { given, ledger };
        let path = |name| given.get(name).map(str::to_owned);
        let files = INPUTS.iter().filter(|input| input.group == Group::Files);
        let request_timeout = parser.duration("request-timeout", Duration::from_secs(10));
        let timeout = parser.duration("timeout", Duration::from_secs(60));
        for (name, value) in [("request-timeout", request_timeout), ("timeout", timeout)] {
            if value.is_zero() {
                parser.ledger.problem(
                    Origin::input(name),
                    "zero leaves no time for an answer",
                    "raise it, for example to `10s`",
                );
            }
        }
        Self {
            missing_hook: parser
                .word(
                    "missing-hook",
                    &[("auto", MissingHook::Auto), ("fail", MissingHook::Fail), ("skip", MissingHook::Skip)],
                )
                .unwrap_or(MissingHook::Auto),
            only: names(given.get("only").unwrap_or_default()),
            scopes_file: path("scopes-file"),
            baseline_file: path("baseline-file"),
            fail_on_weakening: parser.boolean("fail-on-weakening").unwrap_or(false),
            demands: parser.demands(),
            schedule: Schedule {
                max_attempts: parser
                    .number("max-attempts", 1, 10)
                    .map_or(4, |n| u32::try_from(n).unwrap_or(10)),
                first_pause: parser.duration("retry-delay", Duration::from_secs(1)),
            },
            request_timeout,
            timeout,
            ca_file: path("ca-file"),
            scan_paths: items(given.get("scan-paths").unwrap_or_default()).map(str::to_owned).collect(),
            jobs: parser.number("jobs", 1, 256).map_or(64, |n| usize::try_from(n).unwrap_or(256)),
            warn_only: parser.boolean("warn-only").unwrap_or(false),
            redact: parser
                .word("redact", &[("auto", Redact::Auto), ("true", Redact::Always), ("false", Redact::Never)])
                .unwrap_or(Redact::Auto),
            files: files.filter_map(|input| Some((input.name, path(input.name)?))).collect(),
        }
    }
}

struct SettingsParser<'a> {
    given: &'a Given,
    ledger: &'a mut Ledger,
}

impl SettingsParser<'_> {
    fn refuse(&mut self, name: &'static str, value: &Text, accepts: impl Into<Text>) {
        let what = text!("`{}` is not accepted", value);
        self.ledger.problem(Origin::input(name), what, text!("give {}", accepts.into()));
    }

    fn word<T: Copy>(&mut self, name: &'static str, words: &[(&'static str, T)]) -> Option<T> {
        let value = self.given.get(name)?;
        let found = words.iter().find(|(word, _)| word.eq_ignore_ascii_case(value)).map(|(_, meant)| *meant);
        if found.is_none() {
            let accepts = words.iter().map(|(word, _)| text!("`{}`", Ours(word))).collect::<Vec<_>>();
            self.refuse(name, &Text::exact(value), or(accepts));
        }
        found
    }

    fn boolean(&mut self, name: &'static str) -> Option<bool> {
        self.word(name, &[("true", true), ("false", false)])
    }

    fn number(&mut self, name: &'static str, least: u64, most: u64) -> Option<u64> {
        let value = self.given.get(name)?;
        let number = value.parse().ok().filter(|n| (least..=most).contains(n));
        if number.is_none() {
            let end = (most < u64::MAX).then(|| text!(" to {}", most));
            let accepts = text!("a whole number from {}{}", least, end);
            self.refuse(name, &Text::exact(value), accepts);
        }
        number
    }

    fn duration(&mut self, name: &'static str, default: Duration) -> Duration {
        let Some(value) = self.given.get(name) else { return default };
        match humantime::parse_duration(value) {
            Ok(duration) if duration <= MAX_DURATION => duration,
            _ if value.parse::<u32>().is_ok() => {
                let advice = text!("write `{}s` for seconds", value);
                self.ledger.problem(Origin::input(name), text!("`{}` has no unit", value), advice);
                default
            }
            _ => {
                self.refuse(
                    name,
                    &Text::exact(value),
                    "a duration up to 24h, such as `500ms`, `10s` or `2m`",
                );
                default
            }
        }
    }

    fn demands(&mut self) -> Demands {
        let extra = self.word("extra-scopes", &Extra::ALL.map(|extra| (extra.as_str(), extra)));
        let portal = self.given.get("expect-portal").and_then(|value| {
            let host = Host::parse(value);
            if host.is_none() {
                self.refuse(
                    "expect-portal",
                    &Text::private(value),
                    "the host alone, such as `acme.bitrix24.com`",
                );
            }
            host
        });
        Demands {
            required: self.scopes("required-scopes"),
            forbidden: self.scopes("forbidden-scopes"),
            extra: extra.map(|extra| rule(extra, "extra-scopes")),
            portal: portal.map(|host| rule(host, "expect-portal")),
            user_id: self.number("expect-user-id", 1, u64::MAX).map(|id| rule(id, "expect-user-id")),
            admin: self.boolean("require-admin").map(|admin| rule(admin, "require-admin")),
            ..Demands::default()
        }
    }

    fn scopes(&mut self, name: &'static str) -> Vec<Rule<Scope>> {
        let mut rules: Vec<Rule<Scope>> = Vec::new();
        for item in items(self.given.get(name).unwrap_or_default()) {
            let Some(scope) = Scope::parse(&item.to_ascii_lowercase()) else {
                self.refuse(
                    name,
                    &Text::exact(item),
                    "scope codes of `a-z`, `0-9`, `_` and `.`, separated by commas or line breaks",
                );
                continue;
            };
            if name == "forbidden-scopes" && scope.is_always_held() {
                let what = text!("`{}` cannot be forbidden: every webhook holds it", scope);
                self.ledger.problem(Origin::input(name), what, "remove it");
            }
            if item != scope.as_str() {
                let what = text!("`{}` is written with capitals, and scopes are in lower case", scope);
                self.ledger.notice(Origin::input(name), what, "write it in lower case");
            }
            if rules.iter().all(|rule| rule.demand != scope) {
                rules.push(rule(scope, name));
            }
        }
        rules
    }
}

/// Separated by commas or line breaks.
fn items(list: &str) -> impl Iterator<Item = &str> {
    list.split([',', '\n']).map(str::trim).filter(|item| !item.is_empty())
}

/// Separated by commas, spaces or line breaks, which no name has; each once.
#[must_use]
pub(crate) fn names(list: &str) -> Vec<String> {
    let mut known = BTreeSet::new();
    // Two that are starred look alike, and are two all the same.
    let names = list.split(|c: char| c == ',' || c.is_whitespace()).filter(|name| !name.is_empty());
    names.filter(|name| name.contains(STARS) || known.insert(*name)).map(str::to_owned).collect()
}

fn rule<T>(demand: T, name: &'static str) -> Rule<T> {
    Rule { demand, origin: Origin::input(name), why: None, keep: false }
}

/// `a`, `b` or `c`.
fn or(mut words: Vec<Text>) -> Text {
    match words.pop() {
        None => Text::default(),
        Some(one) if words.is_empty() => one,
        Some(last) => text!("{} or {}", Text::joined(words, ", "), last),
    }
}

#[cfg(test)]
mod tests;
