//! The command `split`: the hooks shared out over several machines.

use std::collections::BTreeMap;

use crate::environment::Environment;
use crate::hook::{self, Hook};
use crate::inputs::Given;
use crate::ledger::{Ledger, Origin};
use crate::quote::Redactor;
use crate::reason::Reason;
use crate::report::{Report, console, outputs};
use crate::settings::Settings;
use crate::split::{self, MAX_SHARES};
use crate::world::{self, Sink, Sinks};

use super::dialect::Dialect;
use super::{absent, gather};

/// Inputs that say which hooks there are.
const OF_HOOKS: [&str; 2] = ["missing-hook", "only"];

/// Prints a matrix of at most this many shares, by the names of the hooks and by nothing else; under GitHub it is the
/// output `matrix` as well, and all names are the output `names`. All that is not the matrix goes to standard error,
/// where GitHub's runner looks for masks and annotations, too.
#[must_use]
pub fn split(most: &str, flags: &BTreeMap<&'static str, String>) -> u8 {
    let env = world::environment();
    let dialect = Dialect::of(&env);
    let mut ledger = Ledger::default();
    gather::odd_variables(&env, &mut ledger);
    let problems = ledger.problems.len();
    let hooks = gather::hooks(flags, &env, &mut ledger);
    let are_whole = ledger.problems.len() == problems;
    let hooks_or_none = hooks.as_deref().unwrap_or_default();
    let redactor = hook::redactor(hooks_or_none);
    let masks = dialect.masks(hooks_or_none);
    if !masks.is_empty() {
        world::warn(masks.trim_end());
    }
    let mut given = Given::gather(flags, &env, &mut ledger);
    given.keep(&OF_HOOKS);
    let settings = Settings::parse(&given, &redactor, &mut ledger);
    let most = number(most, &mut ledger);

    let names = match hooks {
        // The one share that is left does the offline checks, and says why there is no more.
        None if absent::excuse(settings.missing_hook, &gather::event(&env)).is_some() => vec![Vec::new()],
        None => {
            absent::no_hook(&mut ledger);
            Vec::new()
        }
        Some(hooks) => {
            let only = if are_whole { settings.only.as_slice() } else { &[] };
            let (hooks, _) = hook::choose(hooks, only, &redactor, &mut ledger);
            named_shares(&hooks, most, &redactor, &mut ledger)
        }
    };
    let told = if ledger.problems.is_empty() { tell(&names, &env, &mut ledger) } else { 2 };
    if !ledger.problems.is_empty() {
        let mut report = Report::misconfigured(Reason::Config, ledger.problems, ledger.notices);
        report.scrub(&redactor);
        let text = console::render(&report, console::Look::default()) + &dialect.commands(&report, false);
        world::warn(redactor.clean(text.trim_end()).as_ref());
        return report.code();
    }
    told
}

fn number(text: &str, ledger: &mut Ledger) -> usize {
    let number = text.parse().ok().filter(|n| (1..=MAX_SHARES).contains(n));
    number.unwrap_or_else(|| {
        // The text itself is not repeated: somebody may have put the hook there.
        let what = "the number of shares is not accepted";
        ledger.problem(
            Origin::setting("split"),
            what,
            format!("give a whole number from 1 to {MAX_SHARES}, as in `b24-ping split 3`"),
        );
        1
    })
}

/// The names of the hooks by share. A hook without a name cannot be told from others without telling the address.
fn named_shares(hooks: &[Hook], most: usize, redactor: &Redactor, ledger: &mut Ledger) -> Vec<Vec<String>> {
    let labels = hooks.iter().map(Hook::label).collect::<Vec<_>>();
    // A host without a dot tells nobody where the portal is, and may well be a name's part.
    let hosts = labels.iter().map(|label| label.host.bare().to_owned()).filter(|host| host.contains('.'));
    let private = Redactor::of_private(hosts);
    for (index, label) in labels.iter().enumerate() {
        let origin = Origin::setting(&format!("hook {}", index + 1));
        match &label.name {
            None => ledger.problem(
                origin,
                "the hook has no name, and a matrix tells hooks by their names",
                "write `name=` before its address",
            ),
            Some(name) if redactor.clean(name) != *name || private.clean(name) != *name => ledger.problem(
                origin,
                "the hook's name tells its secret or its portal, which a matrix must not",
                "give it another name",
            ),
            Some(_) => {}
        }
    }
    let hosts = hooks.iter().map(Hook::host).collect::<Vec<_>>();
    let name = |place: usize| labels[place].name.clone().unwrap_or_default();
    let shares = split::shares(&hosts, most).into_iter();
    shares.map(|share| share.into_iter().map(name).collect()).collect()
}

/// Prints the matrix, and writes the outputs where the runner waits for them.
fn tell(names: &[Vec<String>], env: &Environment, ledger: &mut Ledger) -> u8 {
    let shares =
        names.iter().map(|share| share.iter().map(String::as_str).collect()).collect::<Vec<Vec<_>>>();
    let matrix = split::matrix(&shares);
    if let Some(path) = env.text("GITHUB_OUTPUT") {
        let all = shares.concat().join(",");
        let outputs = [("matrix", matrix.as_str()), ("names", &all)];
        let text = outputs.map(|(name, value)| outputs::output(name, value, &world::nonce())).concat();
        let mut sinks = Sinks::default();
        let written = sinks.open(Sink::Outputs, path).and_then(|()| sinks.write(Sink::Outputs, &text));
        if let Err(why) = written {
            let what = format!("the outputs cannot be written: {why}");
            ledger.problem(Origin::setting("GITHUB_OUTPUT"), what, "check the path and its owner");
        }
    }
    world::print_or_fail(&format!("{matrix}\n"))
}
