//! The report files, opened before the first request: one that cannot be written must be known before anything
//! is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::folder::append;
use super::identity::Identity;
use super::place::Place;
use super::{PIECE, exists, plain, real};
use crate::text::printable::Printable;

/// The open files, by purpose.
#[derive(Debug)]
pub(crate) struct Sinks<K> {
    open: BTreeMap<K, Sink>,
    /// What a report must not be: files that the run reads or writes to, which are there.
    taken: BTreeSet<Identity>,
    /// The same for those that may come to be there.
    absent: Vec<PathBuf>,
    /// Files that are appended to, such as standard output's. Only what is appended may go there, too.
    shared: BTreeSet<Identity>,
    /// Folders that hold what others have written.
    grounds: Vec<PathBuf>,
}

#[derive(Debug)]
struct Sink {
    file: File,
    appends: bool,
}

/// Why a report has no file, phrased to follow its name, and what to do.
pub(crate) type Refusal = (String, &'static str);

/// Why a report is not written to such a file.
pub(crate) const TAKEN: &str = "it would overwrite another file of this run";

impl<K: Ord> Sinks<K> {
    /// `read` are the files that the run reads, or tries to. Others write in the working folder, its
    /// repository and the `workspace`.
    #[must_use]
    pub(crate) fn sparing(read: &[String], workspace: Option<&str>) -> Self {
        let at = |path: &String| Identity::at(Path::new(path));
        let (there, absent): (Vec<_>, Vec<_>) = read.iter().partition(|path| at(path).is_some());
        let [input, outputs @ ..] = Identity::of_streams();
        let here = fs::canonicalize(".").unwrap_or_default();
        let repository = here.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
        let workspace = workspace.and_then(|folder| fs::canonicalize(folder).ok());
        let grounds = [Some(here.clone()), repository, workspace].into_iter().flatten();
        Self {
            open: BTreeMap::new(),
            taken: there.into_iter().filter_map(at).chain(input).collect(),
            absent: absent.into_iter().map(|path| real(path)).collect(),
            shared: outputs.into_iter().flatten().collect(),
            // Whoever works in the root folder means the machine and no checkout.
            grounds: grounds.filter(|folder| folder.parent().is_some()).collect(),
        }
    }

    /// With `appends` the file is the runner's; the folders of other files are created. A link is refused: a pull
    /// request could point it anywhere. What is refused is left as it was.
    ///
    /// # Errors
    ///
    /// Why not.
    pub(crate) fn open(&mut self, key: K, path: &str, appends: bool) -> Result<(), Refusal> {
        let taken = || (TAKEN.to_owned(), "use a path of its own");
        let cannot = |why| (why, "check the path and its owner");
        let place = Path::new(path);
        let is_taken = match Identity::at(place) {
            Some(there) => self.is_taken(there, appends),
            None => !exists(path) && self.absent.contains(&real(path)),
        };
        if is_taken {
            return Err(taken());
        }
        let file = if appends {
            let file = lent(place).map_err(cannot)?;
            self.take(&file, true).then_some(file)
        } else {
            let place = Place::open(place, &self.grounds).map_err(cannot)?;
            self.take(place.file(), false).then(|| place.keep())
        };
        self.open.insert(key, Sink { file: file.ok_or_else(taken)?, appends });
        Ok(())
    }

    /// Whether the file was nobody's. One that is read may be there only now, by another name.
    fn take(&mut self, file: &File, appends: bool) -> bool {
        let is_regular = file.metadata().is_ok_and(|meta| meta.is_file());
        let Some(identity) = Identity::of(file).ok().filter(|_| is_regular) else { return true };
        let is_read = |path: &PathBuf| Identity::at(path) == Some(identity);
        if self.is_taken(identity, appends) || self.absent.iter().any(is_read) {
            return false;
        }
        let files = if appends { &mut self.shared } else { &mut self.taken };
        files.insert(identity);
        true
    }

    fn is_taken(&self, file: Identity, appends: bool) -> bool {
        self.taken.contains(&file) || !appends && self.shared.contains(&file)
    }

    #[must_use]
    pub(crate) fn has(&self, key: &K) -> bool {
        self.open.contains_key(key)
    }

    /// Does nothing if the sink is not open.
    ///
    /// # Errors
    ///
    /// Says why not.
    pub(crate) fn write(&mut self, key: &K, text: Printable) -> Result<(), String> {
        let Some(Sink { file, appends }) = self.open.get_mut(key) else { return Ok(()) };
        // One write, so that two programs do not interleave in a shared file.
        let written = if *appends { file.write_all(&text.whole()) } else { replace(file, text) };
        written.and_then(|()| file.flush()).map_err(|error| plain(&error))
    }

    /// Adds pieces to a file that holds `old`, which else stays as it is. It never gets shorter.
    ///
    /// # Errors
    ///
    /// Says why not.
    pub(crate) fn insert(
        &mut self,
        key: &K,
        old: &[u8],
        pieces: Vec<(usize, Printable)>,
    ) -> Result<(), String> {
        let Some(Sink { file, .. }) = self.open.get_mut(key) else { return Ok(()) };
        insert(file, old, pieces).map_err(|error| plain(&error))
    }
}

/// The text again, with these pieces in it, each at its place in bytes. They stand in order.
fn insert(file: &mut File, old: &[u8], pieces: Vec<(usize, Printable)>) -> io::Result<()> {
    file.rewind()?;
    let mut out = BufWriter::with_capacity(PIECE, &mut *file);
    let mut done = 0;
    for (at, piece) in pieces {
        out.write_all(&old[done..at])?;
        piece.write_to(&mut out)?;
        done = at;
    }
    out.write_all(&old[done..])?;
    out.flush()
}

/// A file of the runner's, which may be a link or what standard output goes to.
fn lent(path: &Path) -> Result<File, String> {
    if is_pipe(path) {
        return Err("it is a pipe".to_owned());
    }
    append(path).map_err(|error| plain(&error))
}

fn replace(file: &mut File, text: Printable) -> io::Result<()> {
    file.rewind()?;
    let mut out = BufWriter::with_capacity(PIECE, &mut *file);
    text.write_to(&mut out)?;
    out.flush()?;
    drop(out);
    // A device or pipe has no length to set.
    if file.metadata()?.is_file() {
        let end = file.stream_position()?;
        file.set_len(end)?;
    }
    Ok(())
}

/// Opening a pipe would wait for a reader.
#[cfg(unix)]
fn is_pipe(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt;
    fs::symlink_metadata(path).is_ok_and(|meta| meta.file_type().is_fifo())
}

#[cfg(not(unix))]
fn is_pipe(_: &Path) -> bool {
    false
}
