//! Judges webhooks' addresses that stand in the code with their secrets.

use super::{Aspect, Ruling};
use crate::ledger::Origin;
use crate::reason::Reason;
use crate::scan::{Committed, Leak, Scan};
use crate::text::{Count, Ours, Text};

/// What to do about a webhook that stands in code or history.
pub(crate) const ADVICE: &str = "delete this webhook on the portal and create another, then remove it from the code: Bitrix24 \
    blocks webhooks that become public; if it is a sample, write `b24-ping: ignore` on its line";

/// One ruling for each, and one for those that are not kept.
#[must_use]
pub(crate) fn rulings(scan: &Scan) -> Vec<Ruling> {
    let mut rulings = scan.leaks.iter().map(ruling).collect::<Vec<_>>();
    if scan.omitted.leaks > 0 {
        let what = text!("{} of webhooks with a secret", Count(scan.omitted.leaks, "more address"));
        rulings.push(Ruling::broken(
            Aspect::More.of("webhooks in the code"),
            Reason::HookInCode,
            what,
            ADVICE,
        ));
    }
    rulings
}

fn ruling(leak: &Leak) -> Ruling {
    let subject = Aspect::Leaked.of(whose(leak));
    let ruling = Ruling::broken(subject, Reason::HookInCode, what(leak), ADVICE);
    Ruling { origin: Some(Origin::Line(leak.place.clone())), ..ruling }
}

/// One sentence.
#[must_use]
pub(crate) fn what(leak: &Leak) -> Text {
    if leak.is_given {
        text!("the webhook of this very run is in the code with its secret: {}", whose(leak))
    } else {
        text!("a webhook's address with its secret is in the code: {}", whose(leak))
    }
}

/// Portal and user.
pub(crate) fn whose(leak: &Leak) -> Text {
    let portal = leak.portal.as_ref().map(|portal| text!("{}, ", portal));
    text!("{}user {}", portal, leak.user)
}

/// One in the history, with its place.
#[must_use]
pub(crate) fn committed(committed: &Committed) -> Text {
    let Committed { leak, last, first, .. } = committed;
    let first = first.as_ref().map(|(first, place)| text!(", first in {}, {}", first, place));
    let given = leak.is_given.then_some(Ours("the webhook of this very run, "));
    text!("commit {}: {}: {}{}{} – {}", last, leak.place, given, whose(leak), first, Ours(ADVICE))
}
