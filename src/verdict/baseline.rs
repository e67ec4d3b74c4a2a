//! Judges the policy by its baseline: it should not demand less.

use super::{Aspect, Finding, Ruling, Standing};
use crate::ledger::Problem;
use crate::policy::diff::{Change, ChangeKind};
use crate::reason::{Reason, Severity};

/// One ruling for each rule that was removed or loosened, or one that none was. With `strict` they are errors,
/// unless the policy asks for more.
#[must_use]
pub fn rulings(changes: &[Change], strict: bool) -> Vec<Ruling> {
    let weakened = changes.iter().filter(|change| change.kind == ChangeKind::Weakened);
    let rulings = weakened.map(|change| ruling(change, strict)).collect::<Vec<_>>();
    if rulings.is_empty() { vec![Ruling::held(Aspect::Baseline)] } else { rulings }
}

/// The ruling on a baseline with problems, of which this is the first: nothing can be compared, and it must
/// not fail the pull request that fixes them.
#[must_use]
pub(crate) fn broken(mistake: &Problem) -> Ruling {
    let finding = Finding {
        reason: Reason::PolicyWeakened,
        severity: Severity::Warning,
        what: text!("the policy is not compared, since its baseline has a mistake: {}", mistake.what),
        advice: "review this change yourself, and fix the policy on the base branch".into(),
    };
    let held = Ruling::held(Aspect::Baseline);
    let origin = Some(mistake.origin.clone());
    Ruling { standing: Standing::Unknown, origin, finding: Some(finding), ..held }
}

fn ruling(change: &Change, strict: bool) -> Ruling {
    let was = change.before.as_ref().map(|at| text!("; it was at `{}`", at));
    let advice = if change.asks_for_more() {
        "it failed as an extra scope before, and is required now; grant it only if the webhook needs it"
            .into()
    } else {
        text!("put it back, or ask those who rely on it{}", was)
    };
    let subject = Aspect::Weakened.of(change.what.clone());
    let severity = if strict && !change.asks_for_more() { Severity::Error } else { Severity::Warning };
    let ruling = Ruling::broken(subject, Reason::PolicyWeakened, change.what.clone(), advice);
    ruling.with_severity(severity).at(&change.origin, change.why.as_ref())
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;
    use crate::ledger::Ledger;
    use crate::outcome::Outcome;
    use crate::policy::Policy;
    use crate::policy::diff::{self, Inputs};
    use crate::text::Text;

    fn judged(base: &str, head: &str, strict: bool) -> Verdict {
        let file = Text::theirs("p.yml");
        let read = |text: &str| Policy::parse(text.as_bytes(), &file, &mut Ledger::default());
        Verdict {
            rulings: rulings(&diff::changes(&read(base), &read(head), &Inputs::default(), &file), strict),
        }
    }

    #[test]
    fn only_what_is_weaker_is_complained_of_and_only_strictness_fails() {
        let (base, head) = ("required: [crm, im]\nextra: fail\n", "required: [crm, task]\n");
        let verdict = judged(base, head, false);
        let found = verdict.findings().map(|finding| finding.what.reveal()).collect::<Vec<_>>();
        assert_eq!(found, ["`im` is no longer required", "`extra` is `warn` by default, was `fail`"]);
        assert_eq!((verdict.outcome(), verdict.reason()), (Outcome::Passed, Reason::PolicyWeakened));
        let verdict = judged(base, head, true);
        assert_eq!((verdict.outcome(), verdict.reason()), (Outcome::Failed, Reason::PolicyWeakened));
    }

    #[test]
    fn a_scope_that_is_asked_for_where_extra_ones_fail_is_told_and_fails_nothing() {
        let verdict = judged("required: [crm]\nextra: fail\n", "required: [crm, im]\nextra: fail\n", true);
        assert_eq!((verdict.outcome(), verdict.reason()), (Outcome::Passed, Reason::PolicyWeakened));
        let banned = "required: [crm]\nforbidden: [im]\n";
        let verdict = judged(banned, "required: [crm, im]\nextra: fail\n", true);
        assert_eq!((verdict.outcome(), verdict.reason()), (Outcome::Failed, Reason::PolicyWeakened));
    }

    #[test]
    fn a_baseline_with_mistakes_decides_nothing_and_says_where() {
        let mut ledger = Ledger::default();
        let origin = crate::ledger::Origin::input("baseline-file");
        ledger.problem(origin.clone(), "it is odd", "");
        let ruling = broken(&ledger.problems[0]);
        assert_eq!((ruling.standing, &ruling.origin), (Standing::Unknown, &Some(origin)));
        let finding = ruling.finding.unwrap();
        assert_eq!((finding.reason, finding.severity), (Reason::PolicyWeakened, Severity::Warning));
        assert!(
            finding.what.reveal().ends_with("its baseline has a mistake: it is odd"),
            "{:?}",
            finding.what
        );
    }

    #[test]
    fn a_stricter_policy_holds_as_one_check() {
        let verdict = judged("required: [crm]\n", "required: [crm, im]\n", true);
        assert_eq!(verdict.rulings, [Ruling::held(Aspect::Baseline)]);
    }
}
