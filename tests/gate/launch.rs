//! Programs that start the gate for us, in surroundings that it could not be given otherwise.

use crate::gate::Gate;

impl Gate {
    /// With 64 MiB of memory that can be written to, and no more.
    pub(crate) fn limited(self) -> Self {
        self.by_shell("ulimit -d 65536 && exec \"$0\" \"$@\"")
    }

    /// Started by a shell with these commands, to which the program is `"$0" "$@"`.
    pub(crate) fn by_shell(self, commands: &str) -> Self {
        self.launched(&["sh", "-c", commands])
    }

    /// With a terminal as its output, lent by util-linux.
    #[cfg(target_os = "linux")]
    pub(crate) fn on_a_terminal(self) -> Self {
        self.by_shell("exec script -qec \"$0 $*\" /dev/null")
    }

    /// Started by this program with these arguments, which are followed by ours.
    pub(crate) fn launched(mut self, words: &[&str]) -> Self {
        self.launcher.extend(words.iter().map(|&word| word.to_owned()));
        self
    }

    /// In a mount namespace of its own, after these shell commands: there anybody may mount.
    #[cfg(target_os = "linux")]
    pub(crate) fn in_namespace(self, commands: &str) -> Self {
        self.launched(&["unshare", "-rm", "sh", "-c", &format!("{commands} && exec \"$0\" \"$@\"")])
    }
}

/// Whether anybody may have a mount namespace here, as [`Gate::in_namespace`] needs it.
#[cfg(target_os = "linux")]
pub(crate) fn has_namespaces() -> bool {
    let there = std::process::Command::new("unshare").args(["-rm", "true"]).output();
    let there = there.is_ok_and(|output| output.status.success());
    if !there {
        println!("skipped: this machine lets nobody have a mount namespace");
    }
    there
}
