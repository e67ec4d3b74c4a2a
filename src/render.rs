//! The renderers: sealed report → text. They compute nothing, and what may become long they write as they go.

use std::io::{self, Write};

use crate::report::{Sealed, v1};
use crate::text::printable::Safe;
use crate::text::seal::Quote;

pub(crate) mod annotations;
pub(crate) mod azure;
pub(crate) mod console;
pub(crate) mod dotenv;
pub(crate) mod github;
pub(crate) mod init;
pub(crate) mod junit;
mod markdown;
pub(crate) mod outputs;
pub(crate) mod patch;
mod phrases;
pub(crate) mod sarif;
pub(crate) mod scan;
pub(crate) mod scopes;
pub(crate) mod snapshot;
pub(crate) mod summary;

/// A report file.
pub struct Format {
    /// What names the file.
    pub target: Target,
    /// Writes its text.
    pub write: fn(&Sealed, &Surroundings, &mut dyn Write) -> io::Result<()>,
}

/// What names a report file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The runner's output file; appended to.
    Outputs,
    /// The runner's summary file; appended to.
    Summary,
    /// The input of this name; the file is replaced.
    Input(&'static str),
}

/// What a renderer needs besides the report.
pub struct Surroundings {
    /// The folder that paths are relative to.
    pub workspace: Option<Quote>,
    /// Makes an unpredictable text.
    pub nonce: fn() -> String,
}

impl Safe for Format {}
impl Safe for Surroundings {}

/// Every report file, in the order of opening. The first is written last, and lists those that were lost.
pub const FORMATS: [Format; 7] = [
    Format {
        target: Target::Outputs,
        write: |report, around, out| out.write_all(outputs::render(report, &(around.nonce)()).as_bytes()),
    },
    Format {
        target: Target::Summary,
        write: |report, _, out| out.write_all(summary::render(report).as_bytes()),
    },
    Format {
        target: Target::Input("markdown-file"),
        write: |report, _, out| out.write_all(summary::render(report).as_bytes()),
    },
    Format { target: Target::Input("json-file"), write: |report, _, out| v1::write(report, out) },
    Format { target: Target::Input("junit-file"), write: |report, _, out| junit::write(report, out) },
    Format {
        target: Target::Input("sarif-file"),
        write: |report, around, out| sarif::write(report, around.workspace.as_ref().map(Quote::as_str), out),
    },
    Format {
        target: Target::Input("dotenv-file"),
        write: |report, _, out| out.write_all(dotenv::render(report).as_bytes()),
    },
];
