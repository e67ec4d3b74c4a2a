//! Variables that are almost an input's: what they were to demand would be left unchecked, and nobody would notice.
//!
//! A name is almost another if they are the same but for the case of letters and hyphens, for one letter, or for one
//! ending. All other variables belong to somebody else.

use super::given::{action_variables, variable};
use crate::inputs::{Group, HOOK, HOOK_FILE, INPUTS};
use crate::ledger::{Ledger, Origin};
use crate::text::near::did_you_mean;
use crate::text::{Ours, Text};
use crate::world::Environment;

/// In bytes; no name of ours is half as long.
const MAX_NAME: usize = 64;

/// Words that are added at the end of a name, or dropped there.
const ENDINGS: [&str; 8] = ["FILE", "FILES", "PATH", "PATHS", "ID", "LIST", "SCOPE", "SCOPES"];

/// Those that stand for each other.
const OF_PATHS: [&str; 4] = ["FILE", "FILES", "PATH", "PATHS"];

/// The longest ending within a word: `EXPECT` and `EXPECTED`, `FORBID` and `FORBIDDEN`.
const MAX_INFLECTION: usize = 3;

/// The shortest word that has one.
const MIN_WORD: usize = 4;

/// How much an input is missed.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Loss {
    Other,
    /// What it demands is not checked.
    Demand,
}

/// An input, by its name in the contract.
struct Known {
    name: &'static str,
    loss: Loss,
}

/// What a runner puts before an input's name.
const OF_ACTION: &str = "INPUT_";

/// Adds a problem for each variable that is almost one of these inputs' and would demand something, and a warning for
/// one of another input; in a workflow also for each input that the action does not have. `hook` says whether the
/// command asks a webhook, and whether there is one.
pub(super) fn report(
    env: &Environment,
    groups: &[Group],
    hook: Option<bool>,
    in_workflow: bool,
    ledger: &mut Ledger,
) {
    let names = || INPUTS.iter().map(|input| input.name).chain([HOOK, HOOK_FILE]);
    let of_action = INPUTS.iter().map(|input| input.name).chain([HOOK]).flat_map(action_variables);
    let known = names().map(variable).chain(of_action).collect::<Vec<_>>();
    let inputs = INPUTS.iter().filter(|input| groups.contains(&input.group));
    let inputs = inputs.map(|input| Known { name: input.name, loss: loss(input.group) });
    let of_hook = |has_one| if has_one { Loss::Other } else { Loss::Demand };
    let hooks = [HOOK, HOOK_FILE].map(|name| Some(Known { name, loss: of_hook(hook?) }));
    let inputs = inputs.chain(hooks.into_iter().flatten()).collect::<Vec<_>>();
    for name in env.names().filter(|name| name.len() <= MAX_NAME && env.text(name).is_some_and(is_given)) {
        if known.iter().any(|known| known == name) {
            continue;
        }
        let input = name.strip_prefix(OF_ACTION);
        if input.is_some() && !in_workflow {
            continue;
        }
        let spelled = input.map_or_else(|| name.to_owned(), variable);
        let is_there = |known: &&Known| input.is_none() || known.name != HOOK_FILE;
        let near = inputs.iter().filter(is_there);
        let near = near.filter_map(|known| Some((apart(&spelled, &variable(known.name))?, known)));
        let Some((_, near)) = near.min_by_key(|(apart, known)| (*apart, std::cmp::Reverse(known.loss)))
        else {
            continue;
        };
        let (origin, what, advice) = message(name, input, near.name);
        match near.loss {
            Loss::Demand => ledger.problem(origin, what, advice),
            Loss::Other => ledger.warning(origin, what, advice),
        }
    }
}

/// `input` is what the variable is called in a workflow.
fn message(name: &str, input: Option<&str>, meant: &'static str) -> (Origin, Text, Text) {
    if let Some(input) = input {
        let input = Text::theirs(input.to_ascii_lowercase());
        let what = text!("the action has no input `{}`, so it is not read", input);
        return (Origin::setting("workflow"), what, did_you_mean(Ours(meant)));
    }
    let what = text!("no setting is named `{}`, so that variable is not read", Text::theirs(name));
    let advice =
        text!("did you mean `{}`? If the variable is another program's, unset it here", variable(meant));
    (Origin::setting("environment"), what, advice)
}

/// Where others keep a webhook's address.
const WEBHOOKS: [&str; 11] = [
    "B24_WEBHOOK",
    "B24_WEBHOOK_URL",
    "B24_HOOK_URL",
    "B24_REST_URL",
    "B24_URL",
    "BITRIX24_WEBHOOK",
    "BITRIX24_WEBHOOK_URL",
    "BITRIX24_HOOK",
    "BITRIX_WEBHOOK",
    "BITRIX_WEBHOOK_URL",
    "BITRIX_HOOK",
];

/// The same for an action's input.
const WEBHOOK_INPUTS: [&str; 6] = ["webhook", "webhooks", "webhook-url", "hook-url", "hook-file", "url"];

/// A variable, or an input that the action does not have, which may hold the webhook; and what it should be named.
pub(super) struct Unread {
    /// The variable.
    pub variable: String,
    input: Option<&'static str>,
}

/// Those that are set.
pub(super) fn unread(env: &Environment) -> Vec<Unread> {
    let variables = WEBHOOKS.map(|name| Unread { variable: name.to_owned(), input: None });
    let inputs = WEBHOOK_INPUTS
        .into_iter()
        .filter(|_| env.says_true("GITHUB_ACTIONS"))
        .flat_map(|name| action_variables(name).map(|variable| Unread { variable, input: Some(name) }));
    let mut unread = variables.into_iter().chain(inputs).collect::<Vec<_>>();
    unread.dedup_by(|one, other| one.variable == other.variable);
    unread.retain(|unread| env.get(&unread.variable).is_some_and(|value| value.is_ok_and(is_given)));
    unread
}

/// What to do where no webhook was given and one of these is set.
pub(crate) fn hint(env: &Environment) -> Option<Text> {
    let found = unread(env);
    let Unread { variable: set, input } = found.first()?;
    let Some(input) = input else {
        return Some(text!("`{}` is set and is not read: rename it to {}", set, variable(HOOK)));
    };
    Some(text!("the input `{}` is set and is not read: rename it to `{}`", Ours(input), Ours(HOOK)))
}

fn is_given(value: &str) -> bool {
    !value.trim().is_empty()
}

fn loss(group: Group) -> Loss {
    if matches!(group, Group::Policy | Group::Judging) { Loss::Demand } else { Loss::Other }
}

/// How far a name is from an input's; `None` if it is another one.
fn apart(name: &str, input: &str) -> Option<usize> {
    let name = name.to_ascii_uppercase().replace('-', "_");
    let digits = |name: &str| name.chars().filter(char::is_ascii_digit).collect::<String>();
    // `B24_HOOK2` is a second one.
    if digits(&name) != digits(input) {
        return None;
    }
    match strsim::damerau_levenshtein(&name, input) {
        near @ (0 | 1) => Some(near),
        _ => is_another_ending(&name, input).then_some(2),
    }
}

fn is_another_ending(name: &str, input: &str) -> bool {
    let (name, input) = (name.split('_').collect::<Vec<_>>(), input.split('_').collect::<Vec<_>>());
    if name.len() == input.len() {
        let mut others = name.iter().zip(&input).filter(|(one, other)| one != other);
        if let (Some((one, other)), None) = (others.next(), others.next()) {
            return is_inflected(one, other) || OF_PATHS.contains(one) && OF_PATHS.contains(other);
        }
        return false;
    }
    let (short, long) = if name.len() < input.len() { (&name, &input) } else { (&input, &name) };
    // What is added to a single word makes it somebody else's, such as `B24_HOOK_ID`.
    let least = if name.len() < input.len() { 2 } else { 3 };
    short.len() >= least
        && long.split_last().is_some_and(|(last, rest)| rest == short && ENDINGS.contains(last))
}

/// Whether one is the other with a few letters more.
fn is_inflected(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let is_longer = short.len() >= MIN_WORD && long.len() - short.len() <= MAX_INFLECTION;
    is_longer && long.starts_with(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is said of these variables: the input of a problem, or of a warning behind `~`.
    fn said(names: &[&str], groups: &[Group], hook: Option<bool>) -> Vec<String> {
        let pairs = names.iter().map(|name| (*name, "crm")).collect::<Vec<_>>();
        let mut ledger = Ledger::default();
        report(&Environment::of(&pairs), groups, hook, true, &mut ledger);
        let meant = |mark: &'static str| {
            move |text: String| {
                let (_, rest) = text.split_once("did you mean `").expect("an input");
                let rest = rest.strip_prefix("B24_").unwrap_or(rest);
                format!("{mark}{}", rest.split_once('`').expect("its end").0)
            }
        };
        let warnings = crate::ledger::shown(&ledger.warnings).into_iter().map(meant("~"));
        ledger.shown().into_iter().map(meant("")).chain(warnings).collect()
    }

    fn of(name: &str) -> String {
        said(&[name], &Group::ALL, Some(true)).concat()
    }

    #[test]
    fn a_variable_one_letter_or_one_ending_away_from_a_demand_is_a_mistake() {
        for (meant, names) in [
            (
                "REQUIRED_SCOPES",
                "REQUIRED_SCOPE REQUIRED REQUIRE_SCOPES REQUIRES_SCOPES REQUIERD_SCOPES REQUIREDSCOPES \
                 REQUIRED_SCOPES_LIST REQUIRED-SCOPES required_scopes Required_Scopes REQUIRED__SCOPES REQUIRED_SCOPES_",
            ),
            (
                "FORBIDDEN_SCOPES",
                "FORBIDEN_SCOPES FORBID_SCOPES FORBIDDEN FORBIDDEN_SCOPE FORBIDDEN_SCOPES_FILE",
            ),
            ("EXTRA_SCOPES", "EXTRA EXTRAS_SCOPES EXTRA_SCOPE"),
            ("SCOPES_FILE", "SCOPES SCOPE_FILE SCOPES_PATH SCOPES_FILES SCOPES-FILE"),
            ("BASELINE_FILE", "BASELINE BASELINES_FILE BASELINE_PATH BASE_LINE_FILE"),
            ("FAIL_ON_WEAKENING", "FAIL_ON_WEAKEN FAILS_ON_WEAKENING FAIL_ON_WEAKENINGS fail-on-weakening"),
            ("EXPECT_PORTAL", "EXPECTED_PORTAL EXPECT_PORTALS EXPECTS_PORTAL"),
            ("EXPECT_USER_ID", "EXPECT_USER EXPECTED_USER_ID EXPECT_USERID EXPECT_USER_IDS"),
            ("REQUIRE_ADMIN", "REQUIRED_ADMIN REQUIRES_ADMIN REQUIRE_ADMINS"),
            ("SCAN_PATHS", "SCAN_PATH SCAN SCAN_FILES SCANS_PATHS"),
        ] {
            for name in names.split_whitespace() {
                assert_eq!(of(&format!("B24_{name}")), meant, "{name}");
            }
        }
        assert_eq!(of("b24_required_scopes"), "REQUIRED_SCOPES");
        assert_eq!(of("B24REQUIRED_SCOPES"), "REQUIRED_SCOPES");
    }

    #[test]
    fn in_a_workflow_an_input_one_letter_or_one_ending_away_from_a_demand_is_a_mistake() {
        for (name, meant) in [
            ("REQUIRED-SCOPE", "required-scopes"),
            ("REQUIRED_SCOPE", "required-scopes"),
            ("EXPECTED-PORTAL", "expect-portal"),
            ("EXPECT-USER", "expect-user-id"),
            ("FORBID_SCOPES", "forbidden-scopes"),
            ("SCOPES", "scopes-file"),
            ("BASELINE", "baseline-file"),
            ("FAIL-ON_WEAKENING", "fail-on-weakening"),
            ("HOOKS", "~hook"),
            ("MAX-ATTEMPT", "~max-attempts"),
        ] {
            assert_eq!(of(&format!("INPUT_{name}")), meant, "{name}");
        }
        let (env, mut ledger) = (Environment::of(&[("INPUT_REQUIRED-SCOPE", "crm")]), Ledger::default());
        report(&env, &Group::ALL, Some(true), false, &mut ledger);
        assert_eq!(ledger, Ledger::default(), "elsewhere such a variable is another program's");
        report(&env, &Group::ALL, Some(true), true, &mut ledger);
        let said = "workflow: the action has no input `required-scope`, so it is not read – did you mean `required-scopes`?";
        assert_eq!(ledger.shown(), [said]);
    }

    #[test]
    fn near_another_input_it_is_a_warning() {
        for (name, meant) in [
            ("MAX_ATTEMPT", "~MAX_ATTEMPTS"),
            ("TIME_OUT", "~TIMEOUT"),
            ("JOB", "~JOBS"),
            ("CA", "~CA_FILE"),
            ("JSON_PATH", "~JSON_FILE"),
            ("redact", "~REDACT"),
            ("HOOKS", "~HOOK"),
            ("HOOK_PATH", "~HOOK_FILE"),
        ] {
            assert_eq!(of(&format!("B24_{name}")), meant, "{name}");
        }
    }

    #[test]
    fn without_a_webhook_what_was_to_be_one_is_a_mistake() {
        let said = |name, hook| said(&[name], &[], hook).concat();
        assert_eq!(said("B24_HOOKS", Some(false)), "HOOK");
        assert_eq!(said("B24_HOOK_PATH", Some(false)), "HOOK_FILE");
        assert_eq!(said("B24_HOOKS", None), "", "the command asks none");
    }

    #[test]
    fn all_other_variables_are_somebody_elses() {
        for name in [
            "B24_HOOK_PROD",
            "B24_HOOK2",
            "B24_HOOK_2",
            "B24_HOOK_ID",
            "B24_HOOK_URL",
            "B24_WEBHOOK",
            "B24_TOKEN",
            "B24_PORTAL",
            "B24_USER_ID",
            "B24_POLICY",
            "B24_URL",
            "B24_PING_STATUS",
            "B24_PING_MISSING_SCOPES",
            "B24_TIMEOUT_PATH",
            "B24_FILE",
            "B24_",
            "B24",
            "BITRIX_REQUIRED_SCOPES",
            "REQUIRED_SCOPES",
            "B24_JOB_ID",
            "B24_CLIENT_ID",
            "B24_DOMAIN",
            "B24_REQUIRED_SCOPES",
            "B24_HOOK_FILE",
            "INPUT_REQUIRED-SCOPES",
            "INPUT_REQUIRED_SCOPES",
            "INPUT_HOOK",
            "INPUT_HOOK_2",
            "INPUT_WEBHOOK",
            "INPUT_TOKEN",
            "INPUT_FILE",
        ] {
            assert_eq!(of(name), "", "{name}");
        }
        assert_eq!(
            said(&["B24_REQUIRED_SCOPE"], &[Group::Policy], None),
            [""; 0],
            "the command has no such input"
        );
        let mut ledger = Ledger::default();
        let empty = Environment::of(&[("B24_REQUIRED_SCOPE", " \n")]);
        report(&empty, &Group::ALL, Some(true), true, &mut ledger);
        assert_eq!(ledger, Ledger::default(), "empty is not given");
    }

    /// No input's name may be taken for another's.
    #[test]
    fn what_is_an_input_is_never_a_mistake() {
        for input in INPUTS {
            assert_eq!(of(&variable(input.name)), "", "{}", input.name);
        }
    }
}
