//! Which file it is, whatever it is called: two names of one file are one identity.

use std::fs::File;
use std::io;
use std::path::Path;

/// Device and number of a regular file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Identity(u64, u64);

impl Identity {
    pub(super) fn of(file: &File) -> io::Result<Self> {
        Ok(look(file)?.identity)
    }

    /// `None` if there is no regular file. Links are followed.
    #[cfg(unix)]
    pub(super) fn at(path: &Path) -> Option<Self> {
        #[expect(clippy::disallowed_methods, reason = "this is the door")]
        std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|meta| Look::from(&meta).identity)
    }

    /// `None` if there is no regular file. Links are followed.
    #[cfg(windows)]
    pub(super) fn at(path: &Path) -> Option<Self> {
        let file = winapi_util::Handle::from_path_any(path).ok()?;
        let about = winapi_util::file::information(&file).ok()?;
        path.is_file().then(|| Look::from(&about).identity)
    }

    /// Of the file that standard input is read from, and of those that standard output and error go to.
    pub(super) fn of_streams() -> [Option<Self>; 3] {
        #[cfg(unix)]
        use std::os::fd::AsFd as _;
        #[cfg(unix)]
        let streams = [
            io::stdin().as_fd().try_clone_to_owned(),
            io::stdout().as_fd().try_clone_to_owned(),
            io::stderr().as_fd().try_clone_to_owned(),
        ];
        #[cfg(windows)]
        use std::os::windows::io::AsHandle as _;
        #[cfg(windows)]
        let streams = [
            io::stdin().as_handle().try_clone_to_owned(),
            io::stdout().as_handle().try_clone_to_owned(),
            io::stderr().as_handle().try_clone_to_owned(),
        ];
        streams.map(|stream| {
            let file = File::from(stream.ok()?);
            file.metadata().is_ok_and(|meta| meta.is_file()).then(|| Self::of(&file).ok())?
        })
    }
}

pub(super) struct Look {
    pub identity: Identity,
    /// How many names it has.
    pub names: u64,
}

#[cfg(unix)]
pub(super) fn look(file: &File) -> io::Result<Look> {
    Ok(Look::from(&file.metadata()?))
}

#[cfg(windows)]
pub(super) fn look(file: &File) -> io::Result<Look> {
    Ok(Look::from(&winapi_util::file::information(file)?))
}

#[cfg(unix)]
impl From<&std::fs::Metadata> for Look {
    fn from(meta: &std::fs::Metadata) -> Self {
        use std::os::unix::fs::MetadataExt;
        Self { identity: Identity(meta.dev(), meta.ino()), names: meta.nlink() }
    }
}

#[cfg(windows)]
impl From<&winapi_util::file::Information> for Look {
    fn from(about: &winapi_util::file::Information) -> Self {
        let identity = Identity(about.volume_serial_number(), about.file_index());
        Self { identity, names: about.number_of_links() }
    }
}
