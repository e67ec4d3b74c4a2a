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
pub(super) const TAG: Message = (
    "a tag such as `!name` that does not fit the value",
    "remove it, or put quotes around a text that begins with `!`",
);
pub(super) const DEPTH: Message =
    ("lists and mappings nested deeper than a policy needs", "the deepest is an item of a list of a webhook");
pub(super) const NODES: Message = ("more entries than a policy needs", "keep to 1,000 rules");
pub(super) const KEY: Message = ("a key that is a list or a mapping", "write a name, a colon and the value");
pub(super) const DOCUMENT: Message =
    ("a second document begins here", "keep one policy in the file, without `---` between its parts");
pub(super) const DIRECTIVE: Message = (
    "a line that begins with `%`, which YAML takes for a directive, where none fits",
    "remove the line: a policy needs none",
);
pub(super) const CONTINUED: Message = (
    "this line is read as part of the text above it",
    "begin items and keys in the same column, and check the line above: a key needs a colon, a comment a `#`",
);
pub(super) const INDENTED: Message = (
    "wrong indentation: this line continues nothing above it",
    "begin all items of a list, and all keys of a mapping, in the same column",
);
pub(super) const COMMA: Message =
    ("nothing stands before this comma", "remove it, or write the item that is missing");
pub(super) const SEPARATE: &str =
    "close the bracket, put a comma between items, or quotes around a text that holds a colon";
pub(super) const CHECK: &str = "check the quotes, brackets and indentation up to here";

/// Common mistakes in our own words; `None` for the parser's.
pub(super) const fn words(kind: &ErrorKind) -> Option<Message> {
    use ErrorKind as E;
    Some(match kind {
        E::RecursionLimitExceeded => DEPTH,
        E::MissingTagUri
        | E::UnclosedVerbatimTag
        | E::InvalidTagTerminator
        | E::UndeclaredTagHandle
        | E::InvalidGlobalTagCharacter
        | E::InvalidTagEscape
        | E::InvalidTagUtf8LeadingByte
        | E::InvalidTagUtf8TrailingByte
        | E::InvalidTagUtf8 => TAG,
        E::InvalidIndentation | E::InvalidQuotedScalarIndent | E::InvalidFlowScalarIndent => INDENTED,
        E::InvalidBlockEntryWhitespace
        | E::InvalidMappingValueWhitespace
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabInPlainScalar
        | E::TabAtBlockScalarStart
        | E::TabNotAllowed => ("a tab used for indentation", "use spaces"),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => {
            ("the quotes that open here are never closed", "close them where the text ends")
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            "more text behind closing quotes",
            "put one pair of quotes around each text, of the other kind if it holds one, and commas between items",
        ),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => (
            "a `\\` in double quotes that stands for no character",
            "use single quotes, where it is a character like others",
        ),
        E::UnclosedFlowCollection { .. } => (
            "the bracket that opens here is never closed",
            "close it behind the last item; what follows a `#` is a comment",
        ),
        E::MismatchedFlowCollectionEnd { .. } => {
            ("the bracket that opens here is closed by one of the other kind", "write `[ ]` or `{ }`")
        }
        E::MisplacedFlowCollectionEnd => {
            ("a closing bracket that nothing opens", "remove it, or put quotes around the text")
        }
        E::BlockEntryInFlowCollection | E::PlainScalarStartsWithDashFlowIndicator => {
            ("a dash between brackets", "write the items without dashes: `[crm, im]`")
        }
        E::InvalidColonPlacement
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping => ("this does not fit between brackets", SEPARATE),
        E::FlowMappingValueAdjacentCollection => {
            ("a colon without a space behind it", "write a space between the colon and the value")
        }
        E::MappingValueNotAllowed => (
            "a colon that belongs to no key",
            "put quotes around a text that holds a colon, or begin a mapping on the next line",
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => (
            "neither a key with its colon nor an item with its dash",
            "write a space behind colon and dash, and indent a text further than its key",
        ),
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry => {
            ("more text behind the end of a value", "remove it, or put quotes around the whole text")
        }
        E::BlockSequenceEntryNotAllowed => {
            ("a list that begins on the line of its key", "begin it on the next line, or write `[crm, im]`")
        }
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => (
            "more text behind the end of the policy",
            "check the quotes, brackets and indentation before it, or remove it",
        ),
        E::CommentNotSeparated => (
            "a `#` right behind a value",
            "put a space before a comment, or quotes around a text that holds a `#`",
        ),
        E::CommentInterceptedScalar => (
            "a text that goes on below a comment",
            "put the comment above the text, or quotes around the text",
        ),
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent | E::InvalidBlockScalarIndent => (
            "a `|` or `>` that begins no text of several lines",
            "begin the text on the next line, or put quotes around it",
        ),
        E::UnexpectedCharacter { .. }
        | E::MissingAnchorOrAliasName
        | E::MappingKeyNotAllowed
        | E::UnexpectedEofBlockSequence
        | E::UnexpectedEofBlockMapping
        | E::ExpectedNodeContent => ("a text that begins with a special character", "put quotes around it"),
        _ => return None,
    })
}

/// An event that cannot be a key or a value.
pub(super) const fn misplaced(event: &Event<'_>) -> Message {
    match event {
        Event::UnresolvedAlias(_) => NO_ANCHOR,
        Event::SequenceStart(..) | Event::MappingStart(..) => KEY,
        _ => ALIAS,
    }
}
