use super::*;
use crate::world::Environment;

fn parse(env: &[(&str, &str)]) -> (Settings, Vec<String>) {
    let mut ledger = Ledger::default();
    let given = Given::gather(&BTreeMap::new(), &Environment::of(env), &Group::ALL, &mut ledger);
    let settings = Settings::parse(&given, &mut ledger);
    (settings, ledger.shown())
}

#[test]
fn defaults_are_the_contract_s() {
    let (settings, problems) = parse(&[]);
    assert_eq!(problems, [""; 0]);
    assert_eq!(settings.schedule, Schedule { max_attempts: 4, first_pause: Duration::from_secs(1) });
    assert_eq!((settings.request_timeout.as_secs(), settings.timeout.as_secs()), (10, 60));
    assert_eq!((settings.missing_hook, settings.redact), (MissingHook::Auto, Redact::Auto));
    assert_eq!((settings.jobs, settings.warn_only), (64, false));
    assert!(settings.demands.is_empty());
}

#[test]
fn every_bad_value_is_reported_in_one_go_with_what_is_accepted() {
    let (_, problems) = parse(&[
        ("B24_MISSING_HOOK", "maybe"),
        ("B24_EXTRA_SCOPES", "error"),
        ("B24_EXPECT_PORTAL", "a/b"),
        ("B24_EXPECT_USER_ID", "0"),
        ("B24_REQUIRE_ADMIN", "yes"),
        ("B24_FAIL_ON_WEAKENING", "1"),
        ("B24_MAX_ATTEMPTS", "11"),
        ("B24_RETRY_DELAY", "fast"),
        ("B24_TIMEOUT", "0s"),
        ("B24_REQUEST_TIMEOUT", "5"),
        ("B24_JOBS", "0"),
        ("B24_REQUIRED_SCOPES", "crm,a b"),
        ("B24_FORBIDDEN_SCOPES", "basic"),
    ]);
    let expected = [
        "input `request-timeout`: `5` has no unit – write `5s` for seconds",
        "input `timeout`: zero leaves no time for an answer – raise it, for example to `10s`",
        "input `missing-hook`: `maybe` is not accepted – give `auto`, `fail` or `skip`",
        "input `fail-on-weakening`: `1` is not accepted – give `true` or `false`",
        "input `extra-scopes`: `error` is not accepted – give `ignore`, `warn` or `fail`",
        "input `expect-portal`: `a/b` is not accepted – give the host alone, such as `acme.bitrix24.com`",
        "input `required-scopes`: `a b` is not accepted – give scope codes of `a-z`, `0-9`, `_` and `.`, separated by commas or line breaks",
        "input `forbidden-scopes`: `basic` cannot be forbidden: every webhook holds it – remove it",
        "input `expect-user-id`: `0` is not accepted – give a whole number from 1",
        "input `require-admin`: `yes` is not accepted – give `true` or `false`",
        "input `max-attempts`: `11` is not accepted – give a whole number from 1 to 10",
        "input `retry-delay`: `fast` is not accepted – give a duration up to 24h, such as `500ms`, `10s` or `2m`",
        "input `jobs`: `0` is not accepted – give a whole number from 1 to 256",
    ];
    assert_eq!(problems, expected);
}

#[test]
fn lists_are_split_by_commas_and_line_breaks_and_joined_once() {
    let (settings, problems) = parse(&[("INPUT_REQUIRED-SCOPES", "crm, IM\n\nuser_brief,crm,")]);
    let scopes =
        settings.demands.required.iter().map(|rule| rule.demand.as_str().to_owned()).collect::<Vec<_>>();
    assert_eq!((scopes, problems), (vec!["crm".into(), "im".into(), "user_brief".into()], vec![]));
}

#[test]
fn names_are_split_by_whatever_no_name_has_and_counted_once() {
    let (settings, _) = parse(&[("B24_ONLY", " shop, crm\n\nwiki\tcrm ,")]);
    assert_eq!(settings.only, ["shop", "crm", "wiki"]);
}

#[test]
fn a_hook_in_the_wrong_input_is_not_repeated() {
    let (_, problems) = parse(&[("B24_TIMEOUT", "https://a.example/rest/1/abcdefgh12345678/")]);
    assert!(problems[0].contains("/rest/1/***/"), "{problems:?}");
}
