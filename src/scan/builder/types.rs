//! Parameters and properties whose type is a part of the SDK: `private CRMServiceBuilder $crm`, `Deal $deal`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::dotted::is_word;
use super::php::REACH;
use super::{Chains, Link, builders, classes};

const SERVICES: &[u8] = b"Bitrix24\\SDK\\Services\\";

const BUILDER: &[u8] = b"ServiceBuilder";

const OWN: &[u8] = b"$this->";

/// Words before the type of a property.
const MODIFIERS: [&[u8]; 6] = [b"private", b"protected", b"public", b"readonly", b"static", b"var"];

/// Keeps them, for the chains that begin with them.
pub(super) fn keep(chains: &mut Chains<'_>) {
    let text = chains.php.text;
    if [SERVICES, BUILDER].iter().all(|mark| memchr::memmem::find(text, mark).is_none()) {
        return;
    }
    let imports = classes::imports(chains);
    let properties = properties(text);
    for dollar in memchr::memchr_iter(b'$', text) {
        let Some(name) = type_before(text, dollar) else { continue };
        let whole = classes::whole(&text[name.clone()], &imports);
        let Some(link) = link(&whole).filter(|_| chains.php.comment(dollar).is_none()) else { continue };
        let word = chains.php.word(dollar + 1);
        let variable = dollar..word.end;
        let is_property = is_property(chains, name.start);
        let property = properties.get(&text[word]).filter(|_| is_property).cloned();
        let scope = if is_property { property.as_ref().map(|_| dollar) } else { body(text, dollar) };
        match scope {
            Some(scope) => chains.declare(link, variable, scope, property),
            None if is_property => chains.add(variable, None),
            None => {}
        }
    }
}

/// A use of each property of an object's own, by its name.
fn properties(text: &[u8]) -> BTreeMap<&[u8], Range<usize>> {
    let mut properties = BTreeMap::new();
    for at in memchr::memmem::find_iter(text, OWN) {
        let name = &text[at + OWN.len()..];
        let name = &name[..name.iter().take_while(|byte| is_word(**byte)).count()];
        properties.entry(name).or_insert(at..at + OWN.len() + name.len());
    }
    properties
}

/// The class's name before the variable at `dollar`.
fn type_before(text: &[u8], dollar: usize) -> Option<Range<usize>> {
    let near = &text[dollar.saturating_sub(128)..dollar];
    let lead = near.trim_ascii_end();
    let end = lead.strip_suffix(b"|null").unwrap_or(lead);
    let length = end.iter().rev().take_while(|byte| is_word(**byte) || **byte == b'\\').count();
    let name = &end[end.len() - length..];
    let is_type =
        lead.len() < near.len() && name.first().is_some_and(|c| c.is_ascii_uppercase() || *c == b'\\');
    let start = dollar - near.len() + end.len() - length;
    is_type.then_some(start..start + length)
}

/// What an object of this class is.
fn link(class: &[u8]) -> Option<Link> {
    let parts = class.split(|byte| *byte == b'\\').collect::<Vec<_>>();
    let (name, folders) = parts.split_last()?;
    if let Some(stem) = name.strip_suffix(BUILDER) {
        let ours = folders.is_empty() || class.starts_with(b"Bitrix24\\SDK\\");
        return scope(stem).filter(|_| ours).map(Link::Scope);
    }
    let scope = scope(class.strip_prefix(SERVICES)?.split(|byte| *byte == b'\\').next()?)?;
    let is_service = folders.last().is_some_and(|folder| *folder == b"Service") && *name != b"Batch";
    is_service.then(|| scope.service(name).map_or(Link::Unknown(scope), Link::Service))
}

/// By the folder of a scope's services, which is named after the getter, but for two.
fn scope(folder: &[u8]) -> Option<&'static builders::Scope> {
    let stem = match folder {
        b"Workflows" => b"BizProc",
        b"AI" => b"AiAdmin",
        _ => folder,
    };
    builders::scope(&[b"get", stem, b"Scope"].concat())
}

fn is_property(chains: &Chains<'_>, start: usize) -> bool {
    let end = chains.php.skip_back(start);
    let end = if chains.php.text[..end].ends_with(b"?") { chains.php.skip_back(end - 1) } else { end };
    MODIFIERS.contains(&&chains.php.text[chains.php.word_before(end)])
}

/// The body of the function that has a parameter at `at`; an interface's has none.
fn body(text: &[u8], at: usize) -> Option<usize> {
    let near = &text[at..text.len().min(at + REACH)];
    let end = near.iter().position(|byte| b"{;".contains(byte))?;
    (near[end] == b'{').then_some(at + end)
}
