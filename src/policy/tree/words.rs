//! What is said about a text that is not YAML.

use granit_parser::{ErrorKind, Event};

/// What happened, and what to do next.
pub(super) type Message = (&'static str, &'static str);

pub(super) const ALIAS: Message =
    ("aliases such as `*name` are not allowed in a policy", "write the value out in each place");
pub(super) const NO_ANCHOR: Message = (
    "there is an alias such as `*name` here, which a policy may not have",
    "write the value out, or put quotes around a text that begins with `*`",
);
pub(super) const TAG: Message = (
    "there is a tag such as `!name` here that does not fit the value",
    "remove it, or put quotes around a text that begins with `!`",
);
pub(super) const DEPTH: Message = (
    "lists and mappings are nested too deep here",
    "the deepest level of a policy is an item of a list under a name in `hooks`",
);
pub(super) const NODES: Message = ("there are too many entries", "keep to 1,000 rules");
pub(super) const KEY: Message =
    ("this key is a list or a mapping", "write a name, a colon, a space and the value");
pub(super) const VARIABLE: Message = (
    "there is a variable here, and variables are not filled in",
    "write the value itself: a policy is plain data",
);
pub(super) const DOCUMENT: Message =
    ("a second document begins here", "keep one policy in the file, without `---` between its parts");
pub(super) const DIRECTIVE: Message =
    ("this line begins with `%`, which YAML reads as a directive", "remove the line: a policy needs none");
pub(super) const CONTINUED: Message = (
    "wrong indentation: this line is read as part of the text above it",
    "begin all items of a list, and all keys of a mapping, in the same column; if they do, a colon with a space, or a `#`, \
     is missing in the line above",
);
pub(super) const INDENTED: Message = (
    "wrong indentation: this line belongs to nothing above it",
    "begin all items of a list, and all keys of a mapping, in the same column",
);
pub(super) const ODD_SPACE: Message = (
    "a no-break or other special space is used for indentation",
    "use plain spaces: delete the indentation and type it again",
);
pub(super) const COMMA: Message =
    ("there is nothing before this comma", "remove it, or write the item that is missing");
pub(super) const SEPARATE: &str =
    "close the bracket; put commas between the items, and quotes around a text with a colon";
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
        | E::TabNotAllowed => ("a tab is used for indentation", "use spaces"),
        E::UnclosedQuotedScalar | E::DocumentIndicatorInQuotedScalar => {
            ("the quotes that open here are never closed", "close them where the text ends")
        }
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            "there is more text after the closing quotes",
            "put one pair of quotes around each text, of the other kind if it holds one, and commas between items",
        ),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => (
            "there is a `\\` in double quotes that stands for no character",
            "use single quotes, in which it is a plain character",
        ),
        E::UnclosedFlowCollection { .. } => (
            "the bracket that opens here is never closed",
            "close it after the last item; note that what follows a `#` is a comment",
        ),
        E::MismatchedFlowCollectionEnd { .. } => {
            ("the bracket that opens here is closed by one of the other kind", "write `[ ]` or `{ }`")
        }
        E::MisplacedFlowCollectionEnd => {
            ("this closing bracket was never opened", "remove it, or put quotes around the text")
        }
        E::BlockEntryInFlowCollection | E::PlainScalarStartsWithDashFlowIndicator => {
            ("there is a dash between brackets", "write the items without dashes: `[crm, im]`")
        }
        E::InvalidColonPlacement
        | E::ExpectedFlowMappingSeparator
        | E::ExpectedFlowSequenceSeparator
        | E::UnexpectedEofFlowSequence
        | E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping => ("this does not belong between brackets", SEPARATE),
        E::FlowMappingValueAdjacentCollection => {
            ("there is no space after this colon", "write a space between the colon and the value")
        }
        E::MappingValueNotAllowed => (
            "this colon belongs to no key",
            "put quotes around a text with a colon, or begin a mapping on the next line",
        ),
        E::SimpleKeyExpected | E::InvalidSimpleKey => (
            "this line is neither an item (`- crm`) nor a key (`extra: fail`)",
            "write a space after the dash or colon, and begin the line in the same column as its neighbours",
        ),
        E::ExpectedBlockMappingKey | E::ExpectedBlockSequenceEntry => (
            "there is more text after the end of the value",
            "remove it, or put quotes around the whole text",
        ),
        E::BlockSequenceEntryNotAllowed => (
            "a list cannot begin with a dash on the line of its key",
            "begin it on the next line, or write `[crm, im]`",
        ),
        E::ExpectedDocumentStart | E::InvalidDocumentEnd => (
            "there is more text after the end of the policy",
            "check the quotes, brackets and indentation before it, or remove it",
        ),
        E::CommentNotSeparated => (
            "there is a `#` right after a value",
            "put a space before a comment, or quotes around a text with a `#`",
        ),
        E::CommentInterceptedScalar => {
            ("a text goes on below a comment", "put the comment above the text, or quotes around the text")
        }
        E::InvalidBlockScalarHeader | E::ZeroBlockScalarIndent | E::InvalidBlockScalarIndent => (
            "this `|` or `>` begins no text of several lines",
            "begin the text on the next line, or put quotes around it",
        ),
        E::UnexpectedCharacter { .. }
        | E::MissingAnchorOrAliasName
        | E::MappingKeyNotAllowed
        | E::UnexpectedEofBlockSequence
        | E::UnexpectedEofBlockMapping
        | E::ExpectedNodeContent => {
            ("a text begins with a special character here", "put quotes around the text")
        }
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
