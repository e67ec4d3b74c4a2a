//! The calls of all files, as several threads find them.

use std::collections::{BTreeMap, BTreeSet};

use super::omitted::MOST;
use super::{Found, Scan, Sighting, Sign, Unknown};
use crate::knowledge::methods::DocumentedMethod;
use crate::ledger::{Origin, Place, Problem};
use crate::text::near::{did_you_mean, nearest};
use crate::text::{Ours, Text};

/// Unknown names that are compared with the table; a file could be full of them.
const COMPARED: usize = 100;

impl Unknown {
    fn new(name: Text, place: Place) -> Self {
        let what = text!("`{}` is no method that Bitrix24 documents", name);
        let advice = "check its name; `b24-ping: ignore` on the line silences this";
        let problem = Problem::new(Origin::Line(place.clone()), what, advice);
        Self { name, near: None, place, problem }
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
        self.calls.extend(found.calls.iter().map(|call| Sighting {
            method: call.method.name,
            chain: call.chain,
            needs: call.needs,
            place: place(call.line, call.column),
            test: found.test,
            sign: call.sign.map(|(kind, text, line)| Sign { kind, text: quote(text), line }),
        }));
        let unknown = found.unknown.iter();
        self.unknown.extend(
            unknown.map(|unknown| Unknown::new(quote(unknown.name), place(unknown.line, unknown.column))),
        );
        self.omitted.join(&found.omitted);
        self.files += 1;
        self.silenced += found.silenced;
        self.left_out += found.left_out;
        self.bound(2 * MOST.in_all);
    }

    /// Adds the calls that another thread found.
    pub fn join(&mut self, other: Self) {
        self.calls.extend(other.calls);
        self.unknown.extend(other.unknown);
        self.omitted.join(&other.omitted);
        self.notices.extend(other.notices);
        self.files += other.files;
        self.silenced += other.silenced;
        self.left_out += other.left_out;
        self.bound(2 * MOST.in_all);
    }

    /// Where there are more than so many, keeps the first by place. That the first call of each method stays makes it
    /// the same ones, however threads share the files out, and hides no scope.
    fn bound(&mut self, most: usize) {
        if self.calls.len() > most {
            self.calls.sort_by(|a, b| (a.test, &a.place).cmp(&(b.test, &b.place)));
            let (mut seen, mut place, omitted) = (BTreeSet::new(), 0, &mut self.omitted);
            self.calls.retain(|call| {
                place += 1;
                let stays = seen.insert((call.method, call.needs)) || place <= MOST.in_all;
                if !stays {
                    omitted.call(call.method, call.needs);
                }
                stays
            });
        }
        if self.unknown.len() > most {
            self.unknown.sort_by(|a, b| a.place.cmp(&b.place));
            self.omitted.unknown += self.unknown.drain(MOST.in_all..).count();
        }
    }

    /// Sorts everything, so that threads do not affect the order, and compares unknown names with known ones.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        // Of tests alone, they are what is asked about.
        if self.calls.iter().all(|call| call.test) {
            self.calls.iter_mut().for_each(|call| call.test = false);
        }
        self.bound(MOST.in_all);
        self.calls.sort_by(|a, b| (a.test, &a.place).cmp(&(b.test, &b.place)));
        self.unknown.sort_by(|a, b| a.place.cmp(&b.place));
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
