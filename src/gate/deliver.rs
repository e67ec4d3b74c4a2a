//! Seals the report, renders it for every sink, and returns the exit code.

use std::path::Path;
use std::time::Duration;

use crate::ledger::{Origin, Problem};
use crate::policy::DEFAULT_POLICY;
use crate::render::console::{self, Look};
use crate::render::{FORMATS, Format, Surroundings, Target, outputs};
use crate::report::{Report, Sealed};
use crate::start::Start;
use crate::text::listing::Listing;
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::{Ours, Text};
use crate::world::Environment;
use crate::world::{self, Sinks, Stopwatch, TAKEN};

use super::{PolicyFile, documentation};

/// A report's path that means standard output.
const STANDARD_OUTPUT: &str = "-";

const JSON: &str = "json-file";

/// What every variable of ours begins with.
const OURS: &[u8] = b"B24_PING_";

/// In bytes; no file of ours is half as long.
const MAX_DOTENV: u64 = 64 << 10;

pub(crate) struct Delivery {
    sinks: Sinks<Target>,
    /// The report that goes to standard output.
    printed: Option<Target>,
    stopwatch: Stopwatch,
}

impl Delivery {
    /// A file that cannot be opened is a problem of the start.
    pub(crate) fn open(start: &mut Start) -> Self {
        // A name of a file tells as much as what is in it.
        let portals = start.portals.iter().map(Text::reveal);
        let redactor =
            if start.redactor.hides() { start.redactor.hiding(portals) } else { start.redactor.clone() };
        let mut sinks = Sinks::sparing(&start.read, start.dialect.folder());
        let mut printed = None;
        for Format { target, .. } in FORMATS {
            let Some(path) = path(target, start) else { continue };
            let is_given = matches!(target, Target::Input(_));
            if is_given && path == STANDARD_OUTPUT {
                match printed {
                    None => printed = Some(target),
                    Some(first) => two_on_standard_output(first, target, start),
                }
                continue;
            }
            let opened = showable(&path, is_given.then_some(&redactor))
                .and_then(|()| spared(target, &path))
                .and_then(|()| sinks.open(target, &path, !is_given))
                .map_err(|refusal| named(refusal, target, &path, start));
            if let Err(refusal) = opened {
                unopened(target, refusal, start);
            }
        }
        Self { sinks, printed, stopwatch: Stopwatch::start() }
    }

    /// Returns the exit code. A lost report turns a pass into a mistake; a failure stays a failure.
    pub(crate) fn deliver(mut self, mut report: Report, start: &Start, file: Option<&PolicyFile>) -> u8 {
        report.warn_only = start.settings.warn_only;
        report.run = Some(Text::composed(&world::nonce()));
        // A merge reads no policy; its shares did.
        report.policy = file.map(|file| file.name.clone()).or(report.policy.take());
        report.source = source(&start.env);
        report.documentation = documentation::page(&start.env);
        // One that was refused is no report.
        let json = start.settings.files.get(JSON).filter(|_| self.sinks.has(&Target::Input(JSON)));
        report.json_file = json.map(Text::theirs);
        report.elapsed = self
            .stopwatch
            .elapsed()
            .max(report.elapsed)
            .max(report.hooks.iter().map(|hook| hook.elapsed).max().unwrap_or(Duration::ZERO));
        report.private.extend(start.portals.iter().cloned());
        let (mut report, redactor) = report.sealed(&start.redactor);
        if self.sinks.has(&Target::Outputs) {
            report.notices.extend(outputs::notice(&report).map(|notice| notice.seal(&redactor)));
        }
        let mut lost = Vec::new();
        for format in FORMATS.iter().rev() {
            if let Err(why) = self.write(format, &report, start) {
                let origin = origin(format.target, start);
                report.lose_sealed(Problem::new(origin, text!("the report is lost: {}", why), ""), &redactor);
                lost.push(format.target);
            }
        }
        if report.lost {
            self.rewrite(&report, start);
        }
        let has_summary = self.sinks.has(&Target::Summary) && !lost.contains(&Target::Summary);
        let said = self.said(&report, start, file, &redactor);
        let said = said.and(start.dialect.commands(&report, has_summary, &redactor));
        let said = if reads_on(start) { said.and(Printable::of(&report, console::more)) } else { said };
        if let Err(why) = self.print(said, &report, start) {
            let problem =
                Problem::new(Origin::setting("standard output"), text!("the report is lost: {}", why), "");
            report.lose_sealed(problem, &redactor);
            self.rewrite(&report, start);
        }
        report.code()
    }

    /// The console's text.
    fn said<'r>(
        &self,
        report: &'r Sealed,
        start: &Start,
        file: Option<&PolicyFile>,
        redactor: &Redactor,
    ) -> Printable<'r> {
        if start.misused {
            let look = Look { annotated: start.dialect.annotates(), ..Look::default() };
            return Printable::of((report, look), |(report, look)| console::problems(report, &look));
        }
        if start.quiet {
            return Printable::of(report, console::verdict);
        }
        let terminal = if self.printed.is_some() { world::is_watched() } else { world::on_a_terminal() };
        // A line of the policy may hold a host that nobody could read.
        let policy = file
            .filter(|_| terminal && !redactor.hides())
            .and_then(|file| std::str::from_utf8(&file.bytes).ok());
        let policy = policy.map(|policy| Listing::new(policy).seal(redactor));
        let colour = terminal && start.env.text("NO_COLOR").is_none();
        let look = Look { colour, policy, annotated: start.dialect.annotates() };
        Printable::of((report, look), |(report, look)| console::render(report, &look))
    }

    /// What is said goes to standard error where standard output is for a report.
    fn print(&self, said: Printable, report: &Sealed, start: &Start) -> Result<(), String> {
        let Some(format) = FORMATS.iter().find(|format| Some(format.target) == self.printed) else {
            return world::print(said);
        };
        world::warn(said);
        let around = surroundings(start);
        world::print(document(format, report, &around))
    }

    /// Rewritable files must agree with the exit code. A second failure is already known.
    fn rewrite(&mut self, report: &Sealed, start: &Start) {
        for format in FORMATS.iter().filter(|format| matches!(format.target, Target::Input(_))) {
            self.write(format, report, start).ok();
        }
    }

    /// Does nothing if the sink is not open.
    fn write(&mut self, format: &Format, report: &Sealed, start: &Start) -> Result<(), String> {
        if !self.sinks.has(&format.target) {
            return Ok(());
        }
        let around = surroundings(start);
        self.sinks.write(&format.target, document(format, report, &around))
    }
}

/// Whether where to read on follows the annotations: the console's text ends with it where there are none.
fn reads_on(start: &Start) -> bool {
    start.dialect.annotates().is_some() && !start.misused && !start.quiet
}

fn surroundings(start: &Start) -> Surroundings {
    Surroundings { workspace: start.dialect.workspace(&start.redactor), nonce: world::nonce }
}

fn document<'r>(format: &'r Format, report: &'r Sealed, around: &'r Surroundings) -> Printable<'r> {
    Printable::streamed((format, report, around), |(format, report, around), out| {
        (format.write)(report, around, out)
    })
}

/// Why a file cannot be written, and what to do next.
type Refusal = (String, &'static str);

/// Whether the path stays as it is in reports, where it appears; `redactor` if a user gave it.
fn showable(path: &str, redactor: Option<&Redactor>) -> Result<(), Refusal> {
    if Text::theirs(path).seal(&Redactor::default()).as_str() != path {
        let why = "the path is too long or holds characters that cannot be shown";
        return Err((why.to_owned(), "use a plain path"));
    }
    if redactor.is_some_and(|redactor| redactor.clean(path) != path) {
        let why = "the path holds the secret or another hidden value";
        return Err((why.to_owned(), "use a path without it"));
    }
    Ok(())
}

/// A file of settings that others have written is no place for ours.
fn spared(target: Target, path: &str) -> Result<(), Refusal> {
    if matches!(target, Target::Input("dotenv-file")) && is_foreign(path) {
        let why = "the file is there, and it is not one that b24-ping has written";
        return Err((why.to_owned(), "use a path of its own, such as `b24-ping.env`"));
    }
    Ok(())
}

/// Says which file it is that would be overwritten.
fn named((why, advice): Refusal, target: Target, path: &str, start: &Start) -> Refusal {
    match taken_by(target, path, start) {
        Some(name) if why == TAKEN => (format!("{why}, {name}"), advice),
        _ => (why, advice),
    }
}

fn unopened(target: Target, (why, advice): Refusal, start: &mut Start) {
    let origin = origin(target, start);
    // Not requested by the user, and a container may not have the agent's folder.
    if target == Target::Summary && start.dialect.lends_folder() {
        let advice = "mount the folder into the container under the same path";
        start.ledger.notice(origin, text!("there is no summary: {}", why), advice);
    } else {
        start.ledger.problem(origin, text!("the report cannot be written: {}", why), advice);
    }
}

fn two_on_standard_output(first: Target, second: Target, start: &mut Start) {
    let [Target::Input(one), Target::Input(other)] = [first, second] else { return };
    let what = text!("`{}` is `-` and `{}`, too: standard output takes one report", Ours(one), Ours(other));
    start.ledger.problem(origin(second, start), what, text!("give `{}` the path of a file", Ours(other)));
}

/// Whether the file has the name that many programs read their settings from, and holds something that is not ours.
fn is_foreign(path: &str) -> bool {
    let name = Path::new(path).file_name().and_then(|name| name.to_str()).unwrap_or_default();
    if name != ".env" && !name.starts_with(".env.") || !world::exists(path) {
        return false;
    }
    let is_ours = |bytes: &[u8]| bytes.starts_with(OURS) || bytes.trim_ascii().is_empty();
    !world::read(path, MAX_DOTENV).is_ok_and(|bytes| is_ours(&bytes))
}

/// What this file is to the run, if it is known.
fn taken_by(target: Target, path: &str, start: &Start) -> Option<String> {
    let is_it = |other: &str| world::real(other) == world::real(path);
    let settings = &start.settings;
    let policy = settings.scopes_file.as_deref().unwrap_or(DEFAULT_POLICY);
    let other = settings.files.iter().find(|(name, other)| target != Target::Input(name) && is_it(other));
    if is_it(policy) {
        Some("the policy".to_owned())
    } else if start.files_of_hooks.iter().any(|other| is_it(other)) {
        Some("the file of the webhook".to_owned())
    } else if settings.baseline_file.as_deref().is_some_and(is_it) {
        Some("the baseline".to_owned())
    } else if settings.ca_file.as_deref().is_some_and(is_it) {
        Some("the file of `ca-file`".to_owned())
    } else {
        other.map(|(name, _)| format!("another report (`{name}`)"))
    }
}

fn path(target: Target, start: &Start) -> Option<String> {
    match target {
        Target::Outputs => start.env.text("GITHUB_OUTPUT").map(str::to_owned),
        Target::Summary => start.dialect.summary(&start.env).map(str::to_owned),
        Target::Input(name) => start.settings.files.get(name).cloned(),
    }
}

/// The sink by the user's name for it.
fn origin(target: Target, start: &Start) -> Origin {
    match target {
        Target::Outputs => Origin::setting("GITHUB_OUTPUT"),
        Target::Summary => Origin::setting(start.dialect.summary_setting()),
        Target::Input(name) => Origin::input(name),
    }
}

/// Where GitHub shows the files of this commit.
fn source(env: &Environment) -> Option<Text> {
    let [server, repository, sha] =
        ["GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA"].map(|name| env.text(name));
    Some(text!("{}/{}/blob/{}", server?, repository?, sha?))
}
