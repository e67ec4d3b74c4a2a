//! The report files, opened before the first request: one that cannot be written must be known before anything
//! is sent.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use super::{PIECE, plain};
use crate::text::printable::Printable;

/// The open files, by purpose.
#[derive(Debug)]
pub(crate) struct Sinks<K>(BTreeMap<K, Sink>);

#[derive(Debug)]
struct Sink {
    file: File,
    appends: bool,
}

impl<K: Ord> Default for Sinks<K> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<K: Ord> Sinks<K> {
    /// With `appends` the file is the runner's and must exist; the folders of other files are created. A link
    /// is refused: a pull request could point it anywhere.
    ///
    /// # Errors
    ///
    /// Why not, phrased to follow the file's name.
    pub(crate) fn open(&mut self, key: K, path: &str, appends: bool) -> Result<(), String> {
        let path = Path::new(path);
        match fs::symlink_metadata(path) {
            Ok(meta) if meta.is_symlink() && !appends => {
                return Err("it is a symbolic link".to_owned());
            }
            Ok(meta) if is_pipe(&meta) => return Err("it is a pipe".to_owned()),
            _ => {}
        }
        if !appends && let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            let cannot = |error| format!("its folder cannot be created: {}", plain(&error));
            fs::create_dir_all(folder).map_err(cannot)?;
        }
        let mut options = OpenOptions::new();
        // An old report is truncated only when the new one is ready.
        options.create(true).write(true).append(appends);
        let file = options.open(path).map_err(|error| plain(&error))?;
        self.0.insert(key, Sink { file, appends });
        Ok(())
    }

    #[must_use]
    pub(crate) fn has(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// Does nothing if the sink is not open.
    ///
    /// # Errors
    ///
    /// Says why not.
    pub(crate) fn write(&mut self, key: &K, text: Printable) -> Result<(), String> {
        let Some(Sink { file, appends }) = self.0.get_mut(key) else { return Ok(()) };
        // One write, so that two programs do not interleave in a shared file.
        let written = if *appends { file.write_all(&text.whole()) } else { replace(file, text) };
        written.and_then(|()| file.flush()).map_err(|error| plain(&error))
    }
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
fn is_pipe(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::FileTypeExt;
    meta.file_type().is_fifo()
}

#[cfg(not(unix))]
fn is_pipe(_: &fs::Metadata) -> bool {
    false
}

/// The real path, to compare two files.
#[must_use]
pub(crate) fn real(path: &str) -> PathBuf {
    let path = Path::new(path);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::canonicalize(path).unwrap_or_else(|_| {
        fs::canonicalize(folder)
            .unwrap_or_else(|_| folder.to_owned())
            .join(path.file_name().unwrap_or_default())
    })
}
