//! Where the hook is found. Whatever else could be a secret is found as well, chosen or not: hiding it requires
//! knowing it.

use zeroize::Zeroizing;

use super::given::{Flags, action_variables, text, variable};
use super::misnamed;
use crate::hook::{self, Hook, ReadAs};
use crate::inputs::{HOOK, HOOK_FILE};
use crate::ledger::{Ledger, Origin};
use crate::text::Text;
use crate::world::{self, Environment};

const MAX_HOOK_FILE: u64 = 4 << 20;

/// The hooks, and more.
#[derive(Default)]
pub(crate) struct Found {
    /// Those that can be read.
    pub hooks: Vec<Hook>,
    /// Possible secrets in texts that are not valid hooks, or were not chosen.
    pub more: Vec<Zeroizing<String>>,
    /// The files that were read, or that the reading of failed.
    pub files: Vec<String>,
}

/// Where a hook's text may stand.
enum Source {
    Variable(String, Zeroizing<Vec<u8>>),
    /// `-` is standard input.
    File(String),
}

impl Found {
    /// Precedence: flag, the action's variable, our own variables. The variables are taken out of the environment.
    /// Only with `waits` a pipe or standard input is read.
    #[must_use]
    pub(crate) fn find(flags: &Flags, env: &mut Environment, waits: bool, ledger: &mut Ledger) -> Self {
        let [action, _] = action_variables(HOOK);
        let own = variable(HOOK);
        let mut taken = |name: String| env.take(&name).map(|value| Source::Variable(name, value));
        let (action, own) = (taken(action), taken(own));
        let flag = flags.get(HOOK_FILE).filter(|path| !path.is_empty());
        let (file, own_name) = (variable(HOOK_FILE), variable(HOOK));
        let is_decided = flag.is_some() || action.is_some();
        let mut unused = Ledger::default();
        let path = text(&file, env, if is_decided { &mut unused } else { &mut *ledger });
        let clash = !is_decided && own.is_some() && path.is_some();
        if clash {
            let what = text!("both {} and {} are set", own_name, file);
            ledger.problem(Origin::input(HOOK), what, "keep one of them");
        }
        let path = path.map(|path| Source::File(path.trim().to_owned()));
        let sources = [flag.cloned().map(Source::File), action, own, path];
        let mut found = Self::default();
        for (place, source) in sources.into_iter().flatten().enumerate() {
            if place == 0 && !clash {
                found.choose(source, flag.is_some(), waits, ledger);
            } else {
                found.learn(source);
            }
        }
        if found.hooks.is_empty() {
            found.learn_unread(env);
        }
        found
    }

    /// What else may hold a webhook is not read, and must not be shown.
    fn learn_unread(&mut self, env: &Environment) {
        for unread in misnamed::unread(env) {
            self.suspect(env.text(&unread.variable).unwrap_or_default().as_bytes());
        }
    }

    /// `by_flag` says that a file's path stood on the command line.
    fn choose(&mut self, source: Source, by_flag: bool, waits: bool, ledger: &mut Ledger) {
        let (bytes, read_as) = match source {
            Source::Variable(name, bytes) => {
                if std::str::from_utf8(&bytes).is_err() {
                    let origin = Origin::setting(Text::theirs(name));
                    ledger.problem(origin, "the value is not UTF-8 text", "set it again");
                }
                (bytes, ReadAs::Value)
            }
            Source::File(path) if hook::is_address(&path) => {
                self.suspect(path.as_bytes());
                let advice = if by_flag {
                    "every process can see a command line: delete this webhook, create another, and put its address \
                     into B24_HOOK or into a file"
                } else {
                    "put the address into B24_HOOK, or into a file, and name that file"
                };
                ledger.problem(Origin::input(HOOK_FILE), "this is a webhook's address, not a path", advice);
                return;
            }
            Source::File(path) => {
                let read = if waits { world::read_patiently } else { world::read };
                let bytes = read(&path, MAX_HOOK_FILE).unwrap_or_else(|why| unreadable(&path, &why, ledger));
                if std::str::from_utf8(&bytes).is_err() {
                    unreadable(&path, "it is not UTF-8 text", ledger);
                }
                if hook::is_likely_secret(&path) {
                    self.more.push(Zeroizing::new(path.clone()));
                }
                self.files.push(path);
                (bytes, ReadAs::File)
            }
        };
        let text = std::str::from_utf8(&bytes).ok().filter(|text| !text.trim().is_empty());
        if let Some(text) = text {
            self.hooks = hook::hooks(&Zeroizing::new(text.to_owned()), read_as, ledger);
        }
        if !ledger.problems.is_empty() {
            self.suspect(&bytes);
        }
    }

    /// Finds what to hide in a text that is not used.
    fn learn(&mut self, source: Source) {
        match source {
            Source::Variable(_, bytes) => self.suspect(&bytes),
            Source::File(path) if hook::is_address(&path) => self.suspect(path.as_bytes()),
            Source::File(path) => {
                self.suspect(&world::read(&path, MAX_HOOK_FILE).unwrap_or_default());
                self.files.push(path);
            }
        }
    }

    fn suspect(&mut self, bytes: &[u8]) {
        self.more.extend(hook::likely_secrets(&Zeroizing::new(String::from_utf8_lossy(bytes).into_owned())));
    }
}

/// The path is named, unless somebody gave the secret in its place.
fn unreadable(path: &str, why: &str, ledger: &mut Ledger) -> Zeroizing<Vec<u8>> {
    let named =
        (path != "-" && !hook::is_likely_secret(path)).then(|| text!(" from `{}`", Text::theirs(path)));
    let what = text!("the webhook cannot be read{}: {}", named, why);
    ledger.problem(Origin::input(HOOK_FILE), what, "check the path and who may read it");
    Zeroizing::default()
}

#[cfg(test)]
mod tests;
