//! The outcome of a run, and its exit code.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::text::seal::seal_as_is;

/// How a run, or the check of one hook, ended. Codes and words are a contract with users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Every rule holds.
    Passed,
    /// There was no hook, and that was allowed; the offline checks were done.
    Skipped,
    /// No usable answer after every attempt.
    Unreachable,
    /// The portal answered, and the answer is no.
    Failed,
    /// An input, the hook's shape or the policy is wrong; nothing was sent.
    Misconfigured,
    /// A signal ended the run; the number is the signal's.
    Interrupted(u8),
}

impl Outcome {
    /// The process exit code.
    ///
    /// A shell or container engine may also exit with 1 for reasons of its own; `status` distinguishes the
    /// two.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Passed | Self::Skipped => 0,
            Self::Failed => 1,
            Self::Misconfigured => 2,
            Self::Unreachable => 3,
            Self::Interrupted(signal) => 128 + signal,
        }
    }

    /// The exit code under `warn-only`: a failure becomes 0; a mistake or a signal does not.
    #[must_use]
    pub fn lenient_code(self) -> u8 {
        match self {
            Self::Failed | Self::Unreachable => 0,
            other => other.code(),
        }
    }

    /// The word of the `status` output. An interrupted run is an unreachable one with its own reason.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Skipped => "skipped",
            Self::Unreachable | Self::Interrupted(_) => "unreachable",
            Self::Failed => "failed",
            Self::Misconfigured => "misconfigured",
        }
    }

    /// The larger, the worse. A definite failure outranks "unreachable", since trying again will not help; a
    /// signal outranks all, since the rest was not checked.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Passed => 0,
            Self::Skipped => 1,
            Self::Unreachable => 2,
            Self::Failed => 3,
            Self::Misconfigured => 4,
            Self::Interrupted(_) => 5,
        }
    }
}

seal_as_is!(Outcome);

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Outcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// From the word; the exit code beside it distinguishes interrupted from unreachable.
impl<'de> Deserialize<'de> for Outcome {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = String::deserialize(deserializer)?;
        let all = [Self::Passed, Self::Skipped, Self::Unreachable, Self::Failed, Self::Misconfigured];
        let found = all.into_iter().find(|outcome| outcome.word() == word);
        found.ok_or_else(|| serde::de::Error::custom("no status of this version"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_the_contract() {
        let table = [
            (Outcome::Passed, 0, 0, "passed"),
            (Outcome::Skipped, 0, 0, "skipped"),
            (Outcome::Failed, 1, 0, "failed"),
            (Outcome::Misconfigured, 2, 2, "misconfigured"),
            (Outcome::Unreachable, 3, 0, "unreachable"),
            (Outcome::Interrupted(15), 143, 143, "unreachable"),
            (Outcome::Interrupted(2), 130, 130, "unreachable"),
        ];
        for (outcome, code, lenient, word) in table {
            assert_eq!((outcome.code(), outcome.lenient_code(), outcome.word()), (code, lenient, word));
        }
    }
}
