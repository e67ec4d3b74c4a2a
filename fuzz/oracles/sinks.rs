//! How much is looked at. To render a report in every format takes far longer than to read what it is about, so a
//! fuzz target picks one of its reports and one format for each input: of a million inputs each format gets its
//! share. What is kept is replayed with all.

/// All, or one.
#[derive(Clone, Copy, Debug)]
pub enum Sinks {
    /// All of them.
    All,
    /// The one at this place, counted round and round.
    One(usize),
}

impl Sinks {
    /// One for each input, and always the same one. `SINKS=all` is for making a find smaller, where the input changes
    /// and the find must stay.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        if std::env::var_os("SINKS").is_some_and(|which| which == "all") {
            return Self::All;
        }
        Self::One(
            bytes.iter().fold(0, |sum: usize, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte))),
        )
    }

    /// A second choice for the same input, which does not follow from the first.
    #[must_use]
    pub fn second(self) -> Self {
        match self {
            Self::All => Self::All,
            Self::One(at) => Self::One(at / 97),
        }
    }

    /// Those of these things that are looked at.
    #[must_use]
    pub fn among<T>(self, mut all: Vec<T>) -> Vec<T> {
        match self {
            Self::One(at) if !all.is_empty() => vec![all.swap_remove(at % all.len())],
            Self::One(_) | Self::All => all,
        }
    }
}
