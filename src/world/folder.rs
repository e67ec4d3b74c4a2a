//! A folder that is held open, so that nobody can put another in its place; and what is in it, by name and never
//! through a link.

use std::ffi::OsStr;
use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
pub(super) use unix::{Folder, append};
#[cfg(windows)]
pub(super) use windows::{Folder, append};

const LINK: &str = "it is a symbolic link";
const TURNED: &str = "a part of the path is a symbolic link";

#[cfg(unix)]
mod unix {
    use super::{File, LINK, OsStr, Path, TURNED, io};
    use rustix::fs::{
        AtFlags, CWD, FileType, Gid, Mode, OFlags, Uid, fcntl_getfl, fcntl_setfl, fstat, mkdirat, openat,
        statat, unlinkat,
    };
    use rustix::io::Errno;
    use std::os::fd::{AsFd, OwnedFd};

    /// What is held open can be walked through, and needs not be readable where the system allows that.
    #[cfg(any(target_os = "linux", target_os = "android"))]
    const WALK: OFlags = OFlags::PATH;
    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    const WALK: OFlags = OFlags::RDONLY;

    const PIPE: &str = "it is a pipe";
    const NO_READER: &str = "it is a pipe or a socket";

    #[derive(Debug)]
    pub(in super::super) struct Folder(OwnedFd);

    impl Folder {
        /// Links are followed.
        pub(in super::super) fn open(path: &Path) -> io::Result<Self> {
            Ok(Self(openat(CWD, path, WALK | OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?))
        }

        pub(in super::super) fn enter(&self, name: &OsStr) -> io::Result<Self> {
            let flags = WALK | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
            match openat(&self.0, name, flags, Mode::empty()) {
                Err(Errno::NOTDIR | Errno::LOOP) if self.is_link(name) => Err(io::Error::other(TURNED)),
                opened => Ok(Self(opened?)),
            }
        }

        fn is_link(&self, name: &OsStr) -> bool {
            let there = statat(&self.0, name, AtFlags::SYMLINK_NOFOLLOW);
            there.is_ok_and(|there| FileType::from_raw_mode(there.st_mode) == FileType::Symlink)
        }

        pub(in super::super) fn make(&self, name: &OsStr) -> io::Result<Self> {
            mkdirat(&self.0, name, Mode::from_raw_mode(0o777))?;
            let made = self.enter(name)?;
            give(&made.0, &self.0);
            Ok(made)
        }

        /// A file that is there, to be written to.
        pub(in super::super) fn file(&self, name: &OsStr) -> io::Result<File> {
            write(&self.0, name.as_ref(), OFlags::NOFOLLOW)
        }

        /// A file that is not there yet.
        pub(in super::super) fn create(&self, name: &OsStr) -> io::Result<File> {
            let made = write(&self.0, name.as_ref(), OFlags::NOFOLLOW | OFlags::CREATE | OFlags::EXCL)?;
            give(&made, &self.0);
            Ok(made)
        }

        /// A file, or a folder that holds nothing.
        pub(in super::super) fn remove(&self, name: &OsStr) {
            let removed = unlinkat(&self.0, name, AtFlags::empty());
            removed.or_else(|_| unlinkat(&self.0, name, AtFlags::REMOVEDIR)).ok();
        }
    }

    /// What root makes in somebody's folder becomes theirs: they could not remove it, and on a self-hosted runner
    /// the next checkout fails then (actions/runner #434). Left to root where that is refused.
    fn give(made: impl AsFd, folder: impl AsFd) {
        let owner = |file: &dyn AsFd| fstat(file.as_fd()).map(|stat| (stat.st_uid, stat.st_gid));
        let (Ok((0, _)), Ok((user, group))) = (owner(&made), owner(&folder)) else { return };
        let owner = (Some(Uid::from_raw(user)), Some(Gid::from_raw(group)));
        // What is held open for walking only has no other way.
        #[cfg(any(target_os = "linux", target_os = "android"))]
        rustix::fs::chownat(made, c"", owner.0, owner.1, AtFlags::EMPTY_PATH).ok();
        #[cfg(not(any(target_os = "linux", target_os = "android")))]
        rustix::fs::fchown(made, owner.0, owner.1).ok();
    }

    /// A file that is appended to, or created. Links are followed, also to what standard output goes to.
    pub(in super::super) fn append(path: &Path) -> io::Result<File> {
        write(CWD, path, OFlags::APPEND | OFlags::CREATE)
    }

    /// Waits for no reader of a pipe.
    fn write(folder: impl AsFd, name: &Path, how: OFlags) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::CLOEXEC | OFlags::NONBLOCK | how;
        let file = openat(folder, name, flags, Mode::from_raw_mode(0o666)).map_err(|error| match error {
            Errno::LOOP => io::Error::other(LINK),
            Errno::NXIO => io::Error::other(NO_READER),
            error => error.into(),
        })?;
        let is_pipe = FileType::from_raw_mode(fstat(&file)?.st_mode) == FileType::Fifo;
        if is_pipe && !how.contains(OFlags::APPEND) {
            return Err(io::Error::other(PIPE));
        }
        fcntl_setfl(&file, fcntl_getfl(&file)? - OFlags::NONBLOCK)?;
        Ok(file.into())
    }
}

/// By path: a link that comes later is not noticed here.
#[cfg(windows)]
mod windows {
    use super::{File, LINK, OsStr, Path, TURNED, io};
    use std::fs::{self, OpenOptions};
    use std::os::windows::fs::OpenOptionsExt;
    use std::path::PathBuf;

    const OPEN_REPARSE_POINT: u32 = 0x0020_0000;

    #[derive(Debug)]
    pub(in super::super) struct Folder(PathBuf);

    impl Folder {
        /// Links are followed.
        pub(in super::super) fn open(path: &Path) -> io::Result<Self> {
            if fs::metadata(path)?.is_dir() {
                Ok(Self(path.to_owned()))
            } else {
                Err(io::ErrorKind::NotADirectory.into())
            }
        }

        pub(in super::super) fn enter(&self, name: &OsStr) -> io::Result<Self> {
            let path = self.0.join(name);
            match fs::symlink_metadata(&path)? {
                meta if meta.is_symlink() => Err(io::Error::other(TURNED)),
                meta if meta.is_dir() => Ok(Self(path)),
                _ => Err(io::ErrorKind::NotADirectory.into()),
            }
        }

        pub(in super::super) fn make(&self, name: &OsStr) -> io::Result<Self> {
            fs::create_dir(self.0.join(name))?;
            self.enter(name)
        }

        /// A file that is there, to be written to.
        pub(in super::super) fn file(&self, name: &OsStr) -> io::Result<File> {
            let mut options = OpenOptions::new();
            let file = options.write(true).custom_flags(OPEN_REPARSE_POINT).open(self.0.join(name))?;
            if file.metadata()?.is_symlink() { Err(io::Error::other(LINK)) } else { Ok(file) }
        }

        /// A file that is not there yet.
        pub(in super::super) fn create(&self, name: &OsStr) -> io::Result<File> {
            File::create_new(self.0.join(name))
        }

        /// A file, or a folder that holds nothing.
        pub(in super::super) fn remove(&self, name: &OsStr) {
            let path = self.0.join(name);
            fs::remove_file(&path).or_else(|_| fs::remove_dir(&path)).ok();
        }
    }

    /// A file that is appended to, or created. Links are followed.
    pub(in super::super) fn append(path: &Path) -> io::Result<File> {
        OpenOptions::new().create(true).append(true).open(path)
    }
}
