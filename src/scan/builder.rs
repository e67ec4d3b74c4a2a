//! Calls by the functions of the SDKs for PHP: `$sb->getCRMScope()->deal()->update(…)`, over several lines, and with the
//! scope or the service kept under a name; and `(new \Bitrix24\CRM\Lead($app))->getList(…)` of the SDK before that.

use std::cell::LazyCell;
use std::ops::Range;

use crate::knowledge::builders::{self, Meaning, Scope, Service};

mod classes;
mod names;
mod php;
mod types;

use names::Kept;
use php::Php;

/// Whether a file can have such a call; few can.
pub(super) fn may_be_in(path: &str, text: &[u8]) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_php = path.is_empty() || ["php", "phtml", "inc"].contains(&ending);
    is_php
        && [&b"Scope("[..], b"Bitrix24\\", b"ServiceBuilder"]
            .iter()
            .any(|mark| memchr::memmem::find(text, mark).is_some())
}

/// Brackets around a part of a chain: `($sb->getCRMScope())->deal()`.
const BRACKETS: usize = 4;

/// A call through a function of an SDK.
#[derive(Debug)]
pub(super) struct Built {
    /// The function, or the last word of what is known.
    pub(super) place: Range<usize>,
    /// What is called; nothing where that cannot be read and may need one thing or another.
    pub(super) meaning: Option<Meaning>,
}

/// Functions of test doubles, which call nothing.
const DOUBLES: [&[u8]; 6] =
    [b"willreturn", b"willreturnself", b"method", b"expects", b"shouldreceive", b"andreturn"];

/// What a chain stands for so far.
#[derive(Clone, Copy, Debug)]
enum Link {
    Scope(&'static Scope),
    /// A service that is not in the table.
    Unknown(&'static Scope),
    Service(&'static Service),
    Batch(&'static Service),
}

/// The calls in a text, whose comments are known.
pub(super) fn calls(text: &[u8], comments: &[Range<usize>]) -> Vec<Built> {
    let mut chains = Chains { php: Php { text, comments }, built: Vec::new(), kept: Vec::new() };
    let is_sdks = LazyCell::new(|| memchr::memmem::find(text, b"Bitrix24\\SDK").is_some());
    for at in memchr::memmem::find_iter(text, b"Scope(") {
        let getter = chains.php.word_before(at + b"Scope".len());
        if !chains.php.is_member(getter.start) {
            continue;
        }
        match builders::scope(&text[getter.clone()]) {
            Some(scope) => chains.begin(scope, getter),
            None if is_getter(&text[getter.clone()]) && (*is_sdks || !chains.built.is_empty()) => {
                chains.begin_unknown(getter);
            }
            None => {}
        }
    }
    classes::calls(&mut chains);
    types::keep(&mut chains);
    names::calls(&mut chains);
    chains.built
}

/// Whether a function could give a scope of a newer SDK: `getBookingScope`.
fn is_getter(name: &[u8]) -> bool {
    let stem = name.strip_prefix(b"get").and_then(|rest| rest.strip_suffix(b"Scope"));
    stem.and_then(<[u8]>::first).is_some_and(u8::is_ascii_uppercase)
}

struct Chains<'t> {
    php: Php<'t>,
    built: Vec<Built>,
    kept: Vec<Kept<'t>>,
}

impl Chains<'_> {
    /// Begins with the getter of a scope.
    fn begin(&mut self, scope: &'static Scope, getter: Range<usize>) {
        if let Some(after) = self.php.nothing(getter.end) {
            self.follow(Link::Scope(scope), getter.clone(), after, getter.start);
        } else if self.php.is_first_class(getter.end) {
            self.add_of(Link::Scope(scope), getter, scope.any());
        }
    }

    /// Begins with a getter that is not in the table: what is called is not known.
    fn begin_unknown(&mut self, getter: Range<usize>) {
        let Some(after) = self.php.nothing(getter.end) else { return };
        let first = self.php.skip_back(self.php.start(getter.start));
        let before = &self.php.text[..first];
        let is_kept = self.php.text[self.php.skip(after)..].starts_with(b";")
            && (before.ends_with(b"=") || before.ends_with(b"return"));
        // `getTelephonyScope()->getLineScope()` is counted once.
        let own = self.php.text[..self.php.skip_back(getter.start)].trim_ascii_end();
        let own = own.strip_suffix(b"->").unwrap_or(own).trim_ascii_end();
        if (is_kept || self.php.is_object(after)) && !own.ends_with(b"Scope()") {
            self.add(getter, None);
        }
    }

    /// Follows a chain from `at` on to its call. Its last word so far is at `place`; it begins at or before `from`.
    fn follow(&mut self, link: Link, place: Range<usize>, at: usize, from: usize) {
        let (mut link, mut place, mut at, mut from) = (link, place, at, from);
        while let Some(word) = self.next(&mut at, &mut from) {
            let name = &self.php.text[word.clone()];
            let is_called = self.php.is_called(word.end);
            if is_called && DOUBLES.iter().any(|double| name.eq_ignore_ascii_case(double)) {
                return;
            }
            (link, at) = match (link, is_called) {
                (Link::Scope(scope), true) => {
                    let service = scope.service(name);
                    // A service takes no arguments, but may be `deal(...)`.
                    let after = self.php.nothing(word.end);
                    let after = after.or_else(|| service.and_then(|_| self.php.arguments(word.end)));
                    let Some(after) = after else { return };
                    (service.map_or(Link::Unknown(scope), Link::Service), after)
                }
                (Link::Service(service), false) if name.eq_ignore_ascii_case(b"batch") => {
                    (Link::Batch(service), word.end)
                }
                (Link::Unknown(_), false) if name.eq_ignore_ascii_case(b"batch") => (link, word.end),
                (Link::Service(service), true) => return self.add_of(link, word, service.function(name)),
                (Link::Batch(service), true) => {
                    let function = service.function(&[b"batch->", name].concat());
                    return self.add_of(link, word, function);
                }
                (Link::Unknown(scope), true) => return self.add_of(link, word, scope.any()),
                // `->core->call('crm.deal.list')` is found by its text.
                (_, false) => return,
            };
            place = word;
        }
        self.keep(link, place, from);
    }

    /// The next word of a chain at `at`, perhaps behind brackets around what began at `from`.
    fn next(&self, at: &mut usize, from: &mut usize) -> Option<Range<usize>> {
        for _ in 0..BRACKETS {
            if let Some(word) = self.php.member(*at) {
                return Some(word);
            }
            let (after, open) = self.php.unwrapped(*at, self.php.start(*from));
            if after == *at {
                return None;
            }
            (*at, *from) = (after, open);
        }
        None
    }

    fn add(&mut self, place: Range<usize>, meaning: Option<Meaning>) {
        self.built.push(Built { place, meaning });
    }

    /// Adds what is needed in any case, where it cannot be seen what is called.
    fn add_any(&mut self, link: Link, place: Range<usize>) {
        let meaning = match link {
            Link::Scope(scope) | Link::Unknown(scope) => scope.any(),
            Link::Service(service) | Link::Batch(service) => service.any(),
        };
        self.add_of(link, place, meaning);
    }

    /// Adds a call of a part of the SDK. Of one that needs nothing, whatever it does, only what is known is said.
    fn add_of(&mut self, link: Link, place: Range<usize>, meaning: Option<Meaning>) {
        let is_free = match link {
            Link::Scope(scope) | Link::Unknown(scope) => scope.is_free(),
            Link::Service(service) | Link::Batch(service) => service.is_free(),
        };
        if meaning.is_some() || !is_free {
            self.add(place, meaning);
        }
    }
}

#[cfg(test)]
mod tests;
