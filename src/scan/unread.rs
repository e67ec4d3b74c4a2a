//! Call sites whose method cannot be read, such as `callMethod(method)`: what they need nobody can tell.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use super::dotted::is_word;
use super::lookout::Lookout;
use super::site;

mod argument;
mod behind;
mod keyed;

use argument::{REACH, appended, argument, bracket, is_defined, is_unclear, variable};

/// How far behind its name a variable still holds it, in bytes; a constant does everywhere.
const HELD: usize = 1000;

/// How far before a batch it is filled, in bytes; a quarter of that is looked at behind each place.
const FILLED: usize = 8192;

/// Brackets of a batch that are looked into.
const BRACKETS: usize = 256;

/// The variables that hold a name which was read, and where they were given it, in the order of the text.
#[derive(Default)]
pub(super) struct Known<'t>(HashMap<&'t [u8], Vec<usize>>);

/// The text with what is known of it.
struct Sites<'t, 'k, R> {
    text: &'t [u8],
    known: &'k Known<'t>,
    /// Whether a name that was read begins in a range.
    is_read: R,
    /// Whether it is about `fast_bitrix24`, whose functions have short names.
    is_fast: bool,
    /// The end of the last batch.
    listed: Cell<usize>,
}

/// Calls `take` with the place of the argument at each such site. `is_read` says whether a name that was read begins in
/// a range.
pub(super) fn sites(
    text: &[u8],
    known: &Known,
    is_read: impl Fn(Range<usize>) -> bool,
    mut take: impl FnMut(usize),
) {
    let is_fast = memchr::memmem::find(text, b"fast_bitrix24").is_some();
    let sites = Sites { text, known, is_read, is_fast, listed: Cell::new(0) };
    sites.functions(&mut take);
    sites.actions(&mut take);
    let is_open = |start: &usize| !known.holds(variable(&text[*start..]), *start);
    let ends = memchr::memmem::find_iter(text, b"ethod");
    ends.filter_map(|found| appended(text, found)).filter(is_open).for_each(&mut take);
    behind::variables(text, |start, end| {
        let is_named = memchr::memmem::find(&text[start..end], b"ethod");
        let is_taken = is_named.is_some_and(|at| appended(text, start + at).is_some());
        if !is_taken && is_open(&start) {
            take(start);
        }
    });
}

impl<R: Fn(Range<usize>) -> bool> Sites<'_, '_, R> {
    /// The functions that take a name, or a batch of them.
    fn functions(&self, take: &mut impl FnMut(usize)) {
        static WORDS: LazyLock<Lookout> = LazyLock::new(|| {
            Lookout::new(&[
                "call",
                "istmethod",
                "istMethod",
                "ist_method",
                "get_all",
                "get_by_id",
                "list_and_get",
            ])
        });
        let text = self.text;
        let mut behind = 0;
        for found in WORDS.find_iter(text) {
            if found.start < behind {
                continue;
            }
            let rest = text[found.end..].iter().take(64);
            behind = found.end + rest.take_while(|byte| is_word(**byte)).count();
            let Some(open) = bracket(text, behind) else { continue };
            let Some(function) = self.function(behind).filter(|_| !is_defined(text, behind, open)) else {
                continue;
            };
            let argument = argument(text, open + 1);
            let place = match function {
                Function::Batch => {
                    self.listed(open + 1, take);
                    self.batch(open + 1)
                }
                Function::Single => {
                    let value = keyed::method(text, argument.start).filter(|value| !value.is_empty());
                    self.single(value.unwrap_or(argument))
                }
            };
            place.into_iter().for_each(&mut *take);
        }
    }

    /// The function whose name ends at `end`, if it is certainly Bitrix24's.
    fn function(&self, end: usize) -> Option<Function> {
        let chain = site::chain(&self.text[..end]);
        let name = site::last_word(&chain);
        let receiver = chain.strip_suffix(name).unwrap_or_default();
        let owner = receiver.trim_end_matches(|c: char| !c.is_alphanumeric());
        let is_member = owner.len() < receiver.len();
        let is_fast = self.is_fast && is_member;
        let is_core = is_member && name == "call" && owner.ends_with("core");
        match name {
            "callbatch" | "callbatchbychunk" if is_member => Some(Function::Batch),
            "call" | "getall" | "getbyid" | "listandget" if is_fast => Some(Function::Single),
            _ if is_core || site::is_sure(&self.text[..end]) => Some(Function::Single),
            _ => None,
        }
    }

    /// The functions of the official SDK for JavaScript, which take an object: `actions.v2.call.make({ method })`.
    fn actions(&self, take: &mut impl FnMut(usize)) {
        let text = self.text;
        for found in memchr::memmem::find_iter(text, b"actions") {
            let Some(open) = keyed::made(text, found) else { continue };
            let start = open + text[open..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let place = if text[start..].starts_with(b"{") {
                match keyed::method(text, start) {
                    Some(value) if value.is_empty() => {
                        let calls = keyed::calls(text, start);
                        if let Some(at) = calls {
                            self.listed(at, take);
                        }
                        calls.and_then(|at| self.batch(at))
                    }
                    Some(value) => self.single(value),
                    None => None,
                }
            } else {
                self.batch(open)
            };
            place.into_iter().for_each(&mut *take);
        }
    }

    /// The argument, if it could be any name.
    fn single(&self, argument: Range<usize>) -> Option<usize> {
        let first = &self.text[argument.clone()];
        let first = &first[first.iter().take_while(|byte| b"(.*& ".contains(byte)).count()..];
        let is_open = is_unclear(first) && !self.known.holds(variable(first), argument.start);
        (is_open && !(self.is_read)(argument.clone())).then_some(argument.start)
    }

    /// The batch that begins at `at`, if it is kept under a name and nothing that was read was put there.
    fn batch(&self, at: usize) -> Option<usize> {
        let argument = argument(self.text, at);
        let first = &self.text[argument.clone()];
        let name = variable(first);
        let is_variable =
            first.first().is_some_and(|byte| is_word(*byte) && !byte.is_ascii_digit() || *byte == b'$');
        let is_open = is_variable && !self.is_read_in_brackets(at) && !self.is_filled(name, at);
        is_open.then_some(argument.start)
    }

    /// The calls in a batch that is written where it is made: `{ a: { method: name } }`, `[[name, {}]]`.
    fn listed(&self, at: usize, take: &mut impl FnMut(usize)) {
        // Each byte belongs to one batch, so that no file takes longer than its bytes.
        let (at, end) = (at.max(self.listed.get()), keyed::close(self.text, at));
        self.listed.set(end);
        let batch = self.text.get(at..end).unwrap_or_default();
        for found in memchr::memchr2_iter(b'{', b'[', batch).take(BRACKETS) {
            let open = at + found;
            let value = keyed::method(self.text, open).filter(|value| !value.is_empty());
            let first = keyed::first(self.text, open).filter(|_| value.is_none());
            value.or(first).and_then(|value| self.single(value)).into_iter().for_each(&mut *take);
        }
    }

    /// Whether a name that was read stands before the end of the call's brackets.
    fn is_read_in_brackets(&self, at: usize) -> bool {
        (self.is_read)(at..keyed::close(self.text, at))
    }

    /// Whether a name that was read is put into a variable before `at`.
    fn is_filled(&self, name: &[u8], at: usize) -> bool {
        let start = at.saturating_sub(FILLED);
        let near = &self.text[start..at];
        !name.is_empty()
            && memchr::memmem::find_iter(near, name).any(|found| {
                let end = found + name.len();
                let alone = near[..found].last().is_none_or(|byte| !is_word(*byte));
                let after = near[end..].trim_ascii_start();
                let fills = [&b"="[..], b"[", b".push(", b".append(", b":", b".update(", b".extend("]
                    .iter()
                    .any(|mark| after.starts_with(mark));
                alone && fills && (self.is_read)(start + end..at.min(start + end + FILLED / 4))
            })
    }
}

/// What a function takes.
#[derive(Clone, Copy)]
enum Function {
    Single,
    Batch,
}

impl<'t> Known<'t> {
    /// Adds the variables to which the name at `at` is given on its line: `const method = old ? 'crm.lead.list' : `.
    pub(super) fn add(&mut self, text: &'t [u8], at: usize) {
        let near = &text[at.saturating_sub(REACH / 2)..at];
        let line = memchr::memrchr(b'\n', near).map_or(near, |end| &near[end + 1..]);
        let mut rest = line;
        while let Some(start) = rest.iter().position(|byte| is_word(*byte)) {
            let length = rest[start..].iter().take_while(|byte| is_word(**byte)).count();
            let (word, after) = rest[start..].split_at(length);
            let next = after.trim_ascii_start();
            if [&b"="[..], b":", b"of ", b"in "].iter().any(|mark| next.starts_with(mark)) {
                self.0.entry(word).or_default().push(at);
            }
            rest = after;
        }
    }

    fn holds(&self, variable: &[u8], at: usize) -> bool {
        let Some(places) = self.0.get(variable) else { return false };
        let before = places.partition_point(|place| *place < at);
        let last = before.checked_sub(1).map(|last| places[last]);
        !variable.iter().any(u8::is_ascii_lowercase) || last.is_some_and(|last| at - last <= HELD)
    }
}

#[cfg(test)]
mod tests;
