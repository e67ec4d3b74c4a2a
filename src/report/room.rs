//! How much a report keeps of each hook: what many hooks have to say at once stays within these sizes, and what one or
//! a few have is kept in full.

use std::collections::BTreeSet;

use super::HookReport;
use crate::knowledge;
use crate::text::Text;
use crate::verdict::{Aspect, Ruling, Verdict};

/// Bytes for all hooks, and the least for one, which is more than honest ones need.
const LIST: (usize, usize) = (6 << 20, 6 << 10);
const RULINGS: (usize, usize) = (16 << 20, 12 << 10);

/// Bytes for the rulings without a portal.
pub(super) const REPOSITORY: usize = 16 << 20;

/// What a scope takes besides its code, in bytes.
const BARE: usize = 32;

/// Bytes for each hook.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Room {
    /// Of each list of scopes.
    list: usize,
    rulings: usize,
}

impl Room {
    /// For each of so many hooks.
    #[must_use]
    pub(crate) fn of(hooks: usize) -> Self {
        let each = |(all, least): (usize, usize)| (all / hooks.max(1)).max(least);
        Self { list: each(LIST), rulings: each(RULINGS) }
    }
}

impl HookReport {
    /// As much of it as there is room for. What was judged stays so.
    #[must_use]
    pub(crate) fn within(mut self, room: Room) -> Self {
        // What rules name comes first, then what Bitrix24 has.
        let rank = |code: &Text| (self.extra.contains(code), !knowledge::is_word(&code.reveal()));
        if let Some(granted) = self.granted.take() {
            let (granted, unlisted) = fitting(granted, room.list, rank);
            (self.granted, self.unlisted_granted) = (Some(granted), unlisted);
        }
        let extra = std::mem::take(&mut self.extra);
        (self.extra, self.unlisted_extra) =
            fitting(extra, room.list, |code| (false, !knowledge::is_word(&code.reveal())));
        self.rulings = Verdict { rulings: self.rulings }.within(room.rulings, "checks").rulings;
        self
    }
}

impl<T> HookReport<T> {
    /// Whether there was no room for all of it.
    #[must_use]
    pub(crate) fn is_cut(&self) -> bool {
        let is_more = |ruling: &Ruling<T>| ruling.subject.kind == Aspect::More;
        self.unlisted_granted + self.unlisted_extra > 0 || self.rulings.iter().any(is_more)
    }
}

/// Those that fit, the first by rank and code, and how many do not.
fn fitting<R: Ord>(codes: BTreeSet<Text>, room: usize, rank: impl Fn(&Text) -> R) -> (BTreeSet<Text>, usize) {
    let bytes = |code: &Text| BARE + code.bytes();
    if codes.iter().map(bytes).sum::<usize>() <= room {
        return (codes, 0);
    }
    let (all, mut taken) = (codes.len(), 0);
    let mut codes = codes.into_iter().collect::<Vec<_>>();
    codes.sort_by_cached_key(rank);
    let fitting = codes.into_iter().take_while(|code| {
        taken += bytes(code);
        taken <= room
    });
    let fitting = fitting.collect::<BTreeSet<_>>();
    let unlisted = all - fitting.len();
    (fitting, unlisted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::samples;

    /// A hook that holds what rules name, what Bitrix24 has, and what it has not.
    fn hook() -> HookReport {
        let (_, mut report) = samples::all().remove(0);
        let mut hook = report.hooks.remove(0);
        let odd = (0..990).map(|number| format!("aaa{number:059}"));
        let extra =
            odd.chain(["crm".to_owned(), "disk".to_owned()]).map(Text::exact).collect::<BTreeSet<_>>();
        hook.granted = Some(extra.iter().cloned().chain([Text::exact("zzz_named")]).collect());
        hook.extra = extra;
        hook
    }

    fn bytes(hook: &HookReport) -> usize {
        let codes = hook.granted.iter().flatten().chain(&hook.extra);
        codes.map(|code| BARE + code.bytes()).sum()
    }

    #[test]
    fn what_few_hooks_hold_is_kept_in_full() {
        let whole = hook();
        let kept = hook().within(Room::of(40));
        assert_eq!((&kept.granted, &kept.extra), (&whole.granted, &whole.extra));
        assert_eq!((kept.unlisted_granted, kept.unlisted_extra, kept.is_cut()), (0, 0, false));
    }

    #[test]
    fn five_hundred_hooks_with_62_kb_of_scopes_each_stay_within_the_whole() {
        let kept = hook().within(Room::of(500));
        assert!(500 * bytes(&kept) <= 2 * LIST.0, "{}", bytes(&kept));
        let granted = kept.granted.as_ref().expect("they are known");
        assert_eq!(granted.len() + kept.unlisted_granted, 993);
        assert_eq!(kept.extra.len() + kept.unlisted_extra, 992);
        for code in ["crm", "disk", "zzz_named"] {
            assert!(granted.contains(&Text::exact(code)), "{code}");
        }
        assert!(kept.extra.contains(&Text::exact("disk")) && kept.is_cut());
    }
}
