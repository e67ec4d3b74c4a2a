//! `{a,b}` in a pattern, written out: what the matcher sees has none, and so takes no more time than it has letters.

/// The most patterns that one may stand for.
const MOST: usize = 64;

/// Every pattern that a sound one stands for; `None` when they are too many.
pub(super) fn expanded(glob: &str) -> Option<Vec<String>> {
    let (mut todo, mut done) = (vec![glob.to_owned()], Vec::new());
    while let Some(glob) = todo.pop() {
        match group(&glob) {
            None => done.push(glob),
            Some((before, choices, after)) => {
                todo.extend(choices.iter().map(|choice| format!("{before}{choice}{after}")));
            }
        }
        if todo.len() + done.len() > MOST {
            return None;
        }
    }
    Some(done)
}

/// The first group: what stands before it, what may stand in its place, and what stands after it.
fn group(glob: &str) -> Option<(&str, Vec<&str>, &str)> {
    let mut choices = Vec::new();
    let (mut start, mut from, mut depth) = (0, 0, 0_usize);
    for (at, sign) in signs(glob) {
        match (sign, depth) {
            ('{', 0) => (start, from, depth) = (at, at + 1, 1),
            ('{', _) => depth += 1,
            ('}', 1) => {
                choices.push(&glob[from..at]);
                return Some((&glob[..start], choices, &glob[at + 1..]));
            }
            ('}', 2..) => depth -= 1,
            (',', 1) => {
                choices.push(&glob[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    None
}

/// The braces and commas, but for those that are escaped or in a set.
fn signs(glob: &str) -> Vec<(usize, char)> {
    let mut signs = Vec::new();
    let mut chars = glob.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '[' => {
                chars.next_if(|(_, c)| matches!(c, '!' | '^'));
                // A `]` that comes first is one of the set.
                let mut member = chars.next();
                while let Some((_, c)) = member {
                    if c == '\\' {
                        chars.next();
                    }
                    member = chars.next().filter(|(_, c)| *c != ']');
                }
            }
            '{' | '}' | ',' => signs.push((at, c)),
            _ => {}
        }
    }
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_are_written_out_in_each_other_and_one_after_the_other() {
        let written = |glob| {
            let mut globs = expanded(glob).unwrap();
            globs.sort();
            globs.join(" ")
        };
        assert_eq!(written("*.{js,ts}"), "*.js *.ts");
        assert_eq!(written("{a,b}{c,d}"), "ac ad bc bd");
        assert_eq!(written("x{a{b,c},}y"), "xaby xacy xy");
        assert_eq!(written("a,b"), "a,b");
        assert_eq!(written(r"\{a,b\}"), r"\{a,b\}");
        assert_eq!(written("[{,}]{a,b}"), "[{,}]a [{,}]b");
        assert_eq!(written("[]{]{a,b}"), "[]{]a []{]b");
    }

    #[test]
    fn too_many_are_none() {
        assert_eq!(expanded(&"{a,b}".repeat(6)).map(|globs| globs.len()), Some(64));
        assert_eq!(expanded(&"{a,b}".repeat(7)), None);
        assert_eq!(expanded(&format!("{{{}}}", ",".repeat(1000))), None);
    }
}
