//! Bytes → text for the YAML parser. Refuses what would slow it down, or make its line numbers differ from an
//! editor's.

/// In bytes.
pub(crate) const MAX_BYTES: usize = 64 * 1024;

/// A place as editors count: from 1, columns in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl Spot {
    pub(super) const START: Self = Self { line: 1, column: 1 };

    /// The place of a byte offset. Lines end as in YAML 1.2, 5.4: LF, CR LF or CR alone.
    pub(super) fn at(text: &str, offset: usize) -> Self {
        let mut spot = Self::START;
        let mut last = ' ';
        for (_, c) in text.char_indices().take_while(|(at, _)| *at < offset) {
            match c {
                '\n' if last == '\r' => {}
                '\n' | '\r' => spot = Self { line: spot.line + 1, column: 1 },
                _ => spot.column += 1,
            }
            last = c;
        }
        spot
    }
}

/// Why a text cannot be read at all. `what` may hold text of the file, not yet sealed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Trouble {
    pub(super) spot: Spot,
    pub(super) what: String,
    pub(super) advice: &'static str,
}

impl Trouble {
    fn new(spot: Spot, what: impl Into<String>, advice: &'static str) -> Self {
        Self { spot, what: what.into(), advice }
    }
}

/// The text without its byte order mark, or all reasons against reading it.
pub(super) fn decode(bytes: &[u8]) -> Result<&str, Vec<Trouble>> {
    if bytes.len() > MAX_BYTES {
        let what = format!("the policy is too large: {} bytes, more than 64 KiB", bytes.len());
        return Err(vec![Trouble::new(
            Spot::START,
            what,
            "keep the policy below 64 KiB: a list of scopes takes a few hundred bytes",
        )]);
    }
    // Editors do not count the byte order mark as a column.
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let text = str::from_utf8(bytes).map_err(|error| {
        let before = str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default();
        let spot = Spot::at(before, before.len());
        vec![Trouble::new(spot, "there is a byte here that is not UTF-8", "save the file as UTF-8")]
    })?;
    let troubles = [unprintable(text), tab(text), conflict(text)];
    let troubles = troubles.into_iter().flatten().collect::<Vec<_>>();
    if troubles.is_empty() { Ok(text) } else { Err(troubles) }
}

/// The first character that the parser refuses without a place, or takes for a line break while editors do not
/// (YAML 1.2, 5.1 and 5.4).
fn unprintable(text: &str) -> Option<Trouble> {
    let bad = |c: char| match c {
        '\t' | '\n' | '\r' => false,
        '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => true,
        c => c.is_control(),
    };
    let (at, c) = text.char_indices().find(|(_, c)| bad(*c))?;
    let what = format!("there is a control character here: U+{:04X}", u32::from(c));
    Some(Trouble::new(Spot::at(text, at), what, "remove it"))
}

/// The first tab in a line's indentation (YAML 1.2, 6.1).
fn tab(text: &str) -> Option<Trouble> {
    let mut indent = true;
    let (at, _) = text.char_indices().find(|(_, c)| match c {
        '\n' | '\r' => {
            indent = true;
            false
        }
        '\t' => indent,
        c => {
            indent &= *c == ' ';
            false
        }
    })?;
    Some(Trouble::new(Spot::at(text, at), "a tab is used for indentation", "use spaces"))
}

/// The first conflict that git left.
fn conflict(text: &str) -> Option<Trouble> {
    let marked = |(at, _): &(usize, _)| *at == 0 || text[..*at].ends_with(['\n', '\r']);
    let (at, _) = text.match_indices("<<<<<<< ").find(marked)?;
    let advice = "keep one side, and remove the lines of `<<<<<<<`, `=======` and `>>>>>>>`";
    Some(Trouble::new(Spot::at(text, at), "a merge left a conflict here", advice))
}
