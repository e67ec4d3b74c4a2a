//! Call sites whose method cannot be read, such as `callMethod(method)`: what they need nobody can tell.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::dotted::is_word;
use super::{address, site};
use crate::knowledge::methods::DocumentedMethod;

mod behind;
mod keyed;

/// How far an argument is looked at, in bytes.
const REACH: usize = 256;

/// Words before a function's name that make it no definition.
const BEFORE_CALLS: [&[u8]; 14] = [
    b"return", b"await", b"yield", b"case", b"in", b"of", b"else", b"throw", b"and", b"or", b"not", b"if",
    b"try", b"echo",
];

/// Words before a name at the beginning of a line, that may be followed by a definition.
const MODIFIERS: [&[u8]; 7] =
    [b"async", b"public", b"private", b"protected", b"static", b"override", b"export"];

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
        static WORDS: LazyLock<AhoCorasick> = LazyLock::new(|| {
            let words = ["call", "listmethod", "list_method", "get_all", "get_by_id", "list_and_get"];
            AhoCorasick::builder().ascii_case_insensitive(true).build(words).expect("a few words build")
        });
        let text = self.text;
        let mut behind = 0;
        for found in WORDS.find_iter(text) {
            if found.start() < behind {
                continue;
            }
            let rest = text[found.end()..].iter().take(64);
            behind = found.end() + rest.take_while(|byte| is_word(**byte)).count();
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

/// The bracket behind a function's name, perhaps after type arguments.
fn bracket(text: &[u8], end: usize) -> Option<usize> {
    match text.get(end)? {
        b'(' => Some(end),
        b'<' => {
            let near = &text[end..text.len().min(end + REACH)];
            memchr::memmem::find(near, b">(").map(|at| end + at + 1)
        }
        _ => None,
    }
}

/// The first argument and what stands near it, from its first byte.
fn argument(text: &[u8], open: usize) -> Range<usize> {
    let near = &text[open..text.len().min(open + REACH)];
    let blanks = near.len() - near.trim_ascii_start().len();
    let length = near[blanks..].iter().position(|byte| b")};".contains(byte)).unwrap_or(near.len() - blanks);
    open + blanks..open + blanks + length
}

/// Whether an argument could be any name: a variable, a list that is joined, or a literal that begins with a variable or
/// to which something is appended. Other lists are read elsewhere.
fn is_unclear(argument: &[u8]) -> bool {
    match argument {
        [quote @ (b'\'' | b'"' | b'`'), rest @ ..] => {
            let close = memchr::memchr(*quote, rest).map(|close| rest[close + 1..].trim_ascii_start());
            matches!(rest, [b'$' | b'#' | b'{' | b'%', ..]) || close.is_some_and(is_continued)
        }
        [b'[', ..] => memchr::memmem::find(argument, b"].join(").is_some(),
        // `callMethod(crm.deal.list)` in a sentence.
        _ if DocumentedMethod::named(&argument[..dotted(argument)])
            .is_some_and(|method| method.words() > 1) =>
        {
            false
        }
        [first, ..] if is_word(*first) || b"$@".contains(first) => {
            let word = &argument[..argument.iter().take_while(|byte| is_word(**byte)).count()];
            ![&b"async"[..], b"function", b"f", b"r", b"b", b"null", b"undefined", b"array"].contains(&word)
                || argument.get(1).is_some_and(|quote| b"'\"".contains(quote))
                    && argument.get(2) == Some(&b'{')
        }
        _ => false,
    }
}

/// Whether a literal before this is only a part of what is given.
fn is_continued(after: &[u8]) -> bool {
    match after {
        [b'+' | b'%', ..] => true,
        [b'.', rest @ ..] => {
            b" $'\"".contains(rest.first().unwrap_or(&b'x'))
                || [&b"concat("[..], b"join(", b"format("].iter().any(|function| rest.starts_with(function))
        }
        _ => false,
    }
}

fn dotted(text: &[u8]) -> usize {
    text.iter().take_while(|byte| is_word(**byte) || **byte == b'.').count()
}

/// The variable at the beginning of a text, without its sigil; nothing if there is more to it.
fn variable(text: &[u8]) -> &[u8] {
    let text = text.strip_prefix(b"$").unwrap_or(text);
    let (word, after) = text.split_at(text.iter().take_while(|byte| is_word(**byte)).count());
    if matches!(after.first(), Some(b'.' | b'-' | b'[' | b'(' | b':')) { b"" } else { word }
}

/// Whether the function whose name ends at `end` is defined here: after `function`, a type or `def`, or with a body.
fn is_defined(text: &[u8], end: usize, open: usize) -> bool {
    let near = &text[end.saturating_sub(128)..end];
    let name = near.iter().rev().take_while(|byte| is_word(**byte)).count();
    let lead = &near[..near.len() - name];
    let apart = lead.last().is_none_or(u8::is_ascii_whitespace);
    if !apart {
        return false;
    }
    let line = memchr::memrchr(b'\n', lead).map_or(lead, |at| &lead[at + 1..]).trim_ascii();
    let word = &line[line.len() - line.iter().rev().take_while(|byte| is_word(**byte)).count()..];
    let begins = line.is_empty() || MODIFIERS.contains(&word);
    let is_type =
        line.ends_with(b">") && !line.ends_with(b"=>") || line.ends_with(b"]") || line.ends_with(b")");
    let is_named = !word.is_empty() && !BEFORE_CALLS.contains(&word);
    is_type || is_named || begins && has_body(&text[open..text.len().min(open + 2 * REACH)])
}

/// Whether the brackets at the beginning of a text are followed by a body or a type.
fn has_body(text: &[u8]) -> bool {
    let mut depth = 0_usize;
    let close = text.iter().position(|byte| {
        depth += usize::from(*byte == b'(');
        depth -= usize::from(*byte == b')' && depth > 0);
        depth == 0
    });
    let after = close.map(|close| text[close + 1..].trim_ascii_start());
    after.is_some_and(|after| after.starts_with(b"{") || after.starts_with(b":"))
}

/// The place of a variable named like `method` that ends an address: `${hook}/${method}`, `url + method`.
fn appended(text: &[u8], at: usize) -> Option<usize> {
    let word = text[at.saturating_sub(64)..at].iter().rev().take_while(|byte| is_word(**byte)).count();
    let start = at - word;
    let end = at + text[at..].iter().take_while(|byte| is_word(**byte)).count();
    if text.get(end) == Some(&b'(') {
        return None;
    }
    let near = &text[start.saturating_sub(REACH)..start];
    let own = [&b"this."[..], b"self.", b"$this->"].into_iter().find_map(|own| near.strip_suffix(own));
    let near = own.unwrap_or(near);
    let hole = near.iter().rev().take_while(|byte| b"${#".contains(byte)).count();
    let lead = &near[..near.len() - hole];
    if hole > 0 && (lead.ends_with(b"/") || lead.ends_with(b"}")) {
        return address::of(lead, false).map(|_| start);
    }
    if near.ends_with(b"{") {
        return None;
    }
    // `$hook . $method`, and no attribute.
    let apart = hole > 0 || lead.ends_with(b" ");
    let lead = lead.trim_ascii_end();
    let concatenated = lead.strip_suffix(b".").filter(|_| apart);
    let lead = lead.strip_suffix(b"+").or(concatenated)?.trim_ascii_end();
    let literal = lead.strip_suffix(b"'").or_else(|| lead.strip_suffix(b"\""));
    match literal {
        Some(literal) => literal.ends_with(b"/").then_some(start),
        None => address::is_named_so(address::token(lead)).then_some(start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn number(text: &str) -> usize {
        let mut places = std::collections::BTreeSet::new();
        sites(
            text.as_bytes(),
            &Known::default(),
            |_| false,
            |at| {
                places.insert(at);
            },
        );
        places.len()
    }

    #[test]
    fn sites_with_a_variable_are_not_read() {
        for text in [
            "bx.callMethod(method, {})",
            "bx.callMethod<Deal[]>(method, {})",
            "return CRest::call($method, $params);",
            "await b24.call_method(self.name)",
            "callMethod(names[0]);",
            "for deal in client.call_method(name):",
            "bitrixRequest.call(this, 'POST', endpoint)",
            "bx.callMethod(`${kind}.list`)",
            "b24.call_method(f'{kind}.list')",
            "fetch(`${hook}/${method}`)",
            "fetch(`https://a.example/rest/1/x/${method}.json`)",
            "requests.post(f'{url}{method}')",
            "$http->post($this->hook . $method)",
            "post(HOOK + '/' + method)",
            "b24.actions.v2.call.make({ method: name })",
            "b24.actions.v3.call.make<Deal[]>({ params: { method: 1 }, method })",
            "b24.actions\n  .v2.callList\n  .make({ requestId, method: kind + '.list' })",
            "b24.actions.v2.call.make(options)",
            "b24.actions.v2.batch.make({ calls: cmds })",
            "b24.actions.v2.batch.make({ calls })",
            "b24.callBatch(cmds)",
            "b24.callBatch({ a: { method: name, params: {} } })",
            "b24.callBatch([[name, {}]], done)",
            "b24.actions.v2.batch.make({ calls: { a: { method: name } } })",
            "b24.actions.v2.batch.make({ calls: [['crm.deal.list', {}], [name, {}]] })",
            "CRest::callBatch(['a' => ['method' => $m]])",
            "CRest::callBatch($arr, 1)",
            "import fast_bitrix24\nb.get_all(m)",
            "import fast_bitrix24\nawait bx.call(m, [])",
            "$core->call($m);",
            "$sb->core->call($m);",
            "$this->getCore()->call($m);",
            "bx.callMethod(methods[i])",
            "bx.callMethod(events[0])",
            "bx.callMethod(scope)",
            "bx.callMethod((name))",
            "bx.callMethod(...args)",
            "b24.call_method(*args)",
            "bx.callMethod(['crm', k, 'list'].join('.'))",
            "bx.callMethod('crm' + '.' + k)",
            "bx.callMethod('crm'.concat('.', k))",
            "b24.call_method('.'.join(words))",
            "bx.callMethod({ method: name, params })",
        ] {
            assert_eq!(number(text), 1, "{text}");
        }
    }

    #[test]
    fn what_never_ends_ends() {
        for text in [
            "x.callBatch({",
            "x.callBatch([[a,",
            "x.callBatch(a = ",
            "x.callMethod({",
            "actions.v2.a",
            "actions.v2.batch.make({calls:{",
            "hook + ",
            "hook, ",
            "`${hook}/${a",
            "rest/1/a/",
            "format(hook, [",
        ] {
            assert!(number(&text.repeat(20_000)) <= 20_000, "{text}");
        }
    }

    #[test]
    fn definitions_literals_and_other_functions_are_none() {
        for text in [
            "function callMethod(method) {",
            "async def call_method(self, method):",
            "public Task<T> CallMethod(string method)",
            "func (c *Client) CallMethod(method string) error {",
            "class A {\n  async callMethod(method, params = {}) {",
            "interface A {\n  callMethod(method: string): Promise<void>",
            "bx.callMethod('crm.deal.list')",
            "bx.callMethod(f'crm.deal.list')",
            "bx.callMethod()",
            "b24.callBatch([a, b])",
            "async callBatch(cmds) {",
            "b24.actions.v2.call.make({ method: 'crm.deal.list' })",
            "b24.actions.v2.call.make({ params: { method } })",
            "import fast_bitrix24\nb.get_all('crm.deal.list')",
            "b.get_all(m)",
            "$score->recall($m);",
            "b24.call(async () => 1)",
            "other.call(this, method)",
            "callback(method)",
            "x = {method: method}",
            "name + method",
            "b24.method",
            "hook.method(a)",
            "\"#{hook}/crm.deal.#{method}?\"",
            "title = 'callListMethod(crm.deal.list)'",
        ] {
            assert_eq!(number(text), 0, "{text}");
        }
    }

    #[test]
    fn variables_that_hold_a_name_are_known_for_a_while_and_constants_everywhere() {
        let holds = |line: &str, variable: &str, behind: usize| {
            let mut known = Known::default();
            known.add(line.as_bytes(), line.len());
            known.holds(variable.as_bytes(), line.len() + behind)
        };
        for line in ["const method = '", "$method = $old ? 'a' : '", "for method in ['", "method: string = '"]
        {
            assert!(holds(line, "method", 1) && !holds(line, "method", HELD + 1), "{line}");
        }
        assert!(holds("METHOD = '", "METHOD", HELD + 1));
        assert!(!holds("method = 1\ncall(method, '", "method", 1), "another line");
    }
}
