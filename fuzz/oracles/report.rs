//! JSON reports of other machines, which a stranger may have written, and everything that becomes of them.

use b24_ping::testing::v1;

use super::sinks::Sinks;
use super::{parts, rendered, secret};

/// Two texts: the word `hidden` or none, and a report.
pub fn check(bytes: &[u8], sinks: Sinks) {
    let (_, redactor) = secret::hook();
    let [switch, report] = parts::of::<2>(bytes);
    let Ok(report) = v1::parse(&report) else { return };
    if switch.trim_ascii() == b"hidden" {
        rendered::check(vec![report], &redactor.hiding([]), None, sinks);
    } else {
        rendered::check(vec![report], redactor, None, sinks);
    }
}
