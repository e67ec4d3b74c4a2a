//! Which rulings a report has room for.

use super::{Aspect, Finding, Ruling, Standing, Verdict};
use crate::ledger::Origin;
use crate::text::{Count, Text};

/// What a ruling takes besides its texts, in bytes.
const BARE: usize = 192;

impl Verdict {
    /// In so many bytes those that weigh most, in their order, and one in place of all others, which ends as they do.
    /// At least one stays, so the outcome does, too. `what` names them.
    #[must_use]
    pub(crate) fn within(self, room: usize, what: &'static str) -> Self {
        let mut order = (0..self.rulings.len()).collect::<Vec<_>>();
        order.sort_by_key(|at| rank(&self.rulings[*at]));
        let mut taken = 0;
        let fitting = order.iter().take_while(|at| {
            let is_first = taken == 0;
            taken += bytes(&self.rulings[**at]);
            is_first || taken <= room
        });
        let fitting = fitting.count();
        if fitting == order.len() {
            return self;
        }
        let mut fits = vec![false; order.len()];
        order.iter().take(fitting).for_each(|at| fits[*at] = true);
        let mut fits = fits.into_iter();
        let (mut rulings, others): (Vec<_>, Vec<_>) =
            self.rulings.into_iter().partition(|_| fits.next() == Some(true));
        rulings.push(instead(&Self { rulings: others }, what));
        Self { rulings }
    }
}

/// Findings by their weight, then what is unknown, then what holds.
fn rank(ruling: &Ruling) -> impl Ord + use<> {
    let is_known = ruling.standing != Standing::Unknown;
    let weight = ruling.finding.as_ref().map(Finding::weight);
    (weight.is_none(), weight, is_known)
}

fn bytes(ruling: &Ruling) -> usize {
    let origin = ruling.origin.as_ref().map_or(0, |origin| match origin {
        Origin::Line(place) => place.file.bytes(),
        Origin::File { file: name } | Origin::Setting { setting: name } => name.bytes(),
        Origin::Input { .. } => 0,
    });
    let finding = ruling.finding.as_ref().map_or(0, |finding| finding.what.bytes() + finding.advice.bytes());
    let texts = [&ruling.subject.value, &ruling.why].into_iter().flatten().map(Text::bytes).sum::<usize>();
    BARE + origin + finding + texts
}

fn instead(others: &Verdict, what: &'static str) -> Ruling {
    let subject = Aspect::More.of(what);
    let stands = |standing| others.rulings.iter().any(|ruling| ruling.standing == standing);
    let of_worst = others.worst().or_else(|| others.findings().next());
    let Some(worst) = of_worst else {
        return if stands(Standing::Unknown) { Ruling::unknown(subject) } else { Ruling::held(subject) };
    };
    let what = text!("{} for which the report has no room", Count(others.findings().count(), "more finding"));
    let advice = "check fewer webhooks in one run, with `only` or `split`, to see them all";
    let mut ruling = Ruling::broken(subject, worst.reason, what, advice).with_severity(worst.severity);
    if !stands(Standing::Broken) {
        ruling.standing = if stands(Standing::Unknown) { Standing::Unknown } else { Standing::Held };
    }
    ruling
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reason::{Reason, Severity};

    fn broken(number: usize, reason: Reason, severity: Severity) -> Ruling {
        let subject = Aspect::Required.of(Text::theirs(format!("s{number}")));
        let mut ruling = Ruling::broken(subject, reason, "it is missing", "tick it");
        ruling.finding.as_mut().expect("it has one").severity = severity;
        ruling
    }

    fn verdict() -> Verdict {
        let errors = (0..100).map(|n| broken(n, Reason::ScopeMissing, Severity::Error));
        let refused = [broken(100, Reason::HookRefused, Severity::Error)];
        let notices = (0..100).map(|n| broken(n, Reason::ScopeUnused, Severity::Notice));
        let held = (0..100).map(|n| Ruling::held(Aspect::Required.of(Text::theirs(format!("h{n}")))));
        let unknown = [Ruling::unknown(Aspect::Grants)];
        Verdict { rulings: notices.chain(held).chain(unknown).chain(errors).chain(refused).collect() }
    }

    #[test]
    fn what_has_no_room_changes_neither_outcome_nor_reason() {
        let whole = verdict();
        for room in (0..100_000).step_by(331) {
            let cut = whole.clone().within(room, "checks");
            assert_eq!((cut.outcome(), cut.reason()), (whole.outcome(), whole.reason()), "{room}");
            let taken = cut.rulings.iter().map(bytes).sum::<usize>();
            assert!(taken <= room.max(600) + 600, "{taken} in {room}");
            assert!(cut.rulings.iter().rev().skip(1).all(|ruling| whole.rulings.contains(ruling)));
        }
        assert_eq!(whole.clone().within(200_000, "checks"), whole);
    }

    #[test]
    fn what_weighs_most_stays_and_the_last_says_how_the_others_end() {
        let told = |room| {
            let mut rulings = verdict().within(room, "checks").rulings;
            let last = rulings.pop().expect("one in place of the others");
            assert_eq!(last.subject, Aspect::More.of("checks"));
            let finding = last.finding.map(|finding| (finding.severity, finding.what.reveal()));
            (rulings.len(), last.standing, finding)
        };
        let of = |count: usize| format!("{count} more findings for which the report has no room");
        assert_eq!(told(0), (1, Standing::Broken, Some((Severity::Error, of(200)))));
        let of_notices = verdict().rulings.iter().skip(200).map(bytes).sum::<usize>();
        assert_eq!(told(of_notices - 1).2.map(|(severity, _)| severity), Some(Severity::Notice));
        let of_held = verdict().rulings.iter().map(bytes).sum::<usize>() - 1;
        assert_eq!(told(of_held), (301, Standing::Held, None));
    }
}
