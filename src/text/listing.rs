//! The lines of a file, to be shown with a caret below an error.

use std::collections::BTreeSet;

use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::visible::is_visible;

/// A file's text.
pub struct Listing(String);

/// A file's text that is safe to show, with as many lines and columns as the file has.
#[derive(Clone, Debug)]
pub struct SealedListing(String);

impl Listing {
    /// With line breaks of any kind.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n"))
    }
}

impl SealedListing {
    /// The text, with `\n` between its lines.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Unsafe characters are replaced one for one, so that places stay right. The file may be a stranger's.
impl Seal for Listing {
    type Sealed = SealedListing;

    fn seal(self, redactor: &Redactor) -> SealedListing {
        let tame = |c: char| if matches!(c, '\n' | ' ') || is_visible(c) { c } else { '\u{fffd}' };
        let clean = redactor.masked(&self.0).chars().map(tame).collect::<String>();
        SealedListing(clean.replace("##", "#\u{fffd}"))
    }

    /// Nobody knows what is private in it, so it is not shown where reports are redacted.
    fn confide(&self, _: &mut BTreeSet<String>) {}
}
