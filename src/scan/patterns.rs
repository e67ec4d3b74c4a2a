//! Patterns of files, as git has them in `.gitignore` (gitignore(5)). Pure.

use fast_glob::{glob_match, validate};

mod braces;

/// Patterns in the order in which they stand: the last that fits decides.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Patterns(Vec<Pattern>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Pattern {
    /// Fits paths from the folder that the pattern was written for.
    glob: String,
    /// Whether it names files, or takes back what another named.
    names: bool,
    folders_only: bool,
}

impl Patterns {
    /// The lines of a `.gitignore`. What is no pattern names nothing, as in git.
    #[must_use]
    pub fn of_file(text: &str) -> Self {
        Self(text.trim_start_matches('\u{feff}').lines().filter_map(of_line).collect())
    }

    /// Patterns that somebody gave, in which `{a,b}` are alternatives.
    ///
    /// # Errors
    ///
    /// Those with a bracket that is never closed, or a backslash that escapes nothing, and those that stand for more
    /// than 64 patterns: the matcher would try them all against each path.
    pub fn given<'g>(globs: impl IntoIterator<Item = &'g str>) -> Result<Self, Vec<&'g str>> {
        let (mut patterns, mut bad) = (Vec::new(), Vec::new());
        for glob in globs {
            match Some(glob).filter(|glob| validate(glob).is_ok()).and_then(braces::expanded) {
                Some(globs) => patterns.extend(globs.iter().filter_map(|glob| of_text(glob))),
                None => bad.push(glob),
            }
        }
        if bad.is_empty() { Ok(Self(patterns)) } else { Err(bad) }
    }

    /// Whether a path is named, or taken back after a `!`; `None` when no pattern fits. The path begins at the
    /// folder of the patterns and has `/` between its parts.
    #[must_use]
    pub fn names(&self, path: &str, is_folder: bool) -> Option<bool> {
        let fits = |pattern: &&Pattern| {
            (is_folder || !pattern.folders_only) && glob_match(pattern.glob.as_bytes(), path.as_bytes())
        };
        self.0.iter().rev().find(fits).map(|pattern| pattern.names)
    }

    /// Whether any of them names files, rather than taking some back.
    #[must_use]
    pub fn name_anything(&self) -> bool {
        self.0.iter().any(|pattern| pattern.names)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A line of a file. Git knows no braces, and no letter that means something after a backslash.
fn of_line(line: &str) -> Option<Pattern> {
    if line.starts_with('#') {
        return None;
    }
    let mut literal = String::new();
    let mut chars = without_blanks(line).chars();
    while let Some(c) = chars.next() {
        match c {
            '{' | '}' => literal.extend(['\\', c]),
            '\\' => match chars.next()? {
                letter if letter.is_ascii_alphanumeric() => literal.push(letter),
                sign => literal.extend(['\\', sign]),
            },
            _ => literal.push(c),
        }
    }
    of_text(&literal).filter(|pattern| validate(&pattern.glob).is_ok())
}

fn of_text(text: &str) -> Option<Pattern> {
    let (names, text) = text.strip_prefix('!').map_or((true, text), |rest| (false, rest));
    let (folders_only, text) = text.strip_suffix('/').map_or((false, text), |rest| (true, rest));
    if text.is_empty() {
        return None;
    }
    let glob = match text.strip_prefix('/') {
        Some(rest) => rest.to_owned(),
        None if text.contains('/') => text.to_owned(),
        None => format!("**/{text}"),
    };
    // A `!` means something to the matcher, too; here it is a character.
    let glob = if glob.starts_with('!') { format!("\\{glob}") } else { glob };
    Some(Pattern { glob, names, folders_only })
}

/// Blanks at the end do not count, unless a backslash stands before.
fn without_blanks(line: &str) -> &str {
    let bare = line.trim_end_matches([' ', '\r']);
    let escapes = bare.len() - bare.trim_end_matches('\\').len();
    let kept = line.len().min(bare.len() + escapes % 2);
    &line[..kept]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path of a folder ends with `/`.
    fn names(file: &str, path: &str) -> Option<bool> {
        Patterns::of_file(file).names(path.trim_end_matches('/'), path.ends_with('/'))
    }

    #[test]
    fn each_kind_of_pattern_fits_what_git_says_it_fits() {
        let table = [
            ("a.js", "a.js", true),
            ("a.js", "b/c/a.js", true),
            ("a.js", "aa.js", false),
            ("*.js", "b/a.js", true),
            ("/a.js", "a.js", true),
            ("/a.js", "b/a.js", false),
            ("b/a.js", "b/a.js", true),
            ("b/a.js", "c/b/a.js", false),
            ("b/*.js", "b/c/a.js", false),
            ("**/b/a.js", "c/b/a.js", true),
            ("**/b/a.js", "b/a.js", true),
            ("b/**", "b/c/a.js", true),
            ("b/**", "b/", false),
            ("b/**/a.js", "b/a.js", true),
            ("b/**/a.js", "b/c/d/a.js", true),
            ("node_modules/", "x/node_modules/", true),
            ("node_modules/", "x/node_modules", false),
            ("a?c", "abc", true),
            ("a?c", "a/c", false),
            ("[ab].js", "b.js", true),
            ("[!ab].js", "b.js", false),
            ("[!ab].js", "c.js", true),
            ("{a,b}.js", "a.js", false),
            ("{a,b}.js", "{a,b}.js", true),
            ("\\#a", "#a", true),
            ("#a", "#a", false),
            ("\\!a", "!a", true),
            ("a.js   ", "a.js", true),
            ("a\\ ", "a ", true),
            ("a\\ ", "a", false),
            ("a.js\r", "a.js", true),
            ("", "a", false),
            ("/", "a", false),
            ("[a", "[a", false),
            ("x{y.js", "x{y.js", true),
            ("*}*", "a}.js", true),
            ("\\t.js", "t.js", true),
            ("\\t.js", "\t.js", false),
            ("a\\", "a", false),
            ("a\t", "a", false),
            ("\u{feff}a", "a", true),
        ];
        for (pattern, path, fits) in table {
            assert_eq!(names(pattern, path).is_some(), fits, "{pattern:?} and {path:?}");
        }
    }

    #[test]
    fn the_last_that_fits_decides() {
        let file = "*.js\n!keep.js\nb/keep.js\n";
        assert_eq!(names(file, "a.js"), Some(true));
        assert_eq!(names(file, "keep.js"), Some(false));
        assert_eq!(names(file, "b/keep.js"), Some(true));
        assert_eq!(names(file, "a.php"), None);
    }

    #[test]
    fn what_is_given_may_have_alternatives() {
        let given = Patterns::given(["*.{js,ts}", "!*.test.*"]).unwrap();
        assert_eq!(given.names("b/a.ts", false), Some(true));
        assert_eq!(given.names("b/a.test.ts", false), Some(false));
        assert!(given.name_anything() && !Patterns::given(["!a"]).unwrap().name_anything());
    }

    #[test]
    fn what_is_no_pattern_or_very_many_is_refused_and_all_of_it_told() {
        let many = "{a,b,c}".repeat(4);
        let bad = ["a[", "[]", "{a", "[!]", "{a[}]", "a\\", &many, &"{a*,b*,c*}".repeat(11)];
        assert_eq!(Patterns::given(bad.into_iter().chain(["a"])), Err(bad.to_vec()));
        let most = "{a,b,c,d}".repeat(3);
        assert!(Patterns::given(["[]]", "[!]]", "\\[", "\\{", "[{]", "{a,b}", "[a]]", &most]).is_ok());
    }
}
