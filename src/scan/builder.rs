//! Calls by the functions of the SDKs for PHP: `$sb->getCRMScope()->deal()->update(…)`, over several lines, and with the
//! scope or the service kept under a name; and `(new \Bitrix24\CRM\Lead($app))->getList(…)` of the SDK before that.

use std::ops::Range;

use crate::knowledge::builders::{self, Chain, Meaning, Scope, Service};
use crate::knowledge::methods::DocumentedMethod;

mod classes;
mod names;
mod php;

use names::Kept;
use php::Php;

/// Whether a file can have such a call; few can.
pub(super) fn may_be_in(path: &str, text: &[u8]) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_php = path.is_empty() || ["php", "phtml", "inc"].contains(&ending);
    is_php && [&b"Scope("[..], b"Bitrix24\\"].iter().any(|mark| memchr::memmem::find(text, mark).is_some())
}

/// A call through a function of an SDK.
#[derive(Debug)]
pub(super) struct Built {
    /// The function, or the last word of what is known.
    pub(super) place: Range<usize>,
    pub(super) method: &'static DocumentedMethod,
    pub(super) chain: Chain,
}

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
    for at in memchr::memmem::find_iter(text, b"Scope(") {
        let getter = chains.php.word_before(at + b"Scope".len());
        let scope = builders::scope(&text[getter.clone()]).filter(|_| chains.php.is_member(getter.start));
        if let Some((scope, after)) = scope.and_then(|scope| Some((scope, chains.php.nothing(getter.end)?))) {
            chains.follow(Link::Scope(scope), getter.clone(), after, getter.start);
        }
    }
    classes::calls(&mut chains);
    names::calls(&mut chains);
    chains.built
}

struct Chains<'t> {
    php: Php<'t>,
    built: Vec<Built>,
    kept: Vec<Kept<'t>>,
}

impl Chains<'_> {
    /// Follows a chain from `at` on to its call. Its last word so far is at `place`; it begins at or before `from`.
    fn follow(&mut self, link: Link, place: Range<usize>, at: usize, from: usize) {
        let (mut link, mut place, mut at) = (link, place, at);
        while let Some(word) = self.php.member(at) {
            let name = &self.php.text[word.clone()];
            let is_called = self.php.is_called(word.end);
            (link, at) = match (link, is_called) {
                (Link::Scope(scope), true) => {
                    // A service takes no arguments; `willReturn($x)` belongs to a test double.
                    let Some(after) = self.php.nothing(word.end) else { return };
                    (scope.service(name).map_or(Link::Unknown(scope), Link::Service), after)
                }
                (Link::Service(service), false) if name.eq_ignore_ascii_case(b"batch") => {
                    (Link::Batch(service), word.end)
                }
                (Link::Service(service), true) => return self.add(word, service.function(name)),
                (Link::Batch(service), true) => {
                    return self.add(word, service.function(&[b"batch->", name].concat()));
                }
                (Link::Unknown(scope), true) => return self.add(word, scope.any()),
                // `->core->call('crm.deal.list')` is found by its text.
                (_, false) => return,
            };
            place = word;
        }
        self.keep(link, place, from);
    }

    fn add(&mut self, place: Range<usize>, meaning: Option<Meaning>) {
        self.built.extend(meaning.map(|(method, chain)| Built { place, method, chain }));
    }

    /// Adds what is needed in any case, where it cannot be seen what is called.
    fn add_any(&mut self, link: Link, place: Range<usize>) {
        let meaning = match link {
            Link::Scope(scope) => scope.any(),
            Link::Service(service) | Link::Batch(service) => service.any(),
            Link::Unknown(_) => None,
        };
        self.add(place, meaning);
    }
}

#[cfg(test)]
mod tests;
