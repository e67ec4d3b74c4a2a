//! Reads files in several threads.

use std::io::{self, Read};
use std::panic::resume_unwind;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::{Missed, Why};
use crate::world::read::{Links, regular};

/// In bytes; larger files are generated.
const MOST: u64 = 4 << 20;

/// A zero byte in this many first bytes makes a file binary, as for git.
const HEAD: u64 = 8 << 10;

/// Of a line that nobody writes, in bytes.
const LONG: usize = 4 << 10;

/// Each takes memory, and past a few the disk is the limit.
const MOST_THREADS: usize = 8;

/// The bytes of a file that counts, in the buffer; `None` for another.
type Open = for<'b> fn(&Path, &'b mut Vec<u8>) -> io::Result<Option<&'b [u8]>>;

/// Whether anybody misses a file that is not looked through.
pub(super) type Matters = fn(&[u8]) -> bool;

/// What to do about a bundle.
const BUNDLED: &str = "its source should be next to it; if not, list the file itself";

/// The files to read.
#[derive(Clone, Copy, Default)]
pub(super) struct Share<'f> {
    /// Those that may be code.
    pub(super) files: &'f [PathBuf],
    /// How many of them, the first, are named.
    pub(super) named: usize,
    /// Those that are no code.
    pub(super) texts: &'f [PathBuf],
    /// Whether a bundle, which is not looked through for calls, is worth a word; none is unless given.
    pub(super) matters: Option<Matters>,
}

/// Calls `look` for each file, with whether it is code; returns each thread's result, and what could not be read. Of
/// binary files only those that are named are reported: the others were not asked for.
pub(super) fn read<T: Default + Send>(
    share: Share<'_>,
    look: impl Fn(&mut T, &Path, &[u8], bool) + Sync,
) -> (Vec<T>, Vec<Missed>) {
    each(share, text, look)
}

/// The same for those that [`read`] leaves out as binary or too large: their first bytes, without the zeros that a
/// text in UTF-16 has, and that any program may have in a comment.
pub(super) fn read_left_out<T: Default + Send>(
    files: &[PathBuf],
    look: impl Fn(&mut T, &Path, &[u8], bool) + Sync,
) -> Vec<T> {
    each(Share { files, ..Share::default() }, left_out, look).0
}

fn each<T: Default + Send>(
    share: Share<'_>,
    open: Open,
    look: impl Fn(&mut T, &Path, &[u8], bool) + Sync,
) -> (Vec<T>, Vec<Missed>) {
    let Share { files, named, texts, matters } = share;
    let next = AtomicUsize::new(0);
    let work = || {
        let (mut made, mut missed, mut buffer) = (T::default(), Vec::new(), Vec::with_capacity(64 << 10));
        loop {
            let turn = next.fetch_add(1, Ordering::Relaxed);
            let path = files.get(turn).or_else(|| texts.get(turn - files.len()));
            let Some(path) = path else { return (made, missed) };
            match open(path, &mut buffer) {
                Ok(Some(text)) => {
                    let may_be_code = turn < files.len();
                    let is_bundle = may_be_code && turn >= named && is_bundle(path, text);
                    if is_bundle && matters.is_some_and(|matters| matters(text)) {
                        missed.push((path.clone(), Why("a bundler made it".to_owned(), BUNDLED)));
                    }
                    look(&mut made, path, text, may_be_code && !is_bundle);
                }
                Ok(None) if turn < named => {
                    missed.push((
                        path.clone(),
                        Why("it is not a text file, or larger than 4 MiB".to_owned(), ""),
                    ));
                }
                Ok(None) => {}
                Err(error) => missed.push((path.clone(), error.into())),
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
    let shares: (Vec<_>, Vec<_>) = thread::scope(|scope| {
        let threads = (0..threads).map(|_| scope.spawn(work)).collect::<Vec<_>>();
        threads.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| resume_unwind(panic))).unzip()
    });
    (shares.0, shares.1.into_iter().flatten().collect())
}

/// Whether a bundler made it: next to everything stands on lines that nobody writes. A picture in a text has such lines,
/// too, but no brackets.
fn is_bundle(path: &Path, text: &[u8]) -> bool {
    let script =
        path.extension().is_some_and(|ending| ["js", "mjs", "cjs"].iter().any(|known| ending == *known));
    if !script || text.len() < LONG {
        return false;
    }
    let long = text.split(|byte| *byte == b'\n').filter(|line| line.len() >= LONG);
    let long = long.filter(|line| memchr::memchr_iter(b'(', line).count() > line.len() / 200);
    long.map(<[u8]>::len).sum::<usize>() > text.len() / 10 * 9
}

/// The bytes of a file, in the buffer; `None` if it is binary or too large.
fn text<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> io::Result<Option<&'b [u8]>> {
    buffer.clear();
    let mut file = regular(path, Links::Refused)?.take(HEAD);
    file.read_to_end(buffer)?;
    if memchr::memchr(0, buffer).is_some() {
        return Ok(None);
    }
    file.set_limit(MOST + 1 - HEAD);
    file.read_to_end(buffer)?;
    Ok(Some(&**buffer).filter(|text| text.len() as u64 <= MOST))
}

/// The opposite: `None` if it is neither.
fn left_out<'b>(path: &Path, buffer: &'b mut Vec<u8>) -> io::Result<Option<&'b [u8]>> {
    buffer.clear();
    let file = regular(path, Links::Refused)?;
    let is_large = file.metadata()?.len() > MOST;
    let mut file = file.take(HEAD);
    file.read_to_end(buffer)?;
    if !is_large && memchr::memchr(0, buffer).is_none() {
        return Ok(None);
    }
    file.set_limit(MOST - HEAD);
    file.read_to_end(buffer)?;
    buffer.retain(|byte| *byte != 0);
    Ok(Some(buffer))
}
