use super::*;

fn given(flags: &[(&'static str, &str)], env: &[(&str, &str)]) -> Given {
    let flags = flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let mut ledger = Ledger::default();
    let given = Given::gather(&flags, &Environment::of(env), &Group::ALL, &mut ledger);
    assert_eq!(ledger, Ledger::default());
    given
}

#[test]
fn a_flag_beats_the_action_which_beats_the_variable() {
    let env = [("INPUT_MAX-ATTEMPTS", "2"), ("INPUT_MAX_ATTEMPTS", "3"), ("B24_MAX_ATTEMPTS", "4")];
    assert_eq!(given(&[("max-attempts", "1")], &env).get("max-attempts"), Some("1"));
    assert_eq!(given(&[], &env).get("max-attempts"), Some("2"));
    assert_eq!(given(&[], &env[1..]).get("max-attempts"), Some("3"));
    assert_eq!(given(&[], &env[2..]).get("max-attempts"), Some("4"));
}

#[test]
fn empty_counts_as_not_given() {
    let env = [("INPUT_REDACT", " \n"), ("B24_REDACT", "true")];
    assert_eq!(given(&[("redact", "")], &env).get("redact"), Some("true"));
    assert_eq!(given(&[], &env[..1]).get("redact"), None);
}
