//! Where the spots of a file are: lines and columns, and what a comment silences.

use std::collections::BTreeSet;

use super::file::{Call, Found, Unknown};
use super::line::Walker;
use super::omitted::MOST;
use super::sign::SignKind;
use super::spot::{Spot, What};

/// Adds lines and columns, and drops silenced lines.
pub(super) fn located<'t>(
    text: &'t [u8],
    spots: &[Spot],
    sign: Option<(SignKind, &'t [u8], usize)>,
) -> Found<'t> {
    let mut found = Found::default();
    let mut walker = Walker::new(text);
    let mut seen = BTreeSet::new();
    let mut silent = 0;
    for spot in spots {
        let name = &text[spot.name.clone()];
        let (line, column) = walker.go(spot.name.start);
        let called = match spot.what {
            What::Call(method, ..) => method.name.as_bytes(),
            What::Unknown | What::Unread => name,
        };
        if walker.ignores(name) || walker.ignores(called) {
            found.silenced += usize::from(silent != line);
            silent = line;
            continue;
        }
        match spot.what {
            What::Call(method, generation, chain) => {
                let needs = method.needs(generation);
                let pending = sign.is_none() && method.is_generic();
                let calls = if pending { &mut found.pending } else { &mut found.calls };
                if seen.insert((method.name, needs)) || calls.len() < MOST.of_file {
                    let sign = sign.filter(|_| method.is_generic() && chain.is_none());
                    calls.push(Call { method, written: name, chain, needs, line, column, sign });
                } else if !pending {
                    found.omitted.call(method.name, needs);
                }
            }
            What::Unread if found.unread.len() < MOST.of_file => found.unread.push((line, column)),
            What::Unread => found.omitted.unread += 1,
            What::Unknown if found.unknown.len() < MOST.of_file => {
                found.unknown.push(Unknown { name, line, column });
            }
            What::Unknown => found.omitted.unknown += 1,
        }
    }
    found
}
