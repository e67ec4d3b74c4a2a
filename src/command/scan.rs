//! `scan`: which scopes the code needs, and which webhooks stand in it.

use crate::cli::Format;
use crate::gate::code_scan::look_through;
use crate::hook::{self, Hook};
use crate::ledger::{Ledger, Origin, Problem};
use crate::outcome::Outcome;
use crate::render::scan;
use crate::scan::history::{ADDED, Reader};
use crate::scan::leak::{Exposing, IsGiven, Secrets};
use crate::scan::{History, Leak, Scan};
use crate::start::{Hooks, Start};
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::Seal;
use crate::text::{Count, Ours, Text};
use crate::verdict::leaks;
use crate::world::{self, NoHistory, Survey};

use super::tell;

/// Why there is no policy to print.
const NOTHING: &str = "no call needs a scope, so there is no policy to write";

const NO_FILE: &str = "no file of code was searched";

const NAME_CODE: &str = "name the folder with your code; what `.gitignore`, `.ignore`, a dot before a name or --glob leaves out is not searched";

const CUT: &str =
    "git could not read all of the history: commits before the first one that is missing are not searched";

const REFETCH: &str =
    "see what `git log --all --patch` says; a partial clone needs `git fetch --refetch --no-filter`";

/// What cannot be read is reported on standard error, where it does not mix with a document. A webhook in the code or its
/// history fails.
pub(super) fn run(start: &Start, paths: &[String], globs: &[String], format: Format, history: bool) -> u8 {
    let redactor = &start.redactor;
    let refuse = |problems| super::refuse(start, Ledger { problems, ..Ledger::default() });
    if !start.ledger.problems.is_empty() {
        return refuse(start.ledger.problems.clone());
    }
    let hooks: &[Hook] = if let Hooks::Given(hooks) = &start.hooks { hooks } else { &[] };
    let is_given = |secret: &str| hook::is_any(hooks, secret);
    let named = paths.iter().map(|path| (path.clone(), Origin::setting("scan"))).collect::<Vec<_>>();
    let survey = Survey { paths: &named, anywhere: true, globs, own: &start.read, ..Survey::default() };
    let found = match look_through(survey, false, |_| true, &is_given) {
        Ok(found) => found,
        Err(problems) => return refuse(problems),
    };
    let mut commits = None;
    if history {
        match committed(paths, &is_given, found.secrets()) {
            Ok(history) => commits = Some(history),
            Err(problem) => return refuse(vec![problem]),
        }
    }
    let mut redactor = redactor.clone();
    let (found, commits) = (found.learn(&mut redactor), commits.map(|all| all.learn(&mut redactor)));
    let redactor = &redactor;
    tell(Ledger { notices: found.notices.clone(), ..Ledger::default() }, redactor);
    let is_chosen = paths != ["."] || !globs.is_empty();
    let is_enough = is_enough(start, &found, commits.as_ref(), is_chosen, redactor);
    let is_leaky = !found.leaks.is_empty() || commits.as_ref().is_some_and(|all| !all.leaks.is_empty());
    match print(found, commits.as_ref(), format, redactor) {
        0 if is_leaky => Outcome::Failed.code(),
        0 if !is_enough => Outcome::Misconfigured.code(),
        code => code,
    }
}

/// Whether something was looked through, and all of the history if that was asked for; says what is lacking. To find no
/// code is a mistake where the user chose the paths.
fn is_enough(
    start: &Start,
    found: &Scan,
    history: Option<&History>,
    is_chosen: bool,
    redactor: &Redactor,
) -> bool {
    let is_seen = found.files > 0 || history.is_some();
    if !is_seen {
        let problem = Problem::new(Origin::setting("scan"), NO_FILE, NAME_CODE);
        warn(start, problem, is_chosen, redactor);
    }
    let is_whole = history.is_none_or(|all| all.is_whole);
    if !is_whole {
        warn(start, Problem::new(Origin::setting("scan --history"), CUT, REFETCH), true, redactor);
    }
    is_whole && (is_seen || !is_chosen)
}

/// What the repository's history holds. Of a working folder, that is the whole repository around it.
fn committed(paths: &[String], is_given: IsGiven, code: &Secrets) -> Result<Exposing<History>, Problem> {
    let inside = |path: &String| {
        let advice = "run it in the repository that the path lies in";
        world::inside(path).ok_or_else(|| {
            let what = text!(
                "--history searches the repository of the working folder, and `{}` is outside it",
                path
            );
            Problem::new(Origin::setting("scan --history"), what, advice)
        })
    };
    let paths = paths.iter().map(inside).collect::<Result<Vec<_>, _>>()?;
    let is_all = paths.iter().any(String::is_empty);
    let mut reader = Reader::new(is_given);
    match world::history(if is_all { &[] } else { &paths }, char::from(ADDED), |piece| reader.take(piece)) {
        Ok(depth) => Ok(reader.end(&depth, code)),
        Err(NoHistory(what, advice)) => Err(Problem::new(Origin::setting("scan --history"), what, advice)),
    }
}

fn print(found: Scan, history: Option<&History>, format: Format, redactor: &Redactor) -> u8 {
    let sealed = (found.clone().seal(redactor), history.cloned().seal(redactor));
    let sealed = (&sealed.0, sealed.1.as_ref());
    match format {
        Format::Text => {
            world::print_or_fail(Printable::of(sealed, |(scan, history)| scan::text::render(scan, history)))
        }
        Format::Json => {
            world::print_or_fail(Printable::of(sealed, |(scan, history)| scan::json::render(scan, history)))
        }
        Format::Yaml => {
            beside_policy(found, history, redactor);
            match Printable::try_of(sealed.0, |scan| scan::yaml::render(scan).ok_or(NOTHING)) {
                Ok(policy) => world::print_or_fail(policy),
                Err(nothing) => {
                    line(text!("error: {}", Ours(nothing)), redactor);
                    Outcome::Failed.code()
                }
            }
        }
    }
}

/// What has no place in a policy.
fn beside_policy(found: Scan, history: Option<&History>, redactor: &Redactor) {
    let warnings = found.unknown.into_iter().map(|unknown| unknown.problem).collect();
    tell(Ledger { warnings, ..Ledger::default() }, redactor);
    if found.omitted.unknown > 0 {
        let more = Count(found.omitted.unknown, "more name");
        line(text!("warning: {} that Bitrix24 does not document", more), redactor);
    }
    if let Some(first) = found.unread.first() {
        let sites = Count(found.unread.len() + found.omitted.unread, "call site");
        line(
            text!("warning: {} could not be read, and may need more; the first is {}", sites, first),
            redactor,
        );
    }
    let of_leak =
        |leak: &Leak| Problem::new(Origin::Line(leak.place.clone()), leaks::what(leak), leaks::ADVICE);
    tell(Ledger { problems: found.leaks.iter().map(of_leak).collect(), ..Ledger::default() }, redactor);
    for committed in history.into_iter().flat_map(|history| &history.leaks) {
        line(text!("error: {}", leaks::committed(committed)), redactor);
    }
}

/// An error is annotated as well.
fn warn(start: &Start, problem: Problem, is_error: bool, redactor: &Redactor) {
    if is_error {
        super::refuse_redacted(start, Ledger { problems: vec![problem], ..Ledger::default() }, redactor);
    } else {
        tell(Ledger { warnings: vec![problem], ..Ledger::default() }, redactor);
    }
}

fn line(text: Text, redactor: &Redactor) {
    world::warn(text.seal(redactor).into());
}
