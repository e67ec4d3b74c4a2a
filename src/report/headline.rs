//! The run in one sentence.

use super::HookReport;
use crate::outcome::Outcome;
use crate::reason::Severity;
use crate::text::{Count, Ours, Text};
use crate::verdict::{Aspect, Ruling, Standing};

pub(super) fn of(outcome: Outcome, hooks: &[HookReport], worst: Option<&HookReport>) -> Text {
    let Some(worst) = worst else { return "there was nothing to check".into() };
    if let Outcome::Interrupted(_) = outcome {
        return "stopped by a signal before every call was answered".into();
    }
    let text = of_hook(worst);
    let alike = hooks.iter().filter(|hook| hook.outcome == worst.outcome).count();
    match (hooks.len(), outcome) {
        (1, _) => text,
        (n, Outcome::Passed) => text!("all {} webhooks are alive and meet their rules", n),
        (n, _) => text!("{} of {} webhooks {}; {}", alike, n, Ours(outcome.word()), text),
    }
}

fn of_hook(hook: &HookReport) -> Text {
    let title = hook.title();
    let complaints = hook.complaints();
    let loud =
        complaints.iter().filter(|(_, finding)| finding.severity > Severity::Notice).collect::<Vec<_>>();
    match (hook.outcome, loud.as_slice()) {
        (Outcome::Passed, loud) => {
            let rules =
                hook.rulings.iter().filter(|r| r.origin.is_some() && r.standing == Standing::Held).count();
            let meets = match rules {
                0 => Text::from("accepts the webhook"),
                n => text!("meets {}", Count(n, "rule")),
            };
            let warnings = (!loud.is_empty()).then(|| text!(", with {}", Count(loud.len(), "warning")));
            text!("{} is alive and {}{}", title, meets, warnings)
        }
        (_, [(_, first), ..]) => {
            text!("{}: {}{}", title, first.what, and_more(loud.iter().map(|(ruling, _)| *ruling)))
        }
        (outcome, []) => text!("{}: {}", title, Ours(outcome.word())),
    }
}

/// How many there are beside the first.
pub(super) fn and_more<'r>(rulings: impl Iterator<Item = &'r Ruling>) -> Option<Text> {
    let (cut, others) = rulings.fold((false, 0), |(cut, all), ruling| {
        let is_more = ruling.subject.kind == Aspect::More;
        (cut || is_more, all + usize::from(!is_more))
    });
    let than = if cut { "more than " } else { "" };
    (others > 1).then(|| text!(", and {}{} more", Ours(than), others - 1))
}
