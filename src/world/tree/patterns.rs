//! File patterns as in `.gitignore` (gitignore(5)). Pure.

use std::path::Path;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// In order: the last match decides.
#[derive(Clone, Debug)]
pub struct Patterns(Gitignore);

impl Patterns {
    /// The lines of a `.gitignore` in this folder. Invalid patterns match nothing, as in git.
    #[must_use]
    pub fn of_file(folder: &Path, text: &str) -> Self {
        let mut builder = builder(folder);
        for line in text.split('\n') {
            builder.add_line(None, &without_alternatives(line.strip_suffix('\r').unwrap_or(line))).ok();
        }
        Self(builder.build().unwrap_or_else(|_| Gitignore::empty()))
    }

    /// Patterns given by a user for this folder, in which `{a,b}` are alternatives and `#` begins no comment.
    ///
    /// # Errors
    ///
    /// Those with an unclosed bracket or brace, or a backslash that escapes nothing.
    pub fn given<'g>(folder: &Path, globs: impl IntoIterator<Item = &'g str>) -> Result<Self, Vec<&'g str>> {
        let (mut builder, mut all, mut bad) = (builder(folder), Vec::new(), Vec::new());
        for glob in globs {
            let escape = if glob.starts_with('#') { "\\" } else { "" };
            if builder.add_line(None, &format!("{escape}{glob}")).is_err() {
                bad.push(glob);
            }
            all.push(glob);
        }
        // They are compiled together, so if that needs too much memory none is to blame alone.
        if bad.is_empty() { builder.build().map(Self).map_err(|_| all) } else { Err(bad) }
    }

    /// Whether a path matches, or is excepted by a `!`; `None` if no pattern fits.
    #[must_use]
    pub fn names(&self, path: &Path, is_folder: bool) -> Option<bool> {
        match self.0.matched(path, is_folder) {
            Match::None => None,
            Match::Ignore(_) => Some(true),
            Match::Whitelist(_) => Some(false),
        }
    }

    /// Whether any pattern is not an exception.
    #[must_use]
    pub fn name_anything(&self) -> bool {
        self.0.num_ignores() > 0
    }
}

/// For git, an unclosed bracket matches nothing.
fn builder(folder: &Path) -> GitignoreBuilder {
    let mut builder = GitignoreBuilder::new(folder);
    builder.allow_unclosed_class(false);
    builder
}

/// Git has no `{a,b}`: the braces are escaped, unless they are already.
fn without_alternatives(line: &str) -> String {
    let mut literal = String::with_capacity(line.len());
    let mut escaped = false;
    for c in line.chars() {
        if !escaped && matches!(c, '{' | '}') {
            literal.push('\\');
        }
        escaped = c == '\\' && !escaped;
        literal.push(c);
    }
    literal
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The path of a folder ends with `/`.
    fn names(file: &str, path: &str) -> Option<bool> {
        Patterns::of_file(Path::new("/home"), file)
            .names(&Path::new("/home").join(path.trim_end_matches('/')), path.ends_with('/'))
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
            ("!", "a", false),
            ("[a", "[a", false),
            ("[{", "[{", false),
            ("x{y.js", "x{y.js", true),
            ("x\\{y.js", "x{y.js", true),
            ("x\\\\{y.js", "x\\{y.js", true),
            ("*}*", "a}.js", true),
            ("\\t.js", "t.js", true),
            ("\\t.js", "\t.js", false),
            ("a\\", "a", false),
            ("a\t", "a", false),
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

    fn given<'g>(globs: &[&'g str]) -> Result<Patterns, Vec<&'g str>> {
        Patterns::given(Path::new("/home"), globs.iter().copied())
    }

    #[test]
    fn what_is_given_may_have_alternatives() {
        let patterns = given(&["*.{js,ts}", "!*.test.*", "#*"]).unwrap();
        assert_eq!(patterns.names(Path::new("/home/b/a.ts"), false), Some(true));
        assert_eq!(patterns.names(Path::new("/home/b/a.test.ts"), false), Some(false));
        assert_eq!(patterns.names(Path::new("/home/#a"), false), Some(true));
        assert!(patterns.name_anything() && !given(&["!a"]).unwrap().name_anything());
    }

    #[test]
    fn what_is_no_pattern_is_refused_and_all_of_it_reported() {
        let bad = ["a[", "[]", "{a", "[!]", "{a[}]", "a\\", "[b-a]"];
        assert_eq!(given(&[&bad[..], &["a"]].concat()).unwrap_err(), bad);
        let many = "{a*,b*,c*}".repeat(50);
        given(&["[]]", "[!]]", "\\[", "\\{", "[{]", "{a,b}", "[a]]", &many]).unwrap();
    }
}
