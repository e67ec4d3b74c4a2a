//! `scan`: which scopes the code needs.

use crate::cli::Format;
use crate::gate::code_scan::look_through;
use crate::ledger::{Origin, Problem};
use crate::outcome::Outcome;
use crate::render::scan;
use crate::start::Start;
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::{Count, Ours, Text};
use crate::world::{self, Survey};

/// Why there is no policy to print.
const NOTHING: &str = "no call needs a scope, so there is no policy to write";

/// What cannot be read is reported on standard error, where it does not mix with a document.
pub(super) fn run(start: &Start, paths: &[String], globs: &[String], format: Format) -> u8 {
    let redactor = &start.redactor;
    warn("error", &start.ledger.problems, redactor);
    if !start.ledger.problems.is_empty() {
        return Outcome::Misconfigured.code();
    }
    let named = |path: &String| (path.clone(), Origin::setting("scan"));
    let paths = paths.iter().map(named).collect::<Vec<_>>();
    let found = match look_through(Survey { paths: &paths, globs, ..Survey::default() }, false, |_| true) {
        Ok(found) => found,
        Err(problems) => {
            warn("error", &problems, redactor);
            return Outcome::Misconfigured.code();
        }
    };
    warn("notice", &found.notices, redactor);
    let sealed = found.clone().seal(redactor);
    match format {
        Format::Text => world::print_or_fail(Printable::of(&sealed, scan::text::render)),
        Format::Json => world::print_or_fail(Printable::of(&sealed, scan::json::render)),
        Format::Yaml => {
            for unknown in found.unknown {
                line(text!("warning: {}", unknown.problem), redactor);
            }
            if found.omitted.unknown > 0 {
                line(
                    text!(
                        "warning: {} that Bitrix24 does not document",
                        Count(found.omitted.unknown, "more name")
                    ),
                    redactor,
                );
            }
            if let Some(first) = found.unread.first() {
                let sites = Count(found.unread.len() + found.omitted.unread, "call site");
                line(
                    text!("warning: {} could not be read, and may need more; the first is {}", sites, first),
                    redactor,
                );
            }
            match Printable::try_of(&sealed, |scan| scan::yaml::render(scan).ok_or(NOTHING)) {
                Ok(policy) => world::print_or_fail(policy),
                Err(nothing) => {
                    line(text!("error: {}", Ours(nothing)), redactor);
                    Outcome::Failed.code()
                }
            }
        }
    }
}

fn warn(kind: &'static str, problems: &[Problem], redactor: &Redactor) {
    for problem in problems {
        line(text!("{}: {}", Ours(kind), problem), redactor);
    }
}

fn line(text: Text, redactor: &Redactor) {
    world::warn(text.seal(redactor).into());
}
