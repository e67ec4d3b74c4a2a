//! Everything that a run left behind, looked at byte for byte and checked for nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use crate::gate::Gate;
use crate::portal::Portal;
use crate::spellings::tells;

/// What is done to a gate, by its name.
pub(crate) type Change = (&'static str, fn(Gate) -> Gate);

/// The surroundings that a run may take place in.
pub(crate) const AROUND: [Change; 3] =
    [("outside of CI", |gate| gate), ("GitHub", Gate::github), ("Azure", Gate::azure)];

/// Whether this portal is asked depends on what a run makes of a text, and either is fine.
pub(crate) fn excuse(portal: &Portal) {
    drop(TcpStream::connect(portal.host()));
    portal.wait_for_connections(1);
}

/// One finished run.
pub(crate) struct Left {
    pub(crate) code: Option<i32>,
    github: bool,
    /// The two streams, and every file that the run wrote, by its path.
    sinks: BTreeMap<String, String>,
}

impl Left {
    /// Runs to the end, with a report in every format.
    pub(crate) fn by(gate: Gate) -> Self {
        let [sarif, dotenv] = ["reports/b24.sarif", "reports/b24.env"].map(|name| gate.beside(name));
        let gate = gate.input("sarif-file", &sarif).input("dotenv-file", &dotenv);
        Self::as_it_is(gate)
    }

    /// Runs to the end, with those reports that were asked for.
    pub(crate) fn as_it_is(gate: Gate) -> Self {
        let before = files(Path::new(&gate.beside("")));
        let (output, home, github) = gate.left();
        let new = |(path, bytes): &(PathBuf, Vec<u8>)| before.get(path) != Some(bytes);
        let named = |(path, bytes): (PathBuf, Vec<u8>)| {
            let name = path.strip_prefix(home.path()).unwrap_or(&path).to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&bytes).into_owned())
        };
        let mut sinks = files(home.path()).into_iter().filter(new).map(named).collect::<BTreeMap<_, _>>();
        // The harness's own.
        sinks.remove("roots.pem");
        for (name, bytes) in [("stdout", &output.stdout), ("stderr", &output.stderr)] {
            sinks.insert(name.to_owned(), String::from_utf8_lossy(bytes).into_owned());
        }
        Self { code: output.status.code(), github, sinks }
    }

    /// What one stream or file holds; nothing if it was not written.
    pub(crate) fn sink(&self, name: &str) -> &str {
        self.sinks.get(name).map_or("", String::as_str)
    }

    pub(crate) fn stdout(&self) -> &str {
        self.sink("stdout")
    }

    pub(crate) fn stderr(&self) -> &str {
        self.sink("stderr")
    }

    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self}");
        self
    }

    /// Where one can read this word, and the line in which. The runner's masks are for it alone.
    pub(crate) fn telling(&self, word: &str) -> Vec<String> {
        let is_shown = |line: &&str| !(self.github && line.starts_with("::add-mask::"));
        let mut found = Vec::new();
        for (name, text) in &self.sinks {
            let shown = text.split_inclusive('\n').filter(is_shown).collect::<String>();
            if tells(&shown, word) {
                let line = shown.lines().find(|line| tells(line, word)).unwrap_or("over several lines");
                found.push(format!("{name}: {}", excerpt(line, word)));
            }
        }
        found
    }

    #[track_caller]
    pub(crate) fn keeps_quiet_about(&self, word: &str) -> &Self {
        let found = self.telling(word);
        assert!(found.is_empty(), "{word} can be read in\n{}\n{self}", found.join("\n"));
        self
    }
}

/// The line from where it still tells, cut to a readable length.
fn excerpt(line: &str, word: &str) -> String {
    let starts = line.char_indices().map(|(at, _)| at).collect::<Vec<_>>();
    let last = starts.partition_point(|at| tells(&line[*at..], word)).saturating_sub(1);
    line.chars().skip(last.saturating_sub(30)).take(160).collect()
}

/// Every file below a folder.
fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.append(&mut files(&path));
        } else if path.is_file() {
            // One that may not be read holds nothing of the run.
            found.extend(fs::read(&path).ok().map(|bytes| (path, bytes)));
        }
    }
    found
}

impl std::fmt::Display for Left {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "\n─ exit code {:?}", self.code)?;
        for (name, text) in &self.sinks {
            write!(f, "\n─ {name}\n{}", text.chars().take(3000).collect::<String>())?;
        }
        Ok(())
    }
}
