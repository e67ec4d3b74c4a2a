//! What is found and not kept, so that a repository full of calls fills neither memory nor report.

use std::collections::BTreeMap;

use crate::knowledge::methods::Needs;

/// Places that are kept: of one file, and of all of them. Past them only the first call of each method is.
pub(super) const MOST: Most = Most { of_file: 1_000, in_all: 5_000 };

pub(super) struct Most {
    pub of_file: usize,
    pub in_all: usize,
}

/// Counts of what is not kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Omitted {
    /// Calls, by method.
    pub calls: BTreeMap<(&'static str, Needs), usize>,
    /// Unknown names.
    pub unknown: usize,
    /// Call sites whose method cannot be read.
    pub unread: usize,
    /// Webhooks' addresses with their secrets.
    pub leaks: usize,
}

impl Omitted {
    pub(super) fn call(&mut self, method: &'static str, needs: Needs) {
        *self.calls.entry((method, needs)).or_default() += 1;
    }

    pub(super) fn join(&mut self, other: &Self) {
        for (method, count) in &other.calls {
            *self.calls.entry(*method).or_default() += count;
        }
        self.unknown += other.unknown;
        self.unread += other.unread;
        self.leaks += other.leaks;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{Found, Scan, calls};
    use crate::text::Text;

    /// A file of calls, of a method of its own, and of names that are none.
    fn file(number: usize) -> (Text, String) {
        let own = ["im.notify.system.add", "disk.file.get", "task.item.list", "user.get"][number / 10];
        let line = "BX24.callMethod('crm.deal.list'); BX24.callMethod('crm.deal.lst');\n";
        (Text::theirs(format!("src/{number:03}.js")), line.repeat(1200) + &format!("f('{own}')"))
    }

    fn scan<'f>(files: impl Iterator<Item = &'f (Text, Found<'f>)>) -> Scan {
        let mut scan = Scan::default();
        for (name, found) in files {
            scan.add(name, found);
            assert!(scan.calls.len() <= 3 * MOST.in_all && scan.unknown.len() <= 3 * MOST.in_all);
        }
        scan
    }

    #[test]
    fn of_very_many_calls_the_first_are_kept_whichever_thread_finds_them() {
        let files = (0..40).map(file).collect::<Vec<_>>();
        let files = files.iter().map(|(name, text)| (name.clone(), calls(text.as_bytes())));
        let files = files.collect::<Vec<_>>();
        let whole = scan(files.iter()).sorted();
        assert_eq!((whole.count(), whole.calls.len()), (40 * 1201, MOST.in_all + 3));
        assert_eq!((whole.unknown.len(), whole.omitted.unknown), (MOST.in_all, 40 * 1200 - MOST.in_all));
        assert_eq!(whole.by_method().len(), 5, "every method is named");
        for threads in [2, 3, 7] {
            let mut parts = (0..threads).map(|thread| scan(files.iter().rev().skip(thread).step_by(threads)));
            let joined = parts.next_back().expect("a thread");
            let joined = parts.fold(joined, |mut joined, part| {
                joined.join(part);
                joined
            });
            let joined = joined.sorted();
            assert_eq!(joined.calls, whole.calls, "{threads}");
            assert_eq!(joined.unknown, whole.unknown, "{threads}");
            assert_eq!(joined.omitted, whole.omitted, "{threads}");
        }
    }
}
