//! `split`: distributes the hooks over several machines.

use crate::cli;
use crate::gate::absent;
use crate::hook::shares::{self, MAX_SHARES};
use crate::hook::{self, Hook};
use crate::ledger::{Ledger, Origin};
use crate::render::{Target, outputs};
use crate::start::{Hooks, Start};
use crate::text::Text;
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::text::seal::{Quote, Seal};
use crate::world::{self, Sinks};

/// Prints a matrix of at most `most` shares, made of hook names only; under GitHub it is also the output
/// `matrix`. All names are the output `names`, and with the hooks' numbers, which nobody needs to hide, `expect`.
pub(super) fn run(mut start: Start, most: &str) -> u8 {
    let mut ledger = std::mem::take(&mut start.ledger);
    let most = number(most, &mut ledger);
    let names = match std::mem::replace(&mut start.hooks, Hooks::Broken) {
        // One share remains: it runs the offline checks and reports why there are no more.
        Hooks::Absent if absent::excuse(start.settings.missing_hook, &start.event).is_some() => {
            vec![Vec::new()]
        }
        Hooks::Absent => {
            absent::no_hook(&start, &mut ledger);
            Vec::new()
        }
        Hooks::Broken => Vec::new(),
        Hooks::Given(hooks) => {
            let (hooks, _) = hook::choose(hooks, &start.settings.only, &mut ledger);
            named_shares(&hooks, most, &start.redactor, &mut ledger)
        }
    };
    let code = if ledger.problems.is_empty() { write(names, &start, &mut ledger) } else { 2 };
    if ledger.problems.is_empty() { code } else { super::refuse(&start, ledger) }
}

fn number(text: &str, ledger: &mut Ledger) -> usize {
    let number = text.parse().ok().filter(|n| (1..=MAX_SHARES).contains(n));
    number.unwrap_or_else(|| {
        let what = text!("{} is not a number of jobs: 1 to {}", cli::named(text), MAX_SHARES);
        ledger.problem(Origin::setting("split"), what, "write it as in `b24-ping split 3`");
        1
    })
}

/// A hook without a name could only be identified by its address, so it is a problem.
fn named_shares(
    hooks: &[Hook],
    most: usize,
    redactor: &Redactor,
    ledger: &mut Ledger,
) -> Vec<Vec<(Text, usize)>> {
    // A host without a dot identifies no portal, and may well be part of a name.
    let hosts = hooks.iter().map(|hook| hook.host().as_str()).filter(|host| host.contains('.'));
    let names = hooks.iter().filter_map(Hook::name).map(str::to_owned).collect();
    let redactor = redactor.hiding(hosts.map(str::to_owned)).hiding_lists([names]);
    for (index, hook) in hooks.iter().enumerate() {
        let origin = Origin::setting(text!("webhook {}", index + 1));
        match hook.name() {
            None => ledger.problem(
                origin,
                "the webhook has no name, and a matrix lists webhooks by name",
                "write `name=` before its address",
            ),
            Some(name) if redactor.clean(name) != name => ledger.problem(
                origin,
                "the webhook's name contains its secret or its portal, which a matrix must not show",
                "give it another name",
            ),
            Some(_) => {}
        }
    }
    let hosts = hooks.iter().map(Hook::host).collect::<Vec<_>>();
    let name = |place: usize| (Text::theirs(hooks[place].name().unwrap_or_default()), hooks[place].number());
    shares::shares(&hosts, most).into_iter().map(|share| share.into_iter().map(name).collect()).collect()
}

/// The outputs go to the runner's output file.
fn write(shares: Vec<Vec<(Text, usize)>>, start: &Start, ledger: &mut Ledger) -> u8 {
    let shares = shares.seal(&start.redactor);
    let names = shares.iter().map(|share| share.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>());
    let names = names.collect::<Vec<_>>();
    if let Some(path) = start.env.text("GITHUB_OUTPUT") {
        let text = Printable::of((&names, &shares), |(names, shares)| {
            let all = names.concat().iter().map(Quote::as_str).collect::<Vec<_>>().join(",");
            let numbered = shares.iter().flatten().map(|(name, number)| format!("{name}#{number}"));
            let expect = numbered.collect::<Vec<_>>().join(",");
            let outputs = [("matrix", shares::matrix(names)), ("names", all), ("expect", expect)];
            outputs.map(|(name, value)| outputs::output(name, &value, &world::nonce())).concat()
        });
        let mut sinks = Sinks::sparing(&start.read, start.dialect.folder());
        let written = sinks.open(Target::Outputs, path, true).and_then(|()| {
            sinks.write(&Target::Outputs, text).map_err(|why| (why, "check the path and its owner"))
        });
        if let Err((why, advice)) = written {
            let what = text!("the outputs cannot be written: {}", why);
            ledger.problem(Origin::setting("GITHUB_OUTPUT"), what, advice);
        }
    }
    world::print_or_fail(Printable::of(&names, |names| shares::matrix(names) + "\n"))
}
