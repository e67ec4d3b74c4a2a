//! The last steps: every sink gets its rendering, after the redactor, and the exit code follows.

use std::time::Duration;

use crate::environment::Environment;
use crate::ledger::{Ledger, Origin, Problem};
use crate::quote::{Quote, Redactor};
use crate::report::console::Look;
use crate::report::{Report, console, dotenv, json, junit, outputs, sarif, summary};
use crate::world::{self, Sink, Sinks, Stopwatch};

use super::Gate;
use super::dialect::Dialect;

/// The open sinks, and the time since they were opened.
pub(super) struct Delivery {
    sinks: Sinks,
    stopwatch: Stopwatch,
}

impl Delivery {
    /// Opens every file that the report will go to.
    pub(super) fn open(gate: &Gate, ledger: &mut Ledger) -> Self {
        let settings = &gate.settings;
        let wanted = [
            (Sink::Outputs, gate.env.text("GITHUB_OUTPUT")),
            (Sink::Summary, gate.dialect.summary(&gate.env)),
            (Sink::Json, settings.json_file.as_deref()),
            (Sink::Junit, settings.junit_file.as_deref()),
            (Sink::Sarif, settings.sarif_file.as_deref()),
            (Sink::Dotenv, settings.dotenv_file.as_deref()),
        ];
        let mut sinks = Sinks::default();
        let mut taken = gate.read.iter().map(|path| world::real(path)).collect::<Vec<_>>();
        for (sink, path) in wanted {
            let Some(path) = path else { continue };
            // The path is an output and stands in reports: it must read there as it is.
            let refusal = if Quote::new(path, &Redactor::default()).as_str() != path {
                Some((
                    "the path is too long or holds characters that cannot be shown".to_owned(),
                    "give it a plain path",
                ))
            } else if taken.contains(&world::real(path)) && path != "/dev/null" {
                Some(("it would overwrite another file of this run".to_owned(), "give it a path of its own"))
            } else {
                taken.push(world::real(path));
                sinks.open(sink, path).err().map(|why| (why, "check the path and its owner"))
            };
            match refusal {
                None => {}
                // Nobody asked for it, and a container may not have the agent's folder.
                Some((why, _)) if sink == Sink::Summary && gate.dialect.lends_folder() => ledger.notice(
                    origin(sink, gate),
                    format!("there is no summary: {why}"),
                    "mount the folder into the container under the same path",
                ),
                Some((why, advice)) => {
                    ledger.problem(
                        origin(sink, gate),
                        format!("the report cannot be written: {why}"),
                        advice,
                    );
                }
            }
        }
        Self { sinks, stopwatch: Stopwatch::start() }
    }

    /// Writes all of it and tells the exit code. A report that gets lost turns a pass into a mistake;
    /// a no stays a no.
    pub(super) fn deliver(mut self, mut report: Report, gate: &Gate, redactor: &Redactor) -> u8 {
        let env = &gate.env;
        report.warn_only = gate.settings.warn_only;
        // A merge reads no policy, the shares did.
        let policy = gate.file.as_ref().map(|file| file.name.clone());
        report.policy = policy.or(report.policy.take());
        report.source = source(env);
        report.json_file = gate.settings.json_file.as_deref().map(|path| Quote::new(path, redactor));
        report.elapsed = self
            .stopwatch
            .elapsed()
            .max(report.elapsed)
            .max(report.hooks.iter().map(|hook| hook.elapsed).max().unwrap_or(Duration::ZERO));

        if self.sinks.has(Sink::Outputs) {
            report.notices.extend(outputs::notice(&report));
        }
        report.scrub(redactor);
        let mut lost = Vec::new();
        for sink in [Sink::Json, Sink::Junit, Sink::Sarif, Sink::Dotenv, Sink::Summary, Sink::Outputs] {
            if let Err(why) = self.write(sink, &report, &gate.dialect, redactor) {
                let what = format!("the report is lost: {why}");
                report.lose(Problem { origin: origin(sink, gate), what, advice: String::new() });
                lost.push(sink);
            }
        }
        if report.lost {
            self.write_anew(&report, &gate.dialect, redactor);
        }
        let policy = gate.file.as_ref().and_then(|file| std::str::from_utf8(&file.bytes).ok());
        let terminal = world::on_a_terminal();
        let look =
            Look { colour: terminal && env.text("NO_COLOR").is_none(), policy: policy.filter(|_| terminal) };
        let mut text = console::render(&report, look);
        let has_summary = self.sinks.has(Sink::Summary) && !lost.contains(&Sink::Summary);
        text.push_str(&gate.dialect.commands(&report, has_summary));
        match world::print(&redactor.clean(&text)) {
            Ok(()) => {}
            Err(why) => {
                let (origin, what) =
                    (Origin::setting("standard output"), format!("the report is lost: {why}"));
                report.lose(Problem { origin, what, advice: String::new() });
                self.write_anew(&report, &gate.dialect, redactor);
            }
        }
        report.code()
    }

    /// What can be written anew must not say otherwise than the exit code. That it fails once more is known.
    fn write_anew(&mut self, report: &Report, dialect: &Dialect, redactor: &Redactor) {
        for sink in [Sink::Json, Sink::Junit, Sink::Sarif, Sink::Dotenv] {
            self.write(sink, report, dialect, redactor).ok();
        }
    }

    /// Renders the report for one sink and writes it, if the sink is open.
    fn write(
        &mut self,
        sink: Sink,
        report: &Report,
        dialect: &Dialect,
        redactor: &Redactor,
    ) -> Result<(), String> {
        if !self.sinks.has(sink) {
            return Ok(());
        }
        let text = match sink {
            Sink::Outputs => outputs::render(report, &world::nonce()),
            Sink::Summary => summary::render(report),
            Sink::Json => json::render(report),
            Sink::Junit => junit::render(report),
            Sink::Sarif => sarif::render(report, dialect.workspace()),
            Sink::Dotenv => dotenv::render(report),
        };
        self.sinks.write(sink, &redactor.clean(&text))
    }
}

/// What a user calls a sink.
fn origin(sink: Sink, gate: &Gate) -> Origin {
    match sink {
        Sink::Outputs => Origin::setting("GITHUB_OUTPUT"),
        Sink::Summary => Origin::setting(gate.dialect.summary_setting()),
        Sink::Json => Origin::Input("json-file"),
        Sink::Junit => Origin::Input("junit-file"),
        Sink::Sarif => Origin::Input("sarif-file"),
        Sink::Dotenv => Origin::Input("dotenv-file"),
    }
}

/// Where GitHub shows the files of this commit.
fn source(env: &Environment) -> Option<String> {
    let [server, repository, sha] =
        ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"].map(|name| env.text(name));
    Some(format!("{}/{}/blob/{}", server?, repository?, sha?))
}
