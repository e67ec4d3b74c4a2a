//! `explain`: what a reason code means.

use crate::cli;
use crate::knowledge::rights;
use crate::ledger::{Ledger, Origin};
use crate::reason::{Reason, Severity};
use crate::text::Ours;
use crate::text::near::{did_you_mean, nearest};
use crate::text::printable::Printable;
use crate::text::redactor::Redactor;
use crate::world;

use super::tell;

/// Explains one reason, or all.
pub(super) fn run(id: Option<&str>) -> u8 {
    let Some(id) = id else {
        return world::print_or_fail(Printable::of(Reason::ALL, |all| all.map(line).concat()));
    };
    let id = id.to_ascii_lowercase().replace('_', "-");
    if let Some(reason) = Reason::from_id(&id) {
        return world::print_or_fail(Printable::of(reason, page));
    }
    let near = nearest(&id, Reason::ALL.map(Reason::id)).map(|near| did_you_mean(Ours(near)));
    let advice = near.unwrap_or_else(|| "`b24-ping explain` lists them all".into());
    let mut ledger = Ledger::default();
    ledger.problem(Origin::setting("explain"), text!("{} is not a reason code", cli::named(&id)), advice);
    tell(ledger, &Redactor::default())
}

fn line(reason: Reason) -> String {
    let width = Reason::ALL.into_iter().map(|reason| reason.id().len()).max().unwrap_or_default();
    format!("{:<width$}  {}\n", reason.id(), reason.title())
}

fn page(reason: Reason) -> String {
    let (id, title, help) = (reason.id(), reason.title(), wrapped(reason.help()));
    let list = if reason == Reason::RightMissing { rights() } else { String::new() };
    format!("{id}: {title}\n\n{help}\n{list}{}", ending(reason))
}

/// Those that a policy may name.
fn rights() -> String {
    let lines = rights::meanings().map(|(right, may)| format!("  {right:<20}may {may}\n"));
    format!("\nrights:\n{}", lines.collect::<String>())
}

fn ending(reason: Reason) -> String {
    let outcome = reason.outcome();
    let ends = format!("ends the run as {}, exit code {}", outcome.word(), outcome.code());
    match (reason, reason.severity()) {
        (Reason::Ok, _) => String::new(),
        (Reason::Interrupted, _) => {
            "\nIt ends the run as unreachable, exit code 128 plus the signal's number.\n".to_owned()
        }
        (Reason::MethodUnavailable | Reason::MethodNotForWebhooks, _) => {
            format!(
                "\nOf a method in the policy it is an error: it {ends}. Of one that the code calls it is a warning.\n"
            )
        }
        (_, Severity::Error) => format!("\nIt is an error: it {ends}.\n"),
        (_, Severity::Warning) => {
            format!("\nIt is a warning unless the policy or an input makes it an error; then it {ends}.\n")
        }
        (_, Severity::Notice) => "\nIt is a notice: the outcome stays as it is.\n".to_owned(),
    }
}

fn wrapped(text: &str) -> String {
    const WIDTH: usize = 90;
    let mut out = String::new();
    let mut line = 0;
    for word in text.split(' ') {
        if line > 0 && line + 1 + word.chars().count() > WIDTH {
            out.push('\n');
            line = 0;
        } else if line > 0 {
            out.push(' ');
            line += 1;
        }
        out.push_str(word);
        line += word.chars().count();
    }
    out
}
