//! `merge`: the reports of several machines in one.

use std::collections::BTreeSet;

use crate::gate::Delivery;
use crate::ledger::{Ledger, Origin};
use crate::report::merge::{Share, merge, share};
use crate::report::{Report, Writer, v1};
use crate::start::Start;
use crate::start::settings;
use crate::text::Text;
use crate::world;
use crate::world::NO_PATH;

const MAX_REPORT: u64 = 64 << 20;

/// Merges reports, and folders of them, into one run. `expect` names the hooks that they must cover.
pub(super) fn run(mut start: Start, paths: &[String], expect: &str) -> u8 {
    let paths = found(paths, &mut start.ledger);
    start.read.extend_from_slice(&paths);
    let delivery = Delivery::open(&mut start);
    // The shares have starred secrets in names, too. A list may be separated by spaces.
    let expected = settings::names(&start.redactor.clean(expect));
    let mut report = Report { command: Writer::Merge, ..merge(shares(&paths), &expected) };
    let ledger = std::mem::take(&mut start.ledger);
    report.warnings.extend(ledger.warnings);
    report.notices.extend(ledger.notices);
    // A failure reported by the shares outranks the problems found here.
    for problem in ledger.problems {
        report.lose(problem);
    }
    delivery.deliver(report, &start, None)
}

/// An empty folder is a problem: a report was expected in it.
fn found(paths: &[String], ledger: &mut Ledger) -> Vec<String> {
    let mut all = Vec::new();
    for path in paths {
        let mut problem = |what: Text| {
            let advice = "look at the jobs that were to write reports, and at the step that fetches them";
            ledger.problem(Origin::file(Text::theirs(path)), what, advice);
        };
        match world::files(path, ".json") {
            Ok(files) if files.is_empty() => problem("there is no report in the folder".into()),
            Ok(files) => all.extend(files),
            Err(why) => problem(text!("the folder cannot be read: {}", why)),
        }
    }
    all
}

fn shares(paths: &[String]) -> Vec<Share> {
    let mut known = BTreeSet::new();
    let read = |path: &String| {
        let report = if known.insert(world::real(path)) {
            let absent = |why| if world::exists(path) { Text::theirs(why) } else { NO_PATH.into() };
            let read = world::read(path, MAX_REPORT).map_err(absent);
            let report =
                read.and_then(|bytes| v1::parse(&bytes).map_err(|why| Text::theirs(why.to_string())));
            report.and_then(|report| share(report).map_err(Text::from))
        } else {
            Err("it is given twice".into())
        };
        Share { file: Text::theirs(path), report }
    };
    paths.iter().map(read).collect()
}
