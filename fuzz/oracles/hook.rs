//! The text of a hook. What is said of it must not depend on the secret in it.

use b24_ping::testing::{
    Demands, Hook, HookReport, Host, Ledger, ReadAs, Reason, Report, STARS, hooks as hooks_of, judge,
    redactor,
};
use zeroize::Zeroizing;

use super::parts;
use super::rendered;
use super::secret::{self, TOKEN};
use super::sinks::Sinks;

/// Of the same shape as the token.
const OTHER: &str = "z8w1_a6d5-h2n7c9";

/// The text, as a variable holds it and as a file does.
pub fn check(bytes: &[u8], sinks: Sinks) {
    let text = parts::text(bytes);
    for read_as in [ReadAs::Value, ReadAs::File] {
        let (hooks, ledger) = read(&text, read_as);
        let (others, same) = read(&with_other(&text), read_as);
        assert_eq!(ledger, same, "what is said depends on the secret");
        let labels = |hooks: &[Hook]| format!("{:?}", hooks.iter().map(Hook::label).collect::<Vec<_>>());
        // A host may have dropped an invisible character out of the middle of the token, in both.
        assert_eq!(with_other(&labels(&hooks)), with_other(&labels(&others)));
        hooks.iter().for_each(well_formed);

        let redactor = redactor(&hooks, Vec::new());
        let mut reports = Vec::new();
        let is_secret = redactor.clean(TOKEN) == STARS;
        if is_secret {
            secret::is_absent("the cleaned text", &redactor.clean(&text));
            secret::is_absent("the cleaned text", &redactor.clean(&text.to_ascii_uppercase()));
            reports.extend(alive(&hooks));
        }
        // Without a hook nobody knows the secret, and nothing may be said of the text at all.
        reports.push(Report::misconfigured(Reason::Config, ledger.problems, ledger.notices));
        rendered::check(reports, &redactor, None, sinks);
    }
}

/// The text with the other token, written in the same case.
fn with_other(text: &str) -> String {
    let mut changed = text.to_owned();
    for (start, token) in text.to_ascii_lowercase().match_indices(TOKEN) {
        let capitals = text[start..].chars().map(|c| c.is_ascii_uppercase());
        let other = OTHER.chars().zip(capitals);
        let other = other.map(|(c, is_capital)| if is_capital { c.to_ascii_uppercase() } else { c });
        changed.replace_range(start..start + token.len(), &other.collect::<String>());
    }
    changed
}

/// The report on a hook that is alive. Others may have secrets that are words of ours.
fn alive(hooks: &[Hook]) -> Option<Report> {
    let [hook] = hooks else { return None };
    let facts = secret::answered();
    let (label, demands) = (hook.label(), Demands::default());
    let judged = judge(&label, &demands, &facts);
    let told = HookReport::new(&label, &demands, facts, judged);
    Some(Report::of_hooks(vec![told], None, vec![]))
}

fn read(text: &str, read_as: ReadAs) -> (Vec<Hook>, Ledger) {
    let mut ledger = Ledger::default();
    let hooks = hooks_of(&Zeroizing::new(text.to_owned()), read_as, &mut ledger);
    (hooks, ledger)
}

/// The parts of an address make an address with these parts.
fn well_formed(hook: &Hook) {
    let label = hook.label();
    assert_eq!(Host::parse(label.host.as_str()).as_ref(), Some(&label.host), "a host is read as itself");
    assert!(label.user > 0);
    let legal = |name: &String| {
        (1..=64).contains(&name.len()) && name.chars().all(|c| c.is_ascii_alphanumeric() || "_.-".contains(c))
    };
    assert!(label.name.iter().all(legal), "{label:?}");
    let name = label.name.as_ref().map(|name| format!("{name}=")).unwrap_or_default();
    let (again, _) =
        read(&format!("{name}https://{}/rest/{}/{TOKEN}/", label.host.as_str(), label.user), ReadAs::Value);
    assert_eq!(again.iter().map(Hook::label).collect::<Vec<_>>(), [label]);
}
