//! The files that a report goes to, opened before the first request: a report that cannot be written
//! is a mistake to learn of before anything was sent.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};

use super::plain;

/// One place to write to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sink {
    /// The runner's outputs, appended to.
    Outputs,
    /// The runner's step summary, appended to.
    Summary,
    /// The JSON report.
    Json,
    /// The JUnit report.
    Junit,
    /// The SARIF report.
    Sarif,
    /// The variables for GitLab.
    Dotenv,
}

impl Sink {
    fn appends(self) -> bool {
        matches!(self, Self::Outputs | Self::Summary)
    }
}

/// The open files.
#[derive(Debug, Default)]
pub struct Sinks(BTreeMap<Sink, File>);

impl Sinks {
    /// Opens one; folders of a report are created, the runner's own are expected to be there. A report
    /// that is a link is refused: a pull request could have it point anywhere.
    ///
    /// # Errors
    ///
    /// Says why not, in words that fit after the file's name.
    pub fn open(&mut self, sink: Sink, path: &str) -> Result<(), String> {
        let path = Path::new(path);
        match fs::symlink_metadata(path) {
            Ok(meta) if meta.is_symlink() && !sink.appends() => {
                return Err("it is a symbolic link".to_owned());
            }
            Ok(meta) if is_pipe(&meta) => return Err("it is a pipe".to_owned()),
            _ => {}
        }
        if !sink.appends()
            && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty())
        {
            let cannot = |error| format!("its folder cannot be created: {}", plain(&error));
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        let mut options = OpenOptions::new();
        // An old report is emptied only when the new one is there to replace it.
        options.create(true).write(true).append(sink.appends());
        let file = options.open(path).map_err(|error| plain(&error))?;
        self.0.insert(sink, file);
        Ok(())
    }

    /// Whether this one is open.
    #[must_use]
    pub fn has(&self, sink: Sink) -> bool {
        self.0.contains_key(&sink)
    }

    /// Writes a text; does nothing when the sink is not open.
    ///
    /// # Errors
    ///
    /// Says why not.
    pub fn write(&mut self, sink: Sink, text: &str) -> Result<(), String> {
        let Some(file) = self.0.get_mut(&sink) else { return Ok(()) };
        let written = if sink.appends() {
            // One write, so that two programs that share the file do not mingle.
            file.write_all(text.as_bytes())
        } else {
            file.rewind().and_then(|()| file.write_all(text.as_bytes())).and_then(|()| {
                // A device or pipe has no length to set.
                if file.metadata()?.is_file() { file.set_len(text.len() as u64) } else { Ok(()) }
            })
        };
        written.and_then(|()| file.flush()).map_err(|error| plain(&error))
    }
}

/// Opening a pipe would wait for a reader.
#[cfg(unix)]
fn is_pipe(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    meta.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

/// Where a path really leads, for telling whether two are the same file.
#[must_use]
pub fn real(path: &str) -> PathBuf {
    let path = Path::new(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(path).unwrap_or_else(|_| {
        fs::canonicalize(folder)
            .unwrap_or_else(|_| folder.to_owned())
            .join(path.file_name().unwrap_or_default())
    })
}
