use super::*;

const CHOSEN: &str = "https://acme.bitrix24.com/rest/17/k3v9x0q2m7t4b1za/";
const OTHER: &str = "https://acme.bitrix24.com/rest/17/abcdefghijklmnop/";

fn found(flags: &[(&'static str, &str)], env: &[(&str, &str)]) -> (Found, usize) {
    let flags = flags.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    let (mut env, mut ledger) = (Environment::of(env), Ledger::default());
    let found = Found::find(&flags, &mut env, true, &mut ledger);
    assert!(env.get("INPUT_HOOK").or(env.get("B24_HOOK")).is_none(), "the environment keeps no secret");
    (found, ledger.problems.len())
}

#[test]
fn the_hook_is_found_in_the_order_of_the_contract() {
    let both = [("INPUT_HOOK", CHOSEN), ("B24_HOOK", OTHER)];
    for (env, hooks, more, problems) in [
        (&both[..], 1, 1, 0),
        (&both[..1], 1, 0, 0),
        (&both[1..], 1, 0, 0),
        (&[("B24_HOOK", " ")], 0, 0, 0),
        (&[("B24_HOOK_FILE", "/nowhere"), ("B24_HOOK", OTHER)], 0, 1, 1),
        (&[("B24_HOOK_FILE", "/nowhere"), ("INPUT_HOOK", OTHER)], 1, 0, 0),
        (&[("B24_HOOK_FILE", "/nowhere")], 0, 0, 1),
    ] {
        let (found, told) = found(&[], env);
        assert_eq!((found.hooks.len(), found.more.len(), told), (hooks, more, problems), "{env:?}");
    }
    let (found, problems) = found(&[("hook-file", "/nowhere")], &both);
    assert_eq!((found.hooks.len(), found.more.len(), problems), (0, 2, 1));
    assert_eq!(found.files, ["/nowhere"]);
}
