//! No text of a repository's is too odd for a pattern.

use std::path::Path;

use b24_ping::testing::Patterns;
use proptest::prelude::*;

use super::config;

/// Letters and everything that has a meaning.
const TEXT: &str = r"[ab./*?!#\[\]{},^\\ é:\n\r-]{0,24}";

fn home() -> &'static Path {
    Path::new("/home")
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_a_file_of_patterns(file in TEXT, path in TEXT, is_folder in any::<bool>()) {
        let patterns = Patterns::of_file(home(), &file);
        // What is taken back was named by something: by no other line can it be.
        if patterns.names(&home().join(path), is_folder) == Some(false) {
            prop_assert!(file.contains('!'));
        }
    }

    #[test]
    fn what_is_given_is_refused_or_fits(glob in TEXT, path in TEXT) {
        match Patterns::given(home(), [glob.as_str()]) {
            Ok(patterns) => prop_assert!(patterns.names(&home().join(path), true) != Some(glob.starts_with('!'))),
            Err(bad) => prop_assert_eq!(bad, [glob.as_str()]),
        }
    }

    #[test]
    fn a_plain_name_fits_itself_at_any_depth(name in "[a-z]{1,8}", folder in "[a-z]{1,8}") {
        let patterns = Patterns::of_file(home(), &name);
        prop_assert_eq!(patterns.names(&home().join(&name), false), Some(true));
        prop_assert_eq!(patterns.names(&home().join(folder).join(&name), false), Some(true));
    }
}
