//! The only door for tests, benchmarks and fuzz targets. No part of any contract.

use std::io::{self, Write};

pub use crate::cli::command;
pub use crate::hook::shares::{MAX_SHARES, matrix, shares};
pub use crate::hook::{Hook, Label, ReadAs, hooks, redactor};
pub use crate::host::Host;
pub use crate::inputs::{HOOK, INPUTS};
pub use crate::knowledge::methods::{DocumentedMethod, Needs};
pub use crate::knowledge::rights::{Right, names as rights};
pub use crate::knowledge::scopes::codes as scopes;
pub use crate::ledger::{Ledger, Origin, Place, Problem};
pub use crate::outcome::Outcome;
pub use crate::policy::amend::{Addition, Insertion, amended, insertions};
pub use crate::policy::diff::{Change, ChangeKind, Demand, Inputs, changes};
pub use crate::policy::{Code, Demands, Deprecated, Extra, HookDemands, Policy, Rule};
pub use crate::portal::facts::{Availability, Call, Facts, Listed, Owner, Person, Proof};
pub use crate::portal::failure::{Body, Certificate, Failure, Network, Refusal, Status, Target};
pub use crate::portal::{
    Again, Budget, MAX_PAUSE, Next, Questions, Reply, Schedule, again, facts, retry_after,
};
pub use crate::reason::{Reason, Severity};
pub use crate::report::diff::{About, ChangeReport, Diff};
pub use crate::report::{Headline, HookReport, Lead, PersonReport, Report, Sealed, Writer};
pub use crate::scope::{MethodName, Scope};
pub use crate::text::listing::{Listing, SealedListing};
pub use crate::text::redactor::{Redactor, STARS};
pub use crate::text::seal::{MAX_CHARS, MAX_PASSAGE, Quote, Seal};
pub use crate::text::{Fragment, Text};
pub use crate::verdict::{Aspect, Finding, Ruling, Standing, Subject, Verdict, judge};
pub use crate::world::report_panics_without_secrets;

pub use crate::world::Patterns;

/// Calls in code.
pub mod scan {
    pub use crate::scan::{
        Committed, Found, History, Leak, Omitted, Scan, Sighting, Sign, SignKind, Unknown, calls,
        calls_and_comments, calls_in,
    };
}

/// Rulings that need no portal.
pub mod offline {
    use crate::policy::Code;
    use crate::scan::Scan;
    use crate::verdict::Ruling;
    pub use crate::verdict::baseline::rulings as of_baseline;
    pub use crate::verdict::calls::rulings as of_calls;
    use crate::verdict::state::{self, Outdated};

    /// On the methods themselves, by the policy's `scan`.
    #[must_use]
    pub fn of_methods(code: &Code, scan: &Scan) -> Vec<Ruling> {
        let level = code.deprecated.as_ref().map(|rule| rule.demand);
        state::rulings(scan, &Outdated { level, ..Outdated::default() })
    }
}

/// The JSON report.
pub mod v1 {
    use super::{Sealed, whole};
    pub use crate::report::v1::{parse, write};

    /// As a whole.
    #[must_use]
    pub fn render(report: &Sealed) -> String {
        whole(|out| write(report, out))
    }
}

/// The renderers, by what they write.
pub mod render {
    pub use crate::render::azure::render as azure;
    pub use crate::render::console::{Look, render as console};
    pub use crate::render::dotenv::render as dotenv;
    pub use crate::render::github::{mask, render as github};
    pub use crate::render::outputs::{NAMES as OUTPUTS, render as outputs};
    pub use crate::render::scan::{
        json::render as scan_json, text::render as scan_text, yaml::render as scan_yaml,
    };
    pub use crate::render::summary::render as summary;
    pub use crate::render::{FORMATS, Format, Surroundings};

    use super::{Sealed, whole};
    use crate::render;

    /// As a whole.
    #[must_use]
    pub fn junit(report: &Sealed) -> String {
        whole(|out| render::junit::write(report, out))
    }

    /// As a whole.
    #[must_use]
    pub fn sarif(report: &Sealed, workspace: Option<&str>) -> String {
        whole(|out| render::sarif::write(report, workspace, out))
    }
}

/// What is written piece by piece, as one text.
///
/// # Panics
///
/// If it is no text.
pub fn whole(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut bytes = Vec::new();
    write(&mut bytes).expect("a vector takes everything");
    String::from_utf8(bytes).expect("a text")
}

/// The snapshot that is made of a report.
///
/// # Errors
///
/// Why there is none.
pub fn snapshot(report: Report, redactor: &Redactor, identity: bool) -> Result<String, &'static str> {
    let scopes = crate::render::snapshot::spellings(&report);
    let (report, redactor) = report.sealed(redactor);
    crate::render::snapshot::render(&report, &scopes.seal(&redactor), identity)
}

/// A text as if the program had composed it, to see that commands are escaped whatever they hold.
#[must_use]
pub fn ours(words: &str) -> Text {
    Text::composed(&words)
}
