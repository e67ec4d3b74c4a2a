//! The renderers: a sealed report → text. They read it and compute nothing.

use crate::report::{Sealed, v1};

pub(crate) mod annotations;
pub(crate) mod azure;
pub(crate) mod console;
pub(crate) mod dotenv;
pub(crate) mod github;
pub(crate) mod junit;
mod markdown;
pub(crate) mod outputs;
mod phrases;
pub(crate) mod sarif;
pub(crate) mod scan;
pub(crate) mod snapshot;
pub(crate) mod summary;

/// A report as a file.
pub struct Format {
    /// What the file is named by.
    pub target: Target,
    /// Makes its text.
    pub render: fn(&Sealed, &Surroundings<'_>) -> String,
}

/// What a report file is named by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// The runner, for the outputs of a step; appended to.
    Outputs,
    /// The runner, for the page of a run; appended to.
    Summary,
    /// The input of this name; the file is replaced.
    Input(&'static str),
}

/// What a rendering needs besides the report.
pub struct Surroundings<'s> {
    /// The folder that paths are relative to.
    pub workspace: Option<&'s str>,
    /// Makes a text that nobody can foresee.
    pub nonce: fn() -> String,
}

/// Every report file, in the order in which they are opened. What comes first is written last, and tells of those that
/// were lost.
pub const FORMATS: [Format; 6] = [
    Format { target: Target::Outputs, render: |report, around| outputs::render(report, &(around.nonce)()) },
    Format { target: Target::Summary, render: |report, _| summary::render(report) },
    Format { target: Target::Input("json-file"), render: |report, _| v1::render(report) },
    Format { target: Target::Input("junit-file"), render: |report, _| junit::render(report) },
    Format {
        target: Target::Input("sarif-file"),
        render: |report, around| sarif::render(report, around.workspace),
    },
    Format { target: Target::Input("dotenv-file"), render: |report, _| dotenv::render(report) },
];
