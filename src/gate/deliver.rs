//! The last steps: every sink gets its rendering, after the redactor, and the exit code follows.

use std::time::Duration;

use crate::environment::Environment;
use crate::hook::Hook;
use crate::ledger::{Ledger, Origin};
use crate::outcome::Outcome;
use crate::quote::{Quote, Redactor};
use crate::report::console::Look;
use crate::report::{Report, annotations, console, json, junit, outputs, summary};
use crate::world::{self, Sink, Sinks, Stopwatch};

use super::Gate;

/// Tells GitHub's runner what to hide, before anything else is said. Elsewhere such a line would only
/// print the secret.
pub(super) fn mask(hooks: &[Hook], env: &Environment) {
    if on_github(env) {
        let masks =
            hooks.iter().flat_map(Hook::masks).map(|mask| annotations::mask(&mask)).collect::<String>();
        // Whoever cannot read our output cannot read the secret in it either.
        world::print(&masks).ok();
    }
}

fn on_github(env: &Environment) -> bool {
    env.says_true("GITHUB_ACTIONS")
}

/// The exit code of a pass that could not be told everywhere.
const LOST: u8 = Outcome::Misconfigured.code();

/// The open sinks, and the time since they were opened.
pub(super) struct Delivery {
    sinks: Sinks,
    stopwatch: Stopwatch,
}

impl Delivery {
    /// Opens every file that the report will go to.
    pub(super) fn open(gate: &Gate, redactor: &Redactor, ledger: &mut Ledger) -> Self {
        let (env, settings) = (&gate.env, &gate.settings);
        let setting = |name: &str| Origin::Setting(Quote::new(name, redactor));
        let wanted = [
            (Sink::Outputs, env.text("GITHUB_OUTPUT"), setting("GITHUB_OUTPUT")),
            (Sink::Summary, env.text("GITHUB_STEP_SUMMARY"), setting("GITHUB_STEP_SUMMARY")),
            (Sink::Json, settings.json_file.as_deref(), Origin::Input("json-file")),
            (Sink::Junit, settings.junit_file.as_deref(), Origin::Input("junit-file")),
        ];
        let mut sinks = Sinks::default();
        let mut taken = Vec::new();
        taken.extend(gate.file.as_ref().map(|file| world::real(file.name.as_str())));
        taken.extend(settings.ca_file.as_deref().map(world::real));
        for (sink, path, origin) in wanted {
            let Some(path) = path else { continue };
            let real = world::real(path);
            if taken.contains(&real) && path != "/dev/null" {
                ledger.problem(
                    origin,
                    "the report would overwrite another file of this run",
                    "give it a path of its own",
                );
                continue;
            }
            taken.push(real);
            if let Err(why) = sinks.open(sink, path) {
                ledger.problem(
                    origin,
                    format!("the report cannot be written: {why}"),
                    "check the path and its owner",
                );
            }
        }
        Self { sinks, stopwatch: Stopwatch::start() }
    }

    /// Writes all of it and tells the exit code. A report that gets lost turns a pass into a mistake;
    /// a no stays a no.
    pub(super) fn deliver(mut self, mut report: Report, gate: &Gate, redactor: &Redactor) -> u8 {
        let env = &gate.env;
        report.warn_only = gate.settings.warn_only;
        report.policy = gate.file.as_ref().map(|file| file.name.clone());
        report.source = source(env);
        report.json_file = gate.settings.json_file.as_deref().map(|path| Quote::new(path, redactor));
        report.elapsed = self
            .stopwatch
            .elapsed()
            .max(report.hooks.iter().map(|hook| hook.elapsed).max().unwrap_or(Duration::ZERO));

        let redactor = redactor.and(report.hooks.iter().flat_map(|hook| hook.private.iter().cloned()));
        report.scrub(&redactor);
        let mut code = report.code();
        let mut lost = String::new();
        for (sink, name, render) in [
            (Sink::Summary, "the step summary", summary::render as fn(&Report) -> String),
            (Sink::Outputs, "the outputs", |report| outputs::render(report, &world::nonce())),
            (Sink::Json, "the JSON report", json::render),
            (Sink::Junit, "the JUnit report", junit::render),
        ] {
            if !self.sinks.has(sink) {
                continue;
            }
            if let Err(why) = self.sinks.write(sink, &redactor.clean(&render(&report))) {
                lost = format!("{lost}error: {name} could not be written: {why}\n");
                code = if code == 0 { LOST } else { code };
            }
        }
        let policy = gate.file.as_ref().and_then(|file| std::str::from_utf8(&file.bytes).ok());
        let terminal = world::on_a_terminal();
        let look =
            Look { colour: terminal && env.text("NO_COLOR").is_none(), policy: policy.filter(|_| terminal) };
        let mut text = console::render(&report, look) + &lost;
        if on_github(env) {
            text.push_str(&annotations::render(&report, env.text("GITHUB_WORKSPACE")));
        }
        let printed = world::print(&redactor.clean(&text));
        if printed.is_err() && code == 0 { LOST } else { code }
    }
}

/// Where GitHub shows the files of this commit.
fn source(env: &Environment) -> Option<String> {
    let [server, repository, sha] =
        ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"].map(|name| env.text(name));
    Some(format!("{}/{}/blob/{}", server?, repository?, sha?))
}
