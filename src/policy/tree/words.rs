//! What is said about a text that is not YAML.

use granit_parser::{ErrorKind, Event};

/// What happened, and what to do next.
pub(super) type Message = (&'static str, &'static str);

pub(super) const ALIAS: Message =
    ("this value is used again through an alias such as `*name`", "write the value out in each place");
pub(super) const NO_ANCHOR: Message = (
    "an alias such as `*name` that nothing defines",
    "write the value out, or put quotes around a text that begins with `*`",
);
pub(super) const TAG: Message = ("a tag such as `!name`", "remove it: a policy knows no types of its own");
pub(super) const DEPTH: Message =
    ("lists and mappings nested deeper than a policy needs", "the deepest is an item of a list of a hook");
pub(super) const NODES: Message = ("more entries than a policy needs", "keep to 1,000 rules");
pub(super) const KEY: Message = ("a key that is a list or a mapping", "write a name, a colon and the value");
pub(super) const DOCUMENT: Message =
    ("a second document begins here", "keep one policy in the file, without `---` between its parts");
pub(super) const CONTINUED: Message =
    ("wrong indentation: this line is read as part of the text above it", SAME_COLUMN);
pub(super) const INDENTED: Message = ("wrong indentation: this line continues nothing above it", SAME_COLUMN);
pub(super) const SAME_COLUMN: &str =
    "begin all items of a list, and all keys of a mapping, in the same column";
pub(super) const TAB: Message = ("a tab used for indentation", "use spaces");
pub(super) const SEPARATE: &str = "close the bracket, or put a comma between the items";

/// Common mistakes in our own words; `None` for the parser's.
pub(super) const fn words(kind: &ErrorKind) -> (Option<&'static str>, &'static str) {
    use ErrorKind as E;
    let (what, advice) = match kind {
        E::RecursionLimitExceeded => DEPTH,
        E::MissingTagUri | E::UnclosedVerbatimTag | E::InvalidTagTerminator | E::UndeclaredTagHandle => TAG,
        E::InvalidBlockEntryWhitespace | E::TabInBlockIndentation | E::TabNotAllowed => TAB,
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => {
            ("the quotes that open here are never closed", "close them where the text ends")
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => {
            ("more text behind closing quotes", "close each quote, and put one pair around the whole text")
        }
        E::UnknownQuotedScalarEscape | E::InvalidQuotedScalarHexEscape => (
            "a `\\` in double quotes that escapes nothing",
            "use single quotes, where it is a character like others",
        ),
        E::UnclosedFlowCollection { .. } => {
            ("the bracket that opens here is never closed", "close it behind the last item")
        }
        E::MismatchedFlowCollectionEnd { .. } => {
            ("the bracket that opens here is closed by one of the other kind", "write `[ ]` or `{ }`")
        }
        E::MisplacedFlowCollectionEnd => {
            ("a closing bracket that nothing opens", "remove it, or put quotes around the text")
        }
        E::InvalidColonPlacement
        | E::BlockEntryInFlowCollection
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator => ("this does not fit between brackets", SEPARATE),
        E::MappingValueNotAllowed => {
            ("a colon that belongs to no key", "put quotes around a text that holds a colon")
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => {
            ("a key without a colon", "write a colon and a space behind it")
        }
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry => {
            ("more text behind the end of a value", "put quotes around the whole text")
        }
        E::BlockSequenceEntryNotAllowed => {
            ("a list that begins on the line of its key", "begin it on the next line, or write `[crm, im]`")
        }
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => (
            "more text behind the end of the policy",
            "remove it, or check the quotes and brackets before it",
        ),
        E::UnexpectedCharacter { .. } | E::MissingAnchorOrAliasName => {
            ("a text that begins with a special character", "put quotes around it")
        }
        _ => return (None, "check the quotes, brackets and indentation up to here"),
    };
    (Some(what), advice)
}

/// An event that cannot be a key or a value.
pub(super) const fn misplaced(event: &Event<'_>) -> Message {
    match event {
        Event::UnresolvedAlias(_) => NO_ANCHOR,
        Event::SequenceStart(..) | Event::MappingStart(..) => KEY,
        _ => ALIAS,
    }
}
