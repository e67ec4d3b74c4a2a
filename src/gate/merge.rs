//! The command `merge`: the reports of several machines in one.

use std::collections::{BTreeMap, BTreeSet};

use crate::hook;
use crate::inputs::Given;
use crate::ledger::{Ledger, Origin};
use crate::policy::Policy;
use crate::quote::{Quote, Redactor};
use crate::report::merge::Share;
use crate::report::{merge as reports, parse};
use crate::settings::{self, Settings};
use crate::world;

use super::Gate;
use super::deliver::Delivery;
use super::dialect::Dialect;
use super::gather;

/// Inputs that say how a report is told; the others were the shares' own.
pub const MERGING: [&str; 6] =
    ["warn-only", "redact", "json-file", "junit-file", "sarif-file", "dotenv-file"];

/// The largest report that is read.
const MAX_REPORT: u64 = 64 << 20;

/// Reads reports, and folders of them, and tells them as one run. `expect` names the hooks that they must tell of.
#[must_use]
pub fn merge(paths: &[String], expect: &str, flags: &BTreeMap<&'static str, String>) -> u8 {
    let env = world::environment();
    let mut ledger = Ledger::default();
    gather::odd_variables(&env, &mut ledger);
    let redactor = hook::redactor(&[]);
    let mut given = Given::gather(flags, &env, &mut ledger);
    given.keep(&MERGING);
    let settings = Settings::parse(&given, &redactor, &mut ledger);
    let event = gather::event(&env);
    let paths = found(paths, &redactor, &mut ledger);
    let dialect = Dialect::of(&env);
    let gate = Gate {
        env,
        dialect,
        event,
        hooks: Vec::new(),
        left_out: Vec::new(),
        settings,
        file: None,
        policy: Policy::default(),
        read: paths.clone(),
    };
    let delivery = Delivery::open(&gate, &mut ledger);
    let mut report = reports::merge(shares(&paths, &redactor), &settings::names(expect));
    report.notices.append(&mut ledger.notices);
    // A no that the shares told stays a no, whatever is wrong here.
    for problem in ledger.problems {
        report.lose(problem);
    }
    if gate.hides() {
        report.hide();
    }
    delivery.deliver(report, &gate, &redactor)
}

/// The files of the reports. An empty folder is where a report was to be.
fn found(paths: &[String], redactor: &Redactor, ledger: &mut Ledger) -> Vec<String> {
    let mut all = Vec::new();
    for path in paths {
        let mut problem = |what: String| {
            let advice = "look at the jobs that were to write reports, and at the step that fetches them";
            ledger.problem(Origin::File(Quote::new(path, redactor)), what, advice);
        };
        match world::files(path, ".json") {
            Ok(files) if files.is_empty() => problem("there is no report in the folder".to_owned()),
            Ok(files) => all.extend(files),
            Err(why) => problem(format!("the folder cannot be read: {why}")),
        }
    }
    all
}

fn shares(paths: &[String], redactor: &Redactor) -> Vec<Share> {
    let mut known = BTreeSet::new();
    let share = |path: &String| {
        let report = if known.insert(world::real(path)) {
            world::read(path, MAX_REPORT)
                .and_then(|bytes| parse::parse(&bytes, redactor).map_err(|why| why.to_string()))
        } else {
            Err("it is given twice".to_owned())
        };
        Share { file: Quote::new(path, redactor), report }
    };
    paths.iter().map(share).collect()
}
