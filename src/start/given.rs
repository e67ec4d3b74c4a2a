//! What was given of the inputs: by flags, by the action, by variables.

use std::collections::BTreeMap;

use crate::inputs::{Group, HOOK, HOOK_FILE, INPUTS};
use crate::ledger::{Ledger, Origin};
use crate::text::Text;
use crate::world::Environment;

/// Values of flags, by their name.
pub(crate) type Flags = BTreeMap<&'static str, String>;

/// Variables that may hold an input of the action. The runner keeps the hyphens; some shells and
/// launchers between it and us do not let such a name through, hence the second spelling.
fn action_variables(name: &str) -> [String; 2] {
    let upper = name.to_ascii_uppercase();
    [format!("INPUT_{upper}"), format!("INPUT_{}", upper.replace('-', "_"))]
}

/// The variable that holds an input anywhere else.
#[must_use]
pub(crate) fn variable(name: &str) -> String {
    format!("B24_{}", name.to_ascii_uppercase().replace('-', "_"))
}

/// The values that were given, by name. Empty counts as not given: the runner sets every declared
/// input, used or not.
#[derive(Default)]
pub(crate) struct Given(BTreeMap<&'static str, String>);

impl Given {
    /// Looks for each input among the flags, then the action's variables, then our own.
    #[must_use]
    pub(crate) fn gather(flags: &Flags, env: &Environment, groups: &[Group], ledger: &mut Ledger) -> Self {
        let names = INPUTS.iter().filter(|input| groups.contains(&input.group)).map(|input| input.name);
        let found = names.filter_map(|name| {
            let flag = flags.get(name).filter(|value| !value.trim().is_empty()).cloned();
            let value = flag.or_else(|| from_environment(name, env, ledger))?;
            Some((name, value.trim().to_owned()))
        });
        Self(found.collect())
    }

    /// The value of one input.
    #[must_use]
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

fn from_environment(name: &'static str, env: &Environment, ledger: &mut Ledger) -> Option<String> {
    let [hyphens, underscores] = action_variables(name);
    [hyphens, underscores, variable(name)].iter().find_map(|key| text(key, env, ledger))
}

/// One variable's text; bytes that are none are a problem.
fn text(key: &str, env: &Environment, ledger: &mut Ledger) -> Option<String> {
    if let Ok(value) = env.get(key)? {
        return Some(value.to_owned()).filter(|value| !value.trim().is_empty());
    }
    let origin = Origin::setting(Text::theirs(key));
    ledger.problem(origin, "the value is not UTF-8 text", "set it anew");
    None
}

/// Where the hook's text is to be found.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HookSource {
    /// In this variable.
    Variable(String),
    /// In this file; `-` is standard input.
    File(String),
}

/// Finds the hook: flag, action, then variables. `None` when nobody gave one.
#[must_use]
pub(crate) fn hook_source(flags: &Flags, env: &Environment, ledger: &mut Ledger) -> Option<HookSource> {
    if let Some(path) = flags.get(HOOK_FILE).filter(|path| !path.is_empty()) {
        return Some(HookSource::File(path.clone()));
    }
    let [hyphens, _] = action_variables(HOOK);
    if text(&hyphens, env, ledger).is_some() {
        return Some(HookSource::Variable(hyphens));
    }
    let (direct, file) = (variable(HOOK), variable(HOOK_FILE));
    match (text(&direct, env, ledger), text(&file, env, ledger)) {
        (Some(_), Some(_)) => {
            let what = text!("both {} and {} are set", direct, file);
            ledger.problem(Origin::input(HOOK), what, "keep one of them");
            None
        }
        (Some(_), None) => Some(HookSource::Variable(direct)),
        (None, Some(path)) => Some(HookSource::File(path.trim().to_owned())),
        (None, None) => None,
    }
}

#[cfg(test)]
mod tests;
