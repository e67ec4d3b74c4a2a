//! What a policy makes of a finding: values that are single words.

use crate::text::seal::seal_as_is;

/// Effects, the mildest first, each with its name in the policy and in the inputs.
macro_rules! effects {
    ($(#[$what:meta])+ $name:ident { $($(#[$effect:meta])+ $variant:ident = $word:literal,)+ }) => {
        $(#[$what])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name {
            $($(#[$effect])+ $variant,)+
        }

        impl $name {
            /// Every value, mildest first.
            pub const ALL: [Self; [$(Self::$variant),+].len()] = [$(Self::$variant),+];

            /// By name.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|effect| effect.as_str() == text)
            }

            /// Its name in the policy and in the inputs.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        }

        seal_as_is!($name);
    };
}

effects! {
    /// The effect of a granted scope that no rule names; the mildest is the least.
    Extra {
        /// Nothing.
        Ignore = "ignore",
        /// A warning.
        Warn = "warn",
        /// A failure.
        Fail = "fail",
    }
}

effects! {
    /// The effect of a call of a superseded method; the mildest is the least. A notice is one for all of them, and then
    /// what stopped working is a warning.
    Deprecated {
        /// Nothing.
        Ignore = "ignore",
        /// One notice.
        Notice = "notice",
        /// A warning each.
        Warn = "warn",
        /// A failure.
        Fail = "fail",
    }
}
