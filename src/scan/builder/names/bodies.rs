//! The bodies of functions and classes, in which a name means the same.

use std::ops::Range;

use super::super::php::Php;

/// Where each begins and ends, and which is open from there on.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    functions: Marks,
    classes: Marks,
}

/// Offsets in order, each with the number of the innermost body from there on; 0 is none.
#[derive(Debug, Default)]
struct Marks {
    marks: Vec<(usize, usize)>,
    open: Vec<usize>,
}

impl Marks {
    fn begin(&mut self, at: usize) {
        self.open.push(self.marks.len() + 1);
        self.mark(at);
    }

    fn end(&mut self, at: usize) {
        self.open.pop();
        self.mark(at);
    }

    fn mark(&mut self, at: usize) {
        self.marks.push((at, self.open.last().copied().unwrap_or_default()));
    }

    fn around(&self, at: usize) -> usize {
        let after = self.marks.partition_point(|(mark, _)| *mark <= at);
        after.checked_sub(1).map_or(0, |before| self.marks[before].1)
    }
}

/// What an open brace belongs to.
#[derive(Clone, Copy)]
enum Kind {
    Function,
    Class,
    Other,
}

impl Bodies {
    /// Of functions those with a name: a closure may use the names around it.
    pub(super) fn of(php: Php<'_>) -> Self {
        let mut bodies = Self::default();
        let (mut open, mut next, mut here) = (Vec::new(), Kind::Other, 0);
        while let Some(byte) = php.text.get(here) {
            if let Some(comment) = php.comment(here).filter(|comment| comment.start == here) {
                here = comment.end;
                continue;
            }
            match byte {
                b'\'' | b'"' => here = php.string(here) - 1,
                b';' => next = Kind::Other,
                b'{' => {
                    bodies.begin(next, here);
                    open.push(std::mem::replace(&mut next, Kind::Other));
                }
                b'}' => bodies.end(open.pop().unwrap_or(Kind::Other), here),
                byte if super::is_word(*byte) => {
                    let word = php.word(here);
                    next = headed(php, &word).unwrap_or(next);
                    here = word.end - 1;
                }
                _ => {}
            }
            here += 1;
        }
        bodies
    }

    fn begin(&mut self, kind: Kind, at: usize) {
        match kind {
            Kind::Function => self.functions.begin(at),
            Kind::Class => self.classes.begin(at),
            Kind::Other => {}
        }
    }

    fn end(&mut self, kind: Kind, at: usize) {
        match kind {
            Kind::Function => self.functions.end(at),
            Kind::Class => self.classes.end(at),
            Kind::Other => {}
        }
    }

    /// Whether both places are in the same class, or outside of all.
    pub(super) fn share_class(&self, one: usize, other: usize) -> bool {
        self.classes.around(one) == self.classes.around(other)
    }

    /// Whether both places are in the same function, or outside of all.
    pub(super) fn share_function(&self, one: usize, other: usize) -> bool {
        self.functions.around(one) == self.functions.around(other)
    }
}

/// What the next brace opens, if the word says so.
fn headed(php: Php<'_>, word: &Range<usize>) -> Option<Kind> {
    let text = &php.text[word.clone()];
    let kind = match text {
        _ if text.eq_ignore_ascii_case(b"function") => Kind::Function,
        _ if text.eq_ignore_ascii_case(b"class") || text.eq_ignore_ascii_case(b"trait") => Kind::Class,
        _ => return None,
    };
    let name = php.skip(word.end);
    let by_reference = php.text[name..].starts_with(b"&");
    let named = !php.word(php.skip(name + usize::from(by_reference))).is_empty();
    let is_member = [&b"::"[..], b"->", b"$"].iter().any(|mark| php.text[..word.start].ends_with(mark));
    (named && !is_member).then_some(kind)
}
