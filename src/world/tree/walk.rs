//! Goes through folders with several threads: who has nothing to do takes what another found.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::{fs, io, thread};

use super::rules::Rules;

/// So many files of a folder are taken at once.
const HANDFUL: usize = 32;

/// What is still to be done.
pub(super) enum Task {
    /// A folder to be listed, with the rules of the one above.
    Folder(PathBuf, Option<Arc<Rules>>),
    /// Files to be read.
    Files(Vec<PathBuf>),
}

/// What one thread meets.
pub(super) trait Eyes {
    /// A file that counts.
    fn file(&mut self, path: &Path);
    /// Whether an entry counts; a folder that does is gone through.
    fn counts(&mut self, path: &Path, is_folder: bool, rules: &Rules) -> bool;
    /// A folder that cannot be read.
    fn miss(&mut self, path: &Path, error: &io::Error);
}

#[derive(Default)]
struct Todo {
    tasks: Vec<Task>,
    /// Threads that may still find more.
    busy: usize,
}

#[derive(Default)]
struct Board {
    todo: Mutex<Todo>,
    changed: Condvar,
}

/// Does all tasks, and what comes of them, with so many threads, each with eyes of its own.
pub(super) fn walk<E: Eyes>(tasks: Vec<Task>, threads: usize, eyes: impl Fn() -> E + Sync) {
    let board = Board { todo: Mutex::new(Todo { tasks, busy: 0 }), ..Board::default() };
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let mut eyes = eyes();
                while let Some(task) = board.take() {
                    let mut busy = Busy { board: &board, found: Vec::new() };
                    busy.found = step(task, &mut eyes);
                }
            });
        }
    });
}

impl Board {
    fn todo(&self) -> MutexGuard<'_, Todo> {
        self.todo.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next task; waits for one while another thread may still find some.
    fn take(&self) -> Option<Task> {
        let nothing_yet = |todo: &mut Todo| todo.tasks.is_empty() && todo.busy > 0;
        let wait = self.changed.wait_while(self.todo(), nothing_yet);
        let mut todo = wait.unwrap_or_else(PoisonError::into_inner);
        let task = todo.tasks.pop()?;
        todo.busy += 1;
        Some(task)
    }
}

/// One task at work, and what it led to. It ends in any case: the others would wait for ever.
struct Busy<'b> {
    board: &'b Board,
    found: Vec<Task>,
}

impl Drop for Busy<'_> {
    fn drop(&mut self) {
        let mut todo = self.board.todo();
        todo.tasks.append(&mut self.found);
        todo.busy -= 1;
        self.board.changed.notify_all();
    }
}

fn step(task: Task, eyes: &mut impl Eyes) -> Vec<Task> {
    match task {
        Task::Files(files) => {
            for file in files {
                eyes.file(&file);
            }
            Vec::new()
        }
        Task::Folder(folder, above) => list(&folder, above, eyes).unwrap_or_else(|error| {
            eyes.miss(&folder, &error);
            Vec::new()
        }),
    }
}

fn list(folder: &Path, above: Option<Arc<Rules>>, eyes: &mut impl Eyes) -> io::Result<Vec<Task>> {
    let entries = fs::read_dir(folder)?;
    let rules = above.map_or_else(|| Rules::down_to(folder), |above| Rules::of(folder, Some(above)));
    let (mut tasks, mut files) = (Vec::new(), Vec::new());
    for entry in entries {
        let known = entry.and_then(|entry| Ok((entry.path(), entry.file_type()?)));
        let (path, kind) = match known {
            Ok(known) => known,
            Err(error) => {
                eyes.miss(folder, &error);
                continue;
            }
        };
        // Links are neither, and not followed.
        if !(kind.is_dir() || kind.is_file()) || !eyes.counts(&path, kind.is_dir(), &rules) {
            continue;
        }
        if kind.is_dir() {
            tasks.push(Task::Folder(path, Some(Arc::clone(&rules))));
        } else {
            files.push(path);
        }
    }
    tasks.extend(files.chunks(HANDFUL).map(|files| Task::Files(files.to_vec())));
    Ok(tasks)
}
