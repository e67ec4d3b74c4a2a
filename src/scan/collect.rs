//! The calls of all files, as several threads find them.

use std::collections::{BTreeMap, BTreeSet};

use super::file::Call;
use super::omitted::{MOST, Omitted};
use super::{Found, Scan, Sighting, Sign, SignKind, Unknown, named};
use crate::knowledge::beginnings;
use crate::knowledge::methods::{DocumentedMethod, Generation};
use crate::ledger::{Origin, Place, Problem};
use crate::text::near::{did_you_mean, nearest};
use crate::text::{Ours, Text};

/// Unknown names that are compared with the table; a file could be full of them.
const COMPARED: usize = 100;

impl Unknown {
    fn new(name: Text, place: Place) -> Self {
        let all = beginnings::of(name.reveal().as_bytes(), None, Generation::Rest2);
        let needs = all.map(|all| all.needs(Generation::Rest2)).filter(|needs| !needs.is_nothing());
        let by_beginning = needs
            .map_or_else(Text::default, |needs| text!("; by its beginning it would need {}", named(needs)));
        let what = text!("Bitrix24 documents no method `{}`{}", name, by_beginning);
        let advice = "check its name; `b24-ping: ignore` on its line silences this";
        let problem = Problem::new(Origin::Line(place.clone()), what, advice);
        Self { name, near: None, needs, place, problem }
    }

    fn meant(&mut self, near: Option<&'static str>) {
        self.near = near;
        if let Some(near) = near {
            self.problem.advice = did_you_mean(Ours(near));
        }
    }
}

impl Scan {
    /// Adds the calls of a file.
    pub fn add(&mut self, file: &Text, found: &Found<'_>) {
        let place = |line, column| Place { file: file.clone(), line, column };
        let quote = |bytes: &[u8]| Text::theirs(String::from_utf8_lossy(bytes));
        let sign =
            |(kind, text, line): (SignKind, &[u8], usize)| Sign { kind, text: quote(text), line, file: None };
        let sighting = |call: &Call<'_>| Sighting {
            method: call.method.name,
            chain: call.chain,
            needs: call.needs,
            place: place(call.line, call.column),
            test: found.test,
            sign: call.sign.map(sign),
        };
        self.calls.extend(found.calls.iter().map(sighting));
        self.pending.extend(found.pending.iter().map(sighting));
        if let Some(found) = found.sign.filter(|(kind, text, _)| kind.is_strong(text)) {
            self.signed(Some((place(found.2, 1), Sign { file: Some(file.clone()), ..sign(found) })));
        }
        let unknown = found.unknown.iter();
        self.unknown.extend(
            unknown.map(|unknown| Unknown::new(quote(unknown.name), place(unknown.line, unknown.column))),
        );
        self.unread.extend(found.unread.iter().map(|(line, column)| place(*line, *column)));
        self.omitted.join(&found.omitted);
        self.files += 1;
        self.silenced += found.silenced;
        self.left_out += found.left_out;
        self.bound(2 * MOST.in_all);
    }

    /// Adds the calls that another thread found.
    pub fn join(&mut self, other: Self) {
        self.calls.extend(other.calls);
        self.pending.extend(other.pending);
        self.signed(other.sign);
        self.unknown.extend(other.unknown);
        self.unread.extend(other.unread);
        self.leaks.extend(other.leaks);
        self.omitted.join(&other.omitted);
        self.notices.extend(other.notices);
        self.files += other.files;
        self.silenced += other.silenced;
        self.left_out += other.left_out;
        self.bound(2 * MOST.in_all);
        self.bound_leaks(2 * MOST.in_all);
    }

    /// Keeps the first sign.
    fn signed(&mut self, other: Option<(Place, Sign)>) {
        let signs = self.sign.take().into_iter().chain(other);
        self.sign = signs.min_by(|(a, _), (b, _)| a.cmp(b));
    }

    /// Where any file has a sign, what is pending counts.
    fn admit(&mut self) {
        let pending = std::mem::take(&mut self.pending);
        if let Some((_, sign)) = self.sign.take() {
            self.calls.extend(pending.into_iter().map(|call| Sighting { sign: Some(sign.clone()), ..call }));
        }
    }

    /// Where there are more than so many, keeps the first by place.
    fn bound(&mut self, most: usize) {
        keep_first(&mut self.calls, most, &mut self.omitted);
        // They may be none.
        keep_first(&mut self.pending, most, &mut Omitted::default());
        if self.unknown.len() > most {
            self.unknown.sort_by(|a, b| a.place.cmp(&b.place));
            self.omitted.unknown += self.unknown.drain(MOST.in_all..).count();
        }
        if self.unread.len() > most {
            self.unread.sort();
            self.omitted.unread += self.unread.drain(MOST.in_all..).count();
        }
    }

    /// Sorts everything, so that threads do not affect the order, and compares unknown names with known ones.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.admit();
        // Of tests alone, they are what is asked about.
        if self.calls.iter().all(|call| call.test) {
            self.calls.iter_mut().for_each(|call| call.test = false);
        }
        self.bound(MOST.in_all);
        self.calls.sort_by(|a, b| (a.test, &a.place).cmp(&(b.test, &b.place)));
        self.unknown.sort_by(|a, b| a.place.cmp(&b.place));
        self.unread.sort();
        self.bound_leaks(MOST.in_all);
        self.leaks.sort();
        self.notices.sort();
        let mut compared = BTreeMap::new();
        for unknown in &mut self.unknown {
            if compared.len() < COMPARED || compared.contains_key(&unknown.name) {
                let known = || DocumentedMethod::all().iter().map(|method| method.name);
                let near = compared.entry(unknown.name.clone());
                let near = *near.or_insert_with(|| nearest(&unknown.name.reveal(), known()));
                unknown.meant(near);
            }
        }
        self
    }
}

/// Where there are more than `most`, keeps the first by place. That the first call of each method stays makes it the same
/// ones, however threads share the files out, and hides no scope.
fn keep_first(calls: &mut Vec<Sighting>, most: usize, omitted: &mut Omitted) {
    if calls.len() > most {
        calls.sort_by(|a, b| (a.test, &a.place).cmp(&(b.test, &b.place)));
        let (mut seen, mut place) = (BTreeSet::new(), 0);
        calls.retain(|call| {
            place += 1;
            let stays = seen.insert((call.method, call.needs)) || place <= MOST.in_all;
            if !stays {
                omitted.call(call.method, call.needs);
            }
            stays
        });
    }
}
