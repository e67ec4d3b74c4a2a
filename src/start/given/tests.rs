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

#[test]
fn the_hook_is_found_in_the_order_of_the_contract() {
    let source = |flags: &[(&'static str, &str)], env: &[(&str, &str)]| {
        let flags = flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let mut ledger = Ledger::default();
        (hook_source(&flags, &Environment::of(env), &mut ledger), ledger.problems.len())
    };
    let env = [("INPUT_HOOK", "a"), ("B24_HOOK", "b")];
    assert_eq!(source(&[("hook-file", "-")], &env), (Some(HookSource::File("-".into())), 0));
    assert_eq!(source(&[], &env), (Some(HookSource::Variable("INPUT_HOOK".into())), 0));
    assert_eq!(source(&[], &env[1..]), (Some(HookSource::Variable("B24_HOOK".into())), 0));
    assert_eq!(source(&[], &[("B24_HOOK_FILE", "f")]), (Some(HookSource::File("f".into())), 0));
    assert_eq!(source(&[], &[("B24_HOOK_FILE", "f"), ("B24_HOOK", "b")]), (None, 1));
    assert_eq!(source(&[], &[("B24_HOOK", " ")]), (None, 0));
}
